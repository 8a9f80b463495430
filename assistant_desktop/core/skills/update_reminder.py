"""update_reminder: another text, time or recurrence for a rule."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.reminders import recurrence
from assistant_desktop.core.reminders.commands import RuleChange
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills import update_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.reminder_or_event import about_either, is_event, undo_either
from assistant_desktop.core.skills.spoken_time import (
    Keep,
    SpokenTime,
    moved_to,
    read_moment,
    say_view,
)
from assistant_desktop.core.skills.which import choose
from assistant_desktop.core.skills.which_event import choose_event
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolRetry, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Which reminder, and what of it changes."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None
    text: str | None = None
    due: str | None = None
    rrule: str | None = None
    shift_minutes: Annotated[
        int | None, Field(ge=-525_600, le=525_600, description="later by; negative: earlier")
    ] = None
    keep: Annotated[Keep | None, Field(description="of its old time")] = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        if not (wanted.text or wanted.due or wanted.rrule or wanted.shift_minutes):
            raise ToolRetry("Give a new text, due, rrule or shift_minutes.")
        if not wanted.rrule and await is_event(ground, context, wanted.which):
            event = update_event.Arguments(
                which=wanted.which,
                title=wanted.text,
                start=wanted.due,
                shift_minutes=wanted.shift_minutes,
                keep=wanted.keep,
            )
            return await update_event.tool(ground).run(event, context)
        view = await choose(ground, context, wanted.which)
        change = _change(wanted, view, context, ground)
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
        about=lambda wanted, context: about_either(ground, context, wanted.which),
    )


def _change(
    wanted: Arguments, view: ReminderView, context: ToolContext, ground: SkillGround
) -> RuleChange:
    if wanted.due is None and wanted.shift_minutes:
        due = _own_time(view) + timedelta(minutes=wanted.shift_minutes)
        zone = ZoneInfo(view.reminder.zone)
        return RuleChange(text=wanted.text, due=due, zone=zone, rrule=wanted.rrule)
    spoken = read_moment(wanted.due, context, ground.day_times()) if wanted.due else None
    moment = _moved(spoken, wanted, view, context) if spoken else None
    return RuleChange(
        text=wanted.text,
        due=moment,
        zone=context.zone if spoken else None,
        rrule=wanted.rrule or (spoken.rrule if spoken else None),
    )


def _moved(
    spoken: SpokenTime, wanted: Arguments, view: ReminderView, context: ToolContext
) -> datetime:
    """When it is due then: "to Wednesday" it keeps its hour, "from 3 to 5" its day."""
    if spoken.rrule is not None or wanted.rrule is not None:
        return spoken.moment
    keep: Keep | None = "time" if spoken.is_day else wanted.keep
    due = moved_to(spoken.moment, _own_time(view), keep, context)
    return spoken.moment if keep == "day" and due <= context.now else due


def _own_time(view: ReminderView) -> datetime:
    """When it is due; of a repeating one what its rule says, wherever a snooze moved it."""
    if view.reminder.rrule is None:
        return view.occurrence.due
    return recurrence.to_instant(view.occurrence.rule_local, ZoneInfo(view.reminder.zone))
