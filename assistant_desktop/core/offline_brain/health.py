"""Health readings in words: which quantity, how much, in which unit."""

from __future__ import annotations

from dataclasses import dataclass

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.when import Duration, Reference, find
from assistant_desktop.core.when.tokens import fold


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity with its value; blood pressure is the text "120/80"."""

    kind: str
    value: float | str
    unit: str | None


def reading(text: str, book: Phrasebook) -> Reading | None:
    """The first health reading in a text, None when it holds none."""
    folded = fold(text)
    for measure in book.measures:
        for form in measure.forms:
            found = book.expressions(form).search(folded)
            if found is None:
                continue
            groups = found.groupdict()
            value = _value(groups, text, found.span("value") if "value" in groups else (0, 0), book)
            if value is None:
                continue
            unit = measure.units.get((groups.get("unit") or "").strip(), None)
            return Reading(measure.kind, value, unit or measure.unit)
    return None


def _value(
    groups: dict[str, str | None], text: str, span: tuple[int, int], book: Phrasebook
) -> float | str | None:
    if groups.get("low") and groups.get("high"):
        return f"{groups['high']}/{groups['low']}"
    if groups.get("name"):
        return " ".join(x for x in (groups.get("value"), groups.get("unit"), groups["name"]) if x)
    words = groups.get("value")
    if words is None:
        return None
    if groups.get("minutes"):
        return round(_number(words, book) + _number(groups["minutes"] or "0", book) / 60, 2)
    number = _number(words, book)
    if groups.get("half"):
        number += 0.5
    return int(number) if number == int(number) else number


def _number(words: str, book: Phrasebook) -> float:
    words = words.strip().replace(" ", "")
    if words in book.number_words:
        return book.number_words[words]
    if words.count(",") == 1 and len(words.split(",")[1]) == 3:
        words = words.replace(",", "")  # 8,000 steps
    return float(words.replace(",", "."))


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
