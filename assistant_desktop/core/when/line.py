"""One line of the ``when`` contract: a text in, a JSON-ready dict out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assistant_desktop.core.when.finder import parse
from assistant_desktop.core.when.values import (
    Duration,
    Instant,
    Interval,
    Recurrence,
    Reference,
    Value,
)


def when_line(text: str, reference: Reference) -> dict[str, Any]:
    """The answer for one line: text, kind, start, end, grain, duration, rrule, and more.

    Times are ISO 8601 with offset, ends exclusive; what does not apply is None.
    """
    answer: dict[str, Any] = {
        "text": text,
        "kind": "none",
        "start": None,
        "end": None,
        "grain": None,
        "duration": None,
        "rrule": None,
    }
    match = parse(text, reference)
    if match is not None:
        answer |= as_fields(match.value)
        answer["span"] = list(match.span)
        answer["alternatives"] = [as_fields(value) for value in match.alternatives]
    return answer


def as_fields(value: Value) -> dict[str, Any]:
    """A value's part of the answer."""
    if isinstance(value, Instant):
        return {
            "kind": "instant",
            "start": value.start.isoformat(),
            "end": _iso(value.end),
            "grain": value.grain.label,
        }
    if isinstance(value, Interval):
        return {
            "kind": "interval",
            "start": _iso(value.start),
            "end": _iso(value.end),
            "grain": value.grain.label,
        }
    if isinstance(value, Duration):
        return {"kind": "duration", "duration": value.iso, "grain": value.grain.label}
    return _recurrence(value)


def _recurrence(value: Recurrence) -> dict[str, Any]:
    return {
        "kind": "recurrence",
        "start": value.first.isoformat(),
        "grain": value.grain.label,
        "rrule": value.rrule,
        "excluded": [moment.isoformat() for moment in value.excluded],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
