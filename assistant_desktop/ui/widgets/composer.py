"""Where the user writes: grows to eight lines, Enter sends, Shift+Enter breaks the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, line

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

MOST_LINES = 8
_LINE_BREAKS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class MessageEdit(QPlainTextEdit):
    """The text field itself."""

    sent = Signal()
    escaped = Signal()
    focused = Signal(bool)
    last_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; with Shift it breaks the line."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & _LINE_BREAKS:
            self.sent.emit()
        elif enter:
            self.textCursor().insertText("\n")
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Up and self.document().isEmpty():
            self.last_wanted.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Only text is taken in."""
        self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class Composer(QFrame):
    """`sent` carries the text, which stays until `take()` is called."""

    sent = Signal(str)
    stopped = Signal()
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "composer")
        self._answering = False
        row = line(self, gap=theme.SPACE_8)
        row.setContentsMargins(theme.SPACE_12, 7, 7, 7)
        self.edit = MessageEdit()
        self.edit.setProperty("kind", "bare")
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.document().setDocumentMargin(0)
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setUndoRedoEnabled(True)
        self.edit.sent.connect(self._send)
        self.edit.escaped.connect(self._escape)
        self.edit.focused.connect(self._focused)
        self.edit.textChanged.connect(self._changed)
        self.act = button("", self._act, "send")
        self.act.setIconSize(QSize(18, 18))
        row.addWidget(self.edit, 1)
        row.addWidget(self.act, 0, Qt.AlignmentFlag.AlignBottom)
        self.setFocusProxy(self.edit)
        self.retell()

    def retell(self) -> None:
        """Say everything in the language in force."""
        hint = tr("Ask, or say when to remind you…")
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(tr("Message"))
        self._show_action()
        self._grow()

    def text(self) -> str:
        """What stands there."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text there, ready to be changed or sent."""
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.setFocus()

    def take(self) -> None:
        """It was sent: the field is empty again."""
        self.edit.clear()

    def set_answering(self, *, answering: bool) -> None:
        """While an answer comes, the button stops it."""
        self._answering = answering
        self._show_action()

    def _show_action(self) -> None:
        empty = not self.edit.document().characterCount() > 1
        stops = self._answering and empty
        shades = theme.colours()
        enabled = stops or not empty
        colour = shades.on_accent if enabled else shades.quiet
        told = tr("Stop") if stops else tr("Send")
        self.act.setIcon(icon("stop" if stops else "send", colour, 18))
        self.act.setAccessibleName(told)
        self.act.setToolTip(told)
        self.act.setEnabled(enabled)

    def _act(self) -> None:
        if self._answering and not self.text().strip():
            self.stopped.emit()
        else:
            self._send()

    def _send(self) -> None:
        text = self.text()
        if text.strip():
            self.sent.emit(text)

    def _escape(self) -> None:
        """Esc stops the answer; without one it clears the field."""
        if self._answering:
            self.stopped.emit()
        else:
            self.edit.clear()

    def _changed(self) -> None:
        self._show_action()
        self._grow()
        self.edited.emit(self.text() if self.edit.document().characterCount() < 4000 else "")

    def _grow(self) -> None:
        high = self.edit.fontMetrics().lineSpacing()
        document = self.edit.document()
        if document.blockCount() >= MOST_LINES:
            lines = MOST_LINES
        else:
            lines = max(1, min(int(document.size().height()), MOST_LINES))
        many = lines >= MOST_LINES
        self.edit.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        pad = max((theme.TARGET - high) // 2, 0)
        self.edit.setViewportMargins(0, pad, 0, 0)
        self.edit.setFixedHeight(lines * high + 2 * pad)

    def resizeEvent(self, event: object) -> None:
        """Other widths break lines elsewhere."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._grow()

    def _focused(self, has_focus: bool) -> None:  # noqa: FBT001 - a slot
        theme.dress(self, "composer-focused" if has_focus else "composer")
