"""Days side by side with their hours: drawn by one widget, as much as is in sight."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.models.calendar_blocks import DAY_MIN, Bar, Block, Placed, bars, placed
from assistant_desktop.ui.widgets.calendar_keys import meaning_of
from assistant_desktop.ui.widgets.time_grid_paint import (
    BAR_HIGH,
    DAY_NAME_HIGH,
    GUTTER,
    HOUR_HIGH,
    MOST_BARS,
    GridPainter,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

SNAP_MIN = 15
_DRAG_PX = 6


class TimeGrid(QAbstractScrollArea):
    """Passive. chosen: an event; slot: an empty place (its moment, and whether a whole day);
    moved: an event dragged to another start; wanted: what a key asks for.
    """

    chosen = Signal(str)
    slot = Signal(object, bool)
    moved = Signal(str, object)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.days: list[date] = []
        self.now: datetime | None = None
        self.placed: list[Placed] = []
        self.bars: list[Bar] = []
        self.blocks: list[Block] = []
        self.selected = ""
        self.dragged: tuple[Block, datetime] | None = None
        self._pressed: tuple[Block | None, QPoint] | None = None
        self._placed_once = False
        self.verticalScrollBar().setSingleStep(HOUR_HIGH // 2)

    # ---- what is shown ----

    def show_days(self, days: Sequence[date], blocks: Sequence[Block], now: datetime) -> None:
        """These days with these events; `now` in the user's zone."""
        self.days, self.blocks, self.now = list(days), list(blocks), now
        self.placed, self.bars = placed(blocks, self.days), bars(blocks, self.days)
        if self.selected and all(one.key != self.selected for one in blocks):
            self.selected = ""
        self._set_range()
        self._tell()
        if not self._placed_once and self.isVisible():
            self._placed_once = True
            self.scroll_to_hour(max(now.hour - 2, 0) if now.date() in self.days else 7)
        self.viewport().update()

    def scroll_to_hour(self, hour: int) -> None:
        """Bring an hour to the top."""
        self.verticalScrollBar().setValue(hour * HOUR_HIGH)

    @property
    def header_high(self) -> int:
        """Day names and long events, above the hours."""
        rows = min(max((one.row + 1 for one in self.bars), default=0), MOST_BARS)
        return DAY_NAME_HIGH + max(rows, 1) * BAR_HIGH + theme.SPACE_4

    @property
    def day_wide(self) -> float:
        """The width of a day."""
        return (self.viewport().width() - GUTTER) / max(len(self.days), 1)

    def y_of(self, minute: float) -> float:
        """Where a minute of the day stands in the window."""
        return self.header_high + minute * HOUR_HIGH / 60 - self.verticalScrollBar().value()

    def rect_of(self, one: Placed) -> QRectF:
        """Where a part of an event stands."""
        wide = (self.day_wide - 6) / one.columns
        left = GUTTER + one.day * self.day_wide + 2 + one.column * wide
        top, bottom = self.y_of(one.top_min), self.y_of(one.bottom_min)
        return QRectF(left, top + 1, wide - 2, bottom - top - 2)

    def bar_rect(self, number: int) -> QRectF:
        """Where a long event stands."""
        one = self.bars[number]
        left = GUTTER + one.first * self.day_wide + 2
        right = GUTTER + (one.last + 1) * self.day_wide - 4
        top = DAY_NAME_HIGH + one.row * BAR_HIGH
        return QRectF(left, top + 1, right - left, BAR_HIGH - 3)

    def _set_range(self) -> None:
        room = self.viewport().height() - self.header_high
        whole = 24 * HOUR_HIGH
        self.verticalScrollBar().setPageStep(max(room, 1))
        self.verticalScrollBar().setRange(0, max(whole - room, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only what is in sight."""
        GridPainter(self, event.rect()).paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less is in sight."""
        super().resizeEvent(event)
        self._set_range()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The header stays, so all is drawn anew."""
        self.viewport().update()

    def select(self, key: str) -> None:
        """Mark an event, and bring it into sight."""
        self.selected = key
        for one in self.placed:
            if one.block.key == key:
                bar, top = self.verticalScrollBar(), one.top_min * HOUR_HIGH // 60
                room = self.viewport().height() - self.header_high
                if not bar.value() <= top <= bar.value() + room - HOUR_HIGH:
                    bar.setValue(top - HOUR_HIGH)
                break
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """What is selected, and how much there is, for who does not see it."""
        chosen = next((one for one in self.blocks if one.key == self.selected), None)
        self.setAccessibleName(tr("Calendar"))
        told = chosen.told if chosen else "; ".join(one.told for one in self.blocks[:12])
        self.setAccessibleDescription(told or tr("No events."))

    # ---- the mouse ----

    def block_at(self, point: QPointF) -> Block | None:
        """The event there."""
        if point.y() < self.header_high:
            for number in range(len(self.bars)):
                if self.bar_rect(number).contains(point):
                    return self.bars[number].block
            return None
        found = (one.block for one in reversed(self.placed) if self.rect_of(one).contains(point))
        return next(found, None)

    def moment_at(self, point: QPointF) -> datetime | None:
        """The quarter of an hour there."""
        if not self.days or self.now is None or point.x() < GUTTER:
            return None
        day = min(int((point.x() - GUTTER) / self.day_wide), len(self.days) - 1)
        past = point.y() - self.header_high + self.verticalScrollBar().value()
        minute = int(past * 60 / HOUR_HIGH) // SNAP_MIN * SNAP_MIN
        minute = min(max(minute, 0), DAY_MIN - SNAP_MIN)
        at = time(minute // 60, minute % 60)
        return datetime.combine(self.days[day], at, self.now.tzinfo)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may begin a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (self.block_at(event.position()), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag an event with hours; else tell what is there."""
        if self._pressed is None:
            block = self.block_at(event.position())
            shape = Qt.CursorShape.PointingHandCursor if block else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        block, begun = self._pressed
        if block is None or block.is_long or block.is_read_only:
            return
        way = event.position().toPoint() - begun
        if self.dragged is None and way.manhattanLength() < _DRAG_PX:
            return
        grabbed = self.moment_at(QPointF(begun))
        now_at = self.moment_at(event.position())
        if grabbed is not None and now_at is not None:
            days = now_at.date() - grabbed.date()
            clock = now_at.replace(tzinfo=None) - grabbed.replace(tzinfo=None) - days
            start = block.start.replace(tzinfo=None) + days + clock
            self.dragged = (block, start.replace(tzinfo=block.start.tzinfo))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A drag moves, a click chooses or makes."""
        pressed, dragged = self._pressed, self.dragged
        self._pressed = self.dragged = None
        self.viewport().update()
        if dragged is not None:
            if dragged[1] != dragged[0].start:
                self.moved.emit(dragged[0].key, dragged[1])
        elif pressed is not None:
            self._clicked(pressed[0], event.position())

    def _clicked(self, block: Block | None, point: QPointF) -> None:
        if block is not None:
            self.select(block.key)
            self.chosen.emit(block.key)
            return
        moment = self.moment_at(point)
        if moment is not None:
            is_day = point.y() < self.header_high
            self.slot.emit(moment.replace(hour=0, minute=0) if is_day else moment, is_day)

    def viewportEvent(self, event: QEvent) -> bool:
        """What does not fit into a block is told where one rests on it."""
        if event.type() == event.Type.ToolTip:
            position = event.pos()  # type: ignore[attr-defined]  # QHelpEvent
            block = self.block_at(QPointF(position))
            if block is not None:
                QToolTip.showText(event.globalPos(), block.told, self, QRect())  # type: ignore[attr-defined]  # the same
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # ---- the keyboard ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from event to event and from span to span."""
        meaning = meaning_of(event)
        if meaning == "close" and self.dragged is not None:
            self._pressed = self.dragged = None
            self.viewport().update()
        elif meaning in {"up", "down"}:
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
