"""The built-in tools: one file each, one line each here."""

from collections.abc import Callable

from assistant_desktop.core.skills import (
    acknowledge_reminder,
    cancel_reminder,
    create_event,
    create_reminder,
    daily_briefing,
    delete_event,
    forget,
    get_time,
    health_target,
    list_events,
    list_reminders,
    log_health,
    query_health,
    recall,
    remember,
    remind_of_event,
    search_history,
    skip_reminder,
    snooze_reminder,
    undo,
    update_event,
    update_reminder,
)
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.domain.tool import ToolSpec

ALL_TOOLS: tuple[Callable[[SkillGround], ToolSpec], ...] = (
    create_reminder.tool,
    list_reminders.tool,
    acknowledge_reminder.tool,
    skip_reminder.tool,
    snooze_reminder.tool,
    update_reminder.tool,
    cancel_reminder.tool,
    undo.tool,
    remember.tool,
    recall.tool,
    forget.tool,
    search_history.tool,
    get_time.tool,
    log_health.tool,
    query_health.tool,
    health_target.tool,
    list_events.tool,
    create_event.tool,
    update_event.tool,
    delete_event.tool,
    remind_of_event.tool,
    daily_briefing.tool,
)


def build_tools(ground: SkillGround) -> dict[str, ToolSpec]:
    """Every built-in tool by name, in a stable order."""
    return {spec.name: spec for spec in (make(ground) for make in ALL_TOOLS)}
