"""The calendar: a day, a week or a list; beside it an event, or the calendars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.dates import long_date_text, month_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.agenda_list import AgendaList
from assistant_desktop.ui.widgets.calendar_panel import CalendarPanel
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    icon_button,
    label,
    line,
    plain,
    scrolling,
)
from assistant_desktop.ui.widgets.event_card import EventCard
from assistant_desktop.ui.widgets.time_grid import TimeGrid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from PySide6.QtGui import QResizeEvent

    from assistant_desktop.ui.models.calendar_blocks import Block

SIDE_WIDE = 296
_ANY_WIDTH = 4096
_TAB_WIDE = 88
_NARROW = 820
VIEWS = ("day", "week", "list")


def phrases() -> tuple[str, ...]:
    """What to begin with; each works when it is said."""
    return (
        tr("Lunch with Ann tomorrow from 13 to 14"),
        tr("When am I free on Friday?"),
        tr("Dentist on Thursday at 15:30"),
    )


class CalendarPage(QWidget):
    """Passive. wanted: what a key or a button asks for; asked: a sentence to be said."""

    wanted = Signal(str)
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "page")
        whole = column(self, gap=theme.SPACE_8)
        whole.setContentsMargins(theme.SPACE_24, theme.SPACE_16, theme.SPACE_16, theme.SPACE_16)
        whole.addLayout(self._head())
        below = line(gap=theme.SPACE_16)
        self.main = plain()
        left = column(self.main, gap=theme.SPACE_8)
        self.nothing = self._nothing()
        left.addWidget(self.nothing)
        self.grid, self.list = TimeGrid(), AgendaList()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.list)
        left.addWidget(self.stack, 1)
        self.cut = label(tr("There is more than can be shown."), "amber")
        self.cut.hide()
        left.addWidget(self.cut)
        below.addWidget(self.main, 1)
        inside = plain()
        beside = column(inside, gap=theme.SPACE_12)
        self.card, self.panel = EventCard(), CalendarPanel()
        beside.addWidget(self.card)
        beside.addWidget(self.panel)
        beside.addStretch(1)
        self.side = scrolling(inside)
        below.addWidget(self.side)
        whole.addLayout(below, 1)
        self._side_wanted: bool | None = None
        for view in (self.grid, self.list):
            view.wanted.connect(self.wanted)

    def _head(self) -> QHBoxLayout:
        head = line()
        self.title = label("", "title")
        head.addWidget(self.title, 1)
        want = self.wanted.emit
        self.before = icon_button("chevron-left", tr("Earlier"), partial(want, "before"))
        self.today = button(tr("Today"), partial(self.wanted.emit, "today"))
        self.today.setToolTip("T")
        self.after = icon_button("chevron-right", tr("Later"), partial(self.wanted.emit, "after"))
        for one in (self.before, self.today, self.after):
            head.addWidget(one)
        names = {"day": (tr("Day"), "D"), "week": (tr("Week"), "W"), "list": (tr("List"), "L")}
        group = QButtonGroup(self)
        self.tabs = {}
        for view in VIEWS:
            told, key = names[view]
            tab = button(told, partial(self.wanted.emit, view), "tab")
            tab.setCheckable(True)
            tab.setToolTip(key)
            tab.setMinimumWidth(_TAB_WIDE)  # bold when checked
            group.addButton(tab)
            head.addWidget(tab)
            self.tabs[view] = tab
        self.new = icon_button("plus", tr("New event"), partial(self.wanted.emit, "new"))
        self.new.setToolTip(f"{tr('New event')}  N")
        self.fold = icon_button("sidebar", tr("Calendars"), self._toggle_side)
        head.addWidget(self.new)
        head.addWidget(self.fold)
        return head

    def _nothing(self) -> QWidget:
        area = plain()
        inside = column(area, gap=theme.SPACE_8)
        inside.addWidget(label(tr("Your calendar is empty. Try:"), "lead", wraps=True))
        self.phrases = [
            button(text, partial(self.asked.emit, text), "phrase") for text in phrases()
        ]
        for one in self.phrases:
            inside.addWidget(one)
        area.hide()
        return area

    # ---- showing ----

    def show_days(
        self, view: str, days: Sequence[date], blocks: Sequence[Block], now: datetime
    ) -> None:
        """These days in this way."""
        self.tabs[view].setChecked(True)
        if view == "list":
            self.list.show_blocks(blocks, now)
            self.stack.setCurrentWidget(self.list)
            self.title.setText(tr("The next events"))
        else:
            self.grid.show_days(days, blocks, now)
            self.stack.setCurrentWidget(self.grid)
            self.title.setText(
                long_date_text(days[0]) if view == "day" else _months_text(days[0], days[-1])
            )
        for one in (self.before, self.after):
            one.setVisible(view != "list")

    def show_empty(self, *, is_empty: bool) -> None:
        """Nothing is in any calendar: three phrases teach how to begin."""
        self.nothing.setVisible(is_empty)

    def show_cut(self, *, is_cut: bool) -> None:
        """Not all is shown."""
        self.cut.setVisible(is_cut)

    def open_side(self) -> None:
        """The card is to be seen, however narrow the window."""
        self._side_wanted = True
        self._fold()

    def close_side(self) -> None:
        """Nothing is to be seen there any more, where there is little room."""
        self._side_wanted = None
        self._fold()

    def focus_view(self) -> None:
        """The calendar has the keyboard."""
        (self.list if self.stack.currentWidget() is self.list else self.grid).setFocus()

    def select(self, key: str) -> None:
        """Mark an event in the view that is shown."""
        (self.list if self.stack.currentWidget() is self.list else self.grid).select(key)

    def _toggle_side(self) -> None:
        self._side_wanted = self.side.isHidden()
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < _NARROW
        wanted = self._side_wanted if self._side_wanted is not None else not narrow
        self.side.setMinimumWidth(SIDE_WIDE)
        self.side.setMaximumWidth(_ANY_WIDTH if narrow else SIDE_WIDE)
        self.side.setVisible(wanted)
        self.main.setVisible(not (narrow and wanted))  # one of both, where there is no room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side folds away where there is little room."""
        super().resizeEvent(event)
        self._fold()


def _months_text(first: date, last: date) -> str:
    """November 2026; November – December 2026."""
    if first.month == last.month:
        return month_text(first)
    if first.year == last.year:
        return f"{month_text(first).rpartition(' ')[0]} – {month_text(last)}"
    return f"{month_text(first)} – {month_text(last)}"
