"""A call that waits for the user's yes: what it is, with what, and three answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models import call_words
from assistant_desktop.ui.widgets.controls import button, column, empty, label, line, picture

if TYPE_CHECKING:
    from assistant_desktop.domain.conversation import JournalEntry


class ApprovalCard(QFrame):
    """`answered` carries the call, the yes or no, and whether it holds for good."""

    answered = Signal(str, bool, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card-accent")
        self._call_id = ""
        whole = column(self, gap=theme.SPACE_12, margin=theme.SPACE_16)
        head = line()
        head.addWidget(picture("shield", theme.colours().accent), 0, Qt.AlignmentFlag.AlignTop)
        self._title = label("", "strong", wraps=True)
        head.addWidget(self._title, 1)
        self._reason = label("", "quiet", wraps=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE_16)
        self._grid.setVerticalSpacing(theme.SPACE_4)
        self._grid.setColumnStretch(1, 1)
        answers = line()
        self.allow = button(tr("Allow"), lambda: self._answer(yes=True), "primary")
        self.always = button(tr("Allow always"), lambda: self._answer(yes=True, always=True))
        self.refuse = button(tr("Don't"), lambda: self._answer(yes=False))
        for one in (self.allow, self.always, self.refuse):
            answers.addWidget(one)
        answers.addStretch(1)
        whole.addLayout(head)
        whole.addWidget(self._reason)
        whole.addLayout(self._grid)
        whole.addLayout(answers)

    def show_call(self, entry: JournalEntry, reason: str) -> None:
        """Ask about this call."""
        self._call_id = entry.call_id
        self._title.setText(tr("May I? {what}", what=call_words.wish_title(entry.name)))
        self._reason.setText(_reason_text(reason))
        empty(self._grid)
        for number, (name, value) in enumerate(call_words.argument_lines(entry)):
            self._grid.addWidget(label(name, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value, wraps=True, selectable=True), number, 1)
        for one in (self.allow, self.always, self.refuse):
            one.setEnabled(True)

    def _answer(self, *, yes: bool, always: bool = False) -> None:
        for one in (self.allow, self.always, self.refuse):
            one.setEnabled(False)
        self.answered.emit(self._call_id, yes, always)


def _reason_text(reason: str) -> str:
    reasons = {
        "tainted": tr("This conversation holds text from outside, so I ask first."),
        "egress": tr("This sends something out of this computer."),
        "restart": tr("The program was closed before this was done, so I ask again."),
    }
    return reasons.get(reason, tr("This needs your yes."))
