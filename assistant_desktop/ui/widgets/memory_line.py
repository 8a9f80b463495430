"""One memory: its words, changed in place; why it is known; pinned; forgotten after a second press.

What is opened rarely is made when it is first opened: a page has many lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    frame,
    icon_button,
    label,
    line,
    plain,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QToolButton

    from assistant_desktop.ui.models.memory_rows import MemoryRow, OriginText

_EDIT_LINES = 3
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class WordsEdit(QPlainTextEdit):
    """Enter keeps, Shift+Enter breaks the line, Esc lets it be."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "field")
        self.setAccessibleName(tr("The words of the memory"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _EDIT_LINES + theme.SPACE_16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in the composer."""
        breaks = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and not breaks:
            self.kept.emit()
        else:
            super().keyPressEvent(event)


class MemoryLine(QFrame):
    """Signals carry the id of the memory first."""

    forget_wanted = Signal(str, bool)
    reworded = Signal(str, str)
    pin_wanted = Signal(str, bool)
    why_wanted = Signal(str)
    message_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "row")
        self._row: MemoryRow | None = None
        self._whole = column(self, gap=theme.SPACE_8)
        self._whole.setContentsMargins(theme.SPACE_4, theme.SPACE_8, 0, theme.SPACE_8)
        self._main = plain()
        row = line(self._main, gap=0)
        texts = column(gap=0)
        self._text = label("", wraps=True, selectable=True)
        below = line(gap=theme.SPACE_4)
        self._learned = label("", "caption")
        self.why = button(tr("Why?"), self._toggle_why, "tiny")
        self.why.setToolTip(tr("Why do I know this?"))
        below.addWidget(self._learned)
        below.addWidget(self.why)
        below.addStretch(1)
        texts.addWidget(self._text)
        texts.addLayout(below)
        row.addLayout(texts, 1)
        row.addSpacing(theme.SPACE_8)
        self.pin = self._action("pin", tr("Pin"), self._pin)
        self.edit = self._action("edit", tr("Change the words"), self.begin_edit)
        self.forget = self._action("delete", tr("Forget"), self._ask)
        for one in (self.pin, self.edit, self.forget):
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        self._whole.addWidget(self._main)
        self._origin: OriginPanel | None = None
        self._sure: SurePanel | None = None
        self._editor: QWidget | None = None

    def _action(self, name: str, told: str, pressed: object) -> QToolButton:
        made = icon_button(name, told, pressed)  # type: ignore[arg-type]  # a bound method
        made.setIcon(icon(name, theme.colours().quiet))
        made.setIconSize(QSize(18, 18))
        return made

    @property
    def row_id(self) -> str:
        """Which memory it shows."""
        return self._row.id if self._row is not None else ""

    def show_row(self, row: MemoryRow) -> None:
        """Show it; what is open stays open while it is the same memory."""
        if self._row is None or self._row.id != row.id:
            self.close_all()
        self._row = row
        self._text.setText(row.text)
        if bool(self._text.property("kind")) != row.is_past:
            self._text.setProperty("kind", "quiet" if row.is_past else "")
            self._text.style().polish(self._text)
        self._learned.setText(row.learned)
        named = row.text[:80]
        self.forget.setAccessibleName(tr("Forget: {text}", text=named))
        self.edit.setAccessibleName(tr("Change the words: {text}", text=named))
        told = tr("Unpin") if row.pinned else tr("Pin: always known to every answer")
        shades = theme.colours()
        self.pin.setIcon(icon("pin", shades.accent if row.pinned else shades.quiet))
        self.pin.setToolTip(told)
        self.pin.setAccessibleName(f"{told}: {named}")
        self.why.setAccessibleName(f"{self.why.toolTip()} {named}")
        self.pin.setVisible(not row.is_past)
        self.edit.setVisible(not row.is_past)

    def close_all(self) -> None:
        """Nothing is being asked, changed or explained."""
        for one in (self._origin, self._sure, self._editor):
            if one is not None:
                one.hide()
        self._main.show()

    # ---- why ----

    def _toggle_why(self) -> None:
        if self._origin is not None and not self._origin.isHidden():
            self._origin.hide()
        else:
            self.why_wanted.emit(self.row_id)

    def show_origin(self, origin: OriginText) -> None:
        """Where it comes from."""
        if self._origin is None:
            self._origin = OriginPanel()
            self._origin.go.clicked.connect(lambda: self.message_wanted.emit(self.row_id))
            self._whole.insertWidget(1, self._origin)
        self._origin.show_origin(origin)
        self._origin.show()

    # ---- other words ----

    def begin_edit(self) -> None:
        """The words can be changed, right here."""
        if self._row is None:
            return
        if self._editor is None:
            self._editor = self._build_editor()
            self._whole.insertWidget(0, self._editor)
        self.words.setPlainText(self._row.text)
        self._main.hide()
        self._editor.show()
        self.words.selectAll()
        self.words.setFocus()

    def _build_editor(self) -> QWidget:
        made = plain()
        rows = column(made)
        self.words = WordsEdit()
        self.words.kept.connect(self._keep_words)
        self.words.left.connect(self._leave_words)
        answers = line()
        self.save = button(tr("Save"), self._keep_words, "primary")
        answers.addWidget(self.save)
        answers.addWidget(button(tr("Cancel"), self._leave_words))
        answers.addStretch(1)
        rows.addWidget(self.words)
        rows.addLayout(answers)
        return made

    def _keep_words(self) -> None:
        text = self.words.toPlainText().strip()
        changed = self._row is not None and bool(text) and text != self._row.text
        self._leave_words()
        if changed:
            self.reworded.emit(self.row_id, text)

    def _leave_words(self) -> None:
        if self._editor is not None:
            self._editor.hide()
        self._main.show()
        self.edit.setFocus()

    # ---- pinning, forgetting ----

    def _pin(self) -> None:
        if self._row is not None:
            self.pin_wanted.emit(self.row_id, not self._row.pinned)

    def _ask(self) -> None:
        if self._row is None:
            return
        if self._sure is None:
            self._sure = SurePanel()
            self._sure.really.clicked.connect(lambda: self._forget(message_too=False))
            self._sure.with_message.clicked.connect(lambda: self._forget(message_too=True))
            self._sure.keep.clicked.connect(self._keep)
            self._whole.addWidget(self._sure)
        self._sure.with_message.setVisible(self._row.has_message)
        self._sure.show()
        self._sure.keep.setFocus()  # Enter must not destroy by habit

    @property
    def sure(self) -> SurePanel | None:
        """The second question, where it was asked."""
        return self._sure

    def _forget(self, *, message_too: bool) -> None:
        self.forget_wanted.emit(self.row_id, message_too)

    def _keep(self) -> None:
        if self._sure is not None:
            self._sure.hide()
        self.forget.setFocus()


class OriginPanel(QFrame):
    """When and where it was said, in which words, how sure that is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        whole = column(self, gap=theme.SPACE_4)
        whole.setContentsMargins(theme.SPACE_12, theme.SPACE_8, theme.SPACE_12, theme.SPACE_8)
        self.told = label("", "quiet", wraps=True)
        quoted = line(gap=theme.SPACE_12)
        self._bar = frame("bar")
        self.quote = label("", wraps=True, selectable=True)
        quoted.addWidget(self._bar)
        quoted.addWidget(self.quote, 1)
        below = line()
        self.sure = label("", "caption")
        self.go = button(tr("Go to the message"), None, "link")
        below.addWidget(self.sure, 1)
        below.addWidget(self.go)
        whole.addWidget(self.told)
        whole.addLayout(quoted)
        whole.addLayout(below)

    def show_origin(self, origin: OriginText) -> None:
        """Show it."""
        self.told.setText(origin.told)
        self.quote.setText(origin.quote)
        self.sure.setText(origin.sure)
        for one in (self._bar, self.quote, self.go):
            one.setVisible(bool(origin.quote))
        self.sure.setVisible(bool(origin.sure) or bool(origin.quote))


class SurePanel(QWidget):
    """Asks once more before what cannot be taken back; Esc lets it be."""

    def __init__(self) -> None:
        super().__init__()
        row = line(self)
        self.really = button(tr("Forget for good"), None, "danger")
        self.with_message = button(tr("Forget, and delete the message too"), None, "danger")
        self.keep = button(tr("Keep"))
        for one in (self.really, self.with_message, self.keep):
            row.addWidget(one)
        row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is Keep."""
        if event.key() == Qt.Key.Key_Escape:
            self.keep.click()
        else:
            super().keyPressEvent(event)
