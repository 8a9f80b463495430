"""Today's events in a small card: hours and titles, the calendar is a click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    empty,
    label,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.calendar_blocks import Block

MOST = 6
_HOURS_WIDE = 104


class AgendaCard(QFrame):
    """Hidden where there is nothing; calendar_wanted: to be seen whole."""

    calendar_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        inside = column(self, gap=theme.SPACE_4, margin=theme.SPACE_16)
        head = line()
        head.addWidget(label(tr("In the calendar"), "strong"), 1)
        head.addWidget(button(tr("Calendar"), self.calendar_wanted.emit, "link"))
        inside.addLayout(head)
        self._rows: QVBoxLayout = column(gap=theme.SPACE_4)
        inside.addLayout(self._rows)
        self.hide()

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """What of today is still to come or goes on."""
        empty(self._rows)
        for block in blocks[:MOST]:
            row = line()
            hours = label(block.hours, "quiet")
            hours.setFixedWidth(_HOURS_WIDE)
            told = f"{block.title} · {block.detail}" if block.detail else block.title
            row.addWidget(hours)
            row.addWidget(ElidedLabel(told), 1)
            self._rows.addLayout(row)
        if len(blocks) > MOST:
            more = len(blocks) - MOST
            self._rows.addWidget(label(trn("and {n} more", "and {n} more", more), "caption"))
        self.setVisible(bool(blocks))
