"""What a search found: conversations, and under each the messages, their found words marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant_desktop.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTRY = int(Qt.ItemDataRole.UserRole) + 1
_MOST_LINES, _PAD, _CAPTION_HIGH = 3, 6, 16


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A row: a heading, a conversation found by its title, or a message in one."""

    kind: Literal["heading", "title", "message"]
    text: str
    caption: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    conversation_id: str = ""
    message_id: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.caption}: {self.text}" if self.caption else self.text


class FoundList(QListView):
    """`chosen` carries the ids of a conversation and of a message in it, "" for its end."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "conversations")
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_entries(self, entries: Sequence[FoundEntry]) -> None:
        """Other results; the first that can be opened is chosen already."""
        self._model.clear()
        for entry in entries:
            item = QStandardItem(entry.text)
            item.setData(entry, ENTRY)
            item.setData(entry.spoken, Qt.ItemDataRole.AccessibleTextRole)
            if entry.kind == "heading":
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            else:
                item.setToolTip(entry.spoken)
            self._model.appendRow(item)
        self.setCurrentIndex(self._model.index(self._next(-1, 1), 0))
        self.scrollToTop()

    def step(self, by: int) -> None:
        """To the result above or below."""
        at = self._next(self.currentIndex().row(), by)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at, 0))

    def open_current(self) -> None:
        """Go to the chosen result."""
        self._choose(self.currentIndex())

    def entries(self) -> list[FoundEntry]:
        """What is shown."""
        return [self._model.item(row).data(ENTRY) for row in range(self._model.rowCount())]

    def _next(self, row: int, by: int) -> int:
        row += by
        while 0 <= row < self._model.rowCount():
            if self._model.item(row).data(ENTRY).kind != "heading":
                return row
            row += by
        return -1

    def _choose(self, index: Any) -> None:
        entry = index.data(ENTRY)
        if entry is not None and entry.kind != "heading":
            self.chosen.emit(entry.conversation_id, entry.message_id)


class _Painter(QStyledItemDelegate):
    """The found words are bold and have the accent: never the colour alone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """As high as the text, three lines at most."""
        entry: FoundEntry = index.data(ENTRY)
        if entry.kind == "heading":
            return QSize(0, 30)
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else 200
        high = self._layout(entry, wide - 2 * theme.SPACE_8).boundingRect().height()
        return QSize(0, int(high) + 2 * _PAD + (_CAPTION_HIGH if entry.caption else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """A heading is only text; a result has its date above it."""
        entry: FoundEntry = index.data(ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(theme.SPACE_8, 0, -theme.SPACE_8, 0)
        if entry.kind == "heading":
            self._paint_heading(painter, room, entry)
        else:
            self._paint_ground(painter, option)
            self._paint_result(painter, room, entry)
        painter.restore()

    def _paint_heading(self, painter: QPainter, room: QRect, entry: FoundEntry) -> None:
        font = theme.sized_font(theme.CAPTION, strong=True)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().quiet))
        metrics = painter.fontMetrics()
        beside = f"  {entry.caption}" if entry.caption else ""
        wide = room.width() - metrics.horizontalAdvance(beside)
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, wide) + beside
        where = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room.adjusted(0, 0, 0, -theme.SPACE_4), where, text)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        shades, rect = theme.colours(), option.rect.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(shades.bubble))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(shades.hover))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shades.accent), 2))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)

    def _paint_result(self, painter: QPainter, room: QRect, entry: FoundEntry) -> None:
        shades, top = theme.colours(), room.top() + _PAD
        if entry.caption:
            painter.setFont(theme.sized_font(theme.CAPTION))
            painter.setPen(QColor(shades.quiet))
            line = QRect(room.left(), top, room.width(), _CAPTION_HIGH)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, entry.caption)
            top += _CAPTION_HIGH
        painter.setPen(QColor(shades.text))
        self._layout(entry, room.width()).draw(painter, QPointF(room.left(), top))

    def _layout(self, entry: FoundEntry, width: int) -> QTextLayout:
        whole = _laid_out(entry.text, entry.marks, width)
        last = whole.lineAt(whole.lineCount() - 1)
        end = last.textStart() + last.textLength()
        shown = entry.text.encode("utf-16-le")[: 2 * end].decode("utf-16-le", "ignore")
        if len(shown) >= len(entry.text):
            return whole
        # Lower by a few letters, so that the ellipsis stands on the same line.
        return _laid_out(f"{shown.rstrip()[:-3].rstrip()} …", entry.marks, width)


def _laid_out(text: str, marks: Sequence[tuple[int, int]], width: int) -> QTextLayout:
    layout = QTextLayout(text, theme.body_font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_format(text, mark) for mark in marks if mark[1] <= len(text)])
    layout.beginLayout()
    top = 0.0
    for _ in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, top))
        top += line.height() + 2
    layout.endLayout()
    return layout


def _format(text: str, mark: tuple[int, int]) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16."""
    start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in mark)
    shown = QTextCharFormat()
    shown.setFontWeight(QFont.Weight.Bold)
    shown.setForeground(QColor(theme.colours().accent))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, shown
    return made
