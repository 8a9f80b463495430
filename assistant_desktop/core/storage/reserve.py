"""The reserve file: room that is given back when the disk is full.

Released at the first full disk, so that acknowledgements still commit; laid anew when space
has returned.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

RESERVE_BYTES = 8 * 1024 * 1024
_SMALLEST = RESERVE_BYTES // 8
_TO_OPEN = 256 * 1024
_NAME = "reserve.bin"


class Reserve:
    """The file `reserve.bin` beside the database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._folder = folder
        self._size = RESERVE_BYTES

    def lay(self) -> bool:
        """Make sure the reserve lies there; False when there is no room for it."""
        size = self._size = max(min(RESERVE_BYTES, self._free() // 3), _SMALLEST)
        with suppress(OSError):
            if self._path.stat().st_size >= size:
                return True
        try:
            with self._path.open("wb") as file:
                file.write(bytes(size))  # really written: a sparse file reserves nothing
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give the room back."""
        self._path.unlink(missing_ok=True)

    def is_needed(self) -> bool:
        """True when less is free than the least that SQLite opens a file with."""
        return self._folder.is_dir() and self._free() < _TO_OPEN

    def space_has_returned(self) -> bool:
        """True when a reserve of its last size fits again with as much to spare."""
        return self._free() > 2 * self._size

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return 0
