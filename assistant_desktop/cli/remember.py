"""remember: keep something."""

import argparse

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant


class Remember(Verb):
    """`remember TEXT [--user U]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The text may be several words."""
        parser.add_argument("text", nargs="+")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Keep it and say so."""
        memory = await assistant.remember(options.user, " ".join(options.text))
        terminal.line(terminal.words.text("I'll remember: “{text}”.", text=memory.text))
        return 0


VERB = Remember()
