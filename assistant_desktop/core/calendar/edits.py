"""Changes of a series, as values: what it is afterwards. Nothing is stored here."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant_desktop.core.reminders.recurrence import moved as moved_rule
from assistant_desktop.domain.calendar_event import CalendarEvent, EventOccurrence, Series
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import EventId
from assistant_desktop.domain.occurrences import zone_name, zone_of

Extent = Literal["this", "all"]
"""Of a series: only the occurrence that was named, or every one."""
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class EventPatch:
    """What becomes different; None leaves a thing as it is.

    start, end: aware. Without an end the length stays. all_day: whole days from start's day on.
    """

    title: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    all_day: bool | None = None
    place: str | None = None
    description: str | None = None


def changed(
    series: Series, occurrence: EventOccurrence, patch: EventPatch, here: ZoneInfo, extent: Extent
) -> Series:
    """The series with a change of one occurrence or of all.

    Raises:
        BadInput: it would end before it begins.
    """
    if not occurrence.is_one_of_several or series.master is None:
        return _single_changed(series, occurrence, patch, here)
    if extent == "this":
        return _one_changed(series, occurrence, patch, here)
    return _all_changed(series, occurrence, patch, here)


def without(series: Series, occurrence: EventOccurrence, extent: Extent) -> Series | None:
    """The series without one occurrence; None where nothing is left of it."""
    master, original = series.master, occurrence.original
    if extent == "all" or not occurrence.is_one_of_several:
        return None
    others = tuple(
        one for one in series.overrides if one.and_following or one.recurrence_id != original
    )
    if master is None:
        return Series(None, others) if others else None
    out = tuple(sorted({*master.left_out, original}))
    return Series(master.model_copy(update={"left_out": out}), others)


def _single_changed(
    series: Series, occurrence: EventOccurrence, patch: EventPatch, here: ZoneInfo
) -> Series:
    event = _patched(occurrence.event, occurrence, patch, here)
    if series.master is not None and series.master == occurrence.event:
        return Series(event, series.overrides)
    kept = tuple(one for one in series.overrides if one != occurrence.event)
    return Series(series.master, (*kept, event))


def _one_changed(
    series: Series, occurrence: EventOccurrence, patch: EventPatch, here: ZoneInfo
) -> Series:
    """An override of this occurrence, in place of one there may be."""
    source = occurrence.event
    override = _patched(source, occurrence, patch, here).model_copy(
        update={
            "recurrence_id": occurrence.original,
            "and_following": False,
            "rules": (),
            "extra_starts": (),
            "left_out": (),
            # The home names an override itself; one that was there keeps its name.
            "remote_id": source.remote_id if source.recurrence_id and not source.and_following
            else None,
            "etag": None,
        }
    )  # fmt: skip
    kept = tuple(
        one
        for one in series.overrides
        if one.and_following or one.recurrence_id != occurrence.original
    )
    return Series(series.master, (*kept, override))


def _all_changed(
    series: Series, occurrence: EventOccurrence, patch: EventPatch, here: ZoneInfo
) -> Series:
    """The master as if its first occurrence had been changed so; exceptions move along."""
    master = series.master
    assert master is not None
    seen = replace(occurrence, event=master)
    target = _patched(master, seen, patch, here)
    by = target.start - seen.original
    if not by and target.length == master.length and target.all_day == master.all_day:
        same = {"start": master.start, "end": master.end}
        new = target.model_copy(update=same)
        overrides = tuple(_retold(one, patch) for one in series.overrides)
        return Series(new, overrides)
    start = master.start + by
    rules = tuple(moved_rule(one, seen.original, target.start) for one in master.rules)
    new = target.model_copy(
        update={
            "start": start,
            "end": start + target.length,
            "rules": rules,
            "extra_starts": tuple(one + by for one in master.extra_starts),
            "left_out": tuple(one + by for one in master.left_out),
        }
    )
    overrides = tuple(
        _retold(one, patch).model_copy(
            update={
                "recurrence_id": (one.recurrence_id or one.start) + by,
                # Another occurrence of the series: its home has another name for it.
                "remote_id": None,
                "etag": None,
            }
        )
        for one in series.overrides
    )
    return Series(new, overrides)


def _retold(override: CalendarEvent, patch: EventPatch) -> CalendarEvent:
    """An exception takes the new words, and keeps its own time."""
    words = {"title": patch.title, "place": patch.place, "description": patch.description}
    update = {name: value for name, value in words.items() if value is not None}
    return override.model_copy(update=update)


def _patched(
    event: CalendarEvent, occurrence: EventOccurrence, patch: EventPatch, here: ZoneInfo
) -> CalendarEvent:
    """The event as that occurrence shall be."""
    all_day = event.all_day if patch.all_day is None else patch.all_day
    zone = event.zone
    if all_day != event.all_day:
        zone = "" if all_day else zone_name(here)
    seen_in = zone_of(event.model_copy(update={"all_day": all_day, "zone": zone}), here)
    start = _wall(
        occurrence.start if patch.start is None else patch.start, seen_in, all_day=all_day
    )
    if patch.end is not None:
        end = _wall(patch.end, seen_in, all_day=all_day)
        if all_day and patch.end.astimezone(seen_in).time() != time():
            end += _DAY
    elif all_day == event.all_day:
        end = start + event.length
    else:
        end = start + (_DAY if all_day else timedelta(hours=1))
    if all_day:
        end = max(end, start + _DAY)
    check_span(start, end)
    words = {"title": patch.title, "place": patch.place, "description": patch.description}
    update: dict[str, object] = {k: v.strip() for k, v in words.items() if v is not None}
    times = {"start": start, "end": end, "all_day": all_day, "zone": zone}
    return event.model_copy(update={**update, **times, "sequence": event.sequence + 1})


def check_span(start: datetime, end: datetime) -> None:
    """Raises BadInput where an event cannot last so."""
    if end < start:
        raise BadInput("The event would end before it begins.")
    if end - start > _LONGEST:
        raise BadInput("The event would last for years.", hint="Check its end.")


def _wall(moment: datetime, zone: ZoneInfo, *, all_day: bool) -> datetime:
    local = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    return datetime.combine(local.date(), time()) if all_day else local


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is needed to make an event; start and end aware, end None for the usual length."""

    title: str
    start: datetime
    end: datetime | None = None
    all_day: bool = False
    place: str = ""
    description: str = ""
    rules: tuple[str, ...] = ()


USUAL_LENGTH = timedelta(hours=1)


def wall_times(wanted: NewEvent, here: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end of a new event on the wall. Raises BadInput."""
    start = _wall(wanted.start, here, all_day=wanted.all_day)
    if wanted.end is None:
        end = start + (_DAY if wanted.all_day else USUAL_LENGTH)
    else:
        end = _wall(wanted.end, here, all_day=wanted.all_day)
        if wanted.all_day and wanted.end.astimezone(here).time() != time():
            end += _DAY
        if wanted.all_day:
            end = max(end, start + _DAY)
        elif end == start:
            end = start + timedelta()
    if wanted.end is not None and wanted.end.astimezone(UTC) < wanted.start.astimezone(UTC):
        raise BadInput("The event would end before it begins.")
    check_span(start, end)
    return start, end


def renamed(events: tuple[CalendarEvent, ...], new: EventId) -> tuple[CalendarEvent, ...]:
    """Events with ids that no other row has."""
    return tuple(
        one.model_copy(update={"id": EventId(f"{new}.{number}" if number else new)})
        for number, one in enumerate(events)
    )
