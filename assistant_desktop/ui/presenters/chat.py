"""The chat screen: sends, streams, stops, answers, takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.conversation import Role
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.chat_items import ChatItem, item_of, items_of
from assistant_desktop.ui.presenters.live_text import LiveText
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import (
        ApprovalAsked,
        CallChanged,
        MessageStored,
        ReplyWaiting,
        TextStreamed,
        TextTakenBack,
        TurnEnded,
    )
    from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.chat_page import ChatPage

FIRST_PAGE, NEXT_PAGE = 60, 200
THINKING = "thinking"
_THINKING_AFTER_MS = 250


class ChatPresenter(QObject):
    """`opened` carries the id of the conversation that is shown, "" for a new one.

    listed: its messages were read.
    """

    opened = Signal(str)
    failed = Signal(str)
    busy_changed = Signal(str)
    listed = Signal()

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: ChatPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._id: ConversationId | None = None
        self._items: dict[str, ChatItem] = {}
        self._oldest: MessageId | None = None
        self._is_loading = False
        self._sending = False
        self._told_waiting = False
        self._opening = 0
        self._live = LiveText(self)
        self._live.grown.connect(self._show_live)
        self._thinking = QTimer(self)
        self._thinking.setSingleShot(True)
        self._thinking.setInterval(_THINKING_AFTER_MS)
        self._thinking.timeout.connect(self._show_thinking)
        relay.message_stored.connect(self._stored)
        relay.text_streamed.connect(self._streamed)
        relay.text_taken_back.connect(self._taken_back)
        relay.reply_waiting.connect(self._waits)
        relay.call_changed.connect(self._call_changed)
        relay.approval_asked.connect(self._asked)
        relay.turn_ended.connect(self._ended)
        page.sent.connect(self.send)
        page.stopped.connect(self.stop)
        page.older_wanted.connect(self._load_older)
        rows = page.row_signals
        rows.undo_wanted.connect(lambda call_id: start("undo", self._undo(call_id)))
        rows.answered.connect(self._answer)
        rows.opened.connect(self._toggle_call)
        rows.more_wanted.connect(self._show_more)

    @property
    def conversation_id(self) -> str:
        """What is shown now."""
        return self._id or ""

    @property
    def is_sending(self) -> bool:
        """Whether a message is on its way to the disk."""
        return self._sending

    # ---- opening ----

    def open(self, conversation_id: str) -> None:
        """Show a conversation at its end; "" is a new one."""
        self._id = conversation_id or None  # type: ignore[assignment]  # an id from our own list
        self._items.clear()
        self._oldest = None
        self._opening += 1
        self._thinking.stop()
        answering = self._id is not None and self._assistant.is_answering(self._user_id, self._id)
        self._page.composer.set_answering(answering=answering)
        self._page.notice.hide()
        self.opened.emit(conversation_id)
        if self._id is None:
            self._page.show_items([])
        else:
            start("open a conversation", self._open(self._opening), owner=self)

    async def _open(self, opening: int) -> None:
        items = await self._load(FIRST_PAGE)
        if opening != self._opening or self._id is None:
            return
        known = {item.key for item in items}
        for message_id in self._live.of_conversation(self._id):
            text = self._live.text(message_id)
            if message_id not in known:
                items.append(ChatItem(message_id, "assistant", text, is_streaming=True))
        self._items = {item.key: item for item in items}
        self._page.show_items(items)
        self.listed.emit()

    async def _load(self, limit: int) -> list[ChatItem]:
        if self._id is None:
            return []
        messages = await self._assistant.messages(self._user_id, self._id, self._oldest, limit)
        entries = await self._assistant.calls(self._user_id, [one.id for one in messages])
        if messages:
            self._oldest = messages[0].id
        items = items_of(messages, entries)
        if any(item.waits_for_yes for item in items):
            waiting = await self._assistant.approvals(self._user_id)
            for item in items:
                item.reasons = {e.call_id: why for e, why in waiting if e.call_id in item.calls}
        return items

    def _load_older(self) -> None:
        if self._oldest is not None and not self._is_loading:
            self._is_loading = True
            start("load older messages", self._prepend(self._opening), owner=self)

    async def _prepend(self, opening: int) -> None:
        try:
            before = self._oldest
            items = await self._load(NEXT_PAGE)
        finally:
            self._is_loading = False
        if opening != self._opening:
            return
        if self._oldest == before:
            self._oldest = None  # there is nothing older
        fresh = [item for item in items if item.key not in self._items]
        self._items = {**{item.key: item for item in fresh}, **self._items}
        self._page.list.prepend(fresh)
        self.listed.emit()

    # ---- saying something ----

    def send(self, text: str) -> None:
        """Say it; the text stays in the composer until it is on disk."""
        if not self._sending:
            self._sending = True
            self._page.notice.hide()
            start("send", self._send(text), self._not_sent)

    async def _send(self, text: str) -> None:
        from assistant_desktop.core.assistant import Saying

        is_new = self._id is None
        saying = Saying(self._user_id, text, self._id, new_conversation=is_new, language=None)
        try:
            turn = await self._assistant.send(saying)
        finally:
            self._sending = False
        if self._page.composer.text() == text:
            self._page.composer.take()
        if self._id is None or self._id == turn.conversation_id:
            self._id = turn.conversation_id
            if not turn.finished.done():
                self._page.composer.set_answering(answering=True)
                self._thinking.start()
        if is_new:
            self.opened.emit(turn.conversation_id)

    def _not_sent(self, sentence: str) -> None:
        if not self._page.composer.text():
            return
        self._page.notice.say(sentence)
        self.failed.emit(sentence)

    def stop(self) -> None:
        """Stop means stop; what was said so far is kept."""
        if self._id is not None:
            start("stop", self._assistant.stop(self._user_id, self._id))

    # ---- what happens ----

    def _stored(self, event: MessageStored) -> None:
        message = event.message
        self._live.end(message.id)
        if self._id is None and self._sending and message.role is Role.USER:
            self._id = message.conversation_id
        if message.conversation_id != self._id:
            return
        known = self._items.get(message.id)
        item = item_of(message, known.calls.values() if known else ())
        if item is None:
            if known is not None:
                self._drop(message.id)
            return
        if known is None:
            self._add(item)
        else:
            known.text, known.mark, known.is_streaming = item.text, item.mark, False
            self._refresh(known)

    def _streamed(self, event: TextStreamed) -> None:
        if self._told_waiting and event.conversation_id == self._id:
            self._told_waiting = False
            self._page.notice.hide()
        if not event.reasoning:
            self._live.add(event.conversation_id, event.message_id, event.text)

    def _taken_back(self, event: TextTakenBack) -> None:
        """It was not true: it goes before anybody believes it."""
        self._live.end(event.message_id)
        item = self._items.get(event.message_id)
        if item is not None:
            item.text = ""
            self._refresh(item)

    def _waits(self, event: ReplyWaiting) -> None:
        if event.conversation_id == self._id:
            self._told_waiting = True
            self._page.notice.say(tr("Waiting: the model answers another conversation first."))

    def _show_live(self, message_id: str) -> None:
        if self._id is None or message_id not in self._live.of_conversation(self._id):
            return
        text = self._live.text(message_id)
        item = self._items.get(message_id)
        if item is None:
            self._add(ChatItem(message_id, "assistant", text, is_streaming=True))
        else:
            item.text, item.is_streaming = text, True
            self._refresh(item)

    def _call_changed(self, event: CallChanged) -> None:
        item = self._items.get(event.entry.message_id)
        if item is None and event.entry.conversation_id == self._id:
            item = ChatItem(event.entry.message_id, "assistant")
            self._add(item)
        if item is not None:
            item.calls[event.entry.call_id] = event.entry
            self._refresh(item)

    def _asked(self, event: ApprovalAsked) -> None:
        self._call_changed(event)  # type: ignore[arg-type]  # both carry an entry
        start("why it asks", self._find_reasons(event.entry.message_id), owner=self)

    async def _find_reasons(self, message_id: str) -> None:
        waiting = await self._assistant.approvals(self._user_id)
        item = self._items.get(message_id)
        if item is not None:
            item.reasons = {e.call_id: why for e, why in waiting if e.call_id in item.calls}
            self._refresh(item)

    def _ended(self, event: TurnEnded) -> None:
        self.busy_changed.emit(event.conversation_id)
        for message_id in self._live.of_conversation(event.conversation_id):
            self._live.end(message_id)
        if event.conversation_id != self._id:
            return
        self._drop(THINKING)
        self._thinking.stop()
        self._page.composer.set_answering(answering=False)
        for item in self._items.values():
            if item.is_streaming:
                item.is_streaming = False
                self._refresh(item)
        if event.outcome == "failed":
            self.tell_failure(f"{event.error} {event.hint}".strip())

    def tell_failure(self, sentence: str) -> None:
        """The model did not answer: say so in one line, with the button that mends it."""
        if self._assistant.settings.model.kind == "offline":
            self._page.notice.say(sentence)
        else:
            self._page.notice.say(sentence, tr("Use offline"), self.use_offline)

    def use_offline(self) -> None:
        """Answer without a model from now on."""
        from assistant_desktop.core.assistant import ModelChoice

        start("use offline", self._assistant.brains.use(ModelChoice()))

    # ---- rows ----

    @property
    def items(self) -> list[ChatItem]:
        """The rows that were read, oldest first."""
        return list(self._items.values())

    def refresh(self, item: ChatItem) -> None:
        """Somebody else changed something of a row."""
        self._refresh(item)

    def _add(self, item: ChatItem) -> None:
        if item.kind == "assistant":
            self._drop(THINKING)
            self._thinking.stop()
        self._items[item.key] = item
        self._page.add_item(item)

    def _refresh(self, item: ChatItem) -> None:
        item.touch()
        self._page.list.refresh(item)

    def _drop(self, key: str) -> None:
        if self._items.pop(key, None) is not None:
            self._page.list.remove(key)

    def _show_thinking(self) -> None:
        if self._id is not None and self._assistant.is_answering(self._user_id, self._id):
            self._add(ChatItem(THINKING, "assistant", is_streaming=True))

    async def _undo(self, call_id: CallId) -> None:
        try:
            await self._assistant.undo(self._user_id, call_id)
        except KnownError:
            await self._reload_call(call_id)
            raise
        await self._reload_call(call_id)

    async def _reload_call(self, call_id: CallId) -> None:
        item = next((one for one in self._items.values() if call_id in one.calls), None)
        if item is None:
            return
        message_id: MessageId = item.calls[call_id].message_id
        for entry in await self._assistant.calls(self._user_id, [message_id]):
            item.calls[entry.call_id] = entry
        self._refresh(item)

    def _answer(self, call_id: CallId, yes: bool, always: bool) -> None:  # noqa: FBT001 - a slot
        answering = self._assistant.answer_approval(self._user_id, call_id, yes=yes, always=always)
        start("answer an approval", answering)

    def _toggle_call(self, key: str, call_id: str) -> None:
        item = self._items.get(key)
        if item is not None:
            item.open_calls ^= {call_id}
            self._refresh(item)

    def _show_more(self, key: str) -> None:
        item = self._items.get(key)
        if item is not None:
            item.wished_more += 1
            self._refresh(item)
