"""Builders for repetition."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant_desktop.core.when.builders.dates import count_of
from assistant_desktop.core.when.compound import Nth
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import Expression, Fields, Never
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.repeat import Repeat
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.stretches import Part
from assistant_desktop.core.when.values import Grain

WORKING_DAYS = (0, 1, 2, 3, 4)
WEEKEND_DAYS = (5, 6)
_MAX_INTERVAL = 1000


@dataclass(frozen=True, slots=True)
class Days:
    """A set of weekdays."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A list of counts: "first, second and last"."""

    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A list of times of day."""

    clocks: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of parts of the day, by name."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """A list of months."""

    months: tuple[int, ...]


def each(unit: Grain) -> Repeat:
    """Every day."""
    return Repeat(unit=unit)


def each_nth(number: Number, unit: Grain) -> Repeat | None:
    """Every three days, every third day."""
    count = count_of(number)
    return Repeat(unit=unit, interval=count) if count and count <= _MAX_INTERVAL else None


def every_length(length: Length) -> Repeat | None:
    """Every hour and a half, every 90 minutes."""
    if length.months or length.days:
        return _every_days(length)
    seconds = round(length.seconds)
    if seconds <= 0 or seconds > 86400 * 30:
        return None
    if seconds % 3600 == 0:
        return Repeat(unit=Grain.HOUR, interval=seconds // 3600)
    if seconds % 60 == 0:
        return Repeat(unit=Grain.MINUTE, interval=seconds // 60)
    return Repeat(unit=Grain.SECOND, interval=seconds)


def _every_days(length: Length) -> Repeat | None:
    """Every half a year, every two and a half weeks; a mixture has no rule."""
    months, days = length.months, length.days
    if length.seconds or bool(months) == bool(days) or not 0 < (months or days) <= _MAX_INTERVAL:
        return None
    return Repeat(unit=Grain.DAY if days else Grain.MONTH, interval=days or months)


def weekday_the(dow: Fields, day: Fields) -> Repeat | None:
    """Every Friday the 13th."""
    if dow.dow is None or day.day is None:
        return None
    return Repeat(unit=Grain.MONTH, days=((None, dow.dow),), month_days=(day.day,))


def other(unit: Grain) -> Repeat:
    """Every other week."""
    return Repeat(unit=unit, interval=2)


def one_day(dow: Fields | int) -> Days | None:
    """One weekday as a set."""
    day = dow if isinstance(dow, int) else dow.dow
    return Days((day,)) if day is not None else None


def more_days(one: Days, more: Days) -> Days | None:
    """Monday and Thursday."""
    return Days((*one.days, *more.days)) if not set(one.days) & set(more.days) else None


def days_through(first: Days, last: Days) -> Days | None:
    """Monday to Friday; may run over the week's end."""
    if len(first.days) != 1 or len(last.days) != 1 or first.days == last.days:
        return None
    start, end = first.days[0], last.days[0]
    return Days(tuple((start + i) % 7 for i in range((end - start) % 7 + 1)))


def working_days() -> Days:
    """Monday to Friday."""
    return Days(WORKING_DAYS)


def weekend_days() -> Days:
    """Saturday and Sunday."""
    return Days(WEEKEND_DAYS)


def weekly_on(days: Days) -> Repeat:
    """Every Monday and Thursday."""
    return Repeat(unit=Grain.WEEK, days=tuple((None, d) for d in sorted(days.days)))


def weekly_on_nth(number: Number, days: Days) -> Repeat | None:
    """Every second Friday: every other week."""
    count = count_of(number)
    return replace(weekly_on(days), interval=count) if count and count <= 52 else None


def weekly_on_other(days: Days) -> Repeat:
    """Every other Thursday."""
    return replace(weekly_on(days), interval=2)


def one_number(number: Number) -> Numbers | None:
    """An ordinal as a list."""
    count = count_of(number)
    return Numbers((count,)) if count else None


def last_number() -> Numbers:
    """The last."""
    return Numbers((-1,))


def from_end(number: Number) -> Numbers | None:
    """The fourth last."""
    count = count_of(number)
    return Numbers((-count,)) if count else None


def more_numbers(one: Numbers, more: Numbers) -> Numbers:
    """First, second and last."""
    return Numbers((*one.values, *more.values))


