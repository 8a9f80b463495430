"""One quiet line that says what works now, with one button that mends what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, icon_button, label, line, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent


class Notice(QFrame):
    """Hidden until there is something to say; never a modal."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self._pressed: Callable[[], object] | None = None
        row = line(self)
        row.setContentsMargins(theme.SPACE_12, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        self._text = label("", "", wraps=True)
        self.mend = button("", self._mend, "link")
        self.mend.hide()
        self.close_button = icon_button("close", tr("Close"), self._close)
        self._warning = picture("warning", theme.colours().amber)
        self._good = picture("down", theme.colours().accent)
        for mark in (self._warning, self._good):
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self.mend)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, text: str, action: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Show a sentence, and a button where something can be done."""
        self._warning.show()
        self._good.hide()
        self._text.setText(text)
        self._pressed = pressed
        self.mend.setText(action)
        self.mend.setAccessibleName(action)
        self.mend.setVisible(bool(action))
        self.show()

    def offer(self, text: str, action: str, pressed: Callable[[], object]) -> None:
        """Tell of something good that there is."""
        self.say(text, action, pressed)
        self._warning.hide()
        self._good.show()

    def ask(self, text: str, action: str, pressed: Callable[[], object]) -> None:
        """Ask before something that cannot be taken back; Enter and Esc let it be."""
        self.say(text, action, pressed)
        self.close_button.setFocus()

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _close(self) -> None:
        self.hide()
        self._pressed = None
        self.closed.emit()

    def _mend(self) -> None:
        self.hide()
        if self._pressed is not None:
            self._pressed()
