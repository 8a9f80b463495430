"""The one retrieve function: (user_id, query, k) -> ranked hits from memories and messages.

Words, meaning and the time that a question names find texts within the user's own rows; what
stands around a text in its conversation tells what it is about (`ranking`).
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant_desktop.core.context_window import text_tokens
from assistant_desktop.core.memory import ranking
from assistant_desktop.core.memory.asking import tells_nothing
from assistant_desktop.core.memory.embeddings import Embeddings
from assistant_desktop.core.memory.finding import SEEDS, Sought, candidates
from assistant_desktop.core.memory.spoken_range import spoken_range
from assistant_desktop.core.storage import conversations, memories, text_search
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.storage.stemming import query_stems
from assistant_desktop.core.storage.text_search import Range
from assistant_desktop.core.when import DayTimes, Reference
from assistant_desktop.domain.conversation import UsedMemory
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import RecallHit
from assistant_desktop.domain.ports import Clock

DEFAULT_K = 5
_LONGEST_FACT = 300
_FACTS, _PINNED_FACTS, _FACTS_TOKENS = 3, 5, 400


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `everything`: the k best, whether or not they answer it.

    asking: also what was only asked of the assistant, and its answers to that.
    strict: only what has enough of the question by itself, not what merely comes nearest.
    most_tokens: answers are left out from the one on that would pass it, the best always stays.
    now, zone: against what "last May" is understood. Without a zone that of now holds, without
    either the clock's.
    """

    text: str
    k: int = DEFAULT_K
    everything: bool = False
    strict: bool = False
    asking: bool = False
    kinds: tuple[str, ...] = ("memory", "message")
    exclude: tuple[str, ...] = ()
    most_tokens: int | None = None
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
        between = (spoken.start, spoken.end) if spoken else None
        if between and not query_stems(words):
            return await self._said_in(user_id, between, question)
        meaning = await self._embeddings.meaning_of(user_id, words)
        seeds = max(SEEDS, question.k)
        sought = Sought(user_id, words, question.text, question.kinds, seeds, between, meaning)
        return await self._database.read(lambda c: _answers(c, sought, question))

    async def _said_in(
        self, user_id: UserId, between: Range, question: Question
    ) -> list[RecallHit]:
        """A question that names nothing but a time: the latest of then."""
        room = question.k + len(question.exclude)
        hits = await self._database.read(
            lambda c: text_search.said_between(c, user_id, between, room, question.kinds)
        )
        return [hit for hit in hits if hit.source_id not in question.exclude][: question.k]

    def _reference(self, question: Question) -> Reference:
        of_now = question.now.tzinfo if question.now else None
        zone = question.zone or of_now or self._clock.zone()
        now = question.now or self._clock.now()
        return Reference(
            now=now.astimezone(zone), zone=zone, day_times=self._day_times(), prefer="past"
        )

    async def asked_with(self, user_id: UserId, message_id: MessageId) -> str:
        """The words of the user that a message of the assistant answers."""

        def look(connection: Connection) -> str:
            place = text_search.place_of(connection, user_id, "message", message_id)
            turn = None if place is None else text_search.turn_at(connection, user_id, place)
            return "" if turn is None else turn.asked

        return await self._database.read(look)

    async def question_of(self, user_id: UserId, message_id: MessageId) -> MessageId | None:
        """The user's message that a message of the assistant answers."""
        return await self._database.read(
            lambda c: conversations.question_of(c, user_id, message_id)
        )

    async def as_facts(self, user_id: UserId, text: str) -> tuple[UsedMemory, ...]:
        """What a model should know with a message: what is pinned, and what is about it."""
        question = Question(text[:2000], _FACTS, kinds=("memory",), most_tokens=_FACTS_TOKENS)
        about = await self.retrieve(user_id, question)
        pinned = await self._database.read(lambda c: memories.pinned(c, user_id, _PINNED_FACTS))
        told = {one.id: (one.text, one.valid_from) for one in pinned}
        told |= {MemoryId(hit.source_id): (hit.text, hit.time) for hit in about}
        return tuple(
            UsedMemory(id=one, text=f"{words[:_LONGEST_FACT]} (noted {when:%Y-%m-%d})")
            for one, (words, when) in told.items()
        )


def _answers(connection: Connection, sought: Sought, question: Question) -> list[RecallHit]:
    """The k best answers of those that are found, each said once."""
    wanted, found = candidates(connection, sought)
    best = ranking.ranked(wanted, found)
    if not question.everything:
        best = ranking.answering(best, wanted, strict=question.strict)
    asking = question.asking or question.everything
    hits: list[RecallHit] = []
    said: set[str] = set()
    for one in best:
        if len(hits) >= question.k:
            break
        hit = text_search.source_at(connection, sought.user_id, one.place)
        if hit is None or hit.kind not in question.kinds or hit.source_id in question.exclude:
            continue
        if not asking and tells_nothing(
            connection, sought.user_id, one.place, hit, of_assistant=wanted.speaker == "assistant"
        ):
            continue
        words = " ".join(hit.text.casefold().split())
        if words not in said:
            said.add(words)
            hits.append(hit.model_copy(update={"score": one.score}))
    return _within(question.most_tokens, hits)


def _within(most_tokens: int | None, hits: list[RecallHit]) -> list[RecallHit]:
    """As many of the best as may be read."""
    if most_tokens is None:
        return hits
    sizes = itertools.accumulate(text_tokens(hit.text) for hit in hits)
    kept = sum(1 for size in sizes if size <= most_tokens)
    return hits[: max(1, kept)]
