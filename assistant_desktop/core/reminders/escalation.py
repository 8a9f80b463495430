"""The life of one occurrence, as pure functions: what it was and the time in, what it is out.

The order around them is always: commit the new state -> show -> commit "shown".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.core.reminders import recurrence
from assistant_desktop.domain.escalation import QuietHours, next_level_at
from assistant_desktop.domain.ids import OccurrenceId
from assistant_desktop.domain.reminder import (
    Occurrence,
    OccurrenceState,
    Reminder,
    ReminderState,
    ReminderView,
)

MAX_MISSED_COUNT = 1000
PREPARE_AGAIN = timedelta(seconds=30)
"""A preparation that a crash cut off is begun again after this."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What became of a due occurrence. `show` is False when it only moved or lapsed.

    prepare: something must be found out before it fires; it waits for that.
    """

    view: ReminderView
    show: bool
    again: bool = False
    silent: bool = False
    prepare: bool = False


def advance(view: ReminderView, now: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> Advance:
    """Move an occurrence whose `next_at` has come."""
    silent = is_silent(view, now, quiet, zone)
    if view.occurrence.state is not OccurrenceState.FIRING:
        return _first(view, now, silent=silent)
    if view.occurrence.shown_at is None:
        return _show_again(view, now, silent=silent)
    if silent and quiet is not None:
        return Advance(_with(view, next_at=_end_of(quiet, now, zone)), show=False)
    return _climb(view, now)


def _first(view: ReminderView, now: datetime, *, silent: bool) -> Advance:
    occurrence, rule = view.occurrence, view.reminder
    late_s = (now - occurrence.due).total_seconds()
    if rule.latest_s is not None and late_s > rule.latest_s:
        lapsed = _with(view, state=OccurrenceState.LAPSED, next_at=None, ended_at=now)
        return Advance(lapsed, show=False)
    if must_be_prepared(view):
        return Advance(_with(view, next_at=now + PREPARE_AGAIN), show=False, prepare=True)
    fired = _with(
        view,
        state=OccurrenceState.FIRING,
        level=0,
        next_at=next_level_at(rule.policy, 0, occurrence.due, now),
        shown_at=None,
    )
    return Advance(fired, show=True, silent=silent)


def must_be_prepared(view: ReminderView) -> bool:
    """Whether something has to be found out before it may fire."""
    occurrence = view.occurrence
    waits = occurrence.state.is_live and occurrence.state is not OccurrenceState.FIRING
    return waits and view.reminder.is_prepared_first and not occurrence.is_prepared


def is_as_it_was(current: ReminderView, begun: ReminderView) -> bool:
    """Whether an occurrence still waits for what was begun to be found out about it."""
    now, then = current.occurrence, begun.occurrence
    same = (now.due, now.state) == (then.due, then.state)
    rules = (current.reminder.condition, current.reminder.action)
    same_rule = rules == (begun.reminder.condition, begun.reminder.action)
    return same and same_rule and must_be_prepared(current)


def prepared(view: ReminderView, note: str, now: datetime) -> ReminderView:
    """What had to be found out is known: it may fire at once."""
    return _with(view, is_prepared=True, note=note, next_at=now)


def not_this_time(view: ReminderView, note: str, now: datetime) -> ReminderView:
    """Its condition does not hold: this occurrence ends without having fired."""
    skipped = OccurrenceState.SKIPPED
    return ended(_with(view, is_prepared=True, note=note), skipped, now)


def _show_again(view: ReminderView, now: datetime, *, silent: bool) -> Advance:
    """A level that was committed but never proven shown: the same level once more."""
    level, policy = view.occurrence.level, view.reminder.policy
    moved = _with(view, next_at=next_level_at(policy, level, view.occurrence.due, now))
    return Advance(moved, show=True, again=True, silent=silent)


def _climb(view: ReminderView, now: datetime) -> Advance:
    level, policy = view.occurrence.level + 1, view.reminder.policy
    climbed = _with(
        view,
        level=level,
        next_at=next_level_at(policy, level, view.occurrence.due, now),
        shown_at=None,
    )
    return Advance(climbed, show=True)


def is_silent(view: ReminderView, now: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> bool:
    """Whether it may only be shown by counts and lists now."""
    if quiet is None or view.reminder.policy.critical:
        return False
    return quiet.covers(recurrence.to_local(now, zone).time())


def _end_of(quiet: QuietHours, now: datetime, zone: ZoneInfo) -> datetime:
    local = recurrence.to_local(now, zone)
    end = datetime.combine(local.date(), quiet.end)
    return recurrence.to_instant(end if end > local else end + timedelta(days=1), zone)


def after_clock_went_back(view: ReminderView, now: datetime) -> ReminderView:
    """Keep a ladder going when the wall clock was set back: never wait more than one gap."""
    soonest = next_level_at(view.reminder.policy, view.occurrence.level, now, now)
    planned = view.occurrence.next_at
    return view if planned is None or planned <= soonest else _with(view, next_at=soonest)


def with_missed_count(view: ReminderView, now: datetime) -> ReminderView:
    """Count the due moments of the rule that one overdue occurrence stands for."""
    rule = view.reminder
    if rule.rrule is None:
        return view
    local_now = recurrence.to_local(now, ZoneInfo(rule.zone))
    start = anchor(rule, view.occurrence)
    count = recurrence.count_between(
        rule.rrule, start, view.occurrence.rule_local, local_now, MAX_MISSED_COUNT
    )
    return _with(view, missed_count=max(count, 1))


def anchor(rule: Reminder, occurrence: Occurrence) -> datetime:
    """Where expansion may begin: the occurrence itself keeps the phase, COUNT needs the start."""
    if rule.rrule is not None and recurrence.anchored(rule.rrule):
        return rule.start_local
    return occurrence.rule_local


def next_occurrence(view: ReminderView, now: datetime, new_id: OccurrenceId) -> Occurrence | None:
    """The occurrence that follows one which has ended; due moments long past are left out."""
    rule = view.reminder
    if rule.rrule is None or rule.state is not ReminderState.ACTIVE:
        return None
    zone = ZoneInfo(rule.zone)
    earliest = now - timedelta(seconds=rule.latest_s or 0)
    after_local = max(view.occurrence.rule_local, recurrence.to_local(earliest, zone))
    start = anchor(rule, view.occurrence)
    local = recurrence.after(rule.rrule, start, after_local)
    # When the clocks go back an hour of wall times comes twice: those already past are left out.
    while local is not None and recurrence.to_instant(local, zone) <= earliest:
        local = recurrence.after(rule.rrule, start, local)
    return None if local is None else planned(rule, local, new_id)


def planned(rule: Reminder, local: datetime, new_id: OccurrenceId) -> Occurrence:
    """A fresh occurrence of `rule` at naive wall time `local`."""
    due = recurrence.to_instant(local, ZoneInfo(rule.zone))
    return Occurrence(
        id=new_id,
        reminder_id=rule.id,
        user_id=rule.user_id,
        due=due,
        rule_local=local,
        state=OccurrenceState.SCHEDULED,
        next_at=due,
    )


def snoozed(view: ReminderView, until: datetime) -> ReminderView:
    """The same occurrence, moved; its ladder begins anew then. The rule stays as it is.

    What was found out holds for its day: on another one it is found out anew.
    """
    zone = ZoneInfo(view.reminder.zone)
    same_day = until.astimezone(zone).date() == view.occurrence.due.astimezone(zone).date()
    return _with(
        view,
        is_prepared=view.occurrence.is_prepared and same_day,
        note=view.occurrence.note if same_day else "",
        state=OccurrenceState.SNOOZED,
        due=until,
        next_at=until,
        level=0,
        shown_at=None,
    )


def to_be_shown_again(view: ReminderView, now: datetime) -> ReminderView:
    """A firing occurrence whose surfaces were closed: due at once, at the same level."""
    if view.occurrence.state is not OccurrenceState.FIRING:
        return view
    return _with(view, shown_at=None, next_at=now)


def ended(view: ReminderView, state: OccurrenceState, now: datetime) -> ReminderView:
    """The occurrence after its end as `state`."""
    return _with(view, state=state, next_at=None, ended_at=now)


def with_rule_state(view: ReminderView, state: ReminderState) -> ReminderView:
    """The view with its rule in another state."""
    return view.model_copy(update={"reminder": view.reminder.model_copy(update={"state": state})})


def _with(view: ReminderView, **changes: object) -> ReminderView:
    return view.model_copy(update={"occurrence": view.occurrence.model_copy(update=changes)})
