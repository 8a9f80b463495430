"""Builders for lengths, shifts, ranges and open intervals."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when.builders.clock import clock_range
from assistant_desktop.core.when.builders.dates import count_of
from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.compound import NthFrom
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import (
    CLOCK,
    DOM,
    DOW,
    PART,
    RANGE,
    YEAR,
    Expression,
    Fields,
    Now,
)
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import Lasting, Open, Range
from assistant_desktop.core.when.shared_rules import unit_length
from assistant_desktop.core.when.shifts import Length, Moment, Relative, Shift
from assistant_desktop.core.when.values import Grain

_LONGEST = 10**6  # units; more is nonsense, and would only overflow


def length_of(number: Number, unit: Grain) -> Length | None:
    """So many units."""
    return unit_length(number.value, unit) if 0 <= number.value <= _LONGEST else None


def one_unit(unit: Grain) -> Length:
    """An hour."""
    return unit_length(1, unit)


def half_unit(unit: Grain) -> Length:
    """Half an hour."""
    return finer(unit_length(0.5, unit))


def quarter_unit(unit: Grain) -> Length:
    """A quarter of an hour."""
    return finer(unit_length(0.25, unit))


def quarters_unit(number: Number, unit: Grain) -> Length | None:
    """Three quarters of an hour."""
    return finer(unit_length(0.25 * number.value, unit)) if number.value <= 100 else None


def fraction_unit(fraction: float, unit: Grain) -> Length | None:
    """1/2 hour."""
    return finer(unit_length(fraction, unit)) if 0 < fraction < 100 else None


def and_half(number: Number, unit: Grain) -> Length | None:
    """Two and a half hours."""
    return length_of(Number(number.value + 0.5), unit)


def and_quarter(number: Number, unit: Grain) -> Length | None:
    """Two and a quarter hours."""
    return length_of(Number(number.value + 0.25), unit)


def and_quarters(number: Number, quarters: Number, unit: Grain) -> Length | None:
    """One and three quarters of an hour."""
    if quarters.value > 3:
        return None
    return length_of(Number(number.value + 0.25 * quarters.value), unit)


def length_and_half(length: Length) -> Length | None:
    """An hour and a half: half of its last unit more."""
    return length.plus(replace(unit_length(0.5, length.unit), unit=length.unit))


def length_and_quarter(length: Length) -> Length | None:
    """A year and a quarter."""
    return length.plus(replace(unit_length(0.25, length.unit), unit=length.unit))


def length_and_number(length: Length, number: Number) -> Length | None:
    """2 hours 10: the number counts the next finer unit."""
    if length.unit not in (Grain.HOUR, Grain.MINUTE) or not 0 < number.value < 60:
        return None
    if not number.digits and number.value < 10:
        return None  # "in 3 hours one of us should call"
    return length.plus(unit_length(number.value, Grain(length.unit - 1)))


def joined(one: Length, other: Length) -> Length | None:
    """2 hours and 10 minutes."""
    return one.plus(other) if one.unit != other.unit else None


def finer(length: Length) -> Length:
    """The unit a broken length is exact to: half an hour is minutes."""
    if length.seconds:
        return replace(length, unit=Grain.MINUTE if length.seconds % 60 == 0 else Grain.SECOND)
    return replace(length, unit=Grain.DAY) if length.days and not length.months else length


def ahead(length: Length) -> Expression | None:
    """In two hours."""
    return Relative(length, 1)


def ago(length: Length) -> Expression | None:
    """Two hours ago."""
    return Relative(length, -1)


def in_minutes(number: Number) -> Expression | None:
    """“in 15” means minutes, and so does "in ten"."""
    worded = number.digits == 0 and (number.value % 5 or number.value > 45)
    if worded or number.digits > 2 or number.value < 1:
        return None
    return Relative(unit_length(number.value, Grain.MINUTE), 1)


def shift_after(length: Length, base: Expression) -> Expression | None:
    """Two weeks after Christmas."""
    return _shift(length, base, 1)


def shift_before(length: Length, base: Expression) -> Expression | None:
    """Two weeks before Christmas."""
    return _shift(length, base, -1)


def _shift(length: Length, base: Expression, sign: int) -> Expression | None:
    if base.fixes & RANGE:
        return None
    if isinstance(base, Now) or base == Cycle(Grain.DAY, 0):
        return Relative(length, sign)
    return Shift(base, length, sign)


def within(length: Length) -> Expression | None:
    """Within two weeks: from now to then."""
    return Lasting(Now(), length)


def within_past(length: Length) -> Expression | None:
    """During the last two weeks, to the second."""
    return Range(Relative(replace(length, unit=Grain.SECOND), -1), Now(), inclusive=False)


def lasting_from(length: Length, base: Expression) -> Expression | None:
    """Three days starting next Monday."""
    if base.fixes & RANGE or isinstance(base, Relative):
        return None
    return Lasting(base, length)


def from_for(base: Expression, length: Length) -> Expression | None:
    """From next Monday for three days."""
    return lasting_from(length, base)


def between(since: Expression, until: Expression) -> Expression | None:
    """From one time to another. Days include the last; a clock time, a month or a year ends
    the range where it begins.
    """
    if (since.fixes | until.fixes) & RANGE:
        return None
    if (
        isinstance(since, Fields)
        and since.fixes == DOW
        and until.fixes & DOM
        and not (until.fixes & DOW)
    ):
        return None  # "Friday - June 15" is one day said twice
    if until.fixes & CLOCK and since.fixes & CLOCK:
        return clock_range(since, until)
    if until.fixes & CLOCK and isinstance(since, Now):
        return Range(since, until, inclusive=False)
    if (since.fixes | until.fixes) & (CLOCK | PART) and not _now_bound(since, until):
        return None
    since = _with_year_of(since, until)
    if isinstance(since, Now) and not until.fixes & CLOCK:
        since = Cycle(Grain.DAY, 0)  # "between now and Friday" counts days
    if since == until:
        return None
    inclusive = until.grain <= Grain.DAY and not isinstance(until, Now)
    return Range(since, until, inclusive=inclusive)


def through(since: Expression, until: Expression) -> Expression | None:
    """From one time to the end of another: June through August."""
    found = between(since, until)
    return (
        replace(found, inclusive=True)
        if isinstance(found, Range) and not (found.fixes & CLOCK)
        else found
    )


def _now_bound(since: Expression, until: Expression) -> bool:
    return isinstance(since, Now) or isinstance(until, Now)


def _with_year_of(since: Expression, until: Expression) -> Expression:
    """The year said at the end of a range holds for its start too, unless that came later."""
    if not isinstance(until, Fields) or not isinstance(since, Fields) or until.year is None:
        return since
    if since.fixes & YEAR or since.month is None:
        return since
    later = (since.month, since.day or 1) > (until.month or 12, until.day or 31)
    return replace(since, year=max(1, until.year - later))


def month_days_between(since: Fields, until: Fields, month: Expression) -> Expression | None:
    """13 to 15 July."""
    if since.day is None or until.day is None or since.day >= until.day:
        return None
    first, last = intersect(since, month), intersect(until, month)
    if first is None or last is None or month.grain != Grain.MONTH:
        return None
    return Range(first, last, inclusive=True)


def month_then_days(month: Expression, since: Fields, until: Fields) -> Expression | None:
    """July 13 to 15."""
    return month_days_between(since, until, month)


def date_to_day(since: Fields, until: Fields) -> Expression | None:
    """July 13 to 15, the first day read with its month."""
    if not isinstance(since, Fields) or since.day is None or since.month is None:
        return None
    if until.day is None or since.hour is not None:
        return None
    if until.day > since.day:
        return Range(since, replace(since, day=until.day, dow=None), inclusive=True)
    return Range(since, until, inclusive=True)


def day_to_date(since: Fields, until: Fields) -> Expression | None:
    """From 4 to January 22, 1995."""
    if not isinstance(until, Fields) or until.hour is not None or until.month is None:
        return None
    if since.day is None or until.day is None or since.day >= until.day:
        return None
    return Range(replace(until, day=since.day, dow=None), until, inclusive=True)


def until_(base: Expression) -> Expression | None:
    """Before, until: open to the past, ends where the time begins."""
    if base.fixes & RANGE and not base.fixes & CLOCK:
        return None
    return Open(bound(base), after=False)


def bound(base: Expression) -> Expression:
    """The base as one end of an interval: a shift of now counts to the second."""
    return Moment(base) if isinstance(base, Relative) else base


def until_end(base: Expression) -> Expression | None:
    """Before the end of May."""
    return Open(base, after=False, past_end=True)


def by(base: Expression) -> Expression | None:
    """By Friday: from now to its end; by 6 pm: to that time."""
    base = bound(base)
    return Open(base, after=False, past_end=not base.fixes & CLOCK, from_now=True)


def since_(base: Expression) -> Expression | None:
    """Since, from: open to the future, the time included."""
    return None if base.fixes & RANGE else Open(bound(base), after=True)


def since_past(base: Expression) -> Expression | None:
    """Since Monday: the one that was."""
    if base.fixes & RANGE:
        return None
    recent = NthFrom(-1, base, Now()) if isinstance(base, Fields) and not base.year else base
    return Open(bound(recent), after=True)


def after(base: Expression) -> Expression | None:
    """After: a day, month or year is over first; a clock time is the bound itself."""
    if base.fixes & RANGE:
        return None
    base = bound(base)
    return Open(base, after=True, past_end=base.grain >= Grain.DAY and not base.fixes & CLOCK)


def length_ahead(number: Number, unit: Grain) -> Expression | None:
    """In so many units."""
    count = count_of(number)
    return Relative(unit_length(count, unit), 1) if count else None
