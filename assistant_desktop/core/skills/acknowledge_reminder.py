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
        words = wording(context.language)
        text = view.reminder.text
        if not changed.changed:
            told = words.text("“{text}” was already answered.", text=text)
            return ToolResult(told, data=results.view_data(changed.after))
        receipt = words.text("Done: “{text}”.", text=text)
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.view_data(changed.after),
            undo=results.undo_data(changed),
        )

    return ToolSpec(
        name="acknowledge_reminder",
        description="Mark a reminder as done, so that it stops.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
