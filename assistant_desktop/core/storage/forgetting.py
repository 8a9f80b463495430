"""Forgetting for good: what was deleted goes from every kept backup too.

`forgotten` lists the ids of what was deleted and when. A backup made before that moment still has
the rows: it is opened as a copy, the rows go, the copy is packed (VACUUM leaves no free page with
their bytes), checked, and put in the place of the backup at once.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import apsw

from assistant_desktop.core.storage import backup, branches, search_index, titles, used, users
from assistant_desktop.core.storage.connection import Connection, load_vectors
from assistant_desktop.core.storage.database import FILE_NAME
from assistant_desktop.core.storage.migrations import NAMES, migrate
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.errors import StorageError
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId

_log = logging.getLogger(__name__)

_PROFILE_GONE = "profile_gone"
"""A setting of the user: when the profile was deleted. No id of anything can be taken for it."""
_NEIGHBOURS = 3
"""From this schema on the word tables are those that `search_index` knows."""
Kind = Literal["memory", "message", "conversation", "call", "reading"]
_TABLES: dict[Kind, tuple[str, str]] = {
    "memory": ("memories", "id"),
    "message": ("messages", "id"),
    "conversation": ("conversations", "id"),
    "call": ("tool_calls", "call_id"),
    "reading": ("health_records", "id"),
}
"""Where things of each kind stand, and the column of their ids."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One thing that was deleted for good; without an id everything of a user was."""

    source_id: str | None
    user_id: UserId
    at: datetime
    kind: Kind = "memory"


def note(
    connection: Connection, user_id: UserId, kind: Kind, source_ids: Iterable[str], now: datetime
) -> None:
    """Remember that these things of this user must be found nowhere any more."""
    connection.executemany(
        "INSERT INTO forgotten_things (user_id, kind, source_id, forgotten_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (user_id, kind, source_id) DO UPDATE"
        " SET forgotten_at = excluded.forgotten_at",
        [(user_id, kind, source_id, to_ms(now)) for source_id in source_ids],
    )


def unnote(connection: Connection, user_id: UserId, kind: Kind, source_ids: Iterable[str]) -> None:
    """They are there again: the deletion was taken back."""
    connection.executemany(
        "DELETE FROM forgotten_things WHERE user_id = ? AND kind = ? AND source_id = ?",
        [(user_id, kind, source_id) for source_id in source_ids],
    )


def all_forgotten(connection: Connection) -> list[Forgotten]:
    """Everything that was ever deleted for good."""
    rows = connection.execute("SELECT user_id, kind, source_id, forgotten_at FROM forgotten_things")
    things = [
        Forgotten(str(row[2]), UserId(str(row[0])), from_ms(int(str(row[3]))), _kind(str(row[1])))
        for row in rows
    ]
    profiles = connection.execute(
        "SELECT user_id, value FROM settings WHERE name = ?", (_PROFILE_GONE,)
    )
    return [
        *things,
        *(Forgotten(None, UserId(str(row[0])), from_ms(int(str(row[1])))) for row in profiles),
    ]


def _kind(name: str) -> Kind:
    return next(kind for kind in _TABLES if kind == name)


def note_profile(connection: Connection, user_id: UserId, now: datetime) -> None:
    """Remember that nothing older of this user must be found anywhere any more."""
    connection.execute("DELETE FROM forgotten_things WHERE user_id = ?", (user_id,))
    connection.execute(
        "INSERT INTO settings (user_id, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        (user_id, _PROFILE_GONE, str(to_ms(now))),
    )


def drop_profiles(connection: Connection, gone: Sequence[Forgotten]) -> None:
    """No copy has them any more: their very names are forgotten."""
    connection.executemany(
        "DELETE FROM settings WHERE user_id = ? AND name = ? AND value = ?",
        [(one.user_id, _PROFILE_GONE, str(to_ms(one.at))) for one in gone],
    )


def scrub_backups(folder: Path, forgotten: Sequence[Forgotten]) -> int:
    """Take what was forgotten out of every copy in a data folder; how many were changed. Blocks.

    Copies are the backups, and files that a restore has set aside. One that cannot be changed is
    deleted: better one copy less than a promise broken.
    """
    changed = 0
    copies = [(backup.made_at(path), path) for path in backup.backups(folder)]
    for made, path in [*copies, *backup.set_aside_files(folder, FILE_NAME)]:
        later = [one for one in forgotten if one.at >= made]
        if not later:
            continue
        try:
            changed += _scrub(path, later)
        except FileNotFoundError:
            continue  # it was the oldest, and has gone meanwhile
        except (apsw.Error, OSError, StorageError) as error:
            _log.info("%s may have had what was forgotten and was deleted: %s", path.name, error)
            part = path.with_suffix(".part")
            for one in (path, *_logs_of(path), part, *_logs_of(part)):
                one.unlink(missing_ok=True)
            changed += 1
    return changed


