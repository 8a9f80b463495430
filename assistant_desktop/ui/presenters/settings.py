"""The page of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from pathlib import Path

    from assistant_desktop.core.assistant import Assistant, Settings
    from assistant_desktop.ui.views.settings_page import SettingsPage


class SettingsPresenter(QObject):
    """What is chosen is on disk and in force at once."""

    def __init__(self, assistant: Assistant, page: SettingsPage, folder: Path) -> None:
        super().__init__(page)
        self._assistant, self._page, self._folder = assistant, page, folder
        page.changed.connect(self._change)
        page.open_folder_wanted.connect(self._open_folder)
        model = page.model
        model.offline_wanted.connect(self._use_offline)
        model.server_wanted.connect(self._use_server)
        model.names_wanted.connect(self._list_names)
        model.file_wanted.connect(self._use_file)
        model.search_wanted.connect(lambda: start("look for servers", self._search(), model.tell))
        self.show(assistant.settings)

    def show(self, settings: Settings) -> None:
        """Show what is in force."""
        self._page.fill(
            {
                "language": settings.language,
                "theme": settings.theme,
                "sound": settings.sound,
                "close_to_tray": settings.close_to_tray,
                "start_for_reminders": settings.start_for_reminders,
                "folder": self._folder,
            }
        )
        hours, quiet = settings.day_hours, settings.quiet_hours
        names = ("morning", "noon", "afternoon", "evening", "night", "bare_date")
        self._page.fill_times(
            {name: getattr(hours, name) for name in names},
            None if quiet is None else (quiet.start, quiet.end),
        )
        choice = settings.model
        named = self._assistant.models.label_of(choice)
        name = named if choice.kind == "local" else choice.model
        self._page.model.fill(choice.kind, choice.base_url, name)

    def ask_for_server(self) -> None:
        """Open the form for a server's address and key."""
        self._page.model.server.setChecked(True)
        self._page.model.url.setFocus()

    def _change(self, name: str, value: object) -> None:
        start(f"set {name}", self._assistant.change_settings(**{name: value}))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    # ---- the model ----

    def _use_offline(self) -> None:
        from assistant_desktop.core.assistant import ModelChoice

        start("use offline", self._assistant.brains.use(ModelChoice()), self._page.model.tell)

    def _use_file(self, path: str) -> None:
        start("use a model file", self._use_local(path), self._page.model.tell)

    async def _use_local(self, path: str) -> None:
        info = await self._assistant.models.use_own(path)
        told = tr("It is used from your next message on.")
        self._page.model.tell(tr("It finds memories now.") if info.is_embedding else told)

    def _use_server(self, url: str, model: str, key: str) -> None:
        start("use a server", self._use(url, model, key), self._page.model.tell)

    async def _use(self, url: str, model: str, key: str) -> None:
        """Take it only when it answers: a server that is silent would leave one with nothing."""
        before = self._assistant.settings.model
        await self._choose(url, model, key)
        try:
            names = await self._assistant.brains.names()
        except BaseException:
            await self._assistant.brains.use(before)
            raise
        if not model and names:
            await self._choose(url, names[0], "")
        self._page.model.tell(tr("It answers. It is used from your next message on."))

    async def _choose(self, url: str, model: str, key: str) -> None:
        from assistant_desktop.core.assistant import ModelChoice

        if key:
            await self._assistant.brains.set_key(url, key)
        choice = ModelChoice(kind="server", base_url=url.rstrip("/"), model=model)
        await self._assistant.brains.use(choice)

    def _list_names(self, url: str, key: str) -> None:
        start("list models", self._names(url, key), self._page.model.tell)

    async def _names(self, url: str, key: str) -> None:
        if key:
            await self._assistant.brains.set_key(url, key)
        self._page.model.show_names(await self._assistant.brains.names_at(url))

    async def _search(self) -> None:
        self._page.model.show_found(await self._assistant.brains.find_servers())
