"""Events in words: when they are, and what of a calendar file was left out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.domain.calendar_event import (
    Calendar,
    EventOccurrence,
    EventStatus,
    LeftOut,
)
from assistant_desktop.wording import Wording

_DAY = timedelta(days=1)


def calendar_name(words: Wording, calendar: Calendar) -> str:
    """The name of a calendar; the own one is called so in the user's language."""
    return words.text("Personal") if calendar.name == "Personal" else calendar.name


def title_text(words: Wording, occurrence: EventOccurrence) -> str:
    """What an event is called."""
    return " ".join(occurrence.event.title.split()) or words.text("(no title)")


def hours_text(words: Wording, one: EventOccurrence, day: date, zone: ZoneInfo) -> str:
    """Its time on a day: "10:00–11:00", "all day", "until 12:00", "from 22:00"."""
    if one.event.all_day:
        return words.text("all day")
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    starts_before = start.date() < day
    ends_later = end > datetime.combine(day + _DAY, datetime.min.time(), tzinfo=zone)
    if starts_before and ends_later:
        return words.text("all day")
    if starts_before:
        return words.text("until {time}", time=f"{end:%H:%M}")
    if ends_later:
        return words.text("from {time}", time=f"{start:%H:%M}")
    return f"{start:%H:%M}" if end == start else f"{start:%H:%M}–{end:%H:%M}"


def marks_text(words: Wording, one: EventOccurrence) -> str:
    """What else one should know: tentative, another zone."""
    parts = []
    if one.event.status is EventStatus.TENTATIVE:
        parts.append(words.text("tentative"))
    if one.event.is_free and not one.event.all_day:
        parts.append(words.text("takes no time"))
    return ", ".join(parts)


def zone_text(words: Wording, one: EventOccurrence, here: ZoneInfo) -> str:
    """The time at the event's own place, where clocks differ there; else nothing."""
    if one.event.all_day or not one.event.zone:
        return ""
    try:
        there = one.start.astimezone(ZoneInfo(one.event.zone))
    except (KeyError, ValueError, OSError):
        return ""
    if there.utcoffset() == one.start.astimezone(here).utcoffset():
        return ""
    place = one.event.zone.rpartition("/")[2].replace("_", " ")
    return words.text("{time} in {place}", time=f"{there:%H:%M}", place=place)


def lead_text(words: Wording, minutes: int) -> str:
    """How long before: "at its start", "10 minutes before", "2 hours before"."""
    if minutes == 0:
        return words.text("at its start")
    if minutes % 1440 == 0:
        return words.count("{n} day before", "{n} days before", minutes // 1440)
    if minutes % 60 == 0:
        return words.count("{n} hour before", "{n} hours before", minutes // 60)
    return words.count("{n} minute before", "{n} minutes before", minutes)


def left_out_text(words: Wording, left_out: Iterable[LeftOut]) -> list[str]:
    """What of a file could not be taken in, and why: one line each, the same ones counted."""
    reasons = {
        "others": words.text("tasks and notes are not events"),
        "unfinished": words.text("it is cut off"),
        "too many": words.text("the file holds too many events"),
        "zone": words.text("this time zone is unknown: its times are taken as yours"),
        "unreadable": words.text("it cannot be read"),
        "no start": words.text("it has no start"),
        "rule": words.text("its recurrence is not understood: only its first time is kept"),
        "end": words.text("its end is wrong: another one was put in its place"),
        "part": words.text("a part of it cannot be read"),
    }
    kinds = {
        "VTODO": words.text("Tasks"),
        "VJOURNAL": words.text("Notes"),
        "VFREEBUSY": words.text("Free and busy times"),
        "VEVENT": words.text("An event"),
    }
    counted = Counter((kinds.get(one.what, one.what), reasons[one.why]) for one in left_out)
    return [
        f"{what}{f' ×{number}' if number > 1 else ''}: {why}"
        for (what, why), number in counted.items()
    ]
