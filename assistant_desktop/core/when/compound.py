"""Expressions built from expressions: meetings, counting, shifts, ranges, edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

from assistant_desktop.core.when.cells import (
    DAY,
    Cell,
    Scene,
    add_months,
    cell,
    cell_at,
    floor,
    step,
)
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    DOM,
    MONTH,
    RANGE,
    Expression,
    Fields,
    Single,
)
from assistant_desktop.core.when.values import Grain

_TRIES = 60  # coarse cells looked into before a meeting is given up


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
class Meet(Expression):
    """All of several expressions at once, coarsest first: "Tuesday of next week"."""

    parts: tuple[Expression, ...]

    @property
    def grain(self) -> Grain:
        return self.parts[-1].grain

    @property
    def fixes(self) -> int:
        bits = 0
        for part in self.parts:
            bits |= part.fixes
        return bits

    def _inside(self, outer: Cell, rest: tuple[Expression, ...], scene: Scene) -> Iterator[Cell]:
        if not rest:
            yield outer
            return
        for one in islice(rest[0].forward(outer.start, scene), _TRIES):
            if one.start >= outer.end:
                return
            if one.start < outer.start and one.grain != Grain.WEEK:
                if one.end >= outer.end:
                    one = Cell(outer.start, outer.end, one.grain)
                else:
                    continue
            yield from self._inside(one, rest[1:], scene)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for outer in islice(self.parts[0].forward(anchor, scene), _TRIES):
            for one in self._inside(outer, self.parts[1:], scene):
                if one.end > anchor:
                    yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        # The cell around the anchor may hold both past and future meetings.
        around = islice(self.parts[0].forward(anchor, scene), 1)
        for outer in (*around, *islice(self.parts[0].backward(anchor, scene), _TRIES)):
            for one in reversed(list(self._inside(outer, self.parts[1:], scene))):
                if one.end <= anchor:
                    yield one


@dataclass(frozen=True, slots=True)
class Nth(Expression):
    """The n-th inner cell of each outer one; negative n counts from the end (-1 is the last)."""

    n: int
    inner: Expression
    outer: Expression

    @property
    def stretch(self) -> bool:
        return self.inner.stretch

    @property
    def grain(self) -> Grain:
        return self.inner.grain

    @property
    def fixes(self) -> int:
        return self.inner.fixes | self.outer.fixes | ANY_DATE

    def _of(self, outer: Cell, scene: Scene) -> Cell | None:
        cells = (self.inner.forward(outer.start, scene) if self.n > 0 else
                 self.inner.backward(outer.end, scene))
        left = abs(self.n)
        for one in cells:
            if not outer.start <= one.start < outer.end:
                if one.start < outer.start and self.n > 0:
                    continue
                return None
            left -= 1
            if not left:
                return one
        return None

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for outer in islice(self.outer.forward(anchor, scene), _TRIES):
            one = self._of(outer, scene)
            if one is not None and one.end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        around = islice(self.outer.forward(anchor, scene), 1)
        for outer in (*around, *islice(self.outer.backward(anchor, scene), _TRIES)):
            one = self._of(outer, scene)
            if one is not None and one.end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class NthFrom(Expression):
    """The n-th inner cell after (n > 0) or before (n < 0) a base: "three Fridays from now"."""

    n: int
    inner: Expression
    base: Expression

    @property
    def stretch(self) -> bool:
        return self.inner.stretch

    @property
    def grain(self) -> Grain:
        return self.inner.grain

    @property
    def fixes(self) -> int:
        return ANY_DATE

    def _from(self, base: Cell, scene: Scene) -> Cell | None:
        if self.n > 0:
            later = (c for c in self.inner.forward(base.start, scene) if c.start > base.start)
            return next(islice(later, self.n - 1, None), None)
        return next(islice(self.inner.backward(base.start, scene), -self.n - 1, None), None)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in islice(self.base.forward(anchor, scene), _TRIES):
            if (one := self._from(base, scene)) is not None and one.end > anchor:
                yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        around = islice(self.base.forward(anchor, scene), 1)
        for base in (*around, *islice(self.base.backward(anchor, scene), _TRIES)):
            if (one := self._from(base, scene)) is not None and one.end <= anchor:
                yield one


@dataclass(frozen=True, slots=True)
class Nearest(Single):
    """The n-th nearest inner cell to a base, before or after it."""

    n: int
    inner: Expression
    base: Expression

    @property
    def grain(self) -> Grain:
        return self.inner.grain

    @property
    def fixes(self) -> int:
        return ANY_DATE

    def only(self, scene: Scene) -> Cell | None:
        base = next(self.base.forward(scene.now, scene), None)
        if base is None:
            return None
        near = [
            *islice(self.inner.forward(base.start, scene), self.n),
            *islice(self.inner.backward(base.start, scene), self.n),
        ]
        near.sort(key=lambda one: abs(one.start - base.start))
        return near[self.n - 1] if len(near) >= self.n else None


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
        return (ANY_DATE & ~_FINER_THAN.get(self.length.unit, 0)) | (
            CLOCK if self.length.unit < Grain.DAY else 0
        )

    def exact(self, scene: Scene) -> datetime:
        """The moment itself, naive local time."""
        return moved(scene.now, self.length, scene, self.sign)

    def only(self, scene: Scene) -> Cell | None:
        return cell(self.exact(scene), self.grain)


# What a shift by whole years, months or weeks leaves open, so that "March in a year" can meet.
_FINER_THAN = {Grain.YEAR: 2 | 4 | 8 | 32, Grain.QUARTER: 4 | 8 | 32, Grain.MONTH: 4 | 8 | 32}
_FINER_THAN[Grain.WEEK] = 8


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
        return ANY_DATE & ~_FINER_THAN.get(self.length.unit, 0)

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
        return ANY_DATE & ~_FINER_THAN.get(self.unit, 0)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in self.base.forward(anchor, scene):
            yield cell(base.start, self.unit)

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for base in self.base.backward(anchor, scene):
            yield cell(base.start, self.unit)


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
        return self.base.fixes | PART_TAKEN

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


PART_TAKEN = 1 << 12  # a zone was said: a second one cannot be


def is_clock(expression: Expression) -> bool:
    """Whether the expression is a time of day (and perhaps a date) rather than a whole day."""
    if isinstance(expression, InZone):
        return is_clock(expression.base)
    if isinstance(expression, Meet):
        return is_clock(expression.parts[-1])
    return isinstance(expression, Fields) and expression.hour is not None
