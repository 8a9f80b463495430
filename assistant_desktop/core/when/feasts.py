"""Holidays: how the day is found in a year, and the expression of a yearly feast.

Movable days of other calendars come from the ``holidays`` library, which is imported only when
one of them is named.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from assistant_desktop.core.when.cells import DAY, Cell, Scene, month_days
from assistant_desktop.core.when.expressions import DOM, DOW, MONTH, Expression
from assistant_desktop.core.when.values import Grain

_YEARS = 60


@dataclass(frozen=True, slots=True)
class DateRule(ABC):
    """How a feast's day is found."""

    @abstractmethod
    def days_in(self, year: int) -> tuple[date, ...]:
        """The days of a year, usually one."""


@dataclass(frozen=True, slots=True)
class Fixed(DateRule):
    """The same day every year; ``workday``: moved to the nearest Monday to Friday."""

    month: int
    day: int
    workday: bool = False

    def days_in(self, year: int) -> tuple[date, ...]:
        day = date(year, self.month, min(self.day, month_days(year, self.month)))
        if self.workday and day.weekday() > 4:
            day += DAY if day.weekday() == 6 else -DAY
        return (day,)


@dataclass(frozen=True, slots=True)
class NthWeekday(DateRule):
    """The n-th weekday of a month (-1 the last), then moved by ``shift`` days."""

    month: int
    n: int
    dow: int
    shift: int = 0

    def days_in(self, year: int) -> tuple[date, ...]:
        if self.n > 0:
            first = date(year, self.month, 1)
            day = first + DAY * ((self.dow - first.weekday()) % 7 + 7 * (self.n - 1))
        else:
            last = date(year, self.month, month_days(year, self.month))
            day = last - DAY * ((last.weekday() - self.dow) % 7 + 7 * (-self.n - 1))
        return (day + DAY * self.shift,)


@dataclass(frozen=True, slots=True)
class WeekdayBy(DateRule):
    """The first such weekday on or after a day; with ``before`` the last one before it."""

    month: int
    day: int
    dow: int
    before: bool = False

    def days_in(self, year: int) -> tuple[date, ...]:
        base = date(year, self.month, self.day)
        if self.before:
            return (base - DAY * ((base.weekday() - self.dow - 1) % 7 + 1),)
        return (base + DAY * ((self.dow - base.weekday()) % 7),)


@dataclass(frozen=True, slots=True)
class FromEaster(DateRule):
    """Days after Easter Sunday; the orthodox one with ``orthodox``."""

    shift: int
    orthodox: bool = False

    def days_in(self, year: int) -> tuple[date, ...]:
        base = _orthodox_easter(year) if self.orthodox else _easter(year)
        return (base + DAY * self.shift,)


@dataclass(frozen=True, slots=True)
class Drifting(DateRule):
    """A feast of a calendar with 365 days in every year, known from one of its days."""

    known: date

    def days_in(self, year: int) -> tuple[date, ...]:
        day = self.known + DAY * (365 * (year - self.known.year))
        return (day,) if day.year == year else ()


@dataclass(frozen=True, slots=True)
class Tabled(DateRule):
    """A day of another calendar: ``table`` of the library's ``calendar``, moved by ``shift``.

    ``moved`` maps a weekday on which the feast is not kept to a shift of its own.
    """

    calendar: str
    table: str
    shift: int = 0
    moved: tuple[tuple[int, int], ...] = ()
    leap_shift: int = 0  # more days in a Hebrew leap year

    def days_in(self, year: int) -> tuple[date, ...]:
        found: list[date] = []
        for near in (year - 1, year, year + 1):
            for month, day in _table(self.calendar, self.table).get(near, ()):
                moved = self._moved(date(near, month, day), near)
                if moved.year == year:
                    found.append(moved)
        return tuple(found)

    def _moved(self, day: date, year: int) -> date:
        leap = (7 * (year + 3760) + 1) % 19 < 7
        day += DAY * (self.shift + (self.leap_shift if leap else 0))
        for dow, extra in self.moved:
            if day.weekday() == dow:
                return day + DAY * extra
        return day


@dataclass(frozen=True, slots=True)
class Feast(Expression):
    """A yearly feast of one or more days; ``since`` and ``until`` are minutes of its first day
    for feasts that last hours. ``name`` is how a country's own calendar may know it.
    """

    name: str
    rule: DateRule
    days: int = 1
    since: int = 0
    until: int = 0

    @property
    def grain(self) -> Grain:
        return Grain.MINUTE if self.until else Grain.DAY

    @property
    def fixes(self) -> int:
        return MONTH | DOM | DOW

    @property
    def stretch(self) -> bool:
        return self.days > 1 or bool(self.until)

    def _in(self, year: int, scene: Scene) -> Iterator[Cell]:
        days = _of_country(scene.country, self.name, year) if scene.country else ()
        for day in days or self.rule.days_in(year):
            start = datetime(day.year, day.month, day.day)
            if self.until:
                first = start + timedelta(minutes=self.since)
                yield Cell(first, start + timedelta(minutes=self.until), Grain.MINUTE)
            else:
                yield Cell(start, start + DAY * self.days, Grain.DAY)

    def forward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(max(1, anchor.year - 1), min(9999, anchor.year + _YEARS)):
            for one in self._in(year, scene):
                if one.end > anchor:
                    yield one

    def backward(self, anchor: datetime, scene: Scene) -> Iterator[Cell]:
        for year in range(min(9998, anchor.year + 1), max(0, anchor.year - _YEARS), -1):
            for one in reversed(list(self._in(year, scene))):
                if one.end <= anchor:
                    yield one


def _easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    sun = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - sun + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _orthodox_easter(year: int) -> date:
    """Eastern Easter Sunday in the Gregorian calendar (Meeus' Julian computus)."""
    moon = (19 * (year % 19) + 15) % 30
    week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + week + 114, 31)
    julian_lag = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + DAY * julian_lag


_CALENDARS = {
    "islamic": "_IslamicLunar",
    "hebrew": "_HebrewLunisolar",
    "hindu": "_HinduLunisolar",
    "chinese": "_ChineseLunisolar",
    "buddhist": "_BuddhistLunisolar",
}


@cache
def _table(calendar: str, table: str) -> Mapping[int, tuple[tuple[int, int], ...]]:
    """Year -> days of one feast, from the library; empty when this release lacks it."""
    module = importlib.import_module(f"holidays.calendars.{calendar}")
    raw = getattr(getattr(module, _CALENDARS[calendar], None), table, {})
    return {year: days if isinstance(days[0], tuple) else (days,) for year, days in raw.items()}


@cache
def _of_country(country: str, name: str, year: int) -> tuple[date, ...]:
    """The days on which a country keeps a feast of that name, by its own public calendar."""
    import holidays

    kind = getattr(holidays, country.upper(), None)
    if kind is None:
        return ()
    calendar = kind(years=year, language="en_US", categories=kind.supported_categories)
    wanted = _bare(name)
    return tuple(
        day
        for day, said in sorted(calendar.items())
        if any(_bare(part) == wanted for part in said.split(";"))
    )


def _bare(name: str) -> str:
    return name.strip().casefold().removesuffix(" day")
