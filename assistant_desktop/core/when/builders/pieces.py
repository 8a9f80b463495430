"""Builders for pieces of longer times: beginnings, ends, halves, rests, parts of days."""

from __future__ import annotations

from assistant_desktop.core.when.builders.dates import TODAY, count_of
from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import CLOCK, PART, RANGE, Expression, Fields
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import Rest, Slice
from assistant_desktop.core.when.shifts import CellOf
from assistant_desktop.core.when.stretches import Yearly
from assistant_desktop.core.when.values import Grain

_Pieces = dict[Grain, tuple[Grain, int, int]]


def _piece(base: Expression, pieces: _Pieces) -> Expression | None:
    """The part that stands for a time of that grain, None where there is no such part."""
    return Slice(base, *pieces[base.grain]) if base.grain in pieces and plain(base) else None


def beginning(base: Expression) -> Expression | None:
    """The first part of a week, month or year, as long as people mean by it."""
    pieces = {
        Grain.WEEK: (Grain.DAY, 0, 3),
        Grain.MONTH: (Grain.DAY, 0, 10),
        Grain.QUARTER: (Grain.MONTH, 0, 1),
        Grain.YEAR: (Grain.MONTH, 0, 3),
    }
    return _piece(base, pieces)


def middle(base: Expression) -> Expression | None:
    """The middle part."""
    pieces = {
        Grain.WEEK: (Grain.DAY, 2, 4),
        Grain.MONTH: (Grain.DAY, 10, 20),
        Grain.QUARTER: (Grain.MONTH, 1, 2),
        Grain.YEAR: (Grain.MONTH, 4, 8),
    }
    return _piece(base, pieces)


def ending(base: Expression) -> Expression | None:
    """The last part."""
    pieces = {
        Grain.WEEK: (Grain.DAY, -3, 0),
        Grain.QUARTER: (Grain.MONTH, -1, 0),
        Grain.YEAR: (Grain.MONTH, -4, 0),
    }
    if base.grain == Grain.MONTH and plain(base):
        return Slice(base, Grain.DAY, 20, 31, name="end")
    if base.grain not in pieces or not plain(base):
        return None
    return Slice(base, *pieces[base.grain], from_end=True, name="end")


def first_half(base: Expression) -> Expression | None:
    """Early in a year, a month or a week: its first half."""
    pieces = {Grain.WEEK: (Grain.DAY, 0, 3), Grain.MONTH: (Grain.DAY, 0, 15)}
    pieces |= {Grain.YEAR: (Grain.MONTH, 0, 6)}
    return _piece(base, pieces)


def second_half(base: Expression) -> Expression | None:
    """Late in a year, a month or a week."""
    pieces = {
        Grain.WEEK: (Grain.DAY, 3, 7),
        Grain.MONTH: (Grain.DAY, 15, 31),
        Grain.YEAR: (Grain.MONTH, 6, 12),
    }
    return _piece(base, pieces)


def end_of_day(base: Expression) -> Expression | None:
    """The last second of a day."""
    if base.grain != Grain.DAY or base.fixes & RANGE:
        return None
    return intersect(base, Fields(hour=23, minute=59, second=59))


def plain(base: Expression) -> bool:
    """Whether the expression is one undivided cell."""
    return not base.fixes & (RANGE | CLOCK | PART) or isinstance(base, Yearly)


def rest_of(base: Expression) -> Expression | None:
    """What is left of the day, week, month or year."""
    return Rest(base, ahead=True, whole_days=base.grain > Grain.DAY) if plain(base) else None


def rest_of_unit(unit: Grain) -> Expression | None:
    """Later this week, with the unit alone."""
    return rest_of(Cycle(unit, 0)) if unit >= Grain.DAY else None


def over_of_unit(unit: Grain) -> Expression | None:
    """Earlier this week."""
    if unit < Grain.DAY:
        return None
    return Rest(Cycle(unit, 0), ahead=False, whole_days=unit > Grain.DAY)


def of_dates_part(date: Expression, part: Expression) -> Expression | None:
    """Tomorrow evening."""
    return intersect(date, part) if date.grain == Grain.DAY and not date.fixes & CLOCK else None


def weekend_of(base: Expression, weekend: Expression) -> Expression | None:
    """The weekend of the week a date lies in."""
    if base.fixes & (CLOCK | PART) or base.grain > Grain.DAY:
        return None
    return Meet((CellOf(base, Grain.WEEK), weekend))


def today_part(part: Expression) -> Expression:
    """This morning."""
    return Meet((TODAY, part))


def last_units(number: Number, unit: Grain, outer: Expression) -> Expression | None:
    """The last four months of 2021."""
    count = count_of(number)
    if not count or outer.grain <= unit or outer.fixes & (CLOCK | PART | RANGE):
        return None
    return Slice(outer, unit, -count, 0, from_end=True)


def first_units(number: Number, unit: Grain, outer: Expression) -> Expression | None:
    """The first two weeks of May."""
    count = count_of(number)
    if not count or outer.grain <= unit or outer.fixes & (CLOCK | PART | RANGE):
        return None
    return Slice(outer, unit, 0, count)
