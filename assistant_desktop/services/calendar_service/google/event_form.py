"""Google's events as ours, and ours as Google's.

Source: Google Calendar API v3, resource Events; RFC 5545 sections 3.8.5.1 (EXDATE), 3.8.5.2
(RDATE) and 3.8.5.3 (RRULE), in whose form Google writes recurrences.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant_desktop.domain.calendar_event import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    CalendarEvent,
    EventStatus,
    readable,
)
from assistant_desktop.domain.ids import CalendarId, EventId, UserId

UID = "assistantDesktopUid"
"""The uid of an event that was made here: Google gives its copies names of its own."""
MARK = "assistantDesktopWrite"
"""The last write of ours that an event bears: a write whose answer was lost is known by it."""
_NOBODY, _NOWHERE = UserId("-"), CalendarId("-")
_DAY = timedelta(days=1)

Item = Mapping[str, Any]


def uid_of(item: Item) -> str:
    """What an event and all of its series share here: Google's own id of the series.

    An event that was made here keeps its name of here, unless it only is a copy: Google copies
    private properties when a series is split, and invitations share iCalUID.
    """
    own, series = str(_private(item).get(UID) or ""), series_id(item)
    made_here = own and re.fullmatch(rf"{new_id(own)}\d*", series) is not None
    return own if made_here else series


def mark_of(item: Item) -> str:
    """The last write of ours that it bears; empty for none."""
    return str(_private(item).get(MARK, ""))


def _private(item: Item) -> Item:
    found = (item.get("extendedProperties") or {}).get("private") or {}
    return found if isinstance(found, Mapping) else {}


def series_id(item: Item) -> str:
    """Google's id of the whole series."""
    return str(item.get("recurringEventId") or item["id"])


def read_series(items: Sequence[Item], zone: str) -> list[CalendarEvent]:
    """The events of one series; empty where nothing is left of it.

    items: its master and its changed or cancelled occurrences, in any order. zone: the calendar's.
    Raises ValueError, KeyError, TypeError: it cannot be read.
    """
    masters = [one for one in items if not one.get("recurringEventId")]
    master = masters[0] if masters and masters[0].get("status") != "cancelled" else None
    if masters and master is None:
        return []
    others = [one for one in items if one.get("recurringEventId")]
    cancelled = [one for one in others if one.get("status") == "cancelled"]
    changed = [one for one in others if one.get("status") != "cancelled"]
    if master is None:
        # Invited to single occurrences of somebody's series.
        loose = [(one, _read(one, uid_of(one), zone)) for one in changed]
        return [
            event.model_copy(update={"recurrence_id": _original(one, event)})
            for one, event in loose
        ]
    uid = uid_of(master)
    whole = _read(master, uid, zone)
    gone = tuple(_original(one, whole) for one in cancelled)
    left_out = tuple(dict.fromkeys((*whole.left_out, *gone)))
    whole = whole.model_copy(update={"left_out": left_out})
    overrides = [
        _read(one, uid, zone).model_copy(update={"recurrence_id": _original(one, whole)})
        for one in changed
    ]
    return [whole, *overrides]


def _read(item: Item, uid: str, zone: str) -> CalendarEvent:
    start, at, all_day = _moment(item["start"], zone)
    end, _, _ = _moment(item["end"], at or zone)
    rules, extra, left_out = _recurrence(item.get("recurrence") or (), at, all_day=all_day)
    return CalendarEvent(
        id=EventId(str(item["id"])),
        user_id=_NOBODY,
        calendar_id=_NOWHERE,
        uid=uid,
        title=" ".join(readable(str(item.get("summary") or "")).split())[:LONGEST_TITLE],
        start=start,
        end=max(end, start),
        zone=at,
        all_day=all_day,
        rules=rules,
        extra_starts=extra,
        left_out=left_out,
        place=readable(str(item.get("location") or ""))[:LONGEST_TEXT],
        description=readable(str(item.get("description") or ""))[:LONGEST_TEXT],
        alarms_min=_alarms(item),
        status=_STATUS.get(str(item.get("status")), EventStatus.CONFIRMED),
        is_free=item.get("transparency") == "transparent",
        sequence=int(item.get("sequence") or 0),
        remote_id=str(item["id"]),
        etag=str(item.get("etag") or "") or None,
    )


_STATUS = {"tentative": EventStatus.TENTATIVE, "cancelled": EventStatus.CANCELLED}


def _moment(said: Item, zone: str) -> tuple[datetime, str, bool]:
    """Wall time, its zone, whether it is a whole day."""
    if said.get("date"):
        day = date.fromisoformat(str(said["date"]))
        return datetime(day.year, day.month, day.day), "", True  # noqa: DTZ001 - wall time
    name = str(said.get("timeZone") or zone or "UTC")
    name = name if _known(name) else "UTC"
    moment = datetime.fromisoformat(str(said["dateTime"]))
    if moment.tzinfo is None:
        return moment, name, False
    return moment.astimezone(ZoneInfo(name)).replace(tzinfo=None), name, False


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _original(item: Item, master: CalendarEvent) -> datetime:
    """When the occurrence would have been, in the master's wall time."""
    said = item.get("originalStartTime") or item["start"]
    if said.get("date"):
        return _moment(said, "")[0]
    moment = datetime.fromisoformat(str(said["dateTime"]))
    if moment.tzinfo is None or not master.zone:
        return moment.replace(tzinfo=None)
    return moment.astimezone(ZoneInfo(master.zone)).replace(tzinfo=None)


