"""Files that users asked for: written whole, or not at all."""

from collections.abc import Callable
from pathlib import Path

from assistant_desktop.domain.errors import BadInput, ReadOnlyError
from assistant_desktop.in_thread import in_thread

WRITE_LIMIT_S = 60.0


async def write_whole(path: Path, text: str) -> None:
    """Write a text to `path`; a file that was there is replaced at once. UTF-8.

    Raises:
        BadInput: it is a folder.
        ReadOnlyError: it cannot be written.
    """

    def write() -> None:
        if path.is_dir():
            raise BadInput("{path} is a folder; name a file.", path=path)
        # A device or a pipe is written through.
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        _replace(path, lambda part: part.write_text(text, encoding="utf-8"))

    try:
        await in_thread("export", write, WRITE_LIMIT_S)
    except OSError as error:
        raise ReadOnlyError(
            "{path} cannot be written: {reason}.", path=path, reason=error.strerror
        ) from error


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
