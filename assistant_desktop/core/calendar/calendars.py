"""Everything of the user's calendars in one hand: what the facade and the tools get."""

from dataclasses import dataclass

from assistant_desktop.core.calendar.diary import CalendarDiary
from assistant_desktop.core.calendar.event_reminders import EventReminders
from assistant_desktop.core.calendar.transfer import CalendarTransfer


@dataclass(frozen=True, slots=True)
class Calendars:
    """The diary, what reminds of its events, and files and addresses."""

    diary: CalendarDiary
    reminders: EventReminders
    transfer: CalendarTransfer
