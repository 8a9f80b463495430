"""What fell due while nothing of us ran: found once at start, shown in one list."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant_desktop.core.reminders import escalation
from assistant_desktop.core.reminders.escalation import Advance
from assistant_desktop.core.storage import reminders as rows
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.escalation import QuietHours
from assistant_desktop.domain.reminder import OccurrenceState, ReminderView

_ALL = 1_000_000


@dataclass(slots=True)
class CaughtUp:
    """What the start found: all of it is committed."""

    to_show: list[Advance] = field(default_factory=list)
    missed: list[ReminderView] = field(default_factory=list)
    lapsed: list[Advance] = field(default_factory=list)
    to_prepare: list[Advance] = field(default_factory=list)


def catch_up(
    connection: Connection, now: datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> CaughtUp:
    """Inside a write: resume each ladder at its level, fire what was missed, once per rule."""
    found = CaughtUp()
    due = rows.due(connection, now, _ALL)
    overdue_ids = {view.occurrence.id for view in due}
    advances = [_take_due(view, now, quiet, zone) for view in due]
    rows.update_occurrences(connection, [one.view.occurrence for one in advances])
    for before, one in zip(due, advances, strict=True):
        if one.prepare:
            found.to_prepare.append(one)
            continue
        was_firing = before.occurrence.state is OccurrenceState.FIRING
        lapsed = one.view.occurrence.state is OccurrenceState.LAPSED
        (found.lapsed if lapsed else found.to_show).append(one)
        if not was_firing:
            found.missed.append(one.view)
    waiting = [view for view in rows.firing(connection) if view.occurrence.id not in overdue_ids]
    for view in waiting:
        silent = escalation.is_silent(view, now, quiet, zone)
        found.to_show.append(Advance(view, show=True, again=True, silent=silent))
    return found


def _take_due(
    view: ReminderView, now: datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> Advance:
    if view.occurrence.state is not OccurrenceState.FIRING:
        return escalation.advance(escalation.with_missed_count(view, now), now, quiet, zone)
    one = escalation.advance(view, now, quiet, zone)
    # A ladder that quiet hours hold back is still shown, silently: its windows are gone.
    return one if one.show else Advance(one.view, show=True, again=True, silent=True)
