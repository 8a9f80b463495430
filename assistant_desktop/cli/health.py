"""health: readings, targets, kinds of your own, medicines at their times, files."""

import argparse
import json
from datetime import UTC

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, Entry, bad_rows_text, taken_text
from assistant_desktop.domain.errors import BadInput, DoubtfulValue
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_record import KINDS, HealthRecord
from assistant_desktop.domain.health_series import DosePlan, SeriesKey
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.wording.health_words import (
    dose_text,
    kind_name,
    record_text,
    source_text,
    taken_share_text,
    target_text,
    unit_name,
)

_ACTIONS = ("list", "add", "delete", "kinds", "targets", "schedules", "import", "export")
_SHORT_ID = 8
"""The end of an id: the beginning of all is the time."""


class Health(Verb):
    """`health list|add|delete|kinds|targets|schedules|import|export`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """An id may be cut to its last letters."""
        parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS)
        told = (
            "list: a kind; add: kind, value, unit; delete: an id; kinds: add NAME UNIT, or remove"
            " NAME; targets: set KIND VALUE, or remove KIND; schedules: add SENTENCE, or remove"
            " WORDS; import, export: a file"
        )
        parser.add_argument("what", nargs="*", help=told)
        parser.add_argument("--at", default=None, help="add: when, in words")
        parser.add_argument("--note", default="", help="add: a note")
        parser.add_argument("--anyway", action="store_true", help="add: keep what seems odd")
        parser.add_argument("--limit", type=int, default=20, help="list: how many")
        parser.add_argument("--form", choices=("csv", "fhir"), default=None, help="export")
        parser.add_argument("--again", action="store_true", help="import: a file known already")
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show or change."""
        at_work = _Desk(assistant, options, terminal)
        return await getattr(at_work, f"do_{options.action}")() or 0


