"""The one retrieve function: (user_id, query, k) -> ranked hits from memories and messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant_desktop.core.memory import ranking
from assistant_desktop.core.storage import full_text
from assistant_desktop.core.storage.database import Database
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import RecallHit

DEFAULT_K = 5
_CANDIDATES = 40
_LONGEST_FACT = 300


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `everything`: the k best, whether or not they answer it."""

    text: str
    k: int = DEFAULT_K
    everything: bool = False
    kinds: tuple[str, ...] = ("memory", "message")
    exclude: tuple[str, ...] = ()


class Recall:
    """Finds what a user said or had remembered. Never sees anybody else's rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def retrieve(self, user_id: UserId, question: Question) -> list[RecallHit]:
        """The best answers, best first; none where nothing answers it."""
        found = await self._database.read(
            lambda c: full_text.search(
                c, user_id, question.text, max(_CANDIDATES, question.k), question.kinds
            )
        )
        hits = [hit for hit in found if hit.source_id not in question.exclude]
        if not question.everything:
            hits = self._answering(question, hits)
        return ranking.distinct(hits)[: question.k]

    def _answering(self, question: Question, hits: Sequence[RecallHit]) -> list[RecallHit]:
        wanted = full_text.query_stems(question.text)
        return [
            hit
            for hit in hits
            if ranking.coverage(wanted, full_text.stems(hit.text)) >= ranking.MIN_COVERAGE
        ]

    async def as_facts(self, user_id: UserId, text: str) -> str:
        """What is remembered about a message, as lines for a prompt; empty when nothing is."""
        question = Question(text[:2000], k=3, kinds=("memory",))
        hits = await self.retrieve(user_id, question)
        if not hits:
            return ""
        lines = [f"- {hit.text[:_LONGEST_FACT]} (noted {hit.time:%Y-%m-%d})" for hit in hits]
        return "\n".join(["What the user asked you to remember:", *lines])
