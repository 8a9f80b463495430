"""Memory in the chat: what an answer was given with, and what waits for a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.conversation import UsedMemory
from assistant_desktop.ui.models.chat_items import used_in_turns
from assistant_desktop.ui.models.memory_rows import suggestion_row
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import MemoryId, UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.presenters.chat import ChatPresenter
    from assistant_desktop.ui.widgets.message_rows import RowSignals

_BURST_MS = 30


class ChatMemories(QObject):
    """Looks anew when a conversation was opened, a turn ended, or memories changed.

    memories_wanted: to be shown on their page. message_unwanted: to be deleted for good.
    """

    memories_wanted = Signal(list)
    message_unwanted = Signal(list)

    def __init__(
        self,
        assistant: Assistant,
        relay: EventRelay,
        chat: ChatPresenter,
        rows: RowSignals,
        user_id: UserId,
    ) -> None:
        super().__init__(chat)
        self._memories, self._chat, self._user_id = assistant.memories, chat, user_id
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.look)
        for signal in (relay.memories_changed, relay.turn_ended):
            signal.connect(lambda _: self._later.start())
        chat.listed.connect(self._later.start)
        rows.suggestion_answered.connect(self._answer)
        rows.uses_toggled.connect(self._toggle)
        rows.memory_wanted.connect(lambda memory_id: self.memories_wanted.emit([memory_id]))
        rows.sources_unwanted.connect(self._delete_sources)

    def look(self) -> None:
        """Read what belongs to the messages that are shown."""
        start("memories of the chat", self._look(), owner=self)

    async def _look(self) -> None:
        items = self._chat.items
        wanted = used_in_turns(items)
        ids = {one for found in wanted.values() for one in found}
        known = await self._memories.these(self._user_id, sorted(ids)) if ids else []
        texts = {one.id: one.text for one in known}
        asked = await self._memories.suggestions(self._user_id)
        waiting = {one.source_message: suggestion_row(one) for one in asked}
        for item in items:
            # What was forgotten meanwhile is not shown any more.
            ours = [one for one in wanted.get(item.key, ()) if one in texts]
            used = tuple(UsedMemory(id=one, text=texts[one]) for one in ours)
            suggestion = waiting.get(item.key) if item.kind == "user" else None  # type: ignore[call-overload]  # keys are ids
            if (used, suggestion) != (item.used, item.suggestion):
                item.used, item.suggestion = used, suggestion
                self._chat.refresh(item)

    def _answer(self, suggestion_id: MemoryId, yes: bool) -> None:  # noqa: FBT001 - a slot
        answering = self._memories.answer_suggestion(self._user_id, suggestion_id, yes=yes)
        start("answer a suggestion", answering)

    def _toggle(self, key: str) -> None:
        for item in self._chat.items:
            if item.key == key:
                item.uses_open = not item.uses_open
                self._chat.refresh(item)

    def _delete_sources(self, call_id: str) -> None:
        """The messages that a forgotten memory was told in."""
        for item in self._chat.items:
            entry = item.calls.get(call_id)
            if entry is not None:
                self.message_unwanted.emit([str(one) for one in entry.data.get("sources", [])])
                item.settled_calls |= {call_id}
                self._chat.refresh(item)
