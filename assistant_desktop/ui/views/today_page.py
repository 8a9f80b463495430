"""Today: what was missed, what waits now, what comes today."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.views.chat_page import phrases
from assistant_desktop.ui.widgets.agenda_card import AgendaCard
from assistant_desktop.ui.widgets.controls import button, column, frame, label, line, picture
from assistant_desktop.ui.widgets.page import Page
from assistant_desktop.ui.widgets.reminder_list import ReminderList
from assistant_desktop.ui.widgets.weather_card import WeatherCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.reminder_rows import ReminderRow


class TodayPage(Page):
    """Passive. `asked` carries a phrase that was clicked."""

    asked = Signal(str)
    acted = Signal(str, str)
    edited = Signal(str, str, str)
    missed_acted = Signal(str, str)
    all_done_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Today"))
        self.body.setSpacing(theme.SPACE_24)
        self.card = frame("card-accent")
        inside = column(self.card, gap=theme.SPACE_8, margin=theme.SPACE_16)
        head = line()
        head.addWidget(picture("clock", theme.colours().accent))
        self._missed_title = label("", "strong")
        self.all_done = button(tr("Done with all"), self.all_done_wanted.emit, "link")
        head.addWidget(self._missed_title, 1)
        head.addWidget(self.all_done)
        self.missed = ReminderList("", "missed")
        inside.addLayout(head)
        inside.addWidget(self.missed)
        self.waiting = ReminderList(tr("WAITING FOR YOU"))
        self.coming = ReminderList(tr("COMING TODAY"))
        self.later = label("", "quiet", wraps=True)
        self.nothing = label(tr("Nothing waits and nothing comes today. Try:"), "lead", wraps=True)
        self.phrases = [
            button(text, partial(self.asked.emit, text), "phrase") for text in phrases()
        ]
        self.weather = WeatherCard()
        self.agenda = AgendaCard()
        cards = (self.card, self.weather, self.agenda)
        for widget in (*cards, self.waiting, self.coming, self.nothing):
            self.body.addWidget(widget)
        choices = column(gap=theme.SPACE_8)
        for phrase in self.phrases:
            choices.addWidget(phrase)
        self.body.addLayout(choices)
        self.body.addWidget(self.later)
        self.body.addStretch(1)
        self.missed.acted.connect(self.missed_acted)
        for part in (self.waiting, self.coming):
            part.acted.connect(self.acted)
            part.edited.connect(self.edited)

    def show_date(self, text: str) -> None:
        """Which day it is."""
        self.title.setText(text)

    def show_rows(
        self,
        missed: Sequence[ReminderRow],
        waiting: Sequence[ReminderRow],
        coming: Sequence[ReminderRow],
    ) -> None:
        """Show these."""
        count = len(missed)
        told = trn("While you were away: {n} reminder", "While you were away: {n} reminders", count)
        self._missed_title.setText(told)
        self.all_done.setVisible(count > 1)
        self.card.setVisible(bool(missed))
        self.missed.show_rows(missed)
        self.waiting.show_rows(waiting)
        self.coming.show_rows(coming)
        empty = not (missed or waiting or coming)
        self.nothing.setVisible(empty)
        for phrase in self.phrases:
            phrase.setVisible(empty)

    def show_later(self, text: str) -> None:
        """What comes after today, in one line."""
        self.later.setText(text)
        self.later.setVisible(bool(text))
