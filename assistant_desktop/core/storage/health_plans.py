"""Reminders that write doses down, with what became of their due moments."""

from datetime import datetime

from assistant_desktop.core.storage import reminders
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import OccurrenceId, ReminderId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel
from assistant_desktop.domain.reminder import OccurrenceState, ReminderView


class PastDose(DomainModel):
    """A due moment; missed_count: how many of the rule it stands for."""

    id: OccurrenceId
    due: AwareDatetime
    state: OccurrenceState
    ended_at: AwareDatetime | None
    missed_count: int


def plans(connection: Connection, user_id: UserId) -> list[ReminderView]:
    """The user's rules that write a dose down and go on, by text."""
    rows = connection.execute(
        "SELECT id FROM reminders WHERE user_id = ? AND state = 'active' AND action IS NOT NULL"
        " AND json_extract(action, '$.kind') = 'log_dose' ORDER BY text, id",
        (user_id,),
    ).fetchall()
    found = [reminders.latest_of_rule(connection, user_id, ReminderId(str(row[0]))) for row in rows]
    return [one for one in found if one is not None]


def past_doses(
    connection: Connection, user_id: UserId, reminder_id: ReminderId, since: datetime, now: datetime
) -> list[PastDose]:
    """What was due since then, newest first."""
    rows = connection.execute(
        "SELECT id, due, state, ended_at, missed_count FROM occurrences WHERE user_id = ?"
        " AND reminder_id = ? AND due >= ? AND due <= ? AND state != 'cancelled'"
        " ORDER BY due DESC",
        (user_id, reminder_id, to_ms(since), to_ms(now)),
    )
    return [
        PastDose(
            id=OccurrenceId(one),
            due=from_ms(due),
            state=OccurrenceState(state),
            ended_at=from_ms(ended),
            missed_count=missed,
        )
        for one, due, state, ended, missed in rows
    ]
