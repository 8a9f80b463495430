"""Calendars in and out: files, and addresses that are read again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from assistant_desktop.core.calendar.diary import CalendarDiary, own_calendar_id
from assistant_desktop.core.calendar.mirror import Events, StoredMirror, bare, by_uid, owned
from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import calendar as rows
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.switchboard import Switchboard
from assistant_desktop.core.written_files import WholeFile
from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarEvent,
    CalendarKind,
    CalendarReading,
    LeftOut,
)
from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.events import CalendarsChanged
from assistant_desktop.domain.ids import CalendarId, UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.domain.service_ports import CalendarAccounts, CalendarFiles, CalendarSource
from assistant_desktop.in_thread import in_thread, let_go, much_is_built

SERVICE = "ics"
_FILE_LIMIT_S = 120.0
_MOST_BYTES = 20_000_000
COLOURS = 8


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What taking in a file would do: series that are new, different, and there already.

    left_out: what of the file cannot be taken; unread: how many of its events.
    """

    calendar: Calendar
    new: Mapping[str, Events]
    changed: Mapping[str, Events]
    same: int
    left_out: tuple[LeftOut, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class FilesAndAddresses:
    """Who reads files, addresses and accounts, and the switch of services."""

    files: CalendarFiles
    source: CalendarSource
    accounts: CalendarAccounts
    switchboard: Switchboard


class CalendarTransfer:
    """Raises BadInput, NotFound, ServiceError, StorageError."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventSink,
        diary: CalendarDiary,
        outside: FilesAndAddresses,
    ) -> None:
        self._database, self._clock, self._events = database, clock, events
        self._diary, self._files = diary, outside.files
        self._mirror = StoredMirror(database, clock, events)
        self.source, self.accounts = outside.source, outside.accounts
        self._switchboard = outside.switchboard

    # ---- files ----

    async def plan(
        self, user_id: UserId, path: Path, calendar_id: CalendarId | None = None
    ) -> ImportPlan:
        """Read a file and compare it with a calendar, the own one by default. Nothing changes."""
        calendar = await self._diary.calendar(user_id, calendar_id or own_calendar_id(user_id))
        if calendar.is_remote:
            raise BadInput(
                "A file cannot be taken into the calendar “{name}”: its home is elsewhere.",
                hint="Take it into your own calendar, or bring it in where that one lives.",
                name=calendar.name,
            )
        with much_is_built():
            known = await self._database.read(lambda c: rows.events_of(c, user_id, calendar.id))

            def compare() -> ImportPlan:
                return _compared(calendar, known, self._read(path))

            return await in_thread("calendar-file", compare, _FILE_LIMIT_S)

    def _read(self, path: Path) -> CalendarReading:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise BadInput(
                    "This calendar is too large to be taken in.", hint="Split it in parts."
                )
            return self._files.read(path.read_bytes())
        except OSError as error:
            raise BadInput(
                "The file {path} cannot be read: {reason}.", path=path, reason=error.strerror
            ) from error

    async def take_in(self, plan: ImportPlan) -> None:
        """Do what was planned. Doing it twice is the same as once."""
        calendar = plan.calendar
        known = await self._diary.calendars(calendar.user_id)
        await self._diary.keep_calendar(next(one for one in known if one.id == calendar.id))
        with much_is_built():
            await self._mirror.take_in_series(calendar, {**plan.new, **plan.changed})

    async def write_file(
        self, user_id: UserId, path: Path, calendar_id: CalendarId | None = None
    ) -> int:
        """Write a calendar into a file; how many events it holds."""
        calendar = await self._diary.calendar(user_id, calendar_id or own_calendar_id(user_id))
        now = self._clock.now()
        with much_is_built():
            events = await self._database.read(lambda c: rows.events_of(c, user_id, calendar.id))
            count = len(events)

            def write() -> str:
                text = self._files.write(calendar.name, events, now).decode()
                let_go(events)
                return text

            text = await in_thread("calendar-file", write, _FILE_LIMIT_S)
        async with WholeFile(path, newline="") as file:
            await in_thread("calendar-file", lambda: file.write(text), _FILE_LIMIT_S)
        return count

    # ---- addresses ----

    async def subscribe(self, user_id: UserId, url: str, name: str = "") -> Calendar:
        """Follow the calendar at an address: its host may be reached from now on.

        What cannot be had at once is tried again; the calendar says why.

        Raises:
            BadInput: it is no address, or it is followed already.
        """
        address = self.source.checked(url)
        known = await self._diary.calendars(user_id)
        if any(one.url == address for one in known):
            raise BadInput("This calendar is followed already.")
        calendar = Calendar(
            id=CalendarId(new_id(self._clock.now())),
            user_id=user_id,
            name=(" ".join(name.split()) or urlsplit(address).hostname or address)[:200],
            kind=CalendarKind.ICS_URL,
            colour=len(known) % COLOURS,
            is_read_only=True,
            url=address,
        )
        await self._diary.keep_calendar(calendar)
        await self.source.hosts_changed()
        await self._switchboard.switch(SERVICE, on=True)
        try:
            read = await self.source.refresh(calendar)
        except KnownError:
            return await self._diary.calendar(user_id, calendar.id)
        if not name.strip():
            await self._diary.keep_calendar(read)  # by the name that it gives itself
        return read

    async def refresh(self, user_id: UserId, *, anew: bool = True) -> list[Calendar]:
        """Read all subscriptions and accounts of a user; how each calendar stands afterwards."""
        await self.accounts.refresh(user_id)
        for one in await self._diary.calendars(user_id):
            if one.kind is CalendarKind.ICS_URL:
                try:
                    await self.source.refresh(one, anew=anew)
                except KnownError:
                    continue  # the calendar itself says why
        return await self._diary.calendars(user_id)

    async def remove(self, user_id: UserId, calendar_id: CalendarId) -> Calendar:
        """Delete a calendar here with all that is in it; its home is not touched."""
        calendar = await self._diary.calendar(user_id, calendar_id)
        if calendar.id == own_calendar_id(user_id):
            raise BadInput("Your own calendar stays.", hint="Delete its events instead.")
        await self._database.write(lambda c: rows.delete_calendar(c, user_id, calendar_id))
        self._events.publish(CalendarsChanged(user_id=user_id))
        await self.source.hosts_changed()
        return calendar


def _compared(
    calendar: Calendar, known: list[CalendarEvent], reading: CalendarReading
) -> ImportPlan:
    before = by_uid(known)
    new: dict[str, Events] = {}
    changed: dict[str, Events] = {}
    same = 0
    for uid, events in by_uid(owned(reading.events, calendar)).items():
        if uid not in before:
            new[uid] = events
            continue
        merged = _merged(before[uid], events)
        if bare(merged) == bare(before[uid]):
            same += 1
        else:
            changed[uid] = merged
    return ImportPlan(calendar, new, changed, same, reading.left_out, reading.unread_count)


def _merged(before: Events, events: Events) -> Events:
    """Each event by its original start: the one of the file unless it is older."""
    found: dict[datetime | None, CalendarEvent] = {one.recurrence_id: one for one in before}
    for event in events:
        old = found.get(event.recurrence_id)
        if old is None or old.sequence <= event.sequence:
            found[event.recurrence_id] = event
    return tuple(found.values())
