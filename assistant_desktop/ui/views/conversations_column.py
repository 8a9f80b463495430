"""The column of conversations: search, grouped by day, new, rename and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column

if TYPE_CHECKING:
    from collections.abc import Sequence

ID, IS_HEADING, IS_BUSY = (int(Qt.ItemDataRole.UserRole) + number for number in (1, 2, 3))
WIDTH = 232


class _RowPainter(QStyledItemDelegate):
    """Headings in small quiet letters, titles in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Headings stand a little apart."""
        return QSize(0, 34 if index.data(IS_HEADING) else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """A heading is only text; a title is painted by the style."""
        if not index.data(IS_HEADING):
            super().paint(painter, option, index)
            if option.state & QStyle.StateFlag.State_HasFocus:
                self._paint_ring(painter, option)
            if index.data(IS_BUSY):
                self._paint_dot(painter, option)
            return
        painter.save()
        painter.setFont(theme.sized_font(theme.CAPTION, strong=True))
        painter.setPen(QColor(theme.colours().quiet))
        room = QRect(option.rect.adjusted(theme.SPACE_8, 0, 0, -theme.SPACE_4))
        where = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, where, str(index.data()))
        painter.restore()

    def _paint_ring(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        rect = option.rect
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        painter.restore()

    def _paint_dot(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().accent))
        rect = option.rect
        painter.drawEllipse(QPoint(rect.right() - 12, rect.center().y() + 1), 3, 3)
        painter.restore()


class ConversationsColumn(QWidget):
    """Passive: shows groups of (id, title), signals what was chosen."""

    chosen = Signal(str)
    new_wanted = Signal()
    filtered = Signal(str)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "column")
        self.setFixedWidth(WIDTH)
        whole = column(self, gap=theme.SPACE_8, margin=theme.SPACE_12)
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(tr("Search  Ctrl+F"))
        self.search.setAccessibleName(tr("Search conversations"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            icon("search", theme.colours().quiet, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self.filtered)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setProperty("kind", "conversations")
        self.list.setAccessibleName(tr("Conversations"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.new = button(tr("New conversation"), self.new_wanted.emit)
        self.new.setIcon(icon("plus", size=16))
        self.new.setToolTip(tr("New conversation  Ctrl+N"))
        whole.addWidget(self.search)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.new)

    def show_groups(
        self, groups: Sequence[tuple[str, Sequence[tuple[str, str, bool]]]], current: str
    ) -> None:
        """Headings with their conversations as (id, title, being answered)."""
        self._model.clear()
        for heading, rows in groups:
            if not rows:
                continue
            head = QStandardItem(heading)
            head.setData(True, IS_HEADING)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(head)
            for identifier, title, is_busy in rows:
                item = QStandardItem(title or tr("New conversation"))
                item.setData(identifier, ID)
                item.setData(is_busy, IS_BUSY)
                item.setToolTip(title)
                self._model.appendRow(item)
        self.select(current)

    def select(self, identifier: str) -> None:
        """Mark the conversation that is shown."""
        for row in range(self._model.rowCount()):
            if self._model.item(row).data(ID) == identifier:
                self.list.setCurrentIndex(self._model.index(row, 0))
                return
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())

    def _choose(self, index: QModelIndex) -> None:
        identifier = index.data(ID)
        if identifier:
            self.chosen.emit(identifier)

    def _show_menu(self, place: QPoint) -> None:
        identifier = self.list.indexAt(place).data(ID)
        if not identifier:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Rename…"), lambda: self.rename_wanted.emit(identifier))
        menu.addAction(tr("Delete…"), lambda: self.delete_wanted.emit(identifier))
        menu.popup(self.list.viewport().mapToGlobal(place))
