"""Recurrence rules of calendar events, expanded within a window on naive local time.

Only the periods (years, months, weeks, days ...) that touch the window are looked at, so that a
rule without end costs the same in its first and its fiftieth year, and a rule that never happens
costs no more than one that does.

Source: RFC 5545, section 3.3.10 (RECUR) with its table of BY parts.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
MOST_PERIODS = 50_000
"""So many periods are looked at for one window; a rule by seconds ends there."""
_LONGEST = 1000
_NUMBERED_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6}))?(Z)?")
_STEPS_S = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_DAY = timedelta(days=1)
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_BOUNDS}
_NEVER_ZERO = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}


@dataclass(frozen=True)
class RecurrenceRule:
    """A rule as it was read; `by` holds the BY parts but BYDAY.

    by_day: weekday (Monday is 0) and which one of the month or year, 0 for each. until: in the
    event's local time, that moment included; where the file gives an instant, until_is_utc.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_is_utc: bool = False
    week_start: int = 0
    by: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_day: tuple[tuple[int, int], ...] = ()

    @cached_property
    def plain_days(self) -> frozenset[int]:
        """Weekdays that are named without a number."""
        return frozenset(day for day, nth in self.by_day if not nth)

    @cached_property
    def numbered_days(self) -> frozenset[tuple[int, int]]:
        """Weekdays such as the first Monday: weekday and number."""
        return frozenset((day, nth) for day, nth in self.by_day if nth)


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> RecurrenceRule:
    """Read the value of an RRULE.

    Raises:
        ValueError: it is none, or names what is not there (a 32nd, a thirteenth month).
    """
    if len(text) > _LONGEST or "\n" in text:
        raise ValueError("too long")
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, sign, value = part.strip().partition("=")
        known = name in _KNOWN or name.startswith("X-")
        if not sign or not known or (name in parts and parts[name] != value):
            raise ValueError(f"{part[:40]!r}")
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise ValueError("no FREQ")
    interval, count = int(parts.get("INTERVAL", "1")), parts.get("COUNT")
    if interval < 1 or (count is not None and int(count) < 1):
        raise ValueError("INTERVAL and COUNT begin at 1")
    until, is_utc = _until(parts["UNTIL"]) if "UNTIL" in parts else (None, False)
    by_day = tuple(_weekday(one) for one in _list(parts.get("BYDAY", "")))
    if "WKST" in parts and parts["WKST"] not in WEEKDAYS:
        raise ValueError("WKST")
    return RecurrenceRule(
        frequency=parts["FREQ"],
        interval=min(interval, 100_000),
        count=None if count is None else int(count),
        until=until,
        until_is_utc=is_utc,
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
        by={name: _numbers(name, parts[name]) for name in _BOUNDS if name in parts},
        by_day=by_day,
    )


