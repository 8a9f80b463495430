"""The profiles in the settings: switch, add, and delete for good after a second press."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    empty,
    label,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.profile_rows import ProfileRow


class ProfileLine(QWidget):
    """One profile."""

    def __init__(self, owner: ProfileList, row: ProfileRow) -> None:
        super().__init__()
        whole = column(self, gap=theme.SPACE_4)
        head = line()
        head.addWidget(ElidedLabel(row.title), 1)
        if row.in_view:
            head.addWidget(label(tr("in use"), "caption"))
        else:
            switch = button(tr("Switch"), partial(owner.switch_wanted.emit, row.id), "link")
            switch.setAccessibleName(tr("Switch to {name}", name=row.title))
            verb = tr("Empty…") if row.is_main else tr("Delete…")
            self.delete = button(verb, self._ask, "link")
            self.delete.setAccessibleName(f"{verb} {row.title}")
            head.addWidget(switch)
            head.addWidget(self.delete)
        whole.addLayout(head)
        self.sure = plain()
        self.sure.hide()
        asked = column(self.sure)
        told = tr(
            "Conversations, reminders and memories of “{name}” are removed for good,"
            " in backups too.",
            name=row.title,
        )
        asked.addWidget(label(told, "quiet", wraps=True))
        answers = line()
        verb = tr("Empty for good") if row.is_main else tr("Delete for good")
        self.really = button(verb, partial(owner.delete_wanted.emit, row.id), "danger")
        answers.addWidget(self.really)
        self.keep = button(tr("Keep"), self.sure.hide)
        answers.addWidget(self.keep)
        answers.addStretch(1)
        asked.addLayout(answers)
        whole.addWidget(self.sure)

    def _ask(self) -> None:
        self.sure.show()
        self.keep.setFocus()  # Enter must not destroy by habit


class ProfileList(QWidget):
    """Passive."""

    switch_wanted = Signal(str)
    delete_wanted = Signal(str)
    add_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        whole = column(self)
        told = tr("Each profile sees its own conversations, reminders and memories, nothing else.")
        whole.addWidget(label(told, "quiet", wraps=True))
        self.lines: list[ProfileLine] = []
        self._rows = column(gap=0)
        whole.addLayout(self._rows)
        row = line()
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setPlaceholderText(tr("Name of a new profile"))
        self.name.setAccessibleName(tr("Name of a new profile"))
        self.name.returnPressed.connect(self._add)
        row.addWidget(self.name, 1)
        row.addWidget(button(tr("Add"), self._add))
        whole.addLayout(row)
        self.problem = label("", "red", wraps=True)
        self.problem.hide()
        whole.addWidget(self.problem)

    def show_rows(self, rows: Sequence[ProfileRow]) -> None:
        """All profiles."""
        empty(self._rows)
        self.lines = [ProfileLine(self, row) for row in rows]
        for made in self.lines:
            self._rows.addWidget(made)

    def tell(self, problem: str) -> None:
        """Why it was not done; "" for done."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def take(self) -> None:
        """The new one is there."""
        self.name.clear()
        self.tell("")

    def _add(self) -> None:
        if self.name.text().strip():
            self.add_wanted.emit(self.name.text())
