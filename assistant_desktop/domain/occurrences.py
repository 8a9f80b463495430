"""When an event takes place: a series within a window, in its own zone through clock changes.

A wall time that a clock change leaves out is shifted forward by the gap; one that comes twice is
the first of the two. The end keeps its wall-clock distance from the start.

Source: RFC 5545, sections 3.3.5 (form 3), 3.8.4.4 (RECURRENCE-ID, THISANDFUTURE), 3.8.5.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from zoneinfo import ZoneInfo

from assistant_desktop.domain.calendar_event import (
    MOST_OCCURRENCES,
    CalendarEvent,
    EventOccurrence,
    EventStatus,
    Series,
)
from assistant_desktop.domain.recurrence_rule import RecurrenceRule, expand, parse_rule

_DAY = timedelta(days=1)
_FIRST, _LAST = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 - wall time
LONGEST_SHIFT = timedelta(days=400)
"""So far may an override have moved the occurrences that follow it."""


def zone_of(event: CalendarEvent, here: ZoneInfo) -> ZoneInfo:
    """The zone of an event; what has none is in the zone of who looks."""
    try:
        return ZoneInfo(event.zone) if event.zone and not event.all_day else here
    except (KeyError, ValueError, OSError):
        return here  # of a machine that knows more zones


def zone_name(zone: ZoneInfo) -> str:
    """What a zone is called in an event: one name for the one that has many."""
    return "UTC" if zone.key in {"Etc/UTC", "Etc/UCT", "Zulu", "Etc/Zulu"} else zone.key


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time; years at the very ends of the calendar stay within it."""
    return min(max(local, _FIRST), _LAST).replace(tzinfo=zone, fold=0).astimezone(UTC)


def occurrences(
    series: Series,
    window: tuple[datetime, datetime],
    here: ZoneInfo,
    most: int = MOST_OCCURRENCES,
) -> list[EventOccurrence]:
    """What of a series touches the aware [start, end), by start; cancelled ones are not told.

    An event without length touches the moment of its start.
    """
    found = islice(_touching(series, window, here), most)
    return sorted(found, key=lambda one: (one.start, one.original))


def _touching(
    series: Series, window: tuple[datetime, datetime], here: ZoneInfo
) -> Iterator[EventOccurrence]:
    for one in _all(series, window, here):
        begins_in = window[0] <= one.start < window[1]
        if begins_in or (one.start < window[1] and one.end > window[0]):
            yield one


def _all(
    series: Series, window: tuple[datetime, datetime], here: ZoneInfo
) -> Iterator[EventOccurrence]:
    """Each occurrence that may touch the window, and some around it."""
    singles = {one.recurrence_id: one for one in series.overrides if not one.and_following}
    for override in singles.values():
        if override.status is not EventStatus.CANCELLED:
            original = override.recurrence_id or override.start
            yield _occurrence(override, override.start, original, here, several=True)
    master = series.master
    if master is None or master.status is EventStatus.CANCELLED:
        return
    later = sorted(
        (one for one in series.overrides if one.and_following),
        key=lambda one: one.recurrence_id or one.start,
    )
    several = master.recurs
    for original in starts(master, _reach(master, later, window, here)):
        if original in singles:
            continue
        governing = _governing(master, later, original)
        if governing.status is EventStatus.CANCELLED:
            continue
        shift = timedelta()
        if governing is not master and governing.recurrence_id is not None:
            shift = governing.start - governing.recurrence_id
        yield _occurrence(governing, original + shift, original, here, several=several)


def _governing(
    master: CalendarEvent, later: list[CalendarEvent], original: datetime
) -> CalendarEvent:
    """What an occurrence looks like: the master, or the last change of it and all that follow."""
    place = bisect_right([one.recurrence_id or one.start for one in later], original)
    return later[place - 1] if place else master


