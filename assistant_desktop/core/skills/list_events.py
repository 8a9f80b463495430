"""list_events: what is in the calendars in a span of time, and when one is free in it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.calendar.free_time import Span, free_spans, takes_time
from assistant_desktop.core.skills.event_results import event_data
from assistant_desktop.core.skills.event_times import asked_window, say_event, say_hours
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_day, say_moment, say_view
from assistant_desktop.domain.calendar_event import Agenda, EventOccurrence
from assistant_desktop.domain.tool import FROM_OUTSIDE, ONLY_OWN, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import marks_text, title_text, zone_text

MOST = 60
MOST_REMINDERS = 12
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=400)
_WEEK = timedelta(days=8)


class Arguments(BaseModel):
    """What span of time; the next seven days by default."""

    model_config = ConfigDict(extra="forbid")
    start: str | None = None
    end: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        window = asked_window(wanted.start, wanted.end, context, ground.day_times())
        diary = ground.calendar.diary
        agenda = await diary.agenda(context.user_id, window, MOST)
        free = _free(agenda, window, context, ground)
        zone = context.zone
        from_outside = [one for one in agenda.occurrences if agenda.calendar_of(one).is_remote]
        data = {
            "events": [
                event_data(one, agenda.calendar_of(one), zone) for one in agenda.occurrences
            ],
            "free": [
                {
                    "start": one.start.astimezone(zone).isoformat(),
                    "end": one.end.astimezone(zone).isoformat(),
                }
                for one in free
            ],
            ONLY_OWN: not from_outside,
        }
        said = _told(agenda, window, free, context)
        if not agenda.occurrences and not (wanted.start or wanted.end):
            later = await diary.agenda(context.user_id, (window[1], window[1] + _AHEAD), 1)
            said = f"{said}{_next_text(later, context)}"
            data["events"] = [
                event_data(one, later.calendar_of(one), zone) for one in later.occurrences
            ]
            data[ONLY_OWN] = not any(later.calendar_of(one).is_remote for one in later.occurrences)
        reminders, theirs = await _reminders(ground, window, context)
        data[FROM_OUTSIDE] = theirs
        return ToolResult(f"{said}{reminders}{_troubles(agenda, context)}", data=data)

    return ToolSpec(
        name="list_events",
        description="The events of the user's calendars in a span of time, the reminders in it, and"
        " when the user is free in it.",
        arguments=Arguments,
        run=run,
        taints=True,
    )


def _told(
    agenda: Agenda,
    window: tuple[datetime, datetime],
    free: Sequence[Span],
    context: ToolContext,
) -> str:
    words, found = wording(context.language), agenda.occurrences
    span = _span_text(window, context)
    if not found:
        return words.text("Nothing in the calendar {span}: you are free.", span=span)
    head = words.count("{n} event {span}:", "{n} events {span}:", len(found), span=span)
    lines = [head]
    days = _by_day(found, window, context)
    for day, some in days:
        if len(days) > 1 or _is_long(window):
            noon = datetime.combine(day, time(12), tzinfo=context.zone)
            lines.append(say_day(noon, context))
        lines += [f"- {_line(one, day, context)}" for one in some]
    if agenda.is_cut:
        lines.append(words.text("… and more: ask for a shorter time."))
    if not _is_long(window):
        is_busy = any(takes_time(one) for one in found)
        lines.append(_free_text(free, context, is_busy=is_busy))
    return "\n".join(line for line in lines if line)


def _next_text(later: Agenda, context: ToolContext) -> str:
    """Asked for what comes next, one is told of it, however far off."""
    words = wording(context.language)
    return "".join(
        "\n" + words.text(
            "The next event is “{title}”, {when}.",
            title=title_text(words, one),
            when=say_event(one, context),
        )
        for one in later.occurrences
    )  # fmt: skip


def _line(one: EventOccurrence, day: date, context: ToolContext) -> str:
    words = wording(context.language)
    notes = (one.event.place[:80], zone_text(words, one, context.zone), marks_text(words, one))
    told = ", ".join(note for note in notes if note)
    line = f"{say_hours(one, day, context)} {title_text(words, one)[:120]}"
    return f"{line} ({told})" if told else line


def _by_day(
    found: Sequence[EventOccurrence], window: tuple[datetime, datetime], context: ToolContext
) -> list[tuple[date, list[EventOccurrence]]]:
    """Each event once, on its first day within the window."""
    days: dict[date, list[EventOccurrence]] = {}
    first = window[0].astimezone(context.zone).date()
    for one in found:
        day = max(one.start.astimezone(context.zone).date(), first)
        days.setdefault(day, []).append(one)
    for some in days.values():
        some.sort(key=lambda one: (not one.event.all_day, one.start))
    return sorted(days.items())


def _is_long(window: tuple[datetime, datetime]) -> bool:
    return window[1] - window[0] > timedelta(hours=26)


def _span_text(window: tuple[datetime, datetime], context: ToolContext) -> str:
    """Such as "tomorrow, Tue 24 Nov"; "from ... to ..."."""
    words = wording(context.language)
    start, end = (moment.astimezone(context.zone) for moment in window)
    last = end - timedelta(seconds=1)
    if start.date() == last.date():
        whole = start.time() == time() and end.time() == time()
        rest = start <= context.now + timedelta(minutes=1) and end.time() == time()
        day = say_day(start, context)
        if whole or rest:
            return day
        return f"{day}, {start:%H:%M}–{end:%H:%M}"
    if abs(window[0] - context.now) < timedelta(minutes=1):
        return words.text("until {day}", day=say_day(last, context))
    if end.time() == time():
        return words.text(
            "from {first} to {last}", first=say_day(start, context), last=say_day(last, context)
        )
    return words.text(
        "from {first} to {last}", first=say_moment(start, context), last=say_moment(end, context)
    )


def _free(
    agenda: Agenda, window: tuple[datetime, datetime], context: ToolContext, ground: SkillGround
) -> list[Span]:
    """Between the user's morning and night of each day; in a part of a day all of it."""
    if window[1] - window[0] > _WEEK:
        return []
    times, zone = ground.day_times(), context.zone
    start, end = (moment.astimezone(zone) for moment in window)
    if not _is_long(window) and not (start.time() == time() and end.time() == time()):
        return free_spans(agenda.occurrences, Span(max(window[0], context.now), window[1]))
    spans: list[Span] = []
    day = start.date()
    while day <= (end - timedelta(seconds=1)).date():
        morning = datetime.combine(day, times.morning, tzinfo=zone)
        night = datetime.combine(day, times.night, tzinfo=zone)
        awake = Span(max(morning, start, context.now.astimezone(zone)), min(night, end))
        if awake.end > awake.start:
            spans += free_spans(agenda.occurrences, awake)
        day += _DAY
    return spans


