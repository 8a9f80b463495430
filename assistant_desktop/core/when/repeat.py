"""Repetition: what was said of it, its RRULE, and its first occurrence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from assistant_desktop.core.when.cells import Cell, Scene, floor, month_days, step
from assistant_desktop.core.when.expressions import CLOCK, Expression, Fields
from assistant_desktop.core.when.ranges import Open
from assistant_desktop.core.when.resolution import choose, early_minutes, scene_of
from assistant_desktop.core.when.shifts import Length, moved
from assistant_desktop.core.when.values import Grain, Recurrence, Reference
from assistant_desktop.core.when.zones import attach

if TYPE_CHECKING:
    from dateutil.rrule import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {
    Grain.SECOND: "SECONDLY",
    Grain.MINUTE: "MINUTELY",
    Grain.HOUR: "HOURLY",
    Grain.DAY: "DAILY",
    Grain.WEEK: "WEEKLY",
    Grain.MONTH: "MONTHLY",
    Grain.YEAR: "YEARLY",
}
_STEPS = {Grain.SECOND: 1, Grain.MINUTE: 60, Grain.HOUR: 3600, Grain.DAY: 86400}
# How far the first occurrence is looked for, by days and weeks or by months and years: rules
# that never fall (31 February) must not be followed to the end of the calendar.
_HORIZON_YEARS = (4, 100)

_MOST_POSITIONS = 366  # RFC 5545 allows no more

Clock = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeated time as said. ``unit`` and ``interval``: every second week. ``days``: weekdays
    with a number (2 for the second, -1 for the last) or None. ``clocks``: times of day.

    ``since`` and ``until`` bound it; ``lasting`` is a length from its start; ``part`` is a part
    of day that stands for an hour when none was said, ``more_parts`` further ones.
    ``excluded`` are times left out. ``spread``: its days or times of day were not said but
    spread evenly ("three times a week"), and give way to said ones.
    """

    unit: Grain = Grain.DAY
    interval: int = 1
    days: tuple[tuple[int | None, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    clocks: tuple[Fields, ...] = ()
    part: str | None = None
    more_parts: tuple[str, ...] = ()
    count: int | None = None
    since: Expression | None = None
    until: Expression | None = None
    lasting: Length | None = None
    window: tuple[int, int] | None = None
    excluded: tuple[Expression, ...] = ()
    spread: bool = False

    @property
    def anchored(self) -> bool:
        """Whether days were named, so that the rule says by itself when it falls."""
        return bool(self.days or self.month_days or self.year_days or self.weeks or self.months)

    @property
    def impossible(self) -> bool:
        """Whether none of its months has any of its days: every 30 February."""
        if not self.months or not self.month_days:
            return False
        longest = max(month_days(2000, month) for month in self.months)
        return min(abs(day) for day in self.month_days) > longest


def recurrence_of(repeat: Repeat, reference: Reference) -> Recurrence | None:
    """The RRULE and the first occurrence after now; None when it never falls."""
    if repeat.impossible:
        return None  # without following the rule for a hundred years
    try:
        return _Resolved(repeat, reference).value()
    except (OverflowError, ValueError, IndexError):
        return None  # beyond the calendar, or a rule that cannot be; dateutil raises all three


class _Resolved:
    """One repeat against one reference."""

    def __init__(self, repeat: Repeat, reference: Reference) -> None:
        self._repeat = repeat
        self._reference = reference
        self._scene: Scene = scene_of(reference)
        self._clocks = self._clock_times()
        self._start = self._bound(repeat.since) or self._scene.now
        self._until: datetime | None = None

    def value(self) -> Recurrence | None:
        """The public value."""
        first = self._first()
        self._until = self._until_moment(first)
        if first is None or (self._until is not None and first > self._until):
            return None
        if self._until is None and self._repeat.until is not None:
            return None  # it ended before it began: "every day until yesterday"
        grain = self._grain()
        shown = floor(first, Grain.DAY) if grain == Grain.DAY else first
        zone = self._scene.zone
        excluded = tuple(attach(m, zone) for m in self._excluded(self._clocks))
        return Recurrence(self._rule(self._clocks), attach(shown, zone), grain, excluded)

    def _grain(self) -> Grain:
        if self._repeat.unit < Grain.DAY:
            return Grain.MINUTE if self._repeat.unit > Grain.SECOND else Grain.SECOND
        return Grain.MINUTE if self._clocks else Grain.DAY

    def _clock_times(self) -> tuple[Clock, ...]:
        waking = self._reference.reading == "everyday"
        times = []
        for field in self._repeat.clocks:
            hour = field.hour or 0
            if waking and _afternoon(field):
                hour = hour % 12 + 12
            times.append((hour, field.minute or 0, field.second or 0))
        if not times and self._repeat.part:
            parts = (self._repeat.part, *self._repeat.more_parts)
            named = (self._reference.day_times.named(part) for part in parts)
            times = [_clock_of(moment) for moment in named if moment is not None]
        return tuple(sorted(set(times)))

    def _bound(self, expression: Expression | None) -> datetime | None:
        if expression is None:
            return None
        found = choose(expression, self._reference, self._scene)
        return found.start if found is not None else None

    def _until_moment(self, first: datetime | None) -> datetime | None:
        repeat = self._repeat
        if (lasting := repeat.lasting) is not None:
            if repeat.unit != Grain.DAY or lasting.months or first is None:
                return moved(self._start, lasting, self._scene)
            # “for ten days” are ten whole ones, counted from the first that it falls on.
            after = moved(floor(first, Grain.DAY), lasting, self._scene)
            return after - timedelta(seconds=1)
        if repeat.until is None:
            return None
        found = self._last(repeat.until)
        if found is None:
            return None
        whole_day = found.grain == Grain.DAY
        return found.end - timedelta(seconds=1) if whole_day else found.start

    def _last(self, until: Expression) -> Cell | None:
        base = until.base if isinstance(until, Open) else until
        for cell in base.forward(self._start, self._scene):
            if cell.start > self._start:
                return cell
        return None

    def _rule(self, clocks: tuple[Clock, ...]) -> str:
        repeat = self._repeat
        unit, interval = repeat.unit, repeat.interval
        if unit == Grain.QUARTER:
            unit, interval = Grain.MONTH, interval * 3
        positions = repeat.positions or _picked(clocks)
        if not repeat.positions and positions and unit == Grain.WEEK and interval == 1:
            unit = Grain.DAY  # the same days, and positions are then counted within each
        parts = [f"FREQ={_FREQUENCIES[unit]}"]
        if interval != 1:
            parts.append(f"INTERVAL={interval}")
        lists = (
            ("BYMONTH", repeat.months),
            ("BYWEEKNO", repeat.weeks),
            ("BYYEARDAY", repeat.year_days),
            ("BYMONTHDAY", repeat.month_days),
            ("BYDAY", tuple(f"{n or ''}{WEEKDAYS[d]}" for n, d in repeat.days)),
        )
        parts += [f"{name}={','.join(map(str, values))}" for name, values in lists if values]
        parts += _clock_parts(clocks)
        one_day = max(len(repeat.days), len(repeat.month_days), len(repeat.year_days)) <= 1
        if positions and (repeat.positions or unit == Grain.DAY or one_day):
            parts.append(f"BYSETPOS={','.join(map(str, positions))}")
        if repeat.count is not None:
            parts.append(f"COUNT={repeat.count}")
        if self._until is not None:
            parts.append(f"UNTIL={self._until:%Y%m%dT%H%M%S}" if self._until.year > 999 else "")
        return ";".join(part for part in parts if part)

    def _excluded(self, clocks: tuple[Clock, ...]) -> list[datetime]:
        moments: list[datetime] = []
        for expression in self._repeat.excluded:
            found = choose(expression, self._reference, self._scene)
            if found is None:
                continue
            times = [(found.start.hour, found.start.minute, 0)]
            if clocks and not expression.fixes & CLOCK:
                times = list(clocks)
            moments += [found.start.replace(hour=h, minute=m) for h, m, _ in times]
        return moments

    def _first(self) -> datetime | None:
        repeat, now = self._repeat, self._scene.now
        if repeat.unit < Grain.DAY and not repeat.clocks:
            return self._first_within_day()
        clocks = self._clocks or (_clock_of(self._reference.day_times.bare_date),)
        start = floor(self._start, Grain.DAY)
        earliest = max(now, self._start) if repeat.since is not None else now
        fixed = repeat.anchored or (repeat.unit == Grain.DAY and bool(self._clocks))
        if repeat.since is None and repeat.interval > 1 and fixed:
            # Counted from the first time that fits: every other Friday begins this Friday.
            return _Resolved(replace(repeat, interval=1), self._reference)._first()
        if not repeat.anchored and repeat.since is None and repeat.unit > Grain.DAY:
            start = step(start, repeat.unit, repeat.interval)
        rule = self._expand(clocks, start)
        first: datetime | None = rule.after(earliest, inc=True)
        left_out = set(self._excluded(clocks))
        while first is not None and first in left_out:
            first = rule.after(first)
        return first

    def _first_within_day(self) -> datetime | None:
        repeat, now = self._repeat, self._scene.now
        if repeat.since is not None:
            return self._start
        seconds = _STEPS[repeat.unit] * repeat.interval
        if not repeat.anchored:
            return floor(now, Grain.SECOND) + timedelta(seconds=seconds)
        # The first day by a daily rule: stepping through seconds to next May would take minutes.
        daily = _Resolved(replace(repeat, unit=Grain.DAY, interval=1), self._reference)
        day = daily._expand(((0, 0, 0),), floor(now, Grain.DAY)).after(
            floor(now, Grain.DAY), inc=True
        )
        return None if day is None else max(day, floor(now, Grain.MINUTE))

    def _expand(self, clocks: tuple[Clock, ...], start: datetime) -> rrule:
        from dateutil.rrule import rrulestr  # slow to import, and only repetition needs it

        text = ";".join(
            part
            for part in self._rule(clocks).split(";")
            if not part.startswith(("COUNT=", "UNTIL="))
        )
        horizon = start + timedelta(days=366 * _HORIZON_YEARS[self._repeat.unit > Grain.WEEK])
        return cast("rrule", rrulestr(f"{text};UNTIL={horizon:%Y%m%dT%H%M%S}", dtstart=start))


def _afternoon(clock: Fields) -> bool:
    """Whether an open hour of every day is one of the afternoon."""
    small = (clock.hour or 0) % 12
    return clock.half and not clock.round_the_clock and 0 < small < 7 - early_minutes(clock)


def _clock_of(moment: time) -> Clock:
    return (moment.hour, moment.minute, moment.second)


def _picked(clocks: tuple[Clock, ...]) -> tuple[int, ...]:
    """Which of all the times that BYHOUR, BYMINUTE and BYSECOND name together are meant.

    Empty when all are: 9:00, 9:30 and 10:00 are three of the four that hours 9 and 10 and
    minutes 0 and 30 make.
    """
    hours, minutes, seconds = ({clock[i] for clock in clocks} for i in range(3))
    grid = sorted((h, m, s) for h in hours for m in minutes for s in seconds)
    if len(grid) == len(clocks) or len(grid) > _MOST_POSITIONS:
        return ()
    return tuple(grid.index(clock) + 1 for clock in clocks)


def _clock_parts(clocks: tuple[Clock, ...]) -> list[str]:
    if not clocks:
        return []
    hours = sorted({h for h, _, _ in clocks})
    minutes = sorted({m for _, m, _ in clocks})
    seconds = sorted({s for _, _, s in clocks})
    parts = [f"BYHOUR={','.join(map(str, hours))}", f"BYMINUTE={','.join(map(str, minutes))}"]
    if seconds != [0]:
        parts.append(f"BYSECOND={','.join(map(str, seconds))}")
    return parts
