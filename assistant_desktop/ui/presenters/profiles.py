"""Profiles: the button of the rail with its menu, and the list in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.profile_rows import profile_row, profile_title
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.ask import ask_text

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.models.profile_rows import ProfileRow
    from assistant_desktop.ui.views.profile_list import ProfileList
    from assistant_desktop.ui.views.shell import Shell
    from assistant_desktop.ui.widgets.profile_button import ProfileButton


async def _rows(assistant: Assistant, in_view: UserId) -> list[ProfileRow]:
    return [profile_row(one.id, in_view) for one in await assistant.profiles.everyone()]


class ProfileMenu(QObject):
    """`chosen` carries the profile to be shown from now on."""

    chosen = Signal(str)
    list_wanted = Signal()

    def __init__(self, assistant: Assistant, shell: Shell, user_id: UserId) -> None:
        button: ProfileButton = shell.rail.profile
        super().__init__(button)
        self._assistant, self._shell, self._user_id = assistant, shell, user_id
        self._button = button
        button.show_name(profile_title(user_id))
        button.opened.connect(lambda: start("list profiles", self._open(), owner=self))
        button.chosen.connect(self.chosen)
        button.new_wanted.connect(self._ask)
        button.delete_wanted.connect(self.list_wanted)

    async def _open(self) -> None:
        self._button.show_menu(await _rows(self._assistant, self._user_id))

    def _ask(self) -> None:
        ask_text(self._shell, tr("New profile"), "", tr("Create"), self._add)

    def _add(self, name: str) -> None:
        start("new profile", self._make(name))

    async def _make(self, name: str) -> None:
        made = await self._assistant.profiles.add(name)
        self.chosen.emit(made.id)


class ProfileListPresenter(QObject):
    """The card of the settings."""

    chosen = Signal(str)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, view: ProfileList, user_id: UserId
    ) -> None:
        super().__init__(view)
        self._assistant, self._view, self._user_id = assistant, view, user_id
        relay.profiles_changed.connect(lambda _: self.load())
        view.switch_wanted.connect(self.chosen)
        view.add_wanted.connect(lambda name: start("new profile", self._add(name), view.tell))
        view.delete_wanted.connect(self._delete)
        self.load()

    def load(self) -> None:
        """Read them anew."""
        start("list profiles", self._load(), owner=self)

    async def _load(self) -> None:
        self._view.show_rows(await _rows(self._assistant, self._user_id))

    async def _add(self, name: str) -> None:
        await self._assistant.profiles.add(name)
        self._view.take()

    def _delete(self, profile_id: UserId) -> None:
        deleting = self._assistant.profiles.delete(profile_id)
        start("delete a profile", deleting, self._view.tell)
