"""How times are said in English."""

from __future__ import annotations

from datetime import date, time

from assistant_desktop.core.when.describe import RuleParts
from assistant_desktop.core.when.values import Grain

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
PARTS = {
    "morning": "in the morning",
    "lunch": "at lunch",
    "noon": "at noon",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "night": "at night",
    "day": "in the daytime",
}
_UNITS = {
    Grain.SECOND: "second",
    Grain.MINUTE: "minute",
    Grain.HOUR: "hour",
    Grain.DAY: "day",
    Grain.WEEK: "week",
    Grain.MONTH: "month",
    Grain.QUARTER: "quarter",
    Grain.YEAR: "year",
}


def day(day: date, today: date) -> str:
    """“tomorrow, Tue 24 Nov”."""
    near = _NEAR.get((day - today).days)
    return f"{near}, {_named(day, today, near=True)}" if near else date_(day, today)


def date_(day: date, today: date) -> str:
    """“Tue 24 Nov”; the year when it is another one, or the day is over."""
    return _named(day, today, near=False)


def _named(day: date, today: date, *, near: bool) -> str:
    name = f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"
    said = day.year != today.year or (day < today and not near)
    return f"{name} {day.year:04}" if said else name


def moment(day: str, clock: time) -> str:
    """A day and a time of day."""
    return f"{day} at {_clock(clock)}"


def period(start: date, grain: Grain) -> str:
    """A week, month, quarter or year."""
    if grain == Grain.WEEK:
        return f"the week of {start.day} {_MONTHS[start.month - 1]} {start.year:04}"
    if grain == Grain.MONTH:
        return f"{_MONTHS[start.month - 1]} {start.year:04}"
    if grain == Grain.QUARTER:
        return f"Q{(start.month - 1) // 3 + 1} {start.year:04}"
    return f"the year {start.year:04}"


def between(since: str, until: str) -> str:
    """From one day or moment to another."""
    return f"from {since} to {until}"


def day_clocks(day: str, since: time, until: time) -> str:
    """Two times of one day."""
    return f"{day} from {_clock(since)} to {_clock(until)}"


def day_part(day: str, part: str) -> str:
    """A part of a day."""
    return f"{day} {PARTS[part]}"


def from_on(since: str) -> str:
    """Open to the future."""
    return f"from {since} on"


def before(until: str) -> str:
    """Open to the past."""
    return f"before {until}"


def duration(amounts: list[tuple[int, Grain]]) -> str:
    """“1 hour 30 minutes”."""
    return " ".join(f"{n} {_UNITS[grain]}{'' if n == 1 else 's'}" for n, grain in amounts)


def repeated(first: str, rule: str, bounds: str) -> str:
    """The first time and what follows."""
    return f"{first}, then {rule}{bounds}"


def bounds(parts: RuleParts, until: str) -> str:
    """How often and until when."""
    count = f" {parts.count} times" if parts.count is not None else ""
    return f"{count} until {until}" if until else count


def rule(parts: RuleParts) -> str:
    """“every weekday”, "every 2 weeks on Monday", "every month on the last Friday"."""
    said = _days_rule(parts) or _month_rule(parts) or _every(parts.unit, parts.interval)
    if parts.months and not (parts.month_days or parts.positions or _numbered(parts)):
        said = f"{said} in {_listed([_MONTHS[m - 1] for m in parts.months])}"
    if parts.clocks:
        said = f"{said} at {_listed([_clock(c) for c in parts.clocks])}"
    return said


def _numbered(parts: RuleParts) -> bool:
    return any(n is not None for n, _ in parts.days)


def _every(unit: Grain, interval: int) -> str:
    return f"every {_UNITS[unit]}" if interval == 1 else f"every {interval} {_UNITS[unit]}s"


def _days_rule(parts: RuleParts) -> str:
    if parts.unit != Grain.WEEK or not parts.days:
        return ""
    named = [d for _, d in parts.days]
    if named == [0, 1, 2, 3, 4]:
        said = "weekday"
    elif named == [5, 6]:
        said = "weekend"
    else:
        said = _listed([_DAYS[d] for d in named])
    if parts.interval == 1:
        return f"every {said}"
    return f"every {parts.interval} weeks on {said}"


def _month_rule(parts: RuleParts) -> str:
    every = _every(parts.unit, parts.interval)
    if parts.year_days:
        return f"{every} on {_listed([_ordinal(n) for n in parts.year_days])}"
    in_months = _listed([_MONTHS[m - 1] for m in parts.months])
    if parts.month_days and parts.unit == Grain.YEAR and len(parts.months) == 1:
        days = _listed([_ordinal(n) for n in parts.month_days])
        if len(parts.month_days) == 1:
            return f"{every} on {parts.month_days[0]} {in_months}"
        return f"every {days} of {in_months}"
    tail = f" in {in_months}" if in_months else ""
    if parts.month_days and parts.days:  # Friday the 13th
        weekdays = _listed([_DAYS[d] for _, d in parts.days])
        return f"every {weekdays} {_listed([_ordinal(n) for n in parts.month_days])}{tail}"
    if parts.month_days:
        return f"{every} on {_listed([_ordinal(n) for n in parts.month_days])}{tail}"
    if parts.positions:
        place = _listed([_ordinal(n) for n in parts.positions])
        named = [d for _, d in parts.days]
        days = "working day" if named == [0, 1, 2, 3, 4] else _listed([_DAYS[d] for d in named])
        return f"{every} on {place} {days}{tail}"
    if _numbered(parts):
        numbers = [_ordinal(n) for n, _ in parts.days if n is not None]
        return f"{every} on {_listed(numbers)} {_DAYS[parts.days[0][1]]}{tail}"
    return ""


def _ordinal(n: int) -> str:
    if n == -1:
        return "the last"
    end = "th" if 10 <= abs(n) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(n) % 10, "th")
    return f"the {abs(n)}{end}{' last' if n < 0 else ''}"


def _listed(words: list[str]) -> str:
    return " and ".join(", ".join(words).rsplit(", ", 1))


def _clock(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
