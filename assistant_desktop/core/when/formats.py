"""Times written in digits: 31/10/1974, 2016-12-16T12:23:59, 15:30, 2018-09, 20200701."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant_desktop.core.when.expressions import Expression, Fields
from assistant_desktop.core.when.ranges import InZone
from assistant_desktop.core.when.shifts import CellOf
from assistant_desktop.core.when.values import Grain

_OPEN_END = r"(?!\d)(?!\.\d)"  # letters may follow at once: 5:30pm, 1/2h
_END = r"(?![^\W_])(?!\.\d)"


@dataclass(frozen=True, slots=True)
class Writing:
    """How digits are read here: month names, whether the month comes before the day, and whether
    6:30 is written on the 24-hour clock.
    """

    months: Mapping[str, int]
    month_first: bool
    round_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two small numbers with a point or dash between: a date or a clock, the rules decide."""

    first: int
    second: int
    width: int  # digits of the second


OTHER_ORDER = 0.35  # what 3/4 costs more as the 3rd of April where it is March 4, or vice versa
Found = tuple[str, object, float]
Reader = Callable[[re.Match[str], Writing], Iterator[Found]]


def full_year(text: str) -> int:
    """Two digits are this century up to 39, the last one after; more digits are taken as said."""
    year = int(text)
    if len(text) <= 2:
        return year + (2000 if year < 40 else 1900)
    return year


def valid_date(year: int, month: int, day: int) -> Fields | None:
    """The date, or None when the calendar has no such day."""
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Fields(year=year, month=month, day=day)


def month_day(month: int, day: int) -> Fields | None:
    """A yearly date, or None for days no year has."""
    return Fields(month=month, day=day) if valid_date(2000, month, day) else None


def clock(hour: int, minute: int | None = None, second: int | None = None) -> Fields | None:
    """A time of day; 1 to 12 stays open between morning and afternoon; 24 is midnight."""
    if not 0 <= hour <= 24 or not 0 <= (minute or 0) < 60 or not 0 <= (second or 0) < 60:
        return None
    if hour == 24:
        return Fields(hour=0, minute=minute, second=second) if not minute else None
    return Fields(
        hour=hour, minute=minute, second=second, half=1 <= hour <= 12, round_the_clock=hour > 12
    )


