"""What is said back is natural, and is understood again as the same time."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.when import (
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    describe,
    describe_duration,
    parse,
)
from assistant_desktop.core.when.zones import attach
from tests.unit.when.frames import BERLIN, reference

days = st.dates(date(2025, 1, 1), date(2029, 12, 31)).map(lambda day: datetime.combine(day, time()))
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: timedelta(minutes=n))


def at(naive):
    return attach(naive, BERLIN)


def next_month(day):
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


instants = st.one_of(
    st.builds(lambda d, m: Instant(at(d + m), Grain.MINUTE), days, minutes),
    st.builds(
        lambda d, m, s: Instant(at(d + m + timedelta(seconds=s)), Grain.SECOND),
        days,
        minutes,
        st.integers(1, 59),
    ),
    days.map(lambda d: Instant(at(d), Grain.DAY, at(d + timedelta(days=1)))),
    days.map(lambda d: d - timedelta(days=d.weekday())).map(
        lambda d: Instant(at(d), Grain.WEEK, at(d + timedelta(days=7)))
    ),
    days.map(lambda d: Instant(at(d.replace(day=1)), Grain.MONTH, at(next_month(d)))),
    days.map(lambda d: d.replace(month=1, day=1)).map(
        lambda d: Instant(at(d), Grain.YEAR, at(d.replace(year=d.year + 1)))
    ),
)
intervals = st.one_of(
    st.builds(
        lambda d, n: Interval(at(d), at(d + timedelta(days=n)), Grain.DAY),
        days,
        st.integers(2, 100),
    ),
    st.builds(
        lambda d, a, b: Interval(at(d + min(a, b)), at(d + max(a, b)), Grain.MINUTE),
        days,
        minutes,
        minutes,
    ).filter(lambda value: value.start < value.end),
    st.builds(
        lambda d, a, n, b: Interval(at(d + a), at(d + timedelta(days=n) + b), Grain.MINUTE),
        days,
        minutes,
        st.integers(1, 9),
        minutes,
    ),
    st.builds(lambda d, m: Interval(at(d + m), None, Grain.MINUTE), days, minutes),
    days.map(lambda d: Interval(None, at(d), Grain.DAY)),
    st.builds(
        lambda d, part: Interval(
            at(d + timedelta(hours=part[1])), at(d + timedelta(hours=part[2])), Grain.HOUR, part[0]
        ),
        days,
        st.sampled_from([("lunch", 12, 14), ("afternoon", 12, 19)]),
    ),
)
# From 13 to 23 whole hours are left out: in Russian they are the time of day as well.
durations = st.one_of(
    st.builds(Duration, months=st.integers(1, 40)),
    st.builds(
        Duration, days=st.integers(0, 30), seconds=st.integers(1, 86399).filter(lambda s: s % 3600)
    ),
    st.builds(Duration, days=st.integers(1, 60)),
)
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;BYDAY=SA,SU",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO,WE,SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=5",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
    "FREQ=HOURLY",
    "FREQ=HOURLY;INTERVAL=3",
    "FREQ=MINUTELY;INTERVAL=20",
)


@st.composite
def recurrences(draw):
    rule = draw(st.sampled_from(RULES))
    within_day = rule.startswith(("FREQ=HOURLY", "FREQ=MINUTELY"))
    clocked = within_day or draw(st.booleans())
    start = draw(days.filter(lambda d: d.year >= 2027))
    if clocked:
        start += draw(minutes)
    first = rrulestr(rule, dtstart=start)[0]
    if clocked and not within_day:
        rule += f";BYHOUR={first.hour};BYMINUTE={first.minute}"
    rule += draw(
        st.one_of(
            st.just(""),
            st.integers(1, 40).map(lambda n: f";COUNT={n}"),
            st.integers(30, 900).map(lambda n: f";UNTIL={first + timedelta(days=n):%Y%m%d}T235959"),
        )
    )
    return Recurrence(rule, at(first), Grain.MINUTE if clocked else Grain.DAY)


@pytest.mark.parametrize("language", ["en", "ru"])
@given(value=st.one_of(instants, intervals, durations, recurrences()))
def test_what_is_described_is_understood_as_the_same(language, value):
    frame = reference(language)
    said = describe(value, frame, language)
    match = parse(said, frame)
    assert match is not None, said
    if isinstance(value, Duration):
        assert isinstance(match.value, Duration)
        assert match.value.iso == value.iso, said
    else:
        assert match.value == value, said


@pytest.mark.parametrize(
    ("language", "phrase", "said"),
    [
        ("en", "on weekdays at 9", "tomorrow, Wed 25 Nov at 09:00, then every weekday"),
        ("ru", "по будням в 9", "завтра, ср 25 ноября в 09:00, затем по будням"),
        ("en", "next Friday at 3pm", "Fri 4 Dec at 15:00"),
        ("ru", "в понедельник вечером", "пн 30 ноября вечером"),
        ("en", "May 5 2027", "Wed 5 May 2027"),
        ("ru", "5 мая", "ср 5 мая 2027 года"),
        ("en", "tomorrow from 10 to 11:30", "tomorrow, Wed 25 Nov from 10:00 to 11:30"),
        ("ru", "последний рабочий день каждого месяца",
         "пн 30 ноября, затем каждый месяц в последний рабочий день"),
        ("ru", "каждые 3 дня", "пт 27 ноября, затем каждые 3 дня"),
        ("en", "every 3 hours between 9 and 18",
         "today, Tue 24 Nov at 15:00, then every day at 09:00, 12:00, 15:00 and 18:00"),
        ("en", "every Friday the 13th", "Fri 13 Aug 2027, then every Friday the 13th"),
        ("ru", "каждую пятницу 13-го", "пт 13 августа 2027 года, затем каждую пятницу 13-го"),
        ("en", "H1 2027", "from Fri 1 Jan 2027 to Wed 30 Jun 2027"),
        ("en", "monthly on the 5th at 9:15 and 17:00",
         "Sat 5 Dec at 09:15, then every month on the 5th at 09:15 and 17:00"),
        ("ru", "каждую среду в 9:15 и 17:00",
         "завтра, ср 25 ноября в 09:15, затем каждую среду в 09:15 и 17:00"),
    ],
)  # fmt: skip
def test_confirmations_read_like_a_person_wrote_them(language, phrase, said):
    frame = reference(language)
    assert describe(parse(phrase, frame).value, frame, language) == said


@pytest.mark.parametrize(
    ("minutes", "english", "russian"),
    [
        (1, "1 minute", "1 минута"),
        (2, "2 minutes", "2 минуты"),
        (5, "5 minutes", "5 минут"),
        (11, "11 minutes", "11 минут"),
        (21, "21 minutes", "21 минута"),
        (90, "1 hour 30 minutes", "1 час 30 минут"),
        (60 * 22, "22 hours", "22 часа"),
    ],
)
def test_numbers_agree_with_their_nouns(minutes, english, russian):
    length = Duration(seconds=minutes * 60)
    assert describe_duration(length, "en") == english
    assert describe_duration(length, "ru") == russian


numbers = st.lists(st.integers(1, 28), min_size=1, max_size=3).map(
    lambda found: ",".join(map(str, found))
)
weekdays = st.lists(
    st.sampled_from(["MO", "2TU", "-1FR", "SU", "WE"]), min_size=1, max_size=3, unique=True
).map(",".join)
any_rule = st.fixed_dictionaries(
    {
        "FREQ": st.sampled_from(
            ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
        )
    },
    optional={
        "INTERVAL": st.integers(1, 90).map(str),
        "BYDAY": weekdays,
        "BYMONTHDAY": numbers,
        "BYMONTH": st.sampled_from(["1", "5,6", "12"]),
        "BYYEARDAY": numbers,
        "BYWEEKNO": st.just("20"),
        "BYHOUR": st.sampled_from(["0", "9,17,23"]),
        "BYMINUTE": st.sampled_from(["0", "0,30"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "2,3"]),
        "COUNT": st.just("5"),
        "WKST": st.just("SU"),
    },
).map(lambda parts: ";".join(f"{name}={value}" for name, value in parts.items()))


@pytest.mark.parametrize("language", ["en", "ru"])
@given(rule=any_rule)
def test_any_rule_can_be_said(language, rule):
    value = Recurrence(rule, at(datetime.combine(date(2027, 1, 4), time(9))), Grain.MINUTE)
    assert describe(value, reference(language), language)
