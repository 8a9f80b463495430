"""How much of what was said is found again: 200 questions a language over 1,500 turns each.

The histories and questions are in tests/fixtures/recall; one half of the questions was never
read while thresholds were set. RECALL_QUESTIONS=tune|held|all chooses; held is the default.
"""

import asyncio
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, Question
from assistant_desktop.domain.ids import UserId
from benchmarks.figures import Budget, Report

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "recall"
ME = UserId("me")
ASKED_AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
K = 10
GOALS = {"en": 0.85, "ru": 0.80}


@dataclass(frozen=True)
class Asked:
    """A question with the messages that answer it, none where nothing does."""

    id: str
    text: str
    kind: str
    evidence: frozenset[str]
    half: str


@dataclass(frozen=True)
class Answered:
    """A question with the messages found for it: the ten best, and those that are stood by."""

    asked: Asked
    best: tuple[str, ...]
    stood_by: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        return bool(self.asked.evidence & set(self.stood_by))

    @property
    def is_among_best(self) -> bool:
        return bool(self.asked.evidence & set(self.best))


def questions(language: str, half: str) -> list[Asked]:
    """The questions of a language and half."""
    with (FIXTURES / f"{language}_questions.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    asked = [
        Asked(row["id"], row["question"], row["class"], frozenset(row["evidence"]), row["half"])
        for row in rows
    ]
    return [one for one in asked if half in {"all", one.half}]


async def answers(assistant: Assistant, asked: list[Asked]) -> list[Answered]:
    """What recall says to each question."""
    found = []
    for one in asked:
        hits = [
            await assistant.recall(ME, Question(one.text, K, everything=everything, now=ASKED_AT))
            for everything in (True, False)
        ]
        best, stood_by = (tuple(hit.source_id for hit in list_) for list_ in hits)
        found.append(Answered(one, best, stood_by))
    return found


async def take_in(assistant: Assistant, language: str) -> None:
    """Import the history of a language, and wait until all of it is embedded."""
    lines = (FIXTURES / f"{language}_history.jsonl").read_text(encoding="utf-8").splitlines()
    await assistant.history.import_lines(ME, lines)
    await assistant.catch_up_embeddings()


def run(_budget: Budget) -> Report:
    """Shares of the questions; of the no-answers, how many truly have none."""
    return asyncio.run(_measure(os.environ.get("RECALL_QUESTIONS", "held")))


async def _measure(half: str) -> Report:
    report = Report()
    for language, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as name:
            async with build(BuildOptions(Path(name))) as assistant:
                await take_in(assistant, language)
                # Russian is not what the embedder that comes along knows: words alone there.
                embedder = (await assistant.finder.status()).serving or "words alone"
                given = await answers(assistant, questions(language, half))
        _tell(report, f"{language}, {half}", goal, given)
        report.rows += [{"language": language, "embedder": embedder, **row} for row in rows(given)]
    return report


def _tell(report: Report, name: str, goal: float, given: list[Answered]) -> None:
    answerable = [one for one in given if one.asked.evidence]
    silent = [one for one in given if not one.stood_by]
    right = [one for one in silent if not one.asked.evidence]
    none = [one for one in given if not one.asked.evidence]
    report.add(
        f"{name}: recall@10", _share(one.is_found for one in answerable), "share", least=goal
    )
    report.add(
        f"{name}: recall@10, sure or not", _share(o.is_among_best for o in answerable), "share"
    )
    report.add(f"{name}: no-answer precision", len(right) / max(1, len(silent)), "share", least=0.9)
    report.add(f"{name}: no-answer recall", len(right) / max(1, len(none)), "share")


def rows(given: list[Answered]) -> Iterator[dict[str, object]]:
    """Each kind of question by itself."""
    kinds: dict[str, list[Answered]] = defaultdict(list)
    for one in given:
        kinds[one.asked.kind].append(one)
    for kind, some in sorted(kinds.items()):
        right = [o.is_found if o.asked.evidence else not o.stood_by for o in some]
        yield {"kind": kind, "questions": len(some), "right": round(_share(right), 3)}


def _share(right: "Iterator[bool] | list[bool]") -> float:
    known = list(right)
    return sum(known) / max(1, len(known))
