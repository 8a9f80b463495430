"""Rules that hold in every language, and the small builders that languages share."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import CLOCK, MONTH, Expression, Fields, Never
from assistant_desktop.core.when.formats import clock, full_year
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import InZone, is_clock
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.values import Grain

_LAST_YEAR = 2999


def as_hour(number: Number) -> Fields | None:
    """A bare number as an hour."""
    if number.whole is None or number.digits > 2 or not 0 <= number.value <= 24:
        return None
    hour = clock(number.whole)
    if hour is not None and number.digits == 2 and number.value < 10:
        return Fields(hour=hour.hour)
    return hour


def as_day(number: Number) -> Fields | None:
    """A number or ordinal as a day of the month."""
    if number.whole is None or not 1 <= number.value <= 31 or number.digits > 2:
        return None
    return Fields(day=number.whole)


def as_year(number: Number) -> Fields | None:
    """A four-digit number, or one in words from 1000 to 2999, as a year."""
    if (
        number.whole is None
        or number.digits not in (0, 4)
        or not 1000 <= number.value <= _LAST_YEAR
    ):
        return None
    return Fields(year=number.whole)


def as_short_year(number: Number) -> Fields | None:
    """A two-digit number as a year of this century or the last."""
    if number.digits != 2 or number.whole is None:
        return None
    return Fields(year=full_year(f"{number.whole:02}"))


def as_year_pair(high: Number, low: Number) -> Fields | None:
    """“nineteen eighty six” and "twenty ten", in words only."""
    if high.digits or low.digits or high.whole is None or low.whole is None:
        return None
    if not 11 <= high.value <= 20 or not 10 <= low.value <= 99:
        return None
    return Fields(year=high.whole * 100 + low.whole)


def as_clock_pair(hour: Number, minute: Number) -> Fields | None:
    """“nine thirty”, "3 15": an hour and two digits of minutes."""
    if hour.whole is None or minute.whole is None or hour.digits > 2:
        return None
    if not 0 <= hour.value <= 23 or not 10 <= minute.value <= 59 or minute.digits not in (0, 2):
        return None
    return clock(hour.whole, minute.whole)


def as_clock_digits(number: Number) -> Fields | None:
    """“1030”, "0730": three or four digits as hours and minutes."""
    if number.digits not in (3, 4) or number.whole is None or 1900 <= number.value < 2100:
        return None
    value = clock(number.whole // 100, number.whole % 100)
    if value is not None and number.digits == 4 and number.value < 1000:
        return Fields(hour=value.hour, minute=value.minute)
    return value


def as_clock_like_year(number: Number) -> Fields | None:
    """“2015” as a quarter past eight, where nothing else makes sense."""
    if number.digits != 4 or number.whole is None or not 1900 <= number.value < 2100:
        return None
    return clock(number.whole // 100, number.whole % 100)


def with_year(date: Expression, year: Expression) -> Expression | None:
    """A date or period in a year."""
    return intersect(date, year)


def same_day(day: Expression, date: Expression) -> Expression | None:
    """“tomorrow, Tue 24 Nov”: one day said twice; no time at all when the two disagree."""
    if isinstance(day, Cycle) and isinstance(date, Fields) and date.hour is None:
        return Meet((day, replace(date, skip_now=False)))
    return None


def of_no_year(date: Expression, number: Number) -> Expression | None:
    """“31 December 9999”: four digits that are no year which anybody means."""
    beyond = number.value == 0 or number.value > _LAST_YEAR
    return Never() if number.digits == 4 and beyond else None


def year_at_end(time: Expression, year: Expression) -> Expression | None:
    """Oct 26 15:50 2016: a year after date and clock."""
    return intersect(time, year) if time.fixes & MONTH and time.fixes & CLOCK else None


def in_zone(time: Expression, offset: int | str) -> Expression | None:
    """A clock time in another zone."""
    return InZone(time, offset) if is_clock(time) and not isinstance(time, InZone) else None


def ahead_of_utc(time: Expression, offset: Number) -> Expression | None:
    """“09:30:00 +0100”: a clock time with its offset from UTC."""
    return _at_offset(time, offset, 1)


def behind_utc(time: Expression, offset: Number) -> Expression | None:
    """“09:30:00 -0500”."""
    return _at_offset(time, offset, -1)


def _at_offset(time: Expression, offset: Number, sign: int) -> Expression | None:
    if offset.digits != 4 or offset.whole is None or time.grain != Grain.SECOND:
        return None
    hours, minutes = divmod(offset.whole, 100)
    return in_zone(time, sign * (hours * 60 + minutes)) if hours < 15 and minutes < 60 else None


def longer(one: Length, other: Length) -> Length | None:
    """Two lengths in a row, each in its own unit: "2 hours 10 minutes"."""
    return one.plus(other) if other.unit != one.unit else None


def unit_length(count: float, unit: Grain) -> Length:
    """So many units; fractions become finer units."""
    one = {
        Grain.SECOND: Length(seconds=1),
        Grain.MINUTE: Length(seconds=60),
        Grain.HOUR: Length(seconds=3600),
        Grain.DAY: Length(days=1),
        Grain.WEEK: Length(days=7),
        Grain.MONTH: Length(months=1),
        Grain.QUARTER: Length(months=3),
        Grain.YEAR: Length(months=12),
    }[unit]
    scaled = one.times(count)
    return Length(scaled.months, scaled.days, scaled.seconds, unit)


SHARED_RULES: tuple[Rule, ...] = (
    Rule("hour", "<num>", as_hour, 0.5),
    Rule("dom", "<num>", as_day, 0.6),
    Rule("dom", "<ord>", as_day, 0.4),
    Rule("yr", "<num>", as_year, 0.4),
    Rule("shortyr", "<num>", as_short_year, 0.8),
    Rule("yr", "<num> <num>", as_year_pair, 0.7),
    Rule("clock", "<num> <num>", as_clock_pair, 0.7),
    Rule("clock", "<num>", as_clock_digits, 0.9),
    Rule("clock", "<num>", as_clock_like_year, 2.4),
    Rule("time", "<time> ,? <time>", intersect, 1.0),
    Rule("time", "<date> ,? <tod>", intersect, 0.2),
    Rule("time", "<tod> ,? <date>", intersect, 0.2),
    Rule("date", "<dow> ,? <monthday>", intersect, 0.3),
    Rule("date", "<day> , <date>", same_day, 0.1),
    Rule("time", "<time> ( <time> )", intersect, 0.8),
    Rule("time", "<time> <yr>", year_at_end, 1.3),
    Rule("tod", "<tod> <zone>", in_zone, 0.5),
    Rule("time", "<time> <zone>", in_zone, 0.9),
    Rule("time", "<time> ( <zone> )", in_zone, 0.6),
    Rule("time", "<time> + <num>", ahead_of_utc, 0.3),
    Rule("time", "<time> - <num>", behind_utc, 0.3),
    Rule("time", "<date> ,? <todspan>", intersect, 0.1),
    Rule("time", "<todspan> ,? <date>", intersect, 0.1),
    Rule("period", "<month> ,? <yr>", with_year, 0.5),
    Rule("date", "<monthday> ,? <yr>", with_year, 0.4),
    Rule("date", "<monthday> ,? <num>", of_no_year, 0.1),
    Rule("length", "<length> <length>", longer, 0.5),
)
