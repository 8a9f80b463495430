"""One VEVENT into an event, with notes on what of it could not be taken."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from assistant_desktop.domain.calendar_event import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    CalendarEvent,
    EventStatus,
    readable,
)
from assistant_desktop.domain.ids import CalendarId, EventId, UserId
from assistant_desktop.domain.recurrence_rule import parse_rule
from assistant_desktop.services.calendar_service.file_zones import FileZones, key_of

T = TypeVar("T")
_Read: TypeAlias = Any
"""The library's component: each property may be of thirty types, or broken."""
_DAY = timedelta(days=1)
_GLOBAL_ZONE = re.compile(r'(?<=;TZID=)(?="?/)')
GLOBAL = "global"
"""Put before a "/vendor/Area/City": the library would guess at it, with a warning; we know it."""
_LONGEST = timedelta(days=366 * 5)
_BROKEN = (ValueError, AttributeError, KeyError, TypeError, IndexError, OverflowError)
"""What the library raises at what cannot be read."""
_MOST_DATES, _MOST_ALARMS = 5000, 5


class Refused(Exception):
    """An event that cannot be taken in; `why` is one of the words of the report."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time of a file: wall time, and its zone where it has one."""

    local: datetime
    zone: tzinfo | None = None
    is_day: bool = False

    def within(self, zone: tzinfo | None) -> datetime:
        """Its wall time in another zone; without zones the wall time is the same."""
        if self.zone is None or zone is None or self.is_day:
            return self.local
        moved = self.local.replace(tzinfo=self.zone).astimezone(zone)
        return moved.replace(tzinfo=None, fold=0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the event's wall time is: its zone, the name that is kept of it."""

    zone: tzinfo | None
    name: str
    is_day: bool
    begins: datetime

    def wall(self, moment: _Moment) -> datetime:
        """A moment in the event's wall time; of a bare day at the hour of its start."""
        if self.is_day:
            return datetime.combine(moment.local.date(), datetime.min.time())
        if moment.is_day:
            return datetime.combine(moment.local.date(), self.begins.time())
        return moment.within(self.zone)


def event_of(block: str, zones: FileZones, unnamed: str) -> tuple[list[CalendarEvent], list[str]]:
    """The event, with one override more for each extra date that has a length of its own.

    Raises:
        Refused: it cannot be read at all.
    """
    from icalendar import Event

    try:
        read: _Read = Event.from_ical(f"{_GLOBAL_ZONE.sub(GLOBAL, block)}\r\n")
    except _BROKEN:
        raise Refused("unreadable") from None
    begins = _moment(read, "DTSTART", zones)
    if begins is None:
        raise Refused("no start")
    notes = sorted({"rule" if name == "RRULE" else "part" for name, _ in read.errors})
    frame = _frame_of(begins)
    start = frame.wall(begins)
    rules, extra, periods = _recurrence(read, zones, frame, notes)
    end = _end(read, zones, frame, start, notes)
    names_one = _moment(read, "RECURRENCE-ID", zones)
    try:
        event = CalendarEvent(
            id=EventId("-"),
            user_id=UserId("-"),
            calendar_id=CalendarId("-"),
            uid=_text(read, "UID", 1000) or unnamed,
            title=_text(read, "SUMMARY", LONGEST_TITLE),
            start=start,
            end=end,
            zone=frame.name,
            all_day=frame.is_day,
            rules=rules,
            extra_starts=extra,
            left_out=tuple(frame.wall(one) for one in _dates(read, "EXDATE", zones)),
            recurrence_id=None if names_one is None else frame.wall(names_one),
            and_following=names_one is not None and _is_range(read),
            place=_text(read, "LOCATION", LONGEST_TEXT),
            description=_text(read, "DESCRIPTION", LONGEST_TEXT),
            alarms_min=_alarms(read, frame, start),
            status=_status(read),
            is_free=_text(read, "TRANSP", 20).upper() == "TRANSPARENT",
            sequence=_number(read, "SEQUENCE"),
        )
    except ValidationError:
        raise Refused("unreadable") from None
    return [event, *_lengths_of_their_own(event, periods)], notes


def _lengths_of_their_own(
    event: CalendarEvent, periods: Iterable[tuple[datetime, datetime]]
) -> Iterator[CalendarEvent]:
    plain: dict[str, object] = {"rules": (), "extra_starts": (), "left_out": ()}
    for begins, ends in periods:
        if ends - begins != event.length:
            own = {"recurrence_id": begins, "start": begins, "end": ends}
            yield event.model_copy(update={**plain, **own})


def joined(event: CalendarEvent, master: CalendarEvent | None) -> CalendarEvent:
    """An override names its occurrence in the wall time of its master.

    Where the master is not in the file, what overrides all that follows is the master of these.
    """
    at = event.recurrence_id
    if master is None and event.and_following:
        return event.model_copy(update={"recurrence_id": None, "and_following": False})
    if master is None or at is None or event is master:
        return event
    if master.all_day:
        wall = datetime.combine(at.date(), datetime.min.time())
    elif event.all_day:
        wall = datetime.combine(at.date(), master.start.time())
    elif event.zone and master.zone and event.zone != master.zone:
        moved = at.replace(tzinfo=ZoneInfo(event.zone)).astimezone(ZoneInfo(master.zone))
        wall = moved.replace(tzinfo=None, fold=0)
    else:
        return event
    return event.model_copy(update={"recurrence_id": wall})


def _frame_of(begins: _Moment) -> _Frame:
    if begins.is_day or begins.zone is None:
        return _Frame(None, "", begins.is_day, begins.local)
    name = key_of(begins.zone)
    if name:
        return _Frame(begins.zone, name, False, begins.local)
    # Offsets that no zone has: the instant is kept, which is right but for later clock changes.
    wall = begins.within(UTC)
    return _Frame(UTC, "UTC", False, wall)


def _moment(read: _Read, name: str, zones: FileZones) -> _Moment | None:
    with suppress(*_BROKEN):
        value = read[name]
        return _moment_of((value[0] if isinstance(value, list) else value), zones)
    return None


def _moment_of(value: Any, zones: FileZones) -> _Moment:
    """Raises one of _BROKEN where it is no date or date-time."""
    told = value.dt
    if isinstance(told, datetime):
        local = told.replace(tzinfo=None, fold=0)
        if told.tzinfo is None and "TZID" not in value.params:
            return _Moment(local)
        name = str(value.params.get("TZID", ""))
        zone = zones.of(name.removeprefix(GLOBAL)) if name else ZoneInfo("UTC")
        return _Moment(local, zone)
    if isinstance(told, date):
        return _Moment(datetime.combine(told, datetime.min.time()), None, True)
    raise ValueError("no date")


def _end(
    read: _Read, zones: FileZones, frame: _Frame, start: datetime, notes: list[str]
) -> datetime:
    least = _DAY if frame.is_day else timedelta()
    told = _moment(read, "DTEND", zones)
    if told is not None and told.is_day == frame.is_day:
        end = frame.wall(told)
    else:
        length = least
        with suppress(*_BROKEN):
            length = read["DURATION"].dt
        end = start + max(length, least) if isinstance(length, timedelta) else start + least
        if told is not None:
            notes.append("end")
    if end < start or end - start > _LONGEST:
        notes.append("end")
        return start + least
    return max(end, start + least)


def _recurrence(
    read: _Read, zones: FileZones, frame: _Frame, notes: list[str]
) -> tuple[tuple[str, ...], tuple[datetime, ...], list[tuple[datetime, datetime]]]:
    """Rules, extra starts, and those of them that have an end of their own."""
    rules: list[str] = []
    for one in _each(read.get("RRULE")):
        try:
            text = one.to_ical().decode()
            parse_rule(text)
        except _BROKEN:
            notes.append("rule")
            continue
        rules.append(text)
    extra, periods = [], []
    for value, name in _values(read, "RDATE"):
        with suppress(*_BROKEN):
            told = value.dt
            if isinstance(told, tuple):
                begins, ends = _period(told, name, zones, frame)
                extra.append(begins)
                periods.append((begins, ends))
            else:
                extra.append(frame.wall(_moment_of(value, zones)))
    return tuple(rules), tuple(sorted(set(extra))[:_MOST_DATES]), periods[:_MOST_DATES]


def _period(
    told: tuple[Any, Any], name: str, zones: FileZones, frame: _Frame
) -> tuple[datetime, datetime]:
    def wall(moment: datetime) -> datetime:
        zone = (
            zones.of(name.removeprefix(GLOBAL))
            if name
            else (ZoneInfo("UTC") if moment.tzinfo else None)
        )
        return frame.wall(_Moment(moment.replace(tzinfo=None, fold=0), zone))

    begins = wall(told[0])
    ends = begins + told[1] if isinstance(told[1], timedelta) else wall(told[1])
    return begins, max(begins, ends)


def _dates(read: _Read, name: str, zones: FileZones) -> list[_Moment]:
    found = []
    for value, _ in _values(read, name):
        with suppress(*_BROKEN):
            found.append(_moment_of(value, zones))
    return found[:_MOST_DATES]


def _values(read: _Read, name: str) -> Iterator[tuple[Any, str]]:
    """The dates of a property that may stand several times, with several dates each; and what
    it calls its zone.
    """
    for one in _each(read.get(name)):
        with suppress(*_BROKEN):
            zone = str(one.params.get("TZID", ""))
            yield from ((value, zone) for value in one.dts)


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(read: _Read, name: str, most: int) -> str:
    with suppress(*_BROKEN):
        value = _each(read.get(name))
        return readable(str(value[0])).strip()[:most]
    return ""


def _number(read: _Read, name: str) -> int:
    return _or_else(lambda: int(read[name]), 0)


def _or_else(call: Callable[[], T], other: T) -> T:
    try:
        return call()
    except _BROKEN:
        return other


def _is_range(read: _Read) -> bool:
    wanted = _or_else(lambda: str(read["RECURRENCE-ID"].params.get("RANGE", "")), "")
    return wanted.upper() == "THISANDFUTURE"


def _status(read: _Read) -> EventStatus:
    return _or_else(lambda: EventStatus(_text(read, "STATUS", 20).lower()), EventStatus.CONFIRMED)


def _alarms(read: _Read, frame: _Frame, start: datetime) -> tuple[int, ...]:
    """Minutes before the start; what rings afterwards is not kept."""
    found: set[int] = set()
    for alarm in read.subcomponents:
        if alarm.name != "VALARM":
            continue
        with suppress(*_BROKEN):
            told = alarm["TRIGGER"].dt
            if isinstance(told, datetime):
                begins = start.replace(tzinfo=frame.zone or UTC)
                told = told.replace(tzinfo=told.tzinfo or UTC) - begins
            minutes = -int(told.total_seconds() // 60)
            if 0 <= minutes <= 60 * 24 * 366:
                found.add(minutes)
    return tuple(sorted(found)[:_MOST_ALARMS])
