"""Texts -> matches: the charts of a text's islands, and the choice among their readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from assistant_desktop.core.when import languages
from assistant_desktop.core.when.chart import Budget, Chart, Item
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.expressions import Expression, Fields, Never
from assistant_desktop.core.when.formats import OTHER_ORDER, Writing
from assistant_desktop.core.when.grammar import Grammar
from assistant_desktop.core.when.repeat import Repeat, recurrence_of
from assistant_desktop.core.when.resolution import duration_of, other_readings, resolve
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.tokens import Token, fold, tokenize
from assistant_desktop.core.when.values import Match, Reference, Value

# Bounds on one text, far above what any sentence needs; what lies beyond them is not read.
_STEPS = 3_000  # of all charts together; a long sentence takes a few hundred
_MAX_ALTERNATIVES = 3
_MAX_ISLAND = 40  # tokens
_MAX_TOKENS = 1_500
_MAX_TEXT = 20_000  # characters
_ANSWERS = ("time", "length", "repeat")
# Readings that need the rest of the text as proof: taken only when they are all of it.
_LATENT = (
    "hour", "clock", "shorttod", "dom", "thedom", "yr", "dottedtod", "hourspan", "dashdate",
    "numberedday",
)  # fmt: skip
_QUOTES = "\"'«»().,!?;:…"


class Candidate(NamedTuple):
    """A reading over tokens ``begin`` to ``end`` of the text."""

    begin: int
    end: int
    value: Any
    cost: float
    latent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with everything read in it."""

    text: str
    tokens: list[Token]
    candidates: list[Candidate]
    grammar: Grammar


def read(text: str, reference: Reference) -> Reading:
    """All readings of all stretches of the text."""
    text = text[:_MAX_TEXT]
    chosen = languages.of_text(text) if reference.language == "auto" else (reference.language,)
    grammar, lexicon = languages.grammar(chosen)
    folded = fold(text)
    tokens = [lexicon.corrected(token) for token in tokenize(text, folded, _MAX_TOKENS)]
    month_first = grammar.month_first
    if reference.date_order != "auto":
        month_first = reference.date_order == "mdy"
    writing = Writing(grammar.months, month_first, grammar.round_the_clock)
    budget = Budget(_STEPS)
    candidates: list[Candidate] = []
    readings = lexicon.readings(tokens, folded, writing)
    known = [lexicon.knows(token) for token in tokens]
    for begin, items in enumerate(readings):
        for item in items:
            known[begin : item.end] = [True] * (item.end - begin)
    for index, (one, other) in enumerate(pairwise(token.text for token in tokens)):
        if (one, other) in grammar.named:
            known[index] = False
    for begin, end in _islands(known):
        chart = Chart(
            tokens[begin:end], grammar, [_shifted(r, begin) for r in readings[begin:end]], budget
        )
        candidates.extend(_candidates(chart, begin))
        if budget.left <= 0:
            break
    return Reading(text, tokens, candidates, grammar)


def _shifted(items: Sequence[Item], begin: int) -> list[Item]:
    return [item._replace(end=item.end - begin) for item in items] if begin else list(items)


def _islands(known: Sequence[bool]) -> Iterator[tuple[int, int]]:
    begin: int | None = None
    for index, here in enumerate((*known, False)):
        if begin is not None and (not here or index - begin >= _MAX_ISLAND):
            yield begin, index
            begin = None
        if here and begin is None:
            begin = index


def _candidates(chart: Chart, offset: int) -> Iterator[Candidate]:
    for begin, here in enumerate(chart.at):
        for names, latent in ((_ANSWERS, False), (_LATENT, True)):
            for name in names:
                for item in here.get(name, ()):
                    yield Candidate(
                        begin + offset, item.end + offset, item.value, item.cost, latent
                    )


def find(text: str, reference: Reference) -> tuple[Match, ...]:
    """All times in a text, in order, none overlapping; never raises on any text.

    Bare numbers, years and words that are seldom times ("may", "second") are left alone.
    """
    return _found(read(text, reference), reference)


