"""What the built-in tools stand on."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant_desktop.core.calendar.calendars import Calendars
from assistant_desktop.core.health.health import Health
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.recall import Recall
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.service_ports import ToolSource


@dataclass(frozen=True, slots=True)
class SkillGround:
    """The parts of core that tools may use; `services`: the tools of what is switched on."""

    reminders: ReminderCommands
    memories: Memories
    recall: Recall
    health: Health
    calendar: Calendars
    day_times: Callable[[], DayTimes]
    services: ToolSource
