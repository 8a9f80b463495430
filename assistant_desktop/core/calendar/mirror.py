"""The CalendarMirror: what homes elsewhere say goes in, what was changed here waits in line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant_desktop.core.calendar.edits import renamed
from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import calendar as rows
from assistant_desktop.core.storage import calendar_changes as changes
from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarEvent,
    CalendarKind,
    QueuedWrite,
)
from assistant_desktop.domain.events import CalendarsChanged
from assistant_desktop.domain.ids import DEFAULT_USER, EventId, UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.in_thread import in_thread, much_is_built

AT_ONCE = 200
"""So many series are one write: reminders must not wait for a large calendar."""
_COMPARE_LIMIT_S = 30.0

Events = tuple[CalendarEvent, ...]


class StoredMirror:
    """A CalendarMirror on the one file."""

    def __init__(self, database: Database, clock: Clock, events: EventSink) -> None:
        self._database, self._clock, self._events = database, clock, events
        self._addresses: tuple[str, ...] = ()

    async def load(self) -> None:
        """Know all addresses that are followed, so that their hosts may be reached."""
        known = await self.calendars(CalendarKind.ICS_URL)
        self._addresses = tuple(one.url for one in known)

    def addresses(self) -> tuple[str, ...]:
        """Those of ics_url calendars, as of the last `load`."""
        return self._addresses

    async def calendars(self, kind: CalendarKind) -> list[Calendar]:
        """Every user's calendars of a kind."""
        return await self._database.read(lambda c: rows.calendars_of_kind(c, kind))

    async def users(self) -> list[UserId]:
        """Everybody who may have calendars."""
        known = await self._database.read(users.all_users)
        return list(dict.fromkeys((DEFAULT_USER, *(one.id for one in known))))

    async def keep(self, calendar: Calendar) -> None:
        """What is new of a calendar itself. What the user chose of it meanwhile stays."""

        def run(connection: Connection) -> None:
            now = rows.calendar(connection, calendar.user_id, calendar.id)
            if now is not None:
                theirs = ("etag", "sync_token", "as_of", "trouble", "remote_id", "is_read_only")
                new = {name: getattr(calendar, name) for name in theirs}
                rows.keep_calendar(connection, now.model_copy(update=new))

        await self._database.write(run)
        self._told(calendar, ())

    async def adopt(self, calendar: Calendar) -> None:
        """A calendar that was not here before; one that is stays as the user has it."""
        now = self._clock.now()

        def run(connection: Connection) -> None:
            users.ensure(connection, calendar.user_id, now)
            if rows.calendar(connection, calendar.user_id, calendar.id) is None:
                rows.keep_calendar(connection, calendar)

        await self._database.write(run)
        self._told(calendar, ())

    async def remove(self, calendar: Calendar) -> None:
        """It is gone, with its events and what waited to be sent."""
        user_id = calendar.user_id
        known = await self._database.read(lambda c: rows.uids(c, user_id, calendar.id))
        await self._database.write(lambda c: rows.delete_calendar(c, user_id, calendar.id))
        self._told(calendar, sorted(known))

    async def events(self, calendar: Calendar, uids: Sequence[str]) -> list[CalendarEvent]:
        """The events of some series, as they are here."""

        def run(connection: Connection) -> list[CalendarEvent]:
            some = (rows.series(connection, calendar.user_id, calendar.id, uid) for uid in uids)
            return [event for series in some if series is not None for event in series.all]

        return await self._database.read(run)

    async def remote_ids(self, calendar: Calendar) -> dict[str, str]:
        """What its home calls each series (or single event), by uid."""
        return await self._database.read(
            lambda c: rows.remote_ids(c, calendar.user_id, calendar.id)
        )

    async def replace(self, calendar: Calendar, events: Sequence[CalendarEvent]) -> frozenset[str]:
        """Exactly these are in it now; but for what waits to be sent: the uids of that."""
        with much_is_built():
            known = await self._database.read(
                lambda c: rows.events_of(c, calendar.user_id, calendar.id)
            )

            def compare() -> tuple[dict[str, Events], list[str]]:
                before, after = by_uid(known), by_uid(owned(events, calendar))
                new = {uid: one for uid, one in after.items() if bare(before.get(uid)) != bare(one)}
                return new, [uid for uid in before if uid not in after]

            new, gone = await in_thread("calendar", compare, _COMPARE_LIMIT_S)
            return await self._write(calendar, new, gone)

    async def take_in(
        self, calendar: Calendar, events: Sequence[CalendarEvent], gone: Sequence[str]
    ) -> frozenset[str]:
        """Whole series that are new or different, and the uids of those that are gone.

        What waits to be sent stays as it is here: the uids of that are returned.
        """
        with much_is_built():
            new = await in_thread(
                "calendar", lambda: by_uid(owned(events, calendar)), _COMPARE_LIMIT_S
            )
            return await self._write(calendar, new, gone)

    async def take_in_series(self, calendar: Calendar, new: Mapping[str, Events]) -> None:
        """Series of this calendar, each by its uid."""
        await self._write(calendar, new, ())

    async def _write(
        self, calendar: Calendar, new: Mapping[str, Events], gone: Sequence[str]
    ) -> frozenset[str]:
        wanted = [*gone, *new]
        waiting: set[str] = set()
        touched: list[str] = []
        for place in range(0, len(wanted), AT_ONCE):
            some = wanted[place : place + AT_ONCE]

            def run(connection: Connection, some: Sequence[str] = some) -> None:
                if rows.calendar(connection, calendar.user_id, calendar.id) is None:
                    return  # unsubscribed meanwhile
                for uid in some:
                    if changes.waits(connection, calendar.user_id, calendar.id, uid):
                        waiting.add(uid)
                    elif self._put(connection, calendar, uid, new.get(uid, ())):
                        touched.append(uid)

            await self._database.write(run)
        if touched:
            self._told(calendar, touched)
        return frozenset(waiting)

    def _put(
        self, connection: Connection, calendar: Calendar, uid: str, events: Sequence[CalendarEvent]
    ) -> bool:
        """The series is so from now on; False where it was so before."""
        known = rows.series(connection, calendar.user_id, calendar.id, uid)
        if bare(() if known is None else known.all) == bare(tuple(events)):
            return False
        rows.delete_series(connection, calendar.user_id, calendar.id, uid)
        for event in renamed(tuple(events), EventId(new_id(self._clock.now()))):
            rows.keep_event(connection, event)
        return True

    async def queued(self, calendar: Calendar) -> list[QueuedWrite]:
        """What its home has not got yet, oldest first."""
        return await self._database.read(lambda c: changes.queued(c, calendar.user_id, calendar.id))

    async def settle(self, calendar: Calendar, number: int, stored: CalendarEvent | None) -> None:
        """The home has it; `stored`: as it is there now, with the marks it gave."""

        def run(connection: Connection) -> None:
            changes.settle(connection, calendar.user_id, number)
            if stored is None:
                return
            (event,) = owned((stored,), calendar)
            if not changes.waits(connection, event.user_id, event.calendar_id, event.uid):
                rows.keep_event(connection, event)
                return
            # The user went on meanwhile: what is here stays, by the name it has there now.
            changes.mark_waiting(connection, event)
            known = rows.series(connection, event.user_id, event.calendar_id, event.uid)
            for one in () if known is None else known.all:
                if one.recurrence_id == event.recurrence_id:
                    marks = {"remote_id": event.remote_id, "etag": event.etag}
                    rows.keep_event(connection, one.model_copy(update=marks))

        await self._database.write(run)

    async def accept(
        self, calendar: Calendar, refused: QueuedWrite, there: Sequence[CalendarEvent]
    ) -> None:
        """The home does not take a change: the series is here as it is there.

        Unless more of that series waits: the last of it settles what it is.
        """
        events = owned(there, calendar)

        def run(connection: Connection) -> bool:
            changes.settle(connection, calendar.user_id, refused.number)
            if changes.waits(connection, calendar.user_id, calendar.id, refused.uid):
                return False
            return self._put(connection, calendar, refused.uid, events)

        if await self._database.write(run):
            self._told(calendar, [refused.uid])

    async def put_off(self, calendar: Calendar, number: int, trouble: str) -> None:
        """The home could not be told: why."""
        await self._database.write(lambda c: changes.put_off(c, calendar.user_id, number, trouble))

    def _told(self, calendar: Calendar, uids: Sequence[str]) -> None:
        touched = tuple((calendar.id, uid) for uid in uids)
        self._events.publish(CalendarsChanged(user_id=calendar.user_id, touched=touched))


def by_uid(events: Sequence[CalendarEvent]) -> dict[str, Events]:
    """The series among events."""
    found: dict[str, list[CalendarEvent]] = defaultdict(list)
    for event in events:
        found[event.uid].append(event)
    return {uid: tuple(some) for uid, some in found.items()}


def owned(events: Sequence[CalendarEvent], calendar: Calendar) -> Events:
    """The events as those of a calendar and its user."""
    place = {"user_id": calendar.user_id, "calendar_id": calendar.id}
    return tuple(one.model_copy(update=place) for one in events)


def bare(events: Events | None) -> frozenset[CalendarEvent]:
    """What makes events the same, whatever their rows are called."""
    return frozenset(
        one.model_copy(
            update={"id": EventId("-"), "rules": tuple(_ordered(text) for text in one.rules)}
        )
        for one in events or ()
    )


def _ordered(rule: str) -> str:
    """Programs write the parts of a rule in orders of their own."""
    return ";".join(sorted(rule.upper().split(";")))
