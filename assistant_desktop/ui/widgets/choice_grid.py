"""Settings one below the other, each a label and a choice that takes effect when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.widgets.controls import label
from assistant_desktop.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD_WIDTH = 320


class ChoiceGrid(QWidget):
    """Rows of label and choice; `chosen` tells that the user took another."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(26, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.SPACE_12)
        self.grid.setVerticalSpacing(theme.SPACE_8)
        self.grid.setColumnMinimumWidth(0, theme.LABEL)
        self.grid.setColumnStretch(2, 1)

    def add_choice(self, row: int, told: str) -> QComboBox:
        """A choice with its label, which screen readers say too."""
        made = ChoiceField()
        made.setAccessibleName(told)
        made.view().setAccessibleName(told)
        made.setFixedWidth(_FIELD_WIDTH)
        made.activated.connect(lambda _: self.chosen.emit())
        words = label(told)
        words.setBuddy(made)
        self.grid.addWidget(words, row, 0)
        self.grid.addWidget(made, row, 1)
        return made


def fill_choice(field: QComboBox, choices: Sequence[tuple[float, str]], value: float) -> None:
    """What can be chosen, as (value, words), and what is in force."""
    field.clear()
    for number, told in choices:
        field.addItem(told, number)
    field.setCurrentIndex(max(field.findData(value), 0))
