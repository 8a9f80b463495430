"""Buttons, labels and frames as the style sheet knows them, each with its accessible name."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def label(text: str, kind: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """A line of text, or several."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty("kind", kind)
    if wraps:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def link(text: str, address: str) -> QLabel:
    """A line that leads to a page, in the user's browser, on a click and not before."""
    shade = theme.colours().accent
    made = QLabel(f'<a href="{escape(address)}" style="color: {shade}">{escape(text)}</a>')
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    made.setAccessibleName(text)
    made.setToolTip(address)
    made.linkActivated.connect(open_outside)
    return made


def open_outside(address: str) -> None:
    """A page in the user's browser; nothing but a page."""
    if QUrl(address).scheme() in {"http", "https"}:
        QDesktopServices.openUrl(QUrl(address))


class Button(QPushButton):
    """A button that Enter presses too, not Space alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a press."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """The same with a picture."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a press."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, pressed: Callable[[], object] | None = None, kind: str = "") -> QPushButton:
    """A button with a verb on it."""
    made = Button(text)
    made.setAccessibleName(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind:
        made.setProperty("kind", kind)
    if pressed is not None:
        made.clicked.connect(lambda _=False: pressed())  # without Qt's "checked"
    return made


def icon_button(
    name: str, told: str, pressed: Callable[[], object] | None = None, kind: str = "icon"
) -> QToolButton:
    """A button with a picture; what it does is its tooltip and its accessible name."""
    made = IconButton()
    made.setProperty("kind", kind)
    made.setIcon(icon(name))
    made.setIconSize(QSize(theme.ICON, theme.ICON))
    made.setToolTip(told)
    made.setAccessibleName(told)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if pressed is not None:
        made.clicked.connect(lambda _=False: pressed())  # without Qt's "checked"
    return made


def picture(name: str, colour: str | None = None, size: int = theme.ICON) -> QLabel:
    """An icon that is only looked at."""
    made = QLabel()
    made.setFixedSize(size, size)
    made.setPixmap(icon(name, colour, size).pixmap(size, size))
    return made


def frame(kind: str, parent: QWidget | None = None) -> QFrame:
    """A framed area."""
    made = QFrame(parent)
    made.setProperty("kind", kind)
    return made


def plain(kind: str = "clear") -> QWidget:
    """An area whose ground the style sheet paints."""
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setProperty("kind", kind)
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """An area that scrolls up and down where it is too small for what it shows."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.viewport().setAutoFillBackground(False)
    made.setWidget(inside)
    return made


def rule() -> QFrame:
    """A hairline."""
    return frame("rule")


def column(
    parent: QWidget | None = None, *, gap: int = theme.SPACE_8, margin: int = 0
) -> QVBoxLayout:
    """Things below one another."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def line(parent: QWidget | None = None, *, gap: int = theme.SPACE_8) -> QHBoxLayout:
    """Things beside one another."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    return made


def empty(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while True:
        taken = layout.takeAt(0)
        if taken is None:
            return
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


def height_for(widget: QWidget, width: int) -> int:
    """The height a laid-out widget needs in that width."""
    layout = widget.layout()
    if layout is None:
        return widget.sizeHint().height()
    layout.activate()
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it does not fit; the tooltip has the rest."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._elide()

    @property
    def whole(self) -> str:
        """The text without the ellipsis."""
        return self._whole

    def resizeEvent(self, event: object) -> None:
        """Another width shows more or less."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - 2, 0)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
