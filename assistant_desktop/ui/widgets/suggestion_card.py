"""A private thing that was told: kept only when the user says yes, right here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label, line, picture

if TYPE_CHECKING:
    from assistant_desktop.ui.models.memory_rows import SuggestionRow


class SuggestionCard(QFrame):
    """`answered` carries the suggestion and the yes or no."""

    answered = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._id = ""
        whole = column(self, gap=theme.SPACE_8)
        whole.setContentsMargins(theme.SPACE_12, theme.SPACE_12, theme.SPACE_12, theme.SPACE_12)
        head = line()
        shield = picture("shield", theme.colours().accent)
        head.addWidget(shield, 0, Qt.AlignmentFlag.AlignTop)
        texts = column(gap=theme.SPACE_4)
        self._asked = label("", "caption")
        self._text = label("", wraps=True)
        texts.addWidget(self._asked)
        texts.addWidget(self._text)
        head.addLayout(texts, 1)
        answers = line()
        answers.setContentsMargins(theme.ICON + theme.SPACE_8, 0, 0, 0)
        self.yes = button(tr("Remember"), lambda: self._answer(yes=True), "primary")
        self.no = button(tr("No"), lambda: self._answer(yes=False))
        answers.addWidget(self.yes)
        answers.addWidget(self.no)
        answers.addStretch(1)
        whole.addLayout(head)
        whole.addLayout(answers)

    def show_row(self, row: SuggestionRow) -> None:
        """Ask about this."""
        self._id = row.id
        asked = (
            tr("Private ({kind}): keep this?", kind=row.kind)
            if row.kind
            else tr("Private: keep this?")
        )
        self._asked.setText(asked)
        self._text.setText(row.text)
        for one, verb in ((self.yes, tr("Remember")), (self.no, tr("Do not remember"))):
            one.setEnabled(True)
            one.setAccessibleName(f"{verb}: {row.text[:80]}")

    def _answer(self, *, yes: bool) -> None:
        for one in (self.yes, self.no):
            one.setEnabled(False)
        self.answered.emit(self._id, yes)
