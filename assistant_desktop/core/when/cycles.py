"""Expressions for cells of the calendar, counted from now or by number: weeks, quarters, years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.when.cells import DAY, Cell, Scene, add_months, cell, floor, step, walk
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    DOM,
    MONTH,
    RANGE,
    WEEK,
    YEAR,
    Expression,
    Single,
)
from assistant_desktop.core.when.values import Grain


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
class Decades(Single):
    """Whole decades in a row, ``offset`` from the one that now is in: 1990 to 1999 and so on."""

    offset: int
    count: int

    @property
    def grain(self) -> Grain:
        return Grain.YEAR

    @property
    def fixes(self) -> int:
        return ANY_DATE | RANGE

    def only(self, scene: Scene) -> Cell | None:
        first = scene.now.year // 10 * 10 + 10 * self.offset
        last = first + 10 * self.count
        return Cell(datetime(first, 1, 1), datetime(last, 1, 1), Grain.YEAR)


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
