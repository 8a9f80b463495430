"""A short message at the bottom that goes by itself; with Undo where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.widgets.controls import button, label, line

if TYPE_CHECKING:
    from collections.abc import Callable

STAYS_MS = 8000
_MOST_WIDE = 520
_ABOVE_COMPOSER = 104


class Toast(QFrame):
    """Lies over the bottom of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self._home = parent
        self._pressed: Callable[[], object] | None = None
        row = line(self)
        row.setContentsMargins(theme.SPACE_16, theme.SPACE_8, theme.SPACE_8, theme.SPACE_8)
        self._text = label("", wraps=True)
        self.action = button("", self._press, "toast")
        self.action.hide()
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self._motion = QPropertyAnimation(self, b"pos", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def say(self, text: str, action: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Show it for a while."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._pressed = pressed
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.show()
        self.place()
        end = self.pos()
        if theme.motion_ms():
            self._motion.setDuration(theme.motion_ms())
            self._motion.setStartValue(end + QPoint(0, theme.SPACE_12))
            self._motion.setEndValue(end)
            self._motion.start()
        self._timer.start()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def place(self) -> None:
        """In the middle, at the bottom."""
        area = self._home.rect()
        wide = min(_MOST_WIDE, area.width() - 2 * theme.SPACE_24)
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 48
        self.resize(wide, max(high, 44))
        self.move((area.width() - wide) // 2, area.height() - self.height() - _ABOVE_COMPOSER)
        self.raise_()

    def _press(self) -> None:
        self.hide()
        if self._pressed is not None:
            self._pressed()
