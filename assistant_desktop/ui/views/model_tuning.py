"""How a model on this computer runs, each setting with what it costs."""

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


class ModelTuning(QWidget):
    """Emits context tokens, threads and GPU layers as soon as one is chosen."""

    changed = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(26, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_12)
        grid.setVerticalSpacing(theme.SPACE_8)
        self.context = self._field(grid, 0, tr("Reads at once"))
        self.threads = self._field(grid, 1, tr("Processor threads"))
        self.layers = self._field(grid, 2, tr("Layers on the graphics card"))
        self.no_gpu = label(tr("This build uses no graphics card."), "caption")
        grid.addWidget(self.no_gpu, 3, 0, 1, 2)
        grid.setColumnMinimumWidth(0, theme.LABEL)
        grid.setColumnStretch(2, 1)
        self._filling = False
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
        contexts: Sequence[tuple[int, str]],
        threads: Sequence[tuple[int, str]],
        layers: Sequence[tuple[int, str]],
        now: tuple[int, int, int],
    ) -> None:
        """What can be chosen, as (value, words), and what is in force."""
        fields = (self.context, self.threads, self.layers)
        for field, choices, value in zip(fields, (contexts, threads, layers), now, strict=True):
            field.clear()
            for number, told in choices:
                field.addItem(told, number)
            field.setCurrentIndex(max(field.findData(value), 0))
        self._show_layers(has_gpu=bool(layers))
        self.show()

    def _show_layers(self, *, has_gpu: bool) -> None:
        grid = self.layout()
        words = grid.itemAtPosition(2, 0) if isinstance(grid, QGridLayout) else None
        for widget in (self.layers, words.widget() if words is not None else None):
            if widget is not None:
                widget.setVisible(has_gpu)
        self.no_gpu.setVisible(not has_gpu)

    def _tell(self) -> None:
        values = (field.currentData() or 0 for field in (self.context, self.threads, self.layers))
        self.changed.emit(*values)