def _list(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _numbers(name: str, value: str) -> tuple[int, ...]:
    low, high = _BOUNDS[name]
    numbers = tuple(sorted({int(one) for one in _list(value)}))
    wrong = any(not low <= one <= high for one in numbers)
    if not numbers or wrong or (name in _NEVER_ZERO and 0 in numbers):
        raise ValueError(f"{name}={value[:40]}")
    return numbers


def _weekday(text: str) -> tuple[int, int]:
    match = _NUMBERED_DAY.fullmatch(text)
    if match is None or (match[1] and int(match[1]) == 0):
        raise ValueError(f"BYDAY={text[:20]}")
    return WEEKDAYS.index(match[2]), int(match[1] or 0)


def _until(text: str) -> tuple[datetime, bool]:
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise ValueError(f"UNTIL={text[:20]}")
    if match[2] is None:  # a date: that whole day
        return _wall_time(f"{match[1]}235959"), False
    return _wall_time(match[1] + match[2]), bool(match[3])


def _wall_time(digits: str) -> datetime:
    return datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - wall time


def expand(
    rule: RecurrenceRule, start: datetime, window: tuple[datetime, datetime]
) -> Iterator[datetime]:
    """The naive local occurrences within [window) of a rule whose first one is at or after `start`.

    `start` itself comes only where the rule meets it. until is compared as local time.
    """
    first, last = window
    if rule.until is not None:
        last = min(last, rule.until + timedelta(microseconds=1))
    if last <= start:
        return
    counted = rule.count is not None
    found = _from(rule, start, start if counted else max(first, start), last)
    for moment in islice(found, rule.count) if counted else found:
        if moment >= last:
            return
        if moment >= first:
            yield moment


def _from(
    rule: RecurrenceRule, start: datetime, first: datetime, last: datetime
) -> Iterator[datetime]:
    """All occurrences from the period that holds `first` to the one that holds `last`."""
    for number, candidates in enumerate(_periods(rule, start, first, last)):
        if number >= MOST_PERIODS:
            return
        moments = candidates
        if positions := rule.by.get("BYSETPOS"):
            moments = _at_positions(candidates, positions)
        for moment in moments:
            if moment >= start:
                yield moment


def _at_positions(moments: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    count = len(moments)
    wanted = {one - 1 if one > 0 else count + one for one in positions}
    return [moments[index] for index in sorted(wanted) if 0 <= index < count]


def _periods(
    rule: RecurrenceRule, start: datetime, first: datetime, last: datetime
) -> Iterator[list[datetime]]:
    """The moments of each period that may hold an occurrence, in order."""
    if rule.frequency in _STEPS_S:
        yield from _short_periods(rule, start, first, last)
        return
    times = _times(rule, start)
    fits = _DayTest(rule, start)
    for days in _spans(rule, start, first, last):
        yield [datetime.combine(day, at) for day in days if fits(day) for at in times]


def _times(rule: RecurrenceRule, start: datetime) -> list[time]:
    hours = rule.by.get("BYHOUR", (start.hour,))
    minutes = rule.by.get("BYMINUTE", (start.minute,))
    seconds = [min(one, 59) for one in rule.by.get("BYSECOND", (start.second,))]
    return [time(h, m, s) for h in hours for m in minutes for s in seconds]


def _spans(
    rule: RecurrenceRule, start: datetime, first: datetime, last: datetime
) -> Iterator[list[date]]:
    """The days of each year, month, week or day of the rule that touches [first, last)."""
    every = rule.interval
    span: Callable[[int], list[date]]
    if rule.frequency == "DAILY":
        ahead = max((first.date() - start.date()).days // every, 0)
        span, step = _one_day, every
        at = start.date().toordinal() + ahead * every
    elif rule.frequency == "WEEKLY":
        back = (start.weekday() - rule.week_start) % 7
        monday = start.date().toordinal() - back
        ahead = max((first.date().toordinal() - monday) // (7 * every), 0)
        span, step, at = _week, 7 * every, monday + ahead * 7 * every
    elif rule.frequency == "MONTHLY":
        begun = start.year * 12 + start.month - 1
        ahead = max((first.year * 12 + first.month - 1 - begun) // every, 0)
        span, step, at = _month, every, begun + ahead * every
    else:
        ahead = max((first.year - start.year) // every, 0)
        span, step, at = _year, every, start.year + ahead * every
    while True:
        try:
            days = span(at)
        except (ValueError, OverflowError):
            return  # past the year 9999
        if days[0] > last.date():
            return
        yield days
        at += step


def _one_day(ordinal: int) -> list[date]:
    return [date.fromordinal(ordinal)]


def _week(ordinal: int) -> list[date]:
    return [date.fromordinal(max(ordinal, 1) + offset) for offset in range(7)]


def _month(number: int) -> list[date]:
    year, month = divmod(number, 12)
    return [date(year, month + 1, day) for day in range(1, monthrange(year, month + 1)[1] + 1)]


@lru_cache(maxsize=64)
def _year(year: int) -> list[date]:
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(first + offset) for offset in range(365 + isleap(year))]


def _short_periods(
    rule: RecurrenceRule, start: datetime, first: datetime, last: datetime
) -> Iterator[list[datetime]]:
    """Hours, minutes or seconds; what a finer part names within one is all of that one."""
    step = timedelta(seconds=_STEPS_S[rule.frequency] * rule.interval)
    at = start + step * max((first - start) // step, 0)
    fits = _DayTest(rule, start)
    minutes = rule.by.get("BYMINUTE") if rule.frequency == "HOURLY" else None
    seconds = rule.by.get("BYSECOND") if rule.frequency != "SECONDLY" else None
    while at < last:
        if not fits(at.date()):
            # A day at a time: there are 86,400 seconds in one that does not fit.
            midnight = datetime.combine(at.date(), time()) + _DAY
            at += step * -((at - midnight) // step)
            yield []
            continue
        inside = _clock_fits(rule, at)
        yield [
            at.replace(minute=minute, second=min(second, 59))
            for minute in (minutes or (at.minute,))
            for second in (seconds or (at.second,))
            if inside
        ]
        at += step


def _clock_fits(rule: RecurrenceRule, at: datetime) -> bool:
    if "BYHOUR" in rule.by and at.hour not in rule.by["BYHOUR"]:
        return False
    if (
        rule.frequency != "HOURLY"
        and "BYMINUTE" in rule.by
        and at.minute not in rule.by["BYMINUTE"]
    ):
        return False
    named = rule.by.get("BYSECOND")
    return rule.frequency != "SECONDLY" or named is None or at.second in named


class _DayTest:
    """Whether a day is one of the rule's; what the rule leaves open is as its start says."""

    def __init__(self, rule: RecurrenceRule, start: datetime) -> None:
        self._rule, by = rule, rule.by
        self._months = by.get("BYMONTH")
        self._month_days = by.get("BYMONTHDAY")
        self._plain, self._numbered = rule.plain_days, rule.numbered_days
        named = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
        if not rule.by_day and not any(name in by for name in named):
            if rule.frequency in {"YEARLY", "MONTHLY"}:
                self._month_days = (start.day,)
                if rule.frequency == "YEARLY" and self._months is None:
                    self._months = (start.month,)
            elif rule.frequency == "WEEKLY":
                self._plain = frozenset({start.weekday()})

    def __call__(self, day: date) -> bool:
        by = self._rule.by
        if self._months is not None and day.month not in self._months:
            return False
        if self._month_days is not None and not _counts(
            day.day, monthrange(day.year, day.month)[1], self._month_days
        ):
            return False
        if "BYYEARDAY" in by and not _counts(
            day.timetuple().tm_yday, 365 + isleap(day.year), by["BYYEARDAY"]
        ):
            return False
        if "BYWEEKNO" in by and not self._in_weeks(day, by["BYWEEKNO"]):
            return False
        if not self._plain and not self._numbered:
            return True
        return day.weekday() in self._plain or self._is_numbered(day)

    def _is_numbered(self, day: date) -> bool:
        """A number counts within the month, in a yearly rule without months within the year."""
        rule, weekday = self._rule, day.weekday()
        if not any(one == weekday for one, _ in self._numbered):
            return False
        in_year = rule.frequency == "YEARLY" and "BYMONTH" not in rule.by
        at = day.timetuple().tm_yday if in_year else day.day
        of = 365 + isleap(day.year) if in_year else monthrange(day.year, day.month)[1]
        forward, backward = (at - 1) // 7 + 1, -((of - at) // 7 + 1)
        return (weekday, forward) in self._numbered or (weekday, backward) in self._numbered

    def _in_weeks(self, day: date, numbers: tuple[int, ...]) -> bool:
        week_start = self._rule.week_start
        # A week belongs to the year that has its fourth day.
        middle = day + _DAY * (3 - (day.weekday() - week_start) % 7)
        number = (middle.timetuple().tm_yday - 1) // 7 + 1
        last = date(middle.year, 12, 28)
        of_last = last + _DAY * (3 - (last.weekday() - week_start) % 7)
        return _counts(number, (of_last.timetuple().tm_yday - 1) // 7 + 1, numbers)


def _counts(at: int, of: int, numbers: tuple[int, ...]) -> bool:
    """Whether the at-th of so many is named, from the front or from the back."""
    return at in numbers or at - of - 1 in numbers
