"""Rows of reminders and their occurrences."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.escalation import Policy
from assistant_desktop.domain.ids import (
    ConversationId,
    MessageId,
    OccurrenceId,
    ReminderId,
    UserId,
)
from assistant_desktop.domain.reminder import (
    Action,
    Condition,
    Occurrence,
    OccurrenceState,
    Reminder,
    ReminderState,
    ReminderView,
)

_REMINDER = (
    "r.id, r.user_id, r.text, r.start_local, r.zone, r.rrule, r.policy, r.latest_s, r.state,"
    " r.created_at, r.conversation_id, r.source_message, r.condition, r.action"
)
_OCCURRENCE = (
    "o.id, o.reminder_id, o.user_id, o.due, o.rule_local, o.state, o.level, o.next_at,"
    " o.shown_at, o.ended_at, o.missed_count, o.is_prepared, o.note"
)
_VIEW = (
    f"SELECT {_REMINDER}, {_OCCURRENCE} FROM occurrences o JOIN reminders r ON r.id = o.reminder_id"
)
_REMINDER_COLUMNS = 14
_LIVE = "('scheduled', 'snoozed', 'firing')"


def insert(connection: Connection, view: ReminderView) -> None:
    """Store a new rule with its first occurrence."""
    rule = view.reminder
    connection.execute(
        "INSERT INTO reminders (id, user_id, text, start_local, zone, rrule, policy, latest_s,"
        " state, created_at, conversation_id, source_message, condition, action)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (rule.id, rule.user_id, *_rule_values(rule)),
    )
    insert_occurrence(connection, view.occurrence)


def update_rule(connection: Connection, rule: Reminder) -> None:
    """Store a changed rule."""
    connection.execute(
        "UPDATE reminders SET text = ?, start_local = ?, zone = ?, rrule = ?, policy = ?,"
        " latest_s = ?, state = ?, created_at = ?, conversation_id = ?, source_message = ?,"
        " condition = ?, action = ? WHERE id = ? AND user_id = ?",
        (*_rule_values(rule), rule.id, rule.user_id),
    )


def _rule_values(rule: Reminder) -> tuple[Any, ...]:
    return (
        rule.text,
        rule.start_local.isoformat(),
        rule.zone,
        rule.rrule,
        rule.policy.model_dump_json(),
        rule.latest_s,
        rule.state.value,
        to_ms(rule.created_at),
        rule.conversation_id,
        rule.source_message,
        None if rule.condition is None else rule.condition.model_dump_json(),
        None if rule.action is None else rule.action.model_dump_json(),
    )


def insert_occurrence(connection: Connection, occurrence: Occurrence) -> None:
    """Store a new occurrence. A rule with a live one takes no second (the index refuses)."""
    connection.execute(
        "INSERT INTO occurrences (id, reminder_id, user_id, rule_local, due, state, level,"
        " next_at, shown_at, ended_at, missed_count, is_prepared, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            occurrence.id,
            occurrence.reminder_id,
            occurrence.user_id,
            occurrence.rule_local.isoformat(),
            *_occurrence_values(occurrence),
        ),
    )


def update_occurrences(connection: Connection, occurrences: Iterable[Occurrence]) -> None:
    """Store changed occurrences."""
    connection.executemany(
        "UPDATE occurrences SET due = ?, state = ?, level = ?, next_at = ?, shown_at = ?,"
        " ended_at = ?, missed_count = ?, is_prepared = ?, note = ? WHERE id = ?",
        [(*_occurrence_values(one), one.id) for one in occurrences],
    )


def _occurrence_values(occurrence: Occurrence) -> tuple[Any, ...]:
    return (
        to_ms(occurrence.due),
        occurrence.state.value,
        occurrence.level,
        to_ms(occurrence.next_at),
        to_ms(occurrence.shown_at),
        to_ms(occurrence.ended_at),
        occurrence.missed_count,
        int(occurrence.is_prepared),
        occurrence.note,
    )


def end_if_live(
    connection: Connection, occurrence_id: OccurrenceId, state: OccurrenceState, now: datetime
) -> bool:
    """Acknowledge, skip or cancel: one conditional UPDATE, so that the first answer wins."""
    connection.execute(
        f"UPDATE occurrences SET state = ?, ended_at = ?, next_at = NULL"
        f" WHERE id = ? AND state IN {_LIVE}",
        (state.value, to_ms(now), occurrence_id),
    )
    return connection.changes() == 1


def mark_shown(
    connection: Connection, shown: Sequence[tuple[OccurrenceId, int]], now: datetime
) -> None:
    """Prove that a level was shown, unless the occurrence has moved on meanwhile."""
    moment = to_ms(now)
    connection.executemany(
        "UPDATE occurrences SET shown_at = ?"
        " WHERE id = ? AND level = ? AND state = 'firing' AND shown_at IS NULL",
        [(moment, occurrence_id, level) for occurrence_id, level in shown],
    )


def retry_at(
    connection: Connection, unproven: Sequence[OccurrenceId], now: datetime, delay_s: float
) -> None:
    """What could not be shown is shown again soon, at the same level."""
    moment = to_ms(now + timedelta(seconds=delay_s))
    connection.executemany(
        "UPDATE occurrences SET shown_at = NULL, next_at = min(next_at, ?)"
        " WHERE id = ? AND state = 'firing'",
        [(moment, occurrence_id) for occurrence_id in unproven],
    )


def due(connection: Connection, now: datetime, limit: int) -> list[ReminderView]:
    """What must be looked at by `now`, oldest first, of every user."""
    rows = connection.execute(
        f"{_VIEW} WHERE o.next_at <= ? ORDER BY o.next_at LIMIT ?", (to_ms(now), limit)
    )
    return [_view(row) for row in rows]


def next_moment(connection: Connection) -> datetime | None:
    """When the next occurrence must be looked at, None when nothing is planned."""
    value = connection.execute("SELECT min(next_at) FROM occurrences WHERE next_at IS NOT NULL").get
    return None if value is None else from_ms(int(value))


def next_moments(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """When the next planned occurrence must be looked at, and the next step of what fires."""
    planned, step = connection.execute(
        "SELECT min(CASE WHEN state != 'firing' THEN next_at END),"
        " min(CASE WHEN state = 'firing' THEN next_at END)"
        " FROM occurrences WHERE next_at IS NOT NULL"
    ).fetchone() or (None, None)
    return from_ms(planned), from_ms(step)


def firing(connection: Connection) -> list[ReminderView]:
    """Everything that waits for an answer, of every user, oldest first."""
    rows = connection.execute(f"{_VIEW} WHERE o.state = 'firing' ORDER BY o.due")
    return [_view(row) for row in rows]


def live_of_user(
    connection: Connection,
    user_id: UserId,
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[ReminderView]:
    """The user's live occurrences by due time, within [start, end) where given."""
    rows = connection.execute(
        f"{_VIEW} WHERE r.user_id = ? AND o.state IN {_LIVE}"
        " AND o.next_at >= ? AND o.next_at < ? ORDER BY coalesce(o.next_at, o.due), o.id",
        (user_id, *_bounds(start, end)),
    )
    return [_view(row) for row in rows]


