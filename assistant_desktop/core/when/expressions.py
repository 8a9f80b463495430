"""What a time phrase means before it is resolved: a series of cells around an anchor.

An expression answers two questions: which cells end after an anchor (``forward``, ascending)
and which end at or before it (``backward``, newest first). Single times yield one cell. All
composition (``Meet``, ``Nth``, ``Range`` in compound.py) is built on these two alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
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
    month_days,
)
from assistant_desktop.core.when.values import Grain

# What an expression fixes. Two expressions intersect only when they fix different things.
YEAR, MONTH, DOM, DOW, CLOCK, PART, DATE, WEEK, RANGE = (1 << n for n in range(9))
ANY_DATE = YEAR | MONTH | DOM | DOW | DATE | WEEK

_SEARCH_YEARS = 60  # the rarest yearly match (Monday 29 Feb) returns after 28 or 40 years


@dataclass(frozen=True, slots=True)
class Expression(ABC):
    """Base of all time expressions; ``exact`` ones mean a moment, not the cell around it."""

    @property
    @abstractmethod
    def grain(self) -> Grain:
        """How fine its cells are."""

    @property
    @abstractmethod
    def fixes(self) -> int:
        """Bits of what is fixed (YEAR ... RANGE)."""

    @property
    def stretch(self) -> bool:
        """Whether a cell is a stretch of several grains (an interval), not one of them."""
        return bool(self.fixes & (RANGE | PART))

    @abstractmethod
    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        """Cells that end after the anchor, ascending."""

    @abstractmethod
    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        """Cells that end at or before the anchor, newest first."""


@dataclass(frozen=True, slots=True)
class Single(Expression):
    """A time that happens once: subclasses give the one cell."""

    @abstractmethod
    def only(self, scene: Scene) -> Cell | None:
        """The cell, None where there is none."""

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
    afternoon said; ``round_the_clock`` that it was written as people write the 24-hour clock.
    ``skip_now`` ("Tuesday" said on a Tuesday means the next one).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    dow: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: bool = False
    round_the_clock: bool = False
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
        return replace(
            other,
            half=self.half or other.half,
            round_the_clock=self.round_the_clock or other.round_the_clock,
            skip_now=False,
            **mine,
        )

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


@dataclass(frozen=True, slots=True)
class Never(Single):
    """A date that no calendar has: read, so that no part of it is taken for a time."""

    @property
    def grain(self) -> Grain:
        return Grain.DAY

    @property
    def fixes(self) -> int:
        return ANY_DATE

    def only(self, scene: Scene) -> Cell | None:
        return None


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
