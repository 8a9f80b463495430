"""Understanding time in words: text -> instants, intervals, durations and recurrences.

Pure functions: the clock, the zone and the user's habits come in a ``Reference``.
"""

from __future__ import annotations

from assistant_desktop.core.when.describe import describe, describe_duration
from assistant_desktop.core.when.due import due_of
from assistant_desktop.core.when.finder import find, parse
from assistant_desktop.core.when.line import when_line
from assistant_desktop.core.when.values import (
    DEFAULT_DAY_TIMES,
    DayTimes,
    Duration,
    Grain,
    Instant,
    Interval,
    Match,
    Recurrence,
    Reference,
    Value,
)

__all__ = [
    "DEFAULT_DAY_TIMES",
    "DayTimes",
    "Duration",
    "Grain",
    "Instant",
    "Interval",
    "Match",
    "Recurrence",
    "Reference",
    "Value",
    "describe",
    "describe_duration",
    "due_of",
    "find",
    "parse",
    "when_line",
]
