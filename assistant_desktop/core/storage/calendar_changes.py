"""Rows of what was done to events, what their homes have not got yet, and what reminds of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.calendar import stamp
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.calendar_event import CalendarEvent, EventReminder, QueuedWrite
from assistant_desktop.domain.ids import CalendarId, EventId, ReminderId, UserId
from assistant_desktop.domain.occurrences import plain


@dataclass(frozen=True, slots=True)
class EventChange:
    """One change of a series: all of its events before and after."""

    number: int
    user_id: UserId
    calendar_id: CalendarId
    uid: str
    before: tuple[CalendarEvent, ...]
    after: tuple[CalendarEvent, ...]
    changed_at: datetime
    is_undone: bool = False


MOST_KEPT = 300
"""So many changes of a user can be taken back; older ones hold deleted words for nothing."""
_CHANGE = "seq, user_id, calendar_id, uid, before, after, changed_at, undone"


def record(connection: Connection, change: EventChange) -> int:
    """Write a change down in the write that makes it; its number."""
    connection.execute(
        "INSERT INTO calendar_changes (user_id, calendar_id, uid, before, after, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            change.user_id,
            change.calendar_id,
            change.uid,
            _dumped(change.before),
            _dumped(change.after),
            to_ms(change.changed_at),
        ),
    )
    number = connection.last_insert_rowid()
    connection.execute(
        "DELETE FROM calendar_changes WHERE user_id = ? AND seq <= ("
        "SELECT seq FROM calendar_changes WHERE user_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
        (change.user_id, change.user_id, MOST_KEPT),
    )
    return number


def change(connection: Connection, user_id: UserId, number: int) -> EventChange | None:
    """One change of the user."""
    return _one(connection, "user_id = ? AND seq = ?", (user_id, number))


def newest(connection: Connection, user_id: UserId) -> EventChange | None:
    """The last change of the user that still stands."""
    return _one(connection, "user_id = ? AND undone = 0", (user_id,))


def mark_undone(connection: Connection, user_id: UserId, number: int) -> None:
    """It was taken back."""
    connection.execute(
        "UPDATE calendar_changes SET undone = 1 WHERE user_id = ? AND seq = ?", (user_id, number)
    )


def any_since(connection: Connection, user_id: UserId, moment: datetime) -> bool:
    """Whether a change of the user that still stands was made after a moment."""
    found = newest(connection, user_id)
    return found is not None and found.changed_at > moment


def is_newest_of_all(connection: Connection, user_id: UserId) -> bool:
    """Whether the last thing that the user did and can take back was done to an event.

    A reminder that only followed its event was not the user's doing.
    """
    found = newest(connection, user_id)
    if found is None:
        return False
    row = connection.execute(
        "SELECT 1 FROM reminder_changes WHERE user_id = ? AND undone = 0 AND is_following = 0"
        " AND changed_at > ? LIMIT 1",
        (user_id, to_ms(found.changed_at)),
    ).fetchone()
    return row is None


def mark_following(connection: Connection, user_id: UserId, number: int) -> None:
    """A change of a reminder that its event made, not the user."""
    connection.execute(
        "UPDATE reminder_changes SET is_following = 1 WHERE user_id = ? AND seq = ?",
        (user_id, number),
    )


def _one(connection: Connection, condition: str, values: tuple[object, ...]) -> EventChange | None:
    row = connection.execute(
        f"SELECT {_CHANGE} FROM calendar_changes WHERE {condition} ORDER BY seq DESC LIMIT 1",
        values,
    ).fetchone()
    if row is None:
        return None
    return EventChange(
        int(row[0]),
        UserId(row[1]),
        CalendarId(row[2]),
        str(row[3]),
        _loaded(row[4]),
        _loaded(row[5]),
        from_ms(int(row[6])),
        bool(row[7]),
    )


def _dumped(events: Sequence[CalendarEvent]) -> str:
    return json.dumps([one.model_dump(mode="json", exclude_defaults=True) for one in events])


def _loaded(text: str) -> tuple[CalendarEvent, ...]:
    return tuple(CalendarEvent.model_validate(one) for one in json.loads(text))


# ---- what a home has not got yet ----


def enqueue(connection: Connection, made: EventChange) -> None:
    """What the home of the calendar must be told of a change, event by event.

    made.before: as the file had them, with the marks that the home gave since.
    """
    before = {one.recurrence_id: one for one in made.before}
    after = {one.recurrence_id: one for one in made.after}
    if None in before and not after:
        before = {None: before[None]}  # a series takes its occurrences along
    for original in {**before, **after}:
        old = before.get(original)
        new = after.get(original) or _again(after.get(None), original)
        if said((old,)) != said((new,)):
            _wait_in_line(connection, made, original, (old, new))


def _again(master: CalendarEvent | None, original: datetime | None) -> CalendarEvent | None:
    """An occurrence that differs no more is again what its series says, unless that has none."""
    return None if master is None or original is None else plain(master, original)


def _wait_in_line(
    connection: Connection,
    made: EventChange,
    original: datetime | None,
    change: tuple[CalendarEvent | None, CalendarEvent | None],
) -> None:
    old, new = change
    known = old or new
    connection.execute(
        "INSERT INTO calendar_writes (user_id, calendar_id, uid, recurrence_id, body,"
        " remote_id, etag, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            made.user_id,
            made.calendar_id,
            made.uid,
            stamp(original),
            None if new is None else new.model_dump_json(exclude_defaults=True),
            known.remote_id if known else None,
            known.etag if known else None,
            to_ms(made.changed_at),
        ),
    )


_NOT_SAID = {"id": EventId("-"), "etag": None, "remote_id": None, "sequence": 0}


def said(events: Iterable[CalendarEvent | None]) -> frozenset[CalendarEvent]:
    """What events say: all but the names of rows, the marks and the counting of a home.

    An occurrence that only repeats what its series says is left out: homes keep such ones.
    """
    bare = {one.model_copy(update=_NOT_SAID) for one in events if one is not None}
    masters = [one for one in bare if one.recurrence_id is None]
    return frozenset(one for one in bare if not _repeats(one, masters))


def _repeats(one: CalendarEvent, masters: Sequence[CalendarEvent]) -> bool:
    original = one.recurrence_id
    return original is not None and any(one == plain(each, original) for each in masters)


def remarked(
    events: Iterable[CalendarEvent], current: Sequence[CalendarEvent]
) -> tuple[CalendarEvent, ...]:
    """Events with the marks that their home has given to what the file holds now.

    Where the series is gone from the file, its home knows it by that name no more.
    """
    known = {one.recurrence_id: one for one in current}
    wanted = tuple(events)
    anew = not known and any(one.recurrence_id is None for one in wanted)
    return tuple(_remarked(one, known.get(one.recurrence_id), anew=anew) for one in wanted)


def _remarked(event: CalendarEvent, now: CalendarEvent | None, *, anew: bool) -> CalendarEvent:
    if now is None and not anew:
        return event
    marks = {"remote_id": now and now.remote_id, "etag": now and now.etag}
    return event.model_copy(update=marks)


def queued(connection: Connection, user_id: UserId, calendar_id: CalendarId) -> list[QueuedWrite]:
    """What waits to be sent, oldest first."""
    rows = connection.execute(
        "SELECT seq, calendar_id, uid, recurrence_id, body, remote_id, etag, tries, trouble"
        " FROM calendar_writes WHERE user_id = ? AND calendar_id = ? ORDER BY seq",
        (user_id, calendar_id),
    )
    return [_queued(row) for row in rows]


def _queued(row: Sequence[Any]) -> QueuedWrite:
    return QueuedWrite(
        number=row[0],
        calendar_id=CalendarId(row[1]),
        uid=row[2],
        recurrence_id=unstamp(row[3]),
        event=None if row[4] is None else CalendarEvent.model_validate_json(row[4]),
        remote_id=row[5],
        etag=row[6],
        tries=row[7],
        trouble=row[8],
    )


def settle(connection: Connection, user_id: UserId, number: int) -> None:
    """The home has it."""
    connection.execute(
        "DELETE FROM calendar_writes WHERE user_id = ? AND seq = ?", (user_id, number)
    )


def mark_waiting(connection: Connection, stored: CalendarEvent) -> None:
    """What waits on top of a write that the home has now is made upon what the home made of it."""
    connection.execute(
        "UPDATE calendar_writes SET remote_id = ?, etag = ? WHERE user_id = ? AND calendar_id = ?"
        " AND uid = ? AND recurrence_id = ?",
        (
            stored.remote_id,
            stored.etag,
            stored.user_id,
            stored.calendar_id,
            stored.uid,
            stamp(stored.recurrence_id),
        ),
    )


def waits(connection: Connection, user_id: UserId, calendar_id: CalendarId, uid: str) -> bool:
    """Whether a change of that series was not sent yet."""
    row = connection.execute(
        "SELECT 1 FROM calendar_writes WHERE user_id = ? AND calendar_id = ? AND uid = ? LIMIT 1",
        (user_id, calendar_id, uid),
    ).fetchone()
    return row is not None


def put_off(connection: Connection, user_id: UserId, number: int, trouble: str) -> None:
    """It could not be sent: why."""
    connection.execute(
        "UPDATE calendar_writes SET tries = tries + 1, trouble = ? WHERE user_id = ? AND seq = ?",
        (trouble, user_id, number),
    )


def unstamp(text: str) -> datetime | None:
    """The original start that was kept."""
    return datetime.fromisoformat(text) if text else None


# ---- what reminds of events ----

_REMINDER = "user_id, calendar_id, uid, minutes_before, reminder_id, original"


def keep_reminder(connection: Connection, link: EventReminder) -> None:
    """A reminder follows an event from now on."""
    connection.execute(
        f"INSERT OR REPLACE INTO event_reminders ({_REMINDER}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            link.user_id,
            link.calendar_id,
            link.uid,
            link.minutes_before,
            link.reminder_id,
            stamp(link.original),
        ),
    )


def reminders(
    connection: Connection, user_id: UserId, calendar_id: CalendarId, uid: str
) -> list[EventReminder]:
    """What follows one series."""
    return _links(
        connection,
        "user_id = ? AND calendar_id = ? AND uid = ?",
        (user_id, calendar_id, uid),
    )


def reminder_link(
    connection: Connection, user_id: UserId, reminder_id: ReminderId
) -> EventReminder | None:
    """What a reminder follows, None where it stands alone."""
    found = _links(connection, "user_id = ? AND reminder_id = ?", (user_id, reminder_id))
    return found[0] if found else None


def all_reminders(connection: Connection) -> list[EventReminder]:
    """Of every user: looked over once at the start."""
    rows = connection.execute(f"SELECT {_REMINDER} FROM event_reminders")
    return [_link(row) for row in rows]


def reminders_from_elsewhere(connection: Connection, user_id: UserId) -> frozenset[ReminderId]:
    """Those that follow events of calendars whose home is elsewhere."""
    rows = connection.execute(
        "SELECT reminder_id FROM event_reminders JOIN calendars"
        " ON calendars.user_id = event_reminders.user_id"
        " AND calendars.id = event_reminders.calendar_id"
        " WHERE event_reminders.user_id = ? AND calendars.kind != 'local'",
        (user_id,),
    )
    return frozenset(ReminderId(row[0]) for row in rows)


def drop_reminder(connection: Connection, user_id: UserId, reminder_id: ReminderId) -> None:
    """It follows no event any more."""
    connection.execute(
        "DELETE FROM event_reminders WHERE user_id = ? AND reminder_id = ?",
        (user_id, reminder_id),
    )


def is_calendar(connection: Connection, user_id: UserId, calendar_id: CalendarId) -> bool:
    """Whether the calendar is still there."""
    row = connection.execute(
        "SELECT 1 FROM calendars WHERE user_id = ? AND id = ?", (user_id, calendar_id)
    ).fetchone()
    return row is not None


def _links(
    connection: Connection, condition: str, values: tuple[object, ...]
) -> list[EventReminder]:
    rows = connection.execute(
        f"SELECT {_REMINDER} FROM event_reminders WHERE {condition} ORDER BY minutes_before",
        values,
    )
    return [_link(row) for row in rows]


def _link(row: Sequence[Any]) -> EventReminder:
    return EventReminder(
        UserId(row[0]), CalendarId(row[1]), row[2], row[3], ReminderId(row[4]), unstamp(row[5])
    )
