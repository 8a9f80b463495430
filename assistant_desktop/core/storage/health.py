"""Rows of health readings, always of one user."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import RecordId, UserId

RECORD = "id, user_id, kind, value, second_value, unit, at, note, source"


def insert(connection: Connection, record: HealthRecord) -> None:
    """Store a reading; one that was deleted is as if it never had been."""
    connection.execute(
        "DELETE FROM health_decided WHERE user_id = ? AND record_id = ?",
        (record.user_id, record.id),
    )
    connection.execute(
        f"INSERT INTO health_records ({RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.id,
            record.user_id,
            record.kind,
            record.value,
            record.second_value,
            record.unit,
            to_ms(record.at),
            record.note,
            record.source,
        ),
    )


def between(
    connection: Connection, user_id: UserId, kind: str, start: datetime, end: datetime
) -> list[HealthRecord]:
    """The user's readings of a kind within [start, end), oldest first."""
    rows = connection.execute(
        f"SELECT {RECORD} FROM health_records"
        " WHERE user_id = ? AND kind = ? AND at >= ? AND at < ? ORDER BY at, id",
        (user_id, kind, to_ms(start), to_ms(end)),
    )
    return [record_of(row) for row in rows]


def latest(connection: Connection, user_id: UserId, kind: str) -> HealthRecord | None:
    """The user's last reading of a kind."""
    row = connection.execute(
        f"SELECT {RECORD} FROM health_records WHERE user_id = ? AND kind = ?"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (user_id, kind),
    ).fetchone()
    return None if row is None else record_of(row)


def get(connection: Connection, user_id: UserId, record_id: RecordId) -> HealthRecord | None:
    """The user's reading of that id."""
    row = connection.execute(
        f"SELECT {RECORD} FROM health_records WHERE id = ? AND user_id = ?", (record_id, user_id)
    ).fetchone()
    return None if row is None else record_of(row)


def ending_in(connection: Connection, user_id: UserId, letters: str) -> list[HealthRecord]:
    """The user's readings whose ids end so, two at most. At least four letters find any."""
    known = get(connection, user_id, RecordId(letters))
    if known is not None or len(letters) < 4:
        return [known] if known is not None else []
    rows = connection.execute(
        f"SELECT {RECORD} FROM health_records WHERE user_id = ? AND substr(id, ?) = ? LIMIT 2",
        (user_id, -len(letters), letters.lower()),
    )
    return [record_of(row) for row in rows]


def update(connection: Connection, record: HealthRecord) -> None:
    """Store a changed reading."""
    _decided(connection, record.user_id, record.id)
    connection.execute(
        "UPDATE health_records SET kind = ?, value = ?, second_value = ?, unit = ?, at = ?,"
        " note = ? WHERE id = ? AND user_id = ?",
        (
            record.kind,
            record.value,
            record.second_value,
            record.unit,
            to_ms(record.at),
            record.note,
            record.id,
            record.user_id,
        ),
    )


def sources_since(
    connection: Connection, user_id: UserId, kind: str, since: datetime
) -> frozenset[str]:
    """What wrote the user's readings of a kind since then."""
    rows = connection.execute(
        "SELECT DISTINCT source FROM health_records WHERE user_id = ? AND kind = ? AND at >= ?",
        (user_id, kind, to_ms(since)),
    )
    return frozenset(str(row[0]) for row in rows)


def every(
    connection: Connection, user_id: UserId, after: tuple[str, int, str], limit: int
) -> list[HealthRecord]:
    """All of the user's readings by kind and time, from after (kind, moment in ms, id) on."""
    rows = connection.execute(
        f"SELECT {RECORD} FROM health_records WHERE user_id = ? AND (kind, at, id) > (?, ?, ?)"
        " ORDER BY kind, at, id LIMIT ?",
        (user_id, *after, limit),
    )
    return [record_of(row) for row in rows]


def delete(connection: Connection, user_id: UserId, record_id: RecordId) -> bool:
    """Delete one reading of the user; False when it is not there."""
    _decided(connection, user_id, record_id)
    connection.execute(
        "DELETE FROM health_records WHERE id = ? AND user_id = ?", (record_id, user_id)
    )
    return connection.changes() == 1


def _decided(connection: Connection, user_id: UserId, record_id: RecordId) -> None:
    """What a file brought is the user's now: later files, which hold it again, leave it alone."""
    connection.execute(
        "INSERT OR IGNORE INTO health_decided (user_id, record_id) SELECT user_id, id"
        " FROM health_records WHERE id = ? AND user_id = ? AND substr(id, 15, 1) = '8'",
        (record_id, user_id),
    )


def delete_from_source(connection: Connection, user_id: UserId, source: str) -> None:
    """Delete what one source wrote for the user."""
    connection.execute(
        "DELETE FROM health_records WHERE user_id = ? AND source = ?", (user_id, source)
    )


def record_of(row: Sequence[Any]) -> HealthRecord:
    return HealthRecord.model_construct(
        id=RecordId(row[0]),
        user_id=UserId(row[1]),
        kind=row[2],
        value=row[3],
        second_value=row[4],
        unit=row[5],
        at=from_ms(row[6]),
        note=row[7],
        source=row[8],
    )
