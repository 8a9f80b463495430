"""How many reminders wait, and what comes next: for the rail and the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.dates import clock_text, day_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.reminder_rows import split_rows
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay

_LONGEST = 40


class WaitingPresenter(QObject):
    """`counted` carries the number that waits and the next reminder in words."""

    counted = Signal(int, str)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, user_id: UserId, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._assistant, self._user_id = assistant, user_id
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(50)
        self._later.timeout.connect(self.load)
        for signal in (relay.reminders_changed, relay.reminder_shown, relay.reminders_missed):
            signal.connect(lambda _: self._later.start())

    def load(self) -> None:
        """Count anew."""
        start("count reminders", self._load(), owner=self)

    async def _load(self) -> None:
        views = await self._assistant.reminders.live(self._user_id)
        now = self._assistant.now().astimezone(self._assistant.zone())
        waiting, coming = split_rows(views, now)
        told = ""
        if coming:
            first = coming[0]
            due = (first.occurrence.next_at or first.occurrence.due).astimezone(now.tzinfo)
            text = " ".join(first.reminder.text.split())
            text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            when = f"{day_text(due.date(), now.date())} {clock_text(due)}"
            told = tr("Next: {text}, {when}", text=text, when=when)
        self.counted.emit(len(waiting), told)
