"""What a conversation is at this moment: its history on disk, its window, its summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.history_repair import INTERRUPTED_TEXT
from assistant_desktop.core.storage import (
    branches,
    learning,
    message_pages,
    search_index,
    used,
    users,
)
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage import journal as journal_rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.storage.titles import title_for
from assistant_desktop.core.tool_journal import CallPlace, new_entry
from assistant_desktop.domain.conversation import (
    CallStatus,
    Completeness,
    ContextPart,
    Conversation,
    JournalEntry,
    Message,
    Part,
    Role,
    TextPart,
    ToolResultPart,
)
from assistant_desktop.domain.errors import NotFound
from assistant_desktop.domain.events import (
    BranchChanged,
    CallChanged,
    ConversationsChanged,
    MessageStored,
)
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.domain.tool import FROM_OUTSIDE, ONLY_OWN

WINDOW_MESSAGES = 400
NOT_ANSWERED = "The user has not answered yet. Nothing was done. Do not wait for it."


@dataclass(frozen=True, slots=True)
class Fork:
    """The next message follows this one (None: it is the first) in place of what follows it now.

    Only when that message is stored, in the same write, is what it replaces put aside: whatever
    happens before, the conversation is as it was.
    """

    after: MessageId | None


@dataclass(slots=True)
class ConversationState:
    """One conversation while a turn runs in it. Every change is on disk when a method returns."""

    conversation: Conversation
    messages: list[Message]
    recalled_taint: bool = False
    fork: Fork | None = None

    @property
    def is_tainted(self) -> bool:
        """Whether anything the model reads came from outside."""
        if self.recalled_taint or any(message.tainted for message in self.messages):
            return True
        return bool(self.conversation.summary) and self.conversation.tainted


class ConversationStore:
    """Opens and changes conversations; publishes each change after its commit."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventSink,
        tainting: frozenset[str] = frozenset(),
    ) -> None:
        self._database = database
        self._tainting = tainting
        self._clock = clock
        self._events = events

    async def open(
        self, user_id: UserId, conversation_id: ConversationId | None, *, new: bool = False
    ) -> ConversationState:
        """The named conversation, or the latest, or a fresh one that is not on disk yet.

        Raises:
            NotFound: this user has no conversation of that id.
        """
        found = None
        if conversation_id is not None:
            found = await self._database.read(
                lambda c: rows.conversation(c, user_id, conversation_id)
            )
            if found is None:
                raise NotFound("There is no such conversation.")
        elif not new:
            found = await self._database.read(lambda c: rows.latest_conversation(c, user_id))
        if found is None:
            return ConversationState(self._fresh(user_id), [])
        known = found
        messages = await self._database.read(
            lambda c: message_pages.newest_messages(c, known.id, user_id, WINDOW_MESSAGES)
        )
        state = ConversationState(known, after_summary(known, messages))
        await self._complete(state)
        return state

    async def _complete(self, state: ConversationState) -> None:
        """Store results that the journal has and the history lacks.

        A process that died, or a message that came in between, can leave a call done without
        its result: the model must never read of it that it had none.
        """
        answered = {result.call_id for one in state.messages for result in one.results}
        asking = [
            one for one in state.messages if any(c.call_id not in answered for c in one.calls)
        ]
        if not asking:
            return
        user_id, ids = state.conversation.user_id, [one.id for one in asking]
        entries = await self._database.read(lambda c: journal_rows.of_messages(c, user_id, ids))
        ended = [e for e in entries if e.status.is_final and e.call_id not in answered]
        if ended:
            await self.add_results(state, [self.result_of(entry) for entry in ended])

    def result_of(self, entry: JournalEntry) -> ToolResultPart:
        """A journalled call as the result the model and the window read."""
        tainted = entry.name in self._tainting and entry.status is CallStatus.DONE
        tainted = tainted and entry.data.get(ONLY_OWN) is not True
        tainted = tainted or entry.data.get(FROM_OUTSIDE) is True
        denied = "The user said no. Do not do it and do not ask again unless they bring it up."
        return ToolResultPart(
            call_id=entry.call_id,
            name=entry.name,
            status=entry.status,
            content=denied if entry.status is CallStatus.DENIED else entry.content,
            data=entry.data,
            receipt=entry.receipt,
            tainted=tainted,
        )

    def _fresh(self, user_id: UserId) -> Conversation:
        now = self._clock.now()
        return Conversation(
            id=ConversationId(new_id(now)),
            user_id=user_id,
            title="",
            created_at=now,
            updated_at=now,
        )

    async def add_user_message(
        self, state: ConversationState, text: str, context: ContextPart | None = None
    ) -> Message:
        """Store what the user said; calls that still wait for a yes get "not answered yet"."""
        now = self._clock.now()
        parts: tuple[Part, ...] = (TextPart(text=text),)
        if context is not None:
            parts += (context,)
        message = self.compose(state, Role.USER, parts)
        is_new = not state.conversation.title
        if is_new:
            title = title_for(text)
            state.conversation = state.conversation.model_copy(update={"title": title})
        conversation = state.conversation
        withdrawn: list[JournalEntry] = []

        def run(connection: Connection) -> list[JournalEntry]:
            users.ensure(connection, conversation.user_id, now)
            if rows.conversation(connection, conversation.user_id, conversation.id) is None:
                if not is_new:
                    raise NotFound("That conversation was deleted.")
                rows.insert_conversation(connection, conversation)
            if state.fork is not None and state.fork.after is None:
                _title_anew(connection, conversation, text)
            withdrawn.extend(self._take_fork(connection, state))
            waiting = journal_rows.unanswered(connection, conversation.user_id, conversation.id)
            if waiting:
                results = self._results_message(state, [_not_answered(one) for one in waiting])
                rows.insert_message(connection, results)
                for one in waiting:
                    kept = one.model_copy(update={"content": NOT_ANSWERED})
                    journal_rows.move(connection, kept, one.status)
                state.messages.append(results)
            rows.insert_message(connection, message)
            search_index.add_messages(connection, [message])
            used.note(connection, message)
            learning.enqueue(connection, message.user_id, message.id)
            return waiting

        await self._database.write(run)
        state.messages.append(message)
        self._forked(state, withdrawn)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        self._events.publish(
            ConversationsChanged(user_id=message.user_id, conversation_id=conversation.id)
        )
        return message

    def _take_fork(self, connection: Connection, state: ConversationState) -> list[JournalEntry]:
        """Put aside what the message that is stored next replaces; calls that waited there."""
        if state.fork is None:
            return []
        conversation = state.conversation
        place = branches.Place(conversation.user_id, conversation.id, self._clock.now())
        return branches.put_aside(connection, place, state.fork.after)

    def _forked(self, state: ConversationState, withdrawn: Sequence[JournalEntry]) -> None:
        """After that write: tell it."""
        if state.fork is None:
            return
        state.fork = None
        user_id, conversation_id = state.conversation.user_id, state.conversation.id
        self._events.publish(BranchChanged(user_id=user_id, conversation_id=conversation_id))
        for entry in withdrawn:
            self._events.publish(CallChanged(user_id=user_id, entry=entry))

    def compose(
        self,
        state: ConversationState,
        role: Role,
        parts: tuple[Part, ...],
        *,
        completeness: Completeness = Completeness.COMPLETE,
        tainted: bool = False,
    ) -> Message:
        """A message for this conversation that is not on disk yet."""
        now = self._clock.now()
        return Message(
            id=MessageId(new_id(now)),
            conversation_id=state.conversation.id,
            user_id=state.conversation.user_id,
            role=role,
            parts=parts,
            created_at=now,
            completeness=completeness,
            tainted=tainted,
        )

    async def checkpoint(self, state: ConversationState, message: Message) -> None:
        """Store a message that is still being said, for the case that we die."""

        def run(connection: Connection) -> list[JournalEntry]:
            withdrawn = self._take_fork(connection, state)
            rows.replace_message(connection, message)
            return withdrawn

        self._forked(state, await self._database.write(run))

    async def add_assistant_message(
        self, state: ConversationState, message: Message
    ) -> list[JournalEntry]:
        """Store a whole reply and propose its calls, in one write."""
        place = CallPlace(message.user_id, message.conversation_id, message.id)
        entries = [
            new_entry(place, call.call_id, call.name, call.arguments) for call in message.calls
        ]

        def run(connection: Connection) -> list[JournalEntry]:
            withdrawn = self._take_fork(connection, state)
            rows.replace_message(connection, message)
            journal_rows.propose(connection, entries)
            search_index.add_messages(connection, [message])
            return withdrawn

        withdrawn = await self._database.write(run, vital=True)
        state.messages.append(message)
        self._forked(state, withdrawn)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        return entries

    async def add_results(
        self, state: ConversationState, results: Sequence[ToolResultPart]
    ) -> Message:
        """Store the results of calls, in call order."""
        message = self._results_message(state, results)

        def run(connection: Connection) -> None:
            rows.insert_message(connection, message)
            used.note(connection, message)

        await self._database.write(run, vital=True)
        state.messages.append(message)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        return message

    def _results_message(
        self, state: ConversationState, results: Sequence[ToolResultPart]
    ) -> Message:
        tainted = any(result.tainted for result in results)
        return self.compose(state, Role.TOOL, tuple(results), tainted=tainted)

    async def settle_open_calls(
        self, state: ConversationState, call_ids: Sequence[CallId]
    ) -> list[JournalEntry]:
        """After a stop: calls that never ran are interrupted; all are returned as they stand."""
        user_id, now = state.conversation.user_id, self._clock.now()

        def run(connection: Connection) -> list[JournalEntry]:
            found = [journal_rows.entry(connection, user_id, call_id) for call_id in call_ids]
            settled = [_interrupted_if_open(one, now) for one in found if one is not None]
            for before, after in zip((one for one in found if one), settled, strict=True):
                if after is not before:
                    journal_rows.move(connection, after, before.status)
            return settled

        return await self._database.write(run, vital=True)

    async def add_event(self, state: ConversationState, text: str, *, tainted: bool) -> Message:
        """Tell the conversation what happened outside of a turn."""
        message = self.compose(state, Role.EVENT, (TextPart(text=text),), tainted=tainted)
        await self._database.write(lambda c: rows.insert_message(c, message))
        state.messages.append(message)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        return message

    async def set_summary(self, state: ConversationState, text: str, upto: Message) -> None:
        """Let `text` stand for everything up to `upto`."""
        conversation = state.conversation
        upto_id = MessageId(upto.id.removesuffix("/results"))
        await self._database.write(
            lambda c: rows.set_summary(c, conversation.user_id, conversation.id, (text, upto_id))
        )
        state.conversation = conversation.model_copy(
            update={
                "summary": text,
                "summary_upto": upto_id,
                "tainted": conversation.tainted or state.is_tainted,
            }
        )
        state.messages = after_summary(state.conversation, state.messages)

    def now(self) -> datetime:
        """The store's clock."""
        return self._clock.now()


def _title_anew(connection: Connection, conversation: Conversation, text: str) -> None:
    """Its first message is being replaced: a title made of that one goes with it."""
    user_id, conversation_id = conversation.user_id, conversation.id
    first = message_pages.first_message(connection, conversation_id, user_id)
    if first is not None and conversation.title == title_for(first.text):
        rows.rename(connection, user_id, conversation_id, title_for(text))


def after_summary(conversation: Conversation, messages: list[Message]) -> list[Message]:
    """The messages that the summary does not stand for."""
    for index, message in enumerate(messages):
        if message.id == conversation.summary_upto:
            return messages[index + 1 :]
    return messages


def _interrupted_if_open(entry: JournalEntry, now: datetime) -> JournalEntry:
    if entry.status.is_final:
        return entry
    return entry.model_copy(
        update={
            "status": CallStatus.INTERRUPTED,
            "content": INTERRUPTED_TEXT,
            "finished_at": now,
        }
    )


def _not_answered(entry: JournalEntry) -> ToolResultPart:
    return ToolResultPart(
        call_id=entry.call_id, name=entry.name, status=entry.status, content=NOT_ANSWERED
    )
