"""The reminder window: on top, never takes the keyboard, buttons dead for the first half second."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import app_icon, icon
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import button, column, label, line, picture, plain, rule
from assistant_desktop.ui.widgets.ladder import Ladder
from assistant_desktop.ui.widgets.snooze_menu import snooze_menu_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent

    from assistant_desktop.ui.models.firing_rows import FiringRow

WIDTH = 420
DEAD_MS = 500
_TITLE_LINES = 4
_MOST_HIGH = 560
_kept: set[ReminderWindow] = set()
"""Every window until Qt has ended it, on its own thread."""


class ReminderCard(QWidget):
    """One reminder with its three answers."""

    def __init__(self, window: ReminderWindow) -> None:
        super().__init__()
        self._window = window
        self.setProperty("kind", "firing")
        self.row: FiringRow | None = None
        whole = column(self, gap=theme.SPACE_8)
        whole.setContentsMargins(theme.SPACE_16, theme.SPACE_16, theme.SPACE_16, theme.SPACE_16)
        head = line(gap=theme.SPACE_12)
        self._picture = picture("reminders")
        self._title = label("", "title", wraps=True)
        # Its own hint is that of a narrower label, with more lines than there will be.
        self._title.setMinimumHeight(1)
        self._clock = label("", "quiet")
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignTop)
        self._due = label("", "quiet")
        self._note = label("", wraps=True)
        steps = line(gap=theme.SPACE_8)
        self._ladder = Ladder()
        self._next = label("", "quiet")
        steps.addWidget(self._ladder)
        steps.addWidget(self._next, 1)
        inner = column(gap=theme.SPACE_4)
        inner.setContentsMargins(theme.ICON + theme.SPACE_12, 0, 0, 0)
        inner.addWidget(self._due)
        inner.addWidget(self._note)
        inner.addLayout(steps)
        answers = line()
        answers.setContentsMargins(0, theme.SPACE_8, 0, 0)
        self.done = button(tr("Done"), self._first, "primary")
        self.snooze = button(tr("Snooze 10 min"), lambda: self._answer("snooze 10"))
        self.later = snooze_menu_button(lambda key: self._answer(f"snooze {key}"))
        self.skip = button(tr("Skip"), lambda: self._answer("skip"))
        answers.addWidget(self.done, 3)
        answers.addWidget(self.snooze, 4)
        answers.addWidget(self.later)
        answers.addWidget(self.skip, 3)
        whole.addLayout(head)
        whole.addLayout(inner)
        whole.addLayout(answers)

    def show_row(self, row: FiringRow) -> None:
        """Show how it stands now."""
        self.row = row
        colour = theme.colours().level(row.level)
        self._picture.setPixmap(icon("reminders", colour).pixmap(theme.ICON, theme.ICON))
        _set_lines(self._title, row.text, WIDTH - 140)
        self._title.setAccessibleName(row.text)
        self._note.setText(row.note)
        self._note.setVisible(bool(row.note))
        self._ladder.show_rungs(row.rungs, row.level)
        # Another profile's is answered there: nobody says Done to what they cannot read.
        first = tr("Open") if row.is_others else tr("Done")
        self.done.setText(first)
        self.done.setAccessibleName(first)
        self.skip.setVisible(not row.is_others)
        self.tick(row)

    def tick(self, row: FiringRow) -> None:
        """Time goes on."""
        self._clock.setText(row.clock)
        self._due.setText(row.due)
        self._next.setText(row.next_step)

    def set_alive(self, *, alive: bool) -> None:
        """Whether its buttons can be pressed."""
        for one in (self.done, self.snooze, self.later, self.skip):
            one.setEnabled(alive)

    def _first(self) -> None:
        self._answer("show" if self.row is not None and self.row.is_others else "done")

    def _answer(self, answer: str) -> None:
        if self.row is not None:
            self._window.answer(self.row.occurrence_id, answer)


class ReminderWindow(QWidget):
    """One window for all that fire. `answered` carries the occurrence and what was pressed."""

    answered = Signal(str, str)
    all_done = Signal(list)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.FramelessWindowHint,
        )
        _kept.add(self)  # else Python may end it on whatever thread it collects on
        self.destroyed.connect(partial(_kept.discard, self))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(tr("Reminders"))
        self.setWindowIcon(app_icon())
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._cards: dict[str, ReminderCard] = {}
        self._is_alive = False
        self._dead = QTimer(self)
        self._dead.setSingleShot(True)
        self._dead.setInterval(DEAD_MS)
        self._dead.timeout.connect(self._come_alive)
        self._fade = QPropertyAnimation(self, b"windowOpacity", self)
        outer = column(self, gap=0)
        self._frame = QFrame()
        self._frame.setProperty("kind", "popup")
        outer.addWidget(self._frame)
        whole = column(self._frame, gap=0)
        self._head = self._build_head()
        self._rows = column(gap=0)
        body = plain()
        body.setLayout(self._rows)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        self._scroll.viewport().setAutoFillBackground(False)
        whole.addWidget(self._head)
        whole.addWidget(self._scroll)
        self._trouble = label("", "caption", wraps=True)
        self._trouble.setContentsMargins(theme.SPACE_16, 0, theme.SPACE_16, theme.SPACE_12)
        self._trouble.hide()
        whole.addWidget(self._trouble)
        self._body = body

    def _build_head(self) -> QWidget:
        head = plain()
        row = line(head)
        row.setContentsMargins(theme.SPACE_16, theme.SPACE_8, theme.SPACE_8, theme.SPACE_4)
        self._count = label("", "strong")
        self.done_with_all = button(tr("Done with all"), self._ask_all, "link")
        row.addWidget(self._count, 1)
        row.addWidget(self.done_with_all)
        return head

    # ---- what is shown ----

    @property
    def showing(self) -> list[str]:
        """The occurrences that can be seen."""
        return list(self._cards)

    @property
    def _own(self) -> list[str]:
        """Those of the profile at the window."""
        cards = self._cards.items()
        return [key for key, card in cards if card.row is not None and not card.row.is_others]

    def card(self, occurrence_id: str) -> ReminderCard:
        """The card of one."""
        return self._cards[occurrence_id]

    def show_rows(self, rows: Sequence[FiringRow]) -> None:
        """Show these, oldest first. New ones make the buttons dead for a moment."""
        fresh = [row for row in rows if row.occurrence_id not in self._cards]
        for row in rows:
            card = self._cards.get(row.occurrence_id)
            if card is None:
                card = ReminderCard(self)
                self._cards[row.occurrence_id] = card
                if self._rows.count():
                    self._rows.addWidget(rule())
                self._rows.addWidget(card)
            card.show_row(row)
        self._say_count()
        if fresh:
            self._go_dead()
        self._fit()
        if not self.isVisible():
            self._appear()

    def tick(self, rows: Sequence[FiringRow]) -> None:
        """A second has passed."""
        for row in rows:
            card = self._cards.get(row.occurrence_id)
            if card is not None:
                card.tick(row)

    def take_away(self, occurrence_id: str) -> None:
        """It was answered, here or elsewhere."""
        card = self._cards.pop(occurrence_id, None)
        if card is None:
            return
        at = self._rows.indexOf(card)
        divider = self._rows.itemAt(at - 1 if at else at + 1)
        for widget in (divider.widget() if divider is not None else None, card):
            if widget is not None:
                self._rows.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._say_count()
        if self._cards:
            self._fit()
            self._go_dead()  # what is under the pointer now is another one
        else:
            self.say("")
            self.hide()

    def say(self, text: str) -> None:
        """What went wrong about these, until they are answered."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self._fit()

    def come_up(self) -> None:
        """Above everything else, once more."""
        self.show()
        self.raise_()

    def answer(self, occurrence_id: str, answer: str) -> None:
        """A button was pressed."""
        if self._is_alive:
            self.answered.emit(occurrence_id, answer)

    # ---- inside ----

    def _say_count(self) -> None:
        count = len(self._cards)
        self._head.setVisible(count > 1)
        self.done_with_all.setVisible(len(self._own) > 1)
        self._count.setText(trn("{n} reminder waits", "{n} reminders wait", count))
        self._reset_all()

    def _reset_all(self) -> None:
        self.done_with_all.setText(tr("Done with all"))
        self.done_with_all.setAccessibleName(tr("Done with all"))
        self.done_with_all.setProperty("armed", False)

    def _ask_all(self) -> None:
        """The first press asks, the second does it."""
        if not self._is_alive:
            return
        if self.done_with_all.property("armed"):
            self._reset_all()
            self.all_done.emit(self._own)
            return
        sure = trn("Really all {n}?", "Really all {n}?", len(self._own))
        self.done_with_all.setText(sure)
        self.done_with_all.setAccessibleName(sure)
        self.done_with_all.setProperty("armed", True)
        self._go_dead()

    def _go_dead(self) -> None:
        self._is_alive = False
        self._set_alive()
        self._dead.start()

    def _come_alive(self) -> None:
        self._is_alive = True
        self._set_alive()

    def _set_alive(self) -> None:
        for card in self._cards.values():
            card.set_alive(alive=self._is_alive)
        self.done_with_all.setEnabled(self._is_alive)

    def _fit(self) -> None:
        """As high as its cards, within reason, in the lower right corner."""
        for card in self._cards.values():
            card.ensurePolished()
        high = 0
        for index in range(self._rows.count()):
            item = self._rows.itemAt(index)
            inner = item.widget() if item is not None else None
            layout = inner.layout() if inner is not None else None
            high += layout.totalHeightForWidth(WIDTH - 2) if layout is not None else 1
        self._scroll.setFixedHeight(min(high, _MOST_HIGH))
        told = 0 if self._trouble.isHidden() else self._trouble.heightForWidth(WIDTH - 2)
        self.setFixedHeight(self._scroll.height() + (44 if len(self._cards) > 1 else 0) + told + 2)
        screen = self.screen()
        if screen is not None:
            room = screen.availableGeometry()
            self.move(
                room.right() - WIDTH - theme.SPACE_24,
                room.bottom() - self.height() - theme.SPACE_24,
            )

    def _appear(self) -> None:
        if theme.motion_ms():
            self._fade.setDuration(theme.motion_ms())
            self._fade.setStartValue(0.0)
            self._fade.setEndValue(1.0)
            self._fade.start()
        self.show()
        self.raise_()
        self.setFocus()  # on no button: Enter must not answer what was never read

    def closeEvent(self, event: QCloseEvent) -> None:
        """A window manager may close it; what fires goes on firing."""
        event.ignore()
        self.hide()
        self.closed.emit()


def _set_lines(where: QLabel, text: str, width: int) -> None:
    """At most four lines; the tooltip has the rest."""
    where.ensurePolished()
    metrics = QFontMetrics(theme.sized_font(theme.TITLE, strong=True))
    room = metrics.lineSpacing() * _TITLE_LINES
    shown = text
    flags = int(Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextWrapAnywhere.value)
    while (
        len(shown) > 8 and metrics.boundingRect(0, 0, width, 10_000, flags, shown).height() > room
    ):
        shown = f"{shown[: int(len(shown) * 0.9) - 1].rstrip()}…"
    where.setText(shown)
    where.setToolTip(text if shown != text else "")
