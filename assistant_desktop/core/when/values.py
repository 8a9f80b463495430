"""What the time engine takes and gives: plain frozen values, no behaviour that needs a clock.

Every value carries the span of characters it was read from; spans never take part in equality,
so that ``parse(describe(x)) == x`` can hold.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
NO_SPAN: Span = (0, 0)


class Grain(enum.IntEnum):
    """How precisely a time was named; ordered from the finest to the coarsest."""

    SECOND = 0
    MINUTE = 1
    HOUR = 2
    DAY = 3
    WEEK = 4
    MONTH = 5
    QUARTER = 6
    YEAR = 7

    @property
    def label(self) -> str:
        """The word used in the ``when`` contract: "second" ... "year"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Instant:
    """One point in time, known to ``grain``: "tomorrow" starts at midnight and has grain DAY.

    ``start`` is aware. ``end`` is the exclusive end of a whole day, week, month, quarter or
    year, and None for anything finer and for exact shifts of now ("in two weeks").
    """

    start: datetime
    grain: Grain
    end: datetime | None = None
    span: Span = field(default=NO_SPAN, compare=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` to ``end`` (exclusive); an open end is None. Both are aware.

    ``part`` names the part of day when that is all that was said: "morning", "evening" ...
    ``hint`` is "weekend" or "end" (of a month, of a year) when that was said; it only helps
    ``due_of`` and never takes part in equality.
    """

    start: datetime | None
    end: datetime | None
    grain: Grain
    part: str | None = None
    hint: str | None = field(default=None, compare=False)
    span: Span = field(default=NO_SPAN, compare=False)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: calendar months, calendar days and exact seconds, all >= 0.

    The three do not convert into each other: a month has no fixed length, and a day has 23 or
    25 hours when the clocks change.
    """

    months: int = 0
    days: int = 0
    seconds: float = 0
    grain: Grain = Grain.SECOND
    span: Span = field(default=NO_SPAN, compare=False)

    @property
    def iso(self) -> str:
        """ISO 8601: "PT90M", "P6M", "P1DT2H"; "PT0S" when empty."""
        years, months = divmod(self.months, 12)
        date = "".join(f"{n}{u}" for n, u in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        return f"P{date}{self._iso_time()}" if date or self.seconds else "PT0S"

    def _iso_time(self) -> str:
        if not self.seconds:
            return ""
        whole = int(self.seconds)
        hours, rest = divmod(whole, 3600)
        minutes, seconds = divmod(rest, 60)
        if hours and minutes and not rest % 60 and hours < 2:
            hours, minutes = 0, hours * 60 + minutes
        exact = seconds + (self.seconds - whole)
        text = f"{exact:.3f}".rstrip("0").rstrip(".")
        clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M")) if n)
        return f"T{clock}{text + 'S' if exact else ''}"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A repeated time: an RFC 5545 RRULE value and the first occurrence, aware.

    ``excluded`` are starts of occurrences that are left out and that no RRULE can say.
    ``grain`` is DAY when no time of day was named; then ``first`` is at local midnight.
    """

    rrule: str
    first: datetime
    grain: Grain
    excluded: tuple[datetime, ...] = ()
    span: Span = field(default=NO_SPAN, compare=False)


Value: TypeAlias = Instant | Interval | Duration | Recurrence


@dataclass(frozen=True, slots=True)
class Match:
    """One time found in a text.

    ``alternatives`` are other readings that a careful listener would ask about ("at 9" in the
    evening: today at 21:00, else tomorrow at 9:00), best first, never equal to ``value``.
    """

    value: Value
    span: Span
    text: str
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class DayTimes:
    """The user's hours for vague times; ``bare_date`` is used when only a date was said."""

    morning: time = time(9)
    noon: time = time(12)
    afternoon: time = time(15)
    evening: time = time(19)
    night: time = time(22)
    bare_date: time = time(9)

    def named(self, part: str | None) -> time | None:
        """The hour for a part of day; None for those without an hour of their own ("after
        work"), which are best taken where they begin.
        """
        known = {
            "morning": self.morning,
            "noon": self.noon,
            "lunch": self.noon,
            "afternoon": self.afternoon,
            "evening": self.evening,
            "night": self.night,
        }
        return known.get(part or "")


DEFAULT_DAY_TIMES = DayTimes()


@dataclass(frozen=True, slots=True)
class Reference:
    """Against what a text is understood.

    ``now`` is aware. ``language`` is a folder of ``languages`` or "auto" (by the letters used).
    ``prefer`` decides what a yearless date or a bare weekday means. ``date_order`` settles
    03/04: "auto" is the language's own habit. ``reading``: "literal" takes "Saturday at 5" for
    05:00 and «следующая пятница» for the coming one; "everyday" takes hours 1 to 6 with a date
    for the afternoon and the Friday of next week, as one does with people.
    ``country`` is an ISO 3166 code for public holidays that differ between countries.
    """

    now: datetime
    zone: tzinfo
    language: str = "auto"
    day_times: DayTimes = DEFAULT_DAY_TIMES
    prefer: Literal["future", "past"] = "future"
    date_order: Literal["auto", "dmy", "mdy"] = "auto"
    reading: Literal["literal", "everyday"] = "literal"
    country: str | None = None
