"""A rule that is moved as a whole takes its days and hours along."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.reminders import recurrence


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "old", "new", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01T09:00", "2026-12-02T09:00", "BYMONTHDAY=2"),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-12-01T09:00", "2026-12-03T09:00", "BYDAY=TH"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-12-01T09:00", "2026-12-02T09:00", "BYDAY=WE,FR"),
        ("FREQ=MONTHLY;BYDAY=1TU", "2026-12-01T09:00", "2026-12-09T09:00", "BYDAY=2WE"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-12-29T09:00", "2026-12-28T09:00", "BYDAY=-1MO"),
        ("FREQ=DAILY;BYHOUR=9,21", "2026-12-01T09:00", "2026-12-01T10:00", "BYHOUR=10,21"),
        ("FREQ=DAILY", "2026-12-01T09:00", "2026-12-02T10:30", "FREQ=DAILY"),
        (
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
            "2026-12-01T09:00",
            "2027-01-05T09:00",
            "BYMONTH=1;BYMONTHDAY=5",
        ),
    ],
)
def test_its_days_move_along(rule, old, new, expected):
    moved = recurrence.moved(rule, at(old), at(new))
    assert expected in moved
    assert next(recurrence.expand(moved, at(new))) == at(new)


RULES = ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY={day}", "FREQ=MONTHLY;BYMONTHDAY={date}"]


@given(
    rule=st.sampled_from(RULES),
    old=st.datetimes(at("2026-01-01"), at("2030-01-01")),
    shift=st.timedeltas(timedelta(days=-40), timedelta(days=40)),
)
def test_the_moved_rule_has_an_occurrence_at_the_new_time(rule, old, shift):
    old, new = old.replace(microsecond=0), (old + shift).replace(microsecond=0)
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[old.weekday()]
    moved = recurrence.moved(rule.format(day=day, date=old.day), old, new)
    assert next(recurrence.expand(moved, new)) == new
