"""A reminder to take a medicine: "done" writes the dose down, in the same write."""

from datetime import datetime

from assistant_desktop.core.storage import health
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import OccurrenceId, RecordId
from assistant_desktop.domain.reminder import ReminderView

KIND = "medication"


def source_of(view: ReminderView) -> str:
    """Where a dose came from: the occurrence that was done."""
    return source_for(view.occurrence.id)


def source_for(occurrence_id: OccurrenceId) -> str:
    """The same of its id."""
    return f"reminder:{occurrence_id}"


def write_down(
    connection: Connection, view: ReminderView, now: datetime, record_id: RecordId
) -> None:
    """Inside a write: the dose of an occurrence that was just done; nothing for other reminders."""
    action = view.reminder.action
    if action is None or action.dose is None:
        return
    dose = action.dose
    record = HealthRecord(
        id=record_id,
        user_id=view.reminder.user_id,
        kind=KIND,
        value=dose.amount,
        unit=dose.unit,
        at=now,
        note=dose.medicine,
        source=source_of(view),
    )
    health.insert(connection, record)


def take_back(connection: Connection, view: ReminderView) -> None:
    """Inside a write: that "done" was taken back, and with it the dose."""
    if view.reminder.action is not None and view.reminder.action.dose is not None:
        health.delete_from_source(connection, view.reminder.user_id, source_of(view))
