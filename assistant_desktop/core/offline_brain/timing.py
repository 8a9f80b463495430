"""Which of the times in a sentence is the one that the request is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.when import (
    Duration,
    Grain,
    Instant,
    Interval,
    Match,
    Recurrence,
    Reference,
    Value,
    due_of,
    find,
    parse,
)

_MOST_PIECES = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """The time of a request: its value, and the places in the sentence it was read from."""

    value: Value
    spans: tuple[tuple[int, int], ...]
    words: str
    alternatives: tuple[Value, ...] = ()

    def due(self, reference: Reference) -> datetime | None:
        """When a reminder for it should come."""
        return due_of(self.value, reference)


def clock_named(value: Value) -> bool:
    """Whether a time of day was said."""
    if isinstance(value, Instant):
        return value.grain < Grain.DAY or value.end is None
    if isinstance(value, Interval):
        return value.grain < Grain.DAY
    return isinstance(value, Recurrence) and value.grain < Grain.DAY


def choose(text: str, folded: str, book: Phrasebook, reference: Reference) -> Timing | None:
    """The time a request is about, put together from its pieces ("on Friday ... at 5").

    Times that are what the request is *about* ("call Ann about Friday") are passed over unless
    there is no other.
    """
    matches = [m for m in find(text, reference) if not _describes(m, folded, book)]
    if not matches:
        return None
    ranked = sorted(matches, key=lambda m: -_weight(m, folded, book, len(text)))
    best = ranked[0]
    if _is_topic(best, folded, book):
        inner = _inside(best, text, reference)
        if inner is None:
            return None
        best = inner
    combined = _combined(best, matches, folded, book, reference)
    return combined or Timing(best.value, (best.span,), best.text, best.alternatives)


def _inside(match: Match, text: str, reference: Reference) -> Match | None:
    """The time that is left of a topic's words: "about March on Monday at 11" is on Monday."""
    words = match.text.split(maxsplit=1)
    if len(words) < 2:
        return None
    start = match.span[1] - len(words[1])
    found = [m for m in find(words[1], reference) if not isinstance(m.value, Duration)]
    if not found:
        return None
    last = found[-1]
    span = (start + last.span[0], start + last.span[1])
    return Match(last.value, span, text[span[0] : span[1]], last.alternatives)


def bounded(timing: Timing, book: Phrasebook, reference: Reference) -> Timing:
    """The time after "until": the moment itself, not all that lies before it."""
    found = book.expressions(rf"{book.bounds}\s+").match(timing.words.casefold())
    if found is None:
        return timing
    rest = timing.words[found.end() :]
    inner = parse(rest, reference)
    if inner is None or inner.span != (0, len(rest)):
        return timing
    return Timing(inner.value, timing.spans, rest, inner.alternatives)


def in_morning(timing: Timing, reference: Reference) -> Timing:
    """The morning reading of an open hour: nobody wakes up at 6 in the evening."""
    value = timing.value
    if not isinstance(value, Instant) or value.start.hour < 12:
        return timing
    for other in timing.alternatives:
        if isinstance(other, Instant) and other.start.hour < 12 and other.start > reference.now:
            return Timing(other, timing.spans, timing.words)
    return timing


def _weight(match: Match, folded: str, book: Phrasebook, length: int) -> float:
    value = match.value
    weight = 0.0
    if isinstance(value, Duration):
        weight -= 6
    elif isinstance(value, Recurrence):
        weight += 5
    elif clock_named(value):
        weight += 3
    else:
        weight += 2
    if _is_topic(match, folded, book):
        weight -= 4
    if match.span[0] == 0 or match.span[1] >= length - 1:
        weight += 0.6
    return weight + (match.span[1] - match.span[0]) / 200


def _describes(match: Match, folded: str, book: Phrasebook) -> bool:
    """Whether a repetition only describes a noun: "the weekly report"."""
    if not isinstance(match.value, Recurrence) or " " in match.text.strip():
        return False
    before = folded.rfind(" ", 0, max(0, match.span[0] - 1)) + 1
    return book.expressions(book.adjectives).match(folded, before) is not None


def _is_topic(match: Match, folded: str, book: Phrasebook) -> bool:
    before = folded[: match.span[0]]
    return book.expressions(book.topic).search(before) is not None


