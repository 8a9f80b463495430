"""The inside of a paragraph: emphasis, code, links, written with a text cursor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from assistant_desktop.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from PySide6.QtGui import QTextCursor

_LINE = "\u2028"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}]")


class InlineText:
    """Writes the children of one inline token."""

    def __init__(self, cursor: QTextCursor, plain: QTextCharFormat) -> None:
        self._cursor = cursor
        self._formats = [plain]

    def write(self, tokens: Sequence[Token]) -> None:
        """Write them all."""
        for token in tokens:
            opened = _OPENED.get(token.type)
            if opened is not None:
                self._push(opened)
            elif token.type == "link_open":
                self._push(_link(str(token.attrs.get("href", ""))))
            elif token.type.endswith("_close"):
                if len(self._formats) > 1:
                    self._formats.pop()
            else:
                self._leaf(token)

    def _push(self, change: Callable[[QTextCharFormat], None]) -> None:
        made = QTextCharFormat(self._formats[-1])
        change(made)
        self._formats.append(made)

    def _leaf(self, token: Token) -> None:
        now = self._formats[-1]
        if token.type in {"softbreak", "hardbreak"}:
            self._cursor.insertText(_LINE, now)
        elif token.type == "code_inline":
            self._push(_code)
            self._cursor.insertText(token.content, self._formats.pop())
        elif token.type == "image":
            self._push(_link(str(token.attrs.get("src", ""))))
            self._cursor.insertText(token.content or "image", self._formats.pop())
        else:
            self._text(token.content, now)

    def _text(self, text: str, now: QTextCharFormat) -> None:
        at = 0
        if not now.isAnchor():
            for found in _ADDRESS.finditer(text):
                self._cursor.insertText(text[at : found.start()], now)
                self._push(_link(found.group(0)))
                self._cursor.insertText(found.group(0), self._formats.pop())
                at = found.end()
        self._cursor.insertText(text[at:], now)


def _bold(made: QTextCharFormat) -> None:
    made.setFontWeight(QFont.Weight.DemiBold)


def _italic(made: QTextCharFormat) -> None:
    made.setFontItalic(True)


def _struck(made: QTextCharFormat) -> None:
    made.setFontStrikeOut(True)


def _code(made: QTextCharFormat) -> None:
    made.setFontFamilies([theme.code_font().family()])
    made.setBackground(QColor(theme.colours().code))


def _link(address: str) -> Callable[[QTextCharFormat], None]:
    def change(made: QTextCharFormat) -> None:
        made.setAnchor(True)
        made.setAnchorHref(address)
        made.setForeground(QColor(theme.colours().accent))
        made.setFontUnderline(True)

    return change


_OPENED: dict[str, Callable[[QTextCharFormat], None]] = {
    "strong_open": _bold,
    "em_open": _italic,
    "s_open": _struck,
}
