"""The frame of a page: a title, and a scrolling column of readable width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.widgets.controls import column, label, line, plain, scrolling

WIDTH = 720


class Page(QWidget):
    """Put what it shows into `body`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "page")
        whole = column(self, gap=0)
        outer = plain()
        row = line(outer, gap=0)
        row.setContentsMargins(theme.SPACE_24, theme.SPACE_24, theme.SPACE_24, theme.SPACE_24)
        inner = plain()
        inner.setMaximumWidth(WIDTH)
        self.body: QVBoxLayout = column(inner, gap=theme.SPACE_16)
        self.title = label(title, "hero")
        self.body.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        self.area = scrolling(outer)
        whole.addWidget(self.area)

    def bring_into_sight(self, inside: QWidget) -> None:
        """Scroll to something of the page."""
        self.area.ensureWidgetVisible(inside, 0, theme.SPACE_24)
