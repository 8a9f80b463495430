"""The page of health: which kind is looked at, its chart, its readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.domain.health_series import ReadingPlace, SeriesKey
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.health_drawing import drawing_of
from assistant_desktop.ui.models.health_rows import (
    SeriesRow,
    plan_row,
    reading_row,
    series_row,
    series_title,
)
from assistant_desktop.ui.presenters.health_actions import HealthActions
from assistant_desktop.ui.start import start
from assistant_desktop.wording.health_words import target_text

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant, Range
    from assistant_desktop.domain.health_record import HealthRecord
    from assistant_desktop.domain.health_series import Series
    from assistant_desktop.domain.health_target import HealthTarget
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.health_page import HealthPage

_BURST_MS = 30
PAGE = 200
_DOSES = 20
_RANGES: dict[str, Range] = {"week": "week", "month": "month", "year": "year", "all": "all"}
_MEDICINES = SeriesKey(kind="medication")


class HealthPresenter(QObject):
    """did: what was done, in a sentence, and how to take it back."""

    did = Signal(str, object)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: HealthPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._health = assistant.health
        self._key: SeriesKey | None = None
        self._is_chosen = False
        self._within = "month"
        self._series: dict[SeriesKey, Series] = {}
        self._shown: list[HealthRecord] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.load)
        relay.health_changed.connect(lambda _: self._later.start())
        relay.reminders_changed.connect(lambda _: self._later.start())
        self.actions = HealthActions(assistant, page, user_id)
        actions = self.actions
        actions.did.connect(self.did)
        relay.health_import_progress.connect(lambda event: actions.show_progress(event.done))
        page.chosen.connect(self._choose)
        page.ranged.connect(self._range)
        page.add_wanted.connect(self._add)
        page.target_wanted.connect(self._put_target)
        page.readings.edit_wanted.connect(self._edit)
        page.readings.delete_wanted.connect(self._delete)
        page.medicines.delete_wanted.connect(self._delete)
        page.readings.readings.more_wanted.connect(self._more)
        self.load()

    def _now(self) -> datetime:
        return self._assistant.now().astimezone(self._assistant.zone())

    # ---- showing ----

    def load(self) -> None:
        """Read anew."""
        start("read health", self._load(), owner=self)

    async def _load(self) -> None:
        found = await self._health.charting.series(self._user_id)
        plans = await self._health.plans.all(self._user_id)
        self.actions.use_kinds(await self._health.diary.own_kinds(self._user_id))
        now = self._now()
        drawn = [one for one in found if one.key.kind != "medication"]
        self._series = {one.key: one for one in drawn}
        rows = [series_row(one, now) for one in sorted(drawn, key=lambda one: -_at(one))]
        doses = next((one for one in found if one.key.kind == "medication"), None)
        count = words().count("{n} planned", "{n} planned", len(plans)) if plans else ""
        last = series_row(doses, now).caption if doses is not None else ""
        rows.append(SeriesRow(None, tr("Medicines"), count, last))
        if self._is_chosen and self._key is not None and self._key not in self._series:
            self._is_chosen = False
        if not self._is_chosen:
            self._key = rows[0].key
        self._page.show_series(rows, self._key)
        if not self._is_chosen and not drawn and not plans and doses is None:
            self._page.show_nothing()
            return
        await self._show(self._key)

    def _choose(self, key: SeriesKey | None) -> None:
        self._key, self._is_chosen = key, True
        start("show a kind", self._show(key), owner=self)

    def _range(self, within: str) -> None:
        self._within = within
        start("show a kind", self._show(self._key), owner=self)

    async def _show(self, key: SeriesKey | None) -> None:
        if key is None:
            await self._show_medicines()
            return
        one = self._series.get(key)
        if one is None:
            return
        within = self._within
        chart = await self._health.charting.chart(self._user_id, key, one.unit, _RANGES[within])
        target = await self._health.targets.of(self._user_id, key.kind) if not key.name else None
        rows = await self._health.diary.page(self._user_id, key, None, PAGE)
        if (key, within) != (self._key, self._within):
            return  # one has gone on meanwhile
        now, title = self._now(), series_title(key)
        row = series_row(one, now)
        self._page.show_kind(title, " · ".join((row.value, row.caption)), within)
        drawing = drawing_of(chart, target, within, now, title)
        self._page.chart.show_drawing(drawing, self._assistant.zone())
        self._page.show_target(target_text(words(), target) if target is not None else "")
        self._shown = rows
        shown = [reading_row(record, now) for record in rows]
        self._page.readings.readings.show_rows(shown, has_more=len(rows) == PAGE)

    async def _show_medicines(self) -> None:
        plans = await self._health.plans.all(self._user_id)
        rows = await self._health.diary.page(self._user_id, _MEDICINES, None, _DOSES)
        if self._key is not None:
            return
        now, language = self._now(), words().language
        told = [
            (one, self._assistant.say_when(
                one.view.occurrence.due, one.view.reminder.rrule, language))
            for one in plans
        ]  # fmt: skip
        self._shown = rows
        self._page.show_medicines()
        self._page.medicines.show_plans([plan_row(one, when, now) for one, when in told])
        self._page.medicines.show_doses([reading_row(one, now) for one in rows])

    def _more(self) -> None:
        start("read more", self._load_more(self._key), owner=self)

    async def _load_more(self, key: SeriesKey | None) -> None:
        if key is None or not self._shown:
            return
        last = self._shown[-1]
        place = ReadingPlace(at=last.at, id=last.id)
        rows = await self._health.diary.page(self._user_id, key, place, PAGE)
        if key != self._key or self._shown[-1] is not last:
            return
        self._shown += rows
        now = self._now()
        shown = [reading_row(one, now) for one in rows]
        self._page.readings.readings.add_rows(shown, has_more=len(rows) == PAGE)

    # ---- changing ----

    def _add(self) -> None:
        key = self._key
        unit = self._series[key].unit if key is not None and key in self._series else ""
        self.actions.open_new(key.kind if key is not None else "medication", unit)

    def _edit(self, record_id: str) -> None:
        record = self._record(record_id)
        if record is not None:
            self.actions.open_for(record)

    def _delete(self, record_id: str) -> None:
        record = self._record(record_id)
        if record is not None:
            self.actions.delete(record)

    def _record(self, record_id: str) -> HealthRecord | None:
        return next((one for one in self._shown if one.id == record_id), None)

    def _put_target(self, said: str) -> None:
        if self._key is not None:
            job = self._set_target(self._key.kind, said)
            start("set a target", job, self._page.tell_target_problem)

    async def _set_target(self, kind: str, said: str) -> None:
        before = await self._health.targets.of(self._user_id, kind)
        if said and (before is None or said != target_text(words(), before)):
            language = words().language
            await self._assistant.readings.put_target(self._user_id, kind, said, language)
            self.did.emit(tr("The target is set."), self._back(kind, before))
        elif not said and before is not None:
            await self._health.targets.remove(self._user_id, kind)
            self.did.emit(tr("There is no target any more."), self._back(kind, before))
        self._page.show_target(said)
        self._later.start()

    def _back(self, kind: str, before: HealthTarget | None) -> object:
        def take_back() -> None:
            targets = self._health.targets
            job = targets.put(before) if before else targets.remove(self._user_id, kind)
            start("take back", job)

        return take_back


def _at(one: Series) -> float:
    """Kinds that were measured last come first, what adds up among them."""
    at = one.latest.at.timestamp() if one.latest is not None else 0.0
    return at + (0.1 if rule_of(one.key.kind).adds_up else 0.0)
