"""A virtual list: real widgets for the visible rows only, over cached heights.

The place is kept by an anchor, a row and where its top stands in the view, or by following the
end. Heights of rows never seen are guesses; a wrong guess never moves what is being read.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.widgets.row_mark import RowMark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent

    from assistant_desktop.ui.models.chat_items import ChatItem

PAD = theme.SPACE_24
GAP = theme.SPACE_16
_NEAR_END = 8
_OLDER_WITHIN = 1200
_WHEEL_STEP = 3 * 24
_FAR_AWAY = QPoint(0, -100_000)


class Row(Protocol):
    """What the list asks of a row's widget."""

    def show_item(self, item: ChatItem) -> None:
        """Show it, or show it again."""

    def fit(self, width: int) -> int:
        """Take that width; the height it needs."""

    def said_area(self) -> QRect:
        """Where in it the words stand."""


class MessageList(QAbstractScrollArea):
    """Rows of a conversation. `wanted_older`, `wanted_newer` when the reader comes near an end."""

    wanted_older = Signal()
    wanted_newer = Signal()
    follows_changed = Signal(bool)

    def __init__(self, make_row: Callable[[str], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_row = make_row
        self._items: list[ChatItem] = []
        self._heights: list[int] = []
        self._fitted: list[tuple[int, int]] = []  # (version, width) that a height belongs to
        self._index: dict[str, int] = {}
        self._tops: list[int] = []
        self._rows: dict[str, QWidget] = {}
        self._spare: dict[str, list[QWidget]] = {}
        self._shown: dict[str, tuple[int, int]] = {}
        self._follows = True
        self._anchor = ("", 0)
        self._placing = False
        self._is_stale = False  # a height has changed, and the tops below it with it
        self.setProperty("kind", "list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP // 3)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._mark = RowMark(self.viewport())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.place)

    # ---- what it shows ----

    @property
    def follows(self) -> bool:
        """Whether the end stays in sight."""
        return self._follows

    def set_items(self, items: Sequence[ChatItem], at: str = "") -> None:
        """Show another conversation, at its end or with a row in the upper part, marked."""
        for key in tuple(self._rows):
            self._recycle(key)
        self._items = list(items)
        self._heights = [self._guess(item) for item in self._items]
        self._fitted = [(-1, -1)] * len(self._items)
        self._reindex()
        self._mark.mark(at, briefly=True)
        self._anchor = (at, self.viewport().height() // 3)
        self._set_follows(not at)
        self.place()

    @property
    def marked(self) -> str:
        """The row with the ring around it, "" for none."""
        return self._mark.key

    def step(self, by: int) -> None:
        """Move the ring to the row above or below, and that into sight."""
        if not self._items:
            return
        known = self._index.get(self.marked)
        newest = max(self._index[key] for key in self._rows) if self._rows else 0
        at = newest if known is None else min(max(known + by, 0), len(self._items) - 1)
        self._mark.mark(self._items[at].key, briefly=False)
        row = self._rows.get(self._items[at].key)
        if row is None or row.y() < 0 or row.geometry().bottom() > self.viewport().height():
            self._set_follows(False)
            self._anchor = (self._items[at].key, self.viewport().height() // 3)
        self.place()

    def extend(self, items: Sequence[ChatItem]) -> None:
        """Newer rows appear below; what is being read stays where it is."""
        if self._follows and self._items:
            last = self._items[-1].key
            row = self._rows.get(last)
            self._set_follows(False)
            self._anchor = (last, row.y() if row is not None else 0)
        for item in items:
            self.append(item)
        self.place()

    def prepend(self, items: Sequence[ChatItem]) -> None:
        """Older rows appear above; what is being read stays where it is."""
        self._items[:0] = items
        self._heights[:0] = [self._guess(item) for item in items]
        self._fitted[:0] = [(-1, -1)] * len(items)
        self._reindex()
        self.place()

    def append(self, item: ChatItem) -> None:
        """A new row at the end."""
        self._index[item.key] = len(self._items)
        self._items.append(item)
        self._heights.append(self._guess(item))
        self._fitted.append((-1, -1))
        self._tops.append(self._end())
        self._later.start()

    def remove(self, key: str) -> None:
        """A row goes."""
        index = self._index.get(key)
        if index is None:
            return
        if key in self._rows:
            self._recycle(key)
        del self._items[index], self._heights[index], self._fitted[index]
        self._reindex()
        self.place()

    def refresh(self, item: ChatItem) -> None:
        """A row has changed; it is drawn again if it can be seen."""
        index = self._index.get(item.key)
        if index is None:
            return
        self._items[index] = item
        if item.key in self._rows:
            self.place()
        elif self._follows:
            self._later.start()

    def row_of(self, key: str) -> QWidget | None:
        """The widget of a visible row."""
        return self._rows.get(key)

    def visible_keys(self) -> list[str]:
        """The rows that have widgets, from top to bottom."""
        return sorted(self._rows, key=lambda key: self._index[key])

    def to_end(self) -> None:
        """Go to the newest row and stay there."""
        self._set_follows(True)
        self.place()

    # ---- heights ----

    def _reindex(self) -> None:
        self._index = {item.key: number for number, item in enumerate(self._items)}
        self._sum_up()

    def _sum_up(self) -> None:
        self._tops = list(accumulate((h + GAP for h in self._heights), initial=PAD))[:-1]

    def _end(self) -> int:
        return self._tops[-1] + self._heights[len(self._tops) - 1] + GAP if self._tops else PAD

    def _guess(self, item: ChatItem) -> int:
        width = max(self._column_width(), 200)
        lines = len(item.text) * 7 // width + item.text.count("\n", 0, 4000) + 1
        return 19 * min(lines, 400) + 44 * len(item.calls) + (20 if item.kind == "user" else 0)

    def _column_width(self) -> int:
        return min(self.viewport().width() - 2 * PAD, theme.MEASURE)

    def _set_height(self, index: int, height: int) -> None:
        if self._heights[index] == height:
            return
        self._heights[index] = height
        if index < len(self._heights) - 1:
            self._is_stale = True

    # ---- placing ----

    def place(self) -> None:
        """Put widgets where the reader looks, and the scroll bar to match."""
        if self._placing:
            return
        self._placing = True
        try:
            self._place()
        finally:
            self._placing = False
        if self._tops and self.verticalScrollBar().value() < _OLDER_WITHIN:
            self.wanted_older.emit()
        if self._tops and self.verticalScrollBar().value() > self._newer_from():
            self.wanted_newer.emit()

    def _newer_from(self) -> int:
        return self.verticalScrollBar().maximum() - _OLDER_WITHIN

    def _place(self) -> None:
        width, high = self._column_width(), self.viewport().height()
        if not self._items or width <= 0:
            for key in tuple(self._rows):
                self._recycle(key)
            self._set_bar(0, 0)
            return
        seen: dict[int, int] = {}
        if self._follows:
            self._fill_up(len(self._items) - 1, high - PAD, width, seen)
        else:
            key, top = self._anchor
            index = self._index.get(key, len(self._items) - 1)
            self._fill_down(index, top, width, seen)
            self._fill_up(index - 1, top - GAP, width, seen)
        self._close_gaps(width, high, seen)
        self._show_rows(seen, width)
        if self._is_stale:
            self._is_stale = False
            self._sum_up()
        first = min(seen)
        total = self._end() - GAP + PAD
        self._set_bar(max(total - high, 0), self._tops[first] - seen[first])
        if not self._follows:
            self._keep_anchor(seen, high)
            if total <= high:
                self._set_follows(True)

    def _fill_down(self, index: int, top: int, width: int, seen: dict[int, int]) -> None:
        high = self.viewport().height()
        while index < len(self._items) and (top < high or not seen):
            seen[index] = top
            top += self._fit(index, width) + GAP
            index += 1

    def _fill_up(self, index: int, bottom: int, width: int, seen: dict[int, int]) -> None:
        while index >= 0 and (bottom > 0 or not seen):
            top = bottom - self._fit(index, width)
            seen[index] = top
            bottom = top - GAP
            index -= 1

    def _close_gaps(self, width: int, high: int, seen: dict[int, int]) -> None:
        """No empty room below the last row, then none above the first."""
        last = max(seen)
        end = seen[last] + self._heights[last] + PAD
        if last == len(self._items) - 1 and end < high:
            self._shift(seen, high - end)
            first = min(seen)
            self._fill_up(first - 1, seen[first] - GAP, width, seen)
        first = min(seen)
        if first == 0 and seen[0] > PAD:
            self._shift(seen, PAD - seen[0])
            last = max(seen)
            self._fill_down(last + 1, seen[last] + self._heights[last] + GAP, width, seen)

    def _shift(self, seen: dict[int, int], by: int) -> None:
        for index in seen:
            seen[index] += by

    def _keep_anchor(self, seen: dict[int, int], high: int) -> None:
        for index in sorted(seen):
            if seen[index] + self._heights[index] > 0 or seen[index] >= high:
                self._anchor = (self._items[index].key, seen[index])
                return

    def _fit(self, index: int, width: int) -> int:
        """The height of a row; a row that is not drawn yet is drawn far away."""
        item = self._items[index]
        if self._fitted[index] == (item.version, width) and item.key not in self._rows:
            return self._heights[index]
        row = self._row(item)
        if self._shown.get(item.key) != (item.version, width):
            row.show_item(item)  # type: ignore[attr-defined]  # a Row
            height = row.fit(width)  # type: ignore[attr-defined]
            self._shown[item.key] = (item.version, width)
            self._fitted[index] = (item.version, width)
            self._set_height(index, height)
        return self._heights[index]

    def _row(self, item: ChatItem) -> QWidget:
        row = self._rows.get(item.key)
        if row is None:
            spares = self._spare.get(item.kind)
            row = spares.pop() if spares else self._new_row(item.kind)
            self._rows[item.key] = row
        return row

    def _new_row(self, kind: str) -> QWidget:
        row = self._make_row(kind)
        row.setParent(self.viewport())
        row.setProperty("row_kind", kind)
        row.move(_FAR_AWAY)
        row.show()  # a widget takes its fonts when it is shown
        return row

    def _show_rows(self, seen: dict[int, int], width: int) -> None:
        high = self.viewport().height()
        left = max((self.viewport().width() - width) // 2, PAD)
        visible: dict[str, int] = {}
        for index, top in seen.items():
            if top < high and top + self._heights[index] > 0:
                visible[self._items[index].key] = index
        for key in [key for key in self._rows if key not in visible]:
            self._recycle(key)
        for index in visible.values():
            self._fit(index, width)
            row = self._row(self._items[index])
            row.setGeometry(left, seen[index], width, self._heights[index])
            if not row.isVisible():
                row.show()
        self._mark.stand_over(self._rows.get(self._mark.key))

    def _recycle(self, key: str) -> None:
        row = self._rows.pop(key)
        self._shown.pop(key, None)
        row.hide()
        self._spare.setdefault(str(row.property("row_kind")), []).append(row)

    # ---- scrolling ----

    def _set_bar(self, most: int, value: int) -> None:
        bar = self.verticalScrollBar()
        bar.blockSignals(True)
        bar.setPageStep(max(self.viewport().height() - 40, 40))
        bar.setRange(0, most)
        bar.setValue(value)
        bar.blockSignals(False)
        bar.update()

    def _scrolled(self, value: int) -> None:
        if not self._tops:
            return
        at_end = value >= self.verticalScrollBar().maximum() - _NEAR_END
        if not at_end:
            index = max(bisect_right(self._tops, value) - 1, 0)
            self._anchor = (self._items[index].key, self._tops[index] - value)
        self._set_follows(at_end)
        self.place()

    def _set_follows(self, follows: bool) -> None:  # noqa: FBT001 - a setter
        if follows != self._follows:
            self._follows = follows
            self.follows_changed.emit(follows)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Smooth for touch pads, three lines for a wheel."""
        pixels = event.pixelDelta().y() or event.angleDelta().y() * _WHEEL_STEP // 120
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - pixels)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End beside what the base knows."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.to_end()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths make other heights; the place stays."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Rows are moved by place()."""
