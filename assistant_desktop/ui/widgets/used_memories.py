"""Beneath an answer: the memories it was given with, folded into one quiet line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    empty,
    icon_button,
    line,
    picture,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.domain.conversation import UsedMemory


class UsedMemories(QFrame):
    """`toggled` when it was opened or closed, `memory_wanted` for one of its rows."""

    toggled = Signal()
    memory_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=0)
        self.head = button("", self.toggled.emit, "fold")
        self.head.setIconSize(QSize(14, 14))
        whole.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = column(gap=0)
        whole.addLayout(self._rows)

    def show_used(self, used: Sequence[UsedMemory], *, is_open: bool) -> None:
        """Show how many, or which."""
        told = trn("used {n} memory", "used {n} memories", len(used))
        self.head.setText(told)
        opens = tr("Hide them") if is_open else tr("Show them")
        self.head.setAccessibleName(f"{told}. {opens}")
        shape = "chevron-down" if is_open else "chevron-right"
        self.head.setIcon(icon(shape, theme.colours().quiet, 14))
        empty(self._rows)
        if is_open:
            for one in used:
                made = self._row(one)
                self._rows.addWidget(made)
                made.show()  # at once: its height is asked for before Qt would show it

    def _row(self, one: UsedMemory) -> QWidget:
        made = plain()
        row = line(made)
        row.setContentsMargins(theme.SPACE_8, 0, 0, 0)
        row.addWidget(picture("memory", theme.colours().quiet, 14))
        row.addWidget(ElidedLabel(one.text, "quiet"), 1)
        go = icon_button("chevron-right", tr("Show in memory"), None)
        go.setIcon(icon("chevron-right", theme.colours().quiet, 16))
        go.setIconSize(QSize(16, 16))
        go.setAccessibleName(tr("Show in memory: {text}", text=one.text[:80]))
        go.clicked.connect(partial(self.memory_wanted.emit, one.id))
        row.addWidget(go)
        return made
