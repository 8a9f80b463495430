"""What is remembered: list, search, add, and forget for good after a second press."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    icon_button,
    label,
    line,
    plain,
)
from assistant_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 60


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """A memory as the page shows it. `conversation_id`: where it was learned, "" if nowhere."""

    id: str
    text: str
    learned: str


class MemoryLine(QFrame):
    """One memory; forgetting asks once more, right here."""

    forget_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "row")
        self._id = ""
        row = line(self, gap=theme.SPACE_8)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_8, 0, theme.SPACE_8)
        texts = column(gap=2)
        self._text = label("", wraps=True, selectable=True)
        self._learned = label("", "caption")
        texts.addWidget(self._text)
        texts.addWidget(self._learned)
        self.forget = icon_button("delete", tr("Forget"), self._ask)
        self._sure = plain()
        sure = line(self._sure)
        self.really = button(tr("Forget for good"), self._forget, "danger")
        sure.addWidget(self.really)
        sure.addWidget(button(tr("Keep"), self._keep))
        row.addLayout(texts, 1)
        row.addWidget(self.forget)
        row.addWidget(self._sure)

    def show_row(self, row: MemoryRow) -> None:
        """Show it."""
        self._id = row.id
        self._text.setText(row.text)
        self._learned.setText(row.learned)
        self.forget.setAccessibleName(tr("Forget: {text}", text=row.text[:80]))
        self._keep()

    def _ask(self) -> None:
        self.forget.hide()
        self._sure.show()
        self.really.setFocus()

    def _keep(self) -> None:
        self._sure.hide()
        self.forget.show()

    def _forget(self) -> None:
        self.forget_wanted.emit(self._id)


class MemoryPage(Page):
    """Passive."""

    searched = Signal(str)
    added = Signal(str)
    forget_wanted = Signal(str)
    learning_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__(tr("Memory"))
        told = tr(
            "What you asked me to remember, and what you told me of yourself and people near."
            " It stays on this computer."
        )
        self.body.addWidget(label(told, "quiet", wraps=True))
        self.learn = QCheckBox(tr("Learn from what I say; never about health, money or passwords"))
        self.learn.toggled.connect(self.learning_wanted)
        self.body.addWidget(self.learn)
        row = line()
        self.new = QLineEdit()
        self.new.setPlaceholderText(tr("My blood type is A positive"))
        self.new.setAccessibleName(tr("Something to remember"))
        self.add = button(tr("Remember"), self._add, "primary")
        self.new.returnPressed.connect(self._add)
        row.addWidget(self.new, 1)
        row.addWidget(self.add)
        self.body.addLayout(row)
        self.problem = label("", "red", wraps=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search memory"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.body.addWidget(self.search)
        self.lines: list[MemoryLine] = []
        self._rows: Sequence[MemoryRow] = ()
        self._most = PAGE
        self._list = column(gap=0)
        self.body.addLayout(self._list)
        self._more = button("", self._show_more, "link")
        self.body.addWidget(self._more)
        self.nothing = label("", "quiet", wraps=True)
        self.body.addWidget(self.nothing)
        self.phrases = [
            button(text, partial(self.new.setText, text), "phrase")
            for text in (
                tr("My passport expires in May 2027"),
                tr("Ann's birthday is 14 March"),
                tr("The spare key is with the neighbour"),
            )
        ]
        for phrase in self.phrases:
            self.body.addWidget(phrase)
        self.body.addStretch(1)

    def show_learning(self, *, on: bool) -> None:
        """Whether facts are learned, without telling anybody."""
        with QSignalBlocker(self.learn):
            self.learn.setChecked(on)

    def show_rows(self, rows: Sequence[MemoryRow]) -> None:
        """Show these."""
        self._rows = rows
        shown = rows[: self._most]
        while len(self.lines) < len(shown):
            made = MemoryLine()
            made.forget_wanted.connect(self.forget_wanted)
            self._list.addWidget(made)
            self.lines.append(made)
        for made, row in zip(self.lines, shown, strict=False):
            made.show_row(row)
            made.show()
        for made in self.lines[len(shown) :]:
            made.hide()
        left = len(rows) - len(shown)
        self._more.setVisible(left > 0)
        self._more.setText(trn("Show {n} more", "Show {n} more", min(left, PAGE)))
        searching = bool(self.search.text().strip())
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            tr("Nothing fits.") if searching else tr("Nothing is remembered yet. For example:")
        )
        self.search.setVisible(bool(rows) or searching)
        for phrase in self.phrases:
            phrase.setVisible(not rows and not searching)

    def tell_problem(self, sentence: str) -> None:
        """Why it was not kept; the words stay."""
        self.problem.setText(sentence)
        self.problem.show()

    def take(self) -> None:
        """It was kept."""
        self.new.clear()
        self.problem.hide()

    def _add(self) -> None:
        if self.new.text().strip():
            self.added.emit(self.new.text())

    def _show_more(self) -> None:
        self._most += PAGE
        self.show_rows(self._rows)
