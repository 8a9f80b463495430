"""How finding by meaning gets on, and the words that some models want before a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import column, label, plain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

_FIELD_WIDTH = 320


class FinderSettings(QWidget):
    """Emits the words before a question and before a text when they were changed."""

    prefixes_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        self.state = self._line("caption")
        self.trouble = self._line("amber")
        self.prefixes = plain()
        grid = QGridLayout(self.prefixes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_12)
        grid.setVerticalSpacing(theme.SPACE_8)
        self.query = self._field(grid, 0, tr("Words before a question"))
        self.text = self._field(grid, 1, tr("Words before a text"))
        told = tr(
            "Some models were trained with such words: their page tells which."
            " When they change, everything is read anew."
        )
        grid.addWidget(label(told, "caption", wraps=True), 2, 0, 1, 3)
        grid.setColumnMinimumWidth(0, theme.LABEL)
        grid.setColumnStretch(2, 1)
        for one in (self.state, self.trouble, self.prefixes):
            whole.addWidget(one)
            one.hide()

    def _line(self, kind: str) -> QLabel:
        return label("", kind, wraps=True)

    def _field(self, grid: QGridLayout, row: int, told: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(told)
        made.setFixedWidth(_FIELD_WIDTH)
        made.editingFinished.connect(self._tell)
        words = label(told)
        words.setBuddy(made)
        grid.addWidget(words, row, 0)
        grid.addWidget(made, row, 1)
        return made

    def show_state(self, sentence: str, trouble: str = "") -> None:
        """How far the reading of texts is, and what stands in its way."""
        for one, said in ((self.state, sentence), (self.trouble, trouble)):
            one.setText(said)
            one.setVisible(bool(said))

    def show_prefixes(self, prefixes: tuple[str, str] | None) -> None:
        """What is in force; None where the user has no say in it."""
        self.prefixes.setVisible(prefixes is not None)
        for field, said in zip((self.query, self.text), prefixes or ("", ""), strict=True):
            if not field.hasFocus():
                field.setText(said)

    def _tell(self) -> None:
        self.prefixes_changed.emit(self.query.text(), self.text.text())
