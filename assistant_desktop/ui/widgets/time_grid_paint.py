"""How the grid of days looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from assistant_desktop.ui import theme
from assistant_desktop.ui.dates import weekday_text
from assistant_desktop.ui.language import trn
from assistant_desktop.ui.models.calendar_blocks import Block, placed

if TYPE_CHECKING:
    from assistant_desktop.ui.widgets.time_grid import TimeGrid

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TWO_LINES = 34
_NARROW, _ROOMY = 44, 96
HOUR_HIGH = 48
GUTTER = 56
DAY_NAME_HIGH = 40
BAR_HIGH = 24
MOST_BARS = 4
_BAR_WIDE = 3


def draw_block(
    painter: QPainter, spot: QRectF, block: Block, lines: tuple[str, ...], *, is_selected: bool
) -> None:
    """A tinted ground, a bar in the calendar's colour, and what there is room for."""
    hue, ground = theme.calendar_colours(block.colour)
    path = QPainterPath()
    path.addRoundedRect(spot, 4, 4)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.fillRect(spot, QColor(theme.colours().ground if block.is_free else ground))
    painter.fillRect(QRectF(spot.left(), spot.top(), _BAR_WIDE, spot.height()), QColor(hue))
    painter.setPen(QColor(theme.colours().text))
    inner = spot.adjusted(_BAR_WIDE + 5, 2, -4, -2)
    high = painter.fontMetrics().height()
    for number, text in enumerate(lines):
        if number and inner.height() < high:
            break
        room = QRectF(inner.left(), inner.top(), inner.width(), min(inner.height(), high))
        told = text
        if inner.width() >= _NARROW:  # where there is less, dots would take the place of words
            told = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(inner.width())
            )
        painter.drawText(room, _LEFT, told)
        inner.setTop(inner.top() + high)
    painter.restore()
    if is_selected or block.is_tentative or block.is_free:
        pen = QPen(QColor(theme.colours().accent if is_selected else hue), 2 if is_selected else 1)
        if not is_selected and block.is_tentative:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(spot.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class GridPainter:
    """One painting of one grid."""

    def __init__(self, grid: TimeGrid, dirty: QRect) -> None:
        self._grid, self._dirty = grid, dirty
        self._shades = theme.colours()

    def paint(self) -> None:
        """Lines, hours, events; over them the header."""
        painter = QPainter(self._grid.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self._dirty, QColor(self._shades.ground))
        font = QFont(self._grid.font())
        font.setPixelSize(theme.CAPTION)
        painter.setFont(font)
        if self._grid.days:
            self._hours(painter)
            self._events(painter)
            self._now(painter)
            self._header(painter)
        painter.end()

    def _hours(self, painter: QPainter) -> None:
        grid, wide = self._grid, self._grid.viewport().width()
        for number, day in enumerate(grid.days):
            left = GUTTER + number * grid.day_wide
            if day.weekday() >= 5:
                spot = QRectF(left, grid.header_high, grid.day_wide, grid.viewport().height())
                painter.fillRect(spot, QColor(self._shades.surface))
            painter.setPen(QColor(self._shades.line))
            painter.drawLine(
                QPointF(left, grid.header_high), QPointF(left, grid.viewport().height())
            )
        for hour in range(25):
            y = grid.y_of(hour * 60)
            if not grid.header_high <= y <= grid.viewport().height():
                continue
            painter.setPen(QColor(self._shades.line))
            painter.drawLine(QPointF(GUTTER, y), QPointF(wide, y))
            if 0 < hour < 24 and y >= grid.header_high + 6:
                painter.setPen(QColor(self._shades.quiet))
                spot = QRectF(0, y - 8, GUTTER - 8, 16)
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(spot, right, f"{hour:02}:00")

    def _events(self, painter: QPainter) -> None:
        grid = self._grid
        painter.save()
        painter.setClipRect(
            QRectF(0, grid.header_high, grid.viewport().width(), grid.viewport().height())
        )
        for one in grid.placed:
            spot = grid.rect_of(one)
            if not spot.intersects(QRectF(self._dirty)):
                continue
            is_dragged = grid.dragged is not None and grid.dragged[0].key == one.block.key
            painter.setOpacity(0.4 if is_dragged else 1.0)
            selected = one.block.key == grid.selected
            draw_block(painter, spot, one.block, _lines(one.block, spot), is_selected=selected)
        painter.setOpacity(1.0)
        self._dragged(painter)
        painter.restore()

    def _dragged(self, painter: QPainter) -> None:
        grid = self._grid
        if grid.dragged is None:
            return
        block, start = grid.dragged
        moved = replace(
            block,
            start=start,
            end=start + (block.end - block.start),
            hours=f"{start:%H:%M}–{start + (block.end - block.start):%H:%M}",
        )
        for one in placed([moved], grid.days):
            spot = grid.rect_of(one)
            draw_block(painter, spot, moved, _lines(moved, spot), is_selected=True)

    def _now(self, painter: QPainter) -> None:
        """A line through today at this minute, with a dot: colour alone says nothing."""
        grid, now = self._grid, self._grid.now
        if now is None or now.date() not in grid.days:
            return
        y = grid.y_of(now.hour * 60 + now.minute)
        if y < grid.header_high:
            return
        left = GUTTER + grid.days.index(now.date()) * grid.day_wide
        painter.setPen(QPen(QColor(self._shades.red), 2))
        painter.drawLine(QPointF(left, y), QPointF(left + grid.day_wide, y))
        painter.setBrush(QColor(self._shades.red))
        painter.drawEllipse(QPointF(left, y), 4, 4)

    def _header(self, painter: QPainter) -> None:
        grid, wide = self._grid, self._grid.viewport().width()
        painter.fillRect(QRectF(0, 0, wide, grid.header_high), QColor(self._shades.ground))
        painter.setPen(QColor(self._shades.line))
        painter.drawLine(QPointF(0, grid.header_high), QPointF(wide, grid.header_high))
        for number, day in enumerate(grid.days):
            spot = QRectF(GUTTER + number * grid.day_wide, 0, grid.day_wide, 36)
            self._day_name(painter, spot, number, is_today=bool(
                grid.now and day == grid.now.date()
            ))  # fmt: skip
        hidden = 0
        for number, one in enumerate(grid.bars):
            if one.row >= MOST_BARS or (
                one.row == MOST_BARS - 1 and any(bar.row >= MOST_BARS for bar in grid.bars)
            ):
                hidden += 1
                continue
            selected = one.block.key == grid.selected
            draw_block(
                painter, grid.bar_rect(number), one.block, (one.block.title,), is_selected=selected
            )
        if hidden:
            painter.setPen(QColor(self._shades.quiet))
            spot = QRectF(GUTTER + 6, grid.header_high - 24, wide, 20)
            painter.drawText(spot, _LEFT, trn("and {n} more", "and {n} more", hidden))

    def _day_name(self, painter: QPainter, spot: QRectF, number: int, *, is_today: bool) -> None:
        """The weekday and the number; today is in a filled round."""
        day = self._grid.days[number]
        font = QFont(painter.font())
        font.setPixelSize(theme.BODY)
        font.setWeight(QFont.Weight.DemiBold if is_today else QFont.Weight.Normal)
        painter.save()
        painter.setFont(font)
        name, digits = weekday_text(day), str(day.day)
        gap, round_wide = 6, 26
        name_wide = painter.fontMetrics().horizontalAdvance(name)
        left = spot.left() + max((spot.width() - name_wide - gap - round_wide) / 2, 2)
        painter.setPen(QColor(self._shades.text if is_today else self._shades.quiet))
        painter.drawText(QRectF(left, spot.top(), name_wide + 2, spot.height()), _LEFT, name)
        circle = QRectF(left + name_wide + gap, spot.center().y() - 13, round_wide, 26)
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._shades.accent))
            painter.drawEllipse(circle)
        painter.setPen(QColor(self._shades.on_accent if is_today else self._shades.text))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, digits)
        painter.restore()


def _lines(block: Block, spot: QRectF) -> tuple[str, ...]:
    """In a low block the title alone, with its hour before it where there is room."""
    mark = " ↻" if block.recurs else ""
    if spot.height() < _TWO_LINES:
        return (f"{block.title}{mark}, {block.hours}",)
    hours = block.hours if spot.width() > _ROOMY else block.hours.partition("–")[0]
    return tuple(part for part in (f"{block.title}{mark}", hours, block.detail) if part)
