"""Remembering and forgetting, on the user's word."""

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.memory.facts import facts_in
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.storage import memories
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.events import MemoriesChanged
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import Memory, MemoryKind
from assistant_desktop.domain.ports import Clock, EventSink

MAX_MEMORY_CHARACTERS = 4000
LEARNED = 0.8
"""How sure a fact is that was found by a pattern; what the user asked to keep is certain."""


class Memories:
    """Keeps and removes memories of one user at a time."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventSink,
        forgetter: Forgetter,
    ) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._forgetter = forgetter

    async def remember(self, user_id: UserId, text: str, source: MessageId | None = None) -> Memory:
        """Keep a text the user wants kept.

        Raises:
            BadInput: it is empty or too long.
        """
        kept = clean(text).strip()
        if not kept:
            raise BadInput("There is nothing to remember.")
        if len(kept) > MAX_MEMORY_CHARACTERS:
            raise BadInput(
                "A memory may have {most} characters at most.", most=MAX_MEMORY_CHARACTERS
            )
        now = self._clock.now()
        memory = Memory(
            id=MemoryId(new_id(now)),
            user_id=user_id,
            kind=MemoryKind.NOTE,
            text=kept,
            valid_from=now,
            source_message=source,
        )
        await self._database.write(lambda c: memories.insert(c, memory, now))
        self._events.publish(MemoriesChanged(user_id=user_id))
        return memory

    async def learn(self, user_id: UserId, text: str, source: MessageId) -> list[Memory]:
        """Keep what a message of the user tells of the user; what is new of it.

        A fact of the same key closes the one before it: both stay, one holds. What is known
        already is not kept twice.
        """
        now = self._clock.now()
        told = [
            Memory(
                id=MemoryId(new_id(now)),
                user_id=user_id,
                kind=fact.kind,
                text=fact.sentence,
                key=fact.key,
                valid_from=now,
                source_message=source,
                confidence=LEARNED,
            )
            for fact in facts_in(text)
        ]
        if not told:
            return []
        kept = await self._database.write(
            lambda c: [one for one in told if memories.learn(c, one, now)]
        )
        if kept:
            self._events.publish(MemoriesChanged(user_id=user_id))
        return kept

    async def everything(self, user_id: UserId) -> list[Memory]:
        """All that is remembered of a user."""
        return await self._database.read(lambda c: memories.of_user(c, user_id))

    async def matching(self, user_id: UserId, query: str) -> list[Memory]:
        """The memories that have every word of `query`."""
        wanted = set(query_stems(query))
        kept = await self.everything(user_id)
        return [one for one in kept if wanted and wanted <= set(stems(one.text))]

    async def forget(self, user_id: UserId, memory_ids: list[MemoryId]) -> int:
        """Remove memories for good: row, index, vector, and every copy of them."""
        now = self._clock.now()

        def run(connection: Connection) -> int:
            return memories.delete(connection, user_id, memory_ids, now)

        removed = await self._database.write(run)
        if removed:
            self._events.publish(MemoriesChanged(user_id=user_id))
            await self._forgetter.everywhere(user_id)
        return removed
