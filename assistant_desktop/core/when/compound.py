"""Expressions built from expressions: meetings, counting, shifts, ranges, edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from assistant_desktop.core.when.cells import Cell, Scene
from assistant_desktop.core.when.expressions import ANY_DATE, Expression, Single
from assistant_desktop.core.when.values import Grain

_TRIES = 60  # coarse cells looked into before a meeting is given up


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
            if one.start >= outer.start or one.grain == Grain.WEEK:
                yield from self._inside(one, rest[1:], scene)
            elif one.end >= outer.end:
                clipped = Cell(outer.start, outer.end, one.grain)
                yield from self._inside(clipped, rest[1:], scene)

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
        cells = (
            self.inner.forward(outer.start, scene)
            if self.n > 0
            else self.inner.backward(outer.end, scene)
        )
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
