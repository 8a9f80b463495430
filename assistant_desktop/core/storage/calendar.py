"""Rows of calendars and events, always of one user."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarEvent,
    CalendarKind,
    CalendarTrouble,
    Series,
)
from assistant_desktop.domain.ids import CalendarId, UserId
from assistant_desktop.domain.occurrences import span_of

_CALENDAR = (
    "id, user_id, kind, name, colour, is_shown, is_read_only, url, remote_id, etag, sync_token,"
    " as_of, trouble"
)
_FOR_EVER_MS = 253_402_300_799_000
_MOST_IN_ONE = 400


# ---- calendars ----


def calendars(connection: Connection, user_id: UserId) -> list[Calendar]:
    """The user's calendars, the one that is always there first."""
    rows = connection.execute(
        f"SELECT {_CALENDAR} FROM calendars WHERE user_id = ? ORDER BY kind != 'local', id",
        (user_id,),
    )
    return [_calendar(row) for row in rows]


def calendar(connection: Connection, user_id: UserId, calendar_id: CalendarId) -> Calendar | None:
    """One calendar of the user."""
    row = connection.execute(
        f"SELECT {_CALENDAR} FROM calendars WHERE user_id = ? AND id = ?", (user_id, calendar_id)
    ).fetchone()
    return None if row is None else _calendar(row)


def calendars_of_kind(connection: Connection, kind: CalendarKind) -> list[Calendar]:
    """Every user's calendars of a kind: which hosts may be reached is the machine's matter."""
    rows = connection.execute(f"SELECT {_CALENDAR} FROM calendars WHERE kind = ?", (kind.value,))
    return [_calendar(row) for row in rows]


def keep_calendar(connection: Connection, kept: Calendar) -> None:
    """Store a calendar, or what is new of it."""
    connection.execute(
        f"INSERT INTO calendars ({_CALENDAR}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour,"
        " is_shown = excluded.is_shown, is_read_only = excluded.is_read_only,"
        " url = excluded.url, remote_id = excluded.remote_id, etag = excluded.etag,"
        " sync_token = excluded.sync_token, as_of = excluded.as_of, trouble = excluded.trouble"
        " WHERE user_id = excluded.user_id",
        (
            kept.id,
            kept.user_id,
            kept.kind.value,
            kept.name,
            kept.colour,
            int(kept.is_shown),
            int(kept.is_read_only),
            kept.url,
            kept.remote_id,
            kept.etag,
            kept.sync_token,
            to_ms(kept.as_of),
            "" if kept.trouble is None else kept.trouble.model_dump_json(),
        ),
    )


def delete_calendar(connection: Connection, user_id: UserId, calendar_id: CalendarId) -> bool:
    """Delete a calendar with all that is in it; False when it is not there."""
    connection.execute("DELETE FROM calendars WHERE user_id = ? AND id = ?", (user_id, calendar_id))
    return connection.changes() == 1


def _calendar(row: Sequence[Any]) -> Calendar:
    return Calendar.model_construct(
        id=CalendarId(row[0]),
        user_id=UserId(row[1]),
        kind=CalendarKind(row[2]),
        name=row[3],
        colour=row[4],
        is_shown=bool(row[5]),
        is_read_only=bool(row[6]),
        url=row[7],
        remote_id=row[8],
        etag=row[9],
        sync_token=row[10],
        as_of=from_ms(row[11]),
        trouble=CalendarTrouble.model_validate_json(row[12]) if row[12] else None,
    )


# ---- events ----


def keep_event(connection: Connection, event: CalendarEvent) -> None:
    """Store an event in place of the one with its name."""
    begins, ends = span_of(event)
    connection.execute(
        "INSERT OR REPLACE INTO calendar_events (id, user_id, calendar_id, uid, recurrence_id,"
        " begins_at, ends_at, is_series, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.user_id,
            event.calendar_id,
            event.uid,
            stamp(event.recurrence_id),
            to_ms(begins),
            _FOR_EVER_MS if ends is None else to_ms(ends),
            int(event.recurs or event.recurrence_id is not None),
            event.model_dump_json(exclude_defaults=True),
        ),
    )


