"""The page of memories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.ui.dates import date_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start
from assistant_desktop.ui.views.memory_page import MemoryRow

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import MemoryId, UserId
    from assistant_desktop.domain.memory import Memory
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.memory_page import MemoryPage


class MemoryPresenter(QObject):
    """Newest first; words of the search may be anywhere, a stem finds its forms."""

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: MemoryPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._query = ""
        relay.memories_changed.connect(lambda _: self.load())
        page.searched.connect(self._search)
        page.added.connect(self._add)
        page.forget_wanted.connect(self._forget)
        page.learning_wanted.connect(self._set_learning)
        page.show_learning(on=assistant.settings.learn_facts)
        self.load()

    def load(self) -> None:
        """Read them anew."""
        start("read memories", self._load(self._query), owner=self)

    async def _load(self, query: str) -> None:
        memories = self._assistant.memories
        found = await memories.everything(self._user_id)
        if query:
            stemmed = {one.id for one in await memories.matching(self._user_id, query)}
            found = [one for one in found if one.id in stemmed or query in one.text.casefold()]
        if query == self._query:
            newest_first = sorted(found, key=lambda one: one.valid_from, reverse=True)
            self._page.show_rows([self._row(one) for one in newest_first])

    def _row(self, memory: Memory) -> MemoryRow:
        zone = self._assistant.zone()
        day = memory.valid_from.astimezone(zone).date()
        this_year = self._assistant.now().astimezone(zone).year
        when = date_text(day, with_year=day.year != this_year)
        if memory.source_message is None:
            learned = tr("noted {when}", when=when)
        else:
            learned = tr("from a conversation, {when}", when=when)
        return MemoryRow(memory.id, memory.text, learned)

    def _set_learning(self, on: bool) -> None:  # noqa: FBT001 - a slot
        start("pause learning", self._assistant.change_settings(learn_facts=on))

    def _search(self, text: str) -> None:
        self._query = text.casefold().strip()
        self.load()

    def _add(self, text: str) -> None:
        start("remember", self._remember(text), self._page.tell_problem)

    async def _remember(self, text: str) -> None:
        await self._assistant.remember(self._user_id, text)
        self._page.take()

    def _forget(self, memory_id: MemoryId) -> None:
        start("forget", self._assistant.forget(self._user_id, [memory_id]))
