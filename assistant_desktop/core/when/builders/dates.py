"""Builders for days, weeks, months and years."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when.cells import month_days
from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.compound import Nearest, Nth, NthFrom
from assistant_desktop.core.when.cycles import (
    BusinessDays,
    Cells,
    Cycle,
    CycleRun,
    Decades,
    Quarter,
    Weekday,
    WeekNumber,
    Years,
)
from assistant_desktop.core.when.expressions import (
    CLOCK,
    PART,
    RANGE,
    Expression,
    Fields,
    Never,
    Now,
)
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.shared_rules import unit_length
from assistant_desktop.core.when.shifts import CellOf, Length, Relative, Shift
from assistant_desktop.core.when.values import Grain

NOW = Now()
TODAY = Cycle(Grain.DAY, 0)


def same(value: Expression) -> Expression:
    """The value as it is: for words that only introduce it."""
    return value


def upcoming(one: Expression) -> Expression:
    """The first one that has not begun yet."""
    return NthFrom(1, one, NOW)


def most_recent(one: Expression) -> Expression:
    """The last one that is over."""
    return NthFrom(-1, one, NOW)


def after_next(one: Expression) -> Expression:
    """The second one from now."""
    return NthFrom(2, one, NOW)


def next_weekday(dow: Fields) -> Expression | None:
    """That day of next week."""
    return Weekday(dow.dow, 1) if dow.dow is not None else None


def following_weekday(dow: Fields) -> Expression | None:
    """«в следующую пятницу»: of next week, or the coming one when read literally."""
    return Weekday(dow.dow, 1, loose=True) if dow.dow is not None else None


def count_of(number: Number) -> int | None:
    """A whole number of things, 1 to 9999, else None."""
    whole = number.whole
    return whole if whole is not None and 1 <= whole <= 9999 else None


def cells_ahead(number: Number, unit: Grain) -> Expression | None:
    """Whole cells after the current one: "next three days"."""
    count = count_of(number)
    return CycleRun(unit, 1, count) if count else None


def cells_back(number: Number, unit: Grain) -> Expression | None:
    """Whole cells before the current one: "last two weeks"."""
    count = count_of(number)
    return CycleRun(unit, -count, count) if count else None


def cell_ahead(number: Number, unit: Grain) -> Expression | None:
    """The n-th cell after the current one: "two upcoming weeks"."""
    count = count_of(number)
    return Cycle(unit, count) if count else None


def decades_back(number: Number) -> Expression | None:
    """The last two decades."""
    count = count_of(number)
    return Decades(-count, count) if count and count < 100 else None


def decades_ahead(number: Number) -> Expression | None:
    """The next two decades."""
    count = count_of(number)
    return Decades(1, count) if count and count < 100 else None


def nth_unit(number: Number, unit: Grain, outer: Expression) -> Expression | None:
    """The third week of May."""
    count = count_of(number)
    if not count or outer.grain <= unit or outer.fixes & (CLOCK | PART | RANGE):
        return None
    return Nth(count, Cells(unit), outer)


def nth_unit_from_end(number: Number, unit: Grain, outer: Expression) -> Expression | None:
    """The second last day of May."""
    found = nth_unit(number, unit, outer)
    return replace(found, n=-found.n) if isinstance(found, Nth) else None


def last_unit(unit: Grain, outer: Expression) -> Expression | None:
    """The last week of May."""
    return nth_unit_from_end(Number(1), unit, outer)


def nth_day(number: Number, dow: Expression, outer: Expression) -> Expression | None:
    """The second Monday (or weekend) of May."""
    count = count_of(number)
    if not count or outer.grain < Grain.MONTH or outer.fixes & (CLOCK | PART | RANGE):
        return None
    return Nth(count, dow, outer)


def nth_day_from_end(number: Number, dow: Expression, outer: Expression) -> Expression | None:
    """The second last Monday of May."""
    found = nth_day(number, dow, outer)
    return replace(found, n=-found.n) if isinstance(found, Nth) else None


def last_day(dow: Expression, outer: Expression) -> Expression | None:
    """The last Friday of October."""
    return nth_day_from_end(Number(1), dow, outer)


def nth_day_here(number: Number, dow: Expression) -> Expression | None:
    """The second Sunday, of this month."""
    return nth_day(number, dow, Cycle(Grain.MONTH, 0)) if number.value <= 5 else None


def nth_day_after(number: Number, dow: Expression, base: Expression) -> Expression | None:
    """The first Monday after Christmas."""
    count = count_of(number)
    return NthFrom(count, dow, base) if count and not base.fixes & CLOCK else None


def day_after(dow: Expression, base: Expression) -> Expression | None:
    """The Monday after Christmas."""
    return nth_day_after(Number(1), dow, base)


def day_before(dow: Expression, base: Expression) -> Expression | None:
    """The Friday before Christmas."""
    return None if base.fixes & CLOCK else NthFrom(-1, dow, base)


def next_day_of(base: Expression) -> Expression | None:
    """The day after Christmas."""
    return _neighbour(base, 1)


def day_before_of(base: Expression) -> Expression | None:
    """The day before Christmas."""
    return _neighbour(base, -1)


def _neighbour(base: Expression, sign: int) -> Expression | None:
    if base.grain != Grain.DAY or base.fixes & (RANGE | CLOCK | PART):
        return None
    if isinstance(base, Cycle):
        return Cycle(Grain.DAY, base.offset + sign)
    return Shift(base, Length(days=1, unit=Grain.DAY), sign)


def week_later(base: Expression) -> Expression | None:
    """“Monday week”: a week after the coming Monday."""
    return Shift(base, Length(days=7, unit=Grain.WEEK), 1) if base.grain == Grain.DAY else None


def this_day_in(unit: Grain) -> Expression:
    """This day next week."""
    count = {Grain.WEEK: Length(days=7), Grain.MONTH: Length(months=1)}
    length = count.get(unit, Length(months=12))
    return Relative(replace(length, unit=unit), 1, as_day=True)


def same_clock(cell: Expression) -> Expression | None:
    """“this time tomorrow”, "this time next week": the clock time of now on another day."""
    if not isinstance(cell, Cycle) or cell.offset == 0 or cell.unit < Grain.DAY:
        return None
    sign = 1 if cell.offset > 0 else -1
    return Relative(unit_length(abs(cell.offset), cell.unit), sign)


def fortnight_later(base: Expression) -> Expression | None:
    """“Friday fortnight”: two weeks after the coming Friday."""
    return Shift(base, Length(days=14, unit=Grain.WEEK), 1) if base.grain == Grain.DAY else None


def nearest(inner: Expression, base: Expression) -> Expression | None:
    """The closest Monday to 5 October."""
    return nth_nearest(Number(1), inner, base)


def nth_nearest(number: Number, inner: Expression, base: Expression) -> Expression | None:
    """The second closest Monday to 5 October."""
    count = count_of(number)
    return Nearest(count, inner, base) if count and count <= 20 else None


def weekday_of(dow: Fields | int) -> Fields:
    """A weekday, from the singular's value or the plural's."""
    return Fields(dow=dow) if isinstance(dow, int) else dow


def days_from_now(number: Number, dow: Fields | int) -> Expression | None:
    """Three Fridays from now."""
    count = count_of(number)
    return NthFrom(count, weekday_of(dow), NOW) if count else None


def days_ago(number: Number, dow: Fields | int) -> Expression | None:
    """Two Mondays ago."""
    count = count_of(number)
    return NthFrom(-count, weekday_of(dow), NOW) if count else None


def quarter(number: Number) -> Expression | None:
    """The n-th quarter."""
    return Quarter(number.whole) if number.whole in (1, 2, 3, 4) else None


def half_year(number: Number) -> Expression | None:
    """H1 or H2."""
    return Quarter(number.whole, 6) if number.whole in (1, 2) else None


def of_year(period: Expression, year: Expression) -> Expression | None:
    """A quarter, week, month or date of a year."""
    return intersect(period, year) if year.grain == Grain.YEAR else None


def year_then(year: Expression, period: Expression) -> Expression | None:
    """2018 Q4."""
    return of_year(period, year)


def week_number(number: Number) -> Expression | None:
    """Week 27."""
    return WeekNumber(number.whole) if number.whole and 1 <= number.whole <= 53 else None


def year_of(number: Number) -> Expression | None:
    """The year 247."""
    count = count_of(number)
    return Fields(year=count) if count else None


def decade_of(number: Number) -> Expression | None:
    """The 1970s; with two digits the decade of the last century, up to the 20s of this one."""
    whole = number.whole
    if whole is None or whole % 10 or not (1000 <= whole <= 2990 or 10 <= whole <= 90):
        return None
    return decade(whole)


def decade(year: int) -> Expression:
    """Ten years from ``year``; without a century the 20s and before are of this one."""
    return Years(year if year >= 100 else year + (2000 if year < 30 else 1900), 10)


def century(number: Number) -> Expression | None:
    """The 21st century, counted from 2000."""
    whole = number.whole
    return Years((whole - 1) * 100, 100) if whole is not None and 2 <= whole <= 99 else None


def month_dom(month: Fields, day: Fields) -> Fields | None:
    """A day of a named month, when that month can have it."""
    if day.day is None or month.month is None or month.day or month.dow is not None:
        return None
    longest = month_days(month.year or 2000, month.month)
    return replace(month, day=day.day) if day.day <= longest else None


def beyond_month(month: Fields, day: Fields) -> Expression | None:
    """30 February: no date at all, rather than the month with a number beside it."""
    if day.day is None or month.month is None or month.day or month.dow is not None:
        return None
    return Never() if day.day > month_days(month.year or 2000, month.month) else None


def beyond_in_month(day: Fields, month: Fields) -> Expression | None:
    """The 31st of April."""
    return beyond_month(month, day)


def dom_month(day: Fields, month: Fields) -> Fields | None:
    """The 15th of February."""
    return month_dom(month, day)


def dow_dom(dow: Fields, day: Fields) -> Expression | None:
    """Friday the 13th."""
    return intersect(replace(dow, skip_now=False), day)


def dom_of(day: Fields, outer: Expression) -> Expression | None:
    """The 20th of next month."""
    return intersect(day, outer) if outer.grain >= Grain.MONTH else None


def of_dates(inner: Expression, outer: Expression) -> Expression | None:
    """Wednesday of this week; the morning of the 5th."""
    return intersect(inner, outer) if inner.grain < outer.grain else None


def cell_around(unit: Grain, base: Expression) -> Expression | None:
    """The week of the 18th."""
    return CellOf(base, unit) if base.grain < unit and unit >= Grain.DAY else None


def nth_day_of_year(number: Number, year: Expression) -> Expression | None:
    """The 36th day of 2011."""
    return nth_unit(number, Grain.DAY, year) if year.grain == Grain.YEAR else None


def business_days_ahead(number: Number) -> Expression | None:
    """In four business days."""
    count = count_of(number)
    return BusinessDays(count) if count and count < 1000 else None


def business_days_back(number: Number) -> Expression | None:
    """The previous four business days."""
    count = count_of(number)
    return BusinessDays(-count, run=True) if count and count < 1000 else None


def this_unit(unit: Grain) -> Expression:
    """The current cell."""
    return Cycle(unit, 0)


def this_long_unit(unit: Grain) -> Expression | None:
    """“the week”; “the second” and “the minute” are seldom times."""
    return Cycle(unit, 0) if unit >= Grain.DAY else None


def next_unit(unit: Grain) -> Expression:
    """The cell after the current one."""
    return Cycle(unit, 1)


def last_unit_ago(unit: Grain) -> Expression:
    """The cell before the current one."""
    return Cycle(unit, -1)


def unit_after_next(unit: Grain) -> Expression:
    """The second cell after the current one."""
    return Cycle(unit, 2)


def unit_before_last(unit: Grain) -> Expression:
    """The second cell before the current one."""
    return Cycle(unit, -2)
