"""A million messages: taking them in, and finding words in them."""

import asyncio
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from assistant_desktop.core import importing
from assistant_desktop.core.memory import ranking
from assistant_desktop.core.memory.finding import Sought, candidates
from assistant_desktop.core.storage import message_pages
from assistant_desktop.core.storage.database import Database, open_database
from assistant_desktop.domain.ids import ConversationId, UserId
from benchmarks.figures import Budget, Report

ME = UserId("me")
MESSAGES, CONVERSATION = 1_000_000, 100
LONG, PAGE = 100_000, 200
BATCH = 20_000
QUESTIONS, QUESTION_WORDS = 60, 8
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
WORDS, COMMONEST = 40_000, 2
"""Words by Zipf's law, the rank moved by two: the commonest is in nearly every text."""


def run(_budget: Budget) -> Report:
    """Messages a second, milliseconds a question, and the longest stall of the loop meanwhile."""
    return asyncio.run(_measure())


async def _measure() -> Report:
    report, language = Report(), _Language()
    with tempfile.TemporaryDirectory() as name:
        database = await asyncio.to_thread(open_database, Path(name))
        try:
            rate = await _take_in(database, language)
            report.add("import, full text included", rate, "messages/s", least=5000)
            watch = asyncio.create_task(_longest_stall())
            taken = [await _ask(database, language) for _ in range(QUESTIONS)]
            watch.cancel()
            marks = quantiles(taken, n=20)
            report.add("eight-word question, p50", marks[9], "ms")
            report.add("eight-word question, p95", marks[18], "ms", most=30)
            report.add("eight common words, p95", await _hardest(database, language), "ms", most=30)
            report.add("longest stall of the loop meanwhile", await watch, "ms", most=50)
            report.add(
                "newest page of 100,000 messages", await _open(database, language), "ms", most=100
            )
            size = database.path.stat().st_size / 1e6
            report.add("file", size, "MB")
        finally:
            await asyncio.to_thread(database.close)
    return report


class _Language:
    """Made-up words, drawn as often as the words of a language are."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self.words = list(dict.fromkeys(self._word() for _ in range(2 * WORDS)))[:WORDS]
        shares = (1 / (rank + COMMONEST) for rank in range(len(self.words)))
        self._reach = list(itertools.accumulate(shares))

    def _word(self) -> str:
        syllables = self._chance.choice((2, 2, 3, 3, 4))
        return "".join(
            self._chance.choice("bcdfghklmnprstvz") + self._chance.choice("aeiou")
            for _ in range(syllables)
        )

    def text(self, words: int) -> str:
        return " ".join(self._chance.choices(self.words, cum_weights=self._reach, k=words))

    def length(self) -> int:
        return self._chance.randint(6, 40)


async def _open(database: Database, language: _Language) -> float:
    """The slowest of ten reads of the end of one very long conversation."""
    lines = [_line(f"big{n}", "big", n, language.text(12)) for n in range(LONG)]
    await importing.import_lines(database, ME, lines, datetime.now(UTC))
    taken = []
    for _ in range(10):
        began = time.perf_counter()
        await database.read(
            lambda c: message_pages.messages_before(c, ConversationId("big"), ME, (None, PAGE))
        )
        taken.append((time.perf_counter() - began) * 1000)
    return max(taken)


def _lines(language: _Language) -> Iterator[str]:
    for number in range(MESSAGES):
        words = language.text(language.length())
        yield _line(f"m{number}", f"c{number // CONVERSATION}", number, words)


def _line(message: str, conversation: str, number: int, words: str) -> str:
    return json.dumps(
        {
            "id": message,
            "conversation": conversation,
            "speaker": "assistant" if number % 2 else "me",
            "time": (FIRST + timedelta(minutes=number)).isoformat(),
            "text": words,
        }
    )


async def _take_in(database: Database, language: _Language) -> float:
    """Messages a second, the making of them not counted."""
    lines = _lines(language)
    seconds = 0.0
    taken = 0
    while batch := list(itertools.islice(lines, BATCH)):
        began = time.perf_counter()
        await importing.import_lines(database, ME, batch, datetime.now(UTC))
        seconds += time.perf_counter() - began
        taken += len(batch)
        print(f"\r  {taken:,} of {MESSAGES:,} messages", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return MESSAGES / seconds


async def _ask(database: Database, language: _Language) -> float:
    return await _search(database, language.text(QUESTION_WORDS))


async def _hardest(database: Database, language: _Language) -> float:
    """Questions of words that are in very many texts."""
    chance = random.Random(3)
    taken = [
        await _search(database, " ".join(chance.sample(language.words[:60], QUESTION_WORDS)))
        for _ in range(QUESTIONS // 2)
    ]
    return quantiles(taken, n=20)[18]


async def _search(database: Database, question: str) -> float:
    """All of a search by words: finding, looking around, ranking."""
    sought = Sought(ME, question, question, ("memory", "message"))
    began = time.perf_counter()
    await database.read(lambda c: ranking.ranked(*candidates(c, sought)))
    return (time.perf_counter() - began) * 1000


async def _longest_stall() -> float:
    longest = 0.0
    try:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, (time.perf_counter() - began) * 1000 - 5)
    except asyncio.CancelledError:
        return longest