class _Desk:
    """One command."""

    def __init__(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        self._assistant, self._options, self._terminal = assistant, options, terminal
        self._health, self._words = assistant.health, terminal.words
        self._user, self._zone = options.user, assistant.zone()
        self._what: list[str] = options.what

    # ---- readings ----

    async def do_list(self) -> None:
        """Of a kind its readings, newest first; without one the last of each."""
        if not self._what:
            found = [one.latest for one in await self._health.charting.series(self._user)]
            rows = [one for one in found if one is not None]
        else:
            key = SeriesKey(kind=kind_of(" ".join(self._what)))
            limit = max(self._options.limit, 1)
            rows = await self._health.diary.page(self._user, key, None, limit)
        if not rows and not self._options.json:
            self._terminal.line(self._words.text("No readings."))
        for one in rows:
            if self._options.json:
                self._json(_as_data(one))
            else:
                self._terminal.line(self._line(one))

    def _line(self, one: HealthRecord) -> str:
        at = one.at.astimezone(self._zone)
        name, value = kind_name(self._words, one.kind), record_text(self._words, one)
        source = source_text(self._words, one.source)
        told = f"  ({source})" if source else ""
        return f"{one.id[-_SHORT_ID:]}  {at:%Y-%m-%d %H:%M}  {name}  {value}{told}"

    async def do_add(self) -> int:
        what = self._what[0].split() if len(self._what) == 1 else self._what
        if len(what) < 2:
            raise BadInput("Give a name: {usage}", usage="health add KIND VALUE [UNIT]")
        known = await self._words_of_kind(what)
        kind, value, *unit = " ".join(what[:known]), *what[known:]
        options = self._options
        entry = Entry(
            kind, value, " ".join(unit) or await self._own_unit(kind), options.at, options.note,
            anyway=options.anyway,
        )  # fmt: skip
        try:
            record, told = await self._assistant.readings.add(
                self._user, entry, self._terminal.language
            )
        except DoubtfulValue as doubt:
            self._terminal.problem(self._words.error(doubt))
            again = self._words.text("Nothing was written down. If it is right, add --anyway.")
            self._terminal.problem(again)
            return 1
        self._tell(told, _as_data(record))
        return 0

    async def _words_of_kind(self, what: list[str]) -> int:
        """How many words name the kind: “blood pressure 120/80” needs no quotes."""
        own = {one.name for one in await self._health.diary.own_kinds(self._user)}
        for count in range(len(what) - 1, 1, -1):
            named = " ".join(what[:count])
            if kind_of(named) in KINDS or named.lower() in own:
                return count
        return 1

    async def _own_unit(self, kind: str) -> str | None:
        own = await self._health.diary.own_kinds(self._user)
        return next((one.unit for one in own if one.name == kind.lower()), None)

    async def do_delete(self) -> None:
        record = await self._health.diary.get(self._user, self._named("delete ID"))
        await self._health.diary.take_back(self._user, record.id, at_once=True)
        self._tell(self._words.text("The reading is deleted."), _as_data(record))

    # ---- kinds and targets ----

    async def do_kinds(self) -> None:
        diary = self._health.diary
        if self._what[:1] == ["add"]:
            if len(self._what) < 2:
                raise BadInput("Give a name: {usage}", usage="health kinds add NAME UNIT")
            named, *words = self._what[1:]
            kept = await diary.add_kind(self._user, named, " ".join(words))
            self._tell(f"{kept.name}  {kept.unit}", {"kind": kept.name, "unit": kept.unit})
            return
        if self._what[:1] == ["remove"]:
            name = " ".join(self._what[1:])
            await diary.remove_kind(self._user, name)
            told = self._words.text("The kind is gone; its readings stay.")
            self._tell(told, {"kind": name.lower(), "removed": True})
            return
        own = {one.name: one.unit for one in await diary.own_kinds(self._user)}
        for kind, unit in {**{kind: rule.unit for kind, rule in KINDS.items()}, **own}.items():
            if self._options.json:
                self._json({"kind": kind, "unit": unit, "own": kind in own})
            else:
                name = kind_name(self._words, kind)
                self._terminal.line(f"{kind}  {name}  {unit_name(self._words, unit)}")

    async def do_targets(self) -> None:
        if self._what[:1] == ["set"] and len(self._what) > 2:
            kind, value = self._what[1], " ".join(self._what[2:])
            language = self._terminal.language
            await self._assistant.readings.put_target(self._user, kind, value, language)
        elif self._what[:1] == ["remove"] and len(self._what) > 1:
            kind = kind_of(" ".join(self._what[1:]))
            await self._health.targets.remove(self._user, kind)
        elif self._what:
            usage = "health targets set KIND VALUE"
            raise BadInput("Give a name: {usage}", usage=usage)
        for one in await self._health.targets.all(self._user):
            if self._options.json:
                self._json(one.model_dump(exclude={"user_id"}))
            else:
                name = kind_name(self._words, one.kind)
                self._terminal.line(f"{name}: {target_text(self._words, one)}")

    # ---- medicines at their times ----

    async def do_schedules(self) -> None:
        if self._what[:1] == ["add"]:
            report = await self._assistant.remind(self._user, " ".join(self._what[1:]))
            if report.error is not None:
                raise report.error
            self._terminal.line(report.reply)
            return
        if self._what[:1] == ["remove"]:
            named = " ".join(self._what[1:])
            view = await self._assistant.find_reminder(self._user, named)
            await self._assistant.reminders.cancel(self._user, view.reminder.id)
            text = self._words.quoted(view.reminder.text)
            self._terminal.line(self._words.text("Cancelled: {text}", text=text))
            return
        plans = await self._health.plans.all(self._user)
        if not plans and not self._options.json:
            self._terminal.line(self._words.text("No medicine is planned."))
        for one in plans:
            self._plan(one)

    def _plan(self, one: DosePlan) -> None:
        rule = one.view.reminder
        if self._options.json:
            self._json(
                {
                    "reminder_id": rule.id,
                    "text": rule.text,
                    "dose": one.dose.model_dump(),
                    "rrule": rule.rrule,
                    "week": one.week.model_dump(),
                    "month": one.month.model_dump(),
                }
            )
            return
        due, language = one.view.occurrence.due, self._terminal.language
        when = self._assistant.say_when(due, rule.rrule, language)
        self._terminal.line(f"{dose_text(self._words, one.dose)} — {when}")
        week = taken_share_text(self._words, one.week)
        month = taken_share_text(self._words, one.month)
        self._terminal.line(
            "    " + self._words.text("7 days: {week}; 30 days: {month}", week=week, month=month)
        )

    # ---- files ----

    async def do_import(self) -> int:
        path = self._terminal.path(self._named("import FILE"))

        def progress(done: float) -> None:
            self._terminal.write_err(f"\r{round(done * 100):3} %")

        taken = await self._health.transfer.import_file(
            self._user, path, progress, again=self._options.again
        )
        self._terminal.write_err("\n")
        data = {
            "form": taken.form, "new": taken.new, "known": taken.known, "other": taken.other,
            "left_out": dict(taken.bad),
        }  # fmt: skip
        self._tell(taken_text(self._words, taken), data)
        for reason in bad_rows_text(self._words, taken):
            self._terminal.problem(f"  {reason}")
        if taken.trouble is not None:
            self._terminal.problem(self._words.error(taken.trouble))
        return 1 if taken.trouble is not None else 0

    async def do_export(self) -> None:
        path = self._terminal.path(self._named("export FILE.csv"))
        form = self._options.form or ("fhir" if path.suffix == ".json" else "csv")
        transfer = self._health.transfer
        write = transfer.export_fhir if form == "fhir" else transfer.export_csv
        count = await write(self._user, path)
        told = self._words.count(
            "{n} reading written to {path}.", "{n} readings written to {path}.", count, path=path
        )
        self._tell(told, {"readings": count, "form": form, "file": str(path)})

    # ---- telling ----

    def _named(self, usage: str) -> str:
        if not self._what:
            raise BadInput("Give a name: {usage}", usage=f"health {usage}")
        return " ".join(self._what)

    def _tell(self, sentence: str, data: JsonObject) -> None:
        if self._options.json:
            self._json(data)
        else:
            self._terminal.line(sentence)

    def _json(self, data: JsonObject) -> None:
        self._terminal.line(json.dumps(data, ensure_ascii=False))


def _as_data(one: HealthRecord) -> JsonObject:
    data = one.model_dump(exclude={"user_id"})
    return {**data, "at": one.at.astimezone(UTC).isoformat()}


VERB = Health()
