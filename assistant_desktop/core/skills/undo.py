"""undo: take back the last change of a reminder or an event, or the last health reading."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import event_results
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_view
from assistant_desktop.core.storage.calendar_changes import EventChange
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Nothing is needed."""

    model_config = ConfigDict(extra="forbid")


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        told = await ground.health.diary.take_back_last(context.user_id, context.conversation_id)
        if told is not None:
            text = words.text("Taken back: {what}", what=" ".join(told))
            return ToolResult(text, receipt=text)
        if await ground.calendar.diary.was_changed_last(context.user_id):
            return await _event_taken_back(ground, context)
        try:
            view = await ground.reminders.undo(context.user_id)
        except (NotFound, BadInput) as problem:
            raise ToolFailed(words.error(problem)) from problem
        live = await ground.reminders.live(context.user_id)
        text = words.text("Taken back: “{text}”.", text=view.reminder.text)
        stands = next((one for one in live if one.reminder.id == view.reminder.id), None)
        if stands is not None and stands.occurrence.state is not OccurrenceState.FIRING:
            again = words.text("It is due again {when}.", when=say_view(stands, context))
            text = f"{text} {again}"
        return ToolResult(text, receipt=text, data=results.view_data(view))

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        change = await _change(ground, context)
        return change is not None and await event_results.is_remote(ground, change)

    async def about(wanted: Arguments, context: ToolContext) -> str:
        change = await _change(ground, context)
        return "" if change is None else await event_results.undo_effect(ground, change, context)

    return ToolSpec(
        name="undo",
        description="Take back the last change: a reminder or event made, moved or deleted, or a"
        " health reading.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        leaves=leaves,
        leaves_by_name=False,
        about=about,
    )


async def _change(ground: SkillGround, context: ToolContext) -> EventChange | None:
    """The change of an event that would be taken back."""
    if not await ground.calendar.diary.was_changed_last(context.user_id):
        return None
    return await ground.calendar.diary.newest_change(context.user_id)


async def _event_taken_back(ground: SkillGround, context: ToolContext) -> ToolResult:
    try:
        change = await ground.calendar.diary.undo(context.user_id)
    except (NotFound, BadInput) as problem:
        raise ToolFailed(wording(context.language).error(problem)) from problem
    return await event_results.taken_back(ground, change, context)
