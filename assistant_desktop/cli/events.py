"""events: the calendars of a user: what is in them, changing it, files and addresses."""

import argparse
import json
from datetime import timedelta

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, Said
from assistant_desktop.domain.calendar_event import Calendar, EventOccurrence
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import CalendarId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import ToolResult
from assistant_desktop.wording.calendar_words import (
    calendar_name,
    hours_text,
    left_out_text,
    title_text,
    zone_text,
)

_ACTIONS = (
    *("list", "free", "add", "move", "delete", "undo", "remind", "import", "export"),
    *("calendars", "show", "hide", "subscribe", "unsubscribe", "refresh"),
)
_MOST = 500


class Events(Verb):
    """`events list|free|add|move|delete|undo|remind|import|export|calendars|subscribe|...`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Times are words or ISO 8601; a calendar is named by its name or id."""
        parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS)
        told = "list, free: when; add: a sentence; move, delete, remind: words of the title or an"
        parser.add_argument("what", nargs="*", help=f"{told} id; a file; an address; a calendar")
        parser.add_argument("--start", default=None, help="add, move: from when; list: since when")
        parser.add_argument("--end", default=None, help="until when, or how long")
        parser.add_argument("--title", default=None, help="add, move: what it is called")
        parser.add_argument("--place", default=None, help="add: where")
        parser.add_argument("--before", type=int, default=15, help="remind: minutes before it")
        parser.add_argument("--calendar", default=None, help="import, export: which one")
        parser.add_argument("--name", default="", help="subscribe: what it is called here")
        parser.add_argument("--dry-run", action="store_true", help="import: only say what comes")
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show, change or fetch."""
        at_work = _Desk(assistant, options, terminal)
        await getattr(at_work, f"do_{options.action}")()
        return 0


class _Desk:
    """One command."""

    def __init__(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        self._assistant, self._options, self._terminal = assistant, options, terminal
        self._calendar, self._events = assistant.calendar, assistant.agenda
        self._words, self._zone = terminal.words, assistant.zone()
        self._user = options.user
        self._said = Said(options.user, terminal.language)
        self._what = " ".join(options.what).strip()

    # ---- events ----

    async def do_list(self) -> None:
        start = self._options.start or self._what or None
        window = self._events.window(self._said, start, self._options.end)
        agenda = await self._calendar.diary.agenda(self._user, window, _MOST)
        for one in agenda.occurrences:
            calendar = agenda.calendar_of(one)
            if self._options.json:
                self._json(self._events.as_data(one, calendar))
            else:
                self._terminal.line(self._line(one, calendar))
        if self._options.json:
            return
        if not agenda.occurrences:
            self._terminal.line(self._words.text("No events."))
        if agenda.is_cut:
            self._terminal.line(self._words.text("… and more: ask for a shorter time."))

    def _line(self, one: EventOccurrence, calendar: Calendar) -> str:
        day = one.start.astimezone(self._zone).date()
        hours = hours_text(self._words, one, day, self._zone)
        there = zone_text(self._words, one, self._zone)
        title = title_text(self._words, one)[:100]
        name = calendar_name(self._words, calendar)
        marks = "".join(f"  ({part})" for part in (one.event.place[:60], there) if part)
        repeats = " ↻" if one.is_one_of_several else ""
        return f"{day:%Y-%m-%d} {hours:11}  {title}{repeats}{marks}  [{name}]"

    async def do_free(self) -> None:
        start = self._options.start or self._what or None
        self._tell(await self._events.listed(self._said, start, self._options.end))

    async def do_add(self) -> None:
        title, start = self._options.title or self._what, self._options.start
        if not title:
            raise BadInput("Say what and when: {usage}", usage="events add lunch tomorrow at 13")
        if start is None:
            self._tell(await self._events.add_sentence(self._said, title))
            return
        end, place = self._options.end, self._options.place
        self._tell(await self._events.add(self._said, title, start, end, place))

    async def do_move(self) -> None:
        options = self._options
        self._require("events move WHICH --start WHEN")
        self._tell(
            await self._events.move(
                self._said, self._what, options.title, options.start, options.end
            )
        )

    async def do_delete(self) -> None:
        self._require("events delete WHICH")
        self._tell(await self._events.delete(self._said, self._what))

    async def do_undo(self) -> None:
        self._tell(await self._events.undo(self._said))

    async def do_remind(self) -> None:
        self._require("events remind WHICH --before MINUTES")
        if self._options.before < 0:
            raise BadInput("A reminder comes up to four weeks before its event.")
        self._tell(await self._events.remind(self._said, self._what, self._options.before))

    def _tell(self, result: ToolResult) -> None:
        if self._options.json:
            self._json({"told": result.content, **result.data})
        else:
            self._terminal.line(result.content)

    # ---- files ----

    async def do_import(self) -> None:
        self._require("events import FILE.ics")
        transfer, target = self._calendar.transfer, await self._named(self._options.calendar)
        path = self._terminal.path(self._what)
        plan = await transfer.plan(self._user, path, target)
        if not self._options.dry_run:
            await transfer.take_in(plan)
        told = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": plan.same,
            "unread": plan.unread,
            "left_out": left_out_text(self._words, plan.left_out),
            "taken_in": not self._options.dry_run,
        }
        if self._options.json:
            self._json(told)
            return
        counts: dict[str, object] = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": plan.same,
        }
        words = self._words
        if self._options.dry_run:
            text = words.text(
                "Would come in: {new} new, {changed} changed, {same} as before.", **counts
            )
        else:
            text = words.text("Came in: {new} new, {changed} changed, {same} as before.", **counts)
        self._terminal.line(text)
        for line in left_out_text(self._words, plan.left_out):
            self._terminal.problem(line)

    async def do_export(self) -> None:
        self._require("events export FILE.ics")
        target = await self._named(self._options.calendar)
        path = self._terminal.path(self._what)
        count = await self._calendar.transfer.write_file(self._user, path, target)
        told = self._words.count("{n} event written: {path}", "{n} events written: {path}", count,
                                 path=path)  # fmt: skip
        self._terminal.line(told)

    # ---- calendars ----

    async def do_calendars(self) -> None:
        for one in await self._calendar.diary.calendars(self._user):
            if self._options.json:
                self._json(self._as_json(one))
                continue
            mark = "•" if one.is_shown else " "
            self._terminal.line(f"{mark} {calendar_name(self._words, one)}  {one.kind.value}")
            self._terminal.line(f"    {one.id}")
            if one.url:
                self._terminal.line(f"    {one.url}")
            if one.as_of is not None:
                time = f"{one.as_of.astimezone(self._zone):%Y-%m-%d %H:%M}"
                self._terminal.line("    " + self._words.text("Last answer: {time}", time=time))
            if one.trouble is not None:
                self._terminal.line(f"    {self._words.error(one.trouble.as_error())}")

    def _as_json(self, one: Calendar) -> JsonObject:
        trouble = "" if one.trouble is None else self._words.error(one.trouble.as_error())
        return {
            "id": one.id,
            "name": calendar_name(self._words, one),
            "kind": one.kind.value,
            "shown": one.is_shown,
            "read_only": one.is_read_only,
            "url": one.url,
            "as_of": None if one.as_of is None else one.as_of.isoformat(),
            "trouble": trouble,
        }

    async def do_show(self) -> None:
        await self._switch(shown=True)

    async def do_hide(self) -> None:
        await self._switch(shown=False)

    async def _switch(self, *, shown: bool) -> None:
        calendar = await self._found(self._what)
        await self._calendar.diary.show(self._user, calendar.id, shown=shown)
        await self.do_calendars()

    async def do_subscribe(self) -> None:
        self._require("events subscribe https://example.org/calendar.ics")
        made = await self._calendar.transfer.subscribe(self._user, self._what, self._options.name)
        if made.trouble is not None:
            self._terminal.problem(self._words.error(made.trouble.as_error()))
        if self._options.json:
            self._json(self._as_json(made))
            return
        self._terminal.line(self._words.text("Followed: {name}.", name=made.name))
        if made.as_of is None:
            return  # nothing is known of it yet
        agenda = await self._calendar.diary.agenda(
            self._user, (self._assistant.now(), self._assistant.now() + timedelta(days=31)), _MOST
        )
        count = sum(one.event.calendar_id == made.id for one in agenda.occurrences)
        self._terminal.line(
            self._words.count(
                "{n} event in the next month.", "{n} events in the next month.", count
            )
        )

    async def do_unsubscribe(self) -> None:
        calendar = await self._found(self._what)
        await self._calendar.transfer.remove(self._user, calendar.id)
        text = self._words.text("“{name}” is gone from here, with its events.", name=calendar.name)
        self._terminal.line(text)

    async def do_refresh(self) -> None:
        await self._calendar.transfer.refresh(self._user)
        await self.do_calendars()

    # ---- naming ----

    def _require(self, usage: str) -> None:
        if not self._what:
            raise BadInput("Something is missing: {usage}", usage=usage)

    async def _named(self, name: str | None) -> CalendarId | None:
        return None if name is None else (await self._found(name)).id

    async def _found(self, name: str) -> Calendar:
        """By its id, its address or its name."""
        wanted = name.strip().casefold()
        for one in await self._calendar.diary.calendars(self._user):
            names = {one.id, one.url, one.name.casefold()}
            if wanted and wanted in {*names, calendar_name(self._words, one).casefold()}:
                return one
        raise NotFound("There is no such calendar.", hint="List them: events calendars")

    def _json(self, value: JsonObject) -> None:
        self._terminal.line(json.dumps(value, ensure_ascii=False))


VERB = Events()
