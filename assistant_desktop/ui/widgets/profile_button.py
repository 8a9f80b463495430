"""Who is at the window: an initial in a circle, which opens the menu of profiles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QMenu

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import IconButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from assistant_desktop.ui.models.profile_rows import ProfileRow

_CIRCLE = 28


class ProfileButton(IconButton):
    """`chosen` carries a profile; the others are what else its menu offers."""

    opened = Signal()
    chosen = Signal(str)
    new_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._initial = ""
        self.menu_shown: QMenu | None = None
        self.setProperty("kind", "rail")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _=False: self.opened.emit())
        self.show_name("")

    def show_name(self, title: str) -> None:
        """Whose window it is."""
        self._initial = title[:1].upper()
        told = tr("Profile: {name}", name=title) if title else tr("Profiles")
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def show_menu(self, rows: Sequence[ProfileRow]) -> None:
        """All profiles, and what can be done with them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in rows:
            action = menu.addAction(row.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row.in_view)
            action.triggered.connect(partial(self._choose, row.id))
        menu.addSeparator()
        menu.addAction(tr("New profile…"), self.new_wanted.emit)
        if len(rows) > 1:
            menu.addAction(tr("Delete a profile…"), self.delete_wanted.emit)
        self.menu_shown = menu
        corner = self.mapToGlobal(QPoint(self.width() + theme.SPACE_4, self.height()))
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))

    def _choose(self, profile_id: str, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.chosen.emit(profile_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The circle."""
        super().paintEvent(event)
        if not self._initial:
            return
        shades = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = QRectF(0, 0, _CIRCLE, _CIRCLE)
        spot.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(QColor(shades.edge), 1))
        painter.setBrush(QColor(shades.bubble))
        painter.drawEllipse(spot)
        painter.setFont(theme.sized_font(theme.BODY, strong=True))
        painter.setPen(QColor(shades.accent))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self._initial)
        painter.end()
