"""A target in words: "75 to 78 kg", "at least 2 l", «не выше 130/80»."""

import re
from dataclasses import dataclass, field

from assistant_desktop.domain.health_names import unit_of
from assistant_desktop.domain.health_numbers import has_decimal_comma, number_of
from assistant_desktop.domain.health_record import rule_of, scale_of
from assistant_desktop.domain.health_target import Band

_N = r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)*"
_DASH = r"\s*(?:-|–|—|\.\.\.?|to\b|and\b|до\b|и\b)\s*"
_RANGE = re.compile(rf"({_N})\s*(?:[^\W\d]+\s*)?{_DASH}({_N})")
_PAIR = re.compile(
    rf"({_N})(?:\s*[-–]\s*({_N}))?\s*(?:/|\bover\b|\bна\b)\s*({_N})(?:\s*[-–]\s*({_N}))?"
)
_ONE = re.compile(_N)
_LEAST = re.compile(
    r"at least|minimum|\bmin\b|more than|\bover\b|above|no less|>|≥|не мен(?:ее|ьше)|минимум"
    r"|хотя бы|больше|выше (?=\d)|от (?=\d)"
)
_MOST = re.compile(
    r"at most|maximum|\bmax\b|less than|under\b|below|up to|no more|<|≤|не бол(?:ее|ьше)|не выше"
    r"|максимум|меньше|ниже|\bдо (?=\d)"
)
_AFTER = re.compile(r"\s*([^\W\d]+(?:/[^\W\d]+)?|°\s?[cfсф])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SaidTarget:
    """A target in the unit that is kept."""

    unit: str
    band: Band
    second: Band = field(default_factory=Band)


def read_target(kind: str, text: str) -> SaidTarget | None:
    """What a text wants of a kind; None where it names no number or an unknown unit."""
    text = " ".join(text.lower().split())
    if rule_of(kind).second_range is not None:
        return _pressure(text)
    numbers = list(_ONE.finditer(text))
    if not numbers:
        return None
    spread = _RANGE.search(text)
    last = spread.end() if spread else numbers[0].end()
    unit = _unit_after(text, last) or rule_of(kind).unit
    scale = scale_of(kind, unit)
    if scale is None:
        return None
    said = spread.groups() if spread else (numbers[0][0],)
    comma = has_decimal_comma(text)
    values = [number_of(one, kind, unit, decimal_comma=comma) for one in said]
    known = [scale.into(one) for one in values if one is not None]
    if len(known) < len(said):
        return None
    if spread is not None:
        return SaidTarget(scale.unit, Band(low=known[0], high=known[1]))
    value = known[0]
    if _MOST.search(text):
        return SaidTarget(scale.unit, Band(high=value))
    if _LEAST.search(text) or rule_of(kind).adds_up or kind == "sleep":
        return SaidTarget(scale.unit, Band(low=value))
    return SaidTarget(scale.unit, Band(low=value, high=value))


def _pressure(text: str) -> SaidTarget | None:
    """Two bands: "110-130/70-80"; of single numbers each is the most."""
    pair = _PAIR.search(text)
    if pair is None:
        return None
    first, first_end, second, second_end = pair.groups()
    return SaidTarget("mmHg", _half(first, first_end), _half(second, second_end))


def _half(low: str, high: str | None) -> Band:
    if high is None:
        return Band(high=_pressure_of(low))
    return Band(low=_pressure_of(low), high=_pressure_of(high))


def _pressure_of(text: str) -> float | None:
    return number_of(text, "blood_pressure", "mmHg")


def _unit_after(text: str, place: int) -> str | None:
    found = _AFTER.match(text, place)
    return unit_of(found[1].replace(" ", "")) if found else None
