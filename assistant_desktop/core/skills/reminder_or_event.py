"""Words that may name a reminder or an event: "move the dentist to Friday"."""

from assistant_desktop.core.skills import event_results, reminder_results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.which import SeveralReminders, choose
from assistant_desktop.core.skills.which_event import (
    SeveralEvents,
    about_event,
    choose_event,
    names_event,
)
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import About, ToolContext, ToolFailed, ToolResult, UndoFunction


async def is_event(ground: SkillGround, context: ToolContext, which: str | None) -> bool:
    """Whether no one reminder is called so and an event is; several are asked about."""
    if names_event(context.shown):
        return True
    if not which:
        return False
    try:
        await choose(ground, context, which)
    except ToolFailed as unclear:
        several = isinstance(unclear, SeveralReminders)
    else:
        return False
    try:
        await choose_event(ground, context, which)
    except SeveralEvents:
        return not several
    except ToolFailed:
        return False
    return True


async def about_either(ground: SkillGround, context: ToolContext, which: str | None) -> About:
    """Which event a call is about, where it is about one."""
    if not await is_event(ground, context, which):
        return About("")
    return await about_event(ground, context, which)


def undo_either(ground: SkillGround) -> UndoFunction:
    """Taking back what was done to whichever of the two was meant."""
    of_event, of_reminder = event_results.undo_change(ground), reminder_results.undo_change(ground)

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        taken_back = of_event if "event_change" in data else of_reminder
        return await taken_back(data, context)

    return undo
