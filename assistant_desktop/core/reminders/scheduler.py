"""The one scheduler task: sleeps to the next due row, at most 30 s, and moves what is due.

Commit the state that says "firing, level n" -> show -> commit "shown". A crash in between
shows the level once more; nothing is ever lost between due and acknowledged.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.reminders import escalation
from assistant_desktop.core.reminders.catch_up import CaughtUp, catch_up
from assistant_desktop.core.reminders.escalation import Advance
from assistant_desktop.core.storage import reminders as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.escalation import QuietHours
from assistant_desktop.domain.events import (
    RemindersChanged,
    ReminderShown,
    RemindersMissed,
    Trouble,
)
from assistant_desktop.domain.ids import DEFAULT_USER, OccurrenceId, UserId
from assistant_desktop.domain.ports import Clock, EventSink, Notifier, Prepared, Showing
from assistant_desktop.domain.reminder import OccurrenceState, ReminderState, ReminderView

_log = logging.getLogger(__name__)

LONGEST_SLEEP_S = 30.0
BATCH = 500
SHOW_LIMIT_S = 5.0
RETRY_SHOW_S = 30.0
_CLOCK_SLACK_S = 2.0

QuietHoursOf = Callable[[], QuietHours | None]
Prepare = Callable[[ReminderView], Awaitable[Prepared]]
"""Finds out what a reminder depends on. Limited in time; never raises."""


class Scheduler:
    """Moves due occurrences. `run` is kept alive by the supervisor; `wake` after any change."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        notifier: Notifier,
        events: EventSink,
        supervisor: Supervisor,
    ) -> None:
        self._database = database
        self._clock = clock
        self._notifier = notifier
        self._events = events
        self._supervisor = supervisor
        self._wake = asyncio.Event()
        self._new_id: Callable[[], OccurrenceId] = _occurrence_ids(clock)
        self._caught_up = False
        self._last: tuple[datetime, float] | None = None
        self.quiet_hours: QuietHoursOf = lambda: None
        self.prepare: Prepare = _nothing_to_find_out

    def wake(self) -> None:
        """Look at the plan again now: something changed, or the machine woke up."""
        self._wake.set()

    async def run(self) -> None:
        """Catch up once, then fire what is due, for ever."""
        while True:
            self._wake.clear()
            try:
                delay_s = await self.step()
            except KnownError as error:
                # A full or failing disk must not end the scheduler: told once, tried again.
                self._tell(error)
                delay_s = LONGEST_SLEEP_S / 6
            await self._clock.wait(self._wake, delay_s)

    async def step(self) -> float:
        """Fire what is due now; the seconds until the next look."""
        if not self._caught_up:
            await self._start_up()
            self._caught_up = True
        await self._mind_the_clock()
        while await self._tick():
            pass
        return await self._delay_s()

    async def _delay_s(self) -> float:
        moment = await self._database.read(rows.next_moment)
        if moment is None:
            return LONGEST_SLEEP_S
        return min(max((moment - self._clock.now()).total_seconds(), 0.0), LONGEST_SLEEP_S)

    # ---- start ----

    async def _start_up(self) -> None:
        now, zone, quiet = self._clock.now(), self._clock.zone(), self.quiet_hours()

        def run(connection: Connection) -> CaughtUp:
            return catch_up(connection, now, quiet, zone)

        found = await self._database.write(run, vital=True)
        for lapsed in found.lapsed:
            await self._plan_after(lapsed.view, now)
        for user_id in dict.fromkeys(view.reminder.user_id for view in found.missed):
            theirs = tuple(view for view in found.missed if view.reminder.user_id == user_id)
            self._events.publish(RemindersMissed(user_id=user_id, views=theirs, at=now))
        if found.to_show:
            self._deliver(found.to_show, now)
        self._find_out(found.to_prepare)

    # ---- each tick ----

    async def _tick(self) -> bool:
        """Move one batch of due occurrences; True when there may be more."""
        now, zone, quiet = self._clock.now(), self._clock.zone(), self.quiet_hours()

        def run(connection: Connection) -> list[Advance]:
            return _advance_due(connection, now, quiet, zone)

        if not await self._database.read(lambda connection: rows.due(connection, now, 1)):
            return False
        advances = await self._database.write(run, vital=True)
        shown = [one for one in advances if one.show]
        if shown:
            self._deliver(shown, now)
        self._find_out([one for one in advances if one.prepare])
        for one in advances:
            if one.view.occurrence.state is OccurrenceState.LAPSED:
                await self._plan_after(one.view, now)
        return len(advances) == BATCH

    def _find_out(self, advances: list[Advance]) -> None:
        """Each in a task of its own: a weather server that hangs delays no other reminder."""
        for one in advances:
            self._supervisor.once("prepare-reminder", self._prepare(one.view))

    async def _prepare(self, view: ReminderView) -> None:
        """Find out what it depends on -> commit that it may fire, or has ended -> look again."""
        found = await self._found_out(view)
        now, new_id = self._clock.now(), self._new_id()
        user_id, occurrence_id = view.reminder.user_id, view.occurrence.id

        def run(connection: Connection) -> ReminderView | None:
            current = rows.by_occurrence(connection, user_id, occurrence_id)
            if current is None or not escalation.is_as_it_was(current, view):
                return None  # answered, moved or changed meanwhile: what was found is about then
            if found.fires:
                after = escalation.prepared(current, found.note, now)
                rows.update_occurrences(connection, [after.occurrence])
                return None
            after = escalation.not_this_time(current, found.note, now)
            rows.update_occurrences(connection, [after.occurrence])
            plan_following(connection, after, now, new_id)
            return after

        try:
            ended = await self._database.write(run, vital=True)
        except KnownError as error:
            self._tell(error)  # it is begun again: its row says when
            return
        if ended is not None:
            self._events.publish(
                RemindersChanged(user_id=user_id, view=ended, change="skipped", at=now)
            )
        self.wake()

    async def _found_out(self, view: ReminderView) -> Prepared:
        """A fault of ours in finding out must not keep a reminder quiet either."""
        try:
            return await self.prepare(view)
        except Exception:  # noqa: BLE001 - logged whole; the reminder fires
            _log.exception("what a reminder depends on could not be found out")
            return Prepared(fires=True)

    def _deliver(self, advances: list[Advance], now: datetime) -> None:
        """Show in a task of its own: a notification server that hangs delays nobody else."""
        showings = [_showing(one, now) for one in advances]
        self._supervisor.once("show-reminders", self._show(showings))

    async def _show(self, showings: list[Showing]) -> None:
        shown: frozenset[OccurrenceId] = frozenset()
        try:
            async with asyncio.timeout(SHOW_LIMIT_S):
                shown = await self._notifier.show(showings)
        except TimeoutError:
            _log.info("showing reminders took more than %s s", SHOW_LIMIT_S)
        await self._commit_shown(showings, shown)

    async def _commit_shown(self, showings: list[Showing], shown: frozenset[OccurrenceId]) -> None:
        now = self._clock.now()
        proven = [one for one in showings if one.view.occurrence.id in shown]
        unproven = [one.view for one in showings if one.view.occurrence.id not in shown]
        levels = [(one.view.occurrence.id, one.view.occurrence.level) for one in proven]

        def run(connection: Connection) -> None:
            rows.mark_shown(connection, levels, now)
            rows.retry_at(connection, [view.occurrence.id for view in unproven], now, RETRY_SHOW_S)

        try:
            await self._database.write(run, vital=True)
        except KnownError as error:
            self._tell(error)
        for one in proven:
            self._events.publish(_shown_event(one, now))
        if unproven:
            self._wake.set()

    async def _plan_after(self, view: ReminderView, now: datetime) -> None:
        """After an occurrence lapsed: tell it, and make the next one."""
        new_id = self._new_id()
        await self._database.write(
            lambda connection: plan_following(connection, view, now, new_id), vital=True
        )
        self._events.publish(
            RemindersChanged(user_id=view.reminder.user_id, view=view, change="lapsed", at=now)
        )

    # ---- clocks ----

    async def _mind_the_clock(self) -> None:
        """Notice a wall clock that was set back, by comparing it with the monotonic one."""
        now, ticks_s = self._clock.now(), self._clock.monotonic_s()
        last, self._last = self._last, (now, ticks_s)
        if last is None:
            return
        went_back_s = (ticks_s - last[1]) - (now - last[0]).total_seconds()
        if went_back_s < _CLOCK_SLACK_S:
            return

        def run(connection: Connection) -> None:
            moved = [escalation.after_clock_went_back(v, now) for v in rows.firing(connection)]
            rows.update_occurrences(connection, [view.occurrence for view in moved])

        await self._database.write(run, vital=True)

    def _tell(self, error: KnownError) -> None:
        _log.info("the scheduler could not write: %s", error)
        self._events.publish(
            Trouble(user_id=DEFAULT_USER, what=error.user_message, hint=error.hint, kind="storage")
        )


