"""export: write all conversations to a file, or to a folder of them."""

import argparse

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.in_thread import in_thread

_LOOK_LIMIT_S = 10.0


class Export(Verb):
    """`export FILE [--user U]`: FILE.md and a folder take Markdown, any other name JSONL."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """One file or folder."""
        parser.add_argument(
            "file", help="FILE.md or a folder for Markdown, any other name for JSON lines"
        )
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Write it whole or not at all."""
        path = terminal.path(options.file)
        is_folder = await in_thread("export", path.is_dir, _LOOK_LIMIT_S)
        if is_folder or options.file.endswith("/"):
            written = await assistant.history.export_to_folder(options.user, path)
        else:
            written = await assistant.history.export(options.user, path)
        count = terminal.words.count(
            "{n} message written to {path}.", "{n} messages written to {path}.", written, path=path
        )
        terminal.line(count)
        return 0


VERB = Export()
