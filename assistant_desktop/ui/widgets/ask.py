"""A small question over the window: one line to write. Never a nested loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label, line

if TYPE_CHECKING:
    from collections.abc import Callable


class Question(QDialog):
    """A title, perhaps a line to write, the verb and a way back."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "window")
        self.setMinimumWidth(380)
        self.body = column(self, gap=theme.SPACE_16, margin=theme.SPACE_24)
        self.body.addWidget(label(title, "title", wraps=True))
        self.verb = button(verb, self.accept, "primary")
        self.verb.setDefault(True)
        self._answers = line()
        self._answers.addStretch(1)
        self._answers.addWidget(button(tr("Cancel"), self.reject))
        self._answers.addWidget(self.verb)

    def finish(self) -> None:
        """Show it."""
        self.body.addLayout(self._answers)
        self.open()


def ask_text(
    parent: QWidget, title: str, value: str, verb: str, done: Callable[[str], object]
) -> Question:
    """Ask for one line."""
    question = Question(parent, title, verb)
    edit = QLineEdit(value)
    edit.setAccessibleName(title)
    edit.selectAll()
    question.body.addWidget(edit)
    question.accepted.connect(lambda: done(edit.text()))
    question.finish()
    edit.setFocus()
    return question