def _logs_of(path: Path) -> list[Path]:
    """What SQLite may have written beside a file."""
    return [path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm", "-journal")]


def _scrub(path: Path, forgotten: Sequence[Forgotten]) -> bool:
    part = path.with_suffix(".part")
    shutil.copyfile(path, part)
    part.chmod(0o600)
    logs = [one for one in _logs_of(path) if one.exists()]
    for log, copy in zip(_logs_of(path), _logs_of(part), strict=True):
        if log in logs and not log.name.endswith("-shm"):
            shutil.copyfile(log, copy)
    connection = apsw.Connection(str(part))
    try:
        load_vectors(connection)
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "journal_mode=DELETE"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        present = [one for one in forgotten if _has(connection, one)]
        if present:
            _remove(connection, part, present)
            connection.execute("VACUUM")
    finally:
        connection.close()
    if not present:
        for one in (part, *_logs_of(part)):
            one.unlink(missing_ok=True)
        return False
    if not backup.is_sound(part):
        part.unlink(missing_ok=True)
        raise OSError("the copy is not sound")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
    for one in logs:
        one.unlink(missing_ok=True)  # what was in it is in the file now
    return True


def _has(connection: Connection, one: Forgotten) -> bool:
    if one.source_id is None:
        return users.number_of(connection, one.user_id) is not None
    table, column = _TABLES[one.kind]
    if not _has_table(connection, table):
        if int(connection.pragma("user_version")) > len(NAMES):
            raise apsw.SQLError("a newer version keeps such things elsewhere")
        return False  # of before there was such a thing
    query = f"SELECT 1 FROM {table} WHERE {column} = ? AND user_id = ?"
    return connection.execute(query, (one.source_id, one.user_id)).fetchone() is not None


def _has_table(connection: Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (table,)).fetchone() is not None


def _remove(connection: Connection, path: Path, forgotten: Sequence[Forgotten]) -> None:
    """Out of a copy, in its own schema where that can be: it is the way back to its version."""
    version = int(connection.pragma("user_version"))
    if version < _NEIGHBOURS:
        _drop_older_indexes(connection)
        _take_out(connection, forgotten, with_copies=False)
        return
    try:
        with connection:  # all of it or nothing
            _take_out(connection, forgotten, with_copies=True)
    except apsw.SQLError:
        migrate(connection, path)  # its tables are not those that are known here
        _take_out(connection, forgotten, with_copies=True)


def _take_out(connection: Connection, forgotten: Sequence[Forgotten], *, with_copies: bool) -> None:
    for user_id in {one.user_id for one in forgotten}:
        theirs = [one for one in forgotten if one.user_id == user_id]
        if any(one.source_id is None for one in theirs):
            users.delete(connection, user_id)
            continue
        if with_copies:
            _take_out_copies(connection, user_id, theirs)
        for kind, (table, column) in _TABLES.items():
            if not _has_table(connection, table):
                continue
            connection.executemany(
                f"DELETE FROM {table} WHERE {column} = ? AND user_id = ?",
                [(one.source_id, user_id) for one in theirs if one.kind == kind],
            )


def _take_out_copies(
    connection: Connection, user_id: UserId, forgotten: Sequence[Forgotten]
) -> None:
    """What else has words of the forgotten: indexes, titles, messages a memory was used in."""
    memories = [MemoryId(str(one.source_id)) for one in forgotten if one.kind == "memory"]
    messages = [MessageId(str(one.source_id)) for one in forgotten if one.kind == "message"]
    used.take_out(connection, user_id, memories)
    search_index.remove(connection, user_id, [*memories, *messages])
    titles.without(connection, user_id, messages)
    branches.cut_out(connection, user_id, messages)


def _drop_older_indexes(connection: Connection) -> None:
    """Words and vectors in tables of older schemas go whole: an upgrade makes them again."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        " AND (name GLOB 'text_of_user_[0-9]*' OR name GLOB 'words_of_user_[0-9]*'"
        " OR name GLOB 'vectors_of_embedder_[0-9]*')"
    ).fetchall()
    for (name,) in names:
        connection.execute(f"DROP TABLE {name}")
