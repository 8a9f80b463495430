"""Finding by meaning in the settings: how far it is, and the words before texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.start import start
from assistant_desktop.wording.model_words import number_text

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import EmbeddingProgress
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.finder_settings import FinderSettings


class FinderPresenter(QObject):
    """Follows the events; looks anew when models came, went or were chosen."""

    def __init__(self, assistant: Assistant, relay: EventRelay, view: FinderSettings) -> None:
        super().__init__(view)
        self._assistant, self._view = assistant, view
        view.prefixes_changed.connect(self._set_prefixes)
        relay.embedding_progress.connect(self._progress)
        relay.models_changed.connect(lambda _: self.look())
        self.look()

    def look(self) -> None:
        """See how everything stands."""
        start("look at what finds", self._look(), owner=self)

    async def _look(self) -> None:
        finder = self._assistant.finder
        choice = finder.choice
        prefixes = (choice.query_prefix, choice.text_prefix) if finder.takes_prefixes else None
        self._view.show_prefixes(prefixes)
        status = await finder.status()
        name = status.building or status.serving
        told = progress_words(name, status.waiting, status.total, building=bool(status.building))
        self._view.show_state(told, words().error(status.trouble) if status.trouble else "")

    def _progress(self, event: EmbeddingProgress) -> None:
        told = progress_words(event.model, event.waiting, event.total, building=event.building)
        self._view.show_state(told)

    def _set_prefixes(self, query: str, text: str) -> None:
        choice = self._assistant.finder.choice
        if (query, text) != (choice.query_prefix, choice.text_prefix):
            start("set prefixes", self._assistant.finder.set_prefixes(query, text))


def progress_words(name: str, waiting: int, total: int, *, building: bool) -> str:
    """Nothing once every text was read."""
    if not waiting or not name:
        return ""
    total = max(total, waiting)
    said = words()
    done, of = number_text(said, total - waiting), number_text(said, total)
    told = tr("{name} reads your texts: {done} of {total}.", name=name, done=done, total=of)
    return f"{told} {tr('The one before finds meanwhile.')}" if building else told
