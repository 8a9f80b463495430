"""A heading with reminders below it; a long list shows more on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import trn
from assistant_desktop.ui.widgets.controls import button, column, label
from assistant_desktop.ui.widgets.reminder_line import ReminderLine, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.reminder_rows import ReminderRow

PAGE = 40


class ReminderList(QWidget):
    """Lines are kept and shown anew, not made anew."""

    acted = Signal(str, str)
    edited = Signal(str, str, str)

    def __init__(self, heading: str, use: Use = "list", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use = use
        self._most = PAGE
        self._rows: Sequence[ReminderRow] = ()
        self.lines: list[ReminderLine] = []
        self._whole = column(self, gap=0)
        self._heading = label(heading, "heading")
        self._heading.setContentsMargins(theme.SPACE_4, 0, 0, theme.SPACE_4)
        self._more = button("", self._show_more, "link")
        self._heading.setVisible(bool(heading))
        self._whole.addWidget(self._heading)
        self._whole.addWidget(self._more)

    def show_rows(self, rows: Sequence[ReminderRow]) -> None:
        """Show these."""
        self._rows = rows
        shown = rows[: self._most]
        while len(self.lines) < len(shown):
            made = ReminderLine(self._use)
            made.acted.connect(self.acted)
            made.edited.connect(self.edited)
            self._whole.insertWidget(len(self.lines) + 1, made)
            self.lines.append(made)
        for made, row in zip(self.lines, shown, strict=False):
            if made.is_edited and made.row is not None and made.row.reminder_id == row.reminder_id:
                continue  # a list that changes does not take the words from under one's hands
            if made.row != row or made.is_edited:
                made.show_row(row)
            made.show()
        for made in self.lines[len(shown) :]:
            made.hide()
        left = len(rows) - len(shown)
        self._more.setVisible(left > 0)
        self._more.setText(trn("Show {n} more", "Show {n} more", min(left, PAGE)))
        self.setVisible(bool(rows))

    def line_of(self, occurrence_id: str) -> ReminderLine | None:
        """The line of one."""
        for one in self.lines:
            if one.row is not None and one.row.occurrence_id == occurrence_id:
                return one
        return None

    def _show_more(self) -> None:
        self._most += PAGE
        self.show_rows(self._rows)
