"""The one place that knows what the system was told: when to start the app for the next reminder.

A change -> a moment of calm -> the next row's time -> the system's scheduler, where it differs from
what it has. Off by choice; switched off, the entry is removed.

While a reminder fires, its next step comes every few minutes or seconds, and this process shows it.
The system is not told each of them: it holds one moment, the next step or `WATCH` from now where
that is later, and is told another only before that one comes, or when a planned reminder is due
sooner. So the entry never runs out while this process lives, and never starts anything beside it;
and a process that is killed is back at the next planned reminder, and for what fires at its next
step or within `WATCH`. Nothing is lost meanwhile: what fires is a row, and the step that was due is
shown first.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant_desktop.core.settings import Settings, SettingsStore
from assistant_desktop.core.storage import reminders as rows
from assistant_desktop.core.storage.database import Database
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.events import Event, RemindersChanged, ReminderShown, Trouble
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.ports import Clock, EventSink, SystemSchedule

_log = logging.getLogger(__name__)

CALM_S = 2.0
"""Several changes in a row are told to the system once."""
END_LIMIT_S = 4.0
WATCH = timedelta(minutes=4)
AHEAD = timedelta(minutes=1)
"""So long before the system's moment it is told a later one, while something fires."""
_SAME = timedelta(seconds=90)
"""launchd knows whole minutes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """wanted: when the app should be started. found: when the system will start it."""

    wanted: datetime | None
    found: datetime | None
    agrees: bool


class SystemStart:
    """Tells the system; `run` is kept alive by the supervisor, `close` tells what came last."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: SettingsStore,
        schedule: SystemSchedule,
        events: EventSink,
    ) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._schedule, self._events = schedule, events
        self._changed = asyncio.Event()
        self._planned: datetime | None = None
        self._watches = False
        self._was_on = settings.current.start_for_reminders
        self._lock = asyncio.Lock()
        settings.on_change(self._settings_changed)

    def heard(self, event: Event) -> None:
        """Something about reminders is different now."""
        is_on = self._settings.current.start_for_reminders
        if is_on and isinstance(event, RemindersChanged | ReminderShown):
            self._changed.set()

    def _settings_changed(self, settings: Settings) -> None:
        if settings.start_for_reminders != self._was_on:
            self._was_on = settings.start_for_reminders
            self._changed.set()

    @property
    def planned(self) -> datetime | None:
        """When the system starts the app, as far as this process knows."""
        return self._planned

    async def run(self) -> None:
        """For ever: after each change, when it is calm, and before a watched moment comes."""
        if self._settings.current.start_for_reminders:
            self._changed.set()
        while True:
            await self._until_needed()
            await self._clock.wait(asyncio.Event(), CALM_S)
            try:
                await self.tell()
            except KnownError as error:
                self._tell_trouble(error)

    async def _until_needed(self) -> None:
        if self._planned is None or not self._watches:
            await self._changed.wait()
            return
        left = self._planned - AHEAD - self._clock.now()
        await self._clock.wait(self._changed, max(left.total_seconds(), 0.0))

    async def tell(self) -> datetime | None:
        """Tell the system now, where it must know; what it was told, None for nothing.

        Raises:
            ServiceError: it takes no schedule.
        """
        async with self._lock:
            self._changed.clear()
            if not self._settings.current.start_for_reminders:
                await self._remove()
                return None
            planned, step = await self._database.read(rows.next_moments)
            wanted = self._wanted(planned, step)
            if wanted is None:
                await self._remove()
            elif not self._stands(wanted, fires=step is not None):
                self._planned = None  # until the system has taken it
                await self._schedule.plan(max(wanted, self._clock.now()))
                self._planned, self._watches = wanted, wanted != planned
            return self._planned

    def _wanted(self, planned: datetime | None, step: datetime | None) -> datetime | None:
        """When a dead process must be started: the next planned reminder, or for what fires."""
        watched = None if step is None else max(step, self._clock.now() + WATCH)
        return min((one for one in (planned, watched) if one is not None), default=None)

    def _stands(self, wanted: datetime, *, fires: bool) -> bool:
        """Whether what the system has will do."""
        has = self._planned
        if has is None or has == wanted:
            return has == wanted
        return fires and self._clock.now() + AHEAD < has <= wanted

    async def _remove(self) -> None:
        await self._schedule.remove()
        self._planned = None

    async def look(self) -> Standing:
        """What the system really has, beside what it should have; nothing is changed.

        Raises:
            ServiceError: it cannot be asked.
        """
        planned, step = await self._database.read(rows.next_moments)
        wanted = self._planned or self._wanted(planned, step)
        found = await self._schedule.found()
        if wanted is None or found is None:
            return Standing(wanted, found, wanted is found)
        is_near = abs(found - wanted) <= _SAME
        does = step is not None and self._clock.now() < found <= wanted
        return Standing(wanted, found, is_near or does)

    async def close(self) -> None:
        """The end of the process: what changed last is told too, if the system answers soon."""
        if not self._changed.is_set():
            return
        try:
            async with asyncio.timeout(END_LIMIT_S):
                await self.tell()
        except (KnownError, TimeoutError) as error:
            _log.info("the system was not told of the next reminder: %s", error)

    def _tell_trouble(self, error: KnownError) -> None:
        self._events.publish(
            Trouble(user_id=DEFAULT_USER, what=error.user_message, hint=error.hint, kind="start")
        )