def _combined(
    best: Match, matches: Sequence[Match], folded: str, book: Phrasebook, reference: Reference
) -> Timing | None:
    """The best time joined with pieces elsewhere that complete it: a date and a clock time."""
    others = [
        m
        for m in matches
        if m is not best
        and not _is_topic(m, folded, book)
        and not isinstance(m.value, Duration)
        and _kind(m.value) != _kind(best.value)
    ]
    pieces = sorted([best, *others], key=lambda m: m.span)[:_MOST_PIECES]
    if len(pieces) < 2:
        return None
    for ordered in (pieces, pieces[::-1]):
        words = " ".join(m.text.strip() for m in ordered)
        whole = parse(words, reference)
        if whole is not None and whole.span == (0, len(words)):
            return Timing(whole.value, tuple(m.span for m in pieces), words, whole.alternatives)
    return None


def _kind(value: Value) -> str:
    """Pieces of one time are of different kinds: a date, a part of the day, a clock time."""
    if isinstance(value, Interval) and value.part is not None:
        return "part"
    return "clock" if clock_named(value) else "date"


def without(text: str, folded: str, spans: Sequence[tuple[int, int]], book: Phrasebook) -> str:
    """The text with the spans cut out, and with them the words that only led up to a time."""
    lead = book.expressions(rf"\b{book.before_time}\s*$")
    kept: list[str] = []
    place = 0
    for start, end in sorted(spans):
        before = folded[place:start]
        cut = len(before)
        while (found := lead.search(before[:cut])) is not None:
            cut = found.start()
        kept.append(text[place : place + cut])
        place = end
    kept.append(text[place:])
    left = re.sub(r"\s+", " ", " ".join(kept))
    return re.sub(r"(?: ?,)+ ?,", ",", left).strip(" ,;")


def relative_minutes(timing: Timing, reference: Reference) -> float | None:
    """A snooze's length in minutes, when the time was a length ("in 10 minutes")."""
    value = timing.value
    if isinstance(value, Instant):
        words = timing.words.split(maxsplit=1)
        rest = parse(words[1], reference) if len(words) == 2 else None
        whole = rest is not None and rest.span == (0, len(words[1]))
        if rest is None or not whole or not isinstance(rest.value, Duration):
            return None
        value = rest.value
    if not isinstance(value, Duration):
        return None
    if value.months:
        return None
    return tidy(value.days * 1440 + value.seconds / 60)


def tidy(number: float) -> float:
    """A number without a needless fraction, at most four digits after the point."""
    return int(number) if number == int(number) else round(number, 4)


def on_day_of(value: Value, due: datetime, words: str, reference: Reference) -> datetime | None:
    """A time said as a correction of ``due``: what is not said stays as it was."""
    if isinstance(value, Duration):
        return due_of(value, replace(reference, now=due))
    if isinstance(value, Instant) and value.grain >= Grain.DAY and value.end is not None:
        local = due.astimezone(reference.zone)
        day = value.start.astimezone(reference.zone)
        return local.replace(year=day.year, month=day.month, day=day.day)
    if isinstance(value, Instant) and _bare_clock(words, reference):
        return _same_half(words, due, reference)
    return due_of(value, reference)


def _bare_clock(words: str, reference: Reference) -> bool:
    """Whether the words name a time of day and no date: a day later they mean a day later."""
    from datetime import timedelta

    one, later = (
        parse(words, reference),
        parse(words, replace(reference, now=reference.now + timedelta(days=3))),
    )
    if one is None or later is None:
        return False
    first, second = one.value, later.value
    if not isinstance(first, Instant) or not isinstance(second, Instant):
        return False
    return (second.start - first.start).days in (2, 3, 4) and first.start != second.start


def _same_half(words: str, due: datetime, reference: Reference) -> datetime | None:
    """A clock time on the day of ``due``; twelve-hour ones in the half of the day it was in."""
    midnight = due.astimezone(reference.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    readings = []
    for hour in (0, 12):
        anchor = replace(reference, now=midnight.replace(hour=hour), reading="literal")
        found = parse(words, anchor)
        start = found.value.start if found and isinstance(found.value, Instant) else None
        if start is not None and start.date() == midnight.date():
            readings.append(start)
    return min(readings, key=lambda m: abs(m - due), default=None)
