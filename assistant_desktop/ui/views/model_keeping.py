"""What a model may keep: disk for what it has read, memory while nobody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import label

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD_WIDTH = 320


class ModelKeeping(QWidget):
    """Emits megabytes of disk and idle minutes as soon as one is chosen."""

    changed = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(26, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_12)
        grid.setVerticalSpacing(theme.SPACE_8)
        self.memory = self._field(grid, 0, tr("Gives its memory back"))
        self.disk = self._field(grid, 1, tr("Keeps what it has read"))
        self.used = label("", "caption", wraps=True)
        grid.addWidget(self.used, 2, 0, 1, 3)
        grid.setColumnMinimumWidth(0, theme.LABEL)
        grid.setColumnStretch(2, 1)
        self.hide()

    def _field(self, grid: QGridLayout, row: int, told: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(told)
        made.view().setAccessibleName(told)
        made.setFixedWidth(_FIELD_WIDTH)
        made.activated.connect(lambda _: self._tell())
        words = label(told)
        words.setBuddy(made)
        grid.addWidget(words, row, 0)
        grid.addWidget(made, row, 1)
        return made

    def fill(
        self,
        disk: Sequence[tuple[int, str]],
        memory: Sequence[tuple[float, str]],
        now: tuple[int, float],
        used: str,
    ) -> None:
        """What can be chosen, as (value, words), what is in force, and what is used now."""
        for field, choices, value in ((self.disk, disk, now[0]), (self.memory, memory, now[1])):
            field.clear()
            for number, told in choices:
                field.addItem(told, number)
            field.setCurrentIndex(max(field.findData(value), 0))
        self.used.setText(used)
        self.show()

    def _tell(self) -> None:
        self.changed.emit(self.disk.currentData() or 0, self.memory.currentData() or 0.0)
