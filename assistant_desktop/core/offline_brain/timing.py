"""Which of the times in a sentence is the one that the request is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
from assistant_desktop.core.when.cells import add_months
from assistant_desktop.core.when.repeat import WEEKDAYS

_MOST_PIECES = 3
_LAST_WORDS = 6  # of a sentence, in which a repetition may be narrowed
_MOST_LEFT_OUT = 2  # days of a week: a third and more are what it is about
_WORDS = re.compile(r"[^\s,;.!?]+")
_LEADING_CHARACTERS = 160
_DINNER_HOURS = range(5, 10)  # hours that are the evening's for what is done in the evening
_OWNER = re.compile(r"[^\W\d_](?:s'|'s)\s$")
_PREPOSITION = re.compile(r"(?:^|\s)(?:\w{1,3}|within|about|every|last|next|кажд\w+|через)\s+$")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_TWO_IN_DAYS = {"DAILY": 2, "WEEKLY": 14, "MONTHLY": 60, "YEARLY": 730}  # two repetitions


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
    found = (_unowned(m, text, folded, reference) for m in find(text, reference))
    matches = [m for m in found if m is not None and not _describes(m, folded, book)]
    matches = _unquoted(matches, text) or matches
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
    chosen = (
        combined
        or _earlier(best, matches, text, folded, book)
        or Timing(best.value, (best.span,), best.text, best.alternatives)
    )
    return _narrowed(chosen, text, reference)


def _earlier(
    best: Match, matches: Sequence[Match], text: str, folded: str, book: Phrasebook
) -> Timing | None:
    """“half an hour before the meeting at 3": a length, and between it and the time the thing
    that it is before.
    """
    lead = next((m for m in matches if m.span[1] < best.span[0]), None)
    if lead is None or not isinstance(lead.value, Duration) or not clock_named(best.value):
        return None
    between = folded[lead.span[1] : best.span[0]]
    if not isinstance(best.value, Instant) or not book.expressions(book.ahead).match(between):
        return None
    length = lead.value
    start = add_months(best.value.start, -length.months)
    start -= timedelta(days=length.days, seconds=length.seconds)
    span = (lead.span[0], best.span[1])
    return Timing(replace(best.value, start=start), (span,), text[span[0] : span[1]])


def _narrowed(timing: Timing, text: str, reference: Reference) -> Timing:
    """A repetition with what the sentence's last words leave of it: "..., 6 times", "... except
    Sundays". Only words that mean nothing beside it but how often or on which days not.
    """
    whole = timing.value
    if not isinstance(whole, Recurrence):
        return timing
    words = list(_WORDS.finditer(text, max(end for _, end in timing.spans)))[-_LAST_WORDS:]
    for first in words:
        start, end = first.start(), words[-1].end()
        said = f"{timing.words}, {text[start:end]}"
        match = parse(said, reference)
        if match is None or match.span != (0, len(said)):
            continue
        if isinstance(match.value, Recurrence) and _leaves_less(match.value, whole):
            spans = (*timing.spans, (start, end))
            return Timing(match.value, spans, said, match.alternatives)
    return timing


def _leaves_less(narrow: Recurrence, wide: Recurrence) -> bool:
    """Whether a rule is another one with an end by number, or without some of its days."""
    fewer, all_days = _days_of(narrow), _days_of(wide)
    if fewer < all_days:
        return len(all_days) - len(fewer) <= _MOST_LEFT_OUT
    return narrow.rrule.startswith(f"{wide.rrule};COUNT=")


def _days_of(value: Recurrence) -> set[str]:
    """The weekdays of a rule by days or weeks."""
    parts = dict(part.split("=", 1) for part in value.rrule.split(";"))
    if parts["FREQ"] not in ("DAILY", "WEEKLY") or "INTERVAL" in parts:
        return set()
    return set(parts["BYDAY"].split(",")) if "BYDAY" in parts else set(WEEKDAYS)


def _unquoted(matches: Sequence[Match], text: str) -> list[Match]:
    """The times that are not in somebody's words or a title."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    return [m for m in matches if not any(a < m.span[0] and m.span[1] < b for a, b in quoted)]


def _unowned(match: Match, text: str, folded: str, reference: Reference) -> Match | None:
    """Without a part of day that is somebody's: "the parents' evening on 17 December"."""
    if _OWNER.search(_before(match, folded)) is None:
        return match
    first = parse(match.text.split(maxsplit=1)[0], reference)
    if first is None or not isinstance(first.value, Interval) or first.value.part is None:
        return match
    return _inside(match, text, reference)


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


def leaning(timing: Timing, folded: str, book: Phrasebook, reference: Reference) -> Timing:
    """The half of the day that a sentence speaks of, for an open hour.

    Nobody wakes up at 6 in the evening, and dinner at 7 is not in the morning.
    """
    if not isinstance(timing.value, Instant):
        return timing
    hour = timing.value.start.hour
    if book.expressions(book.morning).search(folded):
        return timing if hour < 12 else _other_half(timing, range(12), reference)
    if hour in _DINNER_HOURS and book.expressions(book.evening).search(folded):
        return _other_half(timing, range(12, 24), reference)
    return timing


