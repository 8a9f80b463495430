"""All reminders: what waits, what comes, what ended; a line to add one, a field to filter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, label
from assistant_desktop.ui.widgets.page import Page
from assistant_desktop.ui.widgets.quick_add import QuickAdd
from assistant_desktop.ui.widgets.reminder_list import ReminderList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.reminder_rows import ReminderRow


class RemindersPage(Page):
    """Passive."""

    filtered = Signal(str)
    acted = Signal(str, str)
    edited = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(tr("Reminders"))
        self.quick = QuickAdd()
        self.filter = QLineEdit()
        self.filter.setProperty("kind", "search")
        self.filter.setPlaceholderText(tr("Filter"))
        self.filter.setAccessibleName(tr("Filter reminders"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.filtered)
        self.waiting = ReminderList(tr("WAITING FOR YOU"))
        self.coming = ReminderList(tr("COMING"))
        self.ended = ReminderList(tr("ENDED"))
        self.nothing = label("", "quiet", wraps=True)
        self.phrases = [
            button(text, partial(self.quick.edit.setText, text), "phrase")
            for text in (
                tr("Water the plants every Saturday at 10"),
                tr("Take the pills at 8 and nag me every 5 minutes"),
                tr("Call Ann in 20 minutes"),
            )
        ]
        for widget in (self.quick, self.filter, self.waiting, self.coming, self.ended):
            self.body.addWidget(widget)
        self.body.addWidget(self.nothing)
        for phrase in self.phrases:
            self.body.addWidget(phrase)
        self.body.addStretch(1)
        for part in (self.waiting, self.coming, self.ended):
            part.acted.connect(self.acted)
            part.edited.connect(self.edited)

    def show_rows(
        self,
        waiting: Sequence[ReminderRow],
        coming: Sequence[ReminderRow],
        ended: Sequence[ReminderRow],
    ) -> None:
        """Show these; with none at all, three phrases to begin with."""
        self.waiting.show_rows(waiting)
        self.coming.show_rows(coming)
        self.ended.show_rows(ended)
        anything = bool(waiting or coming or ended)
        filtering = bool(self.filter.text())
        self.nothing.setVisible(not anything)
        self.nothing.setText(
            tr("Nothing fits.") if filtering else tr("Nothing is planned. Try one of these:")
        )
        self.filter.setVisible(anything or filtering)
        for phrase in self.phrases:
            phrase.setVisible(not anything and not filtering)
