"""What a time phrase means before it is resolved: a series of cells around an anchor.

An expression answers two questions: which cells end after an anchor (``forward``, ascending)
and which end at or before it (``backward``, newest first). Single times yield one cell. All
composition (``Meet``, ``Nth``, ``Range`` in compound.py) is built on these two alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant_desktop.core.when.cells import (
    DAY,
    Cell,
    Scene,
    add_months,
    cell,
    cell_at,
    floor,
    month_days,
    step,
    walk,
)
from assistant_desktop.core.when.values import Grain

# What an expression fixes. Two expressions intersect only when they fix different things.
YEAR, MONTH, DOM, DOW, CLOCK, PART, DATE, WEEK, RANGE = (1 << n for n in range(9))
ANY_DATE = YEAR | MONTH | DOM | DOW | DATE | WEEK

_SEARCH_YEARS = 60  # the rarest yearly match (Monday 29 Feb) returns after 28 or 40 years


@dataclass(frozen=True, slots=True)
class Expression:
    """Base of all time expressions; ``exact`` ones mean a moment, not the cell around it."""

    @property
    def grain(self) -> Grain:
        raise NotImplementedError

    @property
    def fixes(self) -> int:
        """Bits of what is fixed (YEAR ... RANGE)."""
        raise NotImplementedError

    @property
    def stretch(self) -> bool:
        """Whether a cell is a stretch of several grains (an interval), not one of them."""
        return bool(self.fixes & (RANGE | PART))

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        raise NotImplementedError

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Single(Expression):
    """A time that happens once: subclasses give the one cell."""

    def only(self, scene: Scene) -> Cell | None:
        raise NotImplementedError

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        one = self.only(scene)
        if one is not None and one.end > anchor:
            yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        one = self.only(scene)
        if one is not None and one.end <= anchor:
            yield one


@dataclass(frozen=True, slots=True)
class Fields(Expression):
    """Calendar fields as said: "Friday the 13th at 5". None means not said.

    ``dow`` counts Monday as 0. ``half`` marks an hour on a twelve-hour clock with no morning or
    afternoon said. ``skip_now`` ("Tuesday" said on a Tuesday means the next one).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    dow: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: bool = False
    skip_now: bool = False

    @property
    def grain(self) -> Grain:
        if self.second is not None:
            return Grain.SECOND
        if self.minute is not None:
            return Grain.MINUTE
        if self.hour is not None:
            return Grain.HOUR
        if self.day is not None or self.dow is not None:
            return Grain.DAY
        return Grain.MONTH if self.month is not None else Grain.YEAR

    @property
    def fixes(self) -> int:
        return (
            (YEAR if self.year is not None else 0)
            | (MONTH if self.month is not None else 0)
            | (DOM if self.day is not None else 0)
            | (DOW if self.dow is not None else 0)
            | (CLOCK if self.hour is not None else 0)
        )

    @property
    def has_date(self) -> bool:
        return bool(self.fixes & ANY_DATE)

    def merged(self, other: Fields) -> Fields:
        """Both sets of fields in one; ``other`` must fix different things."""
        mine = {k: v for k in _NAMES if (v := getattr(self, k)) is not None}
        return replace(other, half=self.half or other.half, skip_now=False, **mine)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        if self.year is not None and self.year < anchor.year:
            return
        for one in self._coarse(anchor, 1) if self.hour is None else self._clocked(anchor, 1):
            if one.end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        if self.year is not None and self.year > anchor.year:
            return
        for one in self._coarse(anchor, -1) if self.hour is None else self._clocked(anchor, -1):
            if one.end <= anchor:
                yield one

    def _coarse(self, anchor: datetime, sign: int) -> Iterator[Cell]:
        if self.day is None and self.dow is None:
            yield from self._months(anchor, sign)
            return
        for day in self._days(anchor.date(), sign):
            yield cell(datetime(day.year, day.month, day.day), Grain.DAY)

    def _months(self, anchor: datetime, sign: int) -> Iterator[Cell]:
        if self.year is not None:
            yield cell(datetime(self.year, self.month or 1, 1), self.grain)
            return
        first = datetime(anchor.year, self.month or 1, 1)
        for offset in range(-1, _SEARCH_YEARS):
            yield cell(add_months(first, 12 * offset * sign), Grain.MONTH)

    def _clocked(self, anchor: datetime, sign: int) -> Iterator[Cell]:
        hours = [self.hour or 0]
        if self.half:
            hours = sorted({hours[0] % 12, hours[0] % 12 + 12})
        grain = self.grain
        for day in self._days(anchor.date() - DAY * sign, sign):
            for hour in hours[::sign]:
                start = datetime(
                    day.year, day.month, day.day, hour, self.minute or 0, self.second or 0
                )
                yield cell_at(start, grain)

    def _days(self, near: date, sign: int) -> Iterator[date]:
        if self.month is not None or self.year is not None:
            yield from self._days_of_years(near, sign)
        elif self.day is not None:
            yield from self._days_of_months(near, sign)
        else:
            weekly = self.dow is not None
            day = near - DAY * ((near.weekday() - self.dow) % 7) if self.dow is not None else near
            if weekly and sign < 0:
                day += DAY * 7
            stride = timedelta(days=7 if weekly else 1) * sign
            while True:
                yield day
                day += stride

    def _days_of_months(self, near: date, sign: int) -> Iterator[date]:
        first = datetime(near.year, near.month, 1)
        for offset in range(-1, _SEARCH_YEARS * 12):
            month = add_months(first, offset * sign)
            day = self.day or 1
            if day <= month_days(month.year, month.month):
                found = date(month.year, month.month, day)
                if self.dow is None or found.weekday() == self.dow:
                    yield found

    def _days_of_years(self, near: date, sign: int) -> Iterator[date]:
        years = (near.year + offset * sign for offset in range(-1, _SEARCH_YEARS))
        for year in (self.year,) if self.year is not None else years:
            months = range(1, 13) if self.month is None else (self.month,)
            for month in months[::sign]:
                last = month_days(year, month)
                days = range(1, last + 1) if self.day is None else (self.day,)
                for day in days[::sign]:
                    if day <= last and self._dow_fits(date(year, month, day)):
                        yield date(year, month, day)

    def _dow_fits(self, day: date) -> bool:
        # People err in weekdays more than in dates: with the whole date said, the date wins.
        whole = self.year is not None and self.day is not None
        return self.dow is None or whole or day.weekday() == self.dow