def _other_half(timing: Timing, hours: range, reference: Reference) -> Timing:
    ahead = (o for o in timing.alternatives if isinstance(o, Instant) and o.start > reference.now)
    other = next((o for o in ahead if o.start.hour in hours), None)
    return Timing(other, timing.spans, timing.words) if other else timing


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
    before = _before(match, folded)
    if book.expressions(rf"{book.topic_within}\s*$").search(before):
        weight -= 2
    if book.expressions(rf"{book.asking}[\s,]*(?:{book.before_time}\s*)?$").match(before):
        weight += 1  # right after "remind me"
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
    return book.expressions(book.topic).search(_before(match, folded)) is not None


def _before(match: Match, folded: str) -> str:
    """The words that lead up to a time: as far back as any expression looks."""
    return folded[max(0, match.span[0] - _LEADING_CHARACTERS) : match.span[0]]


def _combined(
    best: Match, matches: Sequence[Match], folded: str, book: Phrasebook, reference: Reference
) -> Timing | None:
    """The best time joined with pieces elsewhere that complete it: a date and a clock time, or a
    repetition and how long it goes on.
    """
    others = [m for m in matches if m is not best and _completes(m, best, folded, book)]
    pieces = sorted([best, *others], key=lambda m: m.span)[:_MOST_PIECES]
    if len(pieces) < 2:
        return None
    lengths_last = sorted(pieces, key=lambda m: isinstance(m.value, Duration))
    for ordered in (lengths_last, pieces[::-1]):
        words = " ".join(_said(m, book) for m in ordered)
        whole = parse(words, reference)
        if whole is not None and whole.span == (0, len(words)):
            return Timing(whole.value, tuple(m.span for m in pieces), words, whole.alternatives)
    return None


def _completes(match: Match, best: Match, folded: str, book: Phrasebook) -> bool:
    """Whether a piece can belong to the best time rather than to the task."""
    if _is_topic(match, folded, book):
        return False
    if isinstance(match.value, Duration):
        return _bounds_repetition(match, best, folded, book)
    if isinstance(best.value, Recurrence) and isinstance(match.value, Interval):
        return True  # "until Friday", "from 9 to 6"
    return _kind(match.value) != _kind(best.value)


def _bounds_repetition(match: Match, best: Match, folded: str, book: Phrasebook) -> bool:
    """“every day ... for 10 days": a length of several repetitions, said as a bound."""
    length, repetition = match.value, best.value
    if not isinstance(length, Duration) or not isinstance(repetition, Recurrence):
        return False
    frequency = repetition.rrule.partition(";")[0].removeprefix("FREQ=")
    least = _TWO_IN_DAYS.get(frequency, 1)
    if length.months * 30 + length.days < least:
        return False
    before = _before(match, folded)
    if book.expressions(rf"{book.lasting}\s*$").search(before) is not None:
        return True
    # “every 6 hours take the temperature 2 days”: the last words, and led to by no other.
    is_last = not folded[match.span[1] :].strip(" .!")
    often = frequency in {"MINUTELY", "HOURLY", "DAILY"}
    return is_last and often and _PREPOSITION.search(before) is None


def _said(match: Match, book: Phrasebook) -> str:
    words = match.text.strip()
    return f"{book.lasting_word} {words}" if isinstance(match.value, Duration) else words


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


def plain_rule(rrule: str) -> str:
    """A rule without its one time of day: that is in the reminder's due time already."""
    parts = rrule.split(";")
    clock = [p for p in parts if p.startswith(("BYHOUR=", "BYMINUTE="))]
    if any("," in part for part in clock):
        return rrule
    return ";".join(part for part in parts if part not in clock)


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
    if isinstance(value, Instant) and bare_clock(words, reference):
        return _same_half(words, due, reference)
    return due_of(value, reference)


def bare_clock(words: str, reference: Reference) -> bool:
    """Whether the words name a time of day and no date: said at midnight they mean that day,
    said a minute before the next one they mean that.
    """
    midnight = reference.now.astimezone(reference.zone).replace(hour=0, minute=0, second=0)
    said = (midnight, midnight.replace(hour=23, minute=59))
    found = [parse(words, replace(reference, now=now)) for now in said]
    values = [one.value for one in found if one is not None]
    starts = [value.start for value in values if isinstance(value, Instant)]
    if len(starts) < len(said):
        return False
    early, late = (start.astimezone(reference.zone) for start in starts)
    same_hour = (early.hour - late.hour) % 12 == 0 and early.minute == late.minute
    return same_hour and early.date() == midnight.date() < late.date()


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
