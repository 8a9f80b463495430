"""The part of a file that has come so far: written, hashed, kept over restarts, made whole.

Synchronous; each call runs in a thread. A lock lets one at a time in, because the thread of a
call that nobody waits for any more still runs.
"""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

from assistant_desktop.domain.model import DomainModel

_BLOCK = 1 << 20

Verified = Literal["sha256", "size"]


class PartAbout(DomainModel):
    """What a part is a part of. etag: the hub's name for the content; range_etag: the one of
    the server that the bytes come from, which a later request gives back to it.
    """

    url: str
    etag: str
    size: int
    range_etag: str = ""


class PartClosed(Exception):
    """The part was closed while this call waited or worked."""


class WrongContent(Exception):
    """The whole file is not what was stated."""


class PartFile:
    """`target`.part and `target`.part.json, until they become `target`."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self._lock = threading.Lock()
        self._ended = False
        self._file: IO[bytes] | None = None
        self._hash = hashlib.sha256()
        self.about: PartAbout | None = None
        self.have = 0

    def open(self, about: PartAbout) -> int:
        """Go on with what is there where it is a part of this very content; bytes there.

        What is there is read and hashed again: seconds for gigabytes.
        """
        with self._lock:
            self._require_open()
            kept = self.about or self._kept()
            same = kept is not None and kept.model_copy(update={"range_etag": ""}) == about
            if self._file is not None and same:
                return self.have
            self._close_file()
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.about = kept if same else about
            self._write_note()
            self._file = self.path.open("r+b" if same and self.path.exists() else "w+b")
            self._hash_what_is_there(about.size)
            return self.have

    def is_to_be_hashed(self) -> bool:
        """Whether `open` finds something that it has to read again."""
        return self._file is None and self.path.exists()

    def _kept(self) -> PartAbout | None:
        try:
            return PartAbout.model_validate_json(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _hash_what_is_there(self, size: int) -> None:
        if self._file is None:
            return
        self._hash, self.have = hashlib.sha256(), 0
        while block := self._file.read(_BLOCK):
            self._require_open()
            self._hash.update(block)
            self.have += len(block)
        if self.have > size:
            self._restart()

    def note_range_etag(self, etag: str) -> None:
        """Remember how the server names what it sends."""
        with self._lock:
            self._require_open()
            if self.about is not None and self.about.range_etag != etag:
                self.about = self.about.model_copy(update={"range_etag": etag})
                self._write_note()

    def write(self, data: bytes) -> None:
        """Add bytes. Raises OSError where the disk takes no more."""
        with self._lock:
            self._require_open()
            if self._file is None:
                raise PartClosed
            self._file.write(data)
            self._hash.update(data)
            self.have += len(data)

    def restart(self) -> None:
        """Begin anew."""
        with self._lock:
            self._require_open()
            self._restart()

    def _restart(self) -> None:
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
        self._hash, self.have = hashlib.sha256(), 0

    def finish(self, sha256: str, size: int) -> Verified:
        """Make it the whole file, on disk for good.

        Raises:
            WrongContent: it is not what was stated; both files are deleted.
        """
        with self._lock:
            self._require_open()
            right = self.have == size and (not sha256 or self._hash.hexdigest() == sha256)
            if not right or self._file is None:
                self._discard()
                raise WrongContent
            self._file.flush()
            os.fsync(self._file.fileno())
            self._close_file()
            self.path.replace(self.target)
            self._note.unlink(missing_ok=True)
            _sync_folder(self.target.parent)
            return "sha256" if sha256 else "size"

    def close(self) -> None:
        """Keep what is there for another time."""
        self._ended = True
        with self._lock, suppress(OSError):
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._close_file()

    def discard(self) -> None:
        """Delete what is there."""
        self._ended = True
        with self._lock:
            self._discard()

    def _discard(self) -> None:
        self._close_file()
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()

    def _write_note(self) -> None:
        if self.about is not None:
            new = self._note.with_name(f"{self._note.name}.new")
            new.write_text(self.about.model_dump_json(), encoding="utf-8")
            new.replace(self._note)

    def _require_open(self) -> None:
        if self._ended:
            raise PartClosed


def kept_part(target: Path) -> tuple[int, int]:
    """Bytes that a paused download left, and of how many; zeros where there is none."""
    part = PartFile(target)
    about = part._kept()
    if about is None or not part.path.is_file():
        return 0, 0
    return part.path.stat().st_size, about.size


def _sync_folder(folder: Path) -> None:
    """The new name is on disk too, where a folder can be synced."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