def ended_of_user(connection: Connection, user_id: UserId, limit: int) -> list[ReminderView]:
    """What ended last, newest first: a reminder stays visible after it fired."""
    rows = connection.execute(
        f"{_VIEW} WHERE o.user_id = ? AND o.ended_at IS NOT NULL"
        " ORDER BY o.ended_at DESC, o.id DESC LIMIT ?",
        (user_id, limit),
    )
    return [_view(row) for row in rows]


def by_occurrence(
    connection: Connection, user_id: UserId, occurrence_id: OccurrenceId
) -> ReminderView | None:
    """One occurrence of this user, whatever its state."""
    row = connection.execute(
        f"{_VIEW} WHERE o.id = ? AND o.user_id = ?", (occurrence_id, user_id)
    ).fetchone()
    return None if row is None else _view(row)


def by_id(connection: Connection, user_id: UserId, any_id: str) -> ReminderView | None:
    """The rule or occurrence of that id, the live occurrence before ended ones."""
    rows = connection.execute(
        f"{_VIEW} WHERE r.user_id = ? AND (r.id = ? OR o.id = ?)"
        f" ORDER BY o.state IN {_LIVE} DESC, o.due DESC LIMIT 1",
        (user_id, any_id, any_id),
    ).fetchall()
    return _view(rows[0]) if rows else None


