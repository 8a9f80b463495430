"""The pages of reminders and of today: one reading of the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from assistant_desktop.ui.dates import long_date_text
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.models.reminder_rows import ReminderRow, row_of, split_rows
from assistant_desktop.ui.presenters.reminder_actions import ReminderActions
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import RemindersMissed
    from assistant_desktop.domain.ids import OccurrenceId, UserId
    from assistant_desktop.domain.reminder import ReminderView
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.reminders_page import RemindersPage
    from assistant_desktop.ui.views.today_page import TodayPage

MOST_ENDED = 50


class RemindersPresenter(QObject):
    """Reads once after a burst of changes, then shows both pages, so far as they exist."""

    def __init__(
        self, assistant: Assistant, relay: EventRelay, user_id: UserId, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._assistant, self._user_id = assistant, user_id
        self.actions = ReminderActions(assistant, user_id, self)
        self._page: RemindersPage | None = None
        self._today: TodayPage | None = None
        self._live: list[ReminderView] = []
        self._ended: list[ReminderView] = []
        self._missed: dict[OccurrenceId, ReminderView] = {}
        self._filter = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.load)
        self._minutes = QTimer(self)
        self._minutes.setInterval(60_000)
        self._minutes.timeout.connect(self._show)
        self._minutes.start()
        relay.reminders_changed.connect(lambda _: self._later.start())
        relay.reminder_shown.connect(lambda _: self._later.start())
        relay.reminders_missed.connect(self._take_missed)

    def use_page(self, page: RemindersPage) -> None:
        """The page of all reminders is there."""
        self._page = page
        page.acted.connect(self.actions.act)
        page.edited.connect(self._edit)
        page.filtered.connect(self._filter_by)
        self.load()

    def use_today(self, page: TodayPage) -> None:
        """The page of today is there."""
        self._today = page
        page.acted.connect(self.actions.act)
        page.edited.connect(self._edit)
        page.missed_acted.connect(self._answer_missed)
        page.all_done_wanted.connect(self._done_with_missed)
        self.load()

    def load(self) -> None:
        """Read them anew."""
        start("read reminders", self._load(), owner=self)

    async def _load(self) -> None:
        self._live = await self._assistant.reminders.live(self._user_id)
        if self._page is not None:
            self._ended = await self._assistant.reminders.ended(self._user_id, MOST_ENDED)
        waiting, _ = split_rows(self._live, self._assistant.now())
        still = {view.occurrence.id: view for view in waiting}
        self._missed = {key: still[key] for key in self._missed if key in still}
        self._show()

    # ---- what was missed ----

    @property
    def missed(self) -> list[ReminderView]:
        """What the card of missed reminders shows."""
        return list(self._missed.values())

    def take_missed(self, views: Sequence[ReminderView]) -> None:
        """What fell due while nothing of us ran."""
        self._missed = {view.occurrence.id: view for view in views}
        self._later.start()

    def _take_missed(self, event: RemindersMissed) -> None:
        self.take_missed(event.views)

    def _answer_missed(self, occurrence_id: OccurrenceId, action: str) -> None:
        self._missed.pop(occurrence_id, None)
        if action == "now":
            self._show()  # it goes on reminding
        else:
            self.actions.act(occurrence_id, action)

    def _done_with_missed(self) -> None:
        for occurrence_id in tuple(self._missed):
            self._answer_missed(occurrence_id, "done")

    # ---- showing ----

    def _filter_by(self, text: str) -> None:
        self._filter = text.casefold().strip()
        self._show()

    def _rows(self, views: Sequence[ReminderView]) -> list[ReminderRow]:
        now = self._assistant.now()
        return [self._row(view, now) for view in views]

    def _row(self, view: ReminderView, now: datetime) -> ReminderRow:
        def say_rule(rrule: str) -> str:
            said = self._assistant.say_when(view.occurrence.due, rrule, words().language)
            return said[:80]

        return row_of(view, now, say_rule)

    def _show(self) -> None:
        now = self._assistant.now().astimezone(self._assistant.zone())
        waiting, coming = split_rows(self._live, now)
        if self._page is not None:
            fits = [
                [view for view in views if self._filter in view.reminder.text.casefold()]
                for views in (waiting, coming, self._ended)
            ]
            self._page.show_rows(*(self._rows(views) for views in fits))
        if self._today is not None:
            self._show_today(self._today, waiting, coming, now)

    def _show_today(
        self,
        page: TodayPage,
        waiting: Sequence[ReminderView],
        coming: Sequence[ReminderView],
        now: datetime,
    ) -> None:
        missed = sorted(self._missed.values(), key=lambda view: view.occurrence.due)
        others = [view for view in waiting if view.occurrence.id not in self._missed]
        today = [view for view in coming if _planned(view).date() == now.date()]
        page.show_date(long_date_text(now.date()))
        page.show_rows(self._rows(missed), self._rows(others), self._rows(today))
        later = len(coming) - len(today)
        told = trn("{n} more after today", "{n} more after today", later) if later else ""
        page.show_later(told)

    def _edit(self, occurrence_id: str, text: str, when: str) -> None:
        view = next((one for one in self._live if one.occurrence.id == occurrence_id), None)
        if view is None:
            return
        pages = (self._page, self._today)
        lists = [part for page in pages if page is not None for part in (page.waiting, page.coming)]
        found = [part.line_of(occurrence_id) for part in lists]

        def failed(sentence: str) -> None:
            for one in found:
                if one is not None:
                    one.tell_problem(sentence)

        def saved() -> None:
            for one in found:
                if one is not None and one.row is not None and one.is_edited:
                    one.show_row(one.row)

        if not text.strip():
            failed(tr("A reminder needs a text."))
            return
        self.actions.edit(view, (text, when), saved, failed)


def _planned(view: ReminderView) -> datetime:
    moment = view.occurrence.next_at or view.occurrence.due
    return moment.astimezone(ZoneInfo(view.reminder.zone))
