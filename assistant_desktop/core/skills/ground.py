"""What the built-in tools stand on."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant_desktop.core.calendar.calendars import Calendars
from assistant_desktop.core.health_diary import HealthDiary
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.recall import Recall
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.when import DayTimes


@dataclass(frozen=True, slots=True)
class SkillGround:
    """The parts of core that tools may use."""

    reminders: ReminderCommands
    memories: Memories
    recall: Recall
    health: HealthDiary
    calendar: Calendars
    day_times: Callable[[], DayTimes]
