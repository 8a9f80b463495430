"""skip_reminder: not this time. Ends this occurrence as skipped; the rule goes on."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_view
from assistant_desktop.core.skills.which import choose
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Which reminder is skipped."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        view = await choose(ground, context, wanted.which, "firing")
        changed = await ground.reminders.skip(context.user_id, view.occurrence.id)
        if not changed.changed:
            return results.already_answered(changed, context)
        words = wording(context.language)
        receipt = words.text("Skipped this time: “{text}”.", text=view.reminder.text)
        live = await ground.reminders.live(context.user_id)
        following = next((one for one in live if one.reminder.id == view.reminder.id), None)
        if following is not None:
            next_time = words.text("It is due again {when}.", when=say_view(following, context))
            receipt = f"{receipt} {next_time}"
        return results.did(changed, receipt)

    return ToolSpec(
        name="skip_reminder",
        description="Skip a reminder this time: it is not done, and its repeats stay.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
