"""The pane where a story is read. It fetches nothing: pictures are given to it or left out."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    icon_button,
    label,
    line,
    open_outside,
    plain,
)

if TYPE_CHECKING:
    from assistant_desktop.ui.models.news_rows import StoryText

_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
"""As our own cleaner writes it, which is what bodies come from."""


class StoryBrowser(QTextBrowser):
    """Shows limited HTML. Links open in the browser, on a click and not before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        option = self.document().defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.pictures: dict[str, QImage] = {}
        self.anchorClicked.connect(lambda address: open_outside(address.toString()))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what was given: the renderer reads no file and asks no host."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self.pictures.get(name if isinstance(name, str) else name.toString())
        return None


class NewsReader(QWidget):
    """Passive. `back_wanted` where the list has no room beside it."""

    back_wanted = Signal()
    star_wanted = Signal(str, bool)
    unread_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        margin = theme.SPACE_24
        whole.setContentsMargins(margin, theme.SPACE_16, margin, 0)
        self._build_tools()
        self.title = label("", "title", wraps=True, selectable=True)
        self.about = label("", "caption", wraps=True)
        self.browser = StoryBrowser()
        self.browser.setAccessibleName(tr("Story"))
        self.nothing = label("", "quiet", wraps=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._tools, self.title, self.about):
            whole.addWidget(part)
        self.about.setContentsMargins(0, 0, 0, theme.SPACE_8)
        whole.addWidget(self.browser, 1)
        whole.addWidget(self.nothing, 1)
        self._story: StoryText | None = None
        self._is_starred = False
        self.show_nothing("")

    def _build_tools(self) -> None:
        self._tools = plain()
        row = line(self._tools)
        self.back = icon_button("chevron-left", tr("Back to the list"), self.back_wanted.emit)
        self.browse = button(tr("Open in the browser"), self._browse)
        self.star = icon_button("star", "", self._star)
        self.unread = button(tr("Mark as unread"), self._mark_unread, "link")
        row.addWidget(self.back)
        row.addWidget(self.browse)
        row.addWidget(self.star)
        row.addStretch(1)
        row.addWidget(self.unread)
        self.back.hide()

    @property
    def story_id(self) -> str:
        """Which story is shown."""
        return self._story.id if self._story is not None else ""

    def show_story(self, story: StoryText) -> None:
        """Show another story, from its beginning; its pictures come later, if they come."""
        self._story = story
        self.title.setText(story.title)
        self.about.setText(story.about)
        self.browse.setVisible(bool(story.link))
        self.browse.setToolTip(story.link)
        self.show_star(starred=story.is_starred)
        self.browser.pictures = {}
        self._write()
        self.browser.verticalScrollBar().setValue(0)
        self._show_parts(is_story=True)

    def picture_addresses(self) -> list[str]:
        """The pictures that the story has."""
        body = self._story.body if self._story is not None else ""
        return list(dict.fromkeys(unescape(one[1]) for one in _PICTURE.finditer(body)))

    def show_pictures(self, story_id: str, pictures: dict[str, QImage]) -> None:
        """They have come."""
        if story_id == self.story_id and pictures:
            self.browser.pictures = pictures
            at = self.browser.verticalScrollBar().value()
            self._write()
            self.browser.verticalScrollBar().setValue(at)

    def show_star(self, *, starred: bool) -> None:
        """Whether it is kept."""
        if self._story is None:
            return
        told = tr("Remove the star") if starred else tr("Star it: it is kept")
        shades = theme.colours()
        self.star.setIcon(icon("starred", shades.amber) if starred else icon("star"))
        self.star.setToolTip(told)
        self.star.setAccessibleName(told)
        self._is_starred = starred

    def show_nothing(self, text: str) -> None:
        """No story is chosen."""
        self._story = None
        self.nothing.setText(text)
        self._show_parts(is_story=False)

    def _show_parts(self, *, is_story: bool) -> None:
        for part in (self._tools, self.title, self.about, self.browser):
            part.setVisible(is_story)
        self.nothing.setVisible(not is_story)

    def _write(self) -> None:
        if self._story is None:
            return
        shades, known = theme.colours(), self.browser.pictures

        def shown(found: re.Match[str]) -> str:
            address = unescape(found[1])
            if address in known:
                width = min(known[address].width(), max(self.browser.viewport().width() - 16, 120))
                return f'<p><img src="{escape(address)}" width="{width}"></p>'
            return f"<i>[{found[2]}]</i>" if found[2] else ""

        self.browser.document().setDefaultStyleSheet(
            f"* {{ line-height: {theme.LINE_HEIGHT_PERCENT}%; }} a {{ color: {shades.accent}; }}"
            f" blockquote {{ color: {shades.quiet}; }}"
        )
        body = _PICTURE.sub(shown, self._story.body)
        self.browser.setHtml(f"<div style='font-size:{theme.LEAD}px'>{body}</div>")

    def _browse(self) -> None:
        if self._story is not None:
            open_outside(self._story.link)

    def _star(self) -> None:
        if self._story is not None:
            self.star_wanted.emit(self._story.id, not self._is_starred)

    def _mark_unread(self) -> None:
        if self._story is not None:
            self.unread_wanted.emit(self._story.id)