def latest_of_rule(
    connection: Connection, user_id: UserId, reminder_id: ReminderId
) -> ReminderView | None:
    """The rule with its live occurrence, or else its last one."""
    row = connection.execute(
        f"{_VIEW} WHERE r.id = ? AND r.user_id = ?"
        f" ORDER BY o.state IN {_LIVE} DESC, o.due DESC, o.id DESC LIMIT 1",
        (reminder_id, user_id),
    ).fetchone()
    return None if row is None else _view(row)


def delete_rule(connection: Connection, user_id: UserId, reminder_id: ReminderId) -> None:
    """Remove a rule and its occurrences as if it had never been made (Undo of creating)."""
    connection.execute("DELETE FROM reminders WHERE id = ? AND user_id = ?", (reminder_id, user_id))


def delete_live(connection: Connection, reminder_id: ReminderId) -> None:
    """Remove the live occurrence of a rule, to plan it anew."""
    connection.execute(
        f"DELETE FROM occurrences WHERE reminder_id = ? AND state IN {_LIVE}",
        (reminder_id,),
    )


def restore(connection: Connection, before: ReminderView) -> None:
    """Put a rule and its occurrence back as they were (Undo of any change but creating)."""
    delete_live(connection, before.reminder.id)
    update_rule(connection, before.reminder)
    connection.execute("DELETE FROM occurrences WHERE id = ?", (before.occurrence.id,))
    insert_occurrence(connection, before.occurrence)


_FIRST_MS, _LAST_MS = -62135596800000, 253402300800000  # years 1 and 9999


def _bounds(start: datetime | None, end: datetime | None) -> tuple[int, int]:
    return (
        _FIRST_MS if start is None else to_ms(start),
        _LAST_MS if end is None else to_ms(end),
    )


def _view(row: Sequence[Any]) -> ReminderView:
    return ReminderView.model_construct(
        reminder=_reminder(row[:_REMINDER_COLUMNS]), occurrence=_occurrence(row[_REMINDER_COLUMNS:])
    )


def _reminder(row: Sequence[Any]) -> Reminder:
    """Rows were validated before they were written: built without a second validation."""
    return Reminder.model_construct(
        id=ReminderId(row[0]),
        user_id=UserId(row[1]),
        text=row[2],
        start_local=datetime.fromisoformat(row[3]),
        zone=row[4],
        rrule=row[5],
        policy=_policy(row[6]),
        latest_s=row[7],
        state=ReminderState(row[8]),
        created_at=from_ms(row[9]),
        conversation_id=None if row[10] is None else ConversationId(row[10]),
        source_message=None if row[11] is None else MessageId(row[11]),
        condition=None if row[12] is None else Condition.model_validate_json(row[12]),
        action=None if row[13] is None else Action.model_validate_json(row[13]),
    )


_policies: dict[str, Policy] = {}


def _policy(text: str) -> Policy:
    """Policies are few and frozen: parsed once."""
    known = _policies.get(text)
    if known is None:
        known = _policies[text] = Policy.model_validate_json(text)
    return known


def _occurrence(row: Sequence[Any]) -> Occurrence:
    return Occurrence.model_construct(
        id=OccurrenceId(row[0]),
        reminder_id=ReminderId(row[1]),
        user_id=UserId(row[2]),
        due=from_ms(row[3]),
        rule_local=datetime.fromisoformat(row[4]),
        state=OccurrenceState(row[5]),
        level=row[6],
        next_at=from_ms(row[7]),
        shown_at=from_ms(row[8]),
        ended_at=from_ms(row[9]),
        missed_count=row[10],
        is_prepared=bool(row[11]),
        note=row[12],
    )
