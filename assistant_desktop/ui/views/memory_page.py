"""What is remembered: in groups, searched, added to, changed in place, forgotten for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import button, column, frame, label, line, plain
from assistant_desktop.ui.widgets.memory_line import MemoryLine
from assistant_desktop.ui.widgets.page import Page
from assistant_desktop.ui.widgets.suggestion_card import SuggestionCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QShowEvent

    from assistant_desktop.ui.models.memory_rows import (
        MemoryGroup,
        MemoryRow,
        OriginText,
        SuggestionRow,
    )

PAGE = 60
_AT_ONCE = 5
"""Lines put in before the window goes on: each takes about two milliseconds."""


class MemoryPage(Page):
    """Passive. `left` when another page is gone to."""

    searched = Signal(str)
    added = Signal(str)
    forget_wanted = Signal(str, bool)
    reworded = Signal(str, str)
    pin_wanted = Signal(str, bool)
    why_wanted = Signal(str)
    message_wanted = Signal(str)
    suggestion_answered = Signal(str, bool)
    learning_wanted = Signal(bool)
    past_wanted = Signal(bool)
    more_wanted = Signal()
    export_wanted = Signal(str)
    wipe_asked = Signal()
    wipe_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Memory"))
        told = tr(
            "What you asked me to remember, and what you told me of yourself and people near."
            " It stays on this computer."
        )
        self.body.addWidget(label(told, "quiet", wraps=True))
        self._build_learning()
        self._build_waiting()
        self._build_adding()
        self._build_tools()
        self._build_wipe()
        self._shown: list[tuple[str, QWidget]] = []
        self._kept: dict[str, MemoryLine] = {}
        self._spare: list[MemoryLine] = []
        self._groups: Sequence[MemoryGroup] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._fill)
        self._list = column(gap=0)
        self.body.addLayout(self._list)
        self._more = button("", self.more_wanted.emit, "link")
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
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

    def _build_learning(self) -> None:
        rows = column(gap=0)
        self.learn = QCheckBox(tr("Learn from what I say; ask me before keeping what is private"))
        self.learn.toggled.connect(self.learning_wanted)
        self.paused = label(
            tr("Paused: nothing new is learned. What is known stays, and is used."), "amber"
        )
        self.paused.setWordWrap(True)
        self.paused.setContentsMargins(26, 0, 0, 0)
        self.paused.hide()
        rows.addWidget(self.learn)
        rows.addWidget(self.paused)
        self.body.addLayout(rows)

    def _build_waiting(self) -> None:
        self._waiting = plain()
        rows = column(self._waiting)
        rows.addWidget(label(tr("WAITING FOR YOUR YES"), "heading"))
        self._cards = column()
        self.cards: list[SuggestionCard] = []
        rows.addLayout(self._cards)
        self.body.addWidget(self._waiting)
        self._waiting.hide()

    def _build_adding(self) -> None:
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

    def _build_tools(self) -> None:
        rows = column(gap=theme.SPACE_4)
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search memory"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.tools = plain()
        row = line(self.tools)
        self.past = QCheckBox(tr("Show what no longer holds"))
        self.past.toggled.connect(self.past_wanted)
        self.export = button(tr("Export…"), self._choose_file, "link")
        self.wipe = button(tr("Forget everything…"), self.wipe_asked.emit, "link")
        row.addWidget(self.past)
        row.addStretch(1)
        row.addWidget(self.export)
        row.addWidget(self.wipe)
        rows.addWidget(self.search)
        rows.addWidget(self.tools)
        self.body.addLayout(rows)

    def _build_wipe(self) -> None:
        self.sure = frame("card")
        rows = column(self.sure, gap=theme.SPACE_12, margin=theme.SPACE_16)
        self._sure_text = label("", wraps=True)
        answers = line()
        self.really = button(tr("Forget everything for good"), self._wipe, "danger")
        answers.addWidget(self.really)
        self.keep = button(tr("Keep"), self._keep_all)
        answers.addWidget(self.keep)
        answers.addStretch(1)
        rows.addWidget(self._sure_text)
        rows.addLayout(answers)
        self.sure.hide()
        self.body.addWidget(self.sure)

    # ---- what it is told ----

    def show_learning(self, *, on: bool) -> None:
        """Whether facts are learned, without telling anybody."""
        with QSignalBlocker(self.learn):
            self.learn.setChecked(on)
        self.paused.setVisible(not on)

    def show_suggestions(self, rows: Sequence[SuggestionRow]) -> None:
        """What waits for a yes."""
        while len(self.cards) < len(rows):
            card = SuggestionCard()
            card.answered.connect(self.suggestion_answered)
            self._cards.addWidget(card)
            self.cards.append(card)
        for card, row in zip(self.cards, rows, strict=False):
            card.show_row(row)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(rows))
        self._waiting.setVisible(bool(rows))

    def show_groups(self, groups: Sequence[MemoryGroup], left: int = 0) -> None:
        """Show these; `left` more there are. A line that is open stays with its memory."""
        self._groups = groups
        self._fill()
        self._more.setVisible(left > 0)
        self._more.setText(trn("Show {n} more", "Show {n} more", min(left, PAGE)))
        self._show_nothing(is_empty=not groups)

    def _fill(self) -> None:
        """What stands already stays; lines are added a few at a time, so that nothing waits."""
        self._rest.stop()
        wanted: list[tuple[str, MemoryRow | None]] = []
        for group in self._groups:
            title = f"{group.title} · {group.count}" if group.count > 1 else group.title
            wanted += [(title, None), *((row.id, row) for row in group.rows)]
        self.setUpdatesEnabled(False)
        same = 0
        for (key, row), (known, made) in zip(wanted, self._shown, strict=False):
            if key != known or (row is None) != isinstance(made, QLabel):
                break
            same += 1
            if row is not None and isinstance(made, MemoryLine):
                made.show_row(row)
        self._take_off(same, {key for key, row in wanted if row is not None})
        for key, row in wanted[same : same + _AT_ONCE]:
            self._put(key, row)
        if len(wanted) > len(self._shown):
            self._rest.start()
        self.setUpdatesEnabled(True)

    def _take_off(self, first: int, wanted: set[str]) -> None:
        """From the list, all from one on; lines that come again keep what is open in them."""
        for key, made in self._shown[first:]:
            self._list.removeWidget(made)
            if isinstance(made, MemoryLine) and key in wanted:
                self._kept[key] = made  # not hidden: the keyboard may be in it
                continue
            made.hide()
            if isinstance(made, MemoryLine):
                self._spare.append(made)
            else:
                made.deleteLater()
        del self._shown[first:]
        for key in [key for key in self._kept if key not in wanted]:
            gone = self._kept.pop(key)
            gone.hide()
            self._spare.append(gone)

    def _put(self, key: str, row: MemoryRow | None) -> None:
        made: QWidget
        if row is None:
            made = label(key, "heading")
            made.setContentsMargins(theme.SPACE_4, theme.SPACE_12, 0, 0)
        else:
            found = self._kept.pop(key) if key in self._kept else self._new_line()
            found.show_row(row)
            made = found
        self._list.addWidget(made)
        made.show()
        self._shown.append((key, made))

    @property
    def lines(self) -> list[MemoryLine]:
        """The memories that are shown."""
        return [made for _, made in self._shown if isinstance(made, MemoryLine)]

    @property
    def headings(self) -> list[str]:
        """What the groups are called."""
        return [key for key, made in self._shown if isinstance(made, QLabel)]

    def _new_line(self) -> MemoryLine:
        if self._spare:
            return self._spare.pop()
        made = MemoryLine(self)
        made.forget_wanted.connect(self.forget_wanted)
        made.reworded.connect(self.reworded)
        made.pin_wanted.connect(self.pin_wanted)
        made.why_wanted.connect(self.why_wanted)
        made.message_wanted.connect(self.message_wanted)
        return made

    def _show_nothing(self, *, is_empty: bool) -> None:
        searching = bool(self.search.text().strip())
        self.nothing.setVisible(is_empty)
        self.nothing.setText(
            tr("Nothing fits.") if searching else tr("Nothing is remembered yet. For example:")
        )
        for one in (self.search, self.tools):
            one.setVisible(not is_empty or searching or self.past.isChecked())
        for phrase in self.phrases:
            phrase.setVisible(is_empty and not searching)

    def show_origin(self, memory_id: str, origin: OriginText) -> None:
        """Why a memory is known."""
        for made in self.lines:
            if made.row_id == memory_id:
                made.show_origin(origin)

    def go_to_top(self) -> None:
        """Show the first rows."""
        self.area.verticalScrollBar().setValue(0)

    def tell_problem(self, sentence: str) -> None:
        """Why it was not kept; the words stay."""
        self.problem.setText(sentence)
        self.problem.show()

    def take(self) -> None:
        """It was kept."""
        self.new.clear()
        self.problem.hide()

    def ask_wipe(self, count: int) -> None:
        """Ask once more before everything is forgotten."""
        self._sure_text.setText(
            trn(
                "Forget {n} memory for good, in backups too? Conversations stay.",
                "Forget all {n} memories for good, in backups too? Conversations stay.",
                count,
            )
        )
        self.sure.show()
        self.keep.setFocus()  # Enter must not destroy by habit

    # ---- what the user does ----

    def _add(self) -> None:
        if self.new.text().strip():
            self.added.emit(self.new.text())

    def _wipe(self) -> None:
        self.sure.hide()
        self.wipe_wanted.emit()

    def _keep_all(self) -> None:
        self.sure.hide()
        self.wipe.setFocus()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Export memories"), "memories.jsonl", "JSON Lines (*.jsonl)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where something can be written, not on a switch."""
        super().showEvent(event)
        if not event.spontaneous():
            self.new.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown."""
        super().hideEvent(event)
        self.left.emit()
