"""Health: kinds with a small trend, a chart and the readings of one, medicines, files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QStackedWidget, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    icon_button,
    label,
    line,
    plain,
    rule,
)
from assistant_desktop.ui.widgets.health_chart import HealthChart
from assistant_desktop.ui.widgets.health_forms import KindForm, ReadingForm
from assistant_desktop.ui.widgets.health_lists import ReadingList, SeriesList
from assistant_desktop.ui.widgets.medicine_pane import MedicinePane
from assistant_desktop.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QHBoxLayout, QPushButton

    from assistant_desktop.domain.health_series import SeriesKey
    from assistant_desktop.ui.models.health_rows import SeriesRow

_NARROW = 720
_LIST_WIDE = 260
RANGES = ("week", "month", "year", "all")


class HealthPage(QWidget):
    """Passive. chosen: a kind, None for medicines. ranged: a span of time. asked: a phrase."""

    chosen = Signal(object)
    ranged = Signal(str)
    add_wanted = Signal()
    asked = Signal(str)
    target_wanted = Signal(str)
    import_wanted = Signal(str)
    import_stopped = Signal()
    export_wanted = Signal(str, str)

    def __init__(self, units: Sequence[tuple[str, str]] = (), days: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "page")
        self._showing = False  # a kind, where there is room for one of both
        whole = column(self, gap=0)
        both = line(gap=0)
        self.side = self._build_side()
        self.main = self._build_main(units, days)
        both.addWidget(self.side)
        both.addWidget(self.main, 1)
        whole.addLayout(both, 1)
        whole.addWidget(rule())
        self.foot = label(tr("No medical advice: these are only your numbers."), "caption")
        self.foot.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        whole.addWidget(self.foot)

    # ---- building ----

    def _build_side(self) -> QWidget:
        side = plain("column")
        whole = column(side, gap=theme.SPACE_8, margin=theme.SPACE_12)
        head = line()
        head.addWidget(label(tr("Health"), "title"))
        head.addStretch(1)
        self.add = icon_button("plus", tr("New reading"), self.add_wanted.emit)
        self.more = icon_button("more", tr("Files and kinds"), self._show_menu)
        head.addWidget(self.add)
        head.addWidget(self.more)
        whole.addLayout(head)
        self.list = SeriesList()
        self.list.setAccessibleName(tr("Kinds of readings"))
        self.list.chosen.connect(self._pick)
        whole.addWidget(self.list, 1)
        self.progress = ProgressLine()
        self.stop = button(tr("Stop the import"), self.import_stopped.emit)
        self.stop.hide()
        self.told = label("", "caption", wraps=True, selectable=True)
        self.told.hide()
        for one in (self.progress, self.stop, self.told):
            whole.addWidget(one)
        return side

    def _build_main(self, units: Sequence[tuple[str, str]], days: Sequence[str]) -> QWidget:
        main = plain()
        whole = column(main, gap=theme.SPACE_12, margin=theme.SPACE_16)
        self.form, self.kind_form = ReadingForm(), KindForm()
        whole.addLayout(self._build_head())
        whole.addWidget(self.form)
        whole.addWidget(self.kind_form)
        self.stack = QStackedWidget()
        self.medicines = MedicinePane(units, days)
        self._series = self._build_series()
        self._empty = self._build_empty()
        for one in (self._empty, self._series, self.medicines):
            self.stack.addWidget(one)
        whole.addWidget(self.stack, 1)
        return main

    def _build_head(self) -> QHBoxLayout:
        head = line()
        self.back = icon_button("chevron-left", tr("Back to the list"), self._leave)
        self.title = label("", "title")
        self.latest = ElidedLabel(kind="quiet")
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.latest, 1)
        self.ranges: dict[str, QPushButton] = {}
        names = {"week": tr("Week"), "month": tr("Month"), "year": tr("Year"), "all": tr("All")}
        for name, text in names.items():
            made = button(text, partial(self.ranged.emit, name), "tab")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            bold = QFontMetrics(theme.sized_font(theme.BODY, strong=True))  # as it is when it is on
            made.setMinimumWidth(bold.horizontalAdvance(text) + theme.SPACE_24)
            self.ranges[name] = made
            head.addWidget(made)
        self.back.hide()
        return head

    def _build_series(self) -> QWidget:
        made = QWidget()
        whole = column(made, gap=theme.SPACE_8)
        self.chart = HealthChart()
        whole.addWidget(self.chart, 3)
        row = line()
        self.target = label("", "quiet")
        self.target_edit = QLineEdit()
        self.target_edit.setPlaceholderText(tr("such as: 75 to 78 kg; empty: none"))
        self.target_edit.setAccessibleName(tr("Target"))
        self.target_edit.returnPressed.connect(self._save_target)
        self.target_change = button(tr("Change the target"), self._edit_target, "link")
        self.target_save = button(tr("Save"), self._save_target)
        row.addWidget(self.target)
        row.addWidget(self.target_edit, 1)
        row.addWidget(self.target_save)
        row.addWidget(self.target_change)
        row.addStretch(0)
        self.edit = button(tr("Change"), self._edit_reading, "link")
        self.delete = button(tr("Delete"), self._delete_reading, "link")
        row.addStretch(1)
        row.addWidget(self.edit)
        row.addWidget(self.delete)
        self.target_problem = label("", "red", wraps=True)
        self.readings = ReadingList()
        self.readings.setAccessibleName(tr("Readings"))
        self.readings.picked.connect(self._show_actions)
        whole.addLayout(row)
        whole.addWidget(self.target_problem)
        whole.addWidget(self.readings, 2)
        self._close_target()
        self._show_actions()
        return made

    def _build_empty(self) -> QWidget:
        made = QWidget()
        whole = column(made, gap=theme.SPACE_12)
        told = tr("Nothing is noted yet. Say it in your own words, or take in a file. For example:")
        whole.addWidget(label(told, "quiet", wraps=True))
        for phrase in (
            tr("Blood pressure 130 over 85"),
            tr("My weight target is 75 to 78 kg"),
            tr("Remind me to take 10 mg of lisinopril every day at 9"),
        ):
            whole.addWidget(button(phrase, partial(self.asked.emit, phrase), "phrase"))
        row = line()
        row.addWidget(button(tr("Import…"), self.ask_for_file))
        row.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(1)
        return made

    # ---- what it is told ----

    def show_series(self, rows: Sequence[SeriesRow], key: SeriesKey | None) -> None:
        """The kinds there are, and which of them is looked at."""
        self.list.kinds.show_rows(rows)
        self.list.show_at(key)

    def show_nothing(self) -> None:
        """Nothing is noted, and no medicine planned: how to begin."""
        self.stack.setCurrentWidget(self._empty)
        self.title.setText("")
        self.latest.say("")
        self._show_ranges(on=False)

    def show_kind(self, title: str, latest: str, within: str) -> None:
        """One kind."""
        self.title.setText(title)
        self.latest.say(latest)
        self.stack.setCurrentWidget(self._series)
        self._show_ranges(on=True)
        self.ranges[within].setChecked(True)

    def show_medicines(self) -> None:
        """The medicines."""
        self.title.setText(tr("Medicines"))
        self.latest.say("")
        self.stack.setCurrentWidget(self.medicines)
        self._show_ranges(on=False)

    def show_target(self, told: str) -> None:
        """What is wanted of the kind, "" for nothing."""
        self.target.setText(tr("Target: {value}", value=told) if told else tr("No target yet."))
        self.target_change.setText(tr("Change the target") if told else tr("Set a target"))
        self.target_edit.setText(told)
        self._close_target()

    def tell_target_problem(self, sentence: str) -> None:
        """Why it was not taken; the words stay."""
        self.target_problem.setText(sentence)
        self.target_problem.setVisible(bool(sentence))

    def show_import(self, share: float | None) -> None:
        """How far a file was taken in; None when nothing is on its way."""
        self.progress.show_share(share, f"{round((share or 0.0) * 100)} %", tr("Import"))
        self.stop.setVisible(share is not None)
        self.more.setEnabled(share is None)

    def tell(self, sentence: str) -> None:
        """How it went with a file."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def _show_ranges(self, *, on: bool) -> None:
        for one in self.ranges.values():
            one.setVisible(on)

    def _show_actions(self) -> None:
        on = self.readings.current is not None
        self.edit.setVisible(on)
        self.delete.setVisible(on)

    def _edit_reading(self) -> None:
        self.readings.edit_current()

    def _delete_reading(self) -> None:
        self.readings.delete_current()

    # ---- targets ----

    def _edit_target(self) -> None:
        for one in (self.target_edit, self.target_save):
            one.show()
        for hidden in (self.target, self.target_change):
            hidden.hide()
        self.target_edit.setFocus()
        self.target_edit.selectAll()

    def _close_target(self) -> None:
        for one in (self.target_edit, self.target_save):
            one.hide()
        for shown in (self.target, self.target_change):
            shown.show()
        self.tell_target_problem("")

    def _save_target(self) -> None:
        self.target_wanted.emit(self.target_edit.text().strip())

    # ---- files and kinds ----

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Import…"), self.ask_for_file)
        menu.addAction(tr("Export as a table (CSV)…"), partial(self._ask_where, "csv"))
        menu.addAction(tr("Export for doctors (FHIR)…"), partial(self._ask_where, "fhir"))
        menu.addSeparator()
        menu.addAction(tr("A kind of your own…"), self.kind_form.open_new)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def ask_for_file(self) -> None:
        """Which file to take in."""
        names = tr("Health data (*.zip *.xml *.csv *.txt);;All files (*)")
        dialog = QFileDialog(self, tr("Import readings"), "", names)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.import_wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def _ask_where(self, form: str) -> None:
        name = "health.csv" if form == "csv" else "health.json"
        kinds = "CSV (*.csv)" if form == "csv" else "FHIR (*.json)"
        dialog = QFileDialog(self, tr("Export readings"), name, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.export_wanted.emit(form, path))
        dialog.open()

    # ---- room ----

    def _pick(self, key: SeriesKey | None) -> None:
        self._showing = True
        self._fold()
        self.chosen.emit(key)

    def open_main(self) -> None:
        """What is beside the list is to be seen, however narrow the window."""
        self._showing = True
        self._fold()

    def _leave(self) -> None:
        self._showing = False
        self._fold()
        self.list.setFocus()

    def _fold(self) -> None:
        narrow = self.width() < _NARROW
        self.side.setMinimumWidth(_LIST_WIDE)
        self.side.setMaximumWidth(16_777_215 if narrow else _LIST_WIDE)
        self.side.setVisible(not narrow or not self._showing)
        self.main.setVisible(not narrow or self._showing)
        self.back.setVisible(narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the list of kinds."""
        super().showEvent(event)
        if not event.spontaneous() and not self.side.isHidden():
            self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fold()
