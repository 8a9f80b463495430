"""The user's calendars: read and changed here, one write a change, each can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import TypeVar
from zoneinfo import ZoneInfo

from assistant_desktop.core.calendar import edits
from assistant_desktop.core.calendar.edits import EventPatch, Extent, NewEvent
from assistant_desktop.core.clock import new_id
from assistant_desktop.core.reminders import recurrence
from assistant_desktop.core.storage import calendar as rows
from assistant_desktop.core.storage import calendar_changes as changes
from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.calendar_changes import EventChange
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.calendar_event import (
    LONGEST_TITLE,
    MOST_OCCURRENCES,
    Agenda,
    Calendar,
    CalendarEvent,
    CalendarKind,
    EventOccurrence,
    Series,
)
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.events import CalendarsChanged
from assistant_desktop.domain.ids import CalendarId, EventId, UserId
from assistant_desktop.domain.occurrences import LONGEST_SHIFT, occurrences, zone_name
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.domain.service import to_translate
from assistant_desktop.in_thread import in_thread, let_go, much_is_built

T = TypeVar("T")

EXPAND_LIMIT_S = 10.0
OWN_CALENDAR = to_translate("Personal")
_SLACK = timedelta(days=2)
"""Days are not the same everywhere: rows are asked for generously."""
_MOST_OF_ONE = 1000


def own_calendar_id(user_id: UserId) -> CalendarId:
    """The calendar that each user has from the start."""
    return CalendarId(f"own-{user_id}")


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence with the series that it is of, and its calendar."""

    occurrence: EventOccurrence
    series: Series
    calendar: Calendar


