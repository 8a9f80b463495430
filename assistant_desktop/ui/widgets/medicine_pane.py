"""Medicines at their times: each with how it goes, and the doses that were noted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    empty,
    icon_button,
    label,
    line,
    plain,
    scrolling,
)
from assistant_desktop.ui.widgets.health_forms import PlanForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from assistant_desktop.ui.models.health_rows import PlanRow, ReadingRow

_HIGH, _WIDE = 36, 12


class DayBars(QWidget):
    """A bar for each of thirty days: full, part, or none of what was due. Words say the same."""

    def __init__(self, days: Sequence[float | None], told: str) -> None:
        super().__init__()
        self._days = tuple(days)
        self.setMinimumHeight(_HIGH)
        self.setAccessibleName(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:
        """As wide as thirty days need."""
        return QSize(_WIDE * len(self._days), _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The newest at the right."""
        shades = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = min(self.width() / max(len(self._days), 1), float(_WIDE))
        high = float(self.height() - 4)
        for place, share in enumerate(self._days):
            slot = QRectF(place * wide + 1, 2, wide - 3, high)
            if share is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shades.line))
                painter.drawRect(QRectF(slot.left(), slot.bottom() - 2, slot.width(), 2))
                continue
            painter.setPen(QPen(QColor(shades.edge), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(slot, 2, 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shades.accent))
            filled = QRectF(slot)
            filled.setTop(slot.bottom() - slot.height() * share)
            painter.drawRoundedRect(filled, 2, 2)
        painter.end()


class MedicinePane(QWidget):
    """stop_wanted carries the id of a plan; delete_wanted that of a dose that was noted."""

    stop_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, units: Sequence[tuple[str, str]], days: Sequence[str]) -> None:
        super().__init__()
        inside = plain()
        whole = column(self, gap=0)
        self._body = column(inside, gap=theme.SPACE_12)
        self._body.setContentsMargins(0, 0, theme.SPACE_8, 0)
        self.add = button(tr("Add a medicine"), self._open, "primary")
        head = line()
        head.addWidget(self.add)
        head.addStretch(1)
        self.form = PlanForm(units, days)
        self._plans = column(gap=theme.SPACE_12)
        self._doses = column(gap=0)
        self._noted = label(tr("DOSES NOTED"), "heading")
        self._body.addLayout(head)
        self._body.addWidget(self.form)
        self._body.addLayout(self._plans)
        self._body.addWidget(self._noted)
        self._body.addLayout(self._doses)
        self._body.addStretch(1)
        whole.addWidget(scrolling(inside))

    def _open(self) -> None:
        self.form.open_new()

    def show_plans(self, rows: Sequence[PlanRow]) -> None:
        """The plans there are."""
        empty(self._plans)
        if not rows:
            told = tr(
                "Add a medicine with its times: you are reminded until you answer, and “Done”"
                " writes the dose down."
            )
            self._plans.addWidget(label(told, "quiet", wraps=True))
        for row in rows:
            self._plans.addWidget(self._card(row))

    def _card(self, row: PlanRow) -> QFrame:
        made = QFrame()
        made.setProperty("kind", "card")
        whole = column(made, gap=theme.SPACE_4, margin=theme.SPACE_12)
        head = line()
        head.addWidget(label(row.title, "strong"), 1)
        stop = icon_button("delete", tr("Stop reminding of {what}", what=row.title),
                           partial(self.stop_wanted.emit, row.id))  # fmt: skip
        head.addWidget(stop)
        whole.addLayout(head)
        whole.addWidget(label(row.when, "quiet", wraps=True))
        told = tr("7 days: {week}; 30 days: {month}", week=row.week, month=row.month)
        whole.addWidget(DayBars(row.days, told))
        whole.addWidget(label(told, "", wraps=True))
        if row.last:
            whole.addWidget(label(row.last, "caption", wraps=True))
        return made

    def show_doses(self, rows: Sequence[ReadingRow]) -> None:
        """The last doses that were noted, by reminders and by hand."""
        empty(self._doses)
        self._noted.setVisible(bool(rows))
        for row in rows:
            made = QFrame()
            made.setProperty("kind", "row")
            inside = line(made)
            inside.addWidget(label(row.when, "quiet"))
            inside.addWidget(label(row.value, "strong"), 1)
            inside.addWidget(label(row.source, "caption"))
            inside.addWidget(
                icon_button(
                    "delete",
                    tr("Delete {what}", what=row.value),
                    partial(self.delete_wanted.emit, row.id),
                )
            )
            self._doses.addWidget(made)
