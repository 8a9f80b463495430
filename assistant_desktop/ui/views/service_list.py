"""Services in the settings: a switch each, what leaves the computer, its fields, and a test."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.service_words import choice_word, leaves_words, state_words
from assistant_desktop.ui.widgets.controls import button, column, label, line, plain
from assistant_desktop.ui.widgets.entry_list import EntryList
from assistant_desktop.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assistant_desktop.domain.service import ServiceField, ServiceRow

_FIELD_WIDTH = 320


class ServicePanel(QWidget):
    """One service. Passive; emits through the list that owns it."""

    def __init__(self, owner: ServiceList, row: ServiceRow) -> None:
        super().__init__()
        self._owner, self._id = owner, row.id
        self._filling = False
        whole = column(self, gap=theme.SPACE_8)
        title = words().text(row.title)
        self.switch = QCheckBox(title)
        self.switch.toggled.connect(self._switched)
        self.state = label("", "caption", wraps=True)
        head = line()
        head.addWidget(self.switch)
        head.addStretch(1)
        whole.addLayout(head)
        self.leaves = label(leaves_words(row), "caption", wraps=True)
        whole.addWidget(self.leaves)
        self.account = _AccountPart(row.guide)
        whole.addWidget(self.account.guide)
        self.form = plain()
        self.fields: dict[str, QWidget] = {}
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_12)
        grid.setVerticalSpacing(theme.SPACE_8)
        for field in row.fields:
            self._add(grid, field)
        grid.setColumnMinimumWidth(0, theme.LABEL)
        grid.setColumnStretch(2, 1)
        whole.addWidget(self.form)
        self.account.sign_in.clicked.connect(partial(owner.sign_in_wanted.emit, row.id))
        self.account.sign_out.clicked.connect(partial(owner.sign_out_wanted.emit, row.id))
        whole.addWidget(self.account)
        self.test = button(tr("Test connection"), partial(owner.test_wanted.emit, row.id))
        self.test.setAccessibleName(f"{title}: {self.test.text()}")
        self.outcome = label("", wraps=True, selectable=True)
        tail = line()
        tail.addWidget(self.test)
        tail.addWidget(self.state, 1)
        whole.addLayout(tail)
        whole.addWidget(self.outcome)
        self.outcome.hide()

    def _add(self, grid: QGridLayout, field: ServiceField) -> None:
        number, told = grid.rowCount(), words().text(field.title)
        made = self._made(field, told)
        made.setAccessibleName(told)
        self.fields[field.name] = made
        if not isinstance(made, QCheckBox):
            name = label(told)
            name.setBuddy(made)
            grid.addWidget(name, number, 0)
        grid.addWidget(made, number, 1)
        if field.hint:
            grid.addWidget(
                label(words().text(field.hint), "caption", wraps=True), number + 1, 1, 1, 2
            )

    def _made(self, field: ServiceField, told: str) -> QWidget:
        if field.kind == "entries":
            entries = EntryList(told)
            entries.added.connect(partial(self._owner.entry_added.emit, self._id))
            entries.removed.connect(partial(self._owner.entry_removed.emit, self._id))
            return entries
        if field.kind == "switch":
            box = QCheckBox(told)
            box.toggled.connect(lambda on: self._tell(field.name, on))
            return box
        if field.kind == "choice":
            choice = ChoiceField()
            choice.view().setAccessibleName(told)
            for value in field.choices:
                choice.addItem(choice_word(value), value)
            choice.currentIndexChanged.connect(
                lambda _: self._tell(field.name, choice.currentData())
            )
            return choice
        edit = QLineEdit()
        edit.setFixedWidth(_FIELD_WIDTH)
        edit.editingFinished.connect(lambda: self._tell(field.name, _typed(field, edit.text())))
        return edit

    def show_row(self, row: ServiceRow, now: datetime) -> None:
        """Show how it stands, without telling it back; what is being typed stays."""
        self._filling = True
        self.switch.setChecked(row.enabled)
        for widget in (self.form, self.test, self.state):
            widget.setVisible(row.enabled)
        self.account.show_state(row.is_signed_in)
        self.leaves.setText(leaves_words(row))
        self.state.setText(state_words(row, now))
        for field in row.fields:
            made = self.fields[field.name]
            if isinstance(made, EntryList):
                made.show_entries(field.value if isinstance(field.value, tuple) else ())
            elif isinstance(made, QCheckBox):
                made.setChecked(bool(field.value))
            elif isinstance(made, QComboBox):
                made.setCurrentIndex(max(made.findData(field.value), 0))
            elif isinstance(made, QLineEdit) and not made.hasFocus():
                made.setText(_shown(field.value))
        if not row.enabled:
            self.outcome.hide()
        self._filling = False

    def show_outcome(self, text: str, kind: str = "") -> None:
        """What a test found, in words."""
        self.outcome.setProperty("kind", kind)
        self.outcome.style().unpolish(self.outcome)
        self.outcome.style().polish(self.outcome)
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))
        self.test.setEnabled(True)

    def _switched(self, on: bool) -> None:  # noqa: FBT001 - Qt calls it so
        if not self._filling:
            self._owner.switched.emit(self._id, on)

    def _tell(self, name: str, value: object) -> None:
        if not self._filling:
            self._owner.field_changed.emit(self._id, name, value)


class _AccountPart(QWidget):
    """What to do before signing in, and doing it."""

    def __init__(self, guide: Sequence[str]) -> None:
        super().__init__()
        whole = column(self, gap=theme.SPACE_8)
        whole.setContentsMargins(0, 0, 0, 0)
        steps = [f"{number}. {words().text(step)}" for number, step in enumerate(guide, 1)]
        self.guide = label("\n".join(steps), "caption", wraps=True, selectable=True)
        self.sign_in = button(tr("Sign in"))
        self.sign_out = button(tr("Sign out"))
        self.state = label(tr("Signed in"), "quiet")
        row = line()
        for one in (self.state, self.sign_in, self.sign_out):
            row.addWidget(one)
        row.addStretch(1)
        whole.addLayout(row)

    def show_state(self, is_signed_in: bool | None) -> None:  # noqa: FBT001 - a state
        """None: there is nothing to sign in to."""
        self.setVisible(is_signed_in is not None)
        self.guide.setVisible(is_signed_in is False)
        self.sign_in.setText(tr("Sign in again") if is_signed_in else tr("Sign in"))
        self.sign_out.setVisible(bool(is_signed_in))
        self.state.setVisible(bool(is_signed_in))


class ServiceList(QWidget):
    """All services. `field_changed` carries the service, the field and its new value.

    entry_added carries a service and a secret, entry_removed a service and the id of an entry.
    """

    switched = Signal(str, bool)
    field_changed = Signal(str, str, object)
    test_wanted = Signal(str)
    entry_added = Signal(str, str)
    entry_removed = Signal(str, str)
    sign_in_wanted = Signal(str)
    sign_out_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = column(self, gap=theme.SPACE_16)
        self.panels: dict[str, ServicePanel] = {}

    def show_rows(self, rows: Sequence[ServiceRow], now: datetime) -> None:
        """Show these."""
        for row in rows:
            if row.id not in self.panels:
                self.panels[row.id] = ServicePanel(self, row)
                self._whole.addWidget(self.panels[row.id])
            self.panels[row.id].show_row(row, now)

    def show_outcome(self, service_id: str, text: str, kind: str = "") -> None:
        """What a test found, in words."""
        if service_id in self.panels:
            self.panels[service_id].show_outcome(text, kind)


def _typed(field: ServiceField, text: str) -> object:
    if field.kind == "list":
        return [part.strip() for part in text.split(";") if part.strip()]
    return text.strip()


def _shown(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
