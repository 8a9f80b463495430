"""updates: which version this is, whether there is a newer one, and how to get it."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.update import VersionState
from assistant_desktop.wording.version_words import (
    checked_text,
    found_lines,
    this_version_text,
)


class Updates(Verb):
    """`updates [show|look] [--json]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Looking asks the internet, where it is switched on; showing does not."""
        parser.add_argument("action", nargs="?", choices=["show", "look"], default="show")
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Say what is known, or ask first."""
        asks = options.action == "look"
        state = await (assistant.versions.look() if asks else assistant.versions.state())
        if options.json:
            terminal.line(state.model_dump_json())
        else:
            _tell(state, assistant, terminal)
        return 0


def _tell(state: VersionState, assistant: Assistant, terminal: Terminal) -> None:
    words, now = terminal.words, assistant.now().astimezone(assistant.zone())
    terminal.line(this_version_text(words, state))
    terminal.line(checked_text(words, state, now))
    if state.found is not None:
        for line in found_lines(words, state.found):
            terminal.line(line)


VERB = Updates()
