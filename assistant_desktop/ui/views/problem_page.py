"""The whole window when it could not start: what happened, what to do, and trying again."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label, line, picture, plain

_THINKING_MS = 600


class ProblemPage(QWidget):
    """Calm: no traceback, nothing lost."""

    again_wanted = Signal()
    restore_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "window")
        whole = line(self)
        inner = plain()
        inner.setMaximumWidth(520)
        rows = column(inner, gap=theme.SPACE_12)
        rows.setContentsMargins(theme.SPACE_24, theme.SPACE_24, theme.SPACE_24, theme.SPACE_24)
        rows.addStretch(1)
        rows.addWidget(picture("warning", theme.colours().amber, 32))
        rows.addWidget(label(tr("This cannot start yet"), "hero", wraps=True))
        self.what = label("", "lead", wraps=True, selectable=True)
        self.hint = label("", "quiet", wraps=True, selectable=True)
        self.copy = label("", wraps=True)
        self.copy.hide()
        self._is_sure = False
        rows.addWidget(self.what)
        rows.addWidget(self.hint)
        rows.addWidget(self.copy)
        rows.addSpacing(theme.SPACE_12)
        answers = line()
        self.again = button(tr("Try again"), self.again_wanted.emit, "primary")
        self.quit = button(tr("Quit"), self.quit_wanted.emit)
        self.restore = button("", self._ask_or_restore)
        self.restore.hide()
        answers.addWidget(self.again)
        answers.addWidget(self.restore)
        answers.addWidget(self.quit)
        answers.addStretch(1)
        rows.addLayout(answers)
        rows.addStretch(2)
        whole.addStretch(1)
        whole.addWidget(inner, 10)
        whole.addStretch(1)

    def tell(self, what: str, hint: str) -> None:
        """What happened, and what to do about it."""
        self.what.setText(what)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.again.setEnabled(True)
        self.restore.setEnabled(True)
        self.again.setFocus()

    def offer_copy(self, made_at: str) -> None:
        """Offer to go back to the copy of that time; "" offers nothing."""
        self._is_sure = False
        self.copy.setText(tr("There is a copy of {time}.", time=made_at))
        self.copy.setVisible(bool(made_at))
        self.restore.setVisible(bool(made_at))
        self._name_restore(tr("Go back to it"))

    def _name_restore(self, told: str) -> None:
        self.restore.setText(told)
        self.restore.setAccessibleName(told)

    def _ask_or_restore(self) -> None:
        """The first press tells what it costs, the second does it."""
        if self._is_sure:
            self.restore.setEnabled(False)
            self.restore_wanted.emit()
            return
        self._is_sure = True
        self.restore.setEnabled(False)  # a double click is no second thought
        QTimer.singleShot(_THINKING_MS, self, lambda: self.restore.setEnabled(True))
        self.copy.setText(
            tr("What was written since then will not be seen. Its file is kept aside, not deleted.")
        )
        self._name_restore(tr("Go back all the same"))
