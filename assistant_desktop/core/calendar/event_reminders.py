"""Reminders that follow events: so many minutes before each occurrence, wherever it moves.

One way for every cause: `follow` compares each reminder of a series with the next occurrence and
makes the one fit the other. It is called after each change of the series, after each answer to
such a reminder, and once at the start; calling it twice is the same as once.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.core.calendar.diary import CalendarDiary, Found
from assistant_desktop.core.reminders.commands import (
    Changed,
    NewReminder,
    ReminderCommands,
    RuleChange,
)
from assistant_desktop.core.storage import calendar_changes as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.calendar_event import EventOccurrence, EventReminder, Series
from assistant_desktop.domain.errors import BadInput, KnownError, NotFound
from assistant_desktop.domain.escalation import INSISTENT, Policy
from assistant_desktop.domain.events import CalendarsChanged, Event, RemindersChanged
from assistant_desktop.domain.ids import CalendarId, ReminderId, UserId
from assistant_desktop.domain.occurrences import occurrences, zone_of
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.recurrence_rule import expand, parse_rule
from assistant_desktop.domain.reminder import OccurrenceState, ReminderState, ReminderView

MOST_MINUTES = 60 * 24 * 28
_AHEAD = timedelta(days=366 * 3)
_NONE = ReminderId("")
"""Of a link whose event has no occurrence to come: one that comes back is reminded of again."""
_ANSWERS = frozenset({"acknowledged", "skipped", "lapsed"})


@dataclass(frozen=True, slots=True)
class _Target:
    """What a reminder shall be: for which occurrence, when, and how it repeats by itself."""

    original: datetime
    moment: datetime
    text: str
    zone: ZoneInfo
    rule: str | None


class EventReminders:
    """Makes and keeps reminders of events. Raises BadInput, NotFound, StorageError."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        diary: CalendarDiary,
        reminders: ReminderCommands,
        supervisor: Supervisor,
    ) -> None:
        self._database, self._clock, self._diary = database, clock, diary
        self._reminders, self._supervisor = reminders, supervisor
        self._one_at_a_time = asyncio.Lock()

    async def remind(
        self, found: Found, minutes_before: int, policy: Policy = INSISTENT
    ) -> Changed:
        """Remind of an event, and of each to come where it recurs.

        Raises:
            BadInput: it is over, or there is such a reminder.
        """
        if not 0 <= minutes_before <= MOST_MINUTES:
            raise BadInput("A reminder comes up to four weeks before its event.")
        event, now = found.series.first, self._clock.now()
        user_id = found.calendar.user_id
        link = EventReminder(user_id, event.calendar_id, event.uid, minutes_before, _NONE)
        known = await self.of(user_id, event.calendar_id, event.uid)
        if any(one.minutes_before == minutes_before and one.reminder_id for one in known):
            raise BadInput("You are reminded of this event already.")
        target = self._next(found.series, link, now)
        if target is None:
            raise BadInput("That time has already passed.", hint="Name a time to come.")
        async with self._one_at_a_time:
            return await self._make(link, target, policy)

    async def of(self, user_id: UserId, calendar_id: CalendarId, uid: str) -> list[EventReminder]:
        """What follows a series."""
        return await self._database.read(lambda c: rows.reminders(c, user_id, calendar_id, uid))

    async def undo(self, user_id: UserId, number: int) -> ReminderView:
        """Take back the making of a reminder of an event."""
        view = await self._reminders.undo(user_id, number)
        await self._drop(user_id, view.reminder.id)
        return view

    async def from_elsewhere(self, user_id: UserId) -> frozenset[ReminderId]:
        """Reminders that bear words of calendars whose home is elsewhere."""
        return await self._database.read(lambda c: rows.reminders_from_elsewhere(c, user_id))

    async def stop(self, user_id: UserId, calendar_id: CalendarId, uid: str) -> int:
        """Remind of this series no more; how many reminders that ends."""
        links = await self.of(user_id, calendar_id, uid)
        for link in links:
            await self._drop(user_id, link.reminder_id)
            if link.reminder_id:
                await self._cancel(link)
        return len(links)

    # ---- following ----

    def heard(self, event: Event) -> None:
        """What happened to events and reminders, on the loop."""
        if isinstance(event, CalendarsChanged):
            self._supervisor.once("follow-events", self._follow_changed(event))
        elif isinstance(event, RemindersChanged) and event.change in _ANSWERS:
            self._supervisor.once("follow-events", self._follow_answer(event))

    async def _follow_changed(self, event: CalendarsChanged) -> None:
        touched = event.touched
        if not touched or len(touched) > 50:  # a calendar that came or went, a large file
            for link in await self._database.read(rows.all_reminders):
                if link.user_id == event.user_id:
                    await self.follow(link.user_id, link.calendar_id, link.uid)
            return
        for calendar_id, uid in touched:
            await self.follow(event.user_id, calendar_id, uid)

    async def _follow_answer(self, event: RemindersChanged) -> None:
        user_id, reminder_id = event.user_id, event.view.reminder.id
        link = await self._database.read(lambda c: rows.reminder_link(c, user_id, reminder_id))
        if link is not None:
            await self.follow(user_id, link.calendar_id, link.uid)

    async def look_over(self) -> None:
        """Once at the start: what changed while nothing of us ran."""
        links = await self._database.read(rows.all_reminders)
        for user_id, calendar_id, uid in {(o.user_id, o.calendar_id, o.uid) for o in links}:
            await self.follow(user_id, calendar_id, uid)

    async def follow(
        self, user_id: UserId, calendar_id: CalendarId, uid: str
    ) -> list[ReminderView]:
        """Make every reminder of a series fit it; those that stand afterwards."""
        async with self._one_at_a_time:
            links = await self.of(user_id, calendar_id, uid)
            if not links:
                return []
            series = await self._diary.series(user_id, calendar_id, uid)
            followed = [await self._follow(link, series) for link in links]
        return [view for view in followed if view is not None]

    async def _follow(self, link: EventReminder, series: Series | None) -> ReminderView | None:
        view = await self._view(link)
        if view is not None and view.reminder.state is ReminderState.CANCELLED:
            return None  # by the user: it stays so
        waits = view is not None and view.occurrence.state.is_live
        if view is not None and waits and self._still_fits(view, link, series):
            return view
        now = self._clock.now()
        target = None if series is None else self._next(series, link, now)
        try:
            if target is None:
                if waits:
                    await self._followed(link, await self._cancel(link))
                    await self._relink(link, _NONE, None)
                return None
            if view is not None and waits and _can_become(view, target):
                return await self._move(link, view, target)
            policy = INSISTENT if view is None else view.reminder.policy
            if waits:
                await self._followed(link, await self._cancel(link))
            made = await self._make(link, target, policy)
            await self._followed(link, made)
            return made.after
        except (BadInput, NotFound):
            return None  # answered or changed in this very moment: that is followed next

    def _still_fits(self, view: ReminderView, link: EventReminder, series: Series | None) -> bool:
        """What is due, fires or was put off stays until it is answered, while its event stands."""
        now, occurrence = self._clock.now(), view.occurrence
        is_planned = occurrence.state is OccurrenceState.SCHEDULED and occurrence.due > now
        if is_planned or series is None:
            return False
        return any(
            one.original == link.original and _before(one, link) == view.occurrence.due
            for one in self._coming(series, now - timedelta(days=31))
        )

    def _coming(self, series: Series, since: datetime) -> list[EventOccurrence]:
        here = self._clock.zone()
        near = occurrences(series, (since, since + timedelta(days=62)), here)
        return near or occurrences(series, (since, since + _AHEAD), here, 2000)

    def _next(self, series: Series, link: EventReminder, now: datetime) -> _Target | None:
        """The first occurrence whose reminder is still to come."""
        lead = timedelta(minutes=link.minutes_before)
        for one in self._coming(series, now):
            moment = one.start - lead
            if moment > now:
                return self._target(one, series, moment)
        return None

    def _target(self, one: EventOccurrence, series: Series, moment: datetime) -> _Target:
        zone = zone_of(one.event, self._clock.zone())
        text = one.event.title.strip() or "…"
        rule = _rule_of(one, series, moment.astimezone(zone))
        return _Target(one.original, moment, text[:1000], zone, rule)

    # ---- one reminder ----

    async def _view(self, link: EventReminder) -> ReminderView | None:
        if not link.reminder_id:
            return None
        try:
            return await self._reminders.get(link.user_id, link.reminder_id)
        except NotFound:
            return None

    async def _make(self, link: EventReminder, target: _Target, policy: Policy) -> Changed:
        made = await self._reminders.create(
            NewReminder(
                user_id=link.user_id,
                text=target.text,
                due=target.moment,
                zone=target.zone,
                rrule=target.rule,
                policy=policy,
            )
        )
        await self._relink(link, made.after.reminder.id, target.original)
        return made

    async def _move(self, link: EventReminder, view: ReminderView, target: _Target) -> ReminderView:
        fits = (
            view.occurrence.due == target.moment
            and view.reminder.text == target.text
            and view.reminder.rrule == target.rule
            and view.occurrence.state is OccurrenceState.SCHEDULED
        )
        if not fits:
            change = RuleChange(
                text=target.text, due=target.moment, zone=target.zone, rrule=target.rule
            )
            changed = await self._reminders.update(link.user_id, view.reminder.id, change)
            await self._followed(link, changed)
            view = changed.after
        if link.original != target.original:
            await self._relink(link, view.reminder.id, target.original)
        return view

    async def _cancel(self, link: EventReminder) -> Changed | None:
        try:
            return await self._reminders.cancel(link.user_id, link.reminder_id)
        except KnownError:
            return None  # it is gone already

    async def _followed(self, link: EventReminder, changed: Changed | None) -> None:
        """Undo takes back what the user did, not what followed from it."""
        if changed is not None and changed.number:
            user_id, number = link.user_id, changed.number
            await self._database.write(lambda c: rows.mark_following(c, user_id, number))

    async def _relink(
        self, link: EventReminder, reminder_id: ReminderId, original: datetime | None
    ) -> None:
        kept = replace(link, reminder_id=reminder_id, original=original)

        def run(connection: Connection) -> None:
            if rows.is_calendar(connection, link.user_id, link.calendar_id):
                rows.keep_reminder(connection, kept)

        await self._database.write(run)

    async def _drop(self, user_id: UserId, reminder_id: ReminderId) -> None:
        await self._database.write(lambda c: rows.drop_reminder(c, user_id, reminder_id))


def _before(one: EventOccurrence, link: EventReminder) -> datetime:
    return one.start - timedelta(minutes=link.minutes_before)


def _can_become(view: ReminderView, target: _Target) -> bool:
    """A reminder that repeats cannot become one that does not."""
    return target.rule is not None or view.reminder.rrule is None


def _rule_of(one: EventOccurrence, series: Series, local: datetime) -> str | None:
    """The event's own rule, where the reminder can repeat by it: on the same days, without end.

    Where it cannot, each reminder is made when the one before it was answered.
    """
    master = series.master
    if master is None or len(master.rules) != 1 or one.event != master or master.all_day:
        return None
    rule = master.rules[0].upper()
    same_day = local.date() == one.original.date()
    if not same_day or any(part in rule for part in ("COUNT=", "UNTIL=", "BYHOUR=", "BYMINUTE=")):
        return None
    start = local.replace(tzinfo=None)
    try:
        met = any(expand(parse_rule(rule), start, (start, start + timedelta(seconds=1))))
    except ValueError:
        return None
    return master.rules[0] if met else None