async def _nothing_to_find_out(view: ReminderView) -> Prepared:
    return Prepared(fires=True)


def plan_following(
    connection: Connection, view: ReminderView, now: datetime, new_id: OccurrenceId
) -> None:
    """Inside a write: the next occurrence of the rule, or the end of the rule."""
    following = escalation.next_occurrence(view, now, new_id)
    if following is not None:
        rows.insert_occurrence(connection, following)
    elif view.reminder.state is ReminderState.ACTIVE:
        rule = view.reminder.model_copy(update={"state": ReminderState.FINISHED})
        rows.update_rule(connection, rule)


def _advance_due(
    connection: Connection, now: datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> list[Advance]:
    due = rows.due(connection, now, BATCH)
    advances = [escalation.advance(view, now, quiet, zone) for view in due]
    rows.update_occurrences(connection, [one.view.occurrence for one in advances])
    return advances


def _showing(one: Advance, now: datetime) -> Showing:
    occurrence = one.view.occurrence
    return Showing(
        view=one.view,
        channels=one.view.reminder.policy.channels(occurrence.level),
        late_s=max((now - occurrence.due).total_seconds(), 0.0),
        again=one.again,
        silent=one.silent,
    )


def _shown_event(one: Showing, now: datetime) -> ReminderShown:
    return ReminderShown(
        user_id=UserId(one.view.reminder.user_id),
        view=one.view,
        channels=one.channels,
        at=now,
        late_s=one.late_s,
        again=one.again,
        silent=one.silent,
    )


def _occurrence_ids(clock: Clock) -> Callable[[], OccurrenceId]:
    return lambda: OccurrenceId(new_id(clock.now()))
