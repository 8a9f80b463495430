"""Builders for times of day and for ranges of them."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when.compose import intersect, with_part
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import CLOCK, Expression, Fields
from assistant_desktop.core.when.formats import Pair, clock
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import InZone, Lasting, Range
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.stretches import Part
from assistant_desktop.core.when.values import Grain

MIDNIGHT = Fields(hour=0)
NOON = Fields(hour=12)
_LATEST_AFTERNOON = 6  # an open hour after it is taken for the morning beside "21:30"


def explicit(time: Fields) -> Fields:
    """An hour that was said to be one: "at 5", "5 o'clock"."""
    return time


def before_noon(time: Fields) -> Fields | None:
    """5 am. Hours past 12 cannot be."""
    if time.hour is None or time.hour > 12:
        return None
    return replace(time, hour=time.hour % 12, half=False)


def after_noon(time: Fields) -> Fields | None:
    """5 pm; 17:00 pm is let pass."""
    if time.hour is None or time.hour == 0:
        return None
    hour = time.hour if time.hour > 12 else time.hour % 12 + 12
    return replace(time, hour=hour, half=False)


def minutes_past(minutes: Number, time: Fields) -> Fields | None:
    """20 past 3."""
    whole = minutes.whole
    if whole is None or not 0 < whole < 60 or time.hour is None or time.minute:
        return None
    return replace(time, minute=whole)


def minutes_to(minutes: Number, time: Fields) -> Fields | None:
    """10 to 8."""
    whole = minutes.whole
    if whole is None or not 0 < whole < 60 or time.hour is None or time.minute is not None:
        return None
    hour = time.hour - 1
    if time.half and hour == 0:
        hour = 12
    return replace(time, hour=hour % 24, minute=60 - whole)


def military(number: Number) -> Fields | None:
    """1900 hours."""
    if number.digits != 4 or number.whole is None:
        return None
    time = clock(number.whole // 100, number.whole % 100)
    return replace(time, half=False) if time else None


def fives_to(minutes: Number, time: Fields) -> Fields | None:
    """“10 to 8” without the word minutes: "3 to 4" is a range instead."""
    return minutes_to(minutes, time) if minutes.value % 5 == 0 else None


def worded_to(minutes: Number, time: Fields) -> Fields | None:
    """“ten to six”, in words."""
    return fives_to(minutes, time) if not minutes.digits else None


def half_past(time: Fields) -> Fields | None:
    """Half past three."""
    return minutes_past(Number(30), time)


def quarter_past(time: Fields) -> Fields | None:
    """A quarter past three."""
    return minutes_past(Number(15), time)


def quarter_to(time: Fields) -> Fields | None:
    """A quarter to three."""
    return minutes_to(Number(15), time)


def three_quarters_past(time: Fields) -> Fields | None:
    """Three quarters past nine."""
    return minutes_past(Number(45), time)


def hour_minute(hour: Fields, minute: Number) -> Fields | None:
    """15h30, 5 часов 20 минут."""
    whole = minute.whole
    if whole is None or not 0 <= whole < 60 or hour.hour is None or hour.minute is not None:
        return None
    return replace(hour, minute=whole)


def around_the_clock(hour: Fields) -> Fields:
    """15h: the mark of the 24-hour clock."""
    return replace(hour, half=False)


def hour_minute_24(hour: Fields, minute: Number) -> Fields | None:
    """15h30."""
    return hour_minute(replace(hour, half=False), minute)


def hour_zero_minute(hour: Fields, zero: Number, minute: Number) -> Fields | None:
    """Twelve oh three."""
    whole = minute.whole
    return hour_minute(hour, minute) if whole is not None and 0 < whole < 10 else None


def of_pair(pair: Pair) -> Fields | None:
    """17.30 as a clock time."""
    return clock(pair.first, pair.second) if pair.width == 2 else None


def day_part(time: Expression, part: Expression) -> Expression | None:
    """3 in the morning; 8 tonight; 5:30 tomorrow evening."""
    if isinstance(part, Part):
        return with_part(time, part)
    return intersect(time, part)


def part_time(part: Expression, time: Expression) -> Expression | None:
    """Tomorrow evening at 8."""
    return day_part(time, part)


def tonight_hour(time: Fields, night: Expression) -> Expression | None:
    """A small hour "tonight" is after midnight, so on the next day."""
    if time.half and time.hour is not None and time.hour % 12 < 5:
        settled = replace(time, hour=time.hour % 12, half=False)
        return intersect(settled, Cycle(Grain.DAY, 1))
    return day_part(time, night)


def dated_clock(date: Expression, time: Fields) -> Expression | None:
    """March eighteenth, nine thirty."""
    return intersect(date, time) if not date.fixes & CLOCK else None


def clock_range(since: Expression, until: Expression) -> Expression | None:
    """From 3 to 4 pm: what is said of one end settles the other; ends where it says."""
    if isinstance(until, InZone) and not isinstance(since, InZone):
        inner = clock_range(since, until.base)
        return InZone(inner, until.zone) if inner else None
    if isinstance(since, Fields) and isinstance(until, Fields):
        if since.hour is None or until.hour is None:
            return None
        if until.has_date and since.has_date:
            return Range(since, until, inclusive=False)
        if until.has_date:
            return None
        since = _settle_start(since, until)
        if until.half and until.hour == 12 and not since.half:
            until = replace(until, half=False)  # a range that ends at 12 ends at noon
    if not (since.fixes & CLOCK and until.fixes & CLOCK):
        return None
    return Range(since, until, inclusive=False)


def _settle_start(since: Fields, until: Fields) -> Fields:
    if not since.half or since.hour is None or until.hour is None:
        return since
    if until.half:
        # "9 to 5" is a day's work; "3 to 4" stays open between day and night.
        working = since.hour % 12 > until.hour % 12 and since.hour % 12 >= 6
        return replace(since, hour=since.hour % 12, half=False) if working else since
    if until.round_the_clock and (since.minute is not None or since.hour % 12 > _LATEST_AFTERNOON):
        return replace(since, half=False)  # "10:00 to 22:30", both on the 24-hour clock
    start, end = (since.hour, since.minute or 0), (until.hour, until.minute or 0)
    morning, evening = (start[0] % 12, start[1]), (start[0] % 12 + 12, start[1])
    chosen = evening if evening < end or not morning < end else morning
    return replace(since, hour=chosen[0], half=False)


def lasting(time: Expression, length: Length) -> Expression | None:
    """From 2pm for two hours."""
    return Lasting(time, length)


def intersect_(one: Expression, other: Expression) -> Expression | None:
    """Both at once."""
    return intersect(one, other)


def zoned(time: Expression, offset: int | str) -> Expression | None:
    """A range of clock times in another zone."""
    return None if isinstance(time, InZone) else InZone(time, offset)
