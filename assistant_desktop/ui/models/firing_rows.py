"""What the reminder window shows of one reminder at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant_desktop.ui.dates import clock_text, countdown_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.profile_rows import profile_title
from assistant_desktop.ui.models.reminder_rows import (
    Rung,
    due_line,
    ladder,
    next_channel,
    severity,
)

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.domain.reminder import ReminderView


@dataclass(frozen=True, slots=True)
class FiringRow:
    """All of it in words, but for the ladder."""

    occurrence_id: str
    text: str
    clock: str
    due: str
    rungs: tuple[Rung, ...]
    level: int
    next_step: str
    note: str = ""
    is_others: bool = False


def firing_row(view: ReminderView, now: datetime, in_view: str | None = None) -> FiringRow:
    """The row of a reminder that fires; `now` in the user's zone.

    in_view: the profile at the window, if it matters: the words of another one's are not shown.
    """
    policy, occurrence = view.reminder.policy, view.occurrence
    next_step = ""
    if occurrence.next_at is not None and occurrence.next_at > now:
        left = countdown_text((occurrence.next_at - now).total_seconds())
        channel = next_channel(policy, occurrence.level)
        next_step = tr("next in {time}: {channel}", time=left, channel=channel)
    owner = view.reminder.user_id
    is_others = in_view is not None and owner != in_view
    named = tr("A reminder of the profile “{name}”", name=profile_title(owner))
    text = named if is_others else view.reminder.text
    return FiringRow(
        occurrence.id,
        text,
        clock_text(now),
        due_line(view, now),
        tuple(ladder(policy, occurrence.level)),
        severity(view),
        next_step,
        note="" if is_others else occurrence.note,
        is_others=is_others,
    )
