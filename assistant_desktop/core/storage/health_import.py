"""Readings of a file, many in one write, none of them twice."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import to_ms
from assistant_desktop.domain.health_files import FoundReading
from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.domain.ids import UserId


def position(connection: Connection, user_id: UserId, fingerprint: str) -> tuple[int, bool]:
    """How many readings of a file are on disk, and whether that is all of them."""
    row = connection.execute(
        "SELECT position, is_done FROM health_imports WHERE user_id = ? AND fingerprint = ?",
        (user_id, fingerprint),
    ).fetchone()
    return (0, False) if row is None else (int(row[0]), bool(row[1]))


def note_position(
    connection: Connection,
    user_id: UserId,
    fingerprint: str,
    reached: tuple[int, bool],
    now: datetime,
) -> None:
    """How far a file was taken in, and whether that is its end."""
    connection.execute(
        "INSERT OR REPLACE INTO health_imports (user_id, fingerprint, position, is_done, at)"
        " VALUES (?, ?, ?, ?, ?)",
        (user_id, fingerprint, *(int(one) for one in reached), to_ms(now)),
    )


def insert(connection: Connection, user_id: UserId, found: Sequence[FoundReading]) -> int:
    """Store what is not there yet; how many were new, or know more of a day than before."""
    before = connection.total_changes()
    # Exports hold the whole history: what the user deleted or corrected stays as it is.
    single = [one for one in found if one.day is None]
    sums = [one for one in found if one.day is not None]
    connection.executemany(
        "INSERT OR IGNORE INTO health_records"
        " (id, user_id, kind, value, second_value, unit, at, note, source)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS ("
        "SELECT 1 FROM health_records WHERE user_id = ?2 AND kind = ?3 AND at = ?7"
        " AND abs(value - ?4) <= ?10 AND second_value IS ?5 AND unit = ?6 AND note = ?8)"
        " AND NOT EXISTS (SELECT 1 FROM health_decided WHERE user_id = ?2 AND record_id = ?1)",
        [(*_row(user_id, one), rule_of(one.kind).same_within) for one in single],
    )
    # The sum of a day that was not over when an earlier file was made only grows.
    connection.executemany(
        "INSERT INTO health_records"
        " (id, user_id, kind, value, second_value, unit, at, note, source)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS ("
        "SELECT 1 FROM health_decided WHERE user_id = ?2 AND record_id = ?1)"
        " ON CONFLICT (id) DO UPDATE SET"
        " value = excluded.value, source = excluded.source"
        " WHERE excluded.value > health_records.value AND user_id = excluded.user_id",
        [_row(user_id, one) for one in sums],
    )
    return connection.total_changes() - before


def _row(user_id: UserId, one: FoundReading) -> tuple[object, ...]:
    at_ms = to_ms(one.at)
    return (
        _id(user_id, one, at_ms),
        user_id,
        one.kind,
        one.value,
        one.second,
        one.unit,
        at_ms,
        one.note,
        one.source,
    )


def _id(user_id: UserId, one: FoundReading, at_ms: int) -> str:
    """The same for the same content of the same user, in the form of all other ids."""
    what = (
        (user_id, "day", one.kind, one.day.isoformat(), one.unit)
        if one.day is not None
        else (user_id, one.kind, at_ms, one.value, one.second, one.unit, one.note)
    )
    text = hashlib.blake2b(repr(what).encode(), digest_size=16).hexdigest()
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{text[16:20]}-{text[20:]}"
