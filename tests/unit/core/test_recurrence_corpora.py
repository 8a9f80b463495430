"""Expansion agrees with other projects' RRULE cases, where this machine has them."""

import itertools
import json
from datetime import datetime
from typing import Any

import pytest

from assistant_desktop.core.reminders.recurrence import expand
from tests import eval_corpora


def cases(name: str) -> list[dict[str, Any]]:
    """Every case that is one plain rule with its start."""
    path = eval_corpora.corpus(name)
    rows = [] if path is None else json.loads(path.read_text(encoding="utf-8"))
    return [row for row in rows if row["form"] == "rrule" and usable(row["text"])]


def usable(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) == 2 and lines[0].startswith("DTSTART:") and lines[1].startswith("RRULE:")


CASES = [*cases("dateutil_rrule.json"), *cases("rfc5545_doctests.json")]


@pytest.mark.skipif(not CASES, reason="ASSISTANT_EVAL_DIR names no corpora on this machine")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("name") or case["src"])
def test_a_rule_has_the_occurrences_that_others_found(case):
    start, rule = case["text"].split("\n")
    begin = datetime.strptime(start.removeprefix("DTSTART:"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    expected = [datetime.fromisoformat(moment) for moment in case["expected"]]
    found = list(itertools.islice(expand(rule, begin), len(expected)))
    assert found == expected
