"""Readings as a model or a person gives them: which kind, how much, in which unit, of what."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant_desktop.core.skills.spoken_time import read_moment, read_range
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.health_names import kind_of, unit_of
from assistant_desktop.domain.health_numbers import (
    FRACTION_MARKS,
    has_decimal_comma,
    is_doubtful,
    number_of,
    possible,
    with_fraction_marks,
)
from assistant_desktop.domain.health_record import TIMES, rule_of
from assistant_desktop.domain.tool import ToolContext, ToolRetry

_LONGEST_UNIT = 3  # words
_PLAIN = r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)*"
_NUMBER = rf"(?:\d*[{FRACTION_MARKS}]|{_PLAIN})"
_PAIR = re.compile(rf"({_PLAIN})\s*(?:/|over|on|на|-)\s*({_PLAIN})", re.IGNORECASE)
_ONE = re.compile(rf"(?<![\d.,])-?{_NUMBER}")
MAX_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Given:
    """A reading as it was said, before any conversion; unit "" where none was said.

    other: what the figures can mean as well, where nothing tells which is meant.
    """

    kind: str
    value: float
    unit: str
    second: float | None = None
    note: str = ""
    other: float | None = None


def read_given(
    kind_words: str, value: float | str, unit_words: str | None, language: str = ""
) -> Given | None:
    """What was given; None when a number is needed and there is none."""
    kind = kind_of(kind_words)
    unit, note = _unit_and_name(unit_words or "", is_free=rule_of(kind).is_free)
    if not isinstance(value, str):
        return Given(kind, float(value), unit, note=note)
    pair = _PAIR.search(value) if rule_of(kind).second_range else None
    if pair:
        upper, lower = (number_of(one, kind, unit or "mmHg") for one in pair.groups())
        if upper is None or lower is None:
            return None
        return Given(kind, upper, unit or "mmHg", lower, note)
    if kind == "medication":  # half a tablet, while a symptom may be 3/4 of something
        value = with_fraction_marks(value)
    number = _ONE.search(value)
    if number is None:
        named = rule_of(kind).named and value.strip()
        return Given(kind, 1.0, TIMES, note=_joined(value, note)) if named else None
    before, after = value[: number.start()], value[number.end() :]
    said, rest = _unit_and_name(after, is_free=rule_of(kind).is_free)
    if not rule_of(kind).named and re.search(r"\d", f"{before} {rest}"):
        return None  # "7 h 30": one of two numbers is never kept for both
    comma = has_decimal_comma(f"{value} {unit_words or ''}", language)
    amount = number_of(number[0], kind, said or unit, decimal_comma=comma)
    if amount is None:
        return None
    doubtful = is_doubtful(number[0], kind, decimal_comma=comma)
    other = possible(number[0])[-1] if doubtful else None
    return Given(kind, amount, said or unit, note=_joined(before, rest, note), other=other)


def _joined(*parts: str) -> str:
    return " ".join(" ".join(parts).split()).strip(" ,:;-")[:MAX_NAME_CHARACTERS]


def _unit_and_name(words: str, *, is_free: bool) -> tuple[str, str]:
    """The unit at the beginning of words, and what follows: "mg losartan"."""
    parts = words.strip().split()
    for length in range(min(_LONGEST_UNIT, len(parts)), 0, -1):
        unit = unit_of(" ".join(parts[:length]))
        if unit is not None:
            rest = parts[length:]
            return unit, " ".join(rest[1:] if rest and rest[0].lower() == "of" else rest)
    if len(parts) == 1 and is_free and not words[:1].isspace():
        return parts[0], ""
    return "", " ".join(parts)


# ---- times: what is measured lies in the past ----

DayHours = Callable[[], DayTimes]


def read_at(words: str | None, context: ToolContext, hours: DayHours) -> datetime | None:
    """When it was measured: now by default. Later today means now; None for a later day."""
    if not words:
        return context.now
    moment = read_moment(words, context, hours(), prefer="past").moment
    if moment <= context.now:
        return moment
    zone = context.zone
    today = moment.astimezone(zone).date() == context.now.astimezone(zone).date()
    return context.now if today else None


def read_span(
    start: str | None, end: str | None, context: ToolContext, hours: DayHours
) -> tuple[datetime | None, datetime | None]:
    """[start, end) of a question; one word such as "yesterday" names both."""
    since = until = None
    if start:
        since, until = read_range(start, context, hours(), prefer="past")
    if end:
        first, last = read_range(end, context, hours(), prefer="past")
        until = last or first
    if since and until and until <= since:
        raise ToolRetry("The end lies before the start.")
    return since, until


def in_usual_unit(given: Given) -> Given:
    """A unit where none was said: the one that the kind is kept in."""
    return given if given.unit else replace(given, unit=rule_of(given.kind).unit)
