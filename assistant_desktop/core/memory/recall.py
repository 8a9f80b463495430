"""The one retrieve function: (user_id, query, k) -> ranked hits from memories and messages.

Two searches, by words and by meaning, each within the user's own rows; their ranks are fused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant_desktop.core.memory import ranking
from assistant_desktop.core.memory.embeddings import Embeddings
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

    def __init__(self, database: Database, embeddings: Embeddings) -> None:
        self._database = database
        self._embeddings = embeddings

    async def retrieve(self, user_id: UserId, question: Question) -> list[RecallHit]:
        """The best answers, best first; none where nothing answers it."""
        wanted = max(_CANDIDATES, question.k)
        by_words = await self._database.read(
            lambda c: full_text.search(c, user_id, question.text, wanted, question.kinds)
        )
        near = await self._embeddings.nearest(user_id, question.text, wanted, question.kinds)
        similarity = {one.source_id: one.similarity for one in near}
        absent = [one for one in near if one.source_id not in {hit.source_id for hit in by_words}]
        by_meaning = await self._database.read(
            lambda c: full_text.texts_of(
                c, user_id, [(one.source_kind, one.source_id) for one in absent]
            )
        )
        hits = ranking.fused(by_words, [one.source_id for one in near], by_meaning)
        hits = [hit for hit in hits if hit.source_id not in question.exclude]
        if not question.everything:
            hits = self._answering(question, hits, similarity)
        return ranking.distinct(hits)[: question.k]

    def _answering(
        self, question: Question, hits: Sequence[RecallHit], similarity: dict[str, float]
    ) -> list[RecallHit]:
        wanted = full_text.query_stems(question.text)
        return [
            hit
            for hit in hits
            if ranking.coverage(wanted, full_text.stems(hit.text)) >= ranking.MIN_COVERAGE
            or similarity.get(hit.source_id, 0) >= ranking.MIN_SIMILARITY
        ]

    async def as_facts(self, user_id: UserId, text: str) -> str:
        """What is remembered about a message, as lines for a prompt; empty when nothing is."""
        question = Question(text[:2000], k=3, kinds=("memory",))
        hits = await self.retrieve(user_id, question)
        if not hits:
            return ""
        lines = [f"- {hit.text[:_LONGEST_FACT]} (noted {hit.time:%Y-%m-%d})" for hit in hits]
        return "\n".join(["What the user asked you to remember:", *lines])
