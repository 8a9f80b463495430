"""Search while one types, over titles and every message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.dates import clock_text, date_text, day_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start
from assistant_desktop.ui.views.found_list import FoundEntry

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.conversation import Found, FoundMessage
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.views.conversations_column import ConversationsColumn

_AFTER_MS = 90
_NEAR_DAYS = 7


class SearchPresenter(QObject):
    """`chosen` carries a conversation and the message in it that one wants to see."""

    chosen = Signal(str, str)

    def __init__(self, assistant: Assistant, view: ConversationsColumn, user_id: UserId) -> None:
        super().__init__(view)
        self._assistant, self._view, self._user_id = assistant, view, user_id
        self._query = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_MS)
        self._later.timeout.connect(self._look)
        view.searched.connect(self._typed)
        view.found_chosen.connect(self.chosen)

    def _typed(self, text: str) -> None:
        self._query = text.strip()
        if self._query:
            self._later.start()
        else:
            self._later.stop()
            self._view.show_found(None)

    def _look(self) -> None:
        start("search", self._search(self._query), owner=self)

    async def _search(self, query: str) -> None:
        found = await self._assistant.history.search(self._user_id, query)
        if query == self._query:  # else one has typed on
            self._view.show_found(self._entries(found))

    def _entries(self, found: Found) -> list[FoundEntry]:
        entries = []
        if found.titles:
            entries.append(FoundEntry("heading", tr("CONVERSATIONS")))
        for title in found.titles:
            shown = title.title or tr("New conversation")
            caption = self._caption(title.time, archived=title.archived)
            one = FoundEntry("title", shown, caption, title.marks, title.conversation_id)
            entries.append(one)
        groups: dict[str, list[FoundMessage]] = {}
        for message in found.messages:
            groups.setdefault(message.conversation_id, []).append(message)
        for messages in groups.values():
            entries += self._group(messages)
        return entries

    def _group(self, messages: list[FoundMessage]) -> list[FoundEntry]:
        first = messages[0]
        note = tr("archived") if first.archived else ""
        head = FoundEntry("heading", first.title or tr("New conversation"), note)
        return [
            head,
            *(
                FoundEntry(
                    "message",
                    one.snippet,
                    self._caption(one.time, archived=False),
                    one.marks,
                    one.conversation_id,
                    one.message_id,
                )
                for one in messages
            ),
        ]

    def _caption(self, moment: datetime, *, archived: bool) -> str:
        zone = self._assistant.zone()
        local, today = moment.astimezone(zone), self._assistant.now().astimezone(zone).date()
        day = local.date()
        near = 0 <= (today - day).days < _NEAR_DAYS
        text = day_text(day, today) if near else date_text(day, with_year=day.year != today.year)
        told = f"{text} {clock_text(local)}"
        return f"{told} · {tr('archived')}" if archived else told