def _found(reading: Reading, reference: Reference) -> tuple[Match, ...]:
    taken = bytearray(len(reading.tokens))
    matches: list[Match] = []
    ranked = sorted(
        (c for c in reading.candidates if not c.latent),
        key=lambda c: (reading.tokens[c.begin].start - reading.tokens[c.end - 1].end, c.cost),
    )
    same: dict[tuple[int, int], list[Candidate]] = {}
    for one in ranked:
        same.setdefault((one.begin, one.end), []).append(one)
    void: list[Candidate] = []  # repetitions that never fall; no part of one is another time
    for one in ranked:
        if any(taken[one.begin : one.end]) or _is_weak(reading, one):
            continue
        if any(_is_within(one, other) for other in void):
            continue
        match = _match(reading, one, reference)
        if match is None and isinstance(one.value, Repeat) and one.value.lasting is None:
            void.append(one)
        if _is_never(one.value):
            taken[one.begin : one.end] = b"1" * (one.end - one.begin)
        if match is not None:
            taken[one.begin : one.end] = b"1" * (one.end - one.begin)
            rivals = same[one.begin, one.end]
            matches.append(_with_alternatives(match, one, rivals, reference))
    return tuple(sorted(matches, key=lambda match: match.span))


def _is_within(one: Candidate, other: Candidate) -> bool:
    """Whether a reading covers some of what another does, and no more than that."""
    inside = other.begin <= one.begin and one.end <= other.end
    return inside and (one.begin, one.end) != (other.begin, other.end)


def _is_never(found: Any) -> bool:
    parts = found.parts if isinstance(found, Meet) else (found,)
    return any(isinstance(part, Never) for part in parts)


def _is_weak(reading: Reading, one: Candidate) -> bool:
    token = reading.tokens[one.begin]
    return one.end == one.begin + 1 and token.text in reading.grammar.weak


def parse(text: str, reference: Reference) -> Match | None:
    """The best reading of a text that is nothing but a time; else the longest time found in it.

    None when there is no time in it. Never raises on any text.
    """
    reading = read(text, reference)
    words = [i for i, token in enumerate(reading.tokens) if token.text not in _QUOTES]
    if not words:
        return None
    first, last = words[0], words[-1] + 1
    whole = [c for c in reading.candidates if c.begin <= first and c.end >= last]
    for one in sorted(whole, key=lambda c: (c.latent, c.cost)):
        if _is_never(one.value):
            return None
        match = _match(reading, one, reference)
        if match is not None:
            return _with_alternatives(match, one, whole, reference)
    found = _found(reading, reference)
    return max(found, key=lambda match: match.span[1] - match.span[0], default=None)


def _match(reading: Reading, one: Candidate, reference: Reference) -> Match | None:
    span = (reading.tokens[one.begin].start, reading.tokens[one.end - 1].end)
    value = _value(one.value, reference)
    if value is None:
        return None
    return Match(replace(value, span=span), span, reading.text[span[0] : span[1]])


def _with_alternatives(
    match: Match, one: Candidate, rivals: Sequence[Candidate], reference: Reference
) -> Match:
    """The match with what else may have been meant: the other half of the day, the other order
    of day and month, the other Friday.
    """
    others = list(other_readings(one.value))
    others += [
        rival.value
        for rival in rivals
        if one.cost < rival.cost <= one.cost + OTHER_ORDER + 0.01 and _plain_date(rival.value)
    ]
    values: list[Value] = []
    for other in others:
        value = _value(other, reference)
        if value is not None and value != match.value and value not in values:
            values.append(replace(value, span=match.span))
    return replace(match, alternatives=tuple(values[:_MAX_ALTERNATIVES])) if values else match


def _plain_date(found: Any) -> bool:
    return isinstance(found, Fields) and found.day is not None and found.month is not None


def _value(found: Any, reference: Reference) -> Value | None:
    if isinstance(found, Repeat):
        return recurrence_of(found, reference)
    if isinstance(found, Length):
        return duration_of(found)
    return resolve(found, reference) if isinstance(found, Expression) else None
