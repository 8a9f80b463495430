"""Lengths of time, and expressions moved by them: "in two weeks", "a week after Easter"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from assistant_desktop.core.when.cells import DAY, Cell, Scene, add_months, cell, cell_at
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    DOM,
    DOW,
    MONTH,
    WEEK,
    Expression,
    Single,
)
from assistant_desktop.core.when.values import Grain

_TRIES = 60  # bases looked into before a shift is given up

# What a shift by whole years, months or weeks leaves open, so that "March in a year" can meet.
_OPEN = {
    Grain.YEAR: MONTH | DOM | DOW | WEEK,
    Grain.QUARTER: DOM | DOW | WEEK,
    Grain.MONTH: DOM | DOW | WEEK,
    Grain.WEEK: DOW,
}


@dataclass(frozen=True, slots=True)
class Length:
    """A length inside an expression, in the unit it was said in: 3 weeks, 90 minutes.

    months, days and seconds as in ``values.Duration``; may be negative.
    """

    months: int = 0
    days: int = 0
    seconds: float = 0
    unit: Grain = Grain.SECOND

    def plus(self, other: Length) -> Length:
        """Both together; the finer unit is kept."""
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            min(self.unit, other.unit),
        )

    def times(self, factor: float) -> Length:
        """Scaled; parts of months count 30 days and parts of days 24 hours."""
        months = self.months * factor
        whole_months = int(months) if months == int(months) else 0
        days = self.days * factor + (months - whole_months) * 30
        whole_days = int(days + 1e-9)
        seconds = self.seconds * factor + (days - whole_days) * 86400
        return Length(whole_months, whole_days, round(seconds, 3), self.unit)


def moved(moment: datetime, length: Length, scene: Scene, sign: int = 1) -> datetime:
    """``moment`` plus the length: months and days in wall time, the rest as it elapses."""
    if length.months:
        moment = add_months(moment, length.months * sign)
    moment += DAY * (length.days * sign)
    if not length.seconds:
        return moment
    elapsed = moment.replace(tzinfo=scene.zone).astimezone(UTC)
    later = elapsed + timedelta(seconds=length.seconds * sign)
    return later.astimezone(scene.zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Relative(Single):
    """Now moved by a length. Alone it means the exact moment; inside a meeting ("March in a
    year") the cell of its unit around that moment.
    """

    length: Length
    sign: int
    as_day: bool = False  # beside a clock time the cell is the day, whatever the unit

    @property
    def grain(self) -> Grain:
        return min(self.length.unit, Grain.DAY) if self.as_day else self.length.unit

    @property
    def fixes(self) -> int:
        return (ANY_DATE & ~_OPEN.get(self.length.unit, 0)) | (
            CLOCK if self.length.unit < Grain.DAY else 0
        )

    def exact(self, scene: Scene) -> datetime:
        """The moment itself, naive local time."""
        return moved(scene.now, self.length, scene, self.sign)

    def only(self, scene: Scene) -> Cell | None:
        return cell(self.exact(scene), self.grain)


@dataclass(frozen=True, slots=True)
class Moment(Single):
    """Now moved by a length, to the second, where a bound is needed and not a cell."""

    relative: Relative

    @property
    def grain(self) -> Grain:
        return Grain.SECOND

    @property
    def fixes(self) -> int:
        return ANY_DATE | CLOCK

    def only(self, scene: Scene) -> Cell | None:
        return cell(self.relative.exact(scene), Grain.SECOND)


@dataclass(frozen=True, slots=True)
class Shift(Expression):
    """A base moved by a length: "two weeks before Christmas"."""

    base: Expression
    length: Length
    sign: int

    @property
    def grain(self) -> Grain:
        return min(max(Grain.DAY, Grain.SECOND), self.base.grain, self.length.unit)

    @property
    def fixes(self) -> int:
        return ANY_DATE & ~_OPEN.get(self.length.unit, 0)

    def _shifted(self, base: Cell, scene: Scene) -> Cell:
        return cell_at(moved(base.start, self.length, scene, self.sign), self.grain)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        # "A week from Thursday" counts from the coming Thursday; "3 days after Christmas" may
        # count from one that is over.
        coming = self.sign > 0 and not self.base.fixes & (MONTH | DOM)
        near = anchor if coming else moved(anchor, self.length, scene, -self.sign)
        for base in islice(self.base.forward(near, scene), _TRIES):
            if (one := self._shifted(base, scene)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        near = moved(anchor, self.length, scene, -self.sign)
        for base in islice(self.base.backward(near, scene), _TRIES):
            if (one := self._shifted(base, scene)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class CellOf(Expression):
    """The cell of a grain that contains the base: "the week of the 18th"."""

    base: Expression
    unit: Grain

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        return ANY_DATE & ~_OPEN.get(self.unit, 0)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in self.base.forward(anchor, scene):
            yield cell(base.start, self.unit)

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in self.base.backward(anchor, scene):
            yield cell(base.start, self.unit)
