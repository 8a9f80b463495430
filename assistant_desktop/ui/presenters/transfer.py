"""Taking conversations in and writing them out, from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.ui.language import trn, words
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.views.data_settings import DataSettings

_MOST_PROBLEMS = 5


class TransferPresenter(QObject):
    """An import goes on when one leaves the page."""

    def __init__(self, assistant: Assistant, view: DataSettings, user_id: UserId) -> None:
        super().__init__(view)
        self._assistant, self._view, self._user_id = assistant, view, user_id
        view.import_wanted.connect(lambda path: self._begin("import", path))
        view.export_wanted.connect(lambda path: self._begin("export", path))

    def _begin(self, what: str, name: str) -> None:
        self._view.tell("")
        self._view.show_progress(0.0)
        work = self._import if what == "import" else self._export
        start(what, work(Path(name)), self._failed)

    async def _import(self, path: Path) -> None:
        from assistant_desktop.core.assistant import imported_text

        imported = await self._assistant.history.import_file(
            self._user_id, path, self._view.show_progress
        )
        told = [imported_text(words(), imported), *imported.problems[:_MOST_PROBLEMS]]
        if imported.trouble is not None:
            told.append(words().error(imported.trouble))
        self._view.show_progress(None)
        self._view.tell("\n".join(told))

    async def _export(self, path: Path) -> None:
        written = await self._assistant.history.export(self._user_id, path)
        self._view.show_progress(None)
        self._view.tell(trn("Saved: {n} message.", "Saved: {n} messages.", written))

    def _failed(self, sentence: str) -> None:
        self._view.show_progress(None)
        self._view.tell(sentence)
