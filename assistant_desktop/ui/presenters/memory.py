"""The page of memories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.models.memory_rows import (
    first_rows,
    grouped,
    origin_text,
    suggestion_row,
)
from assistant_desktop.ui.start import start
from assistant_desktop.ui.views.memory_page import PAGE

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import MemoryId, UserId
    from assistant_desktop.domain.memory import Memory
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.memory_page import MemoryPage

_BURST_MS = 30


class MemoryPresenter(QObject):
    """Words of the search may be anywhere, a stem finds its forms.

    message_wanted: a conversation and its message, to be shown. message_unwanted: the messages to
    be deleted for good with what was learned from them. told: what was done, in a sentence.
    """

    message_wanted = Signal(str, str)
    message_unwanted = Signal(list)
    told = Signal(str)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: MemoryPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._memories = assistant.memories
        self._query, self._with_past = "", False
        self._found: list[Memory] = []
        self._most = PAGE
        self._revealed: frozenset[str] = frozenset()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.load)
        relay.memories_changed.connect(lambda _: self._later.start())
        page.searched.connect(self._search)
        page.added.connect(lambda text: start("remember", self._add(text), page.tell_problem))
        page.forget_wanted.connect(self._forget)
        page.reworded.connect(self._reword)
        page.pin_wanted.connect(self._pin)
        page.why_wanted.connect(lambda one: start("why", self._tell_why(one), owner=self))
        page.message_wanted.connect(lambda one: start("go there", self._go(one), owner=self))
        page.suggestion_answered.connect(self._answer)
        page.learning_wanted.connect(self._set_learning)
        page.past_wanted.connect(self._show_past)
        page.more_wanted.connect(self._show_more)
        page.export_wanted.connect(lambda path: start("export", self._export(Path(path))))
        page.wipe_asked.connect(lambda: start("count", self._ask_wipe(), owner=self))
        page.wipe_wanted.connect(lambda: start("forget everything", self._wipe()))
        page.left.connect(self._forget_revealed)
        page.show_learning(on=assistant.settings.learn_facts)
        self.load()

    # ---- showing ----

    def load(self) -> None:
        """Read them anew."""
        start("read memories", self._load(self._query, self._with_past), owner=self)

    async def _load(self, query: str, with_past: bool) -> None:  # noqa: FBT001 - as it was asked
        if query:
            found = await self._memories.search(self._user_id, query, past=with_past)
        else:
            found = await self._memories.everything(self._user_id)
            found += await self._memories.past(self._user_id) if with_past else []
        asked = await self._memories.suggestions(self._user_id)
        if (query, with_past) == (self._query, self._with_past):
            self._found = found
            self._page.show_suggestions([suggestion_row(one) for one in asked])
            self._show()

    def _show(self) -> None:
        groups = grouped(self._found, self._revealed)
        shown = first_rows(groups, self._most, self._now())
        self._page.show_groups(shown, max(len(self._found) - self._most, 0))

    def _now(self) -> datetime:
        return self._assistant.now().astimezone(self._assistant.zone())

    def reveal(self, memory_ids: list[str]) -> None:
        """Show these first: somebody asks about them."""
        start("show memories", self._reveal(frozenset(memory_ids)), owner=self)

    async def _reveal(self, memory_ids: frozenset[str]) -> None:
        self._page.search.clear()
        self._query, self._revealed = "", memory_ids
        await self._load("", self._with_past)
        self._page.go_to_top()
        if not any(one.id in memory_ids for one in self._found):
            self.told.emit(tr("It is not remembered any more."))

    def show_learning(self) -> None:
        """The setting was changed, here or elsewhere."""
        self._page.show_learning(on=self._assistant.settings.learn_facts)

    def _forget_revealed(self) -> None:
        if self._revealed:
            self._revealed = frozenset()
            self._show()

    def _search(self, text: str) -> None:
        self._query, self._most = text.casefold().strip(), PAGE
        self._revealed = frozenset()
        self.load()

    def _show_past(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._with_past = on
        self.load()

    def _show_more(self) -> None:
        self._most += PAGE
        self._show()

    # ---- where it comes from ----

    async def _tell_why(self, memory_id: MemoryId) -> None:
        memory = self._known(memory_id)
        if memory is not None:
            origin = await self._memories.origin_of(self._user_id, memory_id)
            self._page.show_origin(memory_id, origin_text(memory, origin, self._now()))

    async def _go(self, memory_id: MemoryId) -> None:
        origin = await self._memories.origin_of(self._user_id, memory_id)
        if origin is not None:
            self.message_wanted.emit(origin.message.conversation_id, origin.message.id)

    def _known(self, memory_id: str) -> Memory | None:
        return next((one for one in self._found if one.id == memory_id), None)

    # ---- changing ----

    async def _add(self, text: str) -> None:
        await self._assistant.remember(self._user_id, text)
        self._page.take()

    def _reword(self, memory_id: MemoryId, text: str) -> None:
        rewording = self._memories.reword(self._user_id, memory_id, text)
        start("change a memory", rewording, self._page.tell_problem)

    def _pin(self, memory_id: MemoryId, pinned: bool) -> None:  # noqa: FBT001 - a slot
        start("pin", self._memories.pin(self._user_id, memory_id, pinned=pinned))

    def _answer(self, suggestion_id: MemoryId, yes: bool) -> None:  # noqa: FBT001 - a slot
        answering = self._memories.answer_suggestion(self._user_id, suggestion_id, yes=yes)
        start("answer a suggestion", answering)

    def _set_learning(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._page.show_learning(on=on)
        start("pause learning", self._assistant.change_settings(learn_facts=on))

    def _forget(self, memory_id: MemoryId, message_too: bool) -> None:  # noqa: FBT001 - a slot
        memory = self._known(memory_id)
        source = memory.source_message if memory is not None else None
        start("forget", self._assistant.forget(self._user_id, [memory_id]))
        if message_too and source is not None:
            self.message_unwanted.emit([source])

    # ---- all of them ----

    async def _export(self, path: Path) -> None:
        count = await self._memories.export_to(self._user_id, path)
        self.told.emit(
            trn(
                "{n} memory written to {name}.",
                "{n} memories written to {name}.",
                count,
                name=path.name,
            )
        )

    async def _ask_wipe(self) -> None:
        held = await self._memories.everything(self._user_id)
        past = await self._memories.past(self._user_id)
        self._page.ask_wipe(len(held) + len(past))

    async def _wipe(self) -> None:
        count = await self._memories.wipe(self._user_id)
        self.told.emit(trn("{n} memory forgotten.", "{n} memories forgotten.", count))
