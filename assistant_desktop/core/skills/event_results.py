"""What event tools have in common: events as data, their reminders in words, taking back."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from assistant_desktop.core.skills.event_times import say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.core.storage.calendar_changes import EventChange
from assistant_desktop.domain.calendar_event import Calendar, EventOccurrence
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.occurrences import instant, zone_of
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import FROM_OUTSIDE, ToolContext, ToolResult, UndoFunction
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import calendar_name


def event_data(one: EventOccurrence, calendar: Calendar, zone: ZoneInfo) -> JsonObject:
    """An occurrence for scripts and windows."""
    event = one.event
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    return {
        "event_id": one.key,
        "title": event.title,
        "start": start.date().isoformat() if event.all_day else start.isoformat(),
        "end": end.date().isoformat() if event.all_day else end.isoformat(),
        "all_day": event.all_day,
        "zone": event.zone,
        "place": event.place,
        "recurs": one.is_one_of_several,
        "status": event.status.value,
        "calendar": calendar.name,
        "read_only": calendar.is_read_only,
        FROM_OUTSIDE: calendar.is_remote,
    }


def occurrence_of(change: EventChange, original: object, here: ZoneInfo) -> EventOccurrence:
    """The occurrence of a change that is told about: the one that was meant, else its first."""
    events = change.after or change.before
    wanted = [one for one in events if one.recurrence_id == original and original is not None]
    event = wanted[0] if wanted else events[0]
    zone = zone_of(event, here)
    several = len(events) > 1 or event.recurs
    at = event.recurrence_id or event.start
    return EventOccurrence(event, instant(event.start, zone), instant(event.end, zone), at, several)


def undo_data(change: EventChange) -> JsonObject:
    """What `undo` needs to put things back."""
    return {"event_change": change.number}


def undo_change(ground: SkillGround) -> UndoFunction:
    """Taking back any change of an event; its reminders follow."""

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        change = await ground.calendar.diary.undo(context.user_id, int(data["event_change"]))
        return await taken_back(ground, change, context)

    return undo


async def taken_back(ground: SkillGround, change: EventChange, context: ToolContext) -> ToolResult:
    """Says what is so again."""
    words = wording(context.language)
    one = occurrence_of(change, None, context.zone)
    if change.after:
        text = words.text(
            "Taken back: “{text}” is again {when}.",
            text=one.event.title,
            when=say_event(one, context),
        )
    else:
        text = words.text(
            "Taken back: “{text}” is no longer in the calendar.", text=one.event.title
        )
    told = await reminders_follow(ground, change, context)
    text = f"{text} {told}".strip()
    return ToolResult(text, receipt=text, data={FROM_OUTSIDE: await is_remote(ground, change)})


async def undo_effect(ground: SkillGround, change: EventChange, context: ToolContext) -> str:
    """What taking a change back would do, where."""
    words = wording(context.language)
    calendar = await ground.calendar.diary.calendar(context.user_id, change.calendar_id)
    name = calendar_name(words, calendar)
    if not change.before:
        title = change.after[0].title
        return words.text("“{title}” leaves the calendar “{name}” again.", title=title, name=name)
    back = replace(change, before=change.after, after=change.before)
    one = occurrence_of(back, None, context.zone)
    return words.text(
        "“{title}” is again {when}, in the calendar “{name}”.",
        title=one.event.title,
        when=say_event(one, context),
        name=name,
    )


async def is_remote(ground: SkillGround, change: EventChange) -> bool:
    """Whether the event of a change is of a calendar whose home is elsewhere."""
    known = await ground.calendar.diary.calendars(change.user_id)
    return any(one.id == change.calendar_id and one.is_remote for one in known)


async def reminders_follow(ground: SkillGround, change: EventChange, context: ToolContext) -> str:
    """Lets what reminds of the event follow it; a sentence about that, empty without any."""
    user_id, calendar_id, uid = context.user_id, change.calendar_id, change.uid
    reminders = ground.calendar.reminders
    if not await reminders.of(user_id, calendar_id, uid):
        return ""
    views = await reminders.follow(user_id, calendar_id, uid)
    words = wording(context.language)
    if not views:
        return words.text("Its reminder is gone too.")
    return words.text("Its reminder comes {when}.", when=_due_text(views[0], context))


def _due_text(view: ReminderView, context: ToolContext) -> str:
    return say_moment(view.occurrence.next_at or view.occurrence.due, context)
