"""models: which there are, bringing them, and choosing what answers."""

import argparse
import json

from assistant_desktop.cli.model_lines import (
    follow,
    print_built_in,
    print_info,
    print_row,
    row_json,
)
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, ModelChoice
from assistant_desktop.domain.errors import BadInput, ModelError
from assistant_desktop.domain.model_library import BUILT_IN, LEAST_CONTEXT, WORDS_ALONE
from assistant_desktop.wording.model_words import size_text


class Models(Verb):
    """`models list`, `pull NAME`, `use offline | NAME | FILE.gguf | --url URL --model NAME`,
    `use all-minilm-l6-v2 | none | --url URL --model NAME --finding` for what finds by meaning,
    `info FILE.gguf`, `remove NAME`.
    """

    reads_input = True

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """A server is chosen by its URL."""
        parser.add_argument("action", choices=["list", "pull", "use", "info", "remove"])
        parser.add_argument("name", nargs="?", default=None)
        parser.add_argument(
            "--url", default=None, help="OpenAI-compatible, such as http://localhost:11434/v1"
        )
        parser.add_argument("--model", default="", help="the server's name for it")
        finding = "with --url: this server is to find by meaning, not to answer"
        parser.add_argument("--finding", action="store_true", help=finding)
        prefix = "what a model that finds wants before {}"
        parser.add_argument("--query-prefix", default="", help=prefix.format("a question"))
        parser.add_argument("--text-prefix", default="", help=prefix.format("a text"))
        parser.add_argument("--key-stdin", action="store_true", help="read its key from stdin")
        context = "tokens it reads at once; a file: as many as memory has room for"
        parser.add_argument("--context", type=_context, default=0, help=context)
        parser.add_argument("--timeout", type=float, default=120, help="seconds for one request")
        parser.add_argument("--hub", default="", help=argparse.SUPPRESS)
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show or change."""
        if options.action == "list":
            await self._list(assistant, options, terminal)
        elif options.action == "pull":
            await self._pull(assistant, options, terminal)
        elif options.action == "info":
            path = terminal.path(_name(options, "models info FILE.gguf"))
            info = await assistant.models.describe(str(path))
            print_info(info, terminal, as_json=options.json)
        elif options.action == "remove":
            entry = assistant.models.entry(_name(options, "models remove NAME"))
            await assistant.models.remove(entry.name)
            terminal.line(terminal.words.text("{title} was removed.", title=entry.title))
        elif await self._use(assistant, options, terminal):
            self._tell_choice(assistant, options, terminal)
        return 0

    async def _list(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        rows = await assistant.models.rows(terminal.language)
        choice = assistant.settings.model
        if options.json:
            models = [row_json(row, terminal.words) for row in rows]
            chosen = choice.model_dump(mode="json")
            finding = assistant.finder.choice.model_dump(mode="json")
            told = {"chosen": chosen, "finding": finding, "models": models}
            terminal.line(json.dumps(told, ensure_ascii=False))
            return
        self._tell_choice(assistant, options, terminal)
        await self._tell_finder(assistant, terminal)
        words = terminal.words
        if choice.kind == "server":
            try:
                for name in await assistant.brains.names():
                    terminal.line(f"  {name}")
            except ModelError as error:  # the library can be shown all the same
                terminal.problem(words.error(error))
        headings = {"chat": words.text("For talking:"), "embedding": words.text("For finding:")}
        for kind, heading in headings.items():
            terminal.line()
            terminal.line(heading)
            for row in rows:
                if row.entry.kind == kind:
                    print_row(row, terminal)
            if kind == "embedding" and assistant.finder.has_built_in:
                print_built_in(assistant, terminal)
        for info in await assistant.models.own():
            terminal.line(f"  {info.path}  {size_text(words, info.file_bytes)}")

    async def _pull(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        entry = assistant.models.entry(_name(options, "models pull NAME"))
        stop = follow(assistant, entry.name, terminal)
        try:
            file = await assistant.models.pull(entry.name, options.hub)
        finally:
            stop()
        words = terminal.words
        told = words.text("{title} is here: {path}", title=entry.title, path=file.path)
        if file.verified == "size":
            told += " " + words.text("The hub states no hash: only its size was verified.")
        terminal.line(told)
        terminal.line(words.text("Use it with: models use {name}", name=entry.name))

    def _tell_choice(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        choice, words = assistant.settings.model, terminal.words
        if options.json:
            terminal.line(choice.model_dump_json())
        elif choice.kind == "offline":
            terminal.line(words.text("The offline brain answers; no model is needed."))
        elif choice.kind == "local":
            terminal.line(words.text("The model file {path} answers.", path=choice.path))
        else:
            text = "{model} at {url} is asked from the next message on."
            model = choice.model or "?"
            terminal.line(words.text(text, model=model, url=choice.base_url))

    async def _tell_finder(self, assistant: Assistant, terminal: Terminal) -> None:
        """What finds by meaning, and how far it is."""
        words, title = terminal.words, assistant.finder.title
        if not title:
            terminal.line(words.text("Search goes by words alone."))
            return
        terminal.line(words.text("By meaning, {title} finds.", title=title))
        status = await assistant.finder.status()
        if status.waiting:
            done = max(status.total - status.waiting, 0)
            text = "It has read {done} of {total} texts."
            terminal.line(
                "  " + words.text(text, done=done, total=max(status.total, status.waiting))
            )
        if status.trouble:
            terminal.line(f"  {words.error(status.trouble)}")

    async def _use(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> bool:
        """Choose; whether it is what answers."""
        if options.url:
            await self._use_server(assistant, options, terminal)
            answers = not options.finding
        else:
            answers = await self._use_named(assistant, options, terminal)
        if not answers:
            await self._tell_finder(assistant, terminal)
        return answers

    async def _use_named(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> bool:
        name = (options.name or "").strip()
        if not name:
            raise BadInput("Name what to use: offline, NAME, FILE.gguf, or --url URL --model NAME.")
        if name.lower().endswith(".gguf"):
            path, prefixes = str(terminal.path(name)), _prefixes(options)
            info = await assistant.models.use_own(path, options.context, prefixes)
            return not info.is_embedding
        if name.lower() == BUILT_IN:
            await assistant.finder.use_built_in()
            return False
        if name.lower() == WORDS_ALONE:
            await assistant.finder.use_words_alone()
            return False
        if name.lower() == "offline":
            await assistant.brains.use(ModelChoice())
            return True
        return (await assistant.models.use(name, options.context)).kind == "chat"

    async def _use_server(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        if options.key_stdin:
            key = "".join(terminal.read_lines()).strip()
            await assistant.brains.set_key(options.url, key)
        if options.finding:
            await assistant.finder.use_server(options.url, options.model, _prefixes(options))
            return
        fields = {
            "kind": "server",
            "base_url": options.url.rstrip("/"),
            "model": options.model,
            "context_tokens": options.context,
            "request_timeout_s": options.timeout,
        }
        await assistant.brains.use(ModelChoice.model_validate(fields))


def _prefixes(options: argparse.Namespace) -> tuple[str, str]:
    return options.query_prefix, options.text_prefix


def _context(text: str) -> int:
    tokens = int(text)
    if tokens and not LEAST_CONTEXT // 2 <= tokens <= 1 << 24:
        raise argparse.ArgumentTypeError(f"at least {LEAST_CONTEXT // 2}")
    return tokens


def _name(options: argparse.Namespace, usage: str) -> str:
    if not options.name:
        raise BadInput("Give a name: {usage}", usage=usage)
    name: str = options.name
    return name


VERB = Models()
