"""The page of the calendar: which days are looked at, and what is in them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from assistant_desktop.ui.dates import moment_text
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.calendar_blocks import blocks_of
from assistant_desktop.ui.presenters.calendar_actions import CalendarActions
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.calendar_panel import CalendarRow
from assistant_desktop.ui.widgets.event_card import Draft, Known, fresh_draft
from assistant_desktop.wording.calendar_words import calendar_name, zone_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.calendar_event import Agenda, Calendar
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.calendar_page import CalendarPage

_BURST_MS = 30
_LIST_DAYS = 120
_MOST = 10_000
_SPAN_DAYS = {"day": 1, "week": 7}


class CalendarPresenter(QObject):
    """did: what was done, in a sentence, and how to take it back."""

    did = Signal(str, object)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: CalendarPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._view = "week"
        self._day = self._now().date()
        self._agenda: Agenda | None = None
        self._stop: Callable[[], None] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.load)
        self._minutes = QTimer(self)
        self._minutes.setInterval(60_000)
        self._minutes.timeout.connect(self.load)
        self._minutes.start()
        relay.calendars_changed.connect(lambda _: self._later.start())
        relay.reminders_changed.connect(lambda _: self._later.start())
        self.actions = CalendarActions(assistant, page, user_id)
        self.actions.did.connect(self.did)
        self.actions.reload_wanted.connect(self._later.start)
        page.wanted.connect(self._wanted)
        for view in (page.grid, page.list):
            view.chosen.connect(self.open)
        page.grid.slot.connect(self._new_at)
        page.grid.moved.connect(self.actions.move)
        page.card.closed.connect(self._close)
        page.card.hide()
        page.installEventFilter(self)
        page.destroyed.connect(self.rest)
        if page.isVisible():
            self._watch()
        self.load()

    def _now(self) -> datetime:
        return self._assistant.now().astimezone(self._assistant.zone())

    # ---- in sight or not ----

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is followed is kept fresh while somebody looks at it."""
        if event.type() == QEvent.Type.Show:
            self._watch()
        elif event.type() == QEvent.Type.Hide:
            self.rest()
        return False

    def _watch(self) -> None:
        if self._stop is None:
            self._stop = self._assistant.calendar.transfer.source.watch(self._user_id)

    def rest(self) -> None:
        """Nobody looks any more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    # ---- where one is ----

    def _wanted(self, what: str) -> None:
        steps = {"before": -1, "after": 1}
        if what in {"day", "week", "list"}:
            self._view = what
        elif what in steps and self._view in _SPAN_DAYS:
            self._day += timedelta(days=steps[what] * _SPAN_DAYS[self._view])
        elif what == "today":
            self._day = self._now().date()
        elif what == "new":
            self._new_at(self._next_hour(), all_day=False)
            return
        elif what == "delete":
            self._delete_selected()
            return
        elif what == "close":
            self._close()
            return
        self.load()
        self._page.focus_view()

    def _next_hour(self) -> datetime:
        now = self._now()
        if self._view != "list" and now.date() not in self._days():
            return datetime.combine(self._days()[0], time(9), tzinfo=now.tzinfo)
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

    def _days(self) -> list[date]:
        first = self._day
        if self._view == "week":
            first -= timedelta(days=first.weekday())
        return [first + timedelta(days=n) for n in range(_SPAN_DAYS.get(self._view, 1))]

    def _window(self) -> tuple[datetime, datetime]:
        zone, now = self._assistant.zone(), self._now()
        if self._view == "list":
            today = datetime.combine(now.date(), time(), tzinfo=zone)
            return today, today + timedelta(days=_LIST_DAYS)
        days = self._days()
        first = datetime.combine(days[0], time(), tzinfo=zone)
        last = datetime.combine(days[-1] + timedelta(days=1), time(), tzinfo=zone)
        return first, last

    # ---- showing ----

    def load(self) -> None:
        """Read anew."""
        start("read the calendar", self._load(), owner=self)

    async def _load(self) -> None:
        diary = self._assistant.calendar.diary
        view, days, window = self._view, self._days(), self._window()
        agenda = await diary.agenda(self._user_id, window, _MOST)
        if (view, days) != (self._view, self._days()):
            return  # one has gone on meanwhile
        self._agenda = agenda
        blocks = blocks_of(agenda, self._assistant.zone())
        self._page.show_days(view, days, blocks, self._now())
        self._page.show_cut(is_cut=agenda.is_cut)
        calendars = list(agenda.calendars.values())
        self._page.panel.show_rows([self._row(one) for one in calendars])
        nothing = not blocks and len(calendars) == 1 and await self._is_all_empty()
        self._page.show_empty(is_empty=nothing)

    async def _is_all_empty(self) -> bool:
        now = self._now()
        span = (now - timedelta(days=366), now + timedelta(days=366))
        agenda = await self._assistant.calendar.diary.agenda(self._user_id, span, 1)
        return not agenda.occurrences

    def _row(self, one: Calendar) -> CalendarRow:
        told = ""
        if one.as_of is not None:
            when = moment_text(one.as_of.astimezone(self._assistant.zone()))
            told = tr("as of {when}", when=when)
        if one.trouble is not None:
            trouble = words().error(one.trouble.as_error())
            told = f"{trouble} {told}".strip()
        return CalendarRow(
            identifier=one.id,
            name=calendar_name(words(), one),
            colour=one.colour,
            is_shown=one.is_shown,
            told=told,
            is_troubled=one.trouble is not None,
            is_removable=one.is_remote,
        )

    # ---- one event ----

    def _new_at(self, moment: datetime, all_day: bool) -> None:  # noqa: FBT001 - a signal brings it
        draft = fresh_draft(moment, all_day=all_day)
        self._page.card.show_event(draft, Known(), self._assistant.zone())
        self._page.open_side()
        self._page.card.title.setFocus()

    def open(self, key: str) -> None:
        """Show an event beside the calendar."""
        start("show an event", self._open(key), owner=self)

    async def _open(self, key: str) -> None:
        found = await self._assistant.calendar.diary.find(self._user_id, key)
        one, zone = found.occurrence, self._assistant.zone()
        begins, ends = one.start.astimezone(zone), one.end.astimezone(zone)
        if one.event.all_day:
            ends -= timedelta(days=1)
        draft = Draft(
            key=one.key,
            title=one.event.title,
            start=begins,
            end=max(ends, begins),
            all_day=one.event.all_day,
            place=one.event.place,
        )
        known = Known(
            calendar=calendar_name(words(), found.calendar),
            when=zone_text(words(), one, zone),
            recurs=one.is_one_of_several,
            is_read_only=found.calendar.is_read_only,
            description=one.event.description[:2000],
            reminders=await self.actions.reminders_of(found),
        )
        self._page.card.show_event(draft, known, zone)
        self._page.open_side()

    def _close(self) -> None:
        self._page.card.hide()
        self._page.close_side()
        self._page.focus_view()

    def _delete_selected(self) -> None:
        is_list = self._view == "list"
        view = self._page.list if is_list else self._page.grid
        block = next((one for one in view.blocks if one.key == view.selected), None)
        if block is not None and not block.is_read_only:
            self.actions.delete(Draft(block.key, block.title, block.start, block.end))