def month_days_of(repeat: Repeat, numbers: Numbers) -> Repeat | None:
    """Every month on the 4th; every year on the 31st counts days of the year."""
    if repeat.anchored and not repeat.months:
        return None
    if repeat.unit == Grain.YEAR and not repeat.months:
        return replace(repeat, year_days=numbers.values)
    if repeat.unit == Grain.WEEK:
        if all(1 <= n <= 7 for n in numbers.values):
            return replace(repeat, days=tuple((None, (n - 2) % 7) for n in numbers.values))
        return None
    if repeat.unit not in (Grain.MONTH, Grain.YEAR) or not _days_of_month(numbers):
        return None
    return replace(repeat, month_days=numbers.values)


def _days_of_month(numbers: Numbers) -> bool:
    return all(1 <= abs(n) <= 31 for n in numbers.values)


def numbers_of(numbers: Numbers, repeat: Repeat) -> Repeat | None:
    """The 4th of every month."""
    return month_days_of(repeat, numbers)


def monthly_ordinal(repeat: Repeat, number: Number) -> Repeat | None:
    """Every month on the 1st, the 1st every month; only where a number is written."""
    numbers = one_number(number) if number.digits and repeat.unit == Grain.MONTH else None
    return month_days_of(repeat, numbers) if numbers else None


def every_ordinal(number: Number) -> Repeat | None:
    """Every 31st."""
    return monthly_ordinal(Repeat(unit=Grain.MONTH), number)


def every_range(least: Number, most: Number, unit: Grain) -> Repeat | None:
    """Every 4 to 6 hours: as soon as it may be."""
    return each_nth(least, unit) if least.value < most.value else None


def monthly_on(numbers: Numbers) -> Repeat | None:
    """Every 4th and 10th of the month."""
    return month_days_of(Repeat(unit=Grain.MONTH), numbers)


def monthly_on_several(numbers: Numbers) -> Repeat | None:
    """The 1st and the 15th: one day alone is a date, several come back each month."""
    return monthly_on(numbers) if len(numbers.values) > 1 else None


def nth_days(repeat: Repeat, numbers: Numbers, days: Days) -> Repeat | None:
    """Every month on the first Monday."""
    if repeat.unit == Grain.QUARTER and not repeat.anchored:
        repeat = replace(repeat, unit=Grain.MONTH, interval=3, since=Cycle(Grain.QUARTER, 1))
    if repeat.unit not in (Grain.MONTH, Grain.YEAR) or repeat.days or repeat.month_days:
        return None
    pairs = tuple((n, d) for n in numbers.values for d in days.days)
    if repeat.unit == Grain.MONTH and len(days.days) > 1:
        plain = tuple((None, d) for d in days.days)
        return replace(repeat, days=plain, positions=numbers.values)
    return replace(repeat, days=pairs)


def nth_days_of(numbers: Numbers, days: Days, repeat: Repeat) -> Repeat | None:
    """The first Friday of every other month."""
    return nth_days(repeat, numbers, days)


def monthly_nth_days(numbers: Numbers, days: Days) -> Repeat | None:
    """Every first Monday of the month."""
    return nth_days(Repeat(unit=Grain.MONTH), numbers, days)


def yearly_nth(repeat: Repeat, time: Expression) -> Repeat | None:
    """Every year on the fourth Thursday in November."""
    if isinstance(time, Never) and repeat.unit == Grain.YEAR:
        return replace(repeat, months=(2,), month_days=(31,))  # as said, it never falls
    if not isinstance(time, Nth) or repeat.unit != Grain.YEAR or repeat.anchored:
        return None
    outer, inner = time.outer, time.inner
    if not isinstance(outer, Fields) or not isinstance(inner, Fields):
        return None
    if outer.month is None or inner.dow is None or inner.day is not None:
        return None
    return replace(repeat, days=((time.n, inner.dow),), months=(outer.month,))


def yearly_on(time: Expression) -> Repeat | None:
    """Every December 25th."""
    return on_date(Repeat(unit=Grain.YEAR), time)


def on_date(repeat: Repeat, time: Expression) -> Repeat | None:
    """Every year on December 25th."""
    if not isinstance(time, Fields) or time.day is None or time.month is None or time.year:
        return None
    if repeat.unit != Grain.YEAR or repeat.anchored:
        return None
    clock = replace(time, month=None, day=None, dow=None, skip_now=False)
    clocks = repeat.clocks if time.hour is None else (clock,)
    return replace(repeat, months=(time.month,), month_days=(time.day,), clocks=clocks)


