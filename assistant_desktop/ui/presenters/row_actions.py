"""What one does in the rows of a conversation: answer a call, take it back, open it, read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import CallId, MessageId, UserId
    from assistant_desktop.ui.presenters.chat import ChatPresenter
    from assistant_desktop.ui.widgets.message_rows import RowSignals


class RowActions(QObject):
    """Changes rows of the chat's presenter."""

    def __init__(
        self, assistant: Assistant, chat: ChatPresenter, rows: RowSignals, user_id: UserId
    ) -> None:
        super().__init__(chat)
        self._assistant, self._chat, self._user_id = assistant, chat, user_id
        rows.undo_wanted.connect(lambda call_id: start("undo", self._undo(call_id)))
        rows.answered.connect(self._answer)
        rows.opened.connect(self._toggle_call)
        rows.more_wanted.connect(self._show_more)

    async def _undo(self, call_id: CallId) -> None:
        try:
            await self._assistant.undo(self._user_id, call_id)
        except KnownError:
            await self._reload_call(call_id)
            raise
        await self._reload_call(call_id)

    async def _reload_call(self, call_id: CallId) -> None:
        item = next((one for one in self._chat.items if call_id in one.calls), None)
        if item is None:
            return
        message_id: MessageId = item.calls[call_id].message_id
        for entry in await self._assistant.history.calls(self._user_id, [message_id]):
            item.calls[entry.call_id] = entry
        self._chat.refresh(item)

    def _answer(self, call_id: CallId, yes: bool, always: bool) -> None:  # noqa: FBT001 - a slot
        answering = self._assistant.answer_approval(self._user_id, call_id, yes=yes, always=always)
        start("answer an approval", answering)

    def _toggle_call(self, key: str, call_id: str) -> None:
        item = self._chat.item(key)
        if item is not None:
            item.open_calls ^= {call_id}
            self._chat.refresh(item)

    def _show_more(self, key: str) -> None:
        item = self._chat.item(key)
        if item is not None:
            item.wished_more += 1
            self._chat.refresh(item)