def _alarms(item: Item) -> tuple[int, ...]:
    overrides = (item.get("reminders") or {}).get("overrides") or ()
    return tuple(sorted({int(one["minutes"]) for one in overrides if "minutes" in one}))


_Moments = tuple[datetime, ...]


def _recurrence(
    lines: Iterable[str], zone: str, *, all_day: bool
) -> tuple[tuple[str, ...], _Moments, _Moments]:
    """RRULE, RDATE and EXDATE of a list of lines. EXRULE is deprecated and left out."""
    rules: list[str] = []
    dates: dict[str, list[datetime]] = {"RDATE": [], "EXDATE": []}
    for line in lines:
        head, _, value = str(line).partition(":")
        name, *parameters = head.upper().split(";")
        if name == "RRULE":
            rules.append(value)
        elif name in dates:
            given = head.split("TZID=", 1)[1].split(";")[0] if "TZID=" in head.upper() else ""
            whole_days = all_day or "VALUE=DATE" in parameters
            read = (_stamp(one, given, zone, whole=whole_days) for one in value.split(","))
            dates[name] += [one for one in read if one is not None]
    return tuple(rules), tuple(dates["RDATE"]), tuple(dates["EXDATE"])


def _stamp(text: str, given: str, zone: str, *, whole: bool) -> datetime | None:
    text = text.strip().split("/")[0]
    if len(text) == len("20260101"):
        return datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - wall time
    try:
        moment = datetime.strptime(text.rstrip("Zz"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - as above
    except ValueError:
        return None
    if whole:
        return moment.replace(hour=0, minute=0, second=0)
    source = UTC if text[-1:] in "Zz" else ZoneInfo(given) if given and _known(given) else None
    if source is None or not zone:
        return moment
    return moment.replace(tzinfo=source).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def fingerprint(event: CalendarEvent) -> str:
    """What an event says, in few letters: the same for what is the same to people."""
    said = (
        event.title,
        event.place.strip(),
        event.description.strip(),
        _instant(event.start, event),
        _instant(_end(event), event),
        sorted(rule.removeprefix("RRULE:") for rule in event.rules),
        sorted(one.isoformat() for one in (*event.extra_starts, *event.left_out)),
        event.is_free,
        event.status.value,
        event.alarms_min,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def fingerprint_of(item: Item) -> str:
    """The same of an event as Google tells it; empty where it cannot be read."""
    try:
        return fingerprint(_read(item, uid_of(item), "UTC"))
    except (ValueError, KeyError, TypeError):
        return ""


def _instant(moment: datetime, event: CalendarEvent) -> str:
    zone = ZoneInfo(event.zone) if event.zone else None
    return moment.isoformat() if zone is None else f"{moment.replace(tzinfo=zone).timestamp():.0f}"


# ---- the other way ----


def new_id(uid: str) -> str:
    """The id under which an event that was made here is put there: the same at each try.

    Source: Events.insert: letters a-v and digits, 5 to 1024 of them.
    """
    return f"ad{hashlib.sha256(uid.encode()).hexdigest()[:40]}"


def instance_id(series: str, event: CalendarEvent, original: datetime) -> str:
    """Google's id of one occurrence of a series: the series' own and the original start."""
    if event.all_day:
        return f"{series}_{original:%Y%m%d}"
    zone = ZoneInfo(event.zone) if event.zone else UTC
    return f"{series}_{original.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def body_of(event: CalendarEvent, mark: str) -> dict[str, Any]:
    """What is written there; what we do not know of an event is left as it is there."""
    return {
        "summary": event.title,
        "location": event.place,
        "description": event.description,
        "start": _side(event.start, event),
        "end": _side(_end(event), event),
        "recurrence": _lines(event),
        "status": "tentative" if event.status is EventStatus.TENTATIVE else "confirmed",
        "transparency": "transparent" if event.is_free else "opaque",
        "extendedProperties": {"private": {UID: event.uid, MARK: mark}},
    }


def _end(event: CalendarEvent) -> datetime:
    return event.start + _DAY if event.all_day and event.end <= event.start else event.end


def _side(moment: datetime, event: CalendarEvent) -> dict[str, Any]:
    """Both kinds are named: a patch would else leave the other one standing."""
    if event.all_day:
        return {"date": f"{moment:%Y-%m-%d}", "dateTime": None, "timeZone": None}
    zone = event.zone or "UTC"
    return {"date": None, "dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}", "timeZone": zone}


def _lines(event: CalendarEvent) -> list[str] | None:
    if event.recurrence_id is not None:
        return None
    lines = [f"RRULE:{rule.removeprefix('RRULE:')}" for rule in event.rules]
    for name, moments in (("RDATE", event.extra_starts), ("EXDATE", event.left_out)):
        if moments and event.all_day:
            lines.append(f"{name};VALUE=DATE:" + ",".join(f"{one:%Y%m%d}" for one in moments))
        elif moments:
            stamps = ",".join(f"{one:%Y%m%dT%H%M%S}" for one in moments)
            lines.append(f"{name};TZID={event.zone or 'UTC'}:{stamps}")
    return lines or None
