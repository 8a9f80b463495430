"""Reminders: the rule a user made, and the occurrences it has.

A rule lives in local wall time with an IANA zone; an occurrence is one due moment of it and
carries the escalation. Per rule at most one occurrence is live.
"""

from datetime import datetime
from enum import StrEnum

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


class Occurrence(DomainModel):
    """One due moment of a rule, with its place on the ladder.

    `next_at` is when the scheduler must look at it again, None once it has ended. `shown_at`
    is None between the commit of a level and the proof that it was shown. `missed_count` is
    how many due moments of the rule it stands for.
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


class ReminderView(DomainModel):
    """A rule with the occurrence that matters now: what every list and window shows."""

    reminder: Reminder
    occurrence: Occurrence
