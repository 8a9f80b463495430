"""Two lists of the page of health, painted: kinds with a small trend, and readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.models.health_rows import ROW, ReadingModel, SeriesModel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from assistant_desktop.domain.health_series import SeriesKey
    from assistant_desktop.ui.models.health_rows import ReadingRow, SeriesRow

_Index = QModelIndex | QPersistentModelIndex
_SERIES_HIGH, _READING_HIGH = 56, 40
_TREND_WIDE, _TREND_HIGH = 64, 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SeriesList(QListView):
    """`chosen` carries the key of a kind, None for the medicines."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = SeriesModel(self)
        self.setModel(self.kinds)
        self.setItemDelegate(_SeriesPainter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)
        self._is_settling = False

    def show_at(self, key: SeriesKey | None) -> None:
        """Mark a kind; nobody is told."""
        place = self.kinds.place_of(key)
        if place >= 0:
            self._is_settling = True
            self.setCurrentIndex(self.kinds.index(place, 0))
            self._is_settling = False

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """The keyboard came to another kind."""
        super().currentChanged(current, previous)
        row = current.data(ROW)
        if row is not None and not self._is_settling:
            self.chosen.emit(row.key)

    def _clicked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.chosen.emit(row.key)


class ReadingList(QListView):
    """`edit_wanted` and `delete_wanted` carry the id of a reading."""

    edit_wanted = Signal(str)
    delete_wanted = Signal(str)
    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readings = ReadingModel(self)
        self.setModel(self.readings)
        self.setItemDelegate(_ReadingPainter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _: self.edit_current())

    @property
    def current(self) -> ReadingRow | None:
        """The reading that is marked."""
        row: ReadingRow | None = self.currentIndex().data(ROW)
        return row

    def edit_current(self) -> None:
        """Change the one that is marked."""
        if self.current is not None:
            self.edit_wanted.emit(self.current.id)

    def delete_current(self) -> None:
        """Delete the one that is marked."""
        if self.current is not None:
            self.delete_wanted.emit(self.current.id)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Another one is marked."""
        super().currentChanged(current, previous)
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes, Delete deletes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_current()
        else:
            super().keyPressEvent(event)


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    shades, rect = theme.colours(), option.rect.adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    ground = None
    if option.state & QStyle.StateFlag.State_Selected:
        ground = shades.bubble
    elif option.state & QStyle.StateFlag.State_MouseOver:
        ground = shades.hover
    if ground is not None:
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(shades.accent), 2))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)


def _say(painter: QPainter, room: QRect, text: str, flags: Qt.AlignmentFlag) -> int:
    """Text cut to its room; how wide it is."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, flags, shown)
    return painter.fontMetrics().horizontalAdvance(shown)


class _SeriesPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(200, _SERIES_HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        row: SeriesRow = index.data(ROW)
        shades = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option)
        room = option.rect.adjusted(theme.SPACE_12, theme.SPACE_8, -theme.SPACE_12, -theme.SPACE_8)
        top = QRect(room.left(), room.top(), room.width(), 20)
        bottom = QRect(room.left(), room.bottom() - 18, room.width(), 18)
        if len(row.trend) > 1:
            _trend(painter, QRect(room.right() - _TREND_WIDE, room.top() + 8, _TREND_WIDE,
                                  _TREND_HIGH), row.trend)  # fmt: skip
            top.setRight(room.right() - _TREND_WIDE - theme.SPACE_12)
            bottom.setRight(top.right())
        painter.setFont(theme.sized_font(theme.BODY, strong=True))
        painter.setPen(QColor(shades.text))
        _say(painter, top, row.title, _LEFT)
        painter.setFont(theme.sized_font(theme.CAPTION))
        painter.setPen(QColor(shades.quiet))
        told = " · ".join(part for part in (row.value, row.caption) if part)
        _say(painter, bottom, told, _LEFT)
        painter.restore()


def _trend(painter: QPainter, room: QRect, values: tuple[float, ...]) -> None:
    """The last weeks as a line, with a dot at its end."""
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    step = room.width() / (len(values) - 1)
    flat = 0.5 if high == low else 0.0
    points = [
        QPointF(
            room.left() + n * step,
            room.bottom() - room.height() * (flat or (value - low) / spread),
        )
        for n, value in enumerate(values)
    ]
    accent = QColor(theme.colours().accent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 1.5))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(accent)
    painter.drawEllipse(QRectF(points[-1].x() - 2.5, points[-1].y() - 2.5, 5, 5))


class _ReadingPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(200, _READING_HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        row: ReadingRow = index.data(ROW)
        shades = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option)
        room = option.rect.adjusted(theme.SPACE_12, 0, -theme.SPACE_12, 0)
        when = QRect(room.left(), room.top(), min(170, room.width() // 3), room.height())
        painter.setFont(theme.sized_font(theme.BODY))
        painter.setPen(QColor(shades.quiet))
        _say(painter, when, row.when, _LEFT)
        rest = QRect(when.right() + theme.SPACE_8, room.top(), 0, room.height())
        rest.setRight(room.right())
        painter.setFont(theme.sized_font(theme.BODY, strong=True))
        painter.setPen(QColor(shades.text))
        wide = _say(painter, rest, row.value, _LEFT)
        rest.setLeft(rest.left() + wide + theme.SPACE_12)
        painter.setFont(theme.sized_font(theme.CAPTION))
        painter.setPen(QColor(shades.quiet))
        if row.source and rest.width() > 80:
            half = QRect(rest)
            half.setLeft(rest.left() + rest.width() // 2)
            wide = _say(painter, half, row.source, _RIGHT)
            rest.setRight(rest.right() - wide - theme.SPACE_8)
        if row.note and rest.width() > 40:
            _say(painter, rest, row.note, _LEFT)
        painter.restore()
