"""The one place that knows what the system was told: when to start the app for the next reminder.

A change -> a moment of calm -> the next row's time -> the system's scheduler, where it differs from
what it has. Off by choice; switched off, the entry is removed.
"""

import asyncio
import logging
from datetime import datetime

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
        """For ever: after each change, when it is calm."""
        if self._settings.current.start_for_reminders:
            self._changed.set()
        while True:
            await self._changed.wait()
            await self._clock.wait(asyncio.Event(), CALM_S)
            try:
                await self.tell()
            except KnownError as error:
                self._tell_trouble(error)

    async def tell(self) -> datetime | None:
        """Tell the system now; what it was told, None for nothing.

        Raises:
            ServiceError: it takes no schedule.
        """
        async with self._lock:
            self._changed.clear()
            if not self._settings.current.start_for_reminders:
                await self._remove()
                return None
            moment = await self._database.read(rows.next_moment)
            if moment is None:
                await self._remove()
            elif moment != self._planned:
                await self._schedule.plan(max(moment, self._clock.now()))
                self._planned = moment
            return self._planned

    async def _remove(self) -> None:
        await self._schedule.remove()
        self._planned = None

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