def more_month_days(repeat: Repeat, numbers: Numbers) -> Repeat | None:
    """Every August 20th and 30th."""
    if not repeat.month_days or not _days_of_month(numbers):
        return None
    return replace(repeat, month_days=(*repeat.month_days, *numbers.values))


def numbers_of_month(numbers: Numbers, month: Fields) -> Repeat | None:
    """Every 20th and 30th of August."""
    if month.month is None or month.day or not _days_of_month(numbers):
        return None
    return Repeat(unit=Grain.YEAR, months=(month.month,), month_days=numbers.values)


def one_month(month: Fields) -> Months | None:
    """A month as a list."""
    if month.month is None or month.day is not None or month.year is not None:
        return None
    return Months((month.month,))


def more_months(one: Months, more: Months) -> Months:
    """In March and May."""
    return Months(tuple(sorted({*one.months, *more.months})))


def every_month_named(months: Months) -> Repeat:
    """Every March: once, on its first day."""
    return Repeat(unit=Grain.YEAR, months=months.months, month_days=(1,))


def one_time(time: object) -> Times | None:
    """A time of day as a list; None for whatever else a chart's cell may hold."""
    if isinstance(time, Fields) and time.hour is not None and not time.has_date:
        return Times((time,))
    return None


def more_times(one: Times, more: Times) -> Times:
    """At 9 and 18."""
    first = one.clocks[-1]
    rest = tuple(_same_half(first, clock) for clock in more.clocks)
    return Times((*one.clocks, *rest))


def _same_half(first: Fields, clock: Fields) -> Fields:
    if not clock.half or not first.half or clock.hour is None or first.hour is None:
        return clock
    return replace(clock, hour=clock.hour + 12, half=False) if clock.hour < first.hour else clock


def every_part(part: Part) -> Repeat:
    """Every morning."""
    return Repeat(part=part.name)


def both_parts(one: Part, other: Part) -> Parts | None:
    """Morning and evening."""
    return Parts((one.name, other.name)) if one.name != other.name else None


def every_both(parts: Parts) -> Repeat:
    """Every morning and evening."""
    return Repeat(part=parts.names[0], more_parts=parts.names[1:])


def also_on(repeat: Repeat, days: Days) -> Repeat | None:
    """Every week on Monday; daily on weekends; three times a week on named days."""
    if repeat.spread and len(repeat.days) == len(days.days):
        repeat = replace(repeat, days=(), spread=False)
    if any(n for n, _ in repeat.days) or repeat.days or repeat.unit not in (Grain.WEEK, Grain.DAY):
        return None
    if repeat.month_days or (repeat.part is not None and repeat.unit == Grain.WEEK):
        return None
    unit_kept = repeat.interval if repeat.unit == Grain.WEEK else 1
    if repeat.unit == Grain.DAY and repeat.interval > 1:
        return None
    days_named = tuple((None, d) for d in sorted(days.days))
    return replace(repeat, unit=Grain.WEEK, interval=unit_kept, days=days_named)


def weekly_parts(days: Days, part: Part) -> Repeat:
    """Weekday mornings."""
    return replace(weekly_on(days), part=part.name)


def weekly_also_on(repeat: Repeat, dow: Fields) -> Repeat | None:
    """Weekly, Friday."""
    day = one_day(dow) if repeat.unit == Grain.WEEK else None
    return also_on(repeat, day) if day else None


def days_then(days: Days, repeat: Repeat) -> Repeat | None:
    """On Mondays, every other week."""
    return also_on(repeat, days)


def last_working_day(repeat: Repeat) -> Repeat | None:
    """The last working day of the month."""
    return nth_working_day(Numbers((-1,)), repeat)


def nth_working_day(numbers: Numbers, repeat: Repeat) -> Repeat | None:
    """The n-th working day of every month."""
    if repeat.unit != Grain.MONTH or repeat.anchored:
        return None
    plain = tuple((None, d) for d in WORKING_DAYS)
    return replace(repeat, days=plain, positions=numbers.values)


def first_day(repeat: Repeat) -> Repeat | None:
    """The start of each month."""
    return month_days_of(repeat, Numbers((1,))) if repeat.unit == Grain.MONTH else None


def last_day(repeat: Repeat) -> Repeat | None:
    """The end of each month."""
    return month_days_of(repeat, Numbers((-1,))) if repeat.unit == Grain.MONTH else None
