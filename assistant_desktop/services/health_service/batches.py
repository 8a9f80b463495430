"""Readings gathered into batches, with what was left out and why."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.health_files import BadRow, FoundBatch, FoundReading
from assistant_desktop.domain.health_record import is_plausible

AT_A_TIME = 2000


class Gathering:
    """What was found and not given out yet."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._found: list[FoundReading] = []
        self._bad: Counter[BadRow] = Counter()
        self.other = 0

    def bad(self, reason: BadRow, count: int = 1) -> None:
        """A row is left out."""
        self._bad[reason] += count

    def add(self, one: FoundReading, *, is_own: bool = False) -> None:
        """A reading; what can hardly be true is left out, unless it is of our own table."""
        if one.at > self._now:
            self._bad["future"] += 1
        elif (is_own and math.isfinite(one.value)) or is_plausible(
            one.kind, one.unit, one.value, one.second
        ):
            self._found.append(one)
        else:
            self._bad["implausible"] += 1

    def full(self, done: float) -> Iterator[FoundBatch]:
        """Whole batches; an empty one too, for what it tells of the progress."""
        while len(self._found) >= AT_A_TIME:
            yield self._batch(AT_A_TIME, done)
        if self._bad or self.other:
            yield self._batch(0, done)

    def rest(self, trouble: KnownError | None = None) -> Iterator[FoundBatch]:
        """All that is left, and what ended the file before its end."""
        while len(self._found) > AT_A_TIME:
            yield self._batch(AT_A_TIME, 1.0)
        yield self._batch(len(self._found), 1.0, trouble)

    def _batch(self, count: int, done: float, trouble: KnownError | None = None) -> FoundBatch:
        some, self._found = tuple(self._found[:count]), self._found[count:]
        bad, self._bad = tuple(sorted(self._bad.items())), Counter()
        other, self.other = self.other, 0
        return FoundBatch(some, min(done, 1.0), bad, other, trouble)
