"""What is done on the page of health: each thing with its sentence, and Undo."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from assistant_desktop.domain.errors import BadInput, DoubtfulValue
from assistant_desktop.domain.health_record import KINDS, rule_of
from assistant_desktop.domain.reminder import Dose
from assistant_desktop.ui.dates import weekday_text
from assistant_desktop.ui.error_text import error_text
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.health_forms import KindChoice, PlanDraft, ReadingDraft
from assistant_desktop.wording.health_words import dose_text, kind_name, record_text, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant_desktop.core.assistant import Assistant, Changed
    from assistant_desktop.domain.health_record import HealthRecord
    from assistant_desktop.domain.health_series import OwnKind
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.views.health_page import HealthPage

DOSE_UNITS = ("mg", "tablet", "capsule", "drop", "ml", "mcg", "g", "IU", "unit")
_TIME = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\b")
_MOST_REASONS = 5


class HealthActions(QObject):
    """did: a sentence, and what takes it back, None for nothing."""

    did = Signal(str, object)

    def __init__(self, assistant: Assistant, page: HealthPage, user_id: UserId) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._health = assistant.health
        self._record: HealthRecord | None = None
        self._import: asyncio.Task[Any] | None = None
        page.form.wanted.connect(self._save)
        page.kind_form.wanted.connect(self._save_kind)
        page.medicines.form.wanted.connect(self._save_plan)
        page.medicines.stop_wanted.connect(self._stop_plan)
        page.import_wanted.connect(self._begin_import)
        page.import_stopped.connect(self._stop_import)
        page.export_wanted.connect(self._begin_export)

    def use_kinds(self, own: Sequence[OwnKind]) -> None:
        """What can be entered: the known kinds, and those of the user's own."""
        known = [KindChoice(kind, kind_name(words(), kind), _units(kind)) for kind in KINDS]
        mine = [
            KindChoice(one.name, kind_name(words(), one.name), ((one.unit, one.unit),))
            for one in own
        ]
        self._page.form.show_kinds([*known, *mine])

    # ---- a reading ----

    def open_new(self, kind: str, unit: str) -> None:
        """The form, empty."""
        self._record = None
        self._page.open_main()
        self._page.form.open_for(ReadingDraft("", kind, "", unit, "", ""))

    def open_for(self, record: HealthRecord) -> None:
        """The form with a reading."""
        self._record = record
        value = f"{record.value:.10g}"
        if record.second_value is not None:
            value = f"{value}/{record.second_value:.10g}"
        self._page.form.open_for(
            ReadingDraft(record.id, record.kind, value, record.unit, "", record.note)
        )

    def _save(self, draft: ReadingDraft) -> None:
        start("keep a reading", self._keep(draft), self._page.form.tell_problem)

    async def _keep(self, draft: ReadingDraft) -> None:
        from assistant_desktop.core.assistant import Entry

        entry = Entry(
            draft.kind, draft.value, draft.unit or None, draft.when or None, draft.note,
            anyway=draft.anyway,
        )  # fmt: skip
        language = words().language
        before = self._record if draft.id else None
        try:
            if before is not None:
                await self._assistant.readings.change(before, entry, language)
                told = tr("The reading is changed.")
                self.did.emit(told, self._later(lambda: self._health.diary.change(before)))
            else:
                record, told = await self._assistant.readings.add(self._user_id, entry, language)
                self.did.emit(told, self._later(lambda: self._drop(record)))
        except DoubtfulValue as doubt:
            self._page.form.ask(error_text(doubt, "keep a reading"))
            return
        self._page.form.close_card()

    async def _drop(self, record: HealthRecord) -> None:
        await self._health.diary.take_back(self._user_id, record.id)

    def delete(self, record: HealthRecord) -> None:
        """Delete a reading; Undo brings it back as it was."""
        start("delete a reading", self._delete(record))

    async def _delete(self, record: HealthRecord) -> None:
        await self._health.diary.take_back(self._user_id, record.id)
        told = tr("Deleted: {what}", what=record_text(words(), record))
        self.did.emit(told, self._later(lambda: self._health.diary.keep(record)))

    def _later(self, job: Callable[[], Any]) -> Callable[[], None]:
        return lambda: start("take back", job())

    # ---- a kind of one's own ----

    def _save_kind(self, name: str, unit: str) -> None:
        start("make a kind", self._add_kind(name, unit), self._page.kind_form.tell_problem)

    async def _add_kind(self, name: str, unit: str) -> None:
        kept = await self._health.diary.add_kind(self._user_id, name, unit)
        self._page.kind_form.close_card()
        self.use_kinds(await self._health.diary.own_kinds(self._user_id))
        self.open_new(kept.name, kept.unit)

    # ---- medicines ----

    def _save_plan(self, draft: PlanDraft) -> None:
        start("plan a medicine", self._plan(draft), self._page.medicines.form.tell_problem)

    async def _plan(self, draft: PlanDraft) -> None:
        from assistant_desktop.core.assistant import NewPlan

        dose = _dose(draft)
        made = await self._health.plans.add(
            NewPlan(
                user_id=self._user_id,
                text=tr("Take {dose}", dose=dose_text(words(), dose)),
                dose=dose,
                minutes=_minutes(draft.times),
                weekdays=draft.weekdays,
                policy="insistent" if draft.insists else "normal",
            )
        )
        self._page.medicines.form.close_card()
        told = tr("You will be reminded: {what}", what=dose_text(words(), dose))
        self.did.emit(told, self._later(lambda: self._take_back(made)))

    async def _take_back(self, made: Sequence[Changed]) -> None:
        for one in reversed(made):
            await self._assistant.reminders.undo(self._user_id, one.number)

    def _stop_plan(self, reminder_id: str) -> None:
        start("stop a medicine", self._cancel(reminder_id))

    async def _cancel(self, reminder_id: str) -> None:
        gone = await self._assistant.reminders.cancel(self._user_id, reminder_id)
        told = tr("You are not reminded any more: {what}", what=gone.after.reminder.text)
        self.did.emit(told, self._later(lambda: self._take_back([gone])))

    # ---- files ----

    def _begin_import(self, path: str) -> None:
        if self._import is None:
            self._page.tell("")
            self._page.show_import(0.0)
            start("import", self._take_in(Path(path)), self._import_failed)

    async def _take_in(self, path: Path) -> None:
        from assistant_desktop.core.assistant import bad_rows_text, taken_text

        self._import = asyncio.current_task()
        try:
            taken = await self._health.transfer.import_file(self._user_id, path)
        except asyncio.CancelledError:
            self._page.tell(tr("Stopped: what came is kept, and the next time it goes on there."))
            raise
        finally:
            self._import = None
            self._page.show_import(None)
        told = [taken_text(words(), taken), *bad_rows_text(words(), taken)[:_MOST_REASONS]]
        if taken.trouble is not None:
            told.append(words().error(taken.trouble))
        self._page.tell("\n".join(told))

    def show_progress(self, done: float) -> None:
        """How far the file is that was chosen here; a command tells of its own."""
        if self._import is not None:
            self._page.show_import(done)

    def _import_failed(self, sentence: str) -> None:
        self._page.tell(sentence)

    def _stop_import(self) -> None:
        if self._import is not None:
            self._import.cancel()

    def _begin_export(self, form: str, path: str) -> None:
        start("export", self._export(form, Path(path)), self._page.tell)

    async def _export(self, form: str, path: Path) -> None:
        transfer = self._health.transfer
        write = transfer.export_fhir if form == "fhir" else transfer.export_csv
        count = await write(self._user_id, path)
        told = trn(
            "{n} reading written to {name}.", "{n} readings written to {name}.", count,
            name=path.name,
        )  # fmt: skip
        self.did.emit(told, None)


