"""What a file is, and a way to read it in steps off the loop."""

import hashlib
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.health_files import FileForm, FoundBatch, ReadingsFile
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.health_service import apple, google, tables
from assistant_desktop.services.health_service.archives import (
    BROKEN,
    damaged,
    head_of,
    refuse_bombs,
    unreadable,
)

_OPEN_LIMIT_S = 60.0
_STEP_LIMIT_S = 300.0
_HASHED_WHOLE = 64 << 20
_EDGE = 1 << 20
_HOW = "1"
"""Counts up when the same file gives other readings than before."""

Steps = Iterator[FoundBatch]


class HealthFiles:
    """Opens exports of Apple Health and Google Fit, and tables."""

    async def open(self, path: str, zone: ZoneInfo, now: datetime) -> ReadingsFile:
        """Find out what the file is.

        Raises:
            BadInput: it is none of these, cannot be read, or would grow without end.
        """
        opening = partial(_open, Path(path), zone, now)
        return await in_thread("health-files", opening, _OPEN_LIMIT_S)


class OpenedFile:
    """One step at a time, whoever asks: a step that was given up ends before the next begins."""

    def __init__(self, form: FileForm, fingerprint: str, steps: Steps) -> None:
        self.form: FileForm = form
        self.fingerprint = fingerprint
        self._steps = steps
        self._lock = threading.Lock()

    async def next_batch(self) -> FoundBatch | None:
        """The next readings; None at the end."""
        return await in_thread("health-files", self._next, _STEP_LIMIT_S)

    async def close(self) -> None:
        """Let go of the file."""
        await in_thread("health-files", self._close, _STEP_LIMIT_S)

    def _next(self) -> FoundBatch | None:
        with self._lock:
            return next(self._steps, None)

    def _close(self) -> None:
        with self._lock:
            end: Callable[[], None] | None = getattr(self._steps, "close", None)
            if end is not None:
                end()


def _open(path: Path, zone: ZoneInfo, now: datetime) -> OpenedFile:
    try:
        if path.is_dir():
            parts = google.files_in(path)
            if not parts:
                raise _nothing(path)
            return OpenedFile("google", _of_folder(parts), google.steps(parts, zone, now))
        fingerprint = _fingerprint(path)
        if zipfile.is_zipfile(path):
            return _open_archive(path, fingerprint, zone, now)
        head = head_of(path)
    except OSError as error:
        raise unreadable(path, error) from error
    if head.startswith(b"PK"):
        raise damaged(path)
    if apple.is_one(head):
        return OpenedFile("apple", fingerprint, apple.steps(_plain(path), path, zone, now))
    steps = tables.steps(_plain(path), path, zone, now)
    return OpenedFile("csv", fingerprint, steps)


def _open_archive(path: Path, fingerprint: str, zone: ZoneInfo, now: datetime) -> OpenedFile:
    try:
        with zipfile.ZipFile(path) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
            for one in found:
                if one.filename.lower().endswith(".xml") and apple.is_one(_head(archive, one)):
                    refuse_bombs(path, [one])
                    source = partial(_member, path, one.filename)
                    steps = apple.steps((source, one.file_size), path, zone, now)
                    return OpenedFile("apple", fingerprint, steps)
            csv = [one for one in found if one.filename.lower().endswith(".csv")]
            refuse_bombs(path, csv)
        parts = google.files_of(path, csv)
    except BROKEN as error:
        raise damaged(path) from error
    if parts:
        return OpenedFile("google", fingerprint, google.steps(parts, zone, now))
    if len(csv) == 1:
        source = partial(_member, path, csv[0].filename)
        steps = tables.steps((source, csv[0].file_size), path, zone, now)
        return OpenedFile("csv", fingerprint, steps)
    raise _nothing(path)


def _head(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with archive.open(one) as stream:
        return stream.read(1 << 12)


def _member(path: Path, name: str) -> IO[bytes]:
    return zipfile.ZipFile(path).open(name)


def _plain(path: Path) -> tuple[Callable[[], IO[bytes]], int]:
    return partial(_opened, path), path.stat().st_size


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _fingerprint(path: Path) -> str:
    """Of the content; of a very large file of its ends, its size and its time."""
    size = path.stat().st_size
    seal = hashlib.blake2b(f"{_HOW} {size}".encode(), digest_size=16)
    with path.open("rb") as file:
        if size <= _HASHED_WHOLE:
            while part := file.read(_EDGE):
                seal.update(part)
        else:
            seal.update(file.read(_EDGE))
            file.seek(-_EDGE, 2)
            seal.update(file.read(_EDGE))
            seal.update(str(path.stat().st_mtime_ns).encode())
    return seal.hexdigest()


def _of_folder(parts: list[google.Part]) -> str:
    told = "".join(f"{one.name} {one.size};" for one in parts)
    return hashlib.blake2b(f"{_HOW} {told}".encode(), digest_size=16).hexdigest()


def _nothing(path: Path) -> BadInput:
    return BadInput(
        "{path} holds no readings.",
        hint="Choose the export.zip of Apple Health, the archive of Google Takeout, or a CSV file.",
        path=path.name,
    )
