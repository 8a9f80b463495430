"""A ring around one message: the one a search led to, or that the keys stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

if TYPE_CHECKING:
    from assistant_desktop.ui.widgets.message_list import MessageList

BRIEFLY_MS = 2400
_ROOM = 8
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPENS = {Qt.Key.Key_Menu, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class RowMark(QFrame):
    """Lies over the row; the mouse does not meet it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.key = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BRIEFLY_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def mark(self, key: str, *, briefly: bool) -> None:
        """This row from now on."""
        self.key = key
        self._timer.stop()
        if briefly and key:
            self._timer.start()

    def clear(self) -> None:
        """None."""
        self.key = ""
        self.hide()

    def stand_over(self, row: QWidget | None) -> None:
        """Around what the row says; None when it cannot be seen."""
        self.setVisible(row is not None)
        if row is not None:
            area: QRect = row.said_area()  # type: ignore[attr-defined]  # a Row
            self.setGeometry(area.translated(row.pos()).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
            self.raise_()


class RowKeys(QObject):
    """Ctrl+Up and Ctrl+Down go from message to message; Enter opens what can be done with it."""

    opened = Signal(str)
    deleted = Signal(str)

    def __init__(self, messages: MessageList) -> None:
        super().__init__(messages)
        self._list = messages
        messages.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that come to the list itself."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, marked = Qt.Key(event.key()), self._list.marked
        if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._list.step(_STEPS[key])
            return True
        if marked and key in _OPENS:
            self.opened.emit(marked)
            return True
        if marked and key == Qt.Key.Key_Delete:
            self.deleted.emit(marked)
            return True
        return super().eventFilter(watched, event)
