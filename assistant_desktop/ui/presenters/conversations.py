"""The column of conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from datetime import date

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.conversation import Conversation
    from assistant_desktop.domain.ids import ConversationId, UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.conversations_column import ConversationsColumn

MOST = 500
Group = tuple[str, list[tuple[str, str, bool]]]


class ConversationsPresenter(QObject):
    """`listed` when the list was read; `gone` when the shown conversation was deleted."""

    listed = Signal()
    gone = Signal(str)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, view: ConversationsColumn, user_id: UserId
    ) -> None:
        super().__init__(view)
        self._assistant, self._view, self._user_id = assistant, view, user_id
        self._all: list[Conversation] = []
        self._filter = ""
        self.current = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(50)
        self._later.timeout.connect(self.load)
        relay.conversations_changed.connect(lambda _: self._later.start())
        relay.turn_ended.connect(lambda _: self._later.start())
        view.filtered.connect(self._filter_by)

    def load(self) -> None:
        """Read the list."""
        start("list conversations", self._load(), owner=self)

    async def _load(self) -> None:
        self._all = await self._assistant.history.conversations(self._user_id, MOST)
        self._show()
        self.listed.emit()

    @property
    def titles(self) -> list[tuple[str, str]]:
        """All conversations as (id, title), newest first."""
        return [(one.id, one.title) for one in self._all]

    def title_of(self, conversation_id: str) -> str:
        """What a conversation is called."""
        return next((one.title for one in self._all if one.id == conversation_id), "")

    def mark(self, conversation_id: str) -> None:
        """This one is shown now."""
        self.current = conversation_id
        self._view.select(conversation_id)

    def rename(self, conversation_id: ConversationId, title: str) -> None:
        """Give it another title."""
        if title.strip():
            renaming = self._assistant.history.rename(self._user_id, conversation_id, title)
            start("rename a conversation", renaming)

    def delete(self, conversation_id: ConversationId) -> None:
        """Delete it for good."""
        start("delete a conversation", self._delete(conversation_id))

    async def _delete(self, conversation_id: ConversationId) -> None:
        await self._assistant.history.delete(self._user_id, conversation_id)
        self.gone.emit(conversation_id)

    def _filter_by(self, text: str) -> None:
        self._filter = text.casefold().strip()
        self._show()

    def _show(self) -> None:
        shown = [one for one in self._all if self._filter in one.title.casefold()]
        zone = self._assistant.zone()
        today = self._assistant.now().astimezone(zone).date()
        groups: dict[int, list[tuple[str, str, bool]]] = {0: [], 1: [], 2: []}
        for one in shown:
            age = _age(one.updated_at.astimezone(zone).date(), today)
            busy = self._assistant.is_answering(one.user_id, one.id)
            groups[age].append((one.id, one.title, busy))
        names = (tr("TODAY"), tr("YESTERDAY"), tr("EARLIER"))
        self._view.show_groups([(names[age], groups[age]) for age in groups], self.current)


def _age(day: date, today: date) -> int:
    return min(max((today - day).days, 0), 2)
