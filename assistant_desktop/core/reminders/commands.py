"""What a user does with reminders: make, list, answer, move, change, cancel, take back.

Every change is one write; it returns the view before and after, so that it can be undone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.reminders import doses, escalation, recurrence
from assistant_desktop.core.reminders.scheduler import Scheduler, plan_following
from assistant_desktop.core.storage import reminder_changes as changes
from assistant_desktop.core.storage import reminders as rows
from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.escalation import NORMAL, Policy
from assistant_desktop.domain.events import RemindersChanged
from assistant_desktop.domain.ids import (
    ConversationId,
    MessageId,
    OccurrenceId,
    RecordId,
    ReminderId,
    UserId,
)
from assistant_desktop.domain.ports import Clock, EventSink, Notifier
from assistant_desktop.domain.reminder import (
    Action,
    Condition,
    OccurrenceState,
    Reminder,
    ReminderState,
    ReminderView,
)
from assistant_desktop.in_thread import in_thread

MAX_TEXT = 4000
_RULE_CHECK_LIMIT_S = 3.0
_PAST_SLACK = timedelta(seconds=60)

_Change = Literal["created", "updated", "snoozed", "acknowledged", "skipped", "cancelled", "lapsed"]
_CHANGES: dict[OccurrenceState, _Change] = {
    OccurrenceState.DONE: "acknowledged",
    OccurrenceState.SKIPPED: "skipped",
    OccurrenceState.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class NewReminder:
    """What is needed to make a rule. `due` may lie up to a minute in the past."""

    user_id: UserId
    text: str
    due: datetime
    zone: ZoneInfo
    rrule: str | None = None
    policy: Policy = NORMAL
    latest_s: float | None = None
    conversation_id: ConversationId | None = None
    source_message: MessageId | None = None
    condition: Condition | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What to change of a rule; None leaves a thing as it is.

    latest_s: lapses when it comes later than this; never_too_late takes such a limit away.
    """

    text: str | None = None
    due: datetime | None = None
    zone: ZoneInfo | None = None
    rrule: str | None = None
    policy: Policy | None = None
    latest_s: float | None = None
    never_too_late: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that is on disk. `changed` is False when another answer came first.

    number: names it to `undo`, 0 where nothing was changed.
    """

    before: ReminderView | None
    after: ReminderView
    changed: bool = True
    number: int = 0


class ReminderCommands:
    """All changes to reminders go through here. Raises BadInput, NotFound, StorageError."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventSink,
        notifier: Notifier,
        scheduler: Scheduler,
    ) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._notifier = notifier
        self._scheduler = scheduler

    # ---- reading ----

    async def live(
        self, user_id: UserId, start: datetime | None = None, end: datetime | None = None
    ) -> list[ReminderView]:
        """What is planned or waits for an answer, by time, within [start, end) where given."""
        return await self._database.read(
            lambda connection: rows.live_of_user(connection, user_id, start, end)
        )

    async def ended(self, user_id: UserId, limit: int = 50) -> list[ReminderView]:
        """What ended last, newest first."""
        return await self._database.read(
            lambda connection: rows.ended_of_user(connection, user_id, limit)
        )

    async def get(self, user_id: UserId, any_id: str) -> ReminderView:
        """The reminder with that rule or occurrence id."""
        view = await self._database.read(lambda connection: rows.by_id(connection, user_id, any_id))
        if view is None:
            raise NotFound("There is no such reminder.", hint="List them: reminders list")
        return view

    async def last_touched(self, user_id: UserId) -> ReminderId | None:
        """The rule that the user made or changed last."""
        newest = await self._database.read(lambda c: changes.newest(c, user_id))
        return None if newest is None else newest.reminder_id

    async def put_off_since(self, user_id: UserId, moment: datetime) -> frozenset[ReminderId]:
        """The rules whose firing occurrence was put off since then, and waits."""
        return await self._database.read(lambda c: changes.put_off_since(c, user_id, moment))

    # ---- making and changing ----

    async def create(self, wanted: NewReminder) -> Changed:
        """Store a rule with its first occurrence; when this returns it is on disk."""
        now = self._clock.now()
        rule = await self._checked_rule(wanted, now)
        occurrence = escalation.planned(rule, rule.start_local, self._occurrence_id())
        view = ReminderView(reminder=rule, occurrence=occurrence)

        def run(connection: Connection) -> int:
            users.ensure(connection, rule.user_id, now)
            rows.insert(connection, view)
            return changes.record(connection, view, "created", None, now)

        number = await self._database.write(run)
        self._told(view, "created", now)
        return Changed(None, view, number=number)

    async def _checked_rule(self, wanted: NewReminder, now: datetime) -> Reminder:
        text = wanted.text.strip()
        if not text:
            raise BadInput("A reminder needs a text.")
        if len(text) > MAX_TEXT:
            raise BadInput("A reminder's text may have {most} characters at most.", most=MAX_TEXT)
        if wanted.rrule is None and wanted.due < now - _PAST_SLACK:
            raise BadInput("That time has already passed.", hint="Name a time to come.")
        local = recurrence.to_local(wanted.due, wanted.zone)
        if wanted.rrule is not None:
            local = await self._first_of(wanted.rrule, local, now, wanted.zone)
        return Reminder(
            id=ReminderId(new_id(now)),
            user_id=wanted.user_id,
            text=text,
            start_local=local,
            zone=wanted.zone.key,
            rrule=wanted.rrule,
            policy=wanted.policy,
            latest_s=wanted.latest_s,
            created_at=now,
            conversation_id=wanted.conversation_id,
            source_message=wanted.source_message,
            condition=wanted.condition,
            action=wanted.action,
        )

    async def _first_of(
        self, rrule: str, local: datetime, now: datetime, zone: ZoneInfo
    ) -> datetime:
        """The rule's first occurrence that is not in the past. A rule may be slow to expand."""
        local_now = recurrence.to_local(now - _PAST_SLACK, zone)

        def first() -> datetime | None:
            recurrence.check(rrule, local)
            return recurrence.after(rrule, local, max(local, local_now) - timedelta(seconds=1))

        try:
            found = await in_thread("recurrence", first, _RULE_CHECK_LIMIT_S)
        except TimeoutError:
            raise BadInput("This recurrence never happens, or not for centuries.") from None
        if found is None:
            raise BadInput("This recurrence has no occurrence left.")
        return found

    async def update(self, user_id: UserId, reminder_id: ReminderId, change: RuleChange) -> Changed:
        """Change the rule and plan it anew where its time changed."""
        now = self._clock.now()
        before = await self._latest(user_id, reminder_id)
        rule, local = await self._changed_rule(before, change, now)
        occurrence_id = self._occurrence_id()

        def run(connection: Connection) -> tuple[ReminderView, int]:
            current = rows.latest_of_rule(connection, user_id, reminder_id)
            if current != before:
                # Answered, cancelled or changed while the rule was being checked.
                raise BadInput("It has changed meanwhile.", hint="Look at it and try again.")
            rows.update_rule(connection, rule)
            after = before.model_copy(update={"reminder": rule})
            if local is not None:
                planned = escalation.planned(rule, local, occurrence_id)
                after = ReminderView(reminder=rule, occurrence=planned)
                rows.delete_live(connection, rule.id)
                rows.insert_occurrence(connection, planned)
            return after, changes.record(connection, after, "updated", before, now)

        after, number = await self._database.write(run)
        if local is not None:
            await self._notifier.withdraw(before)
        self._told(after, "updated", now)
        return Changed(before, after, number=number)

    async def _changed_rule(
        self, before: ReminderView, change: RuleChange, now: datetime
    ) -> tuple[Reminder, datetime | None]:
        """The rule as it shall be, and its next wall time where that changes."""
        old = before.reminder
        rule = old.model_copy(
            update={
                "text": change.text or old.text,
                "policy": change.policy or old.policy,
                "latest_s": None if change.never_too_late else change.latest_s or old.latest_s,
            }
        )
        if change.due is None and change.rrule is None:
            return rule, None
        zone = change.zone or ZoneInfo(old.zone)
        # Without a new time the rule keeps its own, whereto a snooze may have moved it.
        due = change.due or recurrence.to_instant(before.occurrence.rule_local, ZoneInfo(old.zone))
        rrule = change.rrule or old.rrule
        if change.due is not None and change.rrule is None and rrule is not None:
            # Moved as a whole: "on the 2nd" makes a rule of the 1st one of the 2nd.
            new_local = recurrence.to_local(change.due, zone)
            rrule = recurrence.moved(rrule, before.occurrence.rule_local, new_local)
        wanted = NewReminder(old.user_id, rule.text, due, zone, rrule, rule.policy, rule.latest_s)
        fresh = await self._checked_rule(wanted, now)
        moved = {"start_local": fresh.start_local, "zone": fresh.zone, "rrule": rrule}
        rule = rule.model_copy(update={**moved, "state": ReminderState.ACTIVE})
        return rule, fresh.start_local

    # ---- answering ----

    async def acknowledge(self, user_id: UserId, any_id: str) -> Changed:
        """Done: end this occurrence; the first answer wins, on whatever surface it came."""
        return await self._end(user_id, any_id, OccurrenceState.DONE)

    async def skip(self, user_id: UserId, any_id: str) -> Changed:
        """Not this time: end this occurrence as skipped; the rule goes on."""
        return await self._end(user_id, any_id, OccurrenceState.SKIPPED)

    async def cancel(self, user_id: UserId, any_id: str) -> Changed:
        """End the rule and its live occurrence."""
        return await self._end(user_id, any_id, OccurrenceState.CANCELLED)

    async def _end(self, user_id: UserId, any_id: str, state: OccurrenceState) -> Changed:
        now, following_id = self._clock.now(), self._occurrence_id()
        record_id = RecordId(new_id(now))
        asked = await self.get(user_id, any_id)

        def run(connection: Connection) -> tuple[ReminderView, ReminderView, int]:
            current = rows.by_occurrence(connection, user_id, asked.occurrence.id) or asked
            if state is OccurrenceState.CANCELLED:
                # Cancelling is about the rule, whichever of its occurrences was named.
                latest = rows.latest_of_rule(connection, user_id, asked.reminder.id)
                current = latest or current
            if not rows.end_if_live(connection, current.occurrence.id, state, now):
                return current, current, 0
            after = escalation.ended(current, state, now)
            if state is OccurrenceState.CANCELLED:
                after = escalation.with_rule_state(after, ReminderState.CANCELLED)
                rows.update_rule(connection, after.reminder)
            if state is OccurrenceState.DONE:
                doses.write_down(connection, current, now, record_id)
            plan_following(connection, after, now, following_id)
            number = changes.record(connection, after, _CHANGES[state], current, now)
            return current, after, number

        before, after, number = await self._database.write(run, vital=True)
        if number:
            await self._notifier.withdraw(after)
            self._told(after, _CHANGES[state], now)
        return Changed(before, after, changed=bool(number), number=number)

    async def snooze(self, user_id: UserId, any_id: str, until: datetime) -> Changed:
        """Move this occurrence to `until`; the rule and its later occurrences stay."""
        now = self._clock.now()
        if until <= now:
            raise BadInput("Snooze to a time to come.")
        asked = await self.get(user_id, any_id)

        def run(connection: Connection) -> tuple[ReminderView, ReminderView, int]:
            current = rows.by_occurrence(connection, user_id, asked.occurrence.id) or asked
            if not current.occurrence.state.is_live:
                return current, current, 0
            after = escalation.snoozed(current, until)
            rows.update_occurrences(connection, [after.occurrence])
            return current, after, changes.record(connection, after, "snoozed", current, now)

        before, after, number = await self._database.write(run, vital=True)
        if number:
            await self._notifier.withdraw(before)
            self._told(after, "snoozed", now)
        return Changed(before, after, changed=bool(number), number=number)

    # ---- taking back ----

    async def newest_change(self, user_id: UserId) -> tuple[int, str] | None:
        """The number of the last change that still stands, and the text of its reminder."""

        def run(connection: Connection) -> tuple[int, str] | None:
            found = changes.newest(connection, user_id)
            if found is None:
                return None
            view = rows.latest_of_rule(connection, user_id, found.reminder_id)
            return found.seq, "" if view is None else view.reminder.text

        return await self._database.read(run)

    async def undo(self, user_id: UserId, number: int | None = None) -> ReminderView:
        """Take back one change, the newest by default: the rule is again as it was before it.

        What was firing is shown again at once, at its level: its windows were closed.

        Raises:
            NotFound: there is no such change.
            BadInput: it was taken back already, or the reminder was changed again after it.
        """
        now = self._clock.now()

        def run(connection: Connection) -> tuple[ReminderView, bool]:
            found = (
                changes.newest(connection, user_id)
                if number is None
                else changes.get(connection, user_id, number)
            )
            if found is None:
                raise NotFound("There is nothing to take back.")
            current = rows.latest_of_rule(connection, user_id, found.reminder_id)
            if current is None:
                raise NotFound("There is nothing to take back.")
            if found.undone:
                raise BadInput("This was already taken back.")
            if changes.has_later(connection, found):
                raise BadInput("It was changed again since.", hint="Take that back first.")
            changes.mark_undone(connection, found.seq)
            if found.before is None:
                rows.delete_rule(connection, user_id, found.reminder_id)
                return current, True
            doses.take_back(connection, found.before)
            view = escalation.to_be_shown_again(found.before, now)
            rows.restore(connection, view)
            return view, False

        view, removed = await self._database.write(run, vital=True)
        if removed:
            await self._notifier.withdraw(view)
            self._told(escalation.ended(view, OccurrenceState.CANCELLED, now), "cancelled", now)
        else:
            self._told(view, "updated", now)
        return view

    async def _latest(self, user_id: UserId, reminder_id: ReminderId) -> ReminderView:
        view = await self._database.read(lambda c: rows.latest_of_rule(c, user_id, reminder_id))
        if view is None:
            raise NotFound("There is no such reminder.")
        return view

    def _told(self, view: ReminderView, change: _Change, now: datetime) -> None:
        self._scheduler.wake()
        self._events.publish(
            RemindersChanged(user_id=view.reminder.user_id, view=view, change=change, at=now)
        )

    def _occurrence_id(self) -> OccurrenceId:
        return OccurrenceId(new_id(self._clock.now()))
