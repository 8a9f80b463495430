"""From a value to the moment a reminder for it should come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from assistant_desktop.core.when.cells import add_months
from assistant_desktop.core.when.values import (
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    Reference,
    Value,
)
from assistant_desktop.core.when.zones import attach


def due_of(value: Value, reference: Reference) -> datetime | None:
    """The aware moment meant by a value, vague times at the user's own hours.

    A bare date or recurrence without a clock comes at the user's hour for bare dates, a part of
    day at its own; when that hour of today has passed, at the next of the user's hours that is
    still to come. A length counts from now. None when nothing of the time is left, or when it
    lies beyond the calendar.
    """
    try:
        return _due(value, reference)
    except (OverflowError, ValueError):
        return None


def _due(value: Value, reference: Reference) -> datetime | None:
    if isinstance(value, Duration):
        wall = reference.now.astimezone(reference.zone).replace(tzinfo=None, microsecond=0)
        wall = add_months(wall, value.months) + timedelta(days=value.days)
        return attach(wall, reference.zone) + timedelta(seconds=value.seconds)
    if isinstance(value, Recurrence):
        bare = value.grain == Grain.DAY
        return _at(value.first, reference.day_times.bare_date, reference) if bare else value.first
    if isinstance(value, Instant):
        if value.grain < Grain.DAY or value.end is None:
            return value.start
        return _within(value.start, value.end, reference.day_times.bare_date, reference)
    return _of_interval(value, reference)


def _of_interval(value: Interval, reference: Reference) -> datetime | None:
    if value.end is None:
        return value.start
    now = reference.now
    if value.start is None or (value.start <= now and value.part is None):
        return _by(value, reference)
    if value.hint is not None:
        end = value.hint == "end"  # else a weekend, which begins on Friday evening
        day = value.end - timedelta(days=1) if end else value.start + timedelta(days=1)
        return _within(day, value.end, reference.day_times.bare_date, reference)
    if value.part is not None:
        own = value.start.astimezone(reference.zone).time()
        hour = reference.day_times.named(value.part) or own
        return _within(value.start, value.end, hour, reference)
    if value.grain >= Grain.DAY:
        return _within(value.start, value.end, reference.day_times.bare_date, reference)
    return value.start


def _by(value: Interval, reference: Reference) -> datetime | None:
    """The last sensible moment of an interval that is running: "by Friday" is Friday."""
    if value.end is None:
        return value.start
    local = value.end.astimezone(reference.zone)
    if (local.hour, local.minute) != (0, 0):
        return value.end
    last = local - timedelta(days=1)
    return _within(last, value.end, reference.day_times.bare_date, reference)


def _within(start: datetime, end: datetime, hour: time, reference: Reference) -> datetime | None:
    """``hour`` on the first day from ``start`` on that leaves it ahead of now, before ``end``."""
    now = reference.now
    wanted = _at(start, hour, reference)
    if wanted < now < end:
        times = reference.day_times
        for later in (hour, times.noon, times.afternoon, times.evening, times.night):
            candidate = _at(now, later, reference)
            if now < candidate < end:
                return candidate
        candidate = _at(now + timedelta(days=1), hour, reference)
        if candidate < end:
            return candidate
        soon = (now + timedelta(hours=1)).astimezone(reference.zone).replace(microsecond=0)
        return soon if soon < end else wanted
    return wanted


def _at(day: datetime, hour: time, reference: Reference) -> datetime:
    local = day.astimezone(reference.zone)
    naive = datetime.combine(local.date(), hour)
    return attach(naive, reference.zone)
