"""The engine's storage without a disk, to measure the loop alone."""

from collections.abc import Sequence

from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.state import ConversationState, ConversationStore
from assistant_desktop.core.tool_journal import CallPlace, ToolJournal, new_entry
from assistant_desktop.domain.conversation import (
    CallStatus,
    ContextPart,
    JournalEntry,
    Message,
    Role,
    TextPart,
    ToolResultPart,
)
from assistant_desktop.domain.events import CallChanged, MessageStored
from assistant_desktop.domain.ids import ConversationId, UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.tool import ToolResult


class MemoryStore(ConversationStore):
    """Keeps nothing but what the turn holds itself."""

    def __init__(self, clock: Clock, events: EventBus) -> None:
        self._clock = clock
        self._events = events
        self._tainting = frozenset()

    async def open(
        self,
        user_id: UserId,
        conversation_id: ConversationId | None,
        *,
        new: bool = False,
    ) -> ConversationState:
        return ConversationState(self._fresh(user_id), [])

    async def add_user_message(
        self,
        state: ConversationState,
        text: str,
        context: ContextPart | None = None,
    ) -> Message:
        message = self.compose(state, Role.USER, (TextPart(text=text),))
        state.messages.append(message)
        return message

    async def add_assistant_message(
        self, state: ConversationState, message: Message
    ) -> list[JournalEntry]:
        place = CallPlace(message.user_id, message.conversation_id, message.id)
        state.messages.append(message)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        return [new_entry(place, one.call_id, one.name, one.arguments) for one in message.calls]

    async def add_results(
        self, state: ConversationState, results: Sequence[ToolResultPart]
    ) -> Message:
        message = self._results_message(state, results)
        state.messages.append(message)
        self._events.publish(MessageStored(user_id=message.user_id, message=message))
        return message


class MemoryJournal(ToolJournal):
    """Publishes each step, writes none."""

    def __init__(self, clock: Clock, events: EventBus) -> None:
        self._clock = clock
        self._events = events

    async def start(self, entry: JournalEntry) -> JournalEntry | None:
        running = entry.model_copy(
            update={"status": CallStatus.RUNNING, "started_at": self._clock.now()}
        )
        self._events.publish(CallChanged(user_id=entry.user_id, entry=running))
        return running

    async def finish(
        self, entry: JournalEntry, status: CallStatus, result: ToolResult
    ) -> JournalEntry:
        update = {"status": status, "content": result.content, "finished_at": self._clock.now()}
        ended = entry.model_copy(update=update)
        self._events.publish(CallChanged(user_id=entry.user_id, entry=ended))
        return ended
