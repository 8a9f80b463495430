"""Secrets that a service was given, by what may be shown of them, and a line to add one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, empty, label, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.domain.service import ServiceEntry


_WIDTH = 320


class EntryList(QWidget):
    """`added` carries what was typed, `removed` the id of an entry."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        whole.setContentsMargins(0, 0, 0, 0)
        self._rows = column(gap=theme.SPACE_4)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(tr("Paste it here"))
        self.edit.setFixedWidth(_WIDTH)
        # It may hold a token, and others look over one's shoulder.
        self.edit.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.edit.returnPressed.connect(self._add)
        self.add = button(tr("Add"), self._add)
        below = line()
        below.addWidget(self.edit, 1)
        below.addWidget(self.add)
        whole.addLayout(self._rows)
        whole.addLayout(below)
        self._shown: tuple[ServiceEntry, ...] | None = None

    def show_entries(self, entries: Sequence[ServiceEntry]) -> None:
        """Show these."""
        if self._shown == tuple(entries):
            return
        self._shown = tuple(entries)
        empty(self._rows)
        for entry in entries:
            row = line()
            row.addWidget(label(entry.title), 1)
            remove = button(tr("Remove"), partial(self.removed.emit, entry.id), "link")
            remove.setAccessibleName(f"{remove.text()}: {entry.title}")
            row.addWidget(remove)
            self._rows.addLayout(row)

    def _add(self) -> None:
        typed = self.edit.text().strip()
        if typed:
            self.edit.clear()
            self.added.emit(typed)
