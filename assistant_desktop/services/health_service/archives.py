"""Archives and files that cannot be trusted: damaged, encrypted, or growing without end."""

import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from assistant_desktop.domain.errors import BadInput

MOST_BYTES = 32 << 30
MOST_RATIO = 250
"""Exports of Apple Health are packed 15 to 40 times; what grows more than this is none."""
_SUSPECT = 64 << 20
_HEAD = 1 << 12
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a member may raise where the archive is damaged, encrypted, or packed oddly."""


def refuse_bombs(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    """Raises BadInput where an archive unpacks to what no export is."""
    total = sum(one.file_size for one in parts)
    packed = max(sum(one.compress_size for one in parts), 1)
    if total > MOST_BYTES or (total > _SUSPECT and total / packed > MOST_RATIO):
        raise BadInput("{path} unpacks to far more than readings have.", path=path.name)


def head_of(path: Path) -> bytes:
    """How a file begins."""
    with path.open("rb") as file:
        return file.read(_HEAD)


def damaged(path: Path) -> BadInput:
    """That an archive cannot be unpacked."""
    return BadInput(
        "{path} is a ZIP archive that is damaged or has a password.",
        hint="Export it again.",
        path=path.name,
    )


def unreadable(path: Path, error: OSError) -> BadInput:
    """That a file cannot be read, and why."""
    return BadInput(
        "{path} cannot be read: {reason}.", path=path.name, reason=error.strerror or str(error)
    )
