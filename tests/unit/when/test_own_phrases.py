"""Own phrases over everything the engine promises to understand; now is Tue 24 Nov 2026, 14:20.

Each row of the tables: the phrase, its kind, and start .. end (month-day of 2026, or in full), an
ISO duration, or an RRULE .. its first occurrence.
"""

from pathlib import Path

import pytest

from assistant_desktop.core.when import when_line
from tests.unit.when.frames import reference

HERE = Path(__file__).parent


def rows(language):
    for line in (HERE / f"phrases_{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, kind, wanted = (part.strip() for part in line.split("|"))
            yield pytest.param(language, phrase, kind, wanted, id=phrase)


def full(moment):
    return f"2026-{moment}" if len(moment) == len("11-24T14:20") else moment


@pytest.mark.parametrize(("language", "phrase", "kind", "wanted"), [*rows("en"), *rows("ru")])
def test_a_phrase_means_what_people_mean_by_it(language, phrase, kind, wanted):
    answer = when_line(phrase, reference(language))
    first, _, second = wanted.partition("..")
    first, second = first.strip(), second.strip()
    assert answer["kind"] == kind
    if kind == "duration":
        assert answer["duration"] == wanted
    elif kind == "recurrence":
        assert (answer["rrule"], answer["start"][:16]) == (first, full(second))
    elif kind != "none":
        assert (answer["start"] or "")[:16] == full(first)
        assert (answer["end"] or "")[:16] == full(second)
