"""Pieces of sleep as nights: joined where they overlap, apart for each device."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_EVENING = timedelta(hours=6)
"""What begins after 18:00 belongs to the night that ends on the next day."""
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Night:
    """How long somebody slept, until when, and who says so."""

    hours: float
    end: datetime
    label: str


class Nights:
    """Pieces come in any order, and may tell the same sleep more than once."""

    def __init__(self) -> None:
        self._pieces: dict[tuple[date, str], list[tuple[datetime, datetime]]] = {}

    def add(self, label: str, begin: datetime, end: datetime) -> None:
        """A piece of sleep, told by one device."""
        if not timedelta() < end - begin <= _LONGEST:
            return
        pieces = self._pieces.setdefault(((begin + _EVENING).date(), label), [])
        last = pieces[-1] if pieces else None
        if last is not None and last[0] <= begin <= last[1]:
            pieces[-1] = (last[0], max(last[1], end))
        else:
            pieces.append((begin, end))

    def longest(self) -> Iterator[tuple[date, Night]]:
        """Each night by the device that tells the most sleep of it, oldest first."""
        best: dict[date, Night] = {}
        for (day, label), pieces in sorted(self._pieces.items()):
            seconds, end = _joined(pieces)
            hours = round(seconds / 3600, 2)
            if day not in best or hours > best[day].hours:
                best[day] = Night(hours, end, label)
        yield from sorted(best.items(), key=lambda pair: pair[0])


def _joined(pieces: list[tuple[datetime, datetime]]) -> tuple[float, datetime]:
    """Seconds of all pieces, none counted twice, and the last end."""
    total, reached = 0.0, None
    for begin, end in sorted(pieces):
        since = begin if reached is None else max(begin, reached)
        total += max((end - since).total_seconds(), 0.0)
        reached = end if reached is None else max(reached, end)
    return total, reached or pieces[0][1]