def stamp(moment: datetime | None) -> str:
    """An original start as the file keeps it, empty for none."""
    return "" if moment is None else moment.isoformat(timespec="seconds")


def series(
    connection: Connection, user_id: UserId, calendar_id: CalendarId, uid: str
) -> Series | None:
    """All events of one uid; None when there is none."""
    rows = connection.execute(
        "SELECT body FROM calendar_events WHERE user_id = ? AND calendar_id = ? AND uid = ?"
        " ORDER BY recurrence_id",
        (user_id, calendar_id, uid),
    )
    events = [_event(row[0]) for row in rows]
    return _joined(events) if events else None


def delete_series(
    connection: Connection, user_id: UserId, calendar_id: CalendarId, uid: str
) -> None:
    """Delete all events of one uid."""
    connection.execute(
        "DELETE FROM calendar_events WHERE user_id = ? AND calendar_id = ? AND uid = ?",
        (user_id, calendar_id, uid),
    )


def uids(connection: Connection, user_id: UserId, calendar_id: CalendarId) -> set[str]:
    """Every uid that a calendar holds."""
    rows = connection.execute(
        "SELECT DISTINCT uid FROM calendar_events WHERE user_id = ? AND calendar_id = ?",
        (user_id, calendar_id),
    )
    return {str(row[0]) for row in rows}


def events_of(
    connection: Connection, user_id: UserId, calendar_id: CalendarId
) -> list[CalendarEvent]:
    """Everything of one calendar."""
    rows = connection.execute(
        "SELECT body FROM calendar_events WHERE user_id = ? AND calendar_id = ?"
        " ORDER BY begins_at, uid, recurrence_id",
        (user_id, calendar_id),
    )
    return [_event(row[0]) for row in rows]


def series_between(
    connection: Connection,
    user_id: UserId,
    window: tuple[datetime, datetime],
    wanted: Iterable[CalendarId],
) -> list[Series]:
    """Each series that may touch the window, whole: a series lives by its master."""
    calendar_ids = frozenset(wanted)
    rows = connection.execute(
        "SELECT calendar_id, uid, is_series, body FROM calendar_events"
        " WHERE user_id = ? AND ends_at >= ? AND begins_at < ? ORDER BY begins_at",
        (user_id, to_ms(window[0]), to_ms(window[1])),
    )
    singles: list[Series] = []
    several: dict[CalendarId, set[str]] = defaultdict(set)
    for calendar_id, uid, is_series, body in rows:
        if calendar_id not in calendar_ids:
            continue
        if is_series:
            several[CalendarId(calendar_id)].add(uid)
        else:
            # A master that no longer recurs may still have an override.
            singles.append(Series(_event(body)))
    whole = [
        one
        for calendar_id, names in several.items()
        for one in _whole(connection, user_id, calendar_id, sorted(names))
    ]
    told = {(one.first.calendar_id, one.first.uid) for one in whole}
    alone = [one for one in singles if (one.first.calendar_id, one.first.uid) not in told]
    return [*alone, *whole]


def _whole(
    connection: Connection, user_id: UserId, calendar_id: CalendarId, names: list[str]
) -> list[Series]:
    """Series by their uids, so many at a time as a statement may name."""
    found: dict[str, list[CalendarEvent]] = defaultdict(list)
    for place in range(0, len(names), _MOST_IN_ONE):
        some = names[place : place + _MOST_IN_ONE]
        rows = connection.execute(
            "SELECT uid, body FROM calendar_events WHERE user_id = ? AND calendar_id = ?"
            f" AND uid IN ({', '.join('?' * len(some))}) ORDER BY recurrence_id",
            (user_id, calendar_id, *some),
        )
        for uid, body in rows:
            found[uid].append(_event(body))
    return [_joined(events) for events in found.values()]


def _joined(events: Sequence[CalendarEvent]) -> Series:
    master = next((one for one in events if one.recurrence_id is None), None)
    return Series(master, tuple(one for one in events if one.recurrence_id is not None))


def _event(body: str) -> CalendarEvent:
    return CalendarEvent.model_validate_json(body)
