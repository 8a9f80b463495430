"""A reminder's ladder: full dots are past, the half one is now, the hollow ones come yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from assistant_desktop.ui.models.reminder_rows import Rung

_SIDE, _STEP = 10, 18


class Ladder(QWidget):
    """Shapes first; the colour only repeats what they say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rungs: Sequence[Rung] = ()
        self._level = 0

    def show_rungs(self, rungs: Sequence[Rung], level: int) -> None:
        """Draw these steps."""
        self._rungs, self._level = rungs, level
        reached = sum(rung.state != "ahead" for rung in rungs)
        told = tr("Step {n} of {all}", n=reached, all=len(rungs))
        self.setAccessibleName(told)
        self.setToolTip(f"{told}: {' → '.join(rung.channel for rung in rungs)}")
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """One dot a step."""
        return QSize(max(len(self._rungs), 1) * _STEP, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full, half, hollow."""
        colour = QColor(theme.colours().level(self._level))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, rung in enumerate(self._rungs):
            spot = QRectF(number * _STEP + 1.5, 3, _SIDE, _SIDE)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(colour if rung.state == "past" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot)
            if rung.state == "now":
                painter.setBrush(colour)
                painter.drawPie(spot, 90 * 16, 180 * 16)
        painter.end()
