"""Rows of health readings, always of one user."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import RecordId, UserId

_RECORD = "id, user_id, kind, value, second_value, unit, at, note, source"


def insert(connection: Connection, record: HealthRecord) -> None:
    """Store a reading."""
    connection.execute(
        f"INSERT INTO health_records ({_RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        f"SELECT {_RECORD} FROM health_records"
        " WHERE user_id = ? AND kind = ? AND at >= ? AND at < ? ORDER BY at, id",
        (user_id, kind, to_ms(start), to_ms(end)),
    )
    return [_record(row) for row in rows]


def latest(connection: Connection, user_id: UserId, kind: str) -> HealthRecord | None:
    """The user's last reading of a kind."""
    row = connection.execute(
        f"SELECT {_RECORD} FROM health_records WHERE user_id = ? AND kind = ?"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (user_id, kind),
    ).fetchone()
    return None if row is None else _record(row)


def delete(connection: Connection, user_id: UserId, record_id: RecordId) -> bool:
    """Delete one reading of the user; False when it is not there."""
    connection.execute(
        "DELETE FROM health_records WHERE id = ? AND user_id = ?", (record_id, user_id)
    )
    return connection.changes() == 1


def delete_from_source(connection: Connection, user_id: UserId, source: str) -> None:
    """Delete what one source wrote for the user."""
    connection.execute(
        "DELETE FROM health_records WHERE user_id = ? AND source = ?", (user_id, source)
    )


def _record(row: Sequence[Any]) -> HealthRecord:
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
