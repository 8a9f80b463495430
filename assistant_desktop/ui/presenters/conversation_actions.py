"""What one does with a conversation: rename, pin, archive, save, delete for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.ask import ask_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import ConversationId, UserId
    from assistant_desktop.ui.presenters.conversations import ConversationsPresenter
    from assistant_desktop.ui.views.shell import Shell

_LONGEST_NAME = 60


class ConversationActions(QObject):
    """`gone` when one was deleted."""

    gone = Signal(str)

    def __init__(
        self,
        assistant: Assistant,
        listed: ConversationsPresenter,
        shell: Shell,
        user_id: UserId,
    ) -> None:
        super().__init__(shell.chat)
        self._assistant, self._listed, self._shell = assistant, listed, shell
        self._user_id = user_id

    def act(self, conversation_id: str, action: str) -> None:
        """Do what was chosen in a menu."""
        doing: dict[str, Callable[[ConversationId], None]] = {
            "rename": self._ask_rename,
            "pin": lambda one: self._pin(one, pinned=True),
            "unpin": lambda one: self._pin(one, pinned=False),
            "archive": self._put_away,
            "bring_back": lambda one: self._archive(one, archived=False),
            "export": self._ask_where,
            "delete": self._ask_delete,
        }
        if conversation_id and action in doing:
            doing[action](cast("ConversationId", conversation_id))

    def _ask_rename(self, conversation_id: ConversationId) -> None:
        ask_text(
            self._shell,
            tr("Rename the conversation"),
            self._listed.title_of(conversation_id),
            tr("Rename"),
            lambda text: self._listed.rename(conversation_id, text),
        )

    def _pin(self, conversation_id: ConversationId, *, pinned: bool) -> None:
        pinning = self._assistant.history.pin(self._user_id, conversation_id, pinned=pinned)
        start("pin a conversation", pinning)

    def _put_away(self, conversation_id: ConversationId) -> None:
        self._archive(conversation_id, archived=True)
        self._shell.toast.say(
            tr("Archived. Search still finds it."),
            tr("Undo"),
            lambda: self._archive(conversation_id, archived=False),
        )

    def _archive(self, conversation_id: ConversationId, *, archived: bool) -> None:
        history = self._assistant.history
        moving = history.archive(self._user_id, conversation_id, archived=archived)
        start("archive a conversation", moving)

    def _ask_delete(self, conversation_id: ConversationId) -> None:
        title = self._listed.title_of(conversation_id) or tr("New conversation")
        told = tr(
            "Delete “{title}” for good? Its messages go, and what was learned from them."
            " Reminders stay.",
            title=title,
        )
        self._shell.go("chat")
        self._shell.chat.notice.ask(told, tr("Delete"), lambda: self.delete(conversation_id))

    def delete(self, conversation_id: ConversationId) -> None:
        """Delete it for good."""
        start("delete a conversation", self._delete(conversation_id))

    async def _delete(self, conversation_id: ConversationId) -> None:
        await self._assistant.history.delete(self._user_id, conversation_id)
        self.gone.emit(conversation_id)

    def _ask_where(self, conversation_id: ConversationId) -> None:
        title = self._listed.title_of(conversation_id)
        name = "".join(c if c.isalnum() or c in " -_" else " " for c in title)[:_LONGEST_NAME]
        dialog = QFileDialog(self._shell, tr("Save as Markdown"), "", "Markdown (*.md)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("md")
        dialog.selectFile(f"{' '.join(name.split()) or tr('Conversation')}.md")
        dialog.fileSelected.connect(lambda path: self.save(conversation_id, path))
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def save(self, conversation_id: ConversationId, path: str) -> None:
        """Write it as Markdown."""
        start("save a conversation", self._save(conversation_id, path), self._shell.say)

    async def _save(self, conversation_id: ConversationId, path: str) -> None:
        from pathlib import Path

        written = await self._assistant.history.export_conversation(
            self._user_id, conversation_id, Path(path)
        )
        self._shell.say(trn("Saved: {n} message.", "Saved: {n} messages.", written))