def _iso_moment(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    year, month, day, hour, minute = (int(found[i]) for i in range(1, 6))
    second = int(found[6]) if found[6] else None
    if not (base := valid_date(year, month, day)) or hour > 23 or minute > 59:
        return
    if second is not None and second > 59:
        return
    clocked = base.merged(Fields(hour=hour, minute=minute, second=second))
    moment: Expression = clocked
    if found[7]:
        sign = -1 if found[7].startswith("-") else 1
        digits = found[7].lstrip("+-").replace(":", "")
        offset = 0 if digits == "z" else sign * (int(digits[:2]) * 60 + int(digits[2:]))
        if abs(offset) >= 1440:
            return
        moment = InZone(clocked, offset)
    yield "time", moment, 0.5


def _iso_week(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    try:
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return
    fields = Fields(year=day.year, month=day.month, day=day.day)
    if found[3]:
        yield "date", fields, 0.3
    else:
        yield "period", CellOf(fields, Grain.WEEK), 0.3


def _year_first(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    year, one, two = int(found[1]), int(found[3]), int(found[4])
    if value := valid_date(year, one, two) or valid_date(year, two, one):
        yield "date", value, 0.5


def _numeric_date(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    one, two, year = int(found[1]), int(found[3]), full_year(found[5])
    if found[2] == "-" and len(found[5]) < 4 and found[4] != "-":
        return
    month_first = writing.month_first and found[2] != "."
    month, day = (one, two) if month_first else (two, one)
    readings = valid_date(year, month, day), valid_date(year, day, month)
    yield from _either_order("date", *readings, sure=found[2] == ".")


def _either_order(
    category: str, first: Fields | None, second: Fields | None, *, sure: bool
) -> Iterator[Found]:
    """The reading in the usual order; the other one too, for who wants to ask which was meant."""
    if first is not None:
        yield category, first, 0.5
    if second is not None and second != first and not (sure and first is not None):
        yield category, second, 0.5 if first is None else 0.5 + OTHER_ORDER
    return


def _named_month(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    month = writing.months.get(found[2])
    if month is None:
        return
    one, two = found[1], found[3]
    if len(one) == 4:
        value = valid_date(int(one), month, int(two)) if len(two) <= 2 else None
    elif len(one) <= 2:
        value = valid_date(full_year(two), month, int(one))
    else:
        value = None
    if value:
        yield "date", value, 0.5


def _day_year_month(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    month = writing.months.get(found[3])
    if month and (value := valid_date(int(found[2]), month, int(found[1]))):
        yield "date", value, 0.5


def _year_day_month(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    month = writing.months.get(found[3])
    if month and (value := valid_date(int(found[1]), month, int(found[2]))):
        yield "date", value, 0.5


def _month_year(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    if 1 <= (month := int(found[1])) <= 12 and int(found[2]) > 0:
        yield "period", Fields(year=int(found[2]), month=month), 0.6


def _year_month(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    if 1 <= (month := int(found[2])) <= 12 and int(found[1]) > 0:
        yield "period", Fields(year=int(found[1]), month=month), 0.6


def _slashed(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    one, two = int(found[1]), int(found[2])
    month, day = (one, two) if writing.month_first else (two, one)
    yield from _either_order("monthday", month_day(month, day), month_day(day, month), sure=False)
    if two:
        yield "fraction", one / two, 0.8


def _dotted(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    yield "dotted", Pair(int(found[1]), int(found[2]), len(found[2])), 0.7


def _dashed(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    yield "dashed", Pair(int(found[1]), int(found[2]), len(found[2])), 0.2


def _clock(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    value = clock(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if value:
        if len(found[1]) == 2 and found[1][0] == "0":
            value = Fields(hour=value.hour, minute=value.minute, second=value.second)
        said = value.round_the_clock or writing.round_the_clock
        yield "tod", replace(value, round_the_clock=said), 0.4


def _compact(found: re.Match[str], writing: Writing) -> Iterator[Found]:
    text = found[1]
    if value := valid_date(int(text[:4]), int(text[4:6]), int(text[6:])):
        yield "date", value, 0.6


FORMATS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern + (_OPEN_END if reader in (_clock, _slashed, _dotted) else _END)), reader)
    for pattern, reader in (
        (
            (
                r"(\d{4})-(\d\d)-(\d\d)(?:t|\s)\s?(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
                r"\s?(z|[+-]\d\d:?\d\d)?"
            ),
            _iso_moment,
        ),
        (r"(\d{4})(\d\d)(\d\d)t(\d\d):?(\d\d)(?::?(\d\d))?(z|[+-]\d\d:?\d\d)?", _iso_moment),
        (r"(\d{4})-?w(\d\d)(?:-?([1-7]))?", _iso_week),
        (r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})", _year_first),
        (r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?(\2|,)\s?(\d{4}|\d{1,2})", _numeric_date),
        (r"(\d{1,4})[-/]([^\W\d_]{3,})\.?[-/](\d{1,4})", _named_month),
        (r"(\d{1,2})-(\d{4})-([^\W\d_]{3,})", _day_year_month),
        (r"(\d{4})[-/](\d{1,2})[-/]([^\W\d_]{3,})", _year_day_month),
        (r"(\d{1,2})\s?[/-]\s?(\d{4})(?!\s?[-/]\s?\d)", _month_year),
        (r"(\d{4})\s?[/-]\s?(\d{1,2})(?!\s?[-/]\s?\d)", _year_month),
        (r"(\d{1,2})\s?/\s?(\d{1,2})(?!\s?[-/]\s?\d)", _slashed),
        (r"(\d{1,2})\.(\d{1,2})", _dotted),
        (r"(\d{1,2})\s?-\s?(\d{1,2})(?!\s?[-/:.]\s?\d)", _dashed),
        (r"(\d{1,2}):(\d\d)(?::(\d\d))?", _clock),
        (r"(\d{8})", _compact),
    )
)

# Long groups of digits joined by dashes are telephone numbers, not times.
PHONE = re.compile(r"(?<![\d-])\d{3}-\d{3}-?\d{4}(?!\d)|\+\d[\d() -]{7,}\d|(?<!\d)\d{9,}(?!\d)")
DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)([.,]\d+)?(?![\d])")