def _free_text(free: Sequence[Span], context: ToolContext, *, is_busy: bool) -> str:
    words, zone = wording(context.language), context.zone
    if not is_busy:
        return words.text("Nothing of that takes your time: you are free.")
    if not free:
        return words.text("You are not free then.")
    told = ", ".join(
        f"{one.start.astimezone(zone):%H:%M}–{one.end.astimezone(zone):%H:%M}" for one in free
    )
    return words.text("Free: {spans}.", spans=told)


async def _reminders(
    ground: SkillGround, window: tuple[datetime, datetime], context: ToolContext
) -> tuple[str, bool]:
    """What reminders come in that time: they are planned too; whether words from outside are."""
    views = await ground.reminders.live(context.user_id, *window)
    if not views:
        return "", False
    theirs = await ground.calendar.reminders.from_elsewhere(context.user_id)
    words = wording(context.language)
    lines = [words.count("{n} reminder:", "{n} reminders:", len(views))]
    lines += [
        f"- {view.reminder.text[:120]} — {say_view(view, context)}"
        for view in views[:MOST_REMINDERS]
    ]
    if len(views) > MOST_REMINDERS:
        left = len(views) - MOST_REMINDERS
        lines.append(words.count("… and {n} more", "… and {n} more", left))
    told = "".join(f"\n{line}" for line in lines)
    return told, any(view.reminder.id in theirs for view in views)


def _troubles(agenda: Agenda, context: ToolContext) -> str:
    """Which calendars are not as fresh as they should be."""
    words = wording(context.language)
    lines = []
    for one in agenda.calendars.values():
        if not one.is_shown or one.trouble is None:
            continue
        trouble = words.error(one.trouble.as_error())
        if one.as_of is None:
            text = words.text("The calendar “{name}” could not be read.", name=one.name)
        else:
            when = say_moment(one.as_of, context)
            text = words.text("The calendar “{name}” was read {when}.", name=one.name, when=when)
        lines.append(f"{text} {trouble}")
    return "".join(f"\n{line}" for line in lines)
