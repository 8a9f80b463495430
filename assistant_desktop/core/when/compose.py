"""How two time expressions that stand side by side become one, or refuse to."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.expressions import (
    ANY_DATE,
    CLOCK,
    DATE,
    DOM,
    DOW,
    MONTH,
    PART,
    RANGE,
    YEAR,
    Expression,
    Fields,
)
from assistant_desktop.core.when.ranges import InZone, Open, Range, is_clock
from assistant_desktop.core.when.shifts import CellOf, Relative, Shift
from assistant_desktop.core.when.stretches import Part
from assistant_desktop.core.when.values import Grain

_MAX_PARTS = 5
_SOME_DAY = DOM | DOW | DATE  # a clock time needs one of these; "March at 5" is no time


def intersect(one: Expression, other: Expression) -> Expression | None:
    """Both at once, or None when they say the same thing twice or cannot go together."""
    shared = one.fixes & other.fixes
    if shared & ~PART:
        return None
    if isinstance(one, Open) or isinstance(other, Open):
        return _with_open(one, other)
    part, rest = _take_part(one, other)
    if part is not None and rest is not None and rest.fixes & CLOCK:
        return with_part(rest, part)
    if shared:
        return None
    return _meet((*_flat(one), *_flat(other)))


def _with_open(one: Expression, other: Expression) -> Expression | None:
    opened, date = (one, other) if isinstance(one, Open) else (other, one)
    if not isinstance(opened, Open) or date.fixes & (RANGE | CLOCK) or opened.from_now:
        return None
    if not opened.base.fixes & (CLOCK | PART):
        return None
    base = intersect(opened.base, date)
    return None if base is None else replace(opened, base=base)


def _take_part(one: Expression, other: Expression) -> tuple[Part | None, Expression | None]:
    """The part of day in either, and everything else of both when one of them has a clock."""
    if not (one.fixes | other.fixes) & CLOCK:
        return None, None
    flat = (*_flat(one), *_flat(other))
    parts = [p for p in flat if isinstance(p, Part)]
    others = tuple(p for p in flat if not isinstance(p, Part))
    if len(parts) != 1 or not others:
        return None, None
    return parts[0], _meet(others)


def with_part(clock: Expression, part: Part) -> Expression | None:
    """A clock time settled by a part of day: "5 in the evening" is 17:00."""
    if isinstance(clock, Fields):
        return settle(clock, part)
    if isinstance(clock, Range):
        since, until = with_part(clock.since, part), with_part(clock.until, part)
        return Range(since, until, clock.inclusive) if since and until else None
    if isinstance(clock, InZone):
        base = with_part(clock.base, part)
        return replace(clock, base=base) if base else None
    if isinstance(clock, Meet):
        inner = with_part(clock.parts[-1], part)
        return Meet((*clock.parts[:-1], inner)) if inner else None
    return None


def settle(clock: Fields, part: Part) -> Fields:
    """Choose the half of the day for an hour on a twelve-hour clock."""
    if clock.hour is None or not clock.half:
        return clock
    hour = clock.hour % 12
    small_hours = part.name == "night" and (hour < 5)
    return replace(clock, hour=hour + 12 if part.pm and not small_hours else hour, half=False)


def _flat(one: Expression) -> tuple[Expression, ...]:
    return one.parts if isinstance(one, Meet) else (one,)


def _meet(parts: tuple[Expression, ...]) -> Expression | None:
    fields: Fields | None = None
    others: list[Expression] = []
    for part in parts:
        if isinstance(part, Fields):
            fields = part if fields is None else fields.merged(part)
        else:
            others.append(part)
    if fields is not None:
        others.append(fields)
    bits = 0
    for part in others:
        bits |= part.fixes
    if len(others) == 1:
        return None if _clock_of_month(bits) else others[0]
    if len(others) > _MAX_PARTS:
        return None
    if bits & ANY_DATE:
        others = [_settled_abroad(part) for part in others]
    if _clock_of_month(bits) and not _relative(others):
        return None
    if bits & RANGE and bits & CLOCK and not any(_clock_range(p) for p in others):
        return None
    widened = [_widened(part, bits) for part in others]
    return Meet(tuple(sorted(widened, key=_coarseness, reverse=True)))


def _clock_of_month(bits: int) -> bool:
    return bool(bits & CLOCK and bits & (MONTH | YEAR) and not bits & _SOME_DAY)


def _relative(parts: list[Expression]) -> bool:
    return any(isinstance(part, Relative) for part in parts)


def _settled_abroad(part: Expression) -> Expression:
    """“Thursday 8:00 PST” is in the morning there: its night may be another day here."""
    if isinstance(part, InZone) and isinstance(part.base, Fields) and part.base.half:
        return replace(part, base=replace(part.base, half=False))
    return part


def _clock_range(part: Expression) -> bool:
    return bool(part.fixes & RANGE and part.fixes & CLOCK)


def _widened(part: Expression, bits: int) -> Expression:
    """A date shifted by weeks gives its week when a weekday of it was named beside it."""
    loose = bits & DOW and not part.fixes & DOW
    if (
        isinstance(part, Relative)
        and bits & (CLOCK | PART)
        and not bits & (DOW | MONTH | DOM) & (~part.fixes)
    ):
        return replace(part, as_day=True)
    if isinstance(part, Shift) and loose and part.length.unit >= Grain.WEEK:
        return CellOf(part, part.length.unit)
    return part


def _coarseness(part: Expression) -> tuple[int, int]:
    # A clock with a date ("Friday at 5") is as coarse as its date when cells are nested.
    if isinstance(part, Fields) and part.has_date:
        return (int(max(part.grain, Grain.DAY)), 0)
    if part.fixes & RANGE and part.fixes & CLOCK and not part.fixes & ANY_DATE:
        return (int(Grain.HOUR), 0)
    return (int(part.grain), 0 if is_clock(part) else 1)
