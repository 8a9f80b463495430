"""models: choose what answers."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, ModelChoice
from assistant_desktop.domain.errors import BadInput


class Models(Verb):
    """`models list`, `models use offline | FILE.gguf | --url URL --model NAME [--key-stdin]`."""

    reads_input = True

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """A server is chosen by its URL."""
        parser.add_argument("action", choices=["list", "use"])
        parser.add_argument("name", nargs="?", default=None)
        parser.add_argument(
            "--url", default=None, help="OpenAI-compatible, such as http://localhost:11434/v1"
        )
        parser.add_argument("--model", default="", help="the server's name for it")
        parser.add_argument("--key-stdin", action="store_true", help="read its key from stdin")
        parser.add_argument("--context", type=int, default=8192, help="tokens it can read at once")
        parser.add_argument("--timeout", type=float, default=120, help="seconds for one request")
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show or change the choice."""
        if options.action == "use":
            await self._use(assistant, options, terminal)
        choice = assistant.settings.model
        if options.json:
            terminal.line(choice.model_dump_json())
            return 0
        if choice.kind == "offline":
            terminal.line(terminal.words.text("The offline brain answers; no model is needed."))
        elif choice.kind == "local":
            terminal.line(terminal.words.text("The model file {path} answers.", path=choice.path))
        else:
            model = choice.model or "?"
            terminal.line(
                terminal.words.text(
                    "{model} at {url} is asked from the next message on.",
                    model=model,
                    url=choice.base_url,
                )
            )
        if options.action == "list" and choice.kind == "server":
            for name in await assistant.brains.names():
                terminal.line(f"  {name}")
        return 0

    async def _use(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        if options.url:
            if options.key_stdin:
                key = "".join(terminal.read_lines()).strip()
                await assistant.brains.set_key(options.url, key)
            fields = {
                "kind": "server",
                "base_url": options.url.rstrip("/"),
                "model": options.model,
                "context_tokens": options.context,
                "request_timeout_s": options.timeout,
            }
            await assistant.brains.use(ModelChoice.model_validate(fields))
            return
        if options.name == "offline":
            await assistant.brains.use(ModelChoice())
        elif options.name and options.name.lower().endswith(".gguf"):
            path = str(terminal.path(options.name))
            choice = ModelChoice(kind="local", path=path, context_tokens=options.context)
            await assistant.brains.use(choice)
        else:
            raise BadInput("Name what to use: offline, FILE.gguf, or --url URL --model NAME.")


VERB = Models()
