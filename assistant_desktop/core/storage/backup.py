"""Copies of the data file: made while it is in use, checked, kept for a week of days.

A copy is written under another name, checked, and only then named as a backup: a half copy is
never taken for one.
"""

import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.errors import DamagedError, NotFound

_log = logging.getLogger(__name__)

KEPT = 7
FOLDER = "backups"
BEFORE_UPGRADE = "before-upgrade"
_PATTERN = "assistant-*.db"
_STEP_PAGES = 2000
_DAY = timedelta(hours=24)


def backups(folder: Path) -> list[Path]:
    """The backups of a data folder, newest first: their names sort by time."""
    return sorted((folder / FOLDER).glob(_PATTERN), reverse=True)


def made_at(path: Path) -> datetime:
    """When a backup was made, from its name."""
    stamp = path.stem.removeprefix("assistant-")[:15]
    return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the newest backup is older than a day, or there is none."""
    kept = backups(folder)
    return not kept or now - made_at(kept[0]) >= _DAY


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
    """The schema's number in a whole database; None for what is no whole database."""
    if not is_sound(path):
        return None
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return int(connection.pragma("user_version"))
    finally:
        connection.close()


def restore(
    folder: Path, file_name: str, now: datetime, wanted: Callable[[Path], bool] = lambda _: True
) -> tuple[Path, Path | None]:
    """Put the newest sound backup in the place of the data file.

    The present file is set aside, never deleted, with its WAL: the backup must not meet it.
    Nobody may have the file open.

    Returns:
        The backup that was taken, and where the present file went (None when there was none).

    Raises:
        NotFound: there is no sound backup.
    """
    sound = next((one for one in backups(folder) if wanted(one) and is_sound(one)), None)
    if sound is None:
        raise NotFound("There is no sound backup in {folder}.", folder=folder / FOLDER)
    aside = set_aside(folder, file_name, now)
    part = folder / f"{file_name}.restoring"
    shutil.copyfile(sound, part)
    part.chmod(0o600)
    part.replace(folder / file_name)
    return sound, aside


def set_aside(folder: Path, file_name: str, now: datetime) -> Path | None:
    """Move the data file with its WAL into a folder of its own; None when there is no file."""
    present = folder / file_name
    if not present.exists():
        return None
    place = folder / f"set-aside-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    place.mkdir(mode=0o700, exist_ok=True)
    for suffix in ("-wal", "-shm", ""):
        part = folder / f"{file_name}{suffix}"
        if part.exists():
            part.replace(place / part.name)
    return place
