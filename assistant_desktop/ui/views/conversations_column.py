"""The column of conversations: search, grouped by day, the archived ones, new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label
from assistant_desktop.ui.widgets.conversation_menu import STANDING, Standing, fill_actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem

    from assistant_desktop.ui.views.found_list import FoundEntry, FoundList

ID, IS_HEADING, IS_BUSY, STANDS = (
    int(Qt.ItemDataRole.UserRole) + number for number in (1, 2, 3, 4)
)
WIDTH = 232


class Row(NamedTuple):
    """A conversation in the list."""

    identifier: str
    title: str
    is_busy: bool = False
    standing: Standing = STANDING


def _has_focus(option: QStyleOptionViewItem) -> bool:
    # Loaded with the first row: it takes 4 ms, and the first paint has none.
    from PySide6.QtWidgets import QStyle

    return bool(option.state & QStyle.StateFlag.State_HasFocus)


class _RowPainter(QStyledItemDelegate):
    """Headings in small quiet letters, titles in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Headings stand a little apart."""
        return QSize(0, 34 if index.data(IS_HEADING) else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """A heading is only text; a title is painted by the style."""
        if not index.data(IS_HEADING):
            super().paint(painter, option, index)
            if _has_focus(option):
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
    """Passive: shows groups of conversations or what was found, signals what was chosen."""

    chosen = Signal(str)
    new_wanted = Signal()
    searched = Signal(str)
    found_chosen = Signal(str, str)
    archived_wanted = Signal(bool)
    acted = Signal(str, str)

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
        self.search.textChanged.connect(self.searched)
        self.search.installEventFilter(self)
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
        self.archive = button("", self._toggle_archived, "link")
        self.archive.hide()
        self._is_archived_shown = False
        self._found: FoundList | None = None
        self.nothing = label(tr("Nothing found."), "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        for keys, action in (("F2", "rename"), ("Del", "delete")):
            pressed = QShortcut(QKeySequence(keys), self.list)
            pressed.setContext(Qt.ShortcutContext.WidgetShortcut)
            pressed.activated.connect(partial(self._act_on_current, action))
        whole.addWidget(self.search)
        whole.addWidget(self.nothing)
        self._middle = column(gap=0)
        self._middle.addWidget(self.list)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self.archive)
        whole.addWidget(self.new)

    # ---- searching ----

    @property
    def found(self) -> FoundList:
        """The results; made at the first search."""
        if self._found is None:
            from assistant_desktop.ui.views.found_list import FoundList

            self._found = FoundList()
            self._found.setAccessibleName(tr("Found messages"))
            self._found.chosen.connect(self.found_chosen)
            self._middle.addWidget(self._found)
        return self._found

    def show_found(self, entries: Sequence[FoundEntry] | None) -> None:
        """Results in place of the list; None shows the list again."""
        self.list.setVisible(entries is None)
        self.nothing.setVisible(entries is not None and not entries)
        if entries is not None or self._found is not None:
            self.found.setVisible(bool(entries))
            self.found.show_entries(entries or ())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the results while the field has the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if self._found is not None and self._found.isVisible():
                return self._move_in_found(key)
            if key == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _move_in_found(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.found.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.found.open_current()
            return True
        return False

    # ---- the list ----

    def show_archived_count(self, count: int, *, is_shown: bool) -> None:
        """The way to the archived ones, where there are some, and back."""
        self._is_archived_shown = is_shown
        told = tr("Archived: {count}", count=count)
        text = tr("Back to conversations") if is_shown else told
        self.archive.setText(text)
        self.archive.setAccessibleName(text)
        self.archive.setVisible(count > 0)

    def _toggle_archived(self) -> None:
        self.archived_wanted.emit(not self._is_archived_shown)

    def show_groups(self, groups: Sequence[tuple[str, Sequence[Row]]], current: str) -> None:
        """Headings with their conversations."""
        self._model.clear()
        for heading, rows in groups:
            if not rows:
                continue
            head = QStandardItem(heading)
            head.setData(True, IS_HEADING)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(head)
            for row in rows:
                item = QStandardItem(row.title or tr("New conversation"))
                item.setData(row.identifier, ID)
                item.setData(row.is_busy, IS_BUSY)
                item.setData(row.standing, STANDS)
                item.setToolTip(row.title)
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

    def _act_on_current(self, action: str) -> None:
        identifier = self.list.currentIndex().data(ID)
        if identifier:
            self.acted.emit(identifier, action)

    def _show_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if not index.data(ID):  # the menu key: what is chosen, not what lies below the pointer
            index = self.list.currentIndex()
            place = self.list.visualRect(index).center()
        identifier = index.data(ID)
        if not identifier:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_actions(menu, partial(self.acted.emit, identifier), index.data(STANDS) or STANDING)
        menu.popup(self.list.viewport().mapToGlobal(place))
