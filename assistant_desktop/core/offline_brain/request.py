"""One request taken apart, and what every handler needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.policies import Wish
from assistant_desktop.core.offline_brain.tasks import clean_task, clean_which
from assistant_desktop.core.offline_brain.timing import Timing, bounded, on_day_of
from assistant_desktop.core.offline_brain.values import Context, IntendedCall
from assistant_desktop.core.when import Duration, Instant, Interval, Reference, parse
from assistant_desktop.core.when.tokens import fold

Answer: TypeAlias = "tuple[IntendedCall, ...] | str | None"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, taken apart: its intent, the words in its slots, and its time.

    ``asked``: it ended in a question mark. ``all_day``: it said so of an event.
    """

    intent: str
    slots: Mapping[str, str]
    text: str
    timing: Timing | None
    wish: Wish
    book: Phrasebook
    reference: Reference
    context: Context
    asked: bool = False
    all_day: bool = False

    def cleaned(self, words: str) -> str:
        """A task without connectors around it."""
        return clean_task(words, self.book)

    def which(self) -> str | None:
        """The words that name the thing, None for "it"."""
        words = self.slots.get("which") or self.slots.get("which2") or ""
        named = clean_which(words, self.book)
        return named if named and not self.is_pronoun(named) else None

    def knows_due(self, named: str | None) -> bool:
        """Whether it is known when the thing is that is spoken of."""
        known = self.context.due is not None
        return known and (named is None or named == self.context.named)

    def is_pronoun(self, words: str) -> bool:
        """Whether the words only point at something: "it", "all that"."""
        return bool(self.book.expressions(rf"(?:{self.book.pronouns})$").match(fold(words)))

    def due(self) -> datetime | None:
        """When the time of the request falls."""
        return self.timing.due(self.reference) if self.timing else None

    def plans(self) -> bool:
        """Whether it names a moment or a repetition still to come, and is no question."""
        if self.asked or self.timing is None or isinstance(self.timing.value, Duration):
            return False
        due = self.due()
        return due is not None and due > self.reference.now

    def words_of_time(self) -> str | None:
        """“the 7 am alarm”: a time that names a thing rather than saying when to act."""
        return clean_which(self.timing.words, self.book) if self.timing else None

    def at_once(self) -> datetime | None:
        """The first of the repeats that were asked for without any other time."""
        if self.timing is not None or self.wish.repeat_minutes is None:
            return None
        return self.reference.now + timedelta(minutes=self.wish.repeat_minutes)


def call(name: str, arguments: Mapping[str, Any]) -> tuple[IntendedCall, ...]:
    kept = {key: value for key, value in arguments.items() if value is not None}
    keep = kept.pop("keep", None)
    return (IntendedCall(name, kept, keep),)


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def asked_range(request: Request, *, past: bool = False) -> tuple[str | None, str | None]:
    """Start and end of the time asked about; either may be None."""
    if request.timing is None:
        return None, None
    value = request.timing.value
    if past:
        found = parse(request.timing.words, replace(request.reference, prefer="past"))
        value = found.value if found else value
    if isinstance(value, Interval):
        return iso(value.start), iso(value.end)
    if isinstance(value, Instant):
        return iso(value.start), iso(value.end)
    return None, None


def moved(request: Request) -> datetime | None:
    """The new time: what was not said stays as it was, when it is known what it was."""
    timing, due = request.timing, request.context.due
    if timing is None:
        return None
    timing = bounded(timing, request.book, request.reference)
    if due is not None and request.knows_due(request.which()):
        return on_day_of(timing.value, due, timing.words, request.reference)
    if isinstance(timing.value, Duration):
        return None  # "by an hour" from a time that is not known
    return timing.due(request.reference)
