"""Builders for what narrows a repetition: times of day, bounds, exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant_desktop.core.when.builders.dates import count_of
from assistant_desktop.core.when.builders.repeats import Days, Months, Parts, Times
from assistant_desktop.core.when.compound import Meet, Nth
from assistant_desktop.core.when.cycles import Cells
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    PART,
    RANGE,
    Expression,
    Fields,
)
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import Open, Range, Slice
from assistant_desktop.core.when.repeat import Repeat
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.stretches import Part
from assistant_desktop.core.when.values import Grain


@dataclass(frozen=True, slots=True)
class Change:
    """Something said beside a repetition that narrows it."""

    apply: Callable[[Repeat], Repeat | None]


def in_months(months: Months) -> Change:
    """Only in some months."""

    def apply(repeat: Repeat) -> Repeat | None:
        return None if repeat.months else replace(repeat, months=months.months)

    return Change(apply)


def in_week(number: Number) -> Change | None:
    """In week 12 of every year."""
    week = number.whole
    if week is None or not 1 <= week <= 53:
        return None

    def apply(repeat: Repeat) -> Repeat | None:
        return replace(repeat, unit=Grain.YEAR, weeks=(week,)) if repeat.days else None

    return Change(apply)


def at_times(times: Times) -> Change:
    """At times of day; the part of day named before settles twelve-hour clocks."""

    def apply(repeat: Repeat) -> Repeat | None:
        spread = repeat.spread and len(repeat.clocks) == len(times.clocks)
        if (repeat.clocks and not spread) or repeat.unit < Grain.DAY:
            return None
        clocks = tuple(_in_part(clock, repeat.part) for clock in times.clocks)
        return replace(repeat, clocks=clocks)

    return Change(apply)


def _in_part(clock: Fields, part: str | None) -> Fields:
    if part is None or not clock.half or clock.hour is None:
        return clock
    small = clock.hour % 12
    late = part in ("afternoon", "evening", "lunch") or (part == "night" and small >= 5)
    return replace(clock, hour=small + 12 if late else small, half=False)


def at_part(part: Part) -> Change:
    """In the mornings."""

    def apply(repeat: Repeat) -> Repeat | None:
        if repeat.part or repeat.unit < Grain.DAY:
            return None
        clocks = tuple(_in_part(clock, part.name) for clock in repeat.clocks)
        return replace(repeat, part=part.name, clocks=clocks)

    return Change(apply)


def at_parts(parts: Parts) -> Change:
    """Mornings and evenings."""

    def apply(repeat: Repeat) -> Repeat | None:
        if repeat.part or repeat.clocks or repeat.unit < Grain.DAY:
            return None
        return replace(repeat, part=parts.names[0], more_parts=parts.names[1:])

    return Change(apply)


def count_times(number: Number) -> Change | None:
    """Ten times."""
    count = count_of(number)
    if not count:
        return None

    def apply(repeat: Repeat) -> Repeat | None:
        return None if repeat.count or repeat.until else replace(repeat, count=count)

    return Change(apply)


def until_change(time: Expression) -> Change | None:
    """Until a date."""
    if time.fixes & RANGE and not isinstance(time, Slice):
        return None

    def apply(repeat: Repeat) -> Repeat | None:
        return None if repeat.until or repeat.lasting else replace(repeat, until=time)

    return Change(apply)


def until_day_at(day: Expression, times: Times) -> Change | None:
    """“every day until Friday at 1”: the hour is the repetition's."""
    bound = until_change(day) if day.grain >= Grain.DAY else None
    clocked = at_times(times)

    def apply(repeat: Repeat) -> Repeat | None:
        ended = bound.apply(repeat) if bound else None
        return clocked.apply(ended) if ended else None

    return Change(apply)


def until_end(time: Expression) -> Change | None:
    """Until the end of January: its last day."""
    if time.grain <= Grain.DAY or time.fixes & (CLOCK | PART | RANGE):
        return None
    return until_change(Nth(-1, Cells(Grain.DAY), time))


def for_length(length: Length) -> Change:
    """For three weeks."""

    def apply(repeat: Repeat) -> Repeat | None:
        return None if repeat.until or repeat.lasting else replace(repeat, lasting=length)

    return Change(apply)


def going_on(repeat: Repeat, length: Length) -> Repeat | None:
    """“every 8 hours 7 days”, “3 times a day 5 days”: a longer time behind is how long it lasts."""
    several_days = repeat.unit == length.unit == Grain.DAY and length.days > repeat.interval
    if length.unit < Grain.DAY or not (length.unit > repeat.unit or several_days):
        return None
    return for_length(length).apply(repeat)


