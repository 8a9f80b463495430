"""What one does with a message: edit, answer again, another version, delete for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.core.assistant import Assistant, Revised
    from assistant_desktop.domain.conversation import JournalEntry
    from assistant_desktop.domain.ids import MessageId, UserId
    from assistant_desktop.ui.presenters.chat import ChatPresenter
    from assistant_desktop.ui.views.chat_page import ChatPage


class MessageActions(QObject):
    """While a message is edited, what is sent takes its place."""

    def __init__(
        self, assistant: Assistant, chat: ChatPresenter, page: ChatPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._chat, self._page = assistant, chat, page
        self._user_id = user_id
        self._editing = ""
        rows = page.row_signals
        rows.edit_wanted.connect(self.edit)
        rows.again_wanted.connect(self.answer_again)
        rows.version_wanted.connect(self._switch)
        rows.delete_wanted.connect(self.ask_delete)
        rows.menu_wanted.connect(self._show_menu)
        page.last_wanted.connect(lambda: self.edit(chat.last_of("user")))
        page.sent.connect(self._send)
        page.notice.closed.connect(self._cancel)
        page.composer.edit.escaped.connect(self._leave)
        chat.opened.connect(lambda _: self._leave())

    # ---- editing ----

    def edit(self, key: str) -> None:
        """Put a message of the user's into the composer again."""
        item = self._chat.item(key)
        if item is None or item.kind != "user":
            return
        self._page.composer.set_text(item.text)
        told = tr("You are editing an earlier message. What came after it is kept as a version.")
        self._page.notice.say(told, tr("Cancel"), self._cancel)
        self._editing = key

    def _cancel(self) -> None:
        if not self._editing:
            return
        self._leave()
        self._page.composer.take()
        self._page.composer.setFocus()

    def _leave(self) -> None:
        if self._editing:
            self._editing = ""
            self._page.notice.hide()

    def _send(self, text: str) -> None:
        if not self._editing:
            self._chat.send(text)
            return
        start("edit", self._edited(self._editing, text), self._page.notice.say)

    async def _edited(self, key: str, text: str) -> None:
        message_id = cast("MessageId", key)
        revised = await self._assistant.history.edit(self._user_id, message_id, text)
        self._leave()
        self._page.composer.take()
        self._follow(revised)

    # ---- answering again, versions ----

    def answer_again(self, key: str) -> None:
        """Have it answered once more; the earlier answer is kept."""
        start("answer again", self._answered_again(key), self._page.notice.say)

    async def _answered_again(self, key: str) -> None:
        message_id = cast("MessageId", key)
        self._follow(await self._assistant.history.regenerate(self._user_id, message_id))

    def _follow(self, revised: Revised) -> None:
        if not revised.turn.finished.done():
            self._chat.follow(revised.turn)
        if revised.effects:
            self._tell_effects(revised.effects)

    def _tell_effects(self, effects: Sequence[JournalEntry]) -> None:
        """What earlier versions did stays done until the user takes it back."""
        receipts = "; ".join(one.receipt.rstrip(".") for one in effects if one.receipt)
        told = trn(
            "The replaced version did something that stays done: {what}.",
            "The replaced version did things that stay done: {what}.",
            len(effects),
            what=receipts,
        )
        self._page.notice.say(told, tr("Undo"), partial(self._take_back, effects))

    def _take_back(self, effects: Sequence[JournalEntry]) -> None:
        start("take back", self._taken_back(effects), self._page.notice.say)

    async def _taken_back(self, effects: Sequence[JournalEntry]) -> None:
        for one in reversed(effects):
            await self._assistant.undo(self._user_id, one.call_id)

    def _switch(self, message_id: MessageId) -> None:
        switching = self._assistant.history.switch(self._user_id, message_id)
        start("another version", switching, self._page.notice.say)

    # ---- deleting ----

    def ask_delete(self, key: str) -> None:
        """Ask before a message goes for good."""
        if self._chat.item(key) is not None:
            self._page.notice.ask(
                tr("Delete this message for good? It is removed from backups too."),
                tr("Delete"),
                partial(self._delete, key),
            )

    def _delete(self, key: str) -> None:
        message_id = cast("MessageId", key)
        deleting = self._assistant.history.delete_message(self._user_id, message_id)
        start("delete a message", deleting, self._page.notice.say)

    def delete_all(self, message_ids: Sequence[str]) -> None:
        """Messages that the user has said shall go, somewhere else."""
        for key in message_ids:
            self._delete(key)

    # ---- the menu ----

    def _show_menu(self, key: str, place: QPoint) -> None:
        item = self._chat.item(key)
        if item is None or item.is_streaming:
            return
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = item.text
        menu.addAction(tr("Copy"), lambda: QGuiApplication.clipboard().setText(text))
        if item.kind == "user":
            menu.addAction(tr("Edit and send again"), lambda: self.edit(key))
        menu.addAction(tr("Answer again"), lambda: self.answer_again(key))
        menu.addSeparator()
        menu.addAction(tr("Delete message…"), lambda: self.ask_delete(key))
        menu.popup(place)
