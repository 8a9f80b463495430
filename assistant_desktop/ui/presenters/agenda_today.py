"""Today's events on the page of today."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from assistant_desktop.ui.models.calendar_blocks import blocks_of
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.widgets.agenda_card import AgendaCard

_BURST_MS = 30
_MOST = 100


class AgendaTodayPresenter(QObject):
    """Reads after each change, and as the minutes pass."""

    def __init__(
        self, assistant: Assistant, relay: EventRelay, card: AgendaCard, user_id: UserId
    ) -> None:
        super().__init__(card)
        self._assistant, self._card, self._user_id = assistant, card, user_id
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.load)
        self._minutes = QTimer(self)
        self._minutes.setInterval(60_000)
        self._minutes.timeout.connect(self.load)
        self._minutes.start()
        relay.calendars_changed.connect(lambda _: self._later.start())
        self.load()

    def load(self) -> None:
        """Read anew."""
        start("read today's events", self._load(), owner=self)

    async def _load(self) -> None:
        zone = self._assistant.zone()
        now = self._assistant.now().astimezone(zone)
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=zone)
        diary = self._assistant.calendar.diary
        agenda = await diary.agenda(self._user_id, (now, tomorrow), _MOST)
        self._card.show_blocks(blocks_of(agenda, zone))
