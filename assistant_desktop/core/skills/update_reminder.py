"""update_reminder: another text, time or recurrence for a rule."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.reminders.commands import RuleChange
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills import update_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.reminder_or_event import is_event, undo_either
from assistant_desktop.core.skills.spoken_time import read_moment, say_view
from assistant_desktop.core.skills.which import choose
from assistant_desktop.core.skills.which_event import choose_event
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolRetry, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Which reminder, and what of it changes."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None
    text: str | None = None
    due: str | None = None
    rrule: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        if not (wanted.text or wanted.due or wanted.rrule):
            raise ToolRetry("Give a new text, due or rrule.")
        if not wanted.rrule and await is_event(ground, context, wanted.which):
            event = update_event.Arguments(which=wanted.which, title=wanted.text, start=wanted.due)
            return await update_event.tool(ground).run(event, context)
        view = await choose(ground, context, wanted.which)
        spoken = read_moment(wanted.due, context, ground.day_times()) if wanted.due else None
        change = RuleChange(
            text=wanted.text,
            due=spoken.moment if spoken else None,
            zone=context.zone if spoken else None,
            rrule=wanted.rrule or (spoken.rrule if spoken else None),
        )
        changed = await ground.reminders.update(context.user_id, view.reminder.id, change)
        words = wording(context.language)
        receipt = words.text(
            "Changed: “{text}”, {when}.",
            text=changed.after.reminder.text,
            when=say_view(changed.after, context),
        )
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.view_data(changed.after),
            undo=results.undo_data(changed),
        )

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        if not wanted.rrule and await is_event(ground, context, wanted.which):
            found, _ = await choose_event(ground, context, wanted.which)
            return found.calendar.is_written_elsewhere
        return False

    return ToolSpec(
        name="update_reminder",
        description="Change the text, the time or the recurrence of a reminder.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=undo_either(ground),
        leaves=leaves,
        leaves_by_name=False,
    )
