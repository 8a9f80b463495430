"""acknowledge_reminder: done. Ends this occurrence; the first answer wins."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.which import choose
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Which reminder is done."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        view = await choose(ground, context, wanted.which, "firing")
        changed = await ground.reminders.acknowledge(context.user_id, view.occurrence.id)
        if not changed.changed:
            return results.already_answered(changed, context)
        receipt = wording(context.language).text("Done: “{text}”.", text=view.reminder.text)
        return results.did(changed, receipt)

    return ToolSpec(
        name="acknowledge_reminder",
        description="Mark a reminder as done, so that it stops.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
