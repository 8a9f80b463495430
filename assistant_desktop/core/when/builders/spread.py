"""Repetitions of which only the number was said: “three times a day, a week, a month”."""

from __future__ import annotations

from assistant_desktop.core.when.builders.dates import count_of
from assistant_desktop.core.when.builders.repeats import WORKING_DAYS
from assistant_desktop.core.when.expressions import Fields
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.repeat import Repeat
from assistant_desktop.core.when.values import Grain

# So many times a day, week or month: hours and days that lie evenly apart.
_SPREAD_DAY = {2: (9, 21), 3: (9, 14, 21), 4: (9, 13, 17, 21)}
_SPREAD_WEEK = {
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: WORKING_DAYS,
    6: (0, 1, 2, 3, 4, 5),
}
_SPREAD_MONTH = {2: (1, 15), 3: (1, 11, 21), 4: (1, 8, 15, 22)}


def times_each(number: Number, unit: Grain) -> Repeat | None:
    """Three times a day, spread over the waking hours; a week or month, over its days."""
    count = count_of(number)
    if count == 1:
        return Repeat(unit=unit)
    if unit == Grain.WEEK and count in _SPREAD_WEEK:
        days = tuple((None, day) for day in _SPREAD_WEEK[count])
        return Repeat(unit=unit, days=days, spread=True)
    if unit == Grain.MONTH and count in _SPREAD_MONTH:
        return Repeat(unit=unit, month_days=_SPREAD_MONTH[count], spread=True)
    hours = _SPREAD_DAY.get(count or 0)
    if unit != Grain.DAY or hours is None:
        return None
    return Repeat(clocks=tuple(Fields(hour=hour) for hour in hours), spread=True)
