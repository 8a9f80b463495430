"""Events as a list, day after day: only the rows in sight are drawn."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.dates import date_text, day_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.calendar_keys import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from assistant_desktop.ui.models.calendar_blocks import Block

DAY_HIGH, ROW_HIGH = 40, 40
_HOURS_WIDE = 116
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Row:
    """A day's name, or an event of it."""

    top: int
    day: date
    block: Block | None = None


class AgendaList(QAbstractScrollArea):
    """Passive; the same signals as the grid."""

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(ROW_HIGH)
        self.rows: list[Row] = []
        self._tops: list[int] = []
        self._high = 0
        self._today: date | None = None
        self.blocks: list[Block] = []
        self.selected = ""

    def show_blocks(self, blocks: Sequence[Block], now: datetime) -> None:
        """These, each on the day that it begins; what began before on today."""
        self.blocks, self._today = list(blocks), now.date()
        rows: list[Row] = []
        top = 0
        day: date | None = None
        for block in self.blocks:
            shown = max(block.first_day, now.date())
            if shown != day:
                day = shown
                rows.append(Row(top, shown))
                top += DAY_HIGH
            rows.append(Row(top, shown, block))
            top += ROW_HIGH
        self.rows, self._tops, self._high = rows, [row.top for row in rows], top
        if self.selected and all(one.key != self.selected for one in self.blocks):
            self.selected = ""
        self._set_range()
        self._tell()
        self.viewport().update()

    def _set_range(self) -> None:
        room = self.viewport().height()
        self.verticalScrollBar().setPageStep(max(room, 1))
        self.verticalScrollBar().setRange(0, max(self._high - room, 0))

    def _tell(self) -> None:
        chosen = next((one for one in self.blocks if one.key == self.selected), None)
        self.setAccessibleName(tr("Calendar"))
        told = chosen.told if chosen else "; ".join(one.told for one in self.blocks[:12])
        self.setAccessibleDescription(told or tr("No events."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less is in sight."""
        super().resizeEvent(event)
        self._set_range()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Drawn anew: it is little."""
        self.viewport().update()

    def _in_sight(self) -> list[Row]:
        first = max(bisect_right(self._tops, self.verticalScrollBar().value()) - 1, 0)
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        last = bisect_right(self._tops, bottom)
        return self.rows[first:last]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight."""
        shades = theme.colours()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(shades.ground))
        offset, wide = self.verticalScrollBar().value(), self.viewport().width()
        for row in self._in_sight():
            spot = QRectF(0, row.top - offset, wide, ROW_HIGH if row.block else DAY_HIGH)
            if row.block is None:
                self._draw_day(painter, spot, row.day)
            else:
                self._draw_event(painter, spot, row.block)
        painter.end()

    def _draw_day(self, painter: QPainter, spot: QRectF, day: date) -> None:
        shades = theme.colours()
        assert self._today is not None
        font = QFont(self.font())
        font.setPixelSize(theme.BODY)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        near = day_text(day, self._today)
        full = date_text(day, with_year=day.year != self._today.year)
        told = near if near == full else f"{near[:1].upper()}{near[1:]}, {full}"
        painter.setPen(QColor(shades.accent if day == self._today else shades.text))
        painter.drawText(spot.adjusted(theme.SPACE_4, 8, 0, 0), _LEFT, told)

    def _draw_event(self, painter: QPainter, spot: QRectF, block: Block) -> None:
        shades = theme.colours()
        hue, _ = theme.calendar_colours(block.colour)
        if block.key == self.selected:
            painter.setPen(QColor(shades.accent))
            painter.setBrush(QColor(shades.bubble))
            painter.drawRoundedRect(spot.adjusted(1, 1, -2, -1), theme.RADIUS, theme.RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue))
        painter.drawRoundedRect(QRectF(8, spot.top() + 8, 3, spot.height() - 16), 1.5, 1.5)
        font = QFont(self.font())
        font.setPixelSize(theme.BODY)
        painter.setFont(font)
        painter.setPen(QColor(shades.quiet))
        painter.drawText(QRectF(20, spot.top(), _HOURS_WIDE, spot.height()), _LEFT, block.hours)
        mark = " ↻" if block.recurs else ""
        title_wide = self._text(
            painter, spot, 20 + _HOURS_WIDE, f"{block.title}{mark}", shades.text
        )
        told = " · ".join(part for part in (block.detail, block.calendar) if part)
        self._text(painter, spot, 20 + _HOURS_WIDE + title_wide + 12, told, shades.quiet)

    def _text(self, painter: QPainter, spot: QRectF, left: float, text: str, colour: str) -> float:
        """Draw what there is room for; how wide it came out."""
        room = spot.width() - left - 8
        if room < 24 or not text:
            return 0
        told = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(left, spot.top(), room, spot.height()), _LEFT, told)
        return painter.fontMetrics().horizontalAdvance(told)

    # ---- choosing ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The event there."""
        y = int(event.position().y()) + self.verticalScrollBar().value()
        place = bisect_right(self._tops, y) - 1
        if 0 <= place < len(self.rows) and y < self._high:
            block = self.rows[place].block
            if block is not None:
                self.select(block.key)
                self.chosen.emit(block.key)

    def select(self, key: str) -> None:
        """Mark an event, and bring it into sight."""
        self.selected = key
        for row in self.rows:
            if row.block is not None and row.block.key == key:
                bar = self.verticalScrollBar()
                if not bar.value() <= row.top <= bar.value() + self.viewport().height() - ROW_HIGH:
                    bar.setValue(row.top - DAY_HIGH)
                break
        self._tell()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from event to event."""
        meaning = meaning_of(event)
        if meaning in {"up", "down"}:
            self._step(1 if meaning == "down" else -1)
        elif meaning == "open" and self.selected:
            self.chosen.emit(self.selected)
        elif meaning and meaning != "open":
            self.wanted.emit(meaning)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        keys = [one.key for one in self.blocks]
        if not keys:
            return
        at = keys.index(self.selected) + by if self.selected in keys else (0 if by > 0 else -1)
        self.select(keys[at % len(keys)])
