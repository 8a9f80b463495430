"""Expressions with two ends or one: ranges, bounds, pieces of longer times, other zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

from assistant_desktop.core.when.cells import Cell, Scene, floor, step
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    MONTH,
    RANGE,
    Expression,
    Fields,
    Single,
)
from assistant_desktop.core.when.shifts import Length, moved
from assistant_desktop.core.when.values import Grain

ZONE = 1 << 12  # a zone was said: a second one cannot be
_TRIES = 60  # starts looked into before a range is given up


@dataclass(frozen=True, slots=True)
class Range(Expression):
    """From each cell of ``since`` to the first cell of ``until`` that begins after it.

    ``inclusive``: the last cell belongs to the range (days), else it ends where ``until`` begins
    (clock times).
    """

    since: Expression
    until: Expression
    inclusive: bool

    @property
    def grain(self) -> Grain:
        return min(self.since.grain, self.until.grain)

    @property
    def fixes(self) -> int:
        return self.since.fixes | self.until.fixes | RANGE

    def _from(self, first: Cell, scene: Scene) -> Cell | None:
        for last in islice(self.until.forward(first.start, scene), _TRIES):
            if last.start > first.start or (self.inclusive and last.start == first.start):
                end = last.end if self.inclusive or last.end == datetime.max else last.start
                return Cell(first.start, end, self.grain)
        return None

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        # "From 1 October to 7 November" may be running; "from Monday" is the one to come.
        if self.since.fixes & MONTH:
            for first in islice(self.since.backward(anchor, scene), 1):
                running = self._from(first, scene)
                if running is not None and running.end > anchor:
                    yield running
        for first in islice(self.since.forward(anchor, scene), _TRIES):
            if (one := self._from(first, scene)) is not None:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for first in islice(self.since.backward(anchor, scene), _TRIES):
            if (one := self._from(first, scene)) is not None:
                yield one


@dataclass(frozen=True, slots=True)
class Lasting(Expression):
    """A length that begins where the base begins: "from 2pm for two hours"."""

    since: Expression
    length: Length
    extra_day: bool = False

    @property
    def grain(self) -> Grain:
        return min(self.since.grain, max(self.length.unit, Grain.MINUTE))

    @property
    def fixes(self) -> int:
        return self.since.fixes | RANGE

    def _from(self, first: Cell, scene: Scene) -> Cell:
        end = moved(first.start, self.length, scene)
        return Cell(first.start, step(end, Grain.DAY, int(self.extra_day)), self.grain)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        return (self._from(c, scene) for c in self.since.forward(anchor, scene))

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        return (self._from(c, scene) for c in self.since.backward(anchor, scene))


@dataclass(frozen=True, slots=True)
class Open(Expression):
    """An interval with one bound: before or after the base.

    ``past_end``: the bound is the end of the base's cell ("after 2014", "by Friday") rather
    than its start. ``from_now``: bounded by now on the other side ("by Friday").
    """

    base: Expression
    after: bool
    past_end: bool = False
    from_now: bool = False

    @property
    def grain(self) -> Grain:
        return self.base.grain

    @property
    def fixes(self) -> int:
        return self.base.fixes | RANGE

    def _bounded(self, base: Cell, scene: Scene) -> Cell:
        bound = base.end if self.past_end else base.start
        if self.after:
            return Cell(bound, datetime.max, base.grain, open_end=True)
        start = floor(scene.now, Grain.SECOND) if self.from_now else datetime.min
        return Cell(start, bound, base.grain, open_start=not self.from_now)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        return (self._bounded(c, scene) for c in self.base.forward(anchor, scene))

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        return (self._bounded(c, scene) for c in self.base.backward(anchor, scene))


@dataclass(frozen=True, slots=True)
class Slice(Expression):
    """A piece of each base cell, counted from its start or end: "the end of the month".

    ``since`` and ``until`` are counts of ``unit`` from the start of the cell, or from its end
    when ``from_end``.
    """

    base: Expression
    unit: Grain
    since: int
    until: int
    from_end: bool = False
    name: str | None = None

    @property
    def grain(self) -> Grain:
        return self.unit

    @property
    def fixes(self) -> int:
        return ANY_DATE | RANGE

    def _of(self, base: Cell) -> Cell:
        origin = base.end if self.from_end else base.start
        start, end = step(origin, self.unit, self.since), step(origin, self.unit, self.until)
        return Cell(start, min(end, base.end), self.unit)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in islice(self.base.forward(anchor, scene), _TRIES):
            if (one := self._of(base)).end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in islice(self.base.backward(anchor, scene), _TRIES):
            if (one := self._of(base)).end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Rest(Single):
    """The part of the current cell that is still to come, or already over."""

    base: Expression
    ahead: bool
    whole_days: bool = False

    @property
    def grain(self) -> Grain:
        return Grain.DAY if self.whole_days else Grain.MINUTE

    @property
    def fixes(self) -> int:
        return ANY_DATE | RANGE | CLOCK

    def only(self, scene: Scene) -> Cell | None:
        base = next(self.base.forward(scene.now, scene), None)
        if base is None:
            return None
        now = floor(scene.now, self.grain)
        start, end = (now, base.end) if self.ahead else (base.start, now)
        return Cell(start, end, self.grain) if start < end else None


@dataclass(frozen=True, slots=True)
class InZone(Expression):
    """A clock time said in another zone: minutes east of Greenwich, or the name of a zone."""

    base: Expression
    zone: int | str

    @property
    def grain(self) -> Grain:
        return self.base.grain

    @property
    def fixes(self) -> int:
        return self.base.fixes | ZONE

    @property
    def _abroad(self) -> tzinfo:
        if isinstance(self.zone, str):
            return ZoneInfo(self.zone)
        return timezone(timedelta(minutes=self.zone))

    def _there(self, moment: datetime, scene: Scene) -> datetime:
        return moment.replace(tzinfo=scene.zone).astimezone(self._abroad).replace(tzinfo=None)

    def _here(self, one: Cell, scene: Scene) -> Cell:
        there = self._abroad
        ends = (
            m.replace(tzinfo=there).astimezone(scene.zone).replace(tzinfo=None)
            for m in (one.start, one.end)
        )
        return Cell(next(ends), next(ends), one.grain)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for one in self.base.forward(self._there(anchor, scene), scene):
            yield self._here(one, scene)

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for one in self.base.backward(self._there(anchor, scene), scene):
            yield self._here(one, scene)


def is_clock(expression: Expression) -> bool:
    """Whether the expression is a time of day (and perhaps a date) rather than a whole day."""
    if isinstance(expression, InZone):
        return is_clock(expression.base)
    if isinstance(expression, Meet):
        return is_clock(expression.parts[-1])
    return isinstance(expression, Fields) and expression.hour is not None
