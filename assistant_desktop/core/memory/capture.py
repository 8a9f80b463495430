"""What is remembered of a user: kept, learned, asked about, changed, exported, forgotten."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.memory.facts import Fact
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.storage import conversations, forgetting, learning, memories
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.core.text_input import clean
from assistant_desktop.core.written_files import WRITE_LIMIT_S, WholeFile
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.events import MemoriesChanged
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import Memory, MemoryKind, Origin, Suggestion
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.in_thread import in_thread

MAX_MEMORY_CHARACTERS = 4000
LastStep = Callable[[Connection, UserId, MessageId], bool]
"""Takes a message out of the line of those to learn from; False when it was not in it."""


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
        words = _checked(text)
        now = self._clock.now()
        memory = Memory(
            id=MemoryId(new_id(now)),
            user_id=user_id,
            kind=MemoryKind.NOTE,
            text=words,
            valid_from=now,
            source_message=source,
        )

        def run(connection: Connection) -> Memory:
            known = memories.in_these_words(connection, memory)
            if known is None:
                memories.insert(connection, memory, now)
            return known or memory

        kept = await self._database.write(run)
        self._events.publish(MemoriesChanged(user_id=user_id))
        return kept

    async def learn(
        self, message: Message, facts: Sequence[Fact], sure: float, last: LastStep
    ) -> None:
        """Keep what a message of the user tells of the user; ask about what is private.

        A fact of the same key closes the one before it: both stay, one holds. What is known
        already is not kept twice. All of it is one write with `last`, which says whether the
        message still waits to be learned from: it is learned from once, or not at all.
        """
        now = self._clock.now()

        def run(connection: Connection) -> bool:
            if not last(connection, message.user_id, message.id):
                return False
            kept = [_keep(connection, message, fact, sure, now) for fact in facts]
            return any(kept)

        if await self._database.write(run):
            self._events.publish(MemoriesChanged(user_id=message.user_id))

    async def suggestions(self, user_id: UserId) -> list[Suggestion]:
        """Private things that were told and are kept only with a yes, newest first."""
        return await self._database.read(lambda c: learning.suggestions(c, user_id))

    async def answer_suggestion(
        self, user_id: UserId, suggestion_id: MemoryId, *, yes: bool
    ) -> Memory | None:
        """Keep what was suggested, or let it go; None where it was let go or is gone."""
        now = self._clock.now()

        def run(connection: Connection) -> Memory | None:
            taken = learning.take_suggestion(connection, user_id, suggestion_id)
            if taken is None:
                return None
            learning.drop(connection, user_id, [taken.source_message])
            if not yes:
                return None
            memory = Memory(
                id=taken.id,
                user_id=user_id,
                kind=taken.kind,
                text=taken.text,
                key=taken.key,
                valid_from=now,
                source_message=taken.source_message,
            )
            return memory if memories.learn(connection, memory, now) else None

        kept = await self._database.write(run)
        self._events.publish(MemoriesChanged(user_id=user_id))
        return kept

    async def reword(self, user_id: UserId, memory_id: MemoryId, text: str) -> Memory:
        """Put a memory in other words; the old ones are forgotten for good.

        Raises:
            BadInput: the words are none, or too many.
            NotFound: it is not there any more.
        """
        kept = _checked(text)

        def run(connection: Connection) -> Memory:
            known = memories.one(connection, user_id, memory_id)
            if known is None:
                raise NotFound("That memory is not there any more.")
            changed = known.model_copy(update={"text": kept, "confidence": 1.0})
            memories.reword(connection, changed)
            forgetting.note(connection, user_id, "memory", [memory_id], self._clock.now())
            return changed

        changed = await self._database.write(run)
        self._events.publish(MemoriesChanged(user_id=user_id))
        await self._forgetter.everywhere(user_id)
        return changed

    async def pin(self, user_id: UserId, memory_id: MemoryId, *, pinned: bool) -> None:
        """Let a memory stand first and be known to every answer, or not any more."""
        await self._database.write(lambda c: memories.pin(c, user_id, memory_id, pinned=pinned))
        self._events.publish(MemoriesChanged(user_id=user_id))

    async def source_of(self, user_id: UserId, memory_id: MemoryId) -> Message | None:
        """The message that a memory was learned from; None where it has none, or it is gone."""

        def run(connection: Connection) -> Message | None:
            known = memories.one(connection, user_id, memory_id)
            if known is None or known.source_message is None:
                return None
            return conversations.message(connection, user_id, known.source_message)

        return await self._database.read(run)

    async def origin_of(self, user_id: UserId, memory_id: MemoryId) -> Origin | None:
        """Where a memory was learned; None where no message is known, or it is gone."""
        message = await self.source_of(user_id, memory_id)
        if message is None:
            return None
        known = await self._database.read(
            lambda c: conversations.conversation(c, user_id, message.conversation_id)
        )
        return Origin(message=message, title=known.title if known else "")

    async def wipe(self, user_id: UserId) -> int:
        """Forget everything that is remembered of a user, for good; how many there were."""

        def run(connection: Connection) -> int:
            learning.drop_all(connection, user_id)
            known = [one.id for one in memories.all_of_user(connection, user_id)]
            return memories.delete(connection, user_id, known, self._clock.now())

        removed = await self._database.write(run)
        self._events.publish(MemoriesChanged(user_id=user_id))
        await self._forgetter.everywhere(user_id)
        return removed

    async def export_to(self, user_id: UserId, path: Path) -> int:
        """Write all memories of a user, one JSON object a line; what no longer holds too.

        Raises:
            ReadOnlyError: the file cannot be written.
        """
        known = await self._database.read(lambda c: memories.all_of_user(c, user_id))
        lines = "".join(one.model_dump_json(exclude={"user_id"}) + "\n" for one in known)
        async with WholeFile(path) as file:
            await in_thread("export", lambda: file.write(lines), WRITE_LIMIT_S)
        return len(known)

    async def everything(self, user_id: UserId) -> list[Memory]:
        """All that is remembered of a user."""
        return await self._database.read(lambda c: memories.of_user(c, user_id))

    async def these(self, user_id: UserId, memory_ids: Sequence[MemoryId]) -> list[Memory]:
        """The memories of these ids, so far as this user has them."""

        def run(connection: Connection) -> list[Memory]:
            found = (memories.one(connection, user_id, one) for one in memory_ids)
            return [one for one in found if one is not None]

        return await self._database.read(run)

    async def past(self, user_id: UserId) -> list[Memory]:
        """What held once and no longer does, what ended last first."""
        return await self._database.read(lambda c: memories.past_of_user(c, user_id))

    async def matching(self, user_id: UserId, query: str) -> list[Memory]:
        """The memories that have every word of `query`."""
        wanted = set(query_stems(query))

        def run(connection: Connection) -> list[Memory]:
            kept = memories.of_user(connection, user_id) if wanted else []
            return [one for one in kept if wanted <= set(stems(one.text))]

        return await self._database.read(run)

    async def search(self, user_id: UserId, query: str, *, past: bool = False) -> list[Memory]:
        """What has every word of `query` in any form, or `query` as it stands.

        past: what no longer holds is searched too.
        """
        wanted, literal = set(query_stems(query)), query.casefold().strip()

        def fits(memory: Memory) -> bool:
            if literal in memory.text.casefold():
                return True
            return bool(wanted) and wanted <= set(stems(memory.text))

        def run(connection: Connection) -> list[Memory]:
            kept = memories.of_user(connection, user_id)
            if past:
                kept += memories.past_of_user(connection, user_id)
            return [one for one in kept if fits(one)]

        return await self._database.read(run)

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


def _checked(text: str) -> str:
    """The words of a memory; raises BadInput where there are none, or too many."""
    kept = clean(text).strip()
    if not kept:
        raise BadInput("There is nothing to remember.")
    if len(kept) > MAX_MEMORY_CHARACTERS:
        raise BadInput("A memory may have {most} characters at most.", most=MAX_MEMORY_CHARACTERS)
    return kept


def _keep(connection: Connection, message: Message, fact: Fact, sure: float, now: datetime) -> bool:
    """Keep one fact, or ask; whether anything changed."""
    memory = Memory(
        id=MemoryId(new_id(now)),
        user_id=message.user_id,
        kind=fact.kind,
        text=fact.sentence,
        key=fact.key,
        valid_from=message.created_at,
        source_message=message.id,
        confidence=sure,
    )
    if not fact.needs_a_yes:
        return memories.learn(connection, memory, now)
    if memories.knows(connection, memory):
        return False
    suggestion = Suggestion(
        id=memory.id,
        user_id=message.user_id,
        kind=fact.kind,
        text=fact.sentence,
        key=fact.key,
        source_message=message.id,
        confidence=sure,
        asked_at=now,
    )
    learning.suggest(connection, suggestion)
    return True
