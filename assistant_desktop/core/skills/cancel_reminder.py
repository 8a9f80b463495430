"""cancel_reminder: ends the rule and what it still has planned."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import delete_event
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.reminder_or_event import about_either, is_event, undo_either
from assistant_desktop.core.skills.which import choose
from assistant_desktop.core.skills.which_event import choose_event
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Which reminder to cancel."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        if await is_event(ground, context, wanted.which):
            event = delete_event.Arguments(which=wanted.which)
            return await delete_event.tool(ground).run(event, context)
        view = await choose(ground, context, wanted.which)
        changed = await ground.reminders.cancel(context.user_id, view.occurrence.id)
        words = wording(context.language)
        receipt = words.text("Cancelled: “{text}”.", text=view.reminder.text)
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.view_data(changed.after),
            undo=results.undo_data(changed) if changed.changed else None,
        )

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        if await is_event(ground, context, wanted.which):
            found, _ = await choose_event(ground, context, wanted.which)
            return found.calendar.is_written_elsewhere
        return False

    return ToolSpec(
        name="cancel_reminder",
        description="Cancel a reminder for good, with all its repeats.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=undo_either(ground),
        leaves=leaves,
        leaves_by_name=False,
        about=lambda wanted, context: about_either(ground, context, wanted.which),
    )
