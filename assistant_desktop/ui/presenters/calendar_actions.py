"""What is done on the page of the calendar: each thing with its sentence, and Undo."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_desktop.ui.dates import full_moment_text
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.start import start
from assistant_desktop.wording.calendar_words import lead_text, left_out_text

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from assistant_desktop.core.assistant import Assistant, EventFound, ImportPlan
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.views.calendar_page import CalendarPage
    from assistant_desktop.ui.widgets.event_card import Draft

_MOST_TOLD = 6


class CalendarActions(QObject):
    """did: a sentence and what takes it back, None for nothing. reload_wanted: look anew."""

    did = Signal(str, object)
    reload_wanted = Signal()

    def __init__(self, assistant: Assistant, page: CalendarPage, user_id: UserId) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._calendar = assistant.calendar
        self._plan: ImportPlan | None = None
        card, panel = page.card, page.panel
        card.saved.connect(lambda draft: self._begin("save an event", self._save(draft)))
        card.deleted.connect(self.delete)
        card.reminded.connect(
            lambda draft, minutes: self._begin("remind of an event", self._remind(draft, minutes))
        )
        card.reminders_stopped.connect(
            lambda draft: self._begin("remind no more", self._stop_reminding(draft))
        )
        panel.switched.connect(
            lambda one, on: start("switch a calendar", self._switch(one, shown=on))
        )
        panel.removed.connect(lambda one: self._in_panel("stop following", self._remove(one)))
        panel.followed.connect(lambda url: self._in_panel("follow a calendar", self._follow(url)))
        panel.refresh_wanted.connect(lambda: self._in_panel("read calendars", self._refresh()))
        panel.import_wanted.connect(lambda path: self._in_panel("import", self._look(path)))
        panel.import_agreed.connect(lambda: self._in_panel("import", self._take_in()))
        panel.export_wanted.connect(lambda path: self._in_panel("export", self._write(path)))

    def _begin(self, name: str, job: Coroutine[Any, Any, None]) -> None:
        self._page.card.tell_problem("")
        start(name, job, self._page.card.tell_problem)

    def _in_panel(self, name: str, job: Coroutine[Any, Any, None]) -> None:
        self._page.panel.tell("…")
        start(name, job, self._page.panel.tell)

    # ---- events ----

    async def _save(self, draft: Draft) -> None:
        from assistant_desktop.core.assistant import EventPatch, NewEvent

        diary = self._calendar.diary
        end = _end(draft)
        if not draft.key:
            made = await diary.create(
                self._user_id,
                NewEvent(draft.title, draft.start, end, draft.all_day, draft.place),
            )
            self._tell(tr("In the calendar: {title}", title=draft.title), made.number)
        else:
            found = await diary.find(self._user_id, draft.key)
            patch = EventPatch(
                draft.title, draft.start, end, all_day=draft.all_day, place=draft.place
            )
            changed = await diary.change(found, patch, "all" if draft.whole_series else "this")
            self._tell(tr("Changed: {title}", title=draft.title), changed.number)
        self._page.card.closed.emit()

    def delete(self, draft: Draft) -> None:
        """Delete an event, or the one occurrence that is shown."""
        self._begin("delete an event", self._delete(draft))

    async def _delete(self, draft: Draft) -> None:
        found = await self._calendar.diary.find(self._user_id, draft.key)
        deleted = await self._calendar.diary.delete(found, "all" if draft.whole_series else "this")
        self._tell(tr("Deleted: {title}", title=draft.title), deleted.number)
        self._page.card.closed.emit()

    def move(self, key: str, moment: datetime) -> None:
        """Dragged to another time: this one of a series alone."""
        start("move an event", self._move(key, moment), self._not_moved)

    def _not_moved(self, sentence: str) -> None:
        self.did.emit(sentence, None)
        self.reload_wanted.emit()

    async def _move(self, key: str, moment: datetime) -> None:
        from assistant_desktop.core.assistant import EventPatch

        diary = self._calendar.diary
        found = await diary.find(self._user_id, key)
        changed = await diary.change(found, EventPatch(start=moment))
        today = self._assistant.now().astimezone(self._assistant.zone()).date()
        told = tr(
            "{title}: {when}",
            title=found.occurrence.event.title,
            when=full_moment_text(moment, today),
        )
        self._tell(told, changed.number)

    def _tell(self, sentence: str, number: int) -> None:
        def undo() -> None:
            start("take back", self._undo(number))

        self.did.emit(sentence, undo)

    async def _undo(self, number: int) -> None:
        await self._calendar.diary.undo(self._user_id, number)
        self.did.emit(tr("Taken back."), None)

    # ---- reminders ----

    async def reminders_of(self, found: EventFound) -> tuple[str, ...]:
        """When one is reminded of an event, in sentences."""
        event = found.series.first
        links = await self._calendar.reminders.of(self._user_id, event.calendar_id, event.uid)
        return tuple(
            tr("You are reminded {lead}.", lead=lead_text(words(), one.minutes_before))
            for one in links
        )

    async def _remind(self, draft: Draft, minutes: int) -> None:
        found = await self._calendar.diary.find(self._user_id, draft.key)
        changed = await self._calendar.reminders.remind(found, minutes)
        self._page.card.show_reminders(await self.reminders_of(found))
        due = changed.after.occurrence.due.astimezone(self._assistant.zone())
        today = self._assistant.now().astimezone(self._assistant.zone()).date()
        when = full_moment_text(due, today)

        def undo() -> None:
            start("take back", self._unmake(changed.number))

        self.did.emit(tr("I'll remind you: {when}", when=when), undo)

    async def _unmake(self, number: int) -> None:
        await self._calendar.reminders.undo(self._user_id, number)
        self._page.card.show_reminders(())
        self.did.emit(tr("Taken back."), None)

    async def _stop_reminding(self, draft: Draft) -> None:
        found = await self._calendar.diary.find(self._user_id, draft.key)
        event = found.series.first
        await self._calendar.reminders.stop(self._user_id, event.calendar_id, event.uid)
        self._page.card.show_reminders(())

    # ---- calendars ----

    async def _switch(self, calendar_id: str, *, shown: bool) -> None:
        for one in await self._calendar.diary.calendars(self._user_id):
            if one.id == calendar_id:
                await self._calendar.diary.show(self._user_id, one.id, shown=shown)

    async def _remove(self, calendar_id: str) -> None:
        for one in await self._calendar.diary.calendars(self._user_id):
            if one.id == calendar_id:
                await self._calendar.transfer.remove(self._user_id, one.id)
                self._page.panel.tell(tr("{name} is followed no more.", name=one.name))

    async def _follow(self, url: str) -> None:
        made = await self._calendar.transfer.subscribe(self._user_id, url)
        self._page.panel.address.clear()
        told = tr("Followed: {name}.", name=made.name)
        if made.trouble is not None:
            told = f"{told} {words().error(made.trouble.as_error())}"
        self._page.panel.tell(told)

    async def _refresh(self) -> None:
        await self._calendar.transfer.refresh(self._user_id)
        self._page.panel.tell("")

    # ---- files ----

    async def _look(self, name: str) -> None:
        plan = await self._calendar.transfer.plan(self._user_id, Path(name))
        self._plan = plan
        told = [
            tr(
                "{new} new, {changed} changed, {same} as before.",
                new=len(plan.new),
                changed=len(plan.changed),
                same=plan.same,
            ),
            *left_out_text(words(), plan.left_out)[:_MOST_TOLD],
        ]
        self._page.panel.tell("\n".join(told), may_agree=bool(plan.new or plan.changed))

    async def _take_in(self) -> None:
        if self._plan is None:
            return
        plan, self._plan = self._plan, None
        await self._calendar.transfer.take_in(plan)
        count = len(plan.new) + len(plan.changed)
        self._page.panel.tell(trn("{n} event came in.", "{n} events came in.", count))

    async def _write(self, name: str) -> None:
        count = await self._calendar.transfer.write_file(self._user_id, Path(name))
        self._page.panel.tell(trn("{n} event written.", "{n} events written.", count))


def _end(draft: Draft) -> datetime:
    """The end as it is kept: after the last day where it lasts whole days."""
    if not draft.all_day:
        return draft.end
    day = draft.end.date() + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=draft.end.tzinfo)
