"""The window: rail, conversations, and the page one is at. Painted before there is a core."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from assistant_desktop.ui.icons import app_icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.views.chat_page import ChatPage
from assistant_desktop.ui.views.conversations_column import ConversationsColumn
from assistant_desktop.ui.views.rail import PLACES, Rail
from assistant_desktop.ui.widgets.controls import empty, line
from assistant_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

FIRST_SIZE, LEAST_SIZE = QSize(1080, 720), QSize(720, 480)
FOLDS_BELOW = 860


class Shell(QWidget):
    """Knows places, not what is in them. `place_wanted` comes before a place is shown."""

    place_wanted = Signal(str)
    new_wanted = Signal()
    palette_wanted = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Assistant Desktop")
        self.setWindowIcon(app_icon())
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "window")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(FIRST_SIZE)
        self.place = "chat"
        self.may_close: Callable[[], bool] = lambda: True
        self._shortcuts: list[QShortcut] = []
        self._column_wanted: bool | None = None  # what the user chose while it was narrow
        self._whole = line(self, gap=0)
        self.build()

    def build(self) -> None:
        """Make all views anew: at start, and when the language changes."""
        empty(self._whole)
        self.rail = Rail()
        self.column = ConversationsColumn()
        self.chat = ChatPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.chat)
        self._by_place: dict[str, QWidget] = {"chat": self.chat}
        for one in (self.rail, self.column):
            self._whole.addWidget(one)
        self._whole.addWidget(self.pages, 1)
        self.toast = Toast(self)
        self.rail.chosen.connect(self.go)
        self.column.new_wanted.connect(self.new_wanted)
        self.chat.fold_wanted.connect(self._toggle_column)
        self._bind_keys()
        self.rail.show_place(self.place if self.place in self._by_place else "chat")
        self._fold()

    def _bind_keys(self) -> None:
        for old in self._shortcuts:
            old.deleteLater()
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+N", self.new_wanted.emit),
            ("Ctrl+K", self.palette_wanted.emit),
            ("Ctrl+F", self.search),
        ]
        for number, place in enumerate(PLACES, 1):
            keys.append((f"Ctrl+{number}", partial(self.go, place)))
        self._shortcuts = []
        for keys_text, pressed in keys:
            shortcut = QShortcut(QKeySequence(keys_text), self)
            shortcut.activated.connect(pressed)
            self._shortcuts.append(shortcut)

    # ---- places ----

    def add_page(self, place: str, page: QWidget) -> None:
        """What is shown at a place."""
        self._by_place[place] = page
        self.pages.addWidget(page)

    def has_page(self, place: str) -> bool:
        """Whether the page of a place was made."""
        return place in self._by_place

    def go(self, place: str) -> None:
        """Show a place."""
        self.place_wanted.emit(place)
        page = self._by_place.get(place)
        if page is None:
            self.rail.show_place(self.place)
            return
        self.place = place
        self.pages.setCurrentWidget(page)
        self.rail.show_place(place)
        self._fold()
        if place == "chat":
            self.chat.composer.setFocus()

    def search(self) -> None:
        """Ctrl+F searches titles and messages."""
        self.go("chat")
        self._column_wanted = True
        self._fold()
        self.column.search.setFocus()
        self.column.search.selectAll()

    def _toggle_column(self) -> None:
        self._column_wanted = self.column.isHidden()
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < FOLDS_BELOW
        wanted = self._column_wanted if self._column_wanted is not None else not narrow
        self.column.setVisible(self.place == "chat" and wanted)
        self.chat.fold.setVisible(narrow or not wanted)

    # ---- the window itself ----

    def bring_up(self) -> None:
        """Show it above the others, with the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def say(self, text: str) -> None:
        """A sentence at the bottom."""
        self.toast.say(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The second column folds away below 860."""
        super().resizeEvent(event)
        was_narrow = 0 < event.oldSize().width() < FOLDS_BELOW
        if was_narrow != (event.size().width() < FOLDS_BELOW):
            self._column_wanted = None
        self._fold()
        if not self.toast.isHidden():
            self.toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing hides to the tray where there is one, else it ends."""
        if self.may_close():
            event.accept()
            self.closing.emit()
        else:
            event.ignore()
            self.hide()

    def tell_hidden(self) -> str:
        """What is said once when the window goes to the tray."""
        return tr("I go on in the tray, so that reminders come. Quit from its menu.")
