"""The user guide in a window of its own: the same pages as on paper, read from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, line, open_outside

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

FIRST_PAGE = "README.md"
_SIZE = (820, 720)
_MARGIN = 2 * theme.SPACE_24 + theme.SPACE_16


class GuideBrowser(QTextBrowser):
    """Pages of one folder; pictures are made as small as the window is."""

    def __init__(self, root: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(theme.SPACE_24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self.sourceChanged.connect(lambda _: self._let_breathe())

    def show_page(self, page: Path) -> None:
        """Show a page of the guide; nothing where it is none of its own."""
        if page.is_file() and page.resolve().is_relative_to(self._root.resolve()):
            kind = QTextDocument.ResourceType.MarkdownResource
            self.setSource(QUrl.fromLocalFile(str(page)), kind)

    def _follow(self, address: QUrl) -> None:
        if address.scheme() in {"http", "https"}:
            open_outside(address.toString())
            return
        there = self.source().resolved(address)
        there.setFragment("")
        self.show_page(Path(there.toLocalFile()))

    def _let_breathe(self) -> None:
        """Room between paragraphs, and a ground under what is typed: Markdown brings neither."""
        block = self.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            is_typed = shape.hasProperty(QTextFormat.Property.BlockCodeFence)
            if shape.headingLevel():
                shape.setTopMargin(theme.SPACE_16)
            if is_typed:
                shape.setBackground(QColor(theme.colours().code))
                shape.setLeftMargin(theme.SPACE_12)
            next_is_typed = (
                block.next().blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
            )
            if is_typed and next_is_typed:
                shape.setBottomMargin(0)
            else:
                listed = block.textList() is not None
                shape.setBottomMargin(theme.SPACE_4 if listed else theme.SPACE_12)
            QTextCursor(block).setBlockFormat(shape)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures that stand beside the pages, in a width that fits; no host is asked."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        there = self.source().resolved(QUrl(name))
        picture = QImage(there.toLocalFile())
        room = self.viewport().width() - _MARGIN
        if picture.isNull() or picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)


class GuideWindow(QWidget):
    """Closing it ends nothing. `home`: the page it opens with."""

    def __init__(self, root: Path, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "window")
        self.setWindowTitle(tr("User guide"))
        self.resize(*_SIZE)
        known = root / language
        self.home = (known if known.is_dir() else root / "en") / FIRST_PAGE
        self.browser = GuideBrowser(root)
        self.browser.setAccessibleName(tr("User guide"))
        self.back = button(tr("Back"), self.browser.backward)
        self.back.setEnabled(False)
        self.contents = button(tr("Contents"), lambda: self.browser.show_page(self.home))
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        tools = line()
        tools.setContentsMargins(theme.SPACE_12, theme.SPACE_8, theme.SPACE_12, 0)
        tools.addWidget(self.back)
        tools.addWidget(self.contents)
        tools.addStretch(1)
        whole = column(self, gap=0)
        whole.addLayout(tools)
        whole.addWidget(self.browser, 1)

    def open(self) -> None:
        """Show it at its first page: pictures want to know the width."""
        self.show()
        self.raise_()
        self.browser.show_page(self.home)
        self.browser.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
