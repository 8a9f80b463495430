"""The way back: values -> natural sentences, for confirmations.

What is said here is understood by ``parse`` again. The words live in each language's
``phrases``; this module only decides what has to be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol, cast

from assistant_desktop.core.when import languages
from assistant_desktop.core.when.values import (
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    Reference,
    Value,
)

_UNITS = {
    "SECONDLY": Grain.SECOND,
    "MINUTELY": Grain.MINUTE,
    "HOURLY": Grain.HOUR,
    "DAILY": Grain.DAY,
    "WEEKLY": Grain.WEEK,
    "MONTHLY": Grain.MONTH,
    "YEARLY": Grain.YEAR,
}
_QUARTER = timedelta(days=93)  # the longest; half-years are kept with the same grain
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


@dataclass(frozen=True, slots=True)
class RuleParts:
    """An RRULE taken apart. ``days`` pairs a number (or None) with a weekday, Monday 0."""

    unit: Grain
    interval: int = 1
    days: tuple[tuple[int | None, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    clocks: tuple[time, ...] = ()
    count: int | None = None
    until: datetime | None = None


class Phrases(Protocol):
    """What a language package's ``phrases`` module offers; all answers are without a full stop."""

    PARTS: Mapping[str, str]

    def day(self, day: date, today: date) -> str: ...
    def date_(self, day: date, today: date) -> str: ...
    def moment(self, day: str, clock: time) -> str: ...
    def period(self, start: date, grain: Grain) -> str: ...
    def between(self, since: str, until: str) -> str: ...
    def day_clocks(self, day: str, since: time, until: time) -> str: ...
    def day_part(self, day: str, part: str) -> str: ...
    def from_on(self, since: str) -> str: ...
    def before(self, until: str) -> str: ...
    def duration(self, amounts: list[tuple[int, Grain]]) -> str: ...
    def rule(self, parts: RuleParts) -> str: ...
    def repeated(self, first: str, rule: str, bounds: str) -> str: ...
    def bounds(self, parts: RuleParts, until: str) -> str: ...


def _phrases(language: str) -> Phrases:
    code = language if language in languages.codes() else languages.codes()[0]
    return cast("Phrases", languages.phrases(code))


def describe(value: Value, reference: Reference, language: str) -> str:
    """A sentence part that says when: "tomorrow, Tue 24 Nov at 09:00, then every weekday".

    ``language`` is "en" or "ru"; others fall back to English. Times are said in the
    reference's zone. Hours are said like minutes ("at 09:00").
    """
    words = _phrases(language)
    if isinstance(value, Duration):
        return describe_duration(value, language)
    today = reference.now.astimezone(reference.zone).date()
    if isinstance(value, Instant):
        if value.grain == Grain.QUARTER and value.end and value.end - value.start > _QUARTER:
            return _interval(Interval(value.start, value.end, Grain.DAY), reference, today, words)
        return _instant(value.start.astimezone(reference.zone), value.grain, today, words)
    if isinstance(value, Interval):
        return _interval(value, reference, today, words)
    return _recurrence(value, reference, today, words)


def describe_duration(duration: Duration, language: str) -> str:
    """A length of time in words: "1 hour 30 minutes"; seconds are rounded down."""
    amounts: list[tuple[int, Grain]] = []
    years, months = divmod(duration.months, 12)
    whole = int(duration.seconds)
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    weeks, days = divmod(duration.days, 7) if duration.days % 7 == 0 else (0, duration.days)
    for amount, grain in (
        (years, Grain.YEAR),
        (months, Grain.MONTH),
        (weeks, Grain.WEEK),
        (days, Grain.DAY),
        (hours, Grain.HOUR),
        (minutes, Grain.MINUTE),
        (seconds, Grain.SECOND),
    ):
        if amount:
            amounts.append((amount, grain))
    return _phrases(language).duration(amounts or [(0, Grain.SECOND)])


def _instant(start: datetime, grain: Grain, today: date, words: Phrases) -> str:
    if grain >= Grain.WEEK:
        return words.period(start.date(), grain)
    day = words.day(start.date(), today)
    if grain == Grain.DAY:
        return day
    return words.moment(day, _clock(start, grain))


