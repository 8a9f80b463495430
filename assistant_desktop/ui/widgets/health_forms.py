"""Forms of the page of health: a reading, a medicine at its times, a kind of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPushButton,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label, line
from assistant_desktop.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind that can be entered, with the units it may be said in; none: any."""

    kind: str
    title: str
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """What the form holds. id: of the reading that is changed, "" for a new one."""

    id: str
    kind: str
    value: str
    unit: str
    when: str
    note: str
    anyway: bool = False


class _Card(QFrame):
    """A card with a title, fields and a line for what is wrong. Esc closes it."""

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.whole = column(self, gap=theme.SPACE_8, margin=theme.SPACE_16)
        self.heading = label(title, "strong")
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(theme.SPACE_12)
        self.form.setVerticalSpacing(theme.SPACE_8)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.problem = label("", "red", wraps=True)
        self.problem.hide()
        self.whole.addWidget(self.heading)
        self.whole.addLayout(self.form)
        self.whole.addWidget(self.problem)
        self.hide()

    def field(self, name: str, hint: str = "") -> QLineEdit:
        """A line of text with its name."""
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        self.add_row(name, made)
        return made

    def add_row(self, name: str, widget: QWidget) -> None:
        """A field with its name."""
        told = label(name, "quiet")
        told.setMinimumHeight(theme.TARGET)
        self.form.addRow(told, widget)

    def tell_problem(self, sentence: str) -> None:
        """What is wrong; what was written stays."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def close_card(self) -> None:
        """Away with it."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)


class ReadingForm(_Card):
    """`wanted` carries a draft; what can hardly be true is asked about, and kept on a yes."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("New reading"))
        self._id = ""
        self._kinds: list[KindChoice] = []
        self.kind = ChoiceField()
        self.kind.setAccessibleName(tr("What was measured"))
        self.kind.currentIndexChanged.connect(lambda _: self._kind_changed())
        self.add_row(tr("What"), self.kind)
        self.value = QLineEdit()
        self.value.setAccessibleName(tr("Value"))
        self.unit = ChoiceField()
        self.unit.setAccessibleName(tr("Unit"))
        both = QWidget()
        row = line(both)
        row.addWidget(self.value, 2)
        row.addWidget(self.unit, 1)
        self.add_row(tr("Value"), both)
        self.when = self.field(tr("When"), tr("now, or such as: yesterday at 9"))
        self.note = self.field(tr("Note"))
        buttons = line()
        self.save = button(tr("Save"), self._save, "primary")
        self.anyway = button(tr("Keep it anyway"), partial(self._save, anyway=True))
        self.cancel = button(tr("Cancel"), self.close_card)
        for one in (self.save, self.anyway, self.cancel):
            buttons.addWidget(one)
        buttons.addStretch(1)
        self.whole.addLayout(buttons)
        self.anyway.hide()
        for edit in (self.value, self.when, self.note):
            edit.returnPressed.connect(self._save)
            edit.textChanged.connect(lambda _: self._calm())

    def show_kinds(self, kinds: Sequence[KindChoice]) -> None:
        """What can be entered."""
        chosen = self.kind.currentData()
        self._kinds = list(kinds)
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for one in kinds:
                self.kind.addItem(one.title, one.kind)
        self._choose(chosen or "")

    def open_for(self, draft: ReadingDraft) -> None:
        """Show these values; the keyboard is where the number goes."""
        self._id = draft.id
        self.heading.setText(tr("Change the reading") if draft.id else tr("New reading"))
        self._choose(draft.kind)
        self.kind.setEnabled(not draft.id)
        self.value.setText(draft.value)
        place = self.unit.findData(draft.unit)
        if place >= 0:
            self.unit.setCurrentIndex(place)
        elif self.unit.isEditable():
            self.unit.setEditText(draft.unit)
        self.when.setText(draft.when)
        self.note.setText(draft.note)
        self._calm()
        self.show()
        self.value.setFocus()
        self.value.selectAll()

    def ask(self, question: str) -> None:
        """The value can hardly be true: a second yes keeps it."""
        self.tell_problem(question)
        self.anyway.show()
        self.value.setFocus()

    def _choose(self, kind: str) -> None:
        place = self.kind.findData(kind)
        self.kind.setCurrentIndex(max(place, 0))
        self._kind_changed()

    def _kind_changed(self) -> None:
        place = self.kind.currentIndex()
        units = self._kinds[place].units if 0 <= place < len(self._kinds) else ()
        self.unit.clear()
        for unit, name in units:
            self.unit.addItem(name, unit)
        self.unit.setEditable(len(units) == 0)
        self.unit.setVisible(len(units) != 1 or units[0][0] != "steps")
        is_pressure = self.kind.currentData() == "blood_pressure"
        self.value.setPlaceholderText("130/85" if is_pressure else "")
        self._calm()

    def _calm(self) -> None:
        self.tell_problem("")
        self.anyway.hide()

    def _save(self, *, anyway: bool = False) -> None:
        if not self.value.text().strip():
            self.value.setFocus()
            return
        unit = self.unit.currentText() if self.unit.isEditable() else self.unit.currentData()
        self.wanted.emit(
            ReadingDraft(
                id=self._id,
                kind=str(self.kind.currentData()),
                value=self.value.text().strip(),
                unit=str(unit or "").strip(),
                when=self.when.text().strip(),
                note=self.note.text().strip(),
                anyway=anyway,
            )
        )


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A medicine as the form holds it: times as they were written, days from Monday = 0."""

    medicine: str
    amount: str
    unit: str
    times: str
    weekdays: tuple[int, ...]
    insists: bool


