"""The rows of a conversation: what the user said, what was answered, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets import version_switch
from assistant_desktop.ui.widgets.approval_card import ApprovalCard
from assistant_desktop.ui.widgets.call_chip import CallChip
from assistant_desktop.ui.widgets.controls import button, height_for, icon_button, label
from assistant_desktop.ui.widgets.message_text import MessageText
from assistant_desktop.ui.widgets.suggestion_card import SuggestionCard
from assistant_desktop.ui.widgets.used_memories import UsedMemories
from assistant_desktop.ui.widgets.version_switch import VersionSwitch

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QPaintEvent

    from assistant_desktop.ui.models.chat_items import ChatItem

FIRST_LINES, FIRST_CHARACTERS = 14, 2400
MORE_LINES, MORE_CHARACTERS = 300, 30_000
BUBBLE_SHARE = 0.7
CARD_WIDTH = 400
_LEADING = 3


class RowSignals(QObject):
    """What a reader did in any row."""

    undo_wanted = Signal(str)
    answered = Signal(str, bool, bool)
    opened = Signal(str, str)
    more_wanted = Signal(str)
    copied = Signal()
    suggestion_answered = Signal(str, bool)
    uses_toggled = Signal(str)
    memory_wanted = Signal(str)
    sources_unwanted = Signal(str)
    version_wanted = Signal(str)
    edit_wanted = Signal(str)
    again_wanted = Signal(str)
    delete_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)


def make_row(kind: str, signals: RowSignals) -> QWidget:
    """The widget for a kind of row."""
    if kind == "user":
        return UserRow(signals)
    return AssistantRow(signals) if kind == "assistant" else EventRow()


def first_part(text: str, extra: int) -> tuple[str, int]:
    """So much of a long text as is shown at first, or after `extra` wishes for more.

    Also how many lines are left out.
    """
    most_lines = FIRST_LINES + extra * MORE_LINES
    most = FIRST_CHARACTERS + extra * MORE_CHARACTERS
    if len(text) <= most and text.count("\n") < most_lines:
        return text, 0
    at = -1
    for _ in range(most_lines):
        at = text.find("\n", at + 1)
        if at < 0:
            break
    cut = min(at if at >= 0 else len(text), most)
    return text[:cut].rstrip(), max(text.count("\n", cut), 1)


class UserRow(QWidget):
    """A tinted bubble on the right, 70 % wide at most."""

    def __init__(self, signals: RowSignals) -> None:
        super().__init__()
        self._signals = signals
        self._key = ""
        self.text = MessageText(self)
        self._more = button("", lambda: signals.more_wanted.emit(self._key), "link")
        self._more.setParent(self)
        edit = icon_button("edit", tr("Edit and send again"), self._wish_edit, "over")
        self._edit = edit
        self._edit.setParent(self)
        self._edit.hide()
        self.versions = VersionSwitch(self)
        self.versions.wanted.connect(signals.version_wanted)
        self._bubble = QRectF()
        self.card: SuggestionCard | None = None

    def show_item(self, item: ChatItem) -> None:
        """Show what the user said; a very long text in parts."""
        self._key = item.key
        shown, left = first_part(item.text, item.wished_more)
        self.text.show_plain(shown)
        self.text.setAccessibleName(tr("You: {text}", text=shown[:400]))
        self._more.setVisible(bool(left))
        if left:
            told = trn("Show more ({n} line left)", "Show more ({n} lines left)", left)
            self._more.setText(told)
            self._more.setAccessibleName(told)
        self.versions.show_versions(item.versions, item.number)
        self._show_suggestion(item)

    def _show_suggestion(self, item: ChatItem) -> None:
        if item.suggestion is not None:
            if self.card is None:
                self.card = SuggestionCard(self)
                self.card.answered.connect(self._signals.suggestion_answered)
            self.card.show_row(item.suggestion)
        if self.card is not None:
            self.card.setVisible(item.suggestion is not None)

    def fit(self, width: int) -> int:
        """Place the bubble."""
        pad, most = theme.SPACE_12, int(width * BUBBLE_SHARE)
        inner = self.text.ideal_width(most - 2 * pad)
        if not self._more.isHidden():
            inner = max(inner, min(self._more.sizeHint().width(), most - 2 * pad))
        high = self.text.fit(inner)
        left = width - inner - 2 * pad
        # The room between lines lies below each: the first line is moved down by half of it.
        self.text.setGeometry(left + pad, theme.SPACE_8 + _LEADING, inner, high)
        bottom = theme.SPACE_8 + high
        if not self._more.isHidden():
            self._more.setGeometry(left + pad - 8, bottom, inner, theme.TARGET)
            bottom += theme.TARGET
        self._bubble = QRectF(left, 0, inner + 2 * pad, bottom + theme.SPACE_8)
        self._edit.move(max(left - self._edit.sizeHint().width() - theme.SPACE_4, 0), 0)
        self.update()
        bottom += theme.SPACE_8
        if not self.versions.isHidden():
            wide = self.versions.sizeHint().width()
            self.versions.setGeometry(width - wide, bottom, wide, version_switch.HEIGHT)
            bottom += version_switch.HEIGHT
        return self._fit_card(width, bottom)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Editing is offered where the pointer is."""
        self._edit.show()
        self._edit.raise_()

    def leaveEvent(self, event: object) -> None:
        """And nowhere else."""
        self._edit.hide()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it."""
        self._signals.menu_wanted.emit(self._key, event.globalPos())

    def _wish_edit(self) -> None:
        self._signals.edit_wanted.emit(self._key)

    def said_area(self) -> QRect:
        """The bubble."""
        return self._bubble.toRect()

    def _fit_card(self, width: int, bottom: int) -> int:
        """Below the bubble, on its side."""
        if self.card is None or self.card.isHidden():
            return bottom
        wide = min(CARD_WIDTH, width)
        self.card.ensurePolished()
        high = height_for(self.card, wide)
        self.card.setGeometry(width - wide, bottom + theme.SPACE_8, wide, high)
        return bottom + theme.SPACE_8 + high

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bubble."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().bubble))
        painter.drawRoundedRect(self._bubble, theme.CARD_RADIUS, theme.CARD_RADIUS)


class AssistantRow(QWidget):
    """Plain text in full measure, then chips, approvals, and how it ended."""

    def __init__(self, signals: RowSignals) -> None:
        super().__init__()
        self._signals = signals
        self._item: ChatItem | None = None
        self.text = MessageText(self)
        self.text.copied.connect(signals.copied)
        self._waiting = label(tr("Thinking…"), "quiet")
        self._mark = label("", "caption")
        self._copy = icon_button("copy", tr("Copy the answer"), self._copy_text, "over")
        self._again = icon_button("again", tr("Answer again"), self._wish_again, "over")
        for one in (self._waiting, self._mark, self._copy, self._again):
            one.setParent(self)
        self._copy.hide()
        self._again.hide()
        self.versions = VersionSwitch(self)
        self.versions.wanted.connect(signals.version_wanted)
        self._chips: list[CallChip] = []
        self._cards: list[ApprovalCard] = []
        self.uses: UsedMemories | None = None
        self._shown_key = ""

    def show_item(self, item: ChatItem) -> None:
        """Show the answer as far as it has come."""
        if item.key != self._shown_key:
            self.text.clear_all()
            self._shown_key = item.key
        self._item = item
        text = item.text
        self.text.setVisible(bool(text))
        if text:
            self.text.show_markdown(text, finished=not item.is_streaming)
            self.text.setAccessibleName(tr("Assistant: {text}", text=text[:400]))
        self._waiting.setVisible(item.is_streaming and not text and not item.calls)
        self._mark.setVisible(bool(item.mark))
        stopped = item.mark == "stopped"
        self._mark.setText(tr("Stopped by you.") if stopped else tr("Cut off here."))
        self.versions.show_versions(item.versions, item.number)
        self._show_calls(item)
        self._show_uses(item)

    def _show_uses(self, item: ChatItem) -> None:
        if item.used:
            if self.uses is None:
                self.uses = UsedMemories(self)
                self.uses.toggled.connect(self._toggle_uses)
                self.uses.memory_wanted.connect(self._signals.memory_wanted)
            self.uses.show_used(item.used, is_open=item.uses_open)
        if self.uses is not None:
            self.uses.setVisible(bool(item.used))

    def _toggle_uses(self) -> None:
        if self._item is not None:
            self._signals.uses_toggled.emit(self._item.key)

    def _show_calls(self, item: ChatItem) -> None:
        asking = [e for e in item.calls.values() if e.status is CallStatus.AWAITING_APPROVAL]
        others = [e for e in item.calls.values() if e.status is not CallStatus.AWAITING_APPROVAL]
        while len(self._chips) < len(others):
            chip = CallChip(self)
            chip.toggled.connect(self._toggled)
            chip.undo_wanted.connect(self._signals.undo_wanted)
            chip.sources_unwanted.connect(self._signals.sources_unwanted)
            self._chips.append(chip)
        while len(self._cards) < len(asking):
            card = ApprovalCard(self)
            card.answered.connect(self._signals.answered)
            self._cards.append(card)
        for chip, entry in zip(self._chips, others, strict=False):
            chip.show_call(entry, is_open=entry.call_id in item.open_calls)
            chip.offer_sources(wanted=entry.call_id not in item.settled_calls)
        for card, entry in zip(self._cards, asking, strict=False):
            card.show_call(entry, item.reasons.get(entry.call_id, ""))
        self._show_first(self._chips, len(others))
        self._show_first(self._cards, len(asking))

    def _show_first(self, widgets: list[Any], count: int) -> None:
        for number, widget in enumerate(widgets):
            widget.setVisible(number < count)

    def fit(self, width: int) -> int:
        """Place everything below one another."""
        top = 0
        if not self.text.isHidden():
            high = self.text.fit(width)
            self.text.setGeometry(0, top, width, high)
            top += high + theme.SPACE_8
        for one in (self._waiting, self._mark):
            if not one.isHidden():
                one.setGeometry(0, top, width, 20)
                top += 20 + theme.SPACE_8
        uses = () if self.uses is None else (self.uses,)
        for frame in (*self._chips, *self._cards, *uses):
            if not frame.isHidden():
                frame.ensurePolished()
                high = height_for(frame, width)
                frame.setGeometry(0, top, width, high)
                top += high + theme.SPACE_8
        at = width - self._copy.sizeHint().width()
        self._copy.move(at, 0)
        self._again.move(at - self._again.sizeHint().width() - theme.SPACE_4, 0)
        if not self.versions.isHidden():
            wide = self.versions.sizeHint().width()
            self.versions.setGeometry(-4, top - theme.SPACE_4, wide, version_switch.HEIGHT)
            top += version_switch.HEIGHT
        return max(top - theme.SPACE_8, 1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it."""
        if self._item is not None and not self._item.is_streaming:
            self._signals.menu_wanted.emit(self._item.key, event.globalPos())

    def _wish_again(self) -> None:
        if self._item is not None:
            self._signals.again_wanted.emit(self._item.key)

    def said_area(self) -> QRect:
        """All of it."""
        return self.rect()

    def _toggled(self, call_id: str) -> None:
        if self._item is not None:
            self._signals.opened.emit(self._item.key, call_id)

    def _copy_text(self) -> None:
        if self._item is not None:
            QGuiApplication.clipboard().setText(self._item.text)
            self._signals.copied.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Copying and another answer are offered where the pointer is."""
        done = self._item is not None and bool(self._item.text) and not self._item.is_streaming
        for one in (self._copy, self._again):
            one.setVisible(done)
            one.raise_()

    def leaveEvent(self, event: object) -> None:
        """And nowhere else."""
        self._copy.hide()
        self._again.hide()


class EventRow(QWidget):
    """A quiet line in the middle: something happened outside of the talk."""

    def __init__(self) -> None:
        super().__init__()
        self._label = label("", "caption", wraps=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setParent(self)

    def show_item(self, item: ChatItem) -> None:
        """Show it, in few words."""
        self._label.setText(item.text[:600])

    def fit(self, width: int) -> int:
        """As high as its text."""
        high = self._label.heightForWidth(width - 2 * theme.SPACE_32)
        self._label.setGeometry(theme.SPACE_32, 0, width - 2 * theme.SPACE_32, high)
        return high

    def said_area(self) -> QRect:
        """The line."""
        return self._label.geometry()