_NAMES = ("year", "month", "day", "dow", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Now(Single):
    """This very second."""

    @property
    def grain(self) -> Grain:
        return Grain.SECOND

    @property
    def fixes(self) -> int:
        return ANY_DATE | CLOCK

    def only(self, scene: Scene) -> Cell | None:
        return cell(scene.now, Grain.SECOND)


@dataclass(frozen=True, slots=True)
class Cycle(Single):
    """This, next, last ... day, week, month, quarter or year: ``offset`` cells from now."""

    unit: Grain
    offset: int

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        if self.unit == Grain.YEAR:
            return YEAR
        if self.unit in (Grain.MONTH, Grain.QUARTER):
            return YEAR | MONTH
        return YEAR | MONTH | WEEK if self.unit == Grain.WEEK else ANY_DATE

    def only(self, scene: Scene) -> Cell | None:
        return cell(scene.now, self.unit, self.offset)


@dataclass(frozen=True, slots=True)
class CycleRun(Single):
    """Several whole cells in a row: "last two weeks" (-2, 2), "next 3 days" (1, 3)."""

    unit: Grain
    offset: int
    count: int

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        return ANY_DATE | RANGE | (CLOCK if self.unit < Grain.DAY else 0)

    def only(self, scene: Scene) -> Cell | None:
        start = step(floor(scene.now, self.unit), self.unit, self.offset)
        return Cell(start, step(start, self.unit, self.count), self.unit)


@dataclass(frozen=True, slots=True)
class Weekday(Single):
    """A weekday of the week ``weeks`` away from this one ("next Friday" in English).

    ``loose``: in a literal reading it is only the coming one.
    """

    dow: int
    weeks: int
    loose: bool = False

    @property
    def grain(self) -> Grain:
        return Grain.DAY

    @property
    def fixes(self) -> int:
        return ANY_DATE

    def only(self, scene: Scene) -> Cell | None:
        monday = floor(scene.now, Grain.WEEK)
        if self.loose and not scene.everyday:
            ahead = (self.dow - scene.now.weekday() - 1) % 7 + 1
            return cell(scene.now + DAY * ahead, Grain.DAY)
        return cell(monday + DAY * (7 * self.weeks + self.dow), Grain.DAY)


@dataclass(frozen=True, slots=True)
class Cells(Expression):
    """Every cell of a grain, one after the other ("week", "day" in "third week of May")."""

    unit: Grain

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        return 0

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        return walk(cell(anchor, self.unit), 1)

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for one in walk(cell(anchor, self.unit), -1):
            if one.end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Part(Expression):
    """A part of every day, in minutes after its midnight; ``until`` may pass 24 hours."""

    name: str
    since: int
    until: int
    pm: bool

    @property
    def grain(self) -> Grain:
        return Grain.HOUR

    @property
    def fixes(self) -> int:
        return PART

    def _on(self, day: datetime) -> Cell:
        start, end = day + timedelta(minutes=self.since), day + timedelta(minutes=self.until)
        return Cell(start, end, Grain.HOUR)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for day in walk(cell(anchor - DAY, Grain.DAY), 1):
            if (one := self._on(day.start)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for day in walk(cell(anchor, Grain.DAY), -1):
            if (one := self._on(day.start)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Yearly(Expression):
    """A stretch of every year between two calendar days (seasons, halves); end exclusive.

    An end before the start lies in the next year (winter).
    """

    start: tuple[int, int]
    end: tuple[int, int]
    unit: Grain = Grain.DAY

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        return MONTH | DOM | RANGE

    def _of(self, year: int) -> Cell:
        later = year + (self.end <= self.start)
        return Cell(datetime(year, *self.start), datetime(later, *self.end), self.unit)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(max(1, anchor.year - 1), 9999):
            if (one := self._of(year)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(anchor.year, 0, -1):
            if (one := self._of(year)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Weekly(Expression):
    """A stretch of every week, in minutes after its Monday's midnight: the weekend."""

    since: int
    until: int
    name: str = "weekend"

    @property
    def grain(self) -> Grain:
        return Grain.HOUR if self.since % 1440 else Grain.DAY

    @property
    def fixes(self) -> int:
        return DOW | DOM | PART

    def _in(self, monday: datetime) -> Cell:
        start, end = monday + timedelta(minutes=self.since), monday + timedelta(minutes=self.until)
        return Cell(start, end, self.grain)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for week in walk(cell(anchor, Grain.WEEK), 1):
            if (one := self._in(week.start)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for week in walk(cell(anchor, Grain.WEEK), -1):
            if (one := self._in(week.start)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Years(Single):
    """``count`` whole years from ``first``: decades and centuries."""

    first: int
    count: int

    @property
    def grain(self) -> Grain:
        return Grain.YEAR

    @property
    def fixes(self) -> int:
        return ANY_DATE | RANGE

    def only(self, scene: Scene) -> Cell | None:
        return Cell(datetime(self.first, 1, 1), datetime(self.first + self.count, 1, 1), Grain.YEAR)


@dataclass(frozen=True, slots=True)
class Quarter(Expression):
    """The n-th quarter (or, with ``months`` 6, half) of every year."""

    n: int
    months: int = 3

    @property
    def grain(self) -> Grain:
        return Grain.QUARTER

    @property
    def fixes(self) -> int:
        return MONTH | DOM

    def _of(self, year: int) -> Cell:
        start = datetime(year, self.months * (self.n - 1) + 1, 1)
        return Cell(start, add_months(start, self.months), Grain.QUARTER)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(anchor.year, 9999):
            if (one := self._of(year)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(anchor.year, 0, -1):
            if (one := self._of(year)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class WeekNumber(Expression):
    """Week n of every year, counted as ISO 8601 does: 4 January is in week 1."""

    n: int

    @property
    def grain(self) -> Grain:
        return Grain.WEEK

    @property
    def fixes(self) -> int:
        return MONTH | DOM | WEEK

    def _of(self, year: int) -> Cell:
        first = floor(datetime(year, 1, 4), Grain.WEEK)
        return cell(first + DAY * (7 * (self.n - 1)), Grain.WEEK)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(max(1, anchor.year - 1), 9999):
            if (one := self._of(year)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(anchor.year, 0, -1):
            if (one := self._of(year)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class BusinessDays(Single):
    """The n-th working day (Monday to Friday) after now, or before it when negative; with
    ``run`` all days on the way.
    """

    n: int
    run: bool = False

    @property
    def grain(self) -> Grain:
        return Grain.DAY

    @property
    def fixes(self) -> int:
        return ANY_DATE

    def only(self, scene: Scene) -> Cell | None:
        today = floor(scene.now, Grain.DAY)
        day, left, sign = today, abs(self.n), 1 if self.n > 0 else -1
        while left:
            day += DAY * sign
            left -= day.weekday() < 5
        if not self.run:
            return cell(day, Grain.DAY)
        return Cell(min(day, today), max(day, today), Grain.DAY)