def _reach(
    master: CalendarEvent,
    later: Iterable[CalendarEvent],
    window: tuple[datetime, datetime],
    here: ZoneInfo,
) -> tuple[datetime, datetime]:
    """The wall time of the master in which an occurrence may start that touches the window."""
    zone = zone_of(master, here)
    longest, earlier, afterwards = master.length, timedelta(), timedelta()
    for one in later:
        longest = max(longest, one.length)
        shift = one.start - (one.recurrence_id or one.start)
        shift = min(max(shift, -LONGEST_SHIFT), LONGEST_SHIFT)
        earlier, afterwards = min(earlier, shift), max(afterwards, shift)
    first, last = (_local(moment, zone) for moment in window)
    low = _moved(first, -(longest + afterwards + _DAY))
    return low, _moved(last, _DAY - earlier)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    kept = min(max(utc, _FIRST), _LAST).replace(tzinfo=UTC)
    return kept.astimezone(zone).replace(tzinfo=None)


def _moved(moment: datetime, by: timedelta) -> datetime:
    try:
        return min(max(moment + by, _FIRST), _LAST)
    except OverflowError:
        return _LAST if by > timedelta() else _FIRST


def starts(event: CalendarEvent, window: tuple[datetime, datetime]) -> Iterator[datetime]:
    """The original starts of an event within the wall-time [window), in order, none twice.

    Its own start is one of them, whatever its rules say.
    """
    first, last = window
    out = frozenset(event.left_out)
    own = sorted({event.start, *event.extra_starts})
    given = [one for one in own if first <= one < last]
    before = None
    for moment in merge(given, *(_of_rule(event, text, window) for text in event.rules)):
        if moment != before and moment not in out:
            yield moment
        before = moment


def plain(master: CalendarEvent, original: datetime) -> CalendarEvent | None:
    """The occurrence that starts then as the master alone has it; None where it has none."""
    if original not in starts(master, (original, original + timedelta(seconds=1))):
        return None
    return master.model_copy(
        update={
            "start": original,
            "end": original + master.length,
            "recurrence_id": original,
            "rules": (),
            "extra_starts": (),
            "left_out": (),
            "remote_id": None,
            "etag": None,
        }
    )


def _of_rule(
    event: CalendarEvent, text: str, window: tuple[datetime, datetime]
) -> Iterator[datetime]:
    try:
        rule = _in_wall_time(parse_rule(text), event)
    except ValueError:
        return iter(())  # kept for its home; it was told when it was read
    return expand(rule, event.start, window)


def _in_wall_time(rule: RecurrenceRule, event: CalendarEvent) -> RecurrenceRule:
    """UNTIL is given as an instant where the start has a zone; the rule counts in wall time."""
    if rule.until is None or not rule.until_is_utc or not event.zone or event.all_day:
        return rule
    zone = zone_of(event, ZoneInfo("UTC"))
    until = rule.until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return RecurrenceRule(
        rule.frequency, rule.interval, rule.count, until, False,
        rule.week_start, rule.by, rule.by_day,
    )  # fmt: skip


def _occurrence(
    event: CalendarEvent, start: datetime, original: datetime, here: ZoneInfo, *, several: bool
) -> EventOccurrence:
    zone = zone_of(event, here)
    begins = instant(start, zone)
    ends = max(instant(_moved(start, event.length), zone), begins)
    return EventOccurrence(event, begins, ends, original, several)


def span_of(event: CalendarEvent) -> tuple[datetime, datetime | None]:
    """Between which instants an event can take place, wherever one is; no end: for ever."""
    zone = ZoneInfo("UTC")
    slack = timedelta(hours=15) if event.all_day or not event.zone else timedelta()
    if slack == timedelta():
        zone = zone_of(event, zone)
    first = min((event.start, *event.extra_starts))
    begins = instant(_moved(first, -slack), zone)
    if event.and_following or any(not _ends(text) for text in event.rules):
        return begins, None
    last = max((event.start, *event.extra_starts))
    for text in event.rules:
        ended = _last_of(event, text)
        if ended is None:
            return begins, None
        last = max(last, ended)
    return begins, instant(_moved(last, event.length + slack), zone)


def _ends(text: str) -> bool:
    return "COUNT=" in text.upper() or "UNTIL=" in text.upper()


def _last_of(event: CalendarEvent, text: str) -> datetime | None:
    """At or after the last occurrence of a rule that ends; None where that is far off."""
    try:
        rule = parse_rule(text)
    except ValueError:
        return event.start
    if rule.until is not None:
        return rule.until + _DAY
    far = _moved(event.start, timedelta(days=366 * 20))
    found = list(expand(rule, event.start, (event.start, far)))
    return found[-1] if found and len(found) == rule.count else None
