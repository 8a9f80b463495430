"""Opens a file that may hold conversations: a ZIP archive, bare JSON, or JSON lines."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import ValidationError

from assistant_desktop.core.archives import chatgpt, claude
from assistant_desktop.core.archives.json_items import items
from assistant_desktop.domain.archive import ArchivedConversation
from assistant_desktop.domain.errors import BadInput

_WANTED = re.compile(r"(?:^|/)conversations(?:[-_]\d+)?\.json$")
MOST_BYTES = 8 << 30
MOST_RATIO = 200
"""JSON is packed 5 to 20 times; what grows more than this is no archive of conversations."""
_SUSPECT = 64 << 20
_HEAD = 1 << 16

Parse = Callable[[dict[str, Any], datetime], ArchivedConversation | None]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A conversation that could not be read, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One step through an archive: a conversation, or what was skipped; how far it is, 0 to 1."""

    conversation: ArchivedConversation | None
    skipped: Skipped | None
    done: float


def kind_of(path: Path) -> Literal["zip", "json", "lines"]:
    """What a file is, by how it begins. Blocks.

    Raises:
        BadInput: it cannot be read.
    """
    with _readable(path):
        if zipfile.is_zipfile(path):
            return "zip"
        with path.open("rb") as file:
            head = file.read(_HEAD)
    if head.startswith(b"PK"):
        raise BadInput(
            "{path} is a ZIP archive that is cut off or damaged.",
            hint="Download it again.",
            path=path,
        )
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_array = begin.startswith(b"[")
    is_whole = begin.startswith(b"{") and re.search(rb'"(?:mapping|chat_messages)"\s*:', begin)
    return "json" if is_array or is_whole else "lines"


def conversations(path: Path, now: datetime) -> Iterator[Taken]:
    """Each conversation of an archive, one after the other. Blocks.

    Raises:
        BadInput: it is none, or ends in the middle; what came before was given out.
    """
    if kind_of(path) == "json":
        with _readable(path), path.open("rb") as file:
            yield from _of_stream(file, max(path.stat().st_size, 1), now)
        return
    with _readable(path), zipfile.ZipFile(path) as archive:
        parts = [one for one in archive.infolist() if _WANTED.search(one.filename)]
        if not parts:
            raise BadInput(
                "{path} holds no conversations.json.",
                hint="Choose the archive that the export of ChatGPT or Claude gave you.",
                path=path,
            )
        _refuse_bombs(path, parts)
        total, before = max(sum(one.file_size for one in parts), 1), 0
        for part in sorted(parts, key=lambda one: one.filename):
            with archive.open(part) as stream:
                for taken in _of_stream(stream, max(part.file_size, 1), now):
                    done = (before + taken.done * part.file_size) / total
                    yield Taken(taken.conversation, taken.skipped, done)
            before += part.file_size


def _refuse_bombs(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    total = sum(one.file_size for one in parts)
    packed = max(sum(one.compress_size for one in parts), 1)
    if total > MOST_BYTES or (total > _SUSPECT and total / packed > MOST_RATIO):
        raise BadInput("{path} unpacks to far more than conversations have.", path=path)


class _Counted:
    """A stream that knows how much was read of it, and stops where more comes than was said."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._most = stream, most
        self.count = 0

    def read(self, size: int) -> bytes:
        read = self._stream.read(size)
        self.count += len(read)
        if self.count > self._most:
            raise BadInput("The archive holds more than it says: it is damaged.")
        return read


def _of_stream(stream: IO[bytes], size: int, now: datetime) -> Iterator[Taken]:
    counted = _Counted(stream, size)
    for number, value in enumerate(items(counted), start=1):
        conversation, skipped = _parsed(value, number, now)
        yield Taken(conversation, skipped, counted.count / size)


def _parsed(
    value: object, number: int, now: datetime
) -> tuple[ArchivedConversation | None, Skipped | None]:
    if not isinstance(value, dict):
        return None, Skipped(f"№ {number}", "no conversation")
    name = str(value.get("title") or value.get("name") or f"№ {number}")[:80]
    parse = _parser_for(value)
    if parse is None:
        return None, Skipped(name, "no conversation")
    try:
        return parse(value, now), None
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in problem["loc"])
        return None, Skipped(name, f"{where}: {problem['msg']}")


def _parser_for(value: dict[str, Any]) -> Parse | None:
    if chatgpt.is_one(value):
        return chatgpt.conversation
    return claude.conversation if claude.is_one(value) else None


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What a file system or a damaged archive reports, in our words."""
    try:
        yield
    except OSError as error:
        raise BadInput(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror or str(error)
        ) from error
    # zipfile tells unknown methods by NotImplementedError, a wanted password by RuntimeError.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadInput(
            "{path} is a ZIP archive that is cut off or damaged.",
            hint="Download it again.",
            path=path,
        ) from error
