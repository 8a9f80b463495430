"""Reminders in words: what every list and window shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.ui.dates import clock_text, day_text, late_text, moment_text
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.models.call_words import policy_word
from assistant_desktop.wording.condition_words import condition_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from assistant_desktop.domain.escalation import Policy
    from assistant_desktop.domain.reminder import Condition, ReminderView

_STATES = {
    OccurrenceState.DONE: "done",
    OccurrenceState.SKIPPED: "close",
    OccurrenceState.CANCELLED: "close",
    OccurrenceState.LAPSED: "clock",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder as it is drawn. state: past, now or ahead."""

    state: str
    channel: str


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder as a list shows it."""

    occurrence_id: str
    reminder_id: str
    text: str
    when: str
    details: str
    is_waiting: bool
    is_live: bool
    level: int = 0
    icon: str = "reminders"


def row_of(view: ReminderView, now: datetime, say_rule: Callable[[str], str]) -> ReminderRow:
    """The row of a reminder; `say_rule` tells when it is due and how it repeats, in words."""
    rule, occurrence = view.reminder, view.occurrence
    zone = ZoneInfo(rule.zone)
    due, today = occurrence.due.astimezone(zone), now.astimezone(zone).date()
    waiting = occurrence.state is OccurrenceState.FIRING
    when = f"{day_text(due.date(), today)}, {clock_text(due)}"
    if rule.rrule:
        when = say_rule(rule.rrule)
    details = [
        late_text((now - occurrence.due).total_seconds()) if waiting else "",
        _planned_words(view, zone) if occurrence.state is OccurrenceState.SNOOZED else "",
        policy_word(rule.policy.name) if rule.policy.name != "normal" else "",
        tr("critical") if rule.policy.critical else "",
        _state_words(occurrence.state),
        missed_words(occurrence.missed_count),
        _depends(rule.condition),
        _first_line(occurrence.note),
    ]
    return ReminderRow(
        occurrence.id,
        rule.id,
        rule.text,
        when,
        " · ".join(part for part in details if part),
        is_waiting=waiting,
        is_live=occurrence.state.is_live,
        level=severity(view) if waiting else 0,
        icon=_STATES.get(occurrence.state, "reminders"),
    )


def _depends(condition: Condition | None) -> str:
    """On what it depends, in the words of the window."""
    return "" if condition is None else condition_text(words(), condition)


def _first_line(note: str) -> str:
    """A note of several lines is read in the reminder window."""
    return note.split("\n", 1)[0]


def _planned_words(view: ReminderView, zone: ZoneInfo) -> str:
    if view.occurrence.next_at is None:
        return tr("snoozed")
    return tr("snoozed until {when}", when=moment_text(view.occurrence.next_at.astimezone(zone)))


def _state_words(state: OccurrenceState) -> str:
    names = {
        OccurrenceState.DONE: tr("done"),
        OccurrenceState.SKIPPED: tr("skipped"),
        OccurrenceState.CANCELLED: tr("cancelled"),
        OccurrenceState.LAPSED: tr("too late"),
    }
    return names.get(state, "")


_served: set[Channel] = {one for one in Channel if one is not Channel.PHONE}
"""What can be promised: no ladder names a phone that nothing is sent to."""


def promise_phone(*, reached: bool) -> None:
    """Whether pushes go to a phone, so that ladders name it."""
    (_served.add if reached else _served.discard)(Channel.PHONE)


def missed_words(count: int) -> str:
    """How many due moments one row stands for."""
    return trn("{n} time missed", "{n} times missed", count) if count > 1 else ""


def severity(view: ReminderView) -> int:
    """0 to 3: how far up its ladder a reminder is."""
    rungs = ladder(view.reminder.policy, view.occurrence.level)
    reached = sum(rung.state != "ahead" for rung in rungs)
    return min(max(reached - 1, 0) + (1 if view.occurrence.level >= len(rungs) else 0), 3)


def ladder(policy: Policy, level: int) -> list[Rung]:
    """The steps of a policy: which are past, which one is now."""
    delay_s = policy.delay_s(level)
    steps = [step for step in policy.steps if set(step.channels) & _served]
    reached = [step for step in steps if step.after_s <= delay_s]
    rungs = []
    for number, step in enumerate(steps):
        state = "ahead"
        if number < len(reached) - 1:
            state = "past"
        elif number == len(reached) - 1:
            state = "now"
        rungs.append(Rung(state, channel_name(step.channels[-1])))
    return rungs


def next_channel(policy: Policy, level: int) -> str:
    """What speaks at the next step: what is new there, else the loudest."""
    now = policy.channels(level)
    later = [channel for channel in policy.channels(level + 1) if channel in _served]
    fresh = [channel for channel in later if channel not in now]
    return channel_name((fresh or later)[-1])


def channel_name(channel: Channel) -> str:
    """A channel in one or two words."""
    names = {
        Channel.NOTIFICATION: tr("notification"),
        Channel.WINDOW: tr("window"),
        Channel.SOUND: tr("sound"),
        Channel.ON_TOP: tr("on top"),
        Channel.PHONE: tr("phone"),
    }
    return names[channel]


def due_line(view: ReminderView, now: datetime) -> str:
    """Due 14:05 · 12 min late · nag 3."""
    zone = ZoneInfo(view.reminder.zone)
    due = view.occurrence.due.astimezone(zone)
    near = due.date() == now.astimezone(zone).date()
    time = clock_text(due) if near else moment_text(due)
    parts = [
        tr("due {time}", time=time),
        late_text((now - view.occurrence.due).total_seconds()),
        missed_words(view.occurrence.missed_count),
    ]
    if view.occurrence.level:
        parts.append(tr("nag {n}", n=view.occurrence.level))
    return " · ".join(part for part in parts if part)


def split_rows(
    views: Sequence[ReminderView], now: datetime
) -> tuple[list[ReminderView], list[ReminderView]]:
    """What waits for an answer, and what is still to come."""
    waiting = [one for one in views if one.occurrence.state is OccurrenceState.FIRING]
    coming = [one for one in views if one.occurrence.state is not OccurrenceState.FIRING]
    return waiting, coming
