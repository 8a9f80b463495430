"""services: which there are, switching them on and off, trying them."""

import argparse
import json
import threading
import webbrowser

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.service import ServiceField, ServiceRow

ACTIONS = ("list", "test", "enable", "disable", "add", "remove", "signin", "signout")


class Services(Verb):
    """`services list`, `test NAME`, `enable NAME [--set FIELD=VALUE]`, `disable NAME`,
    `add NAME [ADDRESS]`, `remove NAME ID`, `signin NAME`, `signout NAME`.
    """

    def wants_input(self, options: argparse.Namespace) -> bool:
        """An address that was not given as an argument."""
        return options.action == "add" and options.entry is None

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Fields are set while switching on; a list's parts are parted by semicolons."""
        parser.add_argument(
            "action",
            choices=["list", "test", "enable", "disable", "add", "remove", "signin", "signout"],
        )
        parser.add_argument("name", nargs="?", default=None)
        told = "an address to add, best on standard input; the id of one to remove"
        parser.add_argument("entry", nargs="?", default=None, help=told)
        told = "such as places='Riga; Berlin' (once a field)"
        parser.add_argument("--set", action="append", default=[], help=told)
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show, change or try."""
        if options.action == "list":
            await _list(assistant, options, terminal)
            return 0
        if not options.name:
            usage = f"services {options.action} NAME"
            raise BadInput("Give a name: {usage}", usage=usage)
        if options.action == "test":
            return await _test(assistant, options, terminal)
        if options.action in {"signin", "signout"}:
            await _change_account(assistant, options, terminal)
            return 0
        if options.action in {"add", "remove"}:
            await _change_entries(assistant, options, terminal)
            return 0
        fields = await _fields(assistant, options)
        if fields:
            await assistant.services.set_fields(options.name, fields)
        await assistant.services.switch(options.name, on=options.action == "enable")
        await _list(assistant, options, terminal, only=options.name.strip().lower())
        return 0


async def _change_account(
    assistant: Assistant, options: argparse.Namespace, terminal: Terminal
) -> None:
    """Signing in goes on in the browser; the address is shown, whether one opens or not."""
    words, services = terminal.words, assistant.services
    if options.action == "signout":
        await services.sign_out(options.user, options.name)
        terminal.line(words.text("Signed out."))
        return

    def open_page(url: str) -> None:
        terminal.line(words.text("Sign in on this page:"))
        terminal.line(url)
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    await services.sign_in(options.user, options.name, open_page, terminal.language)
    terminal.line(words.text("Signed in."))


async def _change_entries(
    assistant: Assistant, options: argparse.Namespace, terminal: Terminal
) -> None:
    """Addresses hold tokens: they are best read from standard input, which no history keeps."""
    entry = options.entry or "".join(terminal.read_lines()).strip()
    if options.action == "add":
        added = await assistant.services.add_entry(options.name, entry)
        terminal.line(terminal.words.text("Added: {title} ({id})", title=added.title, id=added.id))
        return
    await assistant.services.remove_entry(options.name, entry)
    await _list(assistant, options, terminal, only=options.name.strip().lower())


async def _list(
    assistant: Assistant, options: argparse.Namespace, terminal: Terminal, only: str = ""
) -> None:
    every = await assistant.services.rows(options.user)
    rows = [row for row in every if only in ("", row.id)]
    if options.json:
        told = {"services": [_as_json(row) for row in rows]}
        terminal.line(json.dumps(told, ensure_ascii=False))
        return
    words = terminal.words
    for row in rows:
        state = words.text("on") if row.enabled else words.text("off")
        terminal.line(f"{row.id:12} {state:5} {words.text(row.title)}")
        for one in row.leaves:
            terminal.line(f"    → {one.host}: {words.text(one.what)}")
        for field in row.fields:
            told_value = _field_text(field)
            terminal.line(f"    {field.name} = {told_value}")
        if row.is_signed_in is not None:
            is_in = words.text("signed in") if row.is_signed_in else words.text("not signed in")
            terminal.line(f"    {is_in}")
        if row.health.succeeded_at is not None:
            moment = row.health.succeeded_at.astimezone(assistant.zone())
            time = f"{moment:%Y-%m-%d %H:%M}"
            terminal.line("    " + words.text("Last answer: {time}", time=time))
        if row.health.trouble:
            terminal.line(f"    {words.error(row.health.as_error())}")


def _field_text(field: ServiceField) -> str:
    if field.kind == "entries" and isinstance(field.value, tuple):
        return "; ".join(f"{one.title} ({one.id})" for one in field.value)
    if isinstance(field.value, tuple):
        return "; ".join(map(str, field.value))
    return str(field.value)


def _as_json(row: ServiceRow) -> dict[str, object]:
    return {
        "id": row.id,
        "enabled": row.enabled,
        "hosts": [{"host": one.host, "receives": one.what} for one in row.leaves],
        "fields": {field.name: _plain(field) for field in row.fields},
        "last_success": _iso(row.health.succeeded_at),
        "trouble": row.health.as_error().user_message,
        "resting_until": _iso(row.resting_until),
        "signed_in": row.is_signed_in,
    }


def _plain(field: ServiceField) -> object:
    if field.kind == "entries" and isinstance(field.value, tuple):
        return [one.model_dump() for one in field.value]
    return field.value


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None


async def _test(assistant: Assistant, options: argparse.Namespace, terminal: Terminal) -> int:
    try:
        told, works = await assistant.services.test(options.name, terminal.language), True
    except KnownError as error:
        if not options.json:
            raise
        told, works = terminal.words.error(error), False
    if options.json:
        said = {"id": options.name, "works": works, "told": told}
        terminal.line(json.dumps(said, ensure_ascii=False))
    else:
        terminal.line(told)
    return 0 if works else 1


async def _fields(assistant: Assistant, options: argparse.Namespace) -> dict[str, object]:
    """What was set, read as the kind of each field asks."""
    kinds = {
        field.name: field.kind
        for row in await assistant.services.rows()
        if row.id == options.name.strip().lower()
        for field in row.fields
    }
    fields: dict[str, object] = {}
    for one in options.set:
        name, sign, value = one.partition("=")
        if not sign:
            raise BadInput("Write FIELD=VALUE, not {text}.", text=one)
        kind = kinds.get(name.strip(), "text")
        if kind == "list":
            fields[name.strip()] = [part.strip() for part in value.split(";") if part.strip()]
        else:
            fields[name.strip()] = value.strip()
    return fields


VERB = Services()
