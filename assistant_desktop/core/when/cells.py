"""Calendar arithmetic on naive local time: rounding down, stepping by grains, cells.

Everything may raise OverflowError or ValueError at the ends of the calendar (years 1 and 9999);
the one place that catches them is ``resolution``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from assistant_desktop.core.when.values import DayTimes, Grain

DAY = timedelta(days=1)
_FIXED = {
    Grain.SECOND: timedelta(seconds=1),
    Grain.MINUTE: timedelta(minutes=1),
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: DAY,
    Grain.WEEK: timedelta(days=7),
}
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


class Cell(NamedTuple):
    """A stretch of local time: [start, end), known to ``grain``.

    ``open_start`` and ``open_end`` mark intervals with one bound only.
    """

    start: datetime
    end: datetime
    grain: Grain
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression is resolved against; ``now`` is naive local time in ``zone``."""

    now: datetime
    zone: tzinfo
    day_times: DayTimes
    country: str | None = None
    everyday: bool = False


def floor(moment: datetime, grain: Grain) -> datetime:
    """The start of the second, minute ... year that contains ``moment``; weeks begin Monday."""
    if grain == Grain.SECOND:
        return moment.replace(microsecond=0)
    if grain == Grain.MINUTE:
        return moment.replace(second=0, microsecond=0)
    if grain == Grain.HOUR:
        return moment.replace(minute=0, second=0, microsecond=0)
    day = datetime(moment.year, moment.month, moment.day)
    if grain == Grain.DAY:
        return day
    if grain == Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain == Grain.MONTH:
        return day.replace(day=1)
    if grain == Grain.QUARTER:
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
    return day.replace(day=1, month=1)


def add_months(moment: datetime, months: int) -> datetime:
    """Months later, the day clipped to the length of the month (31 Jan + 1 -> 28 Feb)."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year} is outside the calendar")
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, month_days(year, month + 1))
    )


def month_days(year: int, month: int) -> int:
    """How many days the month has; a year outside 1..9999 raises."""
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def step(moment: datetime, grain: Grain, count: int) -> datetime:
    """``moment`` moved by ``count`` grains, in wall time."""
    fixed = _FIXED.get(grain)
    if fixed is not None:
        return moment + fixed * count
    return add_months(moment, _MONTHS[grain] * count)


def cell(moment: datetime, grain: Grain, offset: int = 0) -> Cell:
    """The cell of ``grain`` around ``moment``, moved by ``offset`` cells."""
    start = step(floor(moment, grain), grain, offset)
    return Cell(start, _end(start, grain), grain)


def _end(start: datetime, grain: Grain) -> datetime:
    try:
        return step(start, grain, 1)
    except (OverflowError, ValueError):
        return datetime.max  # the last cell of the calendar is cut short rather than refused


def cell_at(start: datetime, grain: Grain) -> Cell:
    """The cell of one grain's length that begins at ``start`` itself."""
    return Cell(start, _end(start, grain), grain)


def walk(first: Cell, step_count: int) -> Iterator[Cell]:
    """``first`` and the cells every ``step_count`` grains after (or before, if negative)."""
    current = first
    while True:
        yield current
        start = step(current.start, current.grain, step_count)
        current = Cell(start, _end(start, current.grain), current.grain)
