"""Times of events as they are given and as they are said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.core.skills.spoken_time import reference, say_day, say_moment
from assistant_desktop.core.when import (
    DayTimes,
    Duration,
    Grain,
    Instant,
    Interval,
    Match,
    Recurrence,
    due_of,
    parse,
)
from assistant_desktop.domain.calendar_event import EventOccurrence
from assistant_desktop.domain.tool import ToolContext, ToolRetry
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import hours_text

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EventSpan:
    """When an event shall be; end None for the usual length. rrule: how it repeats."""

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    rrule: str | None = None


def read_span(start: str, end: str | None, context: ToolContext, day_times: DayTimes) -> EventSpan:
    """Such as "tomorrow at 3", "Friday from 10 to 11", "24 December" (the whole day), ISO 8601.

    Raises:
        ToolRetry: the words name no time.
    """
    span = _read(start, context, day_times)
    if end is None or not end.strip():
        return span
    told = _iso(end, context.zone)
    if told is not None and len(end.strip()) <= len("2026-01-01"):
        told += _DAY  # that day is in it
    if told is None:
        match = _parsed(end, context, day_times, span.start)
        if isinstance(match.value, Duration):
            shift = match.value
            told = span.start + timedelta(days=shift.days, seconds=float(shift.seconds))
        elif isinstance(match.value, Instant) and match.value.end is not None:
            return EventSpan(span.start, match.value.end, span.all_day, span.rrule)
        else:
            told = due_of(match.value, reference(context, day_times))
    if told is None:
        raise ToolRetry(f"“{end}” is not a time I understand.")
    if told <= span.start and told + _DAY > span.start:
        told += _DAY  # from 22:00 to 01:00
    return EventSpan(span.start, told, span.all_day, span.rrule)


def _read(words: str, context: ToolContext, day_times: DayTimes) -> EventSpan:
    moment = _iso(words, context.zone)
    if moment is not None:
        bare = len(words.strip()) <= len("2026-01-01")
        return EventSpan(moment, moment + _DAY if bare else None, all_day=bare)
    value = _parsed(words, context, day_times, None).value
    if isinstance(value, Interval) and value.start is not None:
        if value.part is None or value.end is None:
            return EventSpan(value.start, value.end)
        due = due_of(value, reference(context, day_times))
        return EventSpan(due or value.start)
    if isinstance(value, Instant):
        if value.grain >= Grain.DAY and value.end is not None:
            return EventSpan(value.start, value.end, all_day=True)
        return EventSpan(value.start)
    due = due_of(value, reference(context, day_times))
    if due is None:
        raise ToolRetry("Nothing of that time is left.")
    return EventSpan(due, rrule=value.rrule if isinstance(value, Recurrence) else None)


def _parsed(words: str, context: ToolContext, day_times: DayTimes, after: datetime | None) -> Match:
    frame = reference(context, day_times)
    match = parse(words, frame)
    if match is None:
        raise ToolRetry(f"“{words}” is not a time I understand. Give a date and time.")
    if after is not None and isinstance(match.value, Instant):
        moved = _on_day(match.value, after.astimezone(context.zone))
        if moved is not None:
            return Match(Instant(moved, match.value.grain), match.span, match.text)
    return match


def _on_day(value: Instant, after: datetime) -> datetime | None:
    """An end "at 11" is on the day of the start, whatever day "11" would be by itself."""
    if value.grain >= Grain.DAY or value.end is not None:
        return None
    clock = value.start.astimezone(after.tzinfo).time()
    moved = datetime.combine(after.date(), clock, tzinfo=after.tzinfo)
    return moved if moved > after else None


def _iso(words: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def asked_window(
    start: str | None, end: str | None, context: ToolContext, day_times: DayTimes
) -> tuple[datetime, datetime]:
    """What span is asked about: from now on for a week where nothing is said.

    Raises:
        ToolRetry: the words name no time.
    """
    local = context.now.astimezone(context.zone)
    if not start:
        first = context.now
    else:
        span = _read(start, context, day_times)
        first = span.start
        if span.end is not None and not end:
            return first, span.end
    if end:
        told = _read(end, context, day_times)
        last = told.end or told.start
        return first, max(last, first + timedelta(minutes=1))
    if start:
        day = first.astimezone(context.zone)
        whole = (day.hour, day.minute, day.second) == (0, 0, 0)
        return first, midnight_after(day.date(), context.zone) if whole else first + timedelta(
            hours=1
        )
    return first, midnight_after(local.date() + timedelta(days=6), context.zone)


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The end of a day."""
    return datetime.combine(day + _DAY, time(), tzinfo=zone)


def say_event(one: EventOccurrence, context: ToolContext) -> str:
    """When an occurrence is, in full: "tomorrow, Tue 24 Nov at 10:00, until 11:00"."""
    words = wording(context.language)
    if one.event.all_day:
        first = say_day(one.start, context)
        if one.end - one.start <= timedelta(hours=26):
            return words.text("{day}, all day", day=first)
        last = say_day(one.end - timedelta(hours=1), context)
        return words.text("{first} to {last}, all day", first=first, last=last)
    said = say_moment(one.start, context)
    if one.end == one.start:
        return said
    start, end = (moment.astimezone(context.zone) for moment in (one.start, one.end))
    if end.date() == start.date():
        return words.text("{start}, until {end}", start=said, end=f"{end:%H:%M}")
    return words.text("{start}, until {end}", start=said, end=say_moment(one.end, context))


def say_hours(one: EventOccurrence, day: date, context: ToolContext) -> str:
    """When on a day it is."""
    return hours_text(wording(context.language), one, day, context.zone)
