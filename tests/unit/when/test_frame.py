"""The frame of reference decides: zones, clock changes, preferences, the user's own hours."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from assistant_desktop.core.when import DayTimes, due_of, find, parse
from tests.unit.when.frames import BERLIN, NOW, reference

SPRING = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN)  # the day before 02:00 becomes 03:00
AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)  # the day before 03:00 becomes 02:00


def start(text, **frame):
    return parse(text, reference(**frame)).value.start


def due(text, **frame):
    frame = reference(**frame)
    return due_of(parse(text, frame).value, frame).replace(tzinfo=None).isoformat()[:16]


def test_a_time_that_the_clocks_skip_moves_forward():
    assert start("tomorrow at 2:30 am", now=SPRING).isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    assert start("tomorrow at 2:30 am", now=AUTUMN).isoformat() == "2026-10-25T02:30:00+02:00"


def test_hours_elapse_and_days_keep_the_wall_clock():
    assert start("in 24 hours", now=SPRING).isoformat() == "2026-03-29T13:00:00+02:00"
    assert start("in 1 day", now=SPRING).isoformat() == "2026-03-29T12:00:00+02:00"


def test_another_zone_is_converted():
    new_york = ZoneInfo("America/New_York")
    now = datetime(2026, 11, 24, 8, 0, tzinfo=new_york)
    assert start("16:00 CET", now=now).isoformat() == "2026-11-24T10:00:00-05:00"


def test_the_past_is_preferred_when_asked_for():
    assert start("Monday", prefer="past").date().isoformat() == "2026-11-23"
    assert start("march", prefer="past").date().isoformat() == "2026-03-01"
    for words in ("yesterday at 9:00", "вчера в 9:00", "yesterday at 9"):
        assert start(words, prefer="past").isoformat()[:16] == "2026-11-23T09:00"
    assert start("yesterday at 9 pm", prefer="past").isoformat()[:16] == "2026-11-23T21:00"
    assert start("Monday").date().isoformat() == "2026-11-30"


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [("mdy", "3/4", "2027-03-04"), ("dmy", "3/4", "2027-04-03"), ("auto", "25/12", "2026-12-25")],
)
def test_the_order_of_day_and_month_is_the_users(order, text, day):
    assert start(text, language="en", date_order=order).date().isoformat() == day


def test_an_ambiguous_hour_names_its_other_reading():
    evening = NOW.replace(hour=19)
    match = parse("at 9", reference(now=evening))
    assert match.value.start.isoformat()[:16] == "2026-11-24T21:00"
    assert [other.start.isoformat()[:16] for other in match.alternatives] == ["2026-11-25T09:00"]


def test_everyday_reading_takes_small_hours_for_the_afternoon():
    assert start("Saturday at 5").hour == 5
    assert start("Saturday at 5", reading="everyday").hour == 17
    assert start("Saturday at 8", reading="everyday").hour == 8
    assert start("tomorrow at 12", reading="everyday").hour == 12


def test_vague_times_come_at_the_users_hours():
    own = DayTimes(morning=time(7, 30), evening=time(18), bare_date=time(10))
    assert due("tomorrow morning", day_times=own) == "2026-11-25T07:30"
    assert due("завтра вечером", day_times=own) == "2026-11-25T18:00"
    assert due("on Friday", day_times=own) == "2026-11-27T10:00"
    assert due("every morning", day_times=own) == "2026-11-25T07:30"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today", "2026-11-24T15:00"),  # nine has passed: the next of the user's hours
        ("this weekend", "2026-11-28T09:00"),
        ("at the end of the month", "2026-11-30T09:00"),
        ("by Friday", "2026-11-27T09:00"),
        ("next week", "2026-11-30T09:00"),
        ("after work", "2026-11-24T17:00"),
        ("tonight", "2026-11-24T19:00"),
        ("в конце года", "2026-12-31T09:00"),
        ("через два часа", "2026-11-24T16:20"),
    ],
)
def test_a_vague_time_becomes_one_moment(text, moment):
    assert due(text) == moment


def test_what_a_time_is_about_stays_in_the_text():
    text = "remind me to call Ann about Friday on Thursday at 5"
    spans = [text[a:b] for a, b in (match.span for match in find(text, reference()))]
    assert spans == ["Friday", "on Thursday at 5"]


@pytest.mark.parametrize(
    "text", ["I may go", "the second one", "we march on", "sat down", "room 5", "in a row", "час"]
)
def test_words_that_are_seldom_times_are_left_alone(text):
    assert find(text, reference()) == ()


def test_both_languages_may_be_mixed():
    assert start("завтра at 5pm").isoformat()[:16] == "2026-11-25T17:00"


def test_a_country_keeps_its_own_holidays():
    canada = reference("en", country="CA")
    assert parse("thanksgiving 2027", canada).value.start.date().isoformat() == "2027-10-11"
    assert start("thanksgiving 2027", language="en").date().isoformat() == "2027-11-25"