def dose_units() -> list[tuple[str, str]]:
    """Units of doses, with their names."""
    return [(unit, _dose_unit(unit)) for unit in DOSE_UNITS]


def _dose_unit(unit: str) -> str:
    names = {
        "tablet": tr("tablets"),
        "capsule": tr("capsules"),
        "drop": tr("drops"),
        "unit": tr("units"),
    }
    return names.get(unit) or unit_name(words(), unit)


def weekdays() -> list[str]:
    """Monday first, in a few letters."""
    return [weekday_text(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)]


def _units(kind: str) -> tuple[tuple[str, str], ...]:
    rule = rule_of(kind)
    if kind == "medication":
        return tuple(dose_units())
    if rule.is_free:
        return ((rule.unit, rule.unit),)
    return tuple((unit, unit_name(words(), unit)) for unit in rule.scales)


def _dose(draft: PlanDraft) -> Dose:
    try:
        amount = float(draft.amount.replace(",", ".").strip())
    except ValueError:
        raise BadInput("Say the amount as a number.") from None
    if not draft.medicine:
        raise BadInput("Name the medicine.")
    if not 0 < amount <= 100_000:
        raise BadInput("Say the amount as a number.")
    return Dose(medicine=draft.medicine[:200], amount=amount, unit=draft.unit)


def _minutes(said: str) -> tuple[int, ...]:
    """Times of the day in minutes: "8:00, 20:00", "8 and 20.30"."""
    found = []
    for match in _TIME.finditer(said):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour > 23 or minute > 59:
            raise BadInput("“{text}” is no time of the day.", text=match[0])
        found.append(hour * 60 + minute)
    if not found:
        raise BadInput("Say at what time.", hint="Such as: 8:00, 20:00")
    return tuple(found)
