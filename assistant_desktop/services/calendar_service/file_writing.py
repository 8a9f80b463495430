"""Events into a calendar file that other programs read: RFC 5545, with its zones spelled out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant_desktop import __version__
from assistant_desktop.domain.calendar_event import CalendarEvent, EventStatus

if TYPE_CHECKING:
    from icalendar import Event


def write_calendar(name: str, events: Sequence[CalendarEvent], now: datetime) -> bytes:
    """A whole file; lines are folded, each zone that is used is there. Blocks: seconds."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", f"-//Assistant Desktop//{__version__}//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", name)
    for event in events:
        whole.add_component(_component(event, now))
    whole.add_missing_timezones()
    data: bytes = whole.to_ical()
    return data


def _component(event: CalendarEvent, now: datetime) -> "Event":
    from icalendar import Event, vRecur

    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", _time(event, event.start))
    made.add("dtend", _time(event, event.end))
    for text in event.rules:
        made.add("rrule", vRecur.from_ical(text))
    for name, moments in (("rdate", event.extra_starts), ("exdate", event.left_out)):
        if moments:
            values = [_time(event, one) for one in moments]
            made.add(name, values, parameters={"VALUE": "DATE"} if event.all_day else {})
    if event.recurrence_id is not None:
        marks = {"RANGE": "THISANDFUTURE"} if event.and_following else {}
        made.add("recurrence-id", _time(event, event.recurrence_id), parameters=marks)
    for name, text in (
        ("summary", event.title), ("location", event.place), ("description", event.description),
    ):  # fmt: skip
        if text:
            made.add(name, text)
    if event.status is not EventStatus.CONFIRMED:
        made.add("status", event.status.value.upper())
    if event.is_free:
        made.add("transp", "TRANSPARENT")
    if event.sequence:
        made.add("sequence", event.sequence)
    _add_alarms(made, event)
    return made


def _add_alarms(made: "Event", event: CalendarEvent) -> None:
    from icalendar import Alarm

    for minutes in event.alarms_min:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.title or "-")
        alarm.add("trigger", timedelta(minutes=-minutes))
        made.add_component(alarm)


def _time(event: CalendarEvent, local: datetime) -> datetime | date:
    if event.all_day:
        return local.date()
    if not event.zone:
        return local
    return local.replace(tzinfo=UTC if event.zone == "UTC" else ZoneInfo(event.zone))
