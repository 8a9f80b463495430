"""Settings: each takes effect at once; nothing here has an OK button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.views.about_settings import AboutSettings
from assistant_desktop.ui.views.data_settings import DataSettings
from assistant_desktop.ui.views.finder_settings import FinderSettings
from assistant_desktop.ui.views.library_list import LibraryList
from assistant_desktop.ui.views.model_keeping import ModelKeeping
from assistant_desktop.ui.views.model_settings import ModelSettings
from assistant_desktop.ui.views.model_tuning import ModelTuning
from assistant_desktop.ui.views.profile_list import ProfileList
from assistant_desktop.ui.views.service_list import ServiceList
from assistant_desktop.ui.widgets.controls import button, column, frame, label, line
from assistant_desktop.ui.widgets.fields import ChoiceField, TimeField
from assistant_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

_FIELD_WIDTH = 260


def choice_field(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    """A drop-down of (key, words)."""
    made = ChoiceField()
    made.setAccessibleName(name)
    made.view().setAccessibleName(name)
    made.setFixedWidth(_FIELD_WIDTH)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for key, told in choices:
        made.addItem(told, key)
    return made


def time_field(name: str) -> QTimeEdit:
    """A time of day."""
    made = TimeField()
    made.setDisplayFormat("HH:mm")
    made.setAccessibleName(name)
    made.setFixedWidth(88)
    return made


class SettingsPage(Page):
    """`changed` carries a name and its new value as the user chose it."""

    changed = Signal(str, object)
    open_folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Settings"))
        self.body.setSpacing(theme.SPACE_16)
        self._filling = False
        self._build_look()
        self._build_reminders()
        self._build_hours()
        self.model = ModelSettings()
        self.tuning = ModelTuning()
        self.keeping = ModelKeeping()
        answers = self._card(tr("Who answers"))
        answers.addWidget(self.model)
        answers.addWidget(self.tuning)
        answers.addWidget(self.keeping)
        self.library = LibraryList()
        self.finder = FinderSettings()
        models = self._card(tr("Models on this computer"))
        models.addWidget(self.library)
        models.addWidget(self.finder)
        self.services = ServiceList()
        self._card(tr("Services")).addWidget(self.services)
        self.profiles = ProfileList()
        self._card(tr("Profiles")).addWidget(self.profiles)
        self._build_data()
        self.about = AboutSettings()
        self._card(tr("About")).addWidget(self.about)
        self.body.addStretch(1)

    def _card(self, heading: str) -> QVBoxLayout:
        card = frame("card")
        inside = column(card, gap=theme.SPACE_12, margin=theme.SPACE_16)
        inside.addWidget(label(heading, "strong"))
        self.body.addWidget(card)
        return inside

    def _row(self, where: QVBoxLayout, told: str, field: QWidget) -> None:
        row = line()
        name = label(told, wraps=True)
        name.setBuddy(field)
        row.addWidget(name, 1)
        row.addWidget(field)
        where.addLayout(row)

    def _build_look(self) -> None:
        card = self._card(tr("Look"))
        self.language = choice_field(
            tr("Language"),
            [("system", tr("As the system")), ("en", "English"), ("ru", "Русский")],
        )
        self.theme = choice_field(
            tr("Colours"),
            [("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))],
        )
        self._row(card, tr("Language"), self.language)
        self._row(card, tr("Colours"), self.theme)
        self.tray = QCheckBox(tr("Closing the window keeps it in the tray"))
        card.addWidget(self.tray)
        for name, field in (("language", self.language), ("theme", self.theme)):
            field.currentIndexChanged.connect(
                lambda _, name=name, field=field: self._tell(name, field.currentData())
            )
        self.tray.toggled.connect(lambda on: self._tell("close_to_tray", on))

    def _build_reminders(self) -> None:
        card = self._card(tr("Reminders"))
        self.sound = QCheckBox(tr("Sound when a reminder insists"))
        self.start = QCheckBox(tr("The system starts the app when a reminder is due"))
        self.start.setToolTip(
            tr("When the app is closed. Waking a sleeping computer may not work.")
        )
        self.quiet = QCheckBox(tr("Quiet hours: only critical reminders speak"))
        row = line()
        self.quiet_from, self.quiet_to = time_field(tr("Quiet from")), time_field(tr("Quiet until"))
        row.addSpacing(26)
        for widget in (label(tr("from")), self.quiet_from, label(tr("until")), self.quiet_to):
            row.addWidget(widget)
        row.addStretch(1)
        card.addWidget(self.sound)
        card.addWidget(self.start)
        card.addWidget(self.quiet)
        card.addLayout(row)
        self.start.toggled.connect(lambda on: self._tell("start_for_reminders", on))
        self.sound.toggled.connect(lambda on: self._tell("sound", on))
        self.quiet.toggled.connect(lambda _: self._tell_quiet())
        self.quiet_from.editingFinished.connect(self._tell_quiet)
        self.quiet_to.editingFinished.connect(self._tell_quiet)

    def _build_hours(self) -> None:
        card = self._card(tr("What you mean by"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_12)
        grid.setVerticalSpacing(theme.SPACE_8)
        self.hours: dict[str, QTimeEdit] = {}
        names = (
            ("morning", tr("morning")),
            ("noon", tr("noon")),
            ("afternoon", tr("afternoon")),
            ("evening", tr("evening")),
            ("night", tr("night")),
            ("bare_date", tr("a day without a time")),
        )
        for number, (key, told) in enumerate(names):
            field = time_field(told)
            field.editingFinished.connect(self._tell_hours)
            self.hours[key] = field
            row, side = number % 3, number // 3 * 3
            grid.addWidget(label(told), row, side)
            grid.addWidget(field, row, side + 1)
        grid.setColumnMinimumWidth(2, theme.SPACE_32)
        grid.setColumnStretch(5, 1)
        card.addLayout(grid)

    def _build_data(self) -> None:
        card = self._card(tr("Your data"))
        row = line()
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(tr("Data folder"))
        row.addWidget(self.folder, 1)
        row.addWidget(button(tr("Open the folder"), self.open_folder_wanted.emit))
        told = tr("Everything is kept in this folder and nowhere else.")
        card.addWidget(label(told, "quiet", wraps=True))
        card.addLayout(row)
        self.data = DataSettings()
        card.addWidget(self.data)

    # ---- filling in ----

    def fill(self, values: dict[str, object]) -> None:
        """Show what is in force, without telling it back."""
        self._filling = True
        for name, field in (("language", self.language), ("theme", self.theme)):
            field.setCurrentIndex(max(field.findData(values[name]), 0))
        self.tray.setChecked(bool(values["close_to_tray"]))
        self.sound.setChecked(bool(values["sound"]))
        self.start.setChecked(bool(values["start_for_reminders"]))
        self.folder.setText(str(values["folder"]))
        self._filling = False

    def fill_times(self, hours: dict[str, time], quiet: tuple[time, time] | None) -> None:
        """The hours of the day, and the quiet ones."""
        self._filling = True
        for key, field in self.hours.items():
            field.setTime(QTime(hours[key].hour, hours[key].minute))
        self.quiet.setChecked(quiet is not None)
        fields = (self.quiet_from, self.quiet_to)
        shown = [(one.hour, one.minute) for one in quiet] if quiet else [(22, 0), (8, 0)]
        for field, (hour, minute) in zip(fields, shown, strict=True):
            field.setTime(QTime(hour, minute))
            field.setEnabled(quiet is not None)
        self._filling = False

    def _tell(self, name: str, value: object) -> None:
        if not self._filling:
            self.changed.emit(name, value)

    def _tell_quiet(self) -> None:
        on = self.quiet.isChecked()
        self.quiet_from.setEnabled(on)
        self.quiet_to.setEnabled(on)
        span = {"start": _iso(self.quiet_from), "end": _iso(self.quiet_to)}
        self._tell("quiet_hours", span if on else None)

    def _tell_hours(self) -> None:
        self._tell("day_hours", {key: _iso(field) for key, field in self.hours.items()})


def _iso(field: QTimeEdit) -> str:
    return field.time().toString("HH:mm")
