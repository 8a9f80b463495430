"""update_event: another title or time for an event, or for one occurrence of a series."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.calendar.diary import Found
from assistant_desktop.core.calendar.edits import EventPatch
from assistant_desktop.core.skills import event_results as results
from assistant_desktop.core.skills.event_times import EventSpan, read_span, say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import Keep, moved_to
from assistant_desktop.core.skills.which_event import about_event, choose_event
from assistant_desktop.domain.calendar_event import EventOccurrence
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolRetry, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import title_text


class Arguments(BaseModel):
    """Which event ("all ..." for every one of a series), and what of it changes."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None
    title: Annotated[str | None, Field(max_length=1000)] = None
    start: str | None = None
    end: str | None = None
    place: Annotated[str | None, Field(max_length=1000)] = None
    shift_minutes: Annotated[
        int | None, Field(ge=-525_600, le=525_600, description="later by; negative: earlier")
    ] = None
    keep: Annotated[Keep | None, Field(description="of its old time")] = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        if not (wanted.title or wanted.start or wanted.end or wanted.place or wanted.shift_minutes):
            raise ToolRetry("Give a new title, start, end, place or shift_minutes.")
        found, extent = await choose_event(ground, context, wanted.which)
        patch = _patch(wanted, found, context, ground)
        change = await ground.calendar.diary.change(found, patch, extent)
        words = wording(context.language)
        original = found.occurrence.original if extent == "this" else None
        one = results.occurrence_of(change, original, context.zone)
        receipt = words.text(
            "Changed: “{title}”, {when}.",
            title=title_text(words, one),
            when=say_event(one, context),
        )
        if found.occurrence.is_one_of_several and extent == "this":
            receipt = f"{receipt} {words.text('The others of the series stay.')}"
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
        name="update_event",
        description="Change the title, time or place of an event; of a series only its next"
        " occurrence, unless which begins with “all”.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
        leaves=leaves,
        about=lambda wanted, context: about_event(ground, context, wanted.which),
    )


def _patch(
    wanted: Arguments, found: Found, context: ToolContext, ground: SkillGround
) -> EventPatch:
    if wanted.shift_minutes and not wanted.start:
        by = timedelta(minutes=wanted.shift_minutes)
        return EventPatch(title=wanted.title, start=found.occurrence.start + by, place=wanted.place)
    if not wanted.start and not wanted.end:
        return EventPatch(title=wanted.title, place=wanted.place)
    one = found.occurrence
    if not wanted.start:
        span = read_span(one.start.isoformat(), wanted.end, context, ground.day_times())
        return EventPatch(title=wanted.title, end=span.end, place=wanted.place)
    span = read_span(wanted.start, wanted.end, context, ground.day_times())
    span = _moved(span, wanted, one, context)
    start = _kept_clock(span, one.start, context) if not one.event.all_day else span.start
    was_day = one.event.all_day
    all_day = was_day and (span.all_day or _is_midnight(span.start, context))
    end = None if span.all_day or (wanted.end is None and span.end is None) else span.end
    if was_day and not all_day and end is None:
        end = start + timedelta(hours=1)
    return EventPatch(title=wanted.title, start=start, end=end, place=wanted.place, all_day=all_day)


def _moved(
    span: EventSpan, wanted: Arguments, one: EventOccurrence, context: ToolContext
) -> EventSpan:
    """Where it is moved, with what it keeps of its old time."""
    if wanted.keep == "time":
        day = span.start.astimezone(context.zone)
        return EventSpan(day.replace(hour=0, minute=0, second=0, microsecond=0), all_day=True)
    if wanted.keep != "day" or span.end is not None or span.all_day:
        return span
    start = moved_to(span.start, one.start, "day", context)
    return span if start <= context.now < span.start else replace(span, start=start)


def _kept_clock(span: EventSpan, before: datetime, context: ToolContext) -> datetime:
    """Moved "to Friday" it keeps its hour."""
    if not span.all_day:
        return span.start
    clock = before.astimezone(context.zone).timetz()
    return datetime.combine(span.start.astimezone(context.zone).date(), clock)


def _is_midnight(moment: datetime, context: ToolContext) -> bool:
    local = moment.astimezone(context.zone)
    return (local.hour, local.minute) == (0, 0)
