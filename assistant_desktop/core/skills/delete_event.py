"""delete_event: an event, or one occurrence of a series, is deleted."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import event_results as results
from assistant_desktop.core.skills.event_times import say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.which_event import about_event, choose_event
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import title_text


class Arguments(BaseModel):
    """Which event; "all ..." for every one of a series."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        found, extent = await choose_event(ground, context, wanted.which)
        change = await ground.calendar.diary.delete(found, extent)
        words = wording(context.language)
        one = found.occurrence
        receipt = words.text(
            "Deleted from the calendar: “{title}”, {when}.",
            title=title_text(words, one),
            when=say_event(one, context),
        )
        if one.is_one_of_several:
            stay = words.text("The others of the series stay.")
            gone = words.text("All others of the series are deleted too.")
            receipt = f"{receipt} {stay if extent == 'this' else gone}"
        told = await results.reminders_follow(ground, change, context)
        receipt = f"{receipt} {told}".strip()
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.event_data(one, found.calendar, context.zone),
            undo=results.undo_data(change),
        )

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        found, _ = await choose_event(ground, context, wanted.which)
        return found.calendar.is_written_elsewhere

    return ToolSpec(
        name="delete_event",
        description="Delete an event from the calendar; of a series only its next occurrence,"
        " unless which begins with “all”.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
        leaves=leaves,
        about=lambda wanted, context: about_event(ground, context, wanted.which),
    )
