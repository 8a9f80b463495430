"""Makes each page with its presenter when it is first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.shell import Shell


class Places(QObject):
    """`ask_wanted` carries a sentence to be said, `conversation_wanted` one to open."""

    ask_wanted = Signal(str)
    conversation_wanted = Signal(str)

    def __init__(
        self,
        assistant: Assistant,
        relay: EventRelay,
        shell: Shell,
        user_id: UserId,
        folder: Path,
    ) -> None:
        super().__init__(shell.chat)
        self._assistant, self._relay, self._shell = assistant, relay, shell
        self._user_id, self._folder = user_id, folder

    def prepare(self, place: str) -> None:
        """Make the page of a place."""

    def quick_add(self) -> None:
        """A small window that takes a sentence."""
