"""What a model may keep: disk for what it has read, memory while nobody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.choice_grid import ChoiceGrid, fill_choice
from assistant_desktop.ui.widgets.controls import label

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelKeeping(ChoiceGrid):
    """Emits megabytes of disk and idle minutes as soon as one is chosen."""

    changed = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen.connect(self._tell)
        self.memory = self.add_choice(0, tr("Gives its memory back"))
        self.disk = self.add_choice(1, tr("Keeps what it has read"))
        self.used = label("", "caption", wraps=True)
        self.grid.addWidget(self.used, 2, 0, 1, 3)
        self.hide()

    def fill(
        self,
        disk: Sequence[tuple[int, str]],
        memory: Sequence[tuple[float, str]],
        now: tuple[int, float],
        used: str,
    ) -> None:
        """What can be chosen, as (value, words), what is in force, and what is used now."""
        for field, choices, value in ((self.disk, disk, now[0]), (self.memory, memory, now[1])):
            fill_choice(field, choices, value)
        self.used.setText(used)
        self.show()

    def _tell(self) -> None:
        self.changed.emit(self.disk.currentData() or 0, self.memory.currentData() or 0.0)
