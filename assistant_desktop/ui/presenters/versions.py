"""Newer versions of the app: told once, kept in the settings until they are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from assistant_desktop.resource_files import guide_root
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.controls import open_outside
from assistant_desktop.wording.version_words import found_text

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import NewVersionFound
    from assistant_desktop.domain.update import VersionState
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.about_settings import AboutSettings
    from assistant_desktop.ui.widgets.notice import Notice


class VersionNotice(QObject):
    """One quiet line above the conversation, once for each version. `about_wanted`: its button."""

    about_wanted = Signal()

    def __init__(self, assistant: Assistant, relay: EventRelay, notice: Notice) -> None:
        super().__init__(notice)
        self._assistant, self._notice = assistant, notice
        self._shown, self._sentence = "", ""
        relay.new_version_found.connect(self._found)
        notice.closed.connect(self._closed)

    def _found(self, event: NewVersionFound) -> None:
        version = event.found.version
        if self._notice.isVisible() or self._assistant.settings.told_version == version:
            return  # a trouble comes first; the settings tell the version all the same
        self._shown, self._sentence = version, found_text(words(), event.found)
        self._notice.offer(self._sentence, tr("What is new"), self._show)

    def _show(self) -> None:
        self._seen()
        self.about_wanted.emit()

    def _closed(self) -> None:
        if self._shown and self._notice.text() == self._sentence:
            self._seen()

    def _seen(self) -> None:
        start("told a version", self._assistant.change_settings(told_version=self._shown))


class AboutPresenter(QObject):
    """`did` says what was done, such as copying a command."""

    did = Signal(str)

    def __init__(self, assistant: Assistant, relay: EventRelay, view: AboutSettings) -> None:
        super().__init__(view)
        self._assistant, self._view = assistant, view
        self._state: VersionState | None = None
        view.look_wanted.connect(self._look)
        view.get_wanted.connect(self._get)
        view.guide_wanted.connect(self._open_guide)
        relay.services_changed.connect(lambda _: self.refresh())
        relay.new_version_found.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        start("see the version", self._show(), owner=self)

    async def _show(self) -> None:
        self._take(await self._assistant.versions.state())

    def _take(self, state: VersionState) -> None:
        self._state = state
        self._view.show_state(state, self._assistant.now().astimezone(self._assistant.zone()))

    def _look(self) -> None:
        self._view.look.setEnabled(False)
        self._view.state.setText(tr("Asking…"))
        start("look for a version", self._looked(), self._view.tell, owner=self)

    async def _looked(self) -> None:
        self._take(await self._assistant.versions.look())

    def _get(self) -> None:
        found = self._state.found if self._state is not None else None
        if found is None:
            return
        if found.command:
            QGuiApplication.clipboard().setText(found.command)
            self.did.emit(tr("Copied"))
        else:
            open_outside(found.url)

    def _open_guide(self) -> None:
        from assistant_desktop.ui.views.guide_window import GuideWindow

        GuideWindow(guide_root(), words().language, self._view.window()).open()
