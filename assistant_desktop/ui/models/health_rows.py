"""Series, readings and plans of medicines as the page of health shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.ui.dates import clock_text, day_text
from assistant_desktop.ui.language import tr, words
from assistant_desktop.wording.health_words import (
    dose_text,
    kind_name,
    record_text,
    source_text,
    taken_share_text,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assistant_desktop.domain.health_record import HealthRecord
    from assistant_desktop.domain.health_series import DosePlan, Series, SeriesKey, Taken

ROW = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A kind as the list shows it; without a key it stands for the medicines."""

    key: SeriesKey | None
    title: str
    value: str
    caption: str
    unit: str = ""
    trend: tuple[float, ...] = ()

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.title, self.value, self.caption) if part)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading of a list."""

    id: str
    value: str
    when: str
    note: str
    source: str

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        parts = (self.value, self.when, self.note, self.source)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A medicine at its times. days: how much of each day was taken, None where none was due."""

    id: str
    title: str
    when: str
    week: str
    month: str
    last: str
    days: tuple[float | None, ...]


def series_title(key: SeriesKey) -> str:
    """What a series is called: a symptom by its own name."""
    return key.name[:1].upper() + key.name[1:] if key.name else kind_name(words(), key.kind)


def series_row(one: Series, now: datetime) -> SeriesRow:
    """A kind with its last value; of what adds up the sum of its last day."""
    latest = one.latest
    if latest is None:
        return SeriesRow(one.key, series_title(one.key), "", "", one.unit)
    value = value_text(words(), one.key.kind, one.unit, (latest.value, latest.second_value))
    if rule_of(one.key.kind).adds_up and one.trend:
        value = value_text(words(), one.key.kind, one.unit, (one.trend[-1], None))
    at = latest.at.astimezone(now.tzinfo)
    day = day_text(at.date(), now.date())
    return SeriesRow(one.key, series_title(one.key), value, day, one.unit, one.trend)


def reading_row(one: HealthRecord, now: datetime) -> ReadingRow:
    """A reading; of a medicine its name belongs to the value."""
    at = one.at.astimezone(now.tzinfo)
    when = f"{day_text(at.date(), now.date())} {clock_text(at)}"
    if one.kind in {"medication", "symptom"}:
        return ReadingRow(
            one.id, record_text(words(), one), when, "", source_text(words(), one.source)
        )
    value = value_text(words(), one.kind, one.unit, (one.value, one.second_value))
    return ReadingRow(one.id, value, when, one.note, source_text(words(), one.source))


def plan_row(one: DosePlan, when: str, now: datetime) -> PlanRow:
    """A medicine, how it goes, and what became of the last doses."""
    states = {
        OccurrenceState.DONE: tr("taken"),
        OccurrenceState.SKIPPED: tr("skipped"),
        OccurrenceState.LAPSED: tr("missed"),
        OccurrenceState.FIRING: tr("waits for you"),
    }
    told = []
    for dose in one.last[:3]:
        at = dose.due.astimezone(now.tzinfo)
        word = states.get(dose.state, tr("waits for you"))
        if dose.state is OccurrenceState.DONE and not dose.was_taken:
            word = tr("taken back")
        told.append(f"{day_text(at.date(), now.date())} {clock_text(at)}: {word}")
    return PlanRow(
        id=one.view.reminder.id,
        title=dose_text(words(), one.dose),
        when=when,
        week=taken_share_text(words(), one.week),
        month=taken_share_text(words(), one.month),
        last=" · ".join(told),
        days=tuple(_share(taken) for _, taken in one.days),
    )


def _share(taken: Taken) -> float | None:
    return taken.share


class ReadingModel(QAbstractListModel):
    """Readings as they are needed: `more_wanted` when the last ones come into sight."""

    more_wanted = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[ReadingRow] = []
        self._has_more = False

    def show_rows(self, rows: Sequence[ReadingRow], *, has_more: bool) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows, self._has_more = list(rows), has_more
        self.endResetModel()

    def add_rows(self, rows: Sequence[ReadingRow], *, has_more: bool) -> None:
        """The next ones."""
        self._has_more = has_more
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    @property
    def rows(self) -> list[ReadingRow]:
        """What is shown so far."""
        return list(self._rows)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt asks."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks."""
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.value
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def canFetchMore(self, parent: _Index) -> bool:
        """Qt asks when the end comes into sight."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        """Asked for once; they come later."""
        if self._has_more:
            self._has_more = False
            self.more_wanted.emit()


class SeriesModel(QAbstractListModel):
    """The kinds there are."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[SeriesRow] = []

    def show_rows(self, rows: Sequence[SeriesRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place_of(self, key: SeriesKey | None) -> int:
        """The row of a kind, -1 where it is not there."""
        return next((n for n, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt asks."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None
