"""Everything about conversations: reading, searching, changing, taking in and writing out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant_desktop.core import exporting, importing
from assistant_desktop.core.exporting import MarkdownExport
from assistant_desktop.core.importing import Imported, Progress
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.memory.learning import Learning
from assistant_desktop.core.storage import branches, deletion, history_search, message_pages
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage import journal as journal_rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.turns import RunningTurn, Turns
from assistant_desktop.domain.conversation import (
    CallStatus,
    Conversation,
    Found,
    JournalEntry,
    Message,
    MessageVersions,
    Role,
)
from assistant_desktop.domain.errors import NotFound
from assistant_desktop.domain.events import (
    BranchChanged,
    CallChanged,
    ConversationsChanged,
    Event,
    MemoriesChanged,
)
from assistant_desktop.domain.ids import DEFAULT_USER, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.wording import Wording

PAGE = 200
LONGEST_TITLE = 200
MOST_FOUND = 60
MOST_TITLES = 8


@dataclass(frozen=True, slots=True)
class HistoryParts:
    """What the history stands on; built in app.py."""

    database: Database
    clock: Clock
    events: EventSink
    supervisor: Supervisor
    turns: Turns
    forgetter: Forgetter
    learning: Learning
    words: Callable[[], Wording]


@dataclass(frozen=True, slots=True)
class Revised:
    """A turn that answers anew. effects: what the replaced part did and Undo can take back."""

    turn: RunningTurn
    effects: tuple[JournalEntry, ...]


class History:
    """Conversations of one user at a time; nobody else's are ever read or changed."""

    def __init__(self, parts: HistoryParts) -> None:
        self._parts = parts
        self._database = parts.database

    # ---- reading ----

    async def conversations(
        self, user_id: UserId = DEFAULT_USER, limit: int = PAGE, *, archived: bool = False
    ) -> list[Conversation]:
        """The user's conversations, or the archived ones, pinned first, then newest first."""
        return await self._database.read(
            lambda c: rows.conversations(c, user_id, limit, archived=archived)
        )

    async def conversation(
        self, user_id: UserId, conversation_id: ConversationId
    ) -> Conversation | None:
        """One conversation, None where this user has none of that id."""
        return await self._database.read(lambda c: rows.conversation(c, user_id, conversation_id))

    async def messages(
        self,
        user_id: UserId,
        conversation_id: ConversationId,
        before: MessageId | None = None,
        limit: int = PAGE,
    ) -> list[Message]:
        """A page of messages before one (None: the newest), oldest first."""
        page = (before, limit)
        return await self._database.read(
            lambda c: message_pages.messages_before(c, conversation_id, user_id, page)
        )

    async def messages_from(
        self, user_id: UserId, conversation_id: ConversationId, first: MessageId, limit: int = PAGE
    ) -> list[Message]:
        """A page of messages from one on, that one included, oldest first."""
        page = (first, limit)
        return await self._database.read(
            lambda c: message_pages.messages_from(c, conversation_id, user_id, page)
        )

    async def messages_around(
        self, user_id: UserId, conversation_id: ConversationId, message_id: MessageId, limit: int
    ) -> list[Message]:
        """Up to `limit` messages on both sides of one, with it; none where it is not there."""

        def run(connection: Connection) -> list[Message]:
            place = (connection, conversation_id, user_id)
            after = message_pages.messages_from(*place, (message_id, limit + 1))
            if not after or after[0].id != message_id:
                return []
            return [*message_pages.messages_before(*place, (message_id, limit)), *after]

        return await self._database.read(run)

    async def calls(self, user_id: UserId, message_ids: Sequence[MessageId]) -> list[JournalEntry]:
        """The journal of some messages."""
        if not message_ids:
            return []
        return await self._database.read(
            lambda c: journal_rows.of_messages(c, user_id, message_ids)
        )

    async def versions(
        self, user_id: UserId, message_ids: Sequence[MessageId]
    ) -> dict[MessageId, MessageVersions]:
        """Which version each of these messages is, for those that have others."""
        return await self._database.read(lambda c: branches.versions(c, user_id, message_ids))

    async def search(self, user_id: UserId, query: str, limit: int = MOST_FOUND) -> Found:
        """What has every word of a query, its last word as a beginning; archived ones too."""

        def run(connection: Connection) -> Found:
            titles = history_search.find_titles(connection, user_id, query, MOST_TITLES)
            messages = history_search.find(connection, user_id, query, limit)
            return Found(titles=tuple(titles), messages=tuple(messages))

        return await self._database.read(run)

    # ---- changing conversations ----

    async def rename(self, user_id: UserId, conversation_id: ConversationId, title: str) -> None:
        """Give a conversation another title."""
        kept = title.strip()[:LONGEST_TITLE]
        await self._change(
            user_id, conversation_id, lambda c: rows.rename(c, user_id, conversation_id, kept)
        )

    async def pin(self, user_id: UserId, conversation_id: ConversationId, *, pinned: bool) -> None:
        """Keep a conversation at the top, or no longer."""
        await self._change(
            user_id,
            conversation_id,
            lambda c: rows.pin(c, user_id, conversation_id, pinned=pinned),
        )

    async def archive(
        self, user_id: UserId, conversation_id: ConversationId, *, archived: bool
    ) -> None:
        """Put a conversation out of the way, or back; it stays findable."""
        await self._change(
            user_id,
            conversation_id,
            lambda c: rows.archive(c, user_id, conversation_id, archived=archived),
        )

    async def _change(
        self,
        user_id: UserId,
        conversation_id: ConversationId,
        change: Callable[[Connection], bool],
    ) -> None:
        if await self._database.write(change):
            self._publish(ConversationsChanged(user_id=user_id, conversation_id=conversation_id))

    async def delete(self, user_id: UserId, conversation_id: ConversationId) -> None:
        """Delete a conversation for good."""
        async with self._parts.turns.alone(user_id, conversation_id):
            now = self._parts.clock.now()
            await self._database.write(
                lambda c: deletion.delete_conversation(c, user_id, conversation_id, now)
            )
        await self._parts.forgetter.everywhere(user_id)
        self._publish(ConversationsChanged(user_id=user_id, conversation_id=conversation_id))

    async def delete_message(self, user_id: UserId, message_id: MessageId) -> bool:
        """Delete one message for good, with its calls; what followed it stays."""
        message = await self._message(user_id, message_id)
        if message is None:
            return False
        conversation_id, now = message.conversation_id, self._parts.clock.now()
        async with self._parts.turns.alone(user_id, conversation_id):
            gone = await self._database.write(
                lambda c: deletion.delete_message(c, user_id, message_id, now)
            )
        if gone:
            self._publish(BranchChanged(user_id=user_id, conversation_id=conversation_id))
            self._publish(MemoriesChanged(user_id=user_id))
            await self._parts.forgetter.everywhere(user_id)
        return bool(gone)

    # ---- versions ----

    async def edit(self, user_id: UserId, message_id: MessageId, text: str) -> Revised:
        """Say something else in place of what was said, and have it answered.

        Raises:
            BadInput, NotFound: nothing was changed.
        """
        effects = await self._effects_from(user_id, message_id)
        turn = await self._parts.turns.edit(user_id, message_id, text)
        self._publish(MemoriesChanged(user_id=user_id))
        return Revised(turn, effects)

    async def regenerate(self, user_id: UserId, message_id: MessageId) -> Revised:
        """Have a message answered again.

        Raises:
            BadInput, NotFound: nothing was changed.
        """
        message = await self._message(user_id, message_id)
        first: MessageId | None = message_id
        if message is not None:
            first = await self._first_of_reply(message)
        effects = await self._effects_from(user_id, first) if first else ()
        turn = await self._parts.turns.regenerate(user_id, message_id)
        return Revised(turn, effects)

    async def switch(self, user_id: UserId, message_id: MessageId) -> None:
        """Go on with another version of a message, and with what followed that.

        Raises:
            NotFound: this user has no such message.
        """
        message = await self._message(user_id, message_id)
        if message is None:
            raise NotFound("This message is no longer there.")
        place = branches.Place(user_id, message.conversation_id, self._parts.clock.now())

        def run(connection: Connection) -> tuple[list[Message], list[JournalEntry]]:
            if branches.is_active(connection, user_id, message_id):
                return [], []
            return branches.go_to(connection, place, message_id)

        async with self._parts.turns.alone(user_id, message.conversation_id):
            back, withdrawn = await self._database.write(run)
        for entry in withdrawn:
            self._publish(CallChanged(user_id=user_id, entry=entry))
        if back:
            event = BranchChanged(user_id=user_id, conversation_id=message.conversation_id)
            self._publish(event)
            self._publish(MemoriesChanged(user_id=user_id))
            self._parts.supervisor.once("learn-again", self._parts.learning.catch_up())

    async def _first_of_reply(self, message: Message) -> MessageId | None:
        """The first message after the question that a message answers, or is."""

        def run(connection: Connection) -> MessageId | None:
            asked = (
                message.id
                if message.role is Role.USER
                else rows.question_of(connection, message.user_id, message.id)
            )
            place = (message.conversation_id, asked)
            following = branches.after(connection, message.user_id, place) if asked else []
            return following[0] if following else None

        return await self._database.read(run)

    async def _effects_from(
        self, user_id: UserId, message_id: MessageId
    ) -> tuple[JournalEntry, ...]:
        """What was done from a message on and can be taken back."""

        def run(connection: Connection) -> tuple[JournalEntry, ...]:
            message = rows.message(connection, user_id, message_id)
            if message is None:
                return ()
            place = (message.conversation_id, branches.parent_of(connection, user_id, message_id))
            entries = journal_rows.undoable(connection, user_id, message.conversation_id)
            replaced = set(branches.after(connection, user_id, place))
            return tuple(
                one
                for one in entries
                if one.message_id in replaced and one.status is CallStatus.DONE
            )

        return await self._database.read(run)

    async def _message(self, user_id: UserId, message_id: MessageId) -> Message | None:
        return await self._database.read(lambda c: rows.message(c, user_id, message_id))

    # ---- in and out ----

    async def import_file(
        self, user_id: UserId, path: Path, on_progress: Progress = lambda _: None
    ) -> Imported:
        """Take in JSON lines, or an archive of ChatGPT or Claude; nothing is taken twice.

        Raises:
            BadInput: it is none of these, or cannot be read.
        """
        now = self._parts.clock.now()
        imported = await importing.import_file(self._database, user_id, path, on_progress, now)
        self._publish(ConversationsChanged(user_id=user_id, conversation_id=ConversationId("")))
        return imported

    async def import_lines(self, user_id: UserId, lines: Sequence[str]) -> Imported:
        """Take in messages, one JSON object a line."""
        now = self._parts.clock.now()
        imported = await importing.import_lines(self._database, user_id, lines, now)
        self._publish(ConversationsChanged(user_id=user_id, conversation_id=ConversationId("")))
        return imported

    async def export(self, user_id: UserId, path: Path) -> int:
        """Write every message: Markdown where the name ends in .md, JSON lines else.

        Raises:
            ReadOnlyError: it cannot be written.
        """
        if path.suffix.lower() == ".md":
            return await self._markdown().all_in_one(user_id, path)
        return await exporting.to_lines(self._database, user_id, path)

    async def export_to_folder(self, user_id: UserId, folder: Path) -> int:
        """Write each conversation as a Markdown file of its own."""
        return await self._markdown().to_folder(user_id, folder)

    async def export_conversation(
        self, user_id: UserId, conversation_id: ConversationId, path: Path
    ) -> int:
        """Write one conversation as Markdown. Raises NotFound, ReadOnlyError."""
        return await self._markdown().one(user_id, conversation_id, path)

    def _markdown(self) -> MarkdownExport:
        return MarkdownExport(self._database, self._parts.words(), self._parts.clock.zone())

    def _publish(self, event: Event) -> None:
        self._parts.events.publish(event)
