"""remember: keep something."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.ids import DEFAULT_USER, UserId


class Remember(Verb):
    """`remember TEXT [--user U]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The text may be several words."""
        parser.add_argument("text", nargs="+")
        parser.add_argument("--user", default=DEFAULT_USER)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Keep it and say so."""
        memory = await assistant.remember(UserId(options.user), " ".join(options.text))
        terminal.line(terminal.words.text("I'll remember: “{text}”.", text=memory.text))
        return 0


VERB = Remember()
