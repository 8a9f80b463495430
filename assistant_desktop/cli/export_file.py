"""export: write all messages to a JSONL file."""

import argparse

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant


class Export(Verb):
    """`export FILE [--user U]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """One file."""
        parser.add_argument("file")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Write it whole or not at all."""
        path = terminal.path(options.file)
        written = await assistant.export_to(options.user, path)
        count = terminal.words.count(
            "{n} message written to {path}.", "{n} messages written to {path}.", written, path=path
        )
        terminal.line(count)
        return 0


VERB = Export()
