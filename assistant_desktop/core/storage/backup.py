"""Copies of the data file: made while it is in use, checked, kept for a week of days.

A copy is written under another name, checked, and only then named as a backup: a half copy is
never taken for one.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.migrations import APPLICATION_ID
from assistant_desktop.domain.errors import BugError, DamagedError, NotFound

_log = logging.getLogger(__name__)

KEPT = 7
FOLDER = "backups"
BEFORE_UPGRADE = "before-upgrade"
_PATTERN = "assistant-*.db"
_STAMP = "%Y%m%d-%H%M%S"
_ASIDE = "set-aside-"
_RESTORING, _MARKER = ".restoring", ".restore"
_STEP_PAGES = 2000
_DAY = timedelta(hours=24)


def backups(folder: Path) -> list[Path]:
    """The backups of a data folder, newest first. Files that only look like one are passed over."""
    named = [(made, one) for one in (folder / FOLDER).glob(_PATTERN) if (made := _stamp(one))]
    return [one for _, one in sorted(named, reverse=True)]


def _stamp(path: Path) -> datetime | None:
    return _moment(path.stem.removeprefix("assistant-"))


def _moment(name: str) -> datetime | None:
    """The moment that a name begins with; None where it begins otherwise."""
    try:
        return datetime.strptime(name[:15], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def made_at(path: Path) -> datetime:
    """When a backup was made, from its name."""
    made = _stamp(path)
    if made is None:
        raise BugError(f"{path.name} is no backup")
    return made


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the newest backup is older than a day, or there is none."""
    kept = backups(folder)
    # One of the future was made when the clock was wrong.
    return not kept or not timedelta() <= now - made_at(kept[0]) < _DAY


def make(connection: Connection, folder: Path, now: datetime, reason: str = "daily") -> Path:
    """Copy the database that `connection` has open, check the copy, drop the oldest ones."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    final = place / f"assistant-{now.astimezone(UTC):%Y%m%d-%H%M%S}-{reason}.db"
    part = final.with_suffix(".part")
    part.unlink(missing_ok=True)
    copy = apsw.Connection(str(part))
    try:
        with copy.backup("main", connection, "main") as running:
            while not running.done:
                running.step(_STEP_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        copy.close()
    if not is_sound(part):
        part.unlink(missing_ok=True)
        raise DamagedError("The backup could not be made: its copy is not sound.")
    part.chmod(0o600)
    part.replace(final)
    for old in _superfluous(backups(folder)):
        if old != final:
            old.unlink(missing_ok=True)
    return final


def _superfluous(newest_first: list[Path]) -> list[Path]:
    """All but the newest few, and the last one from before an upgrade: the way back to it."""
    upgrade = next((one for one in newest_first if one.stem.endswith(BEFORE_UPGRADE)), None)
    return [one for one in newest_first[KEPT:] if one != upgrade]


def is_sound(path: Path) -> bool:
    """Whether a file is a whole database of ours."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.Error:
        return False
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").get == "ok")
    except apsw.Error:
        return False
    finally:
        connection.close()


def version_of(path: Path) -> int | None:
    """The schema's number in a whole database of ours; None for anything else."""
    if not is_sound(path):
        return None
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        version = int(connection.pragma("user_version"))
        is_ours = int(connection.pragma("application_id")) == APPLICATION_ID
    finally:
        connection.close()
    return version if is_ours and version else None


# ---- the way back ----


def restore(
    folder: Path, file_name: str, now: datetime, wanted: Callable[[Path], bool] = lambda _: True
) -> tuple[Path, Path | None]:
    """Put the newest sound backup in the place of the data file.

    The present file is set aside, never deleted, with its WAL: the backup must not meet it.
    Nobody may have the file open. Cut off at any moment, it is as if it had not begun, or the
    next `finish_restore` ends it: the copy is whole and on disk before anything is moved.

    Returns:
        The backup that was taken, and where the present file went (None when there was none).

    Raises:
        NotFound: there is no sound backup.
        OSError: the folder cannot be written; nothing was moved.
    """
    finish_restore(folder, file_name)
    sound = next((one for one in backups(folder) if wanted(one) and version_of(one)), None)
    if sound is None:
        raise NotFound("There is no sound backup in {folder}.", folder=folder / FOLDER)
    part = folder / f"{file_name}{_RESTORING}"
    try:
        shutil.copyfile(sound, part)
        part.chmod(0o600)
        _to_disk(part)
        aside = _new_aside(folder, now) if _present(folder, file_name) else None
        _note_restore(folder, file_name, aside)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    finish_restore(folder, file_name)
    return sound, aside


def finish_restore(folder: Path, file_name: str) -> None:
    """End a restore that was cut off after its copy was whole. For before the file is opened."""
    marker = folder / f"{file_name}{_MARKER}"
    part = folder / f"{file_name}{_RESTORING}"
    if not marker.exists():
        part.unlink(missing_ok=True)  # a copy that did not get whole
        return
    aside = folder / marker.read_text("utf-8").strip()
    if part.exists():  # else the copy is in its place already
        if aside != folder:
            for present in _present(folder, file_name):
                present.replace(aside / present.name)
        part.replace(folder / file_name)
        _to_disk(folder)
    marker.unlink()
    _to_disk(folder)


def is_missing(folder: Path, file_name: str) -> bool:
    """Whether there is no data file though there once was one: copies of it are there."""
    return not (folder / file_name).exists() and bool(backups(folder))


def set_aside_files(folder: Path, file_name: str) -> list[tuple[datetime, Path]]:
    """The files that were put out of the way by a restore, and when."""
    files = folder.glob(f"{_ASIDE}*/{file_name}")
    named = ((_moment(path.parent.name.removeprefix(_ASIDE)), path) for path in files)
    return [(moment, path) for moment, path in named if moment is not None]


def _present(folder: Path, file_name: str) -> list[Path]:
    """The data file and what belongs to it; the file itself goes last."""
    names = [f"{file_name}{suffix}" for suffix in ("-wal", "-shm", "-journal", "")]
    return [folder / name for name in names if (folder / name).exists()]


def _new_aside(folder: Path, now: datetime) -> Path:
    """A folder that nothing lies in yet."""
    stamp = f"{_ASIDE}{now.astimezone(UTC):{_STAMP}}"
    for number in range(1, 1000):
        place = folder / (stamp if number == 1 else f"{stamp}-{number}")
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
            return place
    raise BugError("a thousand restores in one second")


def _note_restore(folder: Path, file_name: str, aside: Path | None) -> None:
    """From here on the restore will be ended, whatever comes between."""
    marker = folder / f"{file_name}{_MARKER}"
    draft = marker.with_suffix(".draft")
    draft.write_text("." if aside is None else aside.name, "utf-8")
    _to_disk(draft)
    draft.replace(marker)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Wait until it is there after a power cut too. A folder cannot be opened so on Windows."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
