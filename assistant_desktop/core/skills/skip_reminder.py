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
        words = wording(context.language)
        text = view.reminder.text
        if not changed.changed:
            told = words.text("“{text}” was already answered.", text=text)
            return ToolResult(told, data=results.view_data(changed.after))
        receipt = words.text("Skipped this time: “{text}”.", text=text)
        live = await ground.reminders.live(context.user_id)
        following = next((one for one in live if one.reminder.id == view.reminder.id), None)
        if following is not None:
            next_time = words.text("It is due again {when}.", when=say_view(following, context))
            receipt = f"{receipt} {next_time}"
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.view_data(changed.after),
            undo=results.undo_data(changed),
        )

    return ToolSpec(
        name="skip_reminder",
        description="Skip a reminder this time: it is not done, and its repeats stay.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
