"""A tool call as one line that opens to its arguments, result, status and duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.models import call_words
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    empty,
    icon_button,
    label,
    line,
    link,
    picture,
    plain,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from assistant_desktop.domain.conversation import JournalEntry

_BAD = {CallStatus.FAILED, CallStatus.TIMED_OUT, CallStatus.UNKNOWN, CallStatus.INTERRUPTED}


class CallChip(QFrame):
    """One call. `toggled` when it was opened or closed, `undo_wanted` for its button.

    sources_unwanted: the messages that forgotten memories were told in shall go too.
    """

    toggled = Signal(str)
    undo_wanted = Signal(str)
    sources_unwanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        self._entry: JournalEntry | None = None
        whole = column(self, gap=0)
        self._head = plain()
        self._head.setMinimumHeight(theme.TARGET + 4)
        head = line(self._head, gap=theme.SPACE_8)
        head.setContentsMargins(theme.SPACE_12, 0, theme.SPACE_4, 0)
        self._picture = picture("tool", size=16)
        self._title = label("", "strong")
        self._receipt = ElidedLabel(kind="quiet")
        self.undo = button(tr("Undo"), self._undo, "link")
        self.sources = button("", self._delete_sources, "link")
        self.sources.hide()
        self._is_sure = False
        self.open_button = icon_button("chevron-right", tr("Show details"), self._toggle)
        self.open_button.setIconSize(QSize(16, 16))
        head.addWidget(self._picture)
        head.addWidget(self._title)
        head.addWidget(self._receipt, 1)
        head.addWidget(self.sources)
        head.addWidget(self.undo)
        head.addWidget(self.open_button)
        self._details = plain()
        self._grid = QGridLayout(self._details)
        self._grid.setContentsMargins(36, 0, theme.SPACE_12, theme.SPACE_12)
        self._grid.setHorizontalSpacing(theme.SPACE_16)
        self._grid.setVerticalSpacing(theme.SPACE_4)
        self._grid.setColumnStretch(1, 1)
        whole.addWidget(self._head)
        whole.addWidget(self._details)

    def show_call(self, entry: JournalEntry, *, is_open: bool) -> None:
        """Show how the call stands now."""
        self._entry = entry
        bad = entry.status in _BAD
        shades = theme.colours()
        name = "warning" if bad else call_words.call_icon(entry.name)
        colour = shades.red if bad else shades.quiet
        self._picture.setPixmap(icon(name, colour, 16).pixmap(16, 16))
        self._title.setText(call_words.call_title(entry.name))
        self._receipt.say(call_words.receipt_line(entry))
        can_undo = entry.undo is not None and entry.status is CallStatus.DONE
        self.undo.setVisible(can_undo and not entry.undone)
        self.undo.setAccessibleName(tr("Undo: {what}", what=self._receipt.whole))
        told = tr("Hide details") if is_open else tr("Show details")
        self.open_button.setIcon(icon("chevron-down" if is_open else "chevron-right", size=16))
        self.open_button.setToolTip(told)
        self.open_button.setAccessibleName(f"{told}: {self._title.text()}")
        self._details.setVisible(is_open)
        if is_open:
            self._fill(entry)

    def offer_sources(self, *, wanted: bool) -> None:
        """After forgetting: the message may go too, with a second press."""
        entry = self._entry
        forgot = entry is not None and entry.name == "forget" and entry.status is CallStatus.DONE
        count = len(entry.data.get("sources", ())) if entry is not None and forgot else 0
        self._is_sure = False
        self.sources.setVisible(bool(count) and wanted)
        told = trn("Delete the message too", "Delete the {n} messages too", count)
        self.sources.setText(told)
        self.sources.setAccessibleName(told)

    def _delete_sources(self) -> None:
        if self._entry is None:
            return
        if self._is_sure:
            self.sources_unwanted.emit(self._entry.call_id)
            return
        self._is_sure = True
        self.sources.setText(tr("Delete for good"))
        self.sources.setAccessibleName(tr("Delete for good"))

    def _fill(self, entry: JournalEntry) -> None:
        empty(self._grid)
        rows = [*call_words.argument_lines(entry)]
        outcome = call_words.status_text(entry) or tr("done")
        duration = call_words.duration_text(entry)
        stories = call_words.sources(entry)
        if entry.content and not stories:
            rows.append((tr("Result"), entry.content[:2000]))
        rows.append((tr("Status"), f"{outcome} · {duration}" if duration else outcome))
        for number, (name, value) in enumerate(rows):
            told = label(name, "caption")
            self._grid.addWidget(told, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value, wraps=True, selectable=True), number, 1)
        for number, (title, address) in enumerate(stories, len(rows)):
            if number == len(rows):
                top = Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(label(tr("Sources"), "caption"), number, 0, top)
            self._grid.addWidget(link(title, address), number, 1)

    def _toggle(self) -> None:
        if self._entry is not None:
            self.toggled.emit(self._entry.call_id)

    def _undo(self) -> None:
        if self._entry is not None:
            self.undo.setEnabled(False)
            self.undo_wanted.emit(self._entry.call_id)
            self.undo.setEnabled(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the line opens it."""
        if event.position().y() <= self._head.height():
            self._toggle()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken, so that its release comes here."""
        event.accept()
