"""Markdown into a QTextDocument, block by block: what is finished is written only once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTableFormat,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.code_colours import coloured
from assistant_desktop.ui.widgets.inline_text import InlineText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from PySide6.QtGui import QTextDocument

PARAGRAPH_GAP = 10
COPY = "copy:"
_HEADINGS = {"h1": theme.TITLE, "h2": theme.TITLE, "h3": theme.LEAD}
_LINE = "\u2028"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # after first paint

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class MarkdownWriter:
    """Shows a text that grows. `codes` are the code blocks, for their copy buttons."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._cursor = QTextCursor(document)
        self._done = ""
        self._tail_at = 0
        self._fresh = self._fresh_at_tail = True
        self._codes_done = 0
        self._quotes = 0
        self._item_begins = False
        self._lists: list[tuple[str, int]] = []
        self.codes: list[str] = []

    def show(self, text: str, *, finished: bool) -> None:
        """Write what is new; the last block is written again until the text is finished."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._cursor.beginEditBlock()
        if not text.startswith(self._done):
            self._done, self._tail_at, self._fresh_at_tail, self._codes_done = "", 0, True, 0
        self._remove_tail()
        rest = text[len(self._done) :]
        blocks = list(_blocks(_parser().parse(rest)))
        for number, block in enumerate(blocks):
            if number == len(blocks) - 1 and not finished:
                self._mark_tail(rest, block[0])
            self._write(block)
        if finished:
            self._done = text
            self._mark_tail("", None)
        self._cursor.endEditBlock()

    def _mark_tail(self, rest: str, first: Token | None) -> None:
        if first is not None and first.map:
            lines = rest.split("\n")
            self._done += "".join(f"{line}\n" for line in lines[: first.map[0]])
        self._tail_at = self._cursor.position()
        self._fresh_at_tail = self._fresh
        self._codes_done = len(self.codes)

    def _remove_tail(self) -> None:
        self._cursor.setPosition(self._tail_at)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._fresh = self._fresh_at_tail
        del self.codes[self._codes_done :]

    # ---- blocks ----

    def _write(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                end = next(i for i, one in enumerate(tokens) if one.type == "table_close")
                self._write_table(tokens[index : end + 1])
                index = end
            else:
                self._write_token(token, tokens, index)
            index += 1

    def _write_token(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        kind = token.type
        if kind == "inline":
            self._write_inline(token, tokens[index - 1].tag if index else "p")
        elif kind in {"fence", "code_block"}:
            words = token.info.split()
            self._write_code(token.content.rstrip("\n"), words[0] if words else "")
        elif kind in {"bullet_list_open", "ordered_list_open"}:
            first = int(token.attrs.get("start", 1)) if kind.startswith("ordered") else 1
            self._lists.append((kind, first))
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif kind == "list_item_open":
            self._item_begins = True
        elif kind in {"blockquote_open", "blockquote_close"}:
            self._quotes += 1 if kind.endswith("open") else -1
        elif kind == "hr":
            self._write_rule()

    def _write_inline(self, token: Token, tag: str) -> None:
        size = _HEADINGS.get(tag, theme.BODY)
        plain = QTextCharFormat()
        plain.setFont(theme.sized_font(size, strong=tag.startswith("h")))
        shades = theme.colours()
        plain.setForeground(QColor(shades.quiet if self._quotes else shades.text))
        gap = PARAGRAPH_GAP + 4 if tag.startswith("h") else PARAGRAPH_GAP
        self._begin_block(plain, gap)
        InlineText(self._cursor, plain).write(token.children or [])

    def _begin_block(self, plain: QTextCharFormat, gap: int) -> None:
        block = QTextBlockFormat()
        block.setLineHeight(
            theme.LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        block.setLeftMargin(theme.SPACE_16 * self._quotes)
        starts_item = self._item_begins and bool(self._lists)
        self._item_begins = False
        if self._cursor.position() > 0:
            block.setTopMargin(theme.SPACE_4 if starts_item and len(self._lists) else gap)
        if self._lists and not starts_item:
            block.setIndent(len(self._lists))
        if self._fresh:
            self._cursor.setBlockFormat(block)
            self._cursor.setBlockCharFormat(plain)
        else:
            self._cursor.insertBlock(block, plain)
        self._fresh = False
        if starts_item:
            self._join_list()
        elif self._cursor.currentList() is not None:
            self._cursor.currentList().remove(self._cursor.block())

    def _join_list(self) -> None:
        kind, first = self._lists[-1]
        style = QTextListFormat()
        ordered = kind.startswith("ordered")
        style.setStyle(
            QTextListFormat.Style.ListDecimal if ordered else QTextListFormat.Style.ListDisc
        )
        style.setIndent(len(self._lists))
        if first == 0:  # the first item makes the list, the others join the one before
            previous = self._list_before(len(self._lists))
            if previous is not None:
                previous.add(self._cursor.block())
                return
        elif ordered:
            style.setStart(first)
        self._cursor.createList(style)
        self._lists[-1] = (kind, 0)

    def _list_before(self, indent: int) -> QTextList | None:
        block = self._cursor.block().previous()
        while block.isValid():
            made = block.textList()
            if isinstance(made, QTextList) and made.format().indent() == indent:
                return made
            block = block.previous()
        return None

    def _write_rule(self) -> None:
        self._begin_block(QTextCharFormat(), PARAGRAPH_GAP)
        block = self._cursor.blockFormat()
        block.setProperty(
            QTextFormat.Property.BlockTrailingHorizontalRulerWidth,
            QTextLength(QTextLength.Type.PercentageLength, 100),
        )
        self._cursor.setBlockFormat(block)

    # ---- tables ----

    def _table_format(self) -> QTextTableFormat:
        shape = QTextTableFormat()
        shape.setBorder(1)
        shape.setBorderBrush(QBrush(QColor(theme.colours().line)))
        shape.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderCollapse(True)
        shape.setCellSpacing(0)
        shape.setCellPadding(theme.SPACE_8)
        shape.setTopMargin(PARAGRAPH_GAP if self._cursor.position() else 0)
        shape.setBottomMargin(PARAGRAPH_GAP)
        return shape

    def _leave_table(self) -> None:
        """Go behind the table; the empty block that Qt needs there takes no room."""
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        thin = QTextBlockFormat()
        thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(thin)
        self._fresh = True

    def _write_code(self, code: str, language: str) -> None:
        shades, mono = theme.colours(), QTextCharFormat()
        mono.setFont(theme.code_font())
        self.codes.append(code)
        shape = self._table_format()
        shape.setBorder(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        if not self._fresh:
            self._cursor.insertBlock(QTextBlockFormat())
        table = self._cursor.insertTable(2, 2, shape)
        table.mergeCells(1, 0, 1, 2)
        for row, cell_column in ((0, 0), (0, 1), (1, 0)):
            ground = QTextCharFormat()
            ground.setBackground(QBrush(QColor(shades.code)))
            table.cellAt(row, cell_column).setFormat(ground)
        caption = QTextCharFormat()
        caption.setFont(theme.sized_font(theme.CAPTION))
        caption.setForeground(QColor(shades.quiet))
        table.cellAt(0, 0).firstCursorPosition().insertText(language or tr("code"), caption)
        self._write_copy(table.cellAt(0, 1).firstCursorPosition(), caption)
        inside = table.cellAt(1, 0).firstCursorPosition()
        for text, colour in coloured(code, language, shades):
            mono.setForeground(QColor(colour))
            inside.insertText(text.replace("\n", _LINE), mono)
        self._leave_table()

    def _write_copy(self, place: QTextCursor, caption: QTextCharFormat) -> None:
        aligned = QTextBlockFormat()
        aligned.setAlignment(Qt.AlignmentFlag.AlignRight)
        place.setBlockFormat(aligned)
        link = QTextCharFormat(caption)
        link.setAnchor(True)
        link.setAnchorHref(f"{COPY}{len(self.codes) - 1}")
        link.setForeground(QColor(theme.colours().accent))
        place.insertText(tr("Copy"), link)

    def _write_table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[tuple[Token, bool]]] = []
        is_head = False
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                is_head = token.type == "th_open"
            elif token.type == "inline":
                rows[-1].append((token, is_head))
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        if not self._fresh:
            self._cursor.insertBlock(QTextBlockFormat())
        table = self._cursor.insertTable(len(rows), columns, self._table_format())
        for number, row in enumerate(rows):
            for column, (token, strong) in enumerate(row):
                plain = QTextCharFormat()
                plain.setFont(theme.sized_font(theme.BODY, strong=strong))
                plain.setForeground(QColor(theme.colours().text))
                place = table.cellAt(number, column).firstCursorPosition()
                InlineText(place, plain).write(token.children or [])
        self._leave_table()


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Top-level blocks, each with everything inside."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []
