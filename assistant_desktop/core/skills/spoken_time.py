"""Times as a model or a person gives them: ISO 8601 or words; and times as we say them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant_desktop.core.when import (
    DayTimes,
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    Reference,
    Value,
    describe,
    describe_duration,
    due_of,
    parse,
)
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import ToolContext, ToolRetry

_SECONDS_MATTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """A moment, with the recurrence that the words may have held. is_day: only a day was named."""

    moment: datetime
    rrule: str | None = None
    is_day: bool = False


Prefer = Literal["future", "past"]
Keep = Literal["time", "day"]
"""What a thing that is moved keeps of its old time."""


def reference(context: ToolContext, day_times: DayTimes, prefer: Prefer = "future") -> Reference:
    """The frame in which words about time are understood."""
    return Reference(
        now=context.now.astimezone(context.zone),
        zone=context.zone,
        language="auto",
        day_times=day_times,
        prefer=prefer,
    )


def read_moment(
    words: str, context: ToolContext, day_times: DayTimes, prefer: Prefer = "future"
) -> SpokenTime:
    """Resolve "tomorrow at 9", "in 2 hours", "every Friday at 5" or ISO 8601.

    Raises:
        ToolRetry: the words name no time.
    """
    iso = _from_iso(words, context.zone)
    if iso is not None:
        return SpokenTime(iso)
    frame = reference(context, day_times, prefer)
    match = parse(words, frame)
    if match is None:
        raise ToolRetry(f"“{words}” is not a time I understand. Give a date and time.")
    return _resolve(match.value, frame)


def read_range(
    words: str, context: ToolContext, day_times: DayTimes, prefer: Prefer = "future"
) -> tuple[datetime | None, datetime | None]:
    """Resolve words to [start, end); an instant of a day's grain is that whole day."""
    iso = _from_iso(words, context.zone)
    if iso is not None:
        return iso, None
    frame = reference(context, day_times, prefer)
    match = parse(words, frame)
    if match is None:
        raise ToolRetry(f"“{words}” is not a time I understand.")
    value = match.value
    if isinstance(value, Interval):
        return value.start, value.end
    if isinstance(value, Instant):
        return value.start, value.end
    return _resolve(value, frame).moment, None


def _from_iso(words: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    if len(words.strip()) <= len("2026-01-01"):
        return None  # a bare date: the user's own hour for it is the time engine's matter
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _resolve(value: Value, frame: Reference) -> SpokenTime:
    moment = due_of(value, frame)
    if moment is None:
        raise ToolRetry("Nothing of that time is left.")
    is_day = isinstance(value, Instant) and value.grain >= Grain.DAY and value.end is not None
    return SpokenTime(moment, value.rrule if isinstance(value, Recurrence) else None, is_day)


def moved_to(
    moment: datetime, before: datetime, keep: Keep | None, context: ToolContext
) -> datetime:
    """Where a thing comes that is moved: "to Friday" at its own hour, "to 5 pm" on its own day."""
    local, old = moment.astimezone(context.zone), before.astimezone(context.zone)
    if keep == "time":
        return datetime.combine(local.date(), old.timetz())
    if keep == "day":
        return datetime.combine(old.date(), local.timetz())
    return moment


def say_moment(moment: datetime, context: ToolContext) -> str:
    """A moment in full, with its weekday, in the user's zone and language.

    Seconds are said of what is near; of what is further off they are noise.
    """
    local = moment.astimezone(context.zone)
    if abs(moment - context.now) >= _SECONDS_MATTER:
        nearest = timedelta(seconds=30) if moment > context.now else timedelta()
        local = (local + nearest).replace(second=0)
    precise = Grain.SECOND if local.second else Grain.MINUTE
    frame = Reference(now=context.now.astimezone(context.zone), zone=context.zone)
    return describe(Instant(local.replace(microsecond=0), precise), frame, context.language)


def say_minute(moment: datetime, context: ToolContext) -> str:
    """A moment that has passed, to the minute."""
    return say_moment(moment.replace(second=0, microsecond=0), context)


def say_day(moment: datetime, context: ToolContext) -> str:
    """The day of a moment: "today, Sun 22 Nov"."""
    local = moment.astimezone(context.zone)
    frame = Reference(now=context.now.astimezone(context.zone), zone=context.zone)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return describe(Instant(day, Grain.DAY, day + timedelta(days=1)), frame, context.language)


def say_view(view: ReminderView, context: ToolContext) -> str:
    """When a reminder is due, and how it repeats."""
    moment = say_moment(view.occurrence.due, context)
    rrule = view.reminder.rrule
    if rrule is None:
        return moment
    zone = ZoneInfo(view.reminder.zone)
    frame = Reference(now=context.now.astimezone(context.zone), zone=context.zone)
    first = view.occurrence.due.astimezone(zone)
    return describe(Recurrence(rrule, first, Grain.MINUTE), frame, context.language)


def say_due(due: datetime, rrule: str | None, context: ToolContext) -> str:
    """A due time without its reminder: a moment, and how it repeats."""
    if rrule is None:
        return say_moment(due, context)
    frame = Reference(now=context.now.astimezone(context.zone), zone=context.zone)
    first = due.astimezone(context.zone)
    return describe(Recurrence(rrule, first, Grain.MINUTE), frame, context.language)


def say_length(seconds: float, language: str) -> str:
    """A length of time in words."""
    return describe_duration(Duration(seconds=seconds), language)
