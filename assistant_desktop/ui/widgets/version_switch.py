"""‹ 2 / 3 ›: which version of a message is read, and the way to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.theme import colours
from assistant_desktop.ui.widgets.controls import icon_button, label, line

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 28


class VersionSwitch(QWidget):
    """`wanted` carries the id of another version."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ids: Sequence[str] = ()
        self._number = 0
        row = line(self, gap=0)
        self.back = icon_button("chevron-left", tr("Earlier version"), lambda: self._go(-1), "step")
        self.on = icon_button("chevron-right", tr("Later version"), lambda: self._go(1), "step")
        self._told = label("", "caption")
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for one in (self.back, self.on):
            one.setIconSize(QSize(16, 16))
        for widget in (self.back, self._told, self.on):
            row.addWidget(widget)
        self.hide()

    def show_versions(self, ids: Sequence[str], number: int) -> None:
        """Which there are, and which is read, from 1; hidden where there is one alone."""
        self._ids, self._number = ids, number
        self.setVisible(len(ids) > 1)
        if len(ids) < 2:
            return
        self._told.setText(f"{number} / {len(ids)}")
        self._told.setAccessibleName(
            tr("Version {number} of {count}", number=number, count=len(ids))
        )
        shades = colours()
        for one, name, is_there in (
            (self.back, "chevron-left", number > 1),
            (self.on, "chevron-right", number < len(ids)),
        ):
            one.setEnabled(is_there)
            one.setIcon(icon(name, shades.quiet, 16) if is_there else QIcon())

    def text(self) -> str:
        """What it says."""
        return self._told.text()

    def _go(self, by: int) -> None:
        at = self._number - 1 + by
        if 0 <= at < len(self._ids):
            self.wanted.emit(self._ids[at])
