"""The tray icon: how many reminders wait, the next one, quick add, show and quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assistant_desktop.ui.icons import app_icon
from assistant_desktop.ui.language import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


def there_is_a_tray() -> bool:
    """Whether this desktop has one now."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Shown only where there is a tray."""

    toggled = Signal()
    next_wanted = Signal()
    add_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.activated.connect(self._activated)
        self._menu = QMenu()
        self.next: QAction = self._menu.addAction("", self.next_wanted.emit)
        self._menu.addSeparator()
        self.add: QAction = self._menu.addAction("", self.add_wanted.emit)
        self.show_or_hide: QAction = self._menu.addAction("", self.toggled.emit)
        self._menu.addSeparator()
        self.quit: QAction = self._menu.addAction("", self.quit_wanted.emit)
        self._icon.setContextMenu(self._menu)
        self._count = 0
        self._next_text = ""
        self.retell(window_is_shown=True)

    def appear(self) -> bool:
        """Show it where there is a tray; whether there is one."""
        if there_is_a_tray():
            self._icon.show()
        return self._icon.isVisible()

    def retell(self, *, window_is_shown: bool) -> None:
        """Say everything in the language in force."""
        self.next.setText(self._next_text or tr("No reminders ahead"))
        self.next.setEnabled(bool(self._next_text))
        self.add.setText(tr("Add a reminder…"))
        self.show_or_hide.setText(tr("Hide the window") if window_is_shown else tr("Show"))
        self.quit.setText(tr("Quit"))
        told = "Assistant Desktop"
        if self._count:
            waits = trn("{n} reminder waits", "{n} reminders wait", self._count)
            told = f"{told}: {waits}"
        self._icon.setToolTip(told)

    def show_waiting(self, count: int, next_text: str) -> None:
        """How many wait, and what comes next in words."""
        if count != self._count:
            self._icon.setIcon(app_icon(count))
        self._count, self._next_text = count, next_text

    def say(self, title: str, text: str) -> None:
        """A balloon, where the tray has such."""
        self._icon.showMessage(title, text, app_icon())

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.toggled.emit()

    def close(self) -> None:
        """Gone from the tray."""
        self._icon.hide()
