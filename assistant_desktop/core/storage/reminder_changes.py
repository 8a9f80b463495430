"""Rows of what users did to reminders, so that each can be taken back, in order."""

from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import to_ms
from assistant_desktop.domain.ids import ReminderId, UserId
from assistant_desktop.domain.reminder import ReminderView


@dataclass(frozen=True, slots=True)
class ReminderChange:
    """One change; `before` is None for the making of a rule."""

    seq: int
    user_id: UserId
    reminder_id: ReminderId
    change: str
    before: ReminderView | None
    undone: bool


def record(
    connection: Connection,
    after: ReminderView,
    change: str,
    before: ReminderView | None,
    now: datetime,
) -> int:
    """Write a change down, in the same write that makes it; its number."""
    connection.execute(
        "INSERT INTO reminder_changes (user_id, reminder_id, change, before, changed_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            after.reminder.user_id,
            after.reminder.id,
            change,
            None if before is None else before.model_dump_json(),
            to_ms(now),
        ),
    )
    return connection.last_insert_rowid()


def get(connection: Connection, user_id: UserId, seq: int) -> ReminderChange | None:
    """One change of this user."""
    return _one(connection, "seq = ?", (seq, user_id))


def newest(connection: Connection, user_id: UserId) -> ReminderChange | None:
    """The last change of this user that still stands, but for what only followed an event."""
    return _one(connection, "undone = 0 AND is_following = 0", (user_id,))


def any_since(connection: Connection, user_id: UserId, moment: datetime) -> bool:
    """Whether a change of this user that still stands was made after a moment."""
    row = connection.execute(
        "SELECT 1 FROM reminder_changes WHERE user_id = ? AND undone = 0"
        " AND is_following = 0 AND changed_at > ?",
        (user_id, to_ms(moment)),
    ).fetchone()
    return row is not None


def put_off_since(
    connection: Connection, user_id: UserId, moment: datetime
) -> frozenset[ReminderId]:
    """The rules of this user whose firing occurrence was put off since then, and waits."""
    found = connection.execute(
        "SELECT DISTINCT c.reminder_id FROM reminder_changes c"
        " JOIN occurrences o ON o.reminder_id = c.reminder_id AND o.state = 'snoozed'"
        " WHERE c.user_id = ? AND c.undone = 0 AND c.change = 'snoozed' AND c.changed_at >= ?"
        " AND json_extract(c.before, '$.occurrence.state') = 'firing'",
        (user_id, to_ms(moment)),
    )
    return frozenset(ReminderId(row[0]) for row in found)


def has_later(connection: Connection, change: ReminderChange) -> bool:
    """Whether the same rule was changed again after it."""
    row = connection.execute(
        "SELECT 1 FROM reminder_changes WHERE reminder_id = ? AND seq > ? AND undone = 0",
        (change.reminder_id, change.seq),
    ).fetchone()
    return row is not None


def mark_undone(connection: Connection, seq: int) -> None:
    """It was taken back."""
    connection.execute("UPDATE reminder_changes SET undone = 1 WHERE seq = ?", (seq,))


def _one(
    connection: Connection, condition: str, values: tuple[object, ...]
) -> ReminderChange | None:
    row = connection.execute(
        "SELECT seq, user_id, reminder_id, change, before, undone FROM reminder_changes"
        f" WHERE {condition} AND user_id = ? ORDER BY seq DESC LIMIT 1",
        values,
    ).fetchone()
    if row is None:
        return None
    before = None if row[4] is None else ReminderView.model_validate_json(row[4])
    return ReminderChange(
        int(row[0]), UserId(row[1]), ReminderId(row[2]), str(row[3]), before, bool(row[5])
    )
