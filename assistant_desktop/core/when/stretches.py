"""Expressions for stretches of every day, week or year: the morning, the weekend, the summer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant_desktop.core.when.cells import DAY, Cell, Scene, cell, walk
from assistant_desktop.core.when.expressions import DOM, DOW, MONTH, PART, RANGE, Expression
from assistant_desktop.core.when.values import Grain


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
