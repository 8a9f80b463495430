"""The rail: where one can go, with the number of reminders that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QButtonGroup, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import IconButton, column
from assistant_desktop.ui.widgets.profile_button import ProfileButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

PLACES = ("today", "chat", "reminders", "memory", "calendar", "health", "news", "settings")
WIDTH = 56


def place_name(place: str) -> str:
    """What a place is called."""
    names = {
        "today": tr("Today"),
        "chat": tr("Chat"),
        "reminders": tr("Reminders"),
        "memory": tr("Memory"),
        "calendar": tr("Calendar"),
        "health": tr("Health"),
        "news": tr("News"),
        "settings": tr("Settings"),
    }
    return names[place]


class RailButton(IconButton):
    """A place, with a badge where something waits there."""

    def __init__(self, place: str, number: int) -> None:
        super().__init__()
        self._place, self._number = place, number
        self.count = 0
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(theme.ICON, theme.ICON))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(lambda _: self.tint())
        self.set_count(0)
        self.tint()

    def tint(self) -> None:
        """The icon of the place one is at has the accent."""
        shades = theme.colours()
        self.setIcon(icon(self._place, shades.accent if self.isChecked() else shades.quiet))

    def set_count(self, count: int) -> None:
        """How many wait there."""
        self.count = count
        name = place_name(self._place)
        if count:
            told = trn("{n} waits for you", "{n} wait for you", count)
            name = f"{name}, {told}"
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  Ctrl+{self._number}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The badge is drawn over the icon."""
        super().paintEvent(event)
        if not self.count:
            return
        shades = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(self.count) if self.count < 100 else "99+"
        font = theme.sized_font(10, strong=True)
        painter.setFont(font)
        wide = max(painter.fontMetrics().horizontalAdvance(text) + 8, 16)
        spot = QRectF(self.width() - wide - 2, 3, wide, 16)
        painter.setPen(QColor(shades.surface))
        painter.setBrush(QColor(shades.red))
        painter.drawRoundedRect(spot, 8, 8)
        painter.setPen(QColor(shades.on_accent))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Rail(QWidget):
    """`chosen` carries the place."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "rail")
        self.setFixedWidth(WIDTH)
        whole = column(self, gap=theme.SPACE_4)
        whole.setContentsMargins(6, theme.SPACE_12, 6, theme.SPACE_12)
        group = QButtonGroup(self)
        self.buttons: dict[str, RailButton] = {}
        self.profile = ProfileButton()
        for number, place in enumerate(PLACES, 1):
            if place == "settings":
                whole.addStretch(1)
                whole.addWidget(self.profile)
            made = RailButton(place, number)
            made.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            group.addButton(made)
            whole.addWidget(made)
            self.buttons[place] = made

    def show_place(self, place: str) -> None:
        """Mark where one is."""
        self.buttons[place].setChecked(True)

    def show_waiting(self, count: int) -> None:
        """The badge of reminders."""
        self.buttons["reminders"].set_count(count)
