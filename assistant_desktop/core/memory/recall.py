"""The one retrieve function: (user_id, query, k) -> ranked hits from memories and messages.

Two searches, by words and by meaning, each within the user's own rows; their ranks are fused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant_desktop.core.memory import ranking
from assistant_desktop.core.memory.embeddings import Embeddings
from assistant_desktop.core.memory.spoken_range import Spoken, spoken_range
from assistant_desktop.core.storage import conversations, memories, text_search
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.core.when import DayTimes, Reference
from assistant_desktop.domain.conversation import UsedMemory
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import RecallHit
from assistant_desktop.domain.ports import Clock

DEFAULT_K = 5
_CANDIDATES = 40
_LONGEST_FACT = 300
_FACTS, _PINNED_FACTS = 3, 5


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `everything`: the k best, whether or not they answer it.

    now, zone: against what "last May" is understood. Without a zone that of now holds, without
    either the clock's.
    """

    text: str
    k: int = DEFAULT_K
    everything: bool = False
    kinds: tuple[str, ...] = ("memory", "message")
    exclude: tuple[str, ...] = ()
    now: datetime | None = None
    zone: tzinfo | None = None


class Recall:
    """Finds what a user said or had remembered. Never sees anybody else's rows."""

    def __init__(
        self,
        database: Database,
        embeddings: Embeddings,
        clock: Clock,
        day_times: Callable[[], DayTimes],
    ) -> None:
        self._database = database
        self._embeddings = embeddings
        self._clock = clock
        self._day_times = day_times

    async def retrieve(self, user_id: UserId, question: Question) -> list[RecallHit]:
        """The best answers, best first; none where nothing answers it.

        A time in the question draws what was said then to the front. It rules nothing out unless
        something of then answers: what happened in May may have been told in June.
        """
        spoken = spoken_range(question.text, self._reference(question))
        words = spoken.words if spoken else question.text
        wanted = max(_CANDIDATES, question.k)
        by_words, then = await self._database.read(
            lambda c: _by_words(c, user_id, words, spoken, (wanted, question.kinds))
        )
        near = await self._embeddings.nearest(user_id, words, wanted, question.kinds)
        known = {hit.source_id: hit for hit in (*by_words, *then)}
        absent = [(o.source_kind, o.source_id) for o in near if o.source_id not in known]
        others = await self._database.read(lambda c: text_search.texts_of(c, user_id, absent))
        known |= {hit.source_id: hit for hit in others}
        rankings = [
            [hit.source_id for hit in by_words],
            [one.source_id for one in near],
            [hit.source_id for hit in then],
        ]
        hits = [
            one for one in ranking.fused(rankings, known) if one.source_id not in question.exclude
        ]
        if not question.everything:
            similarity = {one.source_id: one.similarity for one in near}
            hits = _answering(words, hits, similarity, {hit.source_id for hit in then})
        return ranking.distinct(hits)[: question.k]

    def _reference(self, question: Question) -> Reference:
        of_now = question.now.tzinfo if question.now else None
        zone = question.zone or of_now or self._clock.zone()
        now = question.now or self._clock.now()
        return Reference(
            now=now.astimezone(zone), zone=zone, day_times=self._day_times(), prefer="past"
        )

    async def question_of(self, user_id: UserId, message_id: MessageId) -> MessageId | None:
        """The user's message that a message of the assistant answers."""
        return await self._database.read(
            lambda c: conversations.question_of(c, user_id, message_id)
        )

    async def as_facts(self, user_id: UserId, text: str) -> tuple[UsedMemory, ...]:
        """What a model should know with a message: what is pinned, and what is about it."""
        question = Question(text[:2000], k=_FACTS, kinds=("memory",))
        about = await self.retrieve(user_id, question)
        pinned = await self._database.read(lambda c: memories.pinned(c, user_id, _PINNED_FACTS))
        told = {one.id: (one.text, one.valid_from) for one in pinned}
        told |= {MemoryId(hit.source_id): (hit.text, hit.time) for hit in about}
        return tuple(
            UsedMemory(id=one, text=f"{words[:_LONGEST_FACT]} (noted {when:%Y-%m-%d})")
            for one, (words, when) in told.items()
        )


def _by_words(
    connection: Connection,
    user_id: UserId,
    words: str,
    spoken: Spoken | None,
    wanted: tuple[int, tuple[str, ...]],
) -> tuple[list[RecallHit], list[RecallHit]]:
    """Hits of all times, and those of the time that was named."""
    k, kinds = wanted
    found = text_search.search(connection, user_id, words, k, kinds)
    if spoken is None:
        return found, []
    between = (spoken.start, spoken.end)
    if not query_stems(words):
        return [], text_search.said_between(connection, user_id, between, k, kinds)
    return found, text_search.search(connection, user_id, words, k, kinds, between)


def _answering(
    words: str, hits: Sequence[RecallHit], similarity: dict[str, float], then: set[str]
) -> list[RecallHit]:
    """The hits that have enough of the question's words, or of its meaning.

    Where some of them are of the time that was named, only those.
    """
    wanted = query_stems(words)
    standing = [
        hit
        for hit in hits
        if not wanted
        or ranking.coverage(wanted, stems(hit.text)) >= ranking.MIN_COVERAGE
        or similarity.get(hit.source_id, 0) >= ranking.MIN_SIMILARITY
    ]
    of_then = [hit for hit in standing if hit.source_id in then]
    return of_then or standing
