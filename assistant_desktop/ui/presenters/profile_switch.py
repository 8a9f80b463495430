"""Another profile comes to the window: everything is shown anew, and nothing of the last one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from assistant_desktop.domain.events import RemindersMissed
from assistant_desktop.domain.ids import UserId
from assistant_desktop.ui.presenters.profiles import ProfileMenu
from assistant_desktop.ui.start import start
from assistant_desktop.ui.views.palette import Palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import Event
    from assistant_desktop.domain.reminder import ReminderView
    from assistant_desktop.ui.presenters.places import Places
    from assistant_desktop.ui.presenters.window import WindowPresenter

_SENDING_MS = 50


class ProfileSwitch(QObject):
    """Keeps what each profile missed until it comes to the window."""

    def __init__(self, window: WindowPresenter) -> None:
        super().__init__(window)
        self._window = window
        self._assistant: Assistant | None = None
        self._in_view: UserId | None = None
        self._missed: dict[str, list[ReminderView]] = {}
        self._stop_hearing: Callable[[], None] = lambda: None

    def attach(self, assistant: Assistant, user_id: UserId) -> None:
        """The core is there, and who is at the window."""
        self._assistant, self._in_view = assistant, user_id
        start("open the profile", assistant.profiles.use(user_id))
        self._stop_hearing = assistant.subscribe(self._keep_missed)

    def connect_views(self, places: Places) -> None:
        """The views were made: where one can switch."""
        if self._assistant is None or self._in_view is None:
            return
        menu = ProfileMenu(self._assistant, self._window.shell, self._in_view)
        menu.chosen.connect(self.to)
        menu.list_wanted.connect(places.show_profiles)
        places.profile_wanted.connect(self.to)

    def detach(self) -> None:
        """The core goes."""
        self._assistant = None
        self._stop_hearing()

    def to(self, profile_id: str) -> None:
        """Switch; a message that is being sent is on disk before."""
        if self._assistant is None or profile_id == self._in_view:
            return
        chat = self._window.chat
        if chat is not None and chat.is_sending:
            QTimer.singleShot(_SENDING_MS, self, partial(self.to, profile_id))
            return
        start("switch profiles", self._switch(self._assistant, UserId(profile_id)))

    async def _switch(self, assistant: Assistant, user_id: UserId) -> None:
        await assistant.profiles.use(user_id)
        window = self._window
        if self._in_view is not None and window.places is not None:
            self._missed[self._in_view] = window.places.reminders.missed
        self._in_view = user_id
        self._close_questions()
        missed = self._missed.pop(user_id, [])
        window.show_profile(user_id, "today" if missed else "chat")
        if missed and window.places is not None:
            window.places.reminders.take_missed(missed)

    def _close_questions(self) -> None:
        """What lies over the window may name things of the profile that was shown."""
        for dialog in self._window.shell.findChildren(QDialog):
            dialog.reject()
        for palette in self._window.shell.findChildren(Palette):
            palette.hide()
            palette.deleteLater()

    def _keep_missed(self, event: Event) -> None:
        """What another profile missed is shown when it comes to the window."""
        if isinstance(event, RemindersMissed) and event.user_id != self._in_view:
            self._missed[event.user_id] = list(event.views)