class CalendarDiary:
    """All reading and changing of events. Raises BadInput, NotFound, StorageError."""

    def __init__(self, database: Database, clock: Clock, events: EventSink) -> None:
        self._database, self._clock, self._events = database, clock, events

    # ---- calendars ----

    async def calendars(self, user_id: UserId) -> list[Calendar]:
        """The user's calendars; the own one is always there."""
        known = await self._database.read(lambda c: rows.calendars(c, user_id))
        if any(one.kind is CalendarKind.LOCAL for one in known):
            return known
        return [_own(user_id), *known]

    async def calendar(self, user_id: UserId, calendar_id: CalendarId) -> Calendar:
        """One calendar of the user."""
        for one in await self.calendars(user_id):
            if one.id == calendar_id:
                return one
        raise NotFound("There is no such calendar.", hint="List them: events calendars")

    async def keep_calendar(self, calendar: Calendar) -> None:
        """Store a calendar that is new or was changed."""
        now = self._clock.now()

        def run(connection: Connection) -> None:
            users.ensure(connection, calendar.user_id, now)
            rows.keep_calendar(connection, calendar)

        await self._database.write(run)
        self._told(calendar.user_id)

    async def show(self, user_id: UserId, calendar_id: CalendarId, *, shown: bool) -> None:
        """Switch a calendar on or off in what is looked at."""
        calendar = await self.calendar(user_id, calendar_id)
        await self.keep_calendar(calendar.model_copy(update={"is_shown": shown}))

    # ---- reading ----

    async def agenda(
        self, user_id: UserId, window: tuple[datetime, datetime], most: int = MOST_OCCURRENCES
    ) -> Agenda:
        """What touches the aware [start, end) in calendars that are shown, by start."""
        calendars = await self.calendars(user_id)

        def first(found: Sequence[Found]) -> list[EventOccurrence]:
            return nsmallest(most + 1, (one.occurrence for one in found), key=_by_start)

        flat = await self._of_all(user_id, calendars, window, first)
        by_id = {one.id: one for one in calendars}
        return Agenda(tuple(flat[:most]), by_id, is_cut=len(flat) > most)

    async def choose(
        self,
        user_id: UserId,
        window: tuple[datetime, datetime],
        choose: Callable[[Sequence[Found]], T],
    ) -> T:
        """What `choose` takes of all that touches the window, by start, each with its series.

        There may be ten thousand: `choose` is called in a thread, and only what it returns stays.
        """

        def in_order(found: list[Found]) -> T:
            found.sort(key=lambda one: _by_start(one.occurrence))
            return choose(found)

        return await self._of_all(user_id, await self.calendars(user_id), window, in_order)

    async def _of_all(
        self,
        user_id: UserId,
        calendars: Sequence[Calendar],
        window: tuple[datetime, datetime],
        take: Callable[[list[Found]], T],
    ) -> T:
        shown = {one.id: one for one in calendars if one.is_shown}
        wide = (_shifted(window[0], -_SLACK), _shifted(window[1], _SLACK))
        here = self._clock.zone()
        with much_is_built():
            known = await self._database.read(
                lambda c: rows.series_between(c, user_id, wide, shown)
            )

            def expand() -> T:
                found = [
                    Found(one, series, shown[series.first.calendar_id])
                    for series in known
                    for one in occurrences(series, window, here, _MOST_OF_ONE)
                ]
                try:
                    return take(found)
                finally:
                    let_go(found)
                    let_go(known)

            try:
                return await in_thread("calendar", expand, EXPAND_LIMIT_S)
            except TimeoutError:
                raise BadInput(
                    "There is too much in that time to be looked through.", hint="Ask for less."
                ) from None

    async def series(self, user_id: UserId, calendar_id: CalendarId, uid: str) -> Series | None:
        """All events of one uid."""
        return await self._database.read(lambda c: rows.series(c, user_id, calendar_id, uid))

    async def find(self, user_id: UserId, key: str) -> Found:
        """The occurrence of an `EventOccurrence.key`."""
        calendar_id, _, rest = key.partition("/")
        uid, _, at = rest.rpartition("/")
        series = await self.series(user_id, CalendarId(calendar_id), uid)
        if series is not None:
            original = _original(at)
            here = self._clock.zone()
            for one in _around(series, original, here):
                if one.original == original:
                    calendar = await self.calendar(user_id, CalendarId(calendar_id))
                    return Found(one, series, calendar)
        raise NotFound("There is no such event.", hint="List them: events list")

    # ---- changing ----

    async def create(
        self, user_id: UserId, wanted: NewEvent, calendar_id: CalendarId | None = None
    ) -> EventChange:
        """Make an event, in the own calendar where none is named."""
        title = _title(wanted.title)
        calendar = await self._writable(user_id, calendar_id or own_calendar_id(user_id))
        here, now = self._clock.zone(), self._clock.now()
        start, end = edits.wall_times(wanted, here)
        for rule in wanted.rules:
            recurrence.check(rule, start)
        uid = new_id(now)
        event = CalendarEvent(
            id=EventId(uid),
            user_id=user_id,
            calendar_id=calendar.id,
            uid=f"{uid}@assistant-desktop",
            title=title,
            start=start,
            end=end,
            zone="" if wanted.all_day else zone_name(here),
            all_day=wanted.all_day,
            place=wanted.place.strip(),
            description=wanted.description.strip(),
            rules=wanted.rules,
        )
        return await self._store(calendar, event.uid, None, Series(event))

    async def change(self, found: Found, patch: EventPatch, extent: Extent = "this") -> EventChange:
        """Change one occurrence, or all of its series."""
        calendar = await self._writable(found.calendar.user_id, found.calendar.id)
        if patch.title is not None:
            patch = replace(patch, title=_title(patch.title))
        here = self._clock.zone()
        after = edits.changed(found.series, found.occurrence, patch, here, extent)
        uid = found.series.first.uid
        return await self._store(calendar, uid, found.series, after)

    async def delete(self, found: Found, extent: Extent = "this") -> EventChange:
        """Delete one occurrence, or all of its series."""
        calendar = await self._writable(found.calendar.user_id, found.calendar.id)
        after = edits.without(found.series, found.occurrence, extent)
        return await self._store(calendar, found.series.first.uid, found.series, after)

    async def undo(self, user_id: UserId, number: int | None = None) -> EventChange:
        """Take back one change, the newest by default: the series is as it was before it.

        Raises:
            NotFound: there is no such change.
            BadInput: it was taken back already, or the event was changed again since.
        """
        now = self._clock.now()

        def run(connection: Connection) -> EventChange:
            found = (
                changes.newest(connection, user_id)
                if number is None
                else changes.change(connection, user_id, number)
            )
            if found is None:
                raise NotFound("There is nothing to take back.")
            if found.is_undone:
                raise BadInput("This was already taken back.")
            calendar = rows.calendar(connection, user_id, found.calendar_id)
            if calendar is not None and calendar.is_read_only:
                raise _only_read(calendar)
            current = _all(rows.series(connection, user_id, found.calendar_id, found.uid))
            if changes.said(current) != changes.said(found.after):
                raise BadInput("It was changed again since.", hint="Take that back first.")
            changes.mark_undone(connection, user_id, found.number)
            events = changes.remarked(found.before, current)
            self._put(connection, (user_id, found.calendar_id, found.uid), events)
            back = replace(found, before=found.after, after=events, changed_at=now)
            if calendar is not None and calendar.is_remote:
                changes.enqueue(connection, replace(back, before=current))
            return back

        taken_back = await self._database.write(run)
        self._told(user_id, taken_back)
        return taken_back

    async def was_changed_last(self, user_id: UserId) -> bool:
        """Whether the user's last doing that can be taken back was about an event."""
        return await self._database.read(lambda c: changes.is_newest_of_all(c, user_id))

    async def newest_change(self, user_id: UserId) -> EventChange | None:
        """The last change of the user that still stands."""
        return await self._database.read(lambda c: changes.newest(c, user_id))

    async def change_of(self, user_id: UserId, number: int) -> EventChange | None:
        """One change of the user."""
        return await self._database.read(lambda c: changes.change(c, user_id, number))

    async def _writable(self, user_id: UserId, calendar_id: CalendarId) -> Calendar:
        calendar = await self.calendar(user_id, calendar_id)
        if calendar.is_read_only:
            raise _only_read(calendar)
        return calendar

    async def _store(
        self, calendar: Calendar, uid: str, before: Series | None, after: Series | None
    ) -> EventChange:
        """One write: the rows, the note for Undo, and what the calendar's home must be told."""
        user_id, now = calendar.user_id, self._clock.now()
        wanted = edits.renamed(_all(after), EventId(new_id(now)))
        made = EventChange(0, user_id, calendar.id, uid, _all(before), wanted, now)

        def run(connection: Connection) -> EventChange:
            users.ensure(connection, user_id, now)
            if rows.calendar(connection, user_id, calendar.id) is None:
                rows.keep_calendar(connection, calendar)
            current = _all(rows.series(connection, user_id, calendar.id, uid))
            if changes.said(current) != changes.said(made.before):
                raise BadInput("It has changed meanwhile.", hint="Look at it and try again.")
            events = changes.remarked(wanted, current)
            self._put(connection, (user_id, calendar.id, uid), events)
            if calendar.is_remote:
                changes.enqueue(connection, replace(made, before=current, after=events))
            return replace(made, number=changes.record(connection, made))

        stored = await self._database.write(run)
        self._told(user_id, stored)
        return stored

    def _put(
        self,
        connection: Connection,
        place: tuple[UserId, CalendarId, str],
        events: Iterable[CalendarEvent],
    ) -> None:
        rows.delete_series(connection, *place)
        for event in events:
            rows.keep_event(connection, event)

    def _told(self, user_id: UserId, change: EventChange | None = None) -> None:
        touched = () if change is None else ((change.calendar_id, change.uid),)
        self._events.publish(CalendarsChanged(user_id=user_id, touched=touched))


def _own(user_id: UserId) -> Calendar:
    return Calendar(id=own_calendar_id(user_id), user_id=user_id, name=OWN_CALENDAR)


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise BadInput("An event needs a title.")
    return title[:LONGEST_TITLE]


def _by_start(one: EventOccurrence) -> tuple[datetime, datetime, str]:
    return one.start, one.end, one.event.title


def _shifted(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment


def _original(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
    except ValueError:
        raise NotFound("There is no such event.", hint="List them: events list") from None


def _around(series: Series, original: datetime, here: ZoneInfo) -> list[EventOccurrence]:
    wide = LONGEST_SHIFT + _SLACK  # an override may have been moved so far
    local = original.replace(tzinfo=here)
    return occurrences(series, (_shifted(local, -wide), _shifted(local, wide)), here)


def _all(series: Series | None) -> tuple[CalendarEvent, ...]:
    return () if series is None else series.all


def _only_read(calendar: Calendar) -> BadInput:
    return BadInput(
        "The calendar “{name}” can only be read.",
        hint="Change the event where it comes from.",
        name=calendar.name,
    )
