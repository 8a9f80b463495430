"""Ctrl+K: everything one can do, and every conversation, by a few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.views.rail import PLACES, place_name
from assistant_desktop.ui.widgets.controls import column, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, ROW = 520, 36
_MOST = 60
_MOST_SHOWN = 9


class Palette(QFrame):
    """Lies over the window until something is chosen or Esc is pressed."""

    conversation_chosen = Signal(str)
    place_chosen = Signal(str)
    new_wanted = Signal()
    add_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget, conversations: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self._home = parent
        self.setProperty("kind", "popup")
        self._entries: list[tuple[str, str, str, str]] = [
            *((place_name(place), place, "place", place) for place in PLACES),
            (tr("New conversation"), "plus", "new", ""),
            (tr("Add a reminder…"), "reminders", "add", ""),
            (tr("Quit"), "close", "quit", ""),
            *(
                (title or tr("New conversation"), "chat", "open", key)
                for key, title in conversations
            ),
        ]
        whole = column(self, gap=0)
        whole.setContentsMargins(theme.SPACE_8, theme.SPACE_8, theme.SPACE_8, theme.SPACE_8)
        self.edit = QLineEdit()
        self.edit.setProperty("kind", "bare")
        self.edit.setPlaceholderText(tr("Go to, or do…"))
        self.edit.setAccessibleName(tr("Go to, or do…"))
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(18, 18))
        self.list.itemClicked.connect(self._choose)
        whole.addWidget(self.edit)
        whole.addSpacing(theme.SPACE_4)
        whole.addWidget(rule())
        whole.addSpacing(theme.SPACE_4)
        whole.addWidget(self.list)
        self._filter("")

    def show_up(self) -> None:
        """Over the upper part of the window."""
        area = self._home.rect()
        wide = min(WIDTH, area.width() - 2 * theme.SPACE_24)
        self.setFixedWidth(wide)
        self.move((area.width() - wide) // 2, max(area.height() // 8, theme.SPACE_24))
        self.show()
        self.raise_()
        self.edit.setFocus()

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [one for one in self._entries if all(word in one[0].casefold() for word in wanted)]
        self.list.clear()
        for told, picture, kind, key in found[:_MOST]:
            item = QListWidgetItem(icon(picture, theme.colours().quiet, 18), told)
            item.setData(Qt.ItemDataRole.UserRole, (kind, key))
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        shown = min(max(len(found), 1), _MOST_SHOWN)
        self.list.setFixedHeight(shown * ROW + 4)
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field has the keyboard."""
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                rows = max(self.list.count(), 1)
                self.list.setCurrentRow((self.list.currentRow() + step) % rows)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                current = self.list.currentItem()
                if current is not None:
                    self._choose(current)
                return True
            if key == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self.edit.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _choose(self, item: QListWidgetItem) -> None:
        kind, key = item.data(Qt.ItemDataRole.UserRole)
        self._leave()
        if kind == "open":
            self.conversation_chosen.emit(key)
        elif kind == "place":
            self.place_chosen.emit(key)
        elif kind == "new":
            self.new_wanted.emit()
        elif kind == "add":
            self.add_wanted.emit()
        else:
            self.quit_wanted.emit()
