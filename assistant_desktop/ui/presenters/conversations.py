"""The column of conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start
from assistant_desktop.ui.views.conversations_column import Row
from assistant_desktop.ui.widgets.conversation_menu import STANDING, Standing

if TYPE_CHECKING:
    from datetime import date

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.conversation import Conversation
    from assistant_desktop.domain.ids import ConversationId, UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.conversations_column import ConversationsColumn

MOST = 500
Group = tuple[str, list[Row]]


class ConversationsPresenter(QObject):
    """`listed` when the list was read."""

    listed = Signal()

    def __init__(
        self, assistant: Assistant, relay: EventRelay, view: ConversationsColumn, user_id: UserId
    ) -> None:
        super().__init__(view)
        self._assistant, self._view, self._user_id = assistant, view, user_id
        self._all: list[Conversation] = []
        self._archived: list[Conversation] = []
        self._shows_archived = False
        self.current = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(50)
        self._later.timeout.connect(self.load)
        relay.conversations_changed.connect(lambda _: self._later.start())
        relay.turn_ended.connect(lambda _: self._later.start())
        view.archived_wanted.connect(self._show_archived)

    def load(self) -> None:
        """Read the list."""
        start("list conversations", self._load(), owner=self)

    async def _load(self) -> None:
        history = self._assistant.history
        self._all = await history.conversations(self._user_id, MOST)
        self._archived = await history.conversations(self._user_id, MOST, archived=True)
        self._show()
        self.listed.emit()

    @property
    def titles(self) -> list[tuple[str, str]]:
        """All conversations as (id, title), newest first."""
        return [(one.id, one.title) for one in self._all]

    def title_of(self, conversation_id: str) -> str:
        """What a conversation is called."""
        found = self._conversation(conversation_id)
        return found.title if found else ""

    def standing_of(self, conversation_id: str) -> Standing:
        """Whether a conversation is pinned or archived."""
        found = self._conversation(conversation_id)
        return Standing(found.pinned, found.archived) if found else STANDING

    def _conversation(self, conversation_id: str) -> Conversation | None:
        both = (*self._all, *self._archived)
        return next((one for one in both if one.id == conversation_id), None)

    def mark(self, conversation_id: str) -> None:
        """This one is shown now."""
        self.current = conversation_id
        self._view.select(conversation_id)

    def rename(self, conversation_id: ConversationId, title: str) -> None:
        """Give it another title."""
        if title.strip():
            renaming = self._assistant.history.rename(self._user_id, conversation_id, title)
            start("rename a conversation", renaming)

    def _show_archived(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        self._shows_archived = wanted
        self._show()

    def _show(self) -> None:
        self._shows_archived &= bool(self._archived)
        self._view.show_archived_count(len(self._archived), is_shown=self._shows_archived)
        if self._shows_archived:
            groups = [(tr("ARCHIVED"), [self._row(one) for one in self._archived])]
        else:
            groups = self._groups()
        self._view.show_groups(groups, self.current)

    def _groups(self) -> list[Group]:
        zone = self._assistant.zone()
        today = self._assistant.now().astimezone(zone).date()
        groups: dict[int, list[Row]] = {-1: [], 0: [], 1: [], 2: []}
        for one in self._all:
            age = -1 if one.pinned else _age(one.updated_at.astimezone(zone).date(), today)
            groups[age].append(self._row(one))
        names = {-1: tr("PINNED"), 0: tr("TODAY"), 1: tr("YESTERDAY"), 2: tr("EARLIER")}
        return [(names[age], rows) for age, rows in groups.items()]

    def _row(self, one: Conversation) -> Row:
        busy = self._assistant.is_answering(one.user_id, one.id)
        return Row(one.id, one.title, busy, Standing(one.pinned, one.archived))


def _age(day: date, today: date) -> int:
    return min(max((today - day).days, 0), 2)
