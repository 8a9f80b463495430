"""Reminders: the rule a user made, and the occurrences it has.

A rule lives in local wall time with an IANA zone; an occurrence is one due moment of it and
carries the escalation. Per rule at most one occurrence is live.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from assistant_desktop.domain.escalation import NORMAL, Policy
from assistant_desktop.domain.ids import ConversationId, MessageId, OccurrenceId, ReminderId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class ReminderState(StrEnum):
    """Whether a rule still makes occurrences."""

    ACTIVE = "active"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class OccurrenceState(StrEnum):
    """Where one due moment stands.

    scheduled -> firing -> done | skipped, both back to snoozed -> firing on request; cancelled
    with the rule; lapsed when it came later than its rule allows.
    """

    SCHEDULED = "scheduled"
    SNOOZED = "snoozed"
    FIRING = "firing"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"

    @property
    def is_live(self) -> bool:
        """True while it may still fire."""
        return self in LIVE_STATES


LIVE_STATES = frozenset(
    {OccurrenceState.SCHEDULED, OccurrenceState.SNOOZED, OccurrenceState.FIRING}
)


WeatherKind = Literal["rain", "snow", "precipitation", "heat", "cold", "wind"]
_USUAL_LIMITS = {
    "rain": 0.0,
    "snow": 0.0,
    "precipitation": 0.0,
    "heat": 28.0,
    "cold": 0.0,
    "wind": 10.0,
}


class Condition(DomainModel):
    """The weather at the user's own place that a reminder depends on.

    `threshold`: °C for heat and cold, m/s for wind; None is the usual one. `days_after`: the day
    that is meant, counted from the day of the due time. `unless`: it fires where the weather is
    not to be expected.
    """

    kind: WeatherKind
    threshold: float | None = Field(default=None, ge=-100, le=100)
    days_after: Annotated[int, Field(ge=0, le=9)] = 0
    unless: bool = False

    @property
    def limit(self) -> float:
        """What is compared with, in °C or m/s; 0 where nothing is."""
        return _USUAL_LIMITS[self.kind] if self.threshold is None else self.threshold


class Dose(DomainModel):
    """A dose that "done" writes down: such as 10 mg of lisinopril."""

    medicine: str = Field(min_length=1, max_length=200)
    amount: float = Field(default=1, gt=0)
    unit: str = "times"


class Action(DomainModel):
    """What a reminder does besides: tell the day at a glance, or write a dose down when done."""

    kind: Literal["briefing", "log_dose"]
    dose: Dose | None = None


class Reminder(DomainModel):
    """A rule. `start_local` is naive wall time in `zone`; `rrule` None means once.

    `latest_s`: when it comes later than this many seconds it lapses; None means never.
    """

    id: ReminderId
    user_id: UserId
    text: str = Field(min_length=1, max_length=4000)
    start_local: datetime
    zone: str
    rrule: str | None = None
    policy: Policy = NORMAL
    latest_s: float | None = Field(default=None, gt=0)
    state: ReminderState = ReminderState.ACTIVE
    created_at: AwareDatetime
    conversation_id: ConversationId | None = None
    source_message: MessageId | None = None
    condition: Condition | None = None
    action: Action | None = None

    @property
    def is_prepared_first(self) -> bool:
        """Whether something must be found out before an occurrence fires."""
        return self.condition is not None or (
            self.action is not None and self.action.kind == "briefing"
        )


class Occurrence(DomainModel):
    """One due moment of a rule, with its place on the ladder.

    `next_at` is when the scheduler must look at it again, None once it has ended. `shown_at`
    is None between the commit of a level and the proof that it was shown. `missed_count` is
    how many due moments of the rule it stands for. `note` was found out before it fired (the
    weather it depends on, the day at a glance), which `is_prepared` says is done.
    """

    id: OccurrenceId
    reminder_id: ReminderId
    user_id: UserId
    due: AwareDatetime
    rule_local: datetime
    state: OccurrenceState
    level: int = 0
    next_at: AwareDatetime | None
    shown_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    missed_count: int = 1
    is_prepared: bool = False
    note: str = ""


class ReminderView(DomainModel):
    """A rule with the occurrence that matters now: what every list and window shows."""

    reminder: Reminder
    occurrence: Occurrence