def starting(time: Expression) -> Change | None:
    """From a date on."""
    if time.fixes & RANGE and not isinstance(time, Slice):
        return None

    def apply(repeat: Repeat) -> Repeat | None:
        return None if repeat.since is not None else replace(repeat, since=time)

    return Change(apply)


def first_then(time: Expression, repeat: Repeat) -> Repeat | None:
    """“tomorrow at 9:00, then every weekday”: the first time is the start, and has the hour."""
    if repeat.since is not None or time.fixes & RANGE or not time.fixes & ANY_DATE:
        return None
    clock = clock_in(time)
    clocks = repeat.clocks or ((clock,) if clock and repeat.unit >= Grain.DAY else ())
    return replace(repeat, since=time, clocks=clocks)


def clock_in(time: Expression) -> Fields | None:
    """The time of day inside an expression."""
    parts = time.parts if isinstance(time, Meet) else (time,)
    for part in parts:
        if isinstance(part, Fields) and part.hour is not None:
            return Fields(
                hour=part.hour,
                minute=part.minute,
                second=part.second,
                half=part.half,
                round_the_clock=part.round_the_clock,
            )
    return None


def from_until(since: Expression, until: Expression) -> Change | None:
    """From November until February."""
    if (since.fixes | until.fixes) & CLOCK and not since.fixes & ANY_DATE:
        return None

    def apply(repeat: Repeat) -> Repeat | None:
        if repeat.since is not None or repeat.until is not None:
            return None
        return replace(repeat, since=since, until=until)

    return Change(apply)


def during_range(span: Expression) -> Change | None:
    """From 9 to 18 o'clock; or between two dates."""
    if not isinstance(span, Range):
        return None
    since, until = span.since, span.until
    if not span.fixes & CLOCK:
        return from_until(since, until)
    if not isinstance(since, Fields) or not isinstance(until, Fields):
        return None
    if since.hour is None or until.hour is None:
        return None
    first, last = _day_window(since, until)

    def apply(repeat: Repeat) -> Repeat | None:
        if repeat.unit >= Grain.DAY and not repeat.clocks and repeat.part is None:
            return replace(repeat, clocks=(since,))  # “every Monday from 10 to 11” begins at 10
        return _windowed(repeat, first, last)

    return Change(apply)


def _day_window(since: Fields, until: Fields) -> tuple[int, int]:
    first, last = since.hour or 0, until.hour or 0
    if last <= first and until.half and last + 12 > first:
        last += 12
    return first * 60 + (since.minute or 0), last * 60 + (until.minute or 0)


def _windowed(repeat: Repeat, first: int, last: int) -> Repeat | None:
    """The times of day inside a window, for steps that fit an hour or a number of hours."""
    if repeat.unit not in (Grain.MINUTE, Grain.HOUR) or repeat.clocks or last <= first:
        return None
    step = repeat.interval * (60 if repeat.unit == Grain.HOUR else 1)
    moments = list(range(first, min(last, 24 * 60 - 1) + 1, step))
    clocks = tuple(Fields(hour=m // 60, minute=m % 60) for m in moments)
    return replace(repeat, unit=Grain.DAY, interval=1, clocks=clocks)


def except_days(days: Days) -> Change:
    """Except on Sundays."""

    def apply(repeat: Repeat) -> Repeat | None:
        if repeat.unit not in (Grain.DAY, Grain.WEEK) or any(n for n, _ in repeat.days):
            return None
        named = {d for _, d in repeat.days} or set(range(7))
        left = sorted(named - set(days.days))
        if not left or (repeat.unit == Grain.DAY and repeat.interval > 1):
            return None
        return replace(repeat, unit=Grain.WEEK, days=tuple((None, d) for d in left))

    return Change(apply)


def except_months(months: Months) -> Change:
    """Except in May."""

    def apply(repeat: Repeat) -> Repeat | None:
        named = set(repeat.months) or set(range(1, 13))
        left = sorted(named - set(months.months))
        return replace(repeat, months=tuple(left)) if left else None

    return Change(apply)


def except_time(time: Expression) -> Change:
    """Except tomorrow."""

    def apply(repeat: Repeat) -> Repeat | None:
        return replace(repeat, excluded=(*repeat.excluded, time))

    return Change(apply)


def changed(repeat: Repeat, change: Change) -> Repeat | None:
    """A repetition, narrowed."""
    return change.apply(repeat)


def change_first(change: Change, repeat: Repeat) -> Repeat | None:
    """The same, said in the other order."""
    return change.apply(repeat)


def bounded(repeat: Repeat, opened: Expression) -> Repeat | None:
    """A repetition followed by "until ..." or "from ..." read as an open interval."""
    if not isinstance(opened, Open) or opened.past_end:
        return None
    change = starting(opened.base) if opened.after else until_change(opened.base)
    return change.apply(repeat) if change else None
