"""The time that a question names: "last May", "вчера". Pure."""

from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.when import Grain, Instant, Interval, Reference, find

_LONGEST_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question without its time, and that time: from `start` to `end` (exclusive), aware."""

    words: str
    start: datetime
    end: datetime


def spoken_range(question: str, reference: Reference) -> Spoken | None:
    """What a question says of when; None where it names no day or longer time before now."""
    if len(question) > _LONGEST_QUESTION:
        return None
    for match in find(question, reference):
        bounds = _bounds(match.value, reference.now)
        if bounds is not None:
            begin, end = match.span
            return Spoken(f"{question[:begin]} {question[end:]}".strip(), *bounds)
    return None


def _bounds(value: object, now: datetime) -> tuple[datetime, datetime] | None:
    if isinstance(value, Instant) and value.grain >= Grain.DAY and value.end is not None:
        start, end = value.start, value.end
    elif isinstance(value, Interval) and value.start is not None:
        start, end = value.start, value.end or now
    else:
        return None
    return (start, end) if start < end and start <= now else None
