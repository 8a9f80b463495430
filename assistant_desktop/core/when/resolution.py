"""From an expression to a value: which of its cells is meant, seen from now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from assistant_desktop.core.when.cells import Cell, Scene, floor
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.cycles import Cycle, Weekday
from assistant_desktop.core.when.expressions import ANY_DATE, CLOCK, YEAR, Expression, Fields
from assistant_desktop.core.when.ranges import InZone, Open, Range, Slice
from assistant_desktop.core.when.shifts import Length, Relative
from assistant_desktop.core.when.stretches import Part, Weekly
from assistant_desktop.core.when.values import Duration, Grain, Instant, Interval, Reference
from assistant_desktop.core.when.zones import attach

_HINTS = ("weekend", "end")
_LOOK_AHEAD = 24  # cells looked at before "none of them is in the future" is believed
_SHORT_PAST_DAYS = 60  # "Sunday, 10 February" said on the 12th means two days ago
_LONG_AHEAD_DAYS = 800
_LAST_NIGHT_HOUR = 4


def scene_of(reference: Reference) -> Scene:
    """The reference as naive local time."""
    local = reference.now.astimezone(reference.zone)
    return Scene(
        local.replace(tzinfo=None),
        reference.zone,
        reference.day_times,
        reference.country,
        everyday=reference.reading == "everyday",
    )


def resolve(expression: Expression, reference: Reference) -> Instant | Interval | None:
    """The one time that is meant; None when the calendar has no such time."""
    scene = scene_of(reference)
    try:
        return _resolved(expression, reference, scene)
    except (OverflowError, ValueError):
        return None  # beyond the years 1 to 9999


def _resolved(
    expression: Expression, reference: Reference, scene: Scene
) -> Instant | Interval | None:
    if isinstance(expression, Relative):
        exact = expression.exact(scene)
        if expression.length.unit > Grain.MINUTE and (
            expression.length.unit < Grain.DAY or expression.length.seconds
        ):
            # "In two seconds" is two seconds from now, not from the last whole second.
            exact = floor(exact, Grain.SECOND)
        return Instant(attach(exact, scene.zone), min(expression.grain, Grain.MINUTE))
    chosen = choose(expression, reference, scene)
    return None if chosen is None else value_of(chosen, expression, scene)


def value_of(chosen: Cell, expression: Expression, scene: Scene) -> Instant | Interval:
    """The public value of a cell."""
    zone = scene.zone
    start = None if chosen.open_start else attach(chosen.start, zone)
    end = None if chosen.open_end else attach(chosen.end, zone)
    if start is None or end is None or _is_stretch(expression):
        part = part_name(expression)
        hint = part if part in _HINTS else None
        return Interval(start, end, chosen.grain, None if hint else part, hint)
    whole = chosen.grain >= Grain.DAY or isinstance(expression, Cycle)
    return Instant(start, chosen.grain, end if whole else None)


def _is_stretch(expression: Expression) -> bool:
    """Whether the cell is a stretch of time rather than one second, hour, day ... year."""
    if isinstance(expression, Meet):
        return _is_stretch(expression.parts[-1])
    if isinstance(expression, InZone):
        return _is_stretch(expression.base)
    return expression.stretch


def part_name(expression: Expression) -> str | None:
    """The part of day an expression ends in, or a hint at how it was said."""
    if isinstance(expression, Meet):
        return part_name(expression.parts[-1])
    return expression.name if isinstance(expression, Part | Weekly | Slice) else None


def choose(expression: Expression, reference: Reference, scene: Scene) -> Cell | None:
    """The cell that is meant, by what the user prefers."""
    expression = settled(
        expression,
        dated=bool(expression.fixes & ANY_DATE),
        noon_from=7 if scene.everyday else 0,
    )
    if isinstance(expression, Fields) and _names_weekday_and_date(expression):
        return _nearest(expression, scene)
    if reference.prefer == "past":
        if expression.fixes & CLOCK and expression.fixes & ANY_DATE:
            # "Yesterday at 9:00" is the morning, though the evening is nearer.
            return _behind(expression, scene) or _ahead(expression, scene)
        return next(expression.backward(scene.now, scene), None) or _ahead(expression, scene)
    return _ahead(expression, scene) or _behind(expression, scene)


def _behind(expression: Expression, scene: Scene) -> Cell | None:
    """The latest cell that is over; of several in the year or day that was said the first."""
    latest = next(expression.backward(scene.now, scene), None)
    if latest is None or not expression.fixes & (CLOCK | YEAR):
        return latest
    since = floor(latest.start, Grain.YEAR if expression.fixes & YEAR else Grain.DAY)
    first = next(expression.forward(since, scene), None)
    return first if first is not None and first.start >= since else latest


def _names_weekday_and_date(fields: Fields) -> bool:
    return (
        fields.dow is not None
        and fields.day is not None
        and fields.month is not None
        and fields.year is None
    )


def _nearest(fields: Fields, scene: Scene) -> Cell | None:
    """With a weekday and a date, the year in which they agree; else the date alone."""
    past = next(fields.backward(scene.now, scene), None)
    if past is not None and (scene.now - past.start).days <= _SHORT_PAST_DAYS:
        return past
    future = next(fields.forward(scene.now, scene), None)
    if future is not None and (future.start - scene.now).days <= _LONG_AHEAD_DAYS:
        return future
    return next(replace(fields, dow=None).forward(scene.now, scene), None)


def _ahead(expression: Expression, scene: Scene) -> Cell | None:
    """The first cell that is still to come; one that is running counts when it is a whole day
    or longer, or a stretch ("tonight" at nine), but not "Tuesday" on a Tuesday.
    """
    running_counts = not (isinstance(expression, Fields) and expression.skip_now)
    stretch = _is_stretch(expression)
    first: Cell | None = None
    for one in islice(expression.forward(scene.now, scene), _LOOK_AHEAD):
        if _comes(one, scene):
            return one
        running = stretch or (first is None and one.grain >= Grain.DAY)
        if running and running_counts and not (one.open_start or one.open_end):
            return one
        first = first or one
    return first


def _comes(one: Cell, scene: Scene) -> bool:
    if one.open_start or one.open_end:
        return (one.end if one.open_start else one.start) >= scene.now
    return one.start >= floor(scene.now, min(one.grain, Grain.MINUTE))


def settled(expression: Expression, *, dated: bool, noon_from: int) -> Expression:
    """Hours of a twelve-hour clock beside a date: 12 is noon, those below ``noon_from`` are in
    the afternoon. The others stay open, for the earlier one that fits.
    """
    if isinstance(expression, Fields):
        return _settled_fields(expression, dated=dated, noon_from=noon_from)
    if isinstance(expression, Meet):
        parts = (settled(part, dated=dated, noon_from=noon_from) for part in expression.parts)
        return Meet(tuple(parts))
    if isinstance(expression, Range):
        since = settled(expression.since, dated=dated, noon_from=noon_from)
        until = expression.until
        if until.fixes & ANY_DATE:  # "to Saturday at 12:30"; without a date it follows the start
            until = settled(until, dated=True, noon_from=noon_from)
        return replace(expression, since=since, until=until)
    if isinstance(expression, Open):
        base = settled(expression.base, dated=dated, noon_from=noon_from)
        return replace(expression, base=base)
    return expression


def _settled_fields(fields: Fields, *, dated: bool, noon_from: int) -> Fields:
    if not fields.half or fields.hour is None:
        return fields
    if noon_from and fields.round_the_clock:
        return replace(fields, half=False)
    hour = fields.hour % 12
    if not dated:
        # Midnight is called so, and a bare hour of the night is not meant.
        waking = noon_from and hour <= _LAST_NIGHT_HOUR
        return replace(fields, hour=hour + 12, half=False) if waking else fields
    if hour and hour >= noon_from - early_minutes(fields):
        return replace(fields, half=False) if noon_from else fields
    return replace(fields, hour=hour + 12, half=False)


def early_minutes(fields: Fields) -> bool:
    """“6:45” is when people get up, where "6" alone is the evening."""
    return bool(fields.minute)


def other_readings(found: object) -> Iterator[Expression]:
    """What else may have been meant by an expression: both halves of the day for an hour on a
    twelve-hour clock, the coming weekday and the one of next week.
    """
    if isinstance(found, Fields) and found.half and found.hour is not None:
        for hour in (found.hour % 12, found.hour % 12 + 12):
            yield replace(found, hour=hour, half=False)
    elif isinstance(found, Weekday) and found.weeks == 1:
        ahead = Fields(dow=found.dow, skip_now=True)
        yield from (ahead, Weekday(found.dow, 1))
    elif isinstance(found, Meet):
        for index, part in enumerate(found.parts):
            for other in other_readings(part):
                yield Meet((*found.parts[:index], other, *found.parts[index + 1 :]))


def duration_of(length: Length) -> Duration | None:
    """A length as a public value; negative ones have none."""
    if length.months < 0 or length.days < 0 or length.seconds < 0:
        return None
    if length.months and (length.days or length.seconds):
        # Mixed with days a month has no calendar to hang on: 30 days, and a year 365.
        years, months = divmod(length.months, 12)
        days = length.days + 365 * years + 30 * months
        return Duration(0, days, length.seconds, length.unit)
    return Duration(length.months, length.days, length.seconds, length.unit)
