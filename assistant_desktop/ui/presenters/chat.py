"""The chat screen: sends, streams, stops, answers, takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.conversation import Role
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.chat_items import ChatItem, item_of
from assistant_desktop.ui.presenters.conversation_pages import ConversationPages
from assistant_desktop.ui.presenters.live_text import LiveText
from assistant_desktop.ui.presenters.row_actions import RowActions
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant, RunningTurn
    from assistant_desktop.domain.events import (
        ApprovalAsked,
        BranchChanged,
        CallChanged,
        MessageStored,
        ReplyWaiting,
        TextStreamed,
        TextTakenBack,
        TurnEnded,
    )
    from assistant_desktop.domain.ids import ConversationId, UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.chat_page import ChatPage

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
    offline_wanted = Signal()

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: ChatPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._id: ConversationId | None = None
        self._items: dict[str, ChatItem] = {}
        self._pages = ConversationPages(assistant, user_id)
        self._came: dict[str, ChatItem] = {}  # rows that came while a page was being read
        self._is_loading = False
        self._sending = False
        self._told_waiting = False
        self._revising = False
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
        page.stopped.connect(self.stop)
        relay.branch_changed.connect(self._branch_changed)
        page.older_wanted.connect(self._load_older)
        page.newer_wanted.connect(self._load_newer)
        page.end_wanted.connect(self._to_end)
        RowActions(assistant, self, page.row_signals, user_id)

    def item(self, key: str) -> ChatItem | None:
        """A row that is shown."""
        return self._items.get(key)

    def last_of(self, kind: str) -> str:
        """The newest row of a kind, "" without one."""
        return next((i.key for i in reversed(self._items.values()) if i.kind == kind), "")

    @property
    def conversation_id(self) -> str:
        """What is shown now."""
        return self._id or ""

    @property
    def is_sending(self) -> bool:
        """Whether a message is on its way to the disk."""
        return self._sending

    # ---- opening ----

    def open(self, conversation_id: str, at: str = "") -> None:
        """Show a conversation at its end, or around a message; "" is a new one."""
        self._id = conversation_id or None  # type: ignore[assignment]  # an id from our own list
        self._items.clear()
        self._opening += 1
        self._thinking.stop()
        answering = self._id is not None and self._assistant.is_answering(self._user_id, self._id)
        self._page.composer.set_answering(answering=answering)
        self._page.notice.hide()
        self.opened.emit(conversation_id)
        if self._id is None:
            self._page.show_items([])
        else:
            start("open a conversation", self._open(self._opening, at), owner=self)

    def reload(self) -> None:
        """Read what is shown anew, at its end."""
        if self._id is not None:
            self._opening += 1
            start("read a conversation anew", self._open(self._opening, ""), owner=self)

    async def _open(self, opening: int, at: str) -> None:
        if self._id is None:
            return
        self._came.clear()
        pages = ConversationPages(self._assistant, self._user_id)
        items = await pages.open(self._id, at)
        if opening != self._opening or self._id is None:
            return
        self._pages = pages
        known = {item.key for item in items}
        if not pages.has_newer:
            items += [item for item in self._came.values() if item.key not in known]
            items += self._live_items({item.key for item in items})
        self._items = {item.key: item for item in items}
        at = at if at in self._items else ""
        self._page.show_items(items, at)
        self.listed.emit()
        if at:
            self._page.list.setFocus()

    def _live_items(self, known: set[str]) -> list[ChatItem]:
        """What is being said here now, as far as it has come."""
        live = self._live.of_conversation(self._id) if self._id is not None else ()
        return [
            ChatItem(one, "assistant", self._live.text(one), is_streaming=True)
            for one in live
            if one not in known
        ]

    def _load_newer(self) -> None:
        if self._pages.has_newer and not self._is_loading:
            self._is_loading = True
            start("load newer messages", self._append(self._opening), owner=self)

    async def _append(self, opening: int) -> None:
        try:
            items = await self._pages.newer()
        finally:
            self._is_loading = False
        if opening == self._opening:
            fresh = [item for item in items if item.key not in self._items]
            self._items |= {item.key: item for item in fresh}
            self._page.list.extend(fresh)
            self.listed.emit()

    def _to_end(self) -> None:
        """To the newest message, which may not be here yet."""
        if self._pages.has_newer:
            self.reload()
        else:
            self._page.list.to_end()

    def _branch_changed(self, event: BranchChanged) -> None:
        if event.conversation_id == self._id:
            self.reload()

    def _load_older(self) -> None:
        if self._pages.has_older and not self._is_loading:
            self._is_loading = True
            start("load older messages", self._prepend(self._opening), owner=self)

    async def _prepend(self, opening: int) -> None:
        try:
            items = await self._pages.older()
        finally:
            self._is_loading = False
        if opening == self._opening:
            fresh = [item for item in items if item.key not in self._items]
            self._items = {**{item.key: item for item in fresh}, **self._items}
            self._page.list.prepend(fresh)
            self.listed.emit()

    # ---- saying something ----

    def send(self, text: str) -> None:
        """Say it; the text stays in the composer until it is on disk."""
        if self._sending:
            return
        self._sending = True
        self._page.notice.hide()
        start("send", self._send(text), self._not_sent)

    async def _send(self, text: str) -> None:
        from assistant_desktop.core.assistant import Saying

        is_new = self._id is None
        if self._pages.has_newer:
            self.reload()  # what is said stands at the end: there one looks
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

    def follow(self, turn: RunningTurn) -> None:
        """An answer was asked for elsewhere: show that it comes, in place of what it replaces."""
        if turn.conversation_id == self._id:
            self._revising = True
            self._drop_after(turn.message_id or "")
            self._page.composer.set_answering(answering=True)
            self._thinking.start()

    def _drop_after(self, question: str) -> None:
        keys = list(self._items)
        for key in keys[keys.index(question) + 1 :] if question in keys else ():
            self._drop(key)

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
        if known is None and self._pages.has_newer:
            return  # it is read when the reader comes to the end
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
        if (
            self._pages.has_newer
            or self._id is None
            or message_id not in self._live.of_conversation(self._id)
        ):
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
        if self._revising and event.outcome in {"failed", "stopped"}:
            self.reload()  # where nothing was said, the earlier version stands again
        self._revising = False
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
            self._page.notice.say(sentence, tr("Use offline"), self.offline_wanted.emit)

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
        self._items[item.key] = self._came[item.key] = item
        self._page.add_item(item)

    def _refresh(self, item: ChatItem) -> None:
        item.touch()
        self._page.list.refresh(item)

    def _drop(self, key: str) -> None:
        self._came.pop(key, None)
        if self._items.pop(key, None) is not None:
            self._page.list.remove(key)

    def _show_thinking(self) -> None:
        if self._id is not None and self._assistant.is_answering(self._user_id, self._id):
            self._add(ChatItem(THINKING, "assistant", is_streaming=True))
