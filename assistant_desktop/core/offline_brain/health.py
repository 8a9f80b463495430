"""Health readings in words: which quantity, how much, in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant_desktop.core.offline_brain.phrasebook import Measure, Phrasebook
from assistant_desktop.core.offline_brain.timing import tidy
from assistant_desktop.core.when import Duration, Grain, Interval, Reference, find
from assistant_desktop.core.when.tokens import fold
from assistant_desktop.domain.health_names import unit_of
from assistant_desktop.domain.health_numbers import has_decimal_comma, is_doubtful, number_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity with its value; blood pressure is the text "120/80".

    An amount of a medicine that can be read in two ways is the text that was said.
    """

    kind: str
    value: float | str
    unit: str | None
    span: tuple[int, int] = (0, 0)


def readings(text: str, book: Phrasebook) -> tuple[Reading, ...]:
    """The health readings in a text, no two of them read from the same words."""
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    found: list[Reading] = []
    for measure in book.measures:
        for form in measure.forms:
            match = book.expressions(form).search(folded)
            if match is None:
                continue
            span = match.span("high") if "high" in match.groupdict() else match.span("value")
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            one = None if _is_negative(folded, span[0]) else _reading(measure, match, book)
            if one is not None:
                taken.append(match.span())
                found.append(one)
                break
    return tuple(found)


def _is_negative(folded: str, place: int) -> bool:
    """Whether a minus sign stands before the number: no quantity is below nothing."""
    return folded[max(0, place - 2) : place].strip() == "-" and folded[place - 1] == "-"


def ranged(text: str, book: Phrasebook, reference: Reference) -> Reading | None:
    """A quantity said by its beginning and end: “slept from 11pm to 7am”."""
    folded = fold(text)
    measure = next(
        (m for m in book.measures if m.ranged and book.expressions(m.named).search(folded)), None
    )
    if measure is None:
        return None
    for match in find(text, reference):
        value = match.value
        if not isinstance(value, Interval) or value.part or value.grain >= Grain.DAY:
            continue
        if value.start is not None and value.end is not None:
            hours = tidy((value.end - value.start).total_seconds() / 3600)
            return Reading(measure.kind, hours, measure.unit, match.span)
    return None


def _reading(measure: Measure, match: re.Match[str], book: Phrasebook) -> Reading | None:
    groups = match.groupdict()
    unit = measure.units.get((groups.get("unit") or "").strip()) or measure.unit
    value = _value(groups, book, measure.kind, unit or "")
    if value is None:
        return None
    if groups.get("name"):
        unit = f"{unit} {groups['name']}"
    start = match.start("high" if groups.get("high") else "value")
    return Reading(measure.kind, value, unit, (start, match.end()))


def _value(
    groups: dict[str, str | None], book: Phrasebook, kind: str, unit: str
) -> float | str | None:
    if groups.get("low") and groups.get("high"):
        return f"{groups['high']}/{groups['low']}"
    words = groups.get("value")
    if words is None:
        return None
    if is_doubtful(words, kind, decimal_comma=has_decimal_comma(words, book.code)):
        return words  # the tool asks which is meant
    said = number(words, book, kind, unit)
    if said is None:
        return None
    said += 0.5 if groups.get("half") else 0
    if groups.get("minutes"):
        said = round(said + int(groups["minutes"] or "0") / 60, 2)
    return int(said) if said == int(said) else said


def number(words: str, book: Phrasebook, kind: str, unit: str) -> float | None:
    """The number of a quantity that figures or words name."""
    words = re.sub(
        r"^(?:an? |one )?(half|(?:three[- ])?quarters?)(?: of)?(?: an?)?$", r"\1", words.strip()
    )
    words = words.replace("-", " ")
    if words in book.number_words:
        return book.number_words[words]
    figures = words.rstrip("kктыс ")
    decimal_comma = has_decimal_comma(words, book.code)
    said = number_of(figures, kind, unit_of(unit) or unit, decimal_comma=decimal_comma)
    if said is not None and figures != words:  # 10k steps
        return said * 1000
    return said


def kind_in(text: str, book: Phrasebook) -> str | None:
    """The quantity that a question names."""
    folded = fold(text)
    for measure in book.measures:
        if book.expressions(measure.named).search(folded):
            return measure.kind
    return None


def without_lengths(text: str, reference: Reference) -> str:
    """The text without lengths of time in it."""
    for match in reversed(find(text, reference)):
        if isinstance(match.value, Duration):
            text = f"{text[: match.span[0]]} {text[match.span[1] :]}"
    return " ".join(text.split()).removesuffix(" for").strip()
