"""How a model on this computer runs, each setting with what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.choice_grid import ChoiceGrid, fill_choice
from assistant_desktop.ui.widgets.controls import label

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelTuning(ChoiceGrid):
    """Emits context tokens, threads and GPU layers as soon as one is chosen."""

    changed = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen.connect(self._tell)
        self.context = self.add_choice(0, tr("Reads at once"))
        self.threads = self.add_choice(1, tr("Processor threads"))
        self.layers = self.add_choice(2, tr("Layers on the graphics card"))
        self.no_gpu = label(tr("This build uses no graphics card."), "caption")
        self.grid.addWidget(self.no_gpu, 3, 0, 1, 2)
        self._filling = False
        self.hide()

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
            fill_choice(field, choices, value)
        self._show_layers(has_gpu=bool(layers))
        self.show()

    def _show_layers(self, *, has_gpu: bool) -> None:
        words = self.grid.itemAtPosition(2, 0)
        for widget in (self.layers, words.widget() if words is not None else None):
            if widget is not None:
                widget.setVisible(has_gpu)
        self.no_gpu.setVisible(not has_gpu)

    def _tell(self) -> None:
        values = (field.currentData() or 0 for field in (self.context, self.threads, self.layers))
        self.changed.emit(*values)
