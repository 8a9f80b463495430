# ruff: noqa: DTZ001, DTZ901 - events live in wall time
"""A series takes place when its rules say so: in its own zone, through clock changes, for ever."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from assistant_desktop.domain.calendar_event import CalendarEvent, EventStatus, Series
from assistant_desktop.domain.ids import CalendarId, EventId, UserId
from assistant_desktop.domain.occurrences import occurrences, span_of
from assistant_desktop.domain.recurrence_rule import WEEKDAYS, expand, parse_rule
from assistant_desktop.services.calendar_service.file_writing import write_calendar
from tests import eval_corpora

BERLIN = "Europe/Berlin"
HERE = ZoneInfo("Europe/Riga")
TWO_YEARS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def event(start: datetime, hours: float = 1, **fields: object) -> CalendarEvent:
    usual = {"zone": BERLIN, "title": "x", "uid": "x"}
    return CalendarEvent(
        id=EventId("e"),
        user_id=UserId("me"),
        calendar_id=CalendarId("c"),
        start=start,
        end=start + timedelta(hours=hours),
        **{**usual, **fields},
    )


def starts(series: Series, window=TWO_YEARS) -> list[datetime]:
    return [one.start for one in occurrences(series, window, HERE)]


# ---- as others find them ----


def a_rule(pick: random.Random) -> str:
    """A rule such as programs write."""
    freq = pick.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={freq}"]
    if pick.random() < 0.5:
        parts.append(f"INTERVAL={pick.randint(1, 5)}")
    if pick.random() < 0.25:
        parts.append("BYMONTH=" + ",".join(map(str, sorted(pick.sample(range(1, 13), 4)))))
    if freq != "WEEKLY" and pick.random() < 0.3:
        parts.append("BYMONTHDAY=" + ",".join(map(str, pick.sample([1, 13, 29, 31, -1, -2], 2))))
    elif pick.random() < 0.5:
        numbered = freq in ("MONTHLY", "YEARLY") and pick.random() < 0.6
        nth = (lambda: pick.choice(["1", "2", "-1"])) if numbered else lambda: ""
        days = pick.sample(list(WEEKDAYS), pick.randint(1, 3))
        parts.append("BYDAY=" + ",".join(nth() + day for day in days))
    if freq in ("MONTHLY", "YEARLY") and len(parts) > 1 and pick.random() < 0.2:
        parts.append(f"BYSETPOS={pick.choice([1, -1, 2])}")
    if pick.random() < 0.2:
        parts.append(f"WKST={pick.choice(['SU', 'MO'])}")
    if pick.random() < 0.2:
        parts.append(f"COUNT={pick.randint(1, 30)}")
    elif pick.random() < 0.2:
        parts.append("UNTIL=20270601T000000Z")
    return ";".join(parts)


def a_series(pick: random.Random) -> Series:
    """A master with exceptions: left out, extra, moved, and changed from somewhere on."""
    all_day = pick.random() < 0.2
    begin = datetime(2025, 6, 1) + timedelta(
        days=pick.randint(0, 300), minutes=0 if all_day else 15 * pick.randint(0, 95)
    )
    zone = "" if all_day else pick.choice([BERLIN, "America/New_York", "Asia/Kolkata", "UTC"])
    rule = a_rule(pick)
    if all_day:
        rule = rule.replace("UNTIL=20270601T000000Z", "UNTIL=20270601")
    master = event(begin, 24 if all_day else pick.choice([0.5, 1, 26]), zone=zone,
                   all_day=all_day, rules=(rule,))  # fmt: skip
    known = list(expand(parse_rule(rule), begin, (begin, datetime(2027, 1, 1))))[1:40]
    if len(known) < 8:
        return Series(master)
    out, moved, late = pick.sample(known, 3)
    master = master.model_copy(
        update={"left_out": (out,), "extra_starts": (known[2] + timedelta(days=400),)}
    )
    by = timedelta(days=pick.choice([-1, 1, 3]))
    plain = {"rules": (), "left_out": (), "extra_starts": ()}
    override = master.model_copy(
        update={**plain, "recurrence_id": moved, "start": moved + by,
                "end": moved + by + master.length}
    )  # fmt: skip
    overrides = [override]
    if pick.random() < 0.3 and late != moved:
        overrides.append(
            master.model_copy(
                update={**plain, "recurrence_id": late, "start": late, "end": late + master.length,
                        "status": EventStatus.CANCELLED}
            )
        )  # fmt: skip
    return Series(master, tuple(overrides))


def peers(series: Series, window=TWO_YEARS) -> list[tuple[datetime, datetime]]:
    """What recurring-ical-events makes of the same series."""
    shown = tuple(one for one in series.all if one.status is not EventStatus.CANCELLED)
    cancelled = [one.recurrence_id for one in series.all if one not in shown]
    master = shown[0].model_copy(
        update={"left_out": tuple(sorted({*shown[0].left_out, *cancelled}))}
    )
    data = write_calendar("x", (master, *shown[1:]), datetime(2026, 1, 1, tzinfo=UTC))
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*window)
    return sorted((instant(one.start), instant(one.end)) for one in found)


def instant(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.min.time(), UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


@pytest.mark.parametrize("seed", range(150))
def test_a_series_takes_place_when_the_peer_says(seed):
    series = a_series(random.Random(seed))
    here = ZoneInfo("UTC")
    ours = [(one.start, one.end) for one in occurrences(series, TWO_YEARS, here)]
    assert sorted(ours) == peers(series), series.master


def corpus() -> list[dict[str, object]]:
    path = eval_corpora.corpus("dateutil_rrule.json")
    rows = [] if path is None else json.loads(path.read_text(encoding="utf-8"))
    # BYEASTER is no part of the standard.
    return [row for row in rows if row["form"] == "rrule" and "BYEASTER" not in row["text"]]


@pytest.mark.skipif(not corpus(), reason="ASSISTANT_EVAL_DIR names no corpora on this machine")
@pytest.mark.parametrize("case", corpus(), ids=lambda case: case["name"])
def test_a_rule_has_the_occurrences_that_others_found(case):
    lines = case["text"].split("\n")
    if len(lines) != 2:
        pytest.skip("more than one rule")
    begin = datetime.strptime(lines[0].removeprefix("DTSTART:"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    expected = [datetime.fromisoformat(one) for one in case["expected"]]
    rule = parse_rule(lines[1].removeprefix("RRULE:"))
    last = expected[-1] + timedelta(seconds=1) if expected else datetime.max
    found = list(expand(rule, begin, (begin, last)))
    assert found == expected


# ---- clocks, days, windows ----


def test_a_meeting_stays_at_nine_by_the_clock_of_its_zone():
    series = Series(event(datetime(2026, 3, 23, 9), rules=("FREQ=WEEKLY",)))
    window = (datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 5, tzinfo=UTC))
    assert [one.hour for one in starts(series, window)] == [8, 7]


def test_an_hour_that_the_clock_leaves_out_comes_after_the_gap_and_a_double_one_first():
    gap = Series(event(datetime(2026, 3, 29, 2, 30)))
    fold = Series(event(datetime(2026, 10, 25, 2, 30)))
    assert starts(gap) == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    assert starts(fold) == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_a_whole_day_is_a_day_wherever_one_is():
    day = event(datetime(2026, 12, 24), 24, zone="", all_day=True)
    for name in ("Pacific/Auckland", "America/Los_Angeles"):
        here = ZoneInfo(name)
        (one,) = occurrences(Series(day), TWO_YEARS, here)
        assert one.start.astimezone(here).isoformat()[:16] == "2026-12-24T00:00"
        assert one.end.astimezone(here).isoformat()[:16] == "2026-12-25T00:00"


def test_a_change_of_this_and_all_that_follow():
    master = event(datetime(2026, 1, 5, 9), rules=("FREQ=WEEKLY",))
    at = datetime(2026, 2, 2, 9)
    later = event(at + timedelta(hours=2), 2, recurrence_id=at, and_following=True)
    series = Series(master, (later,))
    window = (datetime(2026, 1, 20, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC))
    found = occurrences(series, window, HERE)
    assert [(one.start.hour, (one.end - one.start).seconds // 3600) for one in found] == [
        (8, 1), (10, 2), (10, 2),
    ]  # fmt: skip


def test_a_window_holds_what_began_before_it_and_not_what_ended_at_its_start():
    long = Series(event(datetime(2026, 1, 1, 22), 4))
    midnight = datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert len(occurrences(long, (midnight, midnight + timedelta(hours=1)), HERE)) == 1
    ended = datetime(2026, 1, 2, 1, tzinfo=UTC)
    assert occurrences(long, (ended, ended + timedelta(hours=1)), HERE) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    ],
)
def test_a_rule_that_never_happens_comes_to_an_end(rule):
    series = Series(event(datetime(1970, 1, 1, 9), rules=(rule,)))
    assert starts(series) == []


def test_an_old_rule_without_end_is_looked_at_only_where_one_looks():
    rule = parse_rule("FREQ=DAILY")
    window = (datetime(2026, 5, 1), datetime(2026, 5, 3))
    begun = datetime(1, 1, 1, 7)
    assert list(expand(rule, begun, window)) == [
        datetime(2026, 5, 1, 7), datetime(2026, 5, 2, 7)
    ]  # fmt: skip
    assert list(expand(rule, datetime(9999, 12, 30, 7), (datetime(9999, 12, 1), datetime.max)))


def test_what_comes_too_often_is_cut():
    series = Series(event(datetime(2026, 1, 1), rules=("FREQ=SECONDLY",)))
    assert len(occurrences(series, TWO_YEARS, HERE, most=500)) == 500


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=BLA", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYDAY=0MO", "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=YEARLY;RSCALE=CHINESE", "FREQ=DAILY;BYHOUR=25", "FREQ=DAILY\nFREQ=DAILY",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError):
        parse_rule(text)


def test_the_span_of_a_series_holds_all_of_it():
    for seed in range(60):
        series = a_series(random.Random(seed))
        found = occurrences(Series(series.master), TWO_YEARS, HERE)
        begins, ends = span_of(series.master)
        assert all(begins <= one.start for one in found)
        assert ends is None or all(one.end <= ends for one in found)
