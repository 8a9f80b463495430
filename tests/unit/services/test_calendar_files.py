# ruff: noqa: DTZ001 - events live in wall time
"""Calendar files: read part by part, told what was left out, written so that others read them."""

import base64
import json
import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from assistant_desktop.domain.calendar_event import CalendarEvent, Series
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.occurrences import occurrences
from assistant_desktop.services.calendar_service.file_reading import read_calendar
from assistant_desktop.services.calendar_service.file_writing import write_calendar
from tests import eval_corpora
from tests.unit.core.test_occurrences import a_series, event, instant

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONG = (datetime(1997, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
HERE = ZoneInfo("UTC")


def calendar(*lines: str) -> bytes:
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]
    return "\r\n".join(whole).encode()


def vevent(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


def series_of(events: tuple[CalendarEvent, ...]) -> list[Series]:
    by_uid: dict[str, list[CalendarEvent]] = defaultdict(list)
    for one in events:
        by_uid[one.uid].append(one)
    return [
        Series(
            next((one for one in some if one.recurrence_id is None), None),
            tuple(one for one in some if one.recurrence_id is not None),
        )
        for some in by_uid.values()
    ]


def starts(data: bytes) -> list[datetime]:
    found = series_of(read_calendar(data).events)
    return sorted(one.start for some in found for one in occurrences(some, LONG, HERE))


def corpus() -> list[dict[str, str]]:
    path = eval_corpora.corpus("ics_cases.json")
    return [] if path is None else json.loads(path.read_text(encoding="utf-8"))


# Where the peer itself gives up, shares a zone of one file with another, or takes a day for a
# moment, it is no measure.
NOT_MEASURED = ("issue_156", "issue_165", "issue_526", "rfc_7529", "dates_and_tzid")


@pytest.mark.skipif(not corpus(), reason="ASSISTANT_EVAL_DIR names no corpora on this machine")
@pytest.mark.parametrize("case", corpus(), ids=lambda case: case["file"])
def test_every_file_is_survived_and_what_can_be_read_takes_place_when_the_peer_says(case):
    data = base64.b64decode(case["raw_b64"])
    known = (b"VCALENDAR", b"VEVENT", b"VTODO", b"VFREEBUSY", b"VTIMEZONE", b"VJOURNAL")
    if not any(b"BEGIN:" + one in data for one in known):
        with pytest.raises(BadInput, match="not a calendar"):
            read_calendar(data)
        return
    reading = read_calendar(data)
    whole = data.count(b"BEGIN:VEVENT")
    masters = [one for one in reading.events if one.recurrence_id is None]
    assert len(masters) + reading.unread_count >= whole
    assert all(one.what and one.why for one in reading.left_out)
    if any(name in case["file"] for name in NOT_MEASURED):
        return
    try:
        read = icalendar.Calendar.from_ical(data)
        found = recurring_ical_events.of(read, skip_bad_series=True).between(*LONG)
        expected = sorted(instant(one.start) for one in found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # the peer cannot read it
    assert starts(data) == expected


# ---- written and read again ----


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_read_the_same(seed):
    series = a_series(random.Random(seed))
    data = write_calendar("Mine", series.all, NOW)
    (again,) = series_of(read_calendar(data).events)
    assert {_bare(one) for one in again.all} == {_bare(one) for one in series.all}


def _bare(one: CalendarEvent) -> CalendarEvent:
    rules = tuple(";".join(sorted(rule.split(";"))) for rule in one.rules)
    blank = {"id": "-", "user_id": "-", "calendar_id": "-", "rules": rules}
    return one.model_copy(update=blank)


def test_words_alarms_and_zones_come_back():
    told = event(
        datetime(2026, 5, 1, 9),
        title="Lunch, with; Ann \\ " + "ü" * 200,
        place="Café\nback room",
        description="first\nsecond",
        alarms_min=(0, 15),
        is_free=True,
    )
    data = write_calendar("Mine", [told], NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"BEGIN:VTIMEZONE" in data
    assert b"TZID:Europe/Berlin" in data
    (back,) = read_calendar(data).events
    assert _bare(back) == _bare(told)
    assert read_calendar(data).name == "Mine"


# ---- what is broken takes nothing else with it ----


def test_a_broken_event_takes_no_other_with_it():
    data = calendar(
        *vevent("UID:1", "DTSTART:20260101T100000Z", "SUMMARY:good"),
        *vevent("UID:2", "DTSTART:yesterday", "SUMMARY:bad day"),
        *vevent("UID:3", "SUMMARY:none at all"),
        *vevent("UID:4", "DTSTART:20260102T100000Z", "RRULE:FREQ=SOMETIMES", "SUMMARY:rule"),
        *vevent("UID:5", "DTSTART:20260103T100000Z", "DTEND:20260101T100000Z", "SUMMARY:end"),
        *("BEGIN:VTODO", "UID:6", "SUMMARY:a task", "END:VTODO"),
        *("BEGIN:VEVENT", "UID:7", "SUMMARY:cut"),
    )
    reading = read_calendar(data)
    assert [one.title for one in reading.events] == ["good", "rule", "end"]
    told = {(one.what, one.why) for one in reading.left_out}
    assert told == {
        ("bad day", "no start"), ("none at all", "no start"), ("rule", "rule"), ("end", "end"),
        ("VTODO", "others"), ("VEVENT", "unfinished"),
    }  # fmt: skip
    assert reading.unread_count == 3


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html></html>", b"\x89PNG\r\n\x1a\n" + bytes(100), b"{}"]
)
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(BadInput, match="not a calendar"):
        read_calendar(data)


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(BadInput, match="too large"):
        read_calendar(b" " * 20_000_001)


def test_an_event_without_a_name_is_the_same_one_at_the_next_reading():
    data = calendar(*vevent("DTSTART:20260101T100000Z", "SUMMARY:x"))
    assert read_calendar(data).events[0].uid == read_calendar(data).events[0].uid


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_alphabets_are_read_or_survived(encoding):
    text = calendar(*vevent("UID:1", "DTSTART:20260101T100000Z", "SUMMARY:Zürich")).decode()
    (one,) = read_calendar(text.encode(encoding)).events
    assert one.title in ("Zürich", "Z\ufffdrich")


# ---- zones ----


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Riga", "Europe/Riga"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ('"Europe/Riga"', "Europe/Riga"),
        ("Etc/UTC", "UTC"),
    ],
)
def test_programs_names_of_zones_are_known(name, zone):
    data = calendar(*vevent("UID:1", f"DTSTART;TZID={name}:20260701T100000", "SUMMARY:x"))
    (one,) = read_calendar(data).events
    assert one.zone == zone
    assert one.start == datetime(2026, 7, 1, 10)


_OWN = (
    *("BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19701025T030000"),
    *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0100"),
    *("TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT"),
    "END:VTIMEZONE",
)


def test_a_zone_that_a_file_spells_out_becomes_one_of_this_world():
    data = calendar(*_OWN, *vevent("UID:1", "DTSTART;TZID=Office:20260701T100000", "SUMMARY:x"))
    (one,) = read_calendar(data).events
    assert one.zone == "Europe/Berlin"
    assert starts(data) == [datetime(2026, 7, 1, 8, tzinfo=UTC)]


def test_a_zone_of_one_file_is_not_that_of_the_next():
    first = calendar(*_OWN, *vevent("UID:1", "DTSTART;TZID=Office:20260701T100000"))
    read_calendar(first)
    second = calendar(*vevent("UID:1", "DTSTART;TZID=Office:20260701T100000", "SUMMARY:x"))
    reading = read_calendar(second)
    assert [(one.what, one.why) for one in reading.left_out] == [("Office", "zone")]
    assert reading.events[0].zone == ""


def test_offsets_that_no_zone_has_keep_the_moment():
    odd = tuple(line.replace("+0100", "+0337").replace("+0200", "+0437") for line in _OWN)
    data = calendar(*odd, *vevent("UID:1", "DTSTART;TZID=Office:20260115T100000"))
    assert starts(data) == [datetime(2026, 1, 15, 6, 23, tzinfo=UTC)]


def test_ten_thousand_events_are_read_whole():
    lines = []
    for number in range(10_000):
        at = datetime(2026, 1, 1) + timedelta(hours=number)
        lines += vevent(f"UID:{number}", f"DTSTART:{at:%Y%m%dT%H%M%S}Z", f"SUMMARY:{number}")
    reading = read_calendar(calendar(*lines))
    assert len(reading.events) == 10_000
    assert reading.left_out == ()
