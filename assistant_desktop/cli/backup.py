"""backup: copy the data file now, or list the copies."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant


class Backup(Verb):
    """`backup [list]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Without a word: make one."""
        parser.add_argument("action", nargs="?", default="make", choices=["make", "list"])

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Print where the copies are."""
        if options.action == "make":
            terminal.line(str(await assistant.back_up()))
            return 0
        kept = await assistant.backups()
        for path in kept:
            terminal.line(str(path))
        if not kept:
            terminal.line(terminal.words.text("There is no backup yet."))
        return 0


VERB = Backup()
