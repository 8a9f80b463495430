"""The list of stories: a model and one painter, so that ten thousand are as quick as ten."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.models.news_rows import ROW, StoryModel, StoryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    _Index = QModelIndex | QPersistentModelIndex

_HEADING_HIGH, _SHORT_HIGH, _STORY_HIGH = 34, 56, 73
_DOT_WIDE, _STAR = 18, 14
_BESIDE_TITLE = 2 * theme.SPACE_8 + _DOT_WIDE
_LINES = 2
_HEADING, _SHORT, _STORY = (QSize(0, high) for high in (_HEADING_HIGH, _SHORT_HIGH, _STORY_HIGH))


class NewsList(QListView):
    """`chosen` when the keyboard or a click comes to a story, `opened` at Enter or a click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "conversations")
        self.stories = StoryModel(self)
        self.setModel(self.stories)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._open)
        self._is_settling = False

    def show_rows(
        self, rows: Sequence[StoryRow], current: str, *, has_more: bool, is_same: bool
    ) -> None:
        """Other rows; of the same list, what is in sight stays where it is."""
        top = self.indexAt(QPoint(theme.SPACE_16, 2)) if is_same else None
        seen = top.data(ROW) if top is not None and top.isValid() else None
        offset = self.visualRect(top).top() if top is not None and top.isValid() else 0
        was_at = self.verticalScrollBar().value()
        self.stories.show_rows(rows, has_more=has_more)
        self.keep_at(current)
        place = self.stories.place_of(seen.id) if seen is not None and seen.id else -1
        if not is_same:
            self.scrollToTop()
        elif place >= 0 and was_at > 0:
            self.scrollTo(self.stories.index(place, 0), QListView.ScrollHint.PositionAtTop)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - offset)
        else:
            self.verticalScrollBar().setValue(was_at)

    def keep_at(self, story_id: str) -> None:
        """Go on at a story after the rows changed; nobody is told."""
        place = self.stories.place_of(story_id)
        if place >= 0:
            self._is_settling = True
            self.setCurrentIndex(self.stories.index(place, 0))
            self._is_settling = False

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """The keyboard came to another story."""
        super().currentChanged(current, previous)
        row = current.data(ROW)
        if row is not None and row.id and not self._is_settling:
            self.chosen.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Any) -> None:
        row = index.data(ROW)
        if row is not None and row.id:
            self.opened.emit(row.id)


class _Painter(QStyledItemDelegate):
    """Unread is bold and has a dot; read is quiet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Three heights there are."""
        row: StoryRow = index.data(ROW)
        if not row.id:
            return _HEADING
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else 300
        return _SHORT if _is_short(row.title, wide - _BESIDE_TITLE) else _STORY

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """One row."""
        row: StoryRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(theme.SPACE_8, 0, -theme.SPACE_8, 0)
        if row.id:
            self._paint_ground(painter, option)
            self._paint_story(painter, room, row)
        else:
            painter.setFont(theme.sized_font(theme.CAPTION, strong=True))
            painter.setPen(QColor(theme.colours().quiet))
            where = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room.adjusted(0, 0, 0, -theme.SPACE_4), where, row.title)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
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

    def _paint_story(self, painter: QPainter, room: QRect, row: StoryRow) -> None:
        shades = theme.colours()
        if not row.is_read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shades.accent))
            painter.drawEllipse(QPointF(room.left() + 5, room.top() + 19), 3.5, 3.5)
        room = room.adjusted(_DOT_WIDE, 0, 0, 0)
        painter.setPen(QColor(shades.quiet if row.is_read else shades.text))
        self._title(row, room.width()).draw(painter, QPointF(room.left(), room.top() + 8))
        painter.setFont(theme.sized_font(theme.CAPTION))
        painter.setPen(QColor(shades.quiet))
        line = QRect(room.left(), room.bottom() - 23, room.width(), 18)
        if row.is_starred:
            star = QRect(line.right() - _STAR, line.top() + 1, _STAR, _STAR)
            icon("starred", shades.amber, _STAR).paint(painter, star)
            line.setRight(star.left() - theme.SPACE_4)
        told = painter.fontMetrics().elidedText(
            row.caption, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, told)

    def _title(self, row: StoryRow, width: int) -> QTextLayout:
        font = theme.sized_font(theme.BODY, strong=not row.is_read)
        whole, shown = _laid_out(row.title, font, width)
        if shown >= len(row.title):
            return whole
        return _laid_out(f"{row.title[: max(shown - 3, 1)].rstrip()} …", font, width)[0]


@lru_cache(maxsize=20_000)
def _is_short(title: str, width: int) -> bool:
    """Whether a title stands in one line, also while it is bold."""
    metrics = QFontMetrics(theme.sized_font(theme.BODY, strong=True))
    return metrics.horizontalAdvance(title) <= width - 2


def _laid_out(text: str, font: Any, width: int) -> tuple[QTextLayout, int]:
    """Two lines at most, and how much of the text stands in them."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top, end = 0.0, 0
    for _ in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, top))
        top += line.height() + 1
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, end
