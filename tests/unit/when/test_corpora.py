"""Other projects' own corpora, where they are at hand: scores may only rise.

The corpora are not ours and are not kept here; ASSISTANT_EVAL_DIR names the folder that has
score_time.py and its sets.
"""

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant_desktop.core.when import Reference, when_line
from tests import eval_corpora

FOLDER = eval_corpora.root()
FLOORS = {
    "EN instants, core": 96,
    "EN instants, with holidays": 95,
    "EN intervals, core": 97,
    "RU instants": 97,
    "RU intervals": 97,
    "EN open intervals": 100,
    "RU open intervals": 100,
    "negatives (must not parse)": 100,
    "EN durations": 100,
    "RU durations": 100,
    "Recognizers instants": 92,
    "Recognizers parsers, instants": 90,
    "Recognizers parsers, intervals": 80,
    "Recognizers sets -> RRULE": 100,
    "recurrent -> RRULE": 100,
    "rrule.js -> RRULE": 100,
}
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="ASSISTANT_EVAL_DIR names no folder with the corpora"
)


@pytest.fixture(scope="module")
def scorer():
    path = Path(FOLDER or "") / "score_time.py"
    spec = importlib.util.spec_from_file_location("score_time", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(row):
    now = datetime.fromisoformat(row.get("now") or "2016-11-07T00:00:00")
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return when_line(row["text"].replace("\n", " "), Reference(now, now.tzinfo, row["lang"]))


@pytest.mark.parametrize("title", FLOORS)
def test_the_score_does_not_fall(scorer, title):
    name, keep, _ = next(entry for entry in scorer.SETS if entry[2] == title)
    text = (Path(FOLDER or "") / "dev" / f"{name}.json").read_text("utf-8")
    rows = [r for r in json.loads(text) if keep(r) and not str(r.get("value")).startswith("0001")]
    marks = [mark for row in rows if (mark := scorer.judge(row, answer(row))) is not None]
    assert 100 * sum(marks) / len(marks) >= FLOORS[title]
