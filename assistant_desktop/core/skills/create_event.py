"""create_event: an event in the user's own calendar."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.calendar.edits import NewEvent
from assistant_desktop.core.offline_brain.timing import plain_rule
from assistant_desktop.core.skills import event_results as results
from assistant_desktop.core.skills.event_times import read_span, say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_due
from assistant_desktop.domain.calendar_event import Calendar, EventOccurrence
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import title_text


class Arguments(BaseModel):
    """What takes place, from when until when; an hour by default, a bare date is a whole day."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=1000)]
    start: Annotated[str, Field(description="in the user's own words or ISO 8601")]
    end: Annotated[str | None, Field(description="the same, or a length")] = None
    place: Annotated[str | None, Field(max_length=1000)] = None
    rrule: Annotated[str | None, Field(description="RFC 5545 RRULE when it repeats")] = None
    calendar: Annotated[
        str | None, Field(max_length=200, description="its name; absent: the user's own")
    ] = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        span = read_span(wanted.start, wanted.end, context, ground.day_times())
        rule = wanted.rrule or span.rrule
        diary, chosen = ground.calendar.diary, await _calendar(ground, context, wanted.calendar)
        change = await diary.create(
            context.user_id,
            NewEvent(
                title=wanted.title,
                start=span.start,
                end=span.end,
                all_day=span.all_day,
                place=wanted.place or "",
                rules=(plain_rule(rule.removeprefix("RRULE:")),) if rule else (),
            ),
            None if chosen is None else chosen.id,
        )
        words = wording(context.language)
        one = results.occurrence_of(change, None, context.zone)
        when = say_event(one, context)
        if rule and not span.all_day:
            when = say_due(one.start, rule, context)
        receipt = words.text(
            "In your calendar: “{title}”, {when}.", title=title_text(words, one), when=when
        )
        receipt = f"{receipt} {await _overlap(ground, context, one)}".strip()
        calendar = await diary.calendar(context.user_id, change.calendar_id)
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.event_data(one, calendar, context.zone),
            undo=results.undo_data(change),
        )

    async def leaves(wanted: Arguments, context: ToolContext) -> bool:
        calendar = await _calendar(ground, context, wanted.calendar)
        return calendar is not None and calendar.is_remote

    return ToolSpec(
        name="create_event",
        description="Put an event into the user's calendar. Reminds nobody: that is"
        " remind_of_event.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
        leaves=leaves,
    )


async def _calendar(ground: SkillGround, context: ToolContext, name: str | None) -> Calendar | None:
    """The calendar that is named. Raises ToolFailed: there is none that can be written to."""
    if not (name or "").strip():
        return None
    known = await ground.calendar.diary.calendars(context.user_id)
    writable = [one for one in known if not one.is_read_only]
    named = (name or "").strip().casefold()
    for one in writable:
        if one.name.casefold() == named or (one.kind.value == named and len(writable) > 1):
            return one
    words = wording(context.language)
    there = ", ".join(words.text(one.name) for one in writable)
    raise ToolFailed(
        words.text("There is no calendar {name}. There is: {known}.", name=name, known=there)
    )


async def _overlap(ground: SkillGround, context: ToolContext, made: EventOccurrence) -> str:
    """A word of warning where something else is at that time; none of events from outside, whose
    words would come into a turn that asked for nothing.
    """
    if made.end <= made.start or made.event.all_day:
        return ""
    words, window = wording(context.language), (made.start, made.end)
    agenda = await ground.calendar.diary.agenda(context.user_id, window, 20)
    others = [
        one
        for one in agenda.occurrences
        if one.key != made.key and not one.event.all_day and not one.event.is_free
    ]
    if not others:
        return ""
    own = [one for one in others if not agenda.calendar_of(one).is_remote]
    if not own:
        return words.text("Something else is in your calendar at that time.")
    return words.text("At that time there is also “{title}”.", title=title_text(words, own[0]))
