"""One event, to be looked at and changed: beside the calendar, never over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QTimeEdit,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.widgets.controls import button, column, icon_button, label, line
from assistant_desktop.ui.widgets.fields import ChoiceField, DateField, TimeField
from assistant_desktop.wording.calendar_words import lead_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QKeyEvent

_LEADS_MIN = (0, 5, 10, 15, 30, 60, 120, 1440)
_USUAL_LEAD = 3
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as the card has it; key empty for a new one. end is the last day of whole days.

    whole_series: the change is for every one of the series.
    """

    key: str
    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    place: str = ""
    whole_series: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the card tells of an event beside its draft."""

    calendar: str = ""
    when: str = ""
    recurs: bool = False
    is_read_only: bool = False
    description: str = ""
    reminders: tuple[str, ...] = ()


class EventCard(QFrame):
    """Passive. saved and deleted carry a Draft; reminded a Draft and minutes."""

    saved = Signal(object)
    deleted = Signal(object)
    reminded = Signal(object, int)
    reminders_stopped = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._key, self._known = "", Known()
        self._zone: ZoneInfo | None = None
        whole = column(self, gap=theme.SPACE_8, margin=theme.SPACE_16)
        head = line()
        self.heading = label("", "strong")
        head.addWidget(self.heading, 1)
        head.addWidget(icon_button("close", tr("Close"), self.closed.emit))
        whole.addLayout(head)
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("Title"))
        self.title.setAccessibleName(tr("Title"))
        self.title.returnPressed.connect(self._save)
        whole.addWidget(self.title)
        self.all_day = QCheckBox(tr("All day"))
        self.all_day.toggled.connect(lambda _: self._show_hours())
        whole.addWidget(self.all_day)
        self.from_day, self.from_hour = _day(tr("From")), _hour(tr("From, hour"))
        self.to_day, self.to_hour = _day(tr("Until")), _hour(tr("Until, hour"))
        for told, day, hour in (
            (tr("From"), self.from_day, self.from_hour),
            (tr("Until"), self.to_day, self.to_hour),
        ):
            row = line()
            name = label(told, "quiet")
            name.setFixedWidth(44)
            row.addWidget(name)
            row.addWidget(day, 1)
            row.addWidget(hour)
            whole.addLayout(row)
        self.from_day.dateChanged.connect(self._start_moved)
        self.from_hour.timeChanged.connect(self._start_moved)
        self._start_was = datetime(2000, 1, 1)  # noqa: DTZ001 - as the fields have it
        self.place = QLineEdit()
        self.place.setPlaceholderText(tr("Place"))
        self.place.setAccessibleName(tr("Place"))
        whole.addWidget(self.place)
        self.told = label("", "caption", wraps=True)
        self.notes = label("", "quiet", wraps=True, selectable=True)
        self.extent = ChoiceField()
        self.extent.addItems([tr("Only this one"), tr("All of the series")])
        self.extent.setAccessibleName(tr("What is changed"))
        for widget in (self.told, self.notes, self.extent):
            whole.addWidget(widget)
        whole.addLayout(self._buttons())
        self.problem = label("", "red", wraps=True)
        whole.addWidget(self.problem)
        self._remind = self._reminding()
        whole.addWidget(self._remind)
        self.hide()

    def _buttons(self) -> QHBoxLayout:
        row = line()
        self.save = button(tr("Save"), self._save, "primary")
        self.delete = button(tr("Delete"), lambda: self.deleted.emit(self.draft()), "danger")
        row.addWidget(self.save)
        row.addWidget(self.delete)
        row.addStretch(1)
        return row

    def _reminding(self) -> QWidget:
        """The reminder that insists, and how long before."""
        area = QWidget()
        inside = column(area, gap=theme.SPACE_8)
        self.leads = ChoiceField()
        self.leads.setAccessibleName(tr("How long before"))
        for minutes in _LEADS_MIN:
            self.leads.addItem(lead_text(words(), minutes), minutes)
        self.leads.setCurrentIndex(_USUAL_LEAD)
        self.remind = button(tr("Remind me, insistently"), self._ask_to_remind)
        self.reminders = label("", "caption", wraps=True)
        self.stop = button(tr("Remind no more"), self._ask_to_stop, "link")
        inside.addWidget(self.leads)
        inside.addWidget(self.remind)
        inside.addWidget(self.reminders)
        inside.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        return area

    # ---- showing ----

    def show_event(self, draft: Draft, known: Known, zone: ZoneInfo) -> None:
        """Fill it in; the title has the keyboard where it is a new one."""
        self._key, self._zone, self._known = draft.key, zone, known
        is_new = not draft.key
        self.heading.setText(tr("New event") if is_new else known.calendar)
        self.title.setText(draft.title)
        for widget in (self.from_day, self.from_hour):
            widget.blockSignals(True)
        self.from_day.setDate(_qdate(draft.start.date()))
        self.from_hour.setTime(QTime(draft.start.hour, draft.start.minute))
        for widget in (self.from_day, self.from_hour):
            widget.blockSignals(False)
        self.to_day.setDate(_qdate(draft.end.date()))
        self.to_hour.setTime(QTime(draft.end.hour, draft.end.minute))
        self._start_was = self._fields_start()
        self.all_day.setChecked(draft.all_day)
        self.place.setText(draft.place)
        self.told.setText(known.when)
        self.told.setVisible(bool(known.when))
        self.notes.setText(known.description)
        self.notes.setVisible(bool(known.description))
        self.extent.setCurrentIndex(0)
        self.extent.setVisible(known.recurs and not known.is_read_only)
        self.show_reminders(known.reminders)
        self._remind.setVisible(not is_new)
        self.delete.setVisible(not is_new and not known.is_read_only)
        self.save.setVisible(not known.is_read_only)
        fields = (self.title, self.all_day, self.from_day, self.from_hour, self.to_day)
        for field in (*fields, self.to_hour, self.place):
            field.setEnabled(not known.is_read_only)
        self.tell_problem("")
        self._show_hours()
        self.show()
        if is_new:
            self.title.setFocus()

    def show_reminders(self, told: tuple[str, ...]) -> None:
        """When one is reminded of it."""
        self.reminders.setText("\n".join(told))
        self.reminders.setVisible(bool(told))
        self.stop.setVisible(bool(told))

    def tell_problem(self, text: str) -> None:
        """Why it was not done."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _show_hours(self) -> None:
        for hour in (self.from_hour, self.to_hour):
            hour.setVisible(not self.all_day.isChecked())

    def _start_moved(self) -> None:
        """The end moves along: the length stays."""
        start = self._fields_start()
        end = self._fields_end() + (start - self._start_was)
        self._start_was = start
        self.to_day.setDate(_qdate(end.date()))
        self.to_hour.setTime(QTime(end.hour, end.minute))

    # ---- asking ----

    def _fields_start(self) -> datetime:
        return datetime.combine(_date(self.from_day), _time(self.from_hour))

    def _fields_end(self) -> datetime:
        return datetime.combine(_date(self.to_day), _time(self.to_hour))

    def draft(self) -> Draft:
        """What it holds now."""
        all_day = self.all_day.isChecked()
        start, end = self._fields_start(), self._fields_end()
        if all_day:
            start, end = (datetime.combine(one.date(), time()) for one in (start, end))
        return Draft(
            key=self._key,
            title=self.title.text().strip(),
            start=start.replace(tzinfo=self._zone),
            end=end.replace(tzinfo=self._zone),
            all_day=all_day,
            place=self.place.text().strip(),
            whole_series=self._known.recurs and self.extent.currentIndex() == 1,
        )

    def _save(self) -> None:
        draft = self.draft()
        if not draft.title:
            self.tell_problem(tr("An event needs a title."))
            self.title.setFocus()
        elif draft.end < draft.start:
            self.tell_problem(tr("It would end before it begins."))
            self.to_day.setFocus()
        else:
            self.saved.emit(draft)

    def _ask_to_remind(self) -> None:
        self.reminded.emit(self.draft(), int(self.leads.currentData()))

    def _ask_to_stop(self) -> None:
        self.reminders_stopped.emit(self.draft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _day(told: str) -> QDateEdit:
    made = DateField()
    made.setDisplayFormat("dd.MM.yyyy" if words().language == "ru" else "dd MMM yyyy")
    made.setAccessibleName(told)
    made.setMinimumWidth(96)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def _hour(told: str) -> QTimeEdit:
    made = TimeField()
    made.setDisplayFormat("HH:mm")
    made.setAccessibleName(told)
    made.setFixedWidth(72)
    return made


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _time(field: QTimeEdit) -> time:
    return time(field.time().hour(), field.time().minute())


def fresh_draft(start: datetime, *, all_day: bool) -> Draft:
    """A new event at a place that was clicked."""
    return Draft("", "", start, start if all_day else start + _AN_HOUR, all_day)
