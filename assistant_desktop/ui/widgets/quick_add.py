"""One line that takes a sentence and makes a reminder of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import ElidedLabel, button, column, label, line


class QuickAdd(QWidget):
    """`wanted` carries the sentence, which stays until it was taken."""

    wanted = Signal(str)
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_4)
        row = line()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Call Ann tomorrow at 9"))
        self.edit.setAccessibleName(tr("A reminder in your own words"))
        self.add = button(tr("Remind me"), self._send, "primary")
        self.edit.returnPressed.connect(self._send)
        self.edit.textChanged.connect(self._changed)
        row.addWidget(self.edit, 1)
        row.addWidget(self.add)
        self.preview = ElidedLabel(kind="caption")
        self.problem = label("", "red", wraps=True)
        whole.addLayout(row)
        whole.addWidget(self.preview)
        whole.addWidget(self.problem)
        self.problem.hide()
        self.preview.hide()
        self.setFocusProxy(self.edit)

    def show_preview(self, text: str) -> None:
        """What it would do."""
        self.preview.say(f"↳ {text}" if text else "")
        self.preview.setVisible(bool(text))

    def tell_problem(self, sentence: str) -> None:
        """Why it was not taken; the words stay."""
        self.problem.setText(sentence)
        self.problem.show()

    def take(self) -> None:
        """It was taken."""
        self.edit.clear()

    def _changed(self, text: str) -> None:
        self.problem.hide()
        self.edited.emit(text)

    def _send(self) -> None:
        if self.edit.text().strip():
            self.wanted.emit(self.edit.text())
