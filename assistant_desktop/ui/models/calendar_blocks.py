"""What a calendar page draws: events as blocks, those that overlap beside one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from assistant_desktop.domain.calendar_event import EventStatus
from assistant_desktop.ui.dates import date_text
from assistant_desktop.ui.language import words
from assistant_desktop.wording.calendar_words import (
    calendar_name,
    hours_text,
    title_text,
    zone_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from assistant_desktop.domain.calendar_event import Agenda, EventOccurrence

DAY_MIN = 1440
LEAST_MIN = 25
"""What lasts less is drawn so high: a title needs a line."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """One event as it is drawn. told: all of it in a sentence, for who does not see it."""

    key: str
    title: str
    hours: str
    detail: str
    calendar: str
    colour: int
    start: datetime
    end: datetime
    all_day: bool = False
    is_tentative: bool = False
    is_free: bool = False
    recurs: bool = False
    is_read_only: bool = False
    told: str = ""

    @property
    def first_day(self) -> date:
        """The day that it begins on."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The day that it ends on."""
        return max(self.start, self.end - timedelta(microseconds=1)).date()

    @property
    def is_long(self) -> bool:
        """Whether it is drawn above the hours."""
        return self.all_day or self.end - self.start >= _DAY


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or a part of one, within a day: in minutes of it, beside how many others."""

    block: Block
    day: int
    top_min: int
    bottom_min: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A long event above the hours: from day to day, in which row."""

    block: Block
    first: int
    last: int
    row: int


def blocks_of(agenda: Agenda, zone: ZoneInfo) -> list[Block]:
    """An agenda as blocks, by start."""
    return [_block(one, agenda, zone) for one in agenda.occurrences]


def _block(one: EventOccurrence, agenda: Agenda, zone: ZoneInfo) -> Block:
    said, calendar = words(), agenda.calendar_of(one)
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    title, hours = title_text(said, one), hours_text(said, one, start.date(), zone)
    there = zone_text(said, one, zone)
    detail = " · ".join(part for part in (" ".join(one.event.place.split()), there) if part)
    name = calendar_name(said, calendar)
    told = (date_text(start.date()), hours, title, detail, name)
    return Block(
        key=one.key,
        title=title,
        hours=hours,
        detail=detail,
        calendar=name,
        colour=calendar.colour,
        start=start,
        end=end,
        all_day=one.event.all_day,
        is_tentative=one.event.status is EventStatus.TENTATIVE,
        is_free=one.event.is_free,
        recurs=one.is_one_of_several,
        is_read_only=calendar.is_read_only,
        told=", ".join(part for part in told if part),
    )


def placed(blocks: Iterable[Block], days: Sequence[date]) -> list[Placed]:
    """Everything with hours, cut at midnight, overlapping ones in columns of their own."""
    by_day: dict[int, list[tuple[int, int, Block]]] = {}
    number_of = {day: number for number, day in enumerate(days)}
    for block in blocks:
        if block.is_long:
            continue
        day = block.first_day
        while day <= block.last_day:
            number = number_of.get(day)
            if number is not None:
                by_day.setdefault(number, []).append((*_minutes(block, day), block))
            day += _DAY
    return [one for number, parts in by_day.items() for one in _columns(number, parts)]


def _minutes(block: Block, day: date) -> tuple[int, int]:
    top = 0 if block.first_day < day else _minute(block.start.time())
    bottom = DAY_MIN if block.end.date() > day else _minute(block.end.time())
    if bottom - top < LEAST_MIN:
        bottom = min(top + LEAST_MIN, DAY_MIN)
        top = min(top, bottom - LEAST_MIN)
    return top, bottom


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _columns(day: int, parts: list[tuple[int, int, Block]]) -> list[Placed]:
    """Groups of parts that overlap share the width; each takes the first column that is free."""
    found: list[Placed] = []
    group: list[tuple[int, int, Block, int]] = []
    ends: list[int] = []
    for top, bottom, block in sorted(parts, key=lambda one: (one[0], -one[1], one[2].key)):
        if group and all(end <= top for end in ends):
            found += _group(day, group, len(ends))
            group, ends = [], []
        column = next((n for n, end in enumerate(ends) if end <= top), len(ends))
        ends[column : column + 1] = [bottom]
        group.append((top, bottom, block, column))
    return found + _group(day, group, len(ends))


def _group(day: int, group: list[tuple[int, int, Block, int]], columns: int) -> list[Placed]:
    return [Placed(block, day, top, bottom, at, columns) for top, bottom, block, at in group]


def bars(blocks: Iterable[Block], days: Sequence[date]) -> list[Bar]:
    """What lasts whole days, each in the first row that is free on all of its days."""
    found: list[Bar] = []
    taken: list[int] = []
    for block in sorted((b for b in blocks if b.is_long), key=lambda b: (b.first_day, b.key)):
        inside = [n for n, day in enumerate(days) if block.first_day <= day <= block.last_day]
        if not inside:
            continue
        row = next((n for n, last in enumerate(taken) if last < inside[0]), len(taken))
        taken[row : row + 1] = [inside[-1]]
        found.append(Bar(block, inside[0], inside[-1], row))
    return found
