"""The tables of own sentences: every slot of every intent is right, and talk calls nothing.

A row: sentence | tool | name=value; ... with times in Berlin, now Tue 24 Nov 2026, 14:20. An
empty value is any value; a slot that is not named must be absent. "-" calls nothing.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.when import Reference

HERE = Path(__file__).parent
BERLIN = ZoneInfo("Europe/Berlin")
REFERENCE = Reference(datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN), BERLIN)
TIMES = {"due", "until", "start", "end", "at", "when"}
# Health values come with units and moments of their own, which the rows name only at times.
FREE = {"unit", "at", "value"}


def rows(language):
    for line in (HERE / f"sentences_{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, _, wanted = line.partition("|")
            yield pytest.param(sentence.strip(), wanted.strip(), id=sentence.strip())


def calls_of(wanted):
    for part in wanted.split(" & "):
        name, _, slots = part.partition("|")
        pairs = (slot.partition("=") for slot in re.split(r"; (?=[a-z_]+=)", slots.strip()) if slot)
        yield name.strip(), {key: value for key, _, value in pairs}


def in_full(moment):
    return {8: "2026-11-", 11: "2026-"}.get(len(moment), "") + moment


def as_written(slot, value):
    if slot in TIMES:
        return value[:16]
    return json.dumps(value) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("sentence", "wanted"), [*rows("en"), *rows("ru")])
def test_a_sentence_calls_what_it_asks_for(sentence, wanted):
    understood = understand(sentence, reference=REFERENCE)
    if wanted == "-":
        assert understood.calls == ()
        assert understood.reply
        return
    expected = list(calls_of(wanted))
    assert [call.name for call in understood.calls] == [name for name, _ in expected]
    assert understood.reply is None
    for call, (_, slots) in zip(understood.calls, expected, strict=True):
        assert set(call.arguments) - FREE == set(slots) - FREE
        for slot, value in slots.items():
            if value:
                said = as_written(slot, call.arguments[slot])
                assert said == (in_full(value) if slot in TIMES else value)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_tables_are_as_large_as_promised(language):
    table = list(rows(language))
    assert len(table) >= 300
    assert sum(row.values[1] == "-" for row in table) >= 60
