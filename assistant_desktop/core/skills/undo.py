"""undo: take back the last change of a reminder or an event, or the last health reading."""

from collections.abc import Awaitable, Callable

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import event_results
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_view
from assistant_desktop.core.storage.calendar_changes import EventChange
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import CallId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.domain.tool import (
    About,
    Effect,
    ToolContext,
    ToolFailed,
    ToolResult,
    ToolSpec,
)
from assistant_desktop.wording import wording

_READINGS, _EVENT, _REMINDER = "readings", "event_change", "reminder_change"


class Arguments(BaseModel):
    """Nothing is needed."""

    model_config = ConfigDict(extra="forbid")


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        # Where a yes was asked for: what the question showed, not what has come since.
        last = await _last(ground, context) if context.shown is None else context.shown
        ways: dict[str, Callable[[SkillGround, JsonObject, ToolContext], Awaitable[ToolResult]]] = {
            _READINGS: _readings_taken_back,
            _EVENT: _event_taken_back,
            _REMINDER: _reminder_taken_back,
        }
        way = next((way for name, way in ways.items() if name in last), _nothing_taken_back)
        try:
            return await way(ground, last, context)
        except (NotFound, BadInput) as problem:
            raise ToolFailed(wording(context.language).error(problem)) from problem

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        change = await _event_change(ground, await _last(ground, context), context)
        return change is not None and await event_results.is_remote(ground, change)

    async def about(wanted: Arguments, context: ToolContext) -> About:
        last = await _last(ground, context)
        change = await _event_change(ground, last, context)
        if change is not None:
            return About(await event_results.undo_effect(ground, change, context), last)
        text = last.get("text", "")
        if not text:
            return About("", last)
        return About(wording(context.language).text("Taken back: {what}", what=text), last)

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


async def _last(ground: SkillGround, context: ToolContext) -> JsonObject:
    """What the user did last, by its number; nothing where there is none."""
    user_id = context.user_id
    told = await ground.health.diary.told_last(user_id, context.conversation_id)
    if told:
        text = " ".join(one.receipt for one in told)
        return {_READINGS: [one.call_id for one in told], "text": text}
    if await ground.calendar.diary.was_changed_last(user_id):
        change = await ground.calendar.diary.newest_change(user_id)
        if change is not None:
            return {_EVENT: change.number}
    newest = await ground.reminders.newest_change(user_id)
    return {} if newest is None else {_REMINDER: newest[0], "text": newest[1]}


async def _event_change(
    ground: SkillGround, last: JsonObject, context: ToolContext
) -> EventChange | None:
    """The change of an event that would be taken back."""
    if _EVENT not in last:
        return None
    return await ground.calendar.diary.change_of(context.user_id, int(last[_EVENT]))


async def _nothing_taken_back(
    ground: SkillGround, last: JsonObject, context: ToolContext
) -> ToolResult:
    raise NotFound("There is nothing to take back.")


async def _readings_taken_back(
    ground: SkillGround, last: JsonObject, context: ToolContext
) -> ToolResult:
    calls = [CallId(one) for one in last[_READINGS]]
    told = await ground.health.diary.take_back_told(context.user_id, calls)
    if not told:
        raise BadInput("This was already taken back.")
    text = wording(context.language).text("Taken back: {what}", what=" ".join(told))
    return ToolResult(text, receipt=text)


async def _event_taken_back(
    ground: SkillGround, last: JsonObject, context: ToolContext
) -> ToolResult:
    change = await ground.calendar.diary.undo(context.user_id, int(last[_EVENT]))
    return await event_results.taken_back(ground, change, context)


async def _reminder_taken_back(
    ground: SkillGround, last: JsonObject, context: ToolContext
) -> ToolResult:
    words = wording(context.language)
    view = await ground.reminders.undo(context.user_id, int(last[_REMINDER]))
    live = await ground.reminders.live(context.user_id)
    text = words.text("Taken back: “{text}”.", text=view.reminder.text)
    stands = next((one for one in live if one.reminder.id == view.reminder.id), None)
    if stands is not None and stands.occurrence.state is not OccurrenceState.FIRING:
        again = words.text("It is due again {when}.", when=say_view(stands, context))
        text = f"{text} {again}"
    return ToolResult(text, receipt=text, data=results.view_data(view))
