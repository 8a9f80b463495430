"""Builds the user's calendars and ties them to reminders, files and addresses."""

from assistant_desktop.core.calendar.calendars import Calendars
from assistant_desktop.core.calendar.diary import CalendarDiary
from assistant_desktop.core.calendar.event_reminders import EventReminders
from assistant_desktop.core.calendar.transfer import CalendarTransfer, Outside
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.services.calendar_service import IcsFiles
from assistant_desktop.wiring.world import Foundation, World


def build_calendars(base: Foundation, reminders: ReminderCommands, world: World) -> Calendars:
    """The diary; its reminders follow from now on."""
    database, clock, events = base.database, base.clock, base.events
    diary = CalendarDiary(database, clock, events)
    following = EventReminders(database, clock, diary, reminders, base.supervisor)
    outside = Outside(IcsFiles(), world.subscriptions, world.switchboard)
    transfer = CalendarTransfer(database, clock, events, diary, outside)
    events.subscribe(following.heard)
    base.supervisor.once("follow-events", following.look_over())
    return Calendars(diary, following, transfer)