class PlanForm(_Card):
    """`wanted` carries a draft."""

    wanted = Signal(object)

    def __init__(self, units: Sequence[tuple[str, str]], days: Sequence[str]) -> None:
        super().__init__(tr("A medicine at its times"))
        self.medicine = self.field(tr("Medicine"), tr("such as: losartan"))
        self.amount = QLineEdit("1")
        self.amount.setAccessibleName(tr("Amount"))
        self.unit = ChoiceField()
        self.unit.setAccessibleName(tr("Unit"))
        for unit, name in units:
            self.unit.addItem(name, unit)
        both = QWidget()
        row = line(both)
        row.addWidget(self.amount, 1)
        row.addWidget(self.unit, 2)
        self.add_row(tr("Dose"), both)
        self.times = self.field(tr("Times"), "8:00, 20:00")
        self.days = [self._day(name) for name in days]
        week = QWidget()
        row = line(week, gap=theme.SPACE_4)
        for one in self.days:
            row.addWidget(one)
        row.addStretch(1)
        self.add_row(tr("Days"), week)
        self.insists = QCheckBox(tr("Insist until I answer"))
        self.add_row("", self.insists)
        buttons = line()
        buttons.addWidget(button(tr("Save"), self._save, "primary"))
        buttons.addWidget(button(tr("Cancel"), self.close_card))
        buttons.addStretch(1)
        self.whole.addLayout(buttons)
        for edit in (self.medicine, self.amount, self.times):
            edit.returnPressed.connect(self._save)
            edit.textChanged.connect(lambda _: self.tell_problem(""))

    def _day(self, name: str) -> QPushButton:
        made = button(name, None, "tab")
        made.setCheckable(True)
        made.setChecked(True)
        return made

    def open_new(self) -> None:
        """Empty, with the keyboard in it."""
        self.medicine.clear()
        self.amount.setText("1")
        self.times.clear()
        self.tell_problem("")
        self.show()
        self.medicine.setFocus()

    def _save(self) -> None:
        chosen = tuple(n for n, one in enumerate(self.days) if one.isChecked())
        self.wanted.emit(
            PlanDraft(
                self.medicine.text().strip(),
                self.amount.text().strip(),
                str(self.unit.currentData()),
                self.times.text().strip(),
                chosen,
                self.insists.isChecked(),
            )
        )


class KindForm(_Card):
    """`wanted` carries a name and a unit."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr("A kind of your own"))
        self.name = self.field(tr("Name"), tr("such as: push-ups"))
        self.unit = self.field(tr("Unit"), tr("such as: times"))
        buttons = line()
        buttons.addWidget(button(tr("Save"), self._save, "primary"))
        buttons.addWidget(button(tr("Cancel"), self.close_card))
        buttons.addStretch(1)
        self.whole.addLayout(buttons)
        for edit in (self.name, self.unit):
            edit.returnPressed.connect(self._save)

    def open_new(self) -> None:
        """Empty, with the keyboard in it."""
        self.name.clear()
        self.unit.clear()
        self.tell_problem("")
        self.show()
        self.name.setFocus()

    def _save(self) -> None:
        self.wanted.emit(self.name.text(), self.unit.text())
