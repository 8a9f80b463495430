"""The text of one message: real, selectable, as high as it needs to be."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.widgets.markdown_writer import COPY, MarkdownWriter

_OPENED = {"http", "https", "mailto"}


class MessageText(QTextBrowser):
    """Plain text or markdown. Links open in the browser, on a click and not before."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        document = self.document()
        document.setDocumentMargin(0)
        document.setIndentWidth(theme.SPACE_24)
        option = document.defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self._writer = MarkdownWriter(document)
        self.anchorClicked.connect(self._follow)

    def show_markdown(self, text: str, *, finished: bool) -> None:
        """Show a text that may still grow."""
        self._writer.show(text, finished=finished)
        # Tab stops where there is something to press, and only there.
        has_links = "](" in text or "://" in text or "```" in text
        keys = Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(keys)

    def show_plain(self, text: str) -> None:
        """Show a text as it is."""
        self.clear_all()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(
            theme.LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        plain = QTextCharFormat()
        plain.setFont(theme.body_font())
        plain.setForeground(QColor(theme.colours().text))
        cursor.setBlockFormat(block)
        cursor.insertText(text, plain)

    def clear_all(self) -> None:
        """Forget the text and how far it was written."""
        self.clear()
        self._writer = MarkdownWriter(self.document())

    def fit(self, width: int) -> int:
        """Lay it out in that width; the height it takes."""
        document = self.document()
        if document.textWidth() != width:
            document.setTextWidth(width)
        return math.ceil(document.size().height())

    def ideal_width(self, most: int) -> int:
        """The width of its longest line, at most `most`."""
        document = self.document()
        document.setTextWidth(most)
        return min(math.ceil(document.idealWidth()) + 1, most)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The list scrolls, not the message."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Where words are selected, its own menu; else the message's."""
        if self.textCursor().hasSelection():
            super().contextMenuEvent(event)
        else:
            event.ignore()

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == COPY.rstrip(":"):
            number = int(link.path())
            if number < len(self._writer.codes):
                QGuiApplication.clipboard().setText(self._writer.codes[number])
                self.copied.emit()
        elif link.scheme() in _OPENED:
            QDesktopServices.openUrl(link)