def _clock(moment: datetime, grain: Grain) -> time:
    return moment.time().replace(
        tzinfo=None, microsecond=0, second=moment.second if grain == Grain.SECOND else 0
    )


def _interval(value: Interval, reference: Reference, today: date, words: Phrases) -> str:
    zone = reference.zone
    start = value.start.astimezone(zone) if value.start else None
    end = value.end.astimezone(zone) if value.end else None
    if start is None or end is None:
        bound = start or end
        if bound is None:
            return ""
        said = _instant(bound, _bound_grain(bound, value.grain), today, words)
        return words.from_on(said) if start else words.before(said)
    day = words.day(start.date(), today)
    if value.part is not None and value.part in words.PARTS:
        return words.day_part(day, value.part)
    if _midnight(start) and _midnight(end) and value.grain >= Grain.DAY:
        last = (end - timedelta(days=1)).date()
        return words.between(words.date_(start.date(), today), words.date_(last, today))
    grain = min(value.grain, Grain.MINUTE)
    if start.date() == end.date():
        return words.day_clocks(day, _clock(start, grain), _clock(end, grain))
    until = words.moment(words.date_(end.date(), today), _clock(end, grain))
    since = words.moment(words.date_(start.date(), today), _clock(start, grain))
    return words.between(since, until)


def _bound_grain(bound: datetime, grain: Grain) -> Grain:
    if grain >= Grain.DAY and _midnight(bound):
        return Grain.DAY
    return min(grain, Grain.MINUTE)


def _midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _recurrence(value: Recurrence, reference: Reference, today: date, words: Phrases) -> str:
    parts = rule_parts(value.rrule)
    first = value.first.astimezone(reference.zone)
    if len(parts.clocks) <= 1:
        # One time of day is already said with the first occurrence.
        parts = _without_clock(parts)
    said = _instant(first, value.grain, today, words)
    until = ""
    if parts.until is not None:
        whole_day = parts.until.time() == time(23, 59, 59)
        until = words.day(parts.until.date(), today)
        if not whole_day:
            until = words.moment(until, _clock(parts.until, Grain.SECOND))
    return words.repeated(said, words.rule(parts), words.bounds(parts, until))


def _without_clock(parts: RuleParts) -> RuleParts:
    return replace(parts, clocks=())


def rule_parts(rrule: str) -> RuleParts:
    """An RRULE value as parts; parts this product never writes are left out."""
    said = dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)

    def numbers(name: str) -> tuple[int, ...]:
        return tuple(int(n) for n in said[name].split(",")) if name in said else ()

    hours, minutes = numbers("BYHOUR"), numbers("BYMINUTE") or (0,)
    seconds = numbers("BYSECOND") or (0,)
    days = said["BYDAY"].split(",") if "BYDAY" in said else []
    clocks = tuple(time(h, m, s) for h in hours for m in minutes for s in seconds)
    positions = numbers("BYSETPOS")
    unit = _UNITS.get(said.get("FREQ", ""), Grain.DAY)
    if positions and len(clocks) > 1 and (unit == Grain.DAY or len(days) <= 1):
        # Positions in a day's times pick some of them (see ``repeat``).
        clocks = tuple(clocks[n - 1] for n in positions if 0 < n <= len(clocks))
        positions = ()
    return RuleParts(
        unit=Grain.WEEK if days and unit == Grain.DAY else unit,
        interval=int(said.get("INTERVAL", "1")),
        days=tuple((int(day[:-2]) if day[:-2] else None, _DAYS[day[-2:]]) for day in days),
        month_days=numbers("BYMONTHDAY"),
        months=numbers("BYMONTH"),
        year_days=numbers("BYYEARDAY"),
        positions=positions if days else (),
        clocks=clocks,
        count=int(said["COUNT"]) if "COUNT" in said else None,
        until=_until(said.get("UNTIL")),
    )


def _until(text: str | None) -> datetime | None:
    if text is None:
        return None
    digits = text.rstrip("Z")
    form = "%Y%m%dT%H%M%S" if "T" in digits else "%Y%m%d"
    moment = datetime.strptime(digits, form)  # noqa: DTZ007 - UNTIL is local wall time here
    return moment if "T" in digits else moment.replace(hour=23, minute=59, second=59)
