"""What a model has read of a user's conversation, kept in files over restarts, within a budget.

One file a user and model: the newest conversation. The name of a folder is a digest of the user's
name, the name of a file one of the model. A file ends with a mark and its own length: llama.cpp
ends the whole process over one that was cut short. While one is being read it has another name, so
that a file which ends the process all the same does so once only.
"""

import hashlib
import os
import shutil
import struct
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_SEQUENCE_MAGIC = 0x67677371
_HEAD = struct.Struct("<III")
_END = struct.Struct("<8sQ")
_WHOLE = b"is whole"
_LEFT_OVER_S = 600.0


def user_folder(root: Path, user: str) -> Path:
    """Where a user's files are."""
    return root / hashlib.sha256(user.encode()).hexdigest()[:24]


def forget(root: Path, user: str) -> None:
    """Delete all that is kept of a user. Raises OSError where that fails."""
    folder = user_folder(root, user)
    if folder.exists():
        shutil.rmtree(folder)


def forget_before(root: Path, user: str, moment_s: float) -> None:
    """Delete what of a user was kept before a moment. Raises OSError where that fails."""
    for path in user_folder(root, user).glob("*"):
        if path.stat().st_mtime <= moment_s:
            path.unlink(missing_ok=True)


def bytes_kept(root: Path) -> int:
    """The size of all files."""
    return sum(size for _, size, _ in _files(root))


def shrink(root: Path, budget: int) -> None:
    """Delete what was used longest ago until the rest is within a budget."""
    files = sorted(_files(root))
    kept = sum(one[1] for one in files)
    for _, length, path in files:
        if kept <= budget:
            return
        with suppress(OSError):
            path.unlink()
            kept -= length


class StateFiles:
    """The files of one model."""

    def __init__(self, root: Path, budget: int, model: Path) -> None:
        self._root = root
        self._budget = budget
        about = model.stat()
        what = f"{model.name} {about.st_size} {about.st_mtime_ns}"
        self._name = hashlib.sha256(what.encode()).hexdigest()[:24] + ".state"

    def path(self, user: str) -> Path:
        """The user's file for this model, whether or not it is there."""
        return user_folder(self._root, user) / self._name

    def tokens(self, user: str) -> list[int]:
        """The tokens whose state the user's file holds, without the state; none without a file.

        Source: llama.cpp, llama_state_seq_save_file: magic, version, count, the tokens.
        """
        try:
            with self.path(user).open("rb") as file:
                if not _is_whole(file):
                    return []
                magic, _, count = _HEAD.unpack(file.read(_HEAD.size))
                if magic != _SEQUENCE_MAGIC:
                    return []
                tokens = array("i")
                tokens.frombytes(file.read(4 * count))
        except (OSError, struct.error, ValueError):
            return []
        return tokens.tolist()

    @contextmanager
    def reading(self, user: str) -> Iterator[Path | None]:
        """The user's file under another name while it is read; None where there is none."""
        path = self.path(user)
        aside = path.with_suffix(".reading")
        try:
            path.replace(aside)
        except OSError:
            yield None
            return
        yield aside
        with suppress(OSError):  # forgotten meanwhile
            aside.replace(path)

    def make_room(self, user: str, size: int) -> Path | None:
        """Where to write `size` bytes for a user; None when they are over the budget.

        The files that were used longest ago give way.
        """
        target = self.path(user)
        size += _END.size
        _remove_left_over(target)
        if size > self._budget:
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        others = [one for one in _files(self._root) if one[2] != target]
        kept = sum(one[1] for one in others)
        for _, length, path in sorted(others):
            if kept + size <= self._budget:
                break
            with suppress(OSError):
                path.unlink()
            kept -= length
        if shutil.disk_usage(target.parent).free < 2 * size:
            return None
        return target.with_suffix(f".{os.getpid()}.part")

    def keep(self, written: Path, user: str) -> None:
        """Put a file that was written whole in its place. Raises OSError."""
        with written.open("ab") as file:
            file.write(_END.pack(_WHOLE, file.tell()))
        written.replace(self.path(user))


def _remove_left_over(target: Path) -> None:
    """What a crash left beside a file; another process may be writing a fresh one just now."""
    target.with_suffix(".reading").unlink(missing_ok=True)
    long_ago_s = time.time() - _LEFT_OVER_S  # noqa: TID251 - as files have it
    for path in target.parent.glob(f"{target.stem}.*"):
        if path != target and path.stat().st_mtime < long_ago_s:
            path.unlink(missing_ok=True)


def _is_whole(file: IO[bytes]) -> bool:
    """Whether the mark at the end is there and tells the file's own length."""
    end = file.seek(0, os.SEEK_END) - _END.size
    if end < _HEAD.size:
        return False
    file.seek(end)
    mark, length = _END.unpack(file.read(_END.size))
    file.seek(0)
    return bool(mark == _WHOLE and length == end)


def _files(root: Path) -> list[tuple[float, int, Path]]:
    found = []
    for path in root.glob("*/*"):
        with suppress(OSError):
            about = path.stat()
            found.append((about.st_mtime, about.st_size, path))
    return found
