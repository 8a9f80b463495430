"""What a verb is: its arguments, what it needs, what it does."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BugError
from assistant_desktop.domain.ports import Notifier


class Verb:
    """The base: a verb that needs the core, ends at once and reads no input."""

    needs_core = True
    lasting = False
    reads_input = False

    def wants_input(self, options: argparse.Namespace) -> bool:
        """Whether standard input is read to its end before anything is done."""
        return self.reads_input

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's own arguments."""

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Do it; the exit status."""
        raise BugError(f"{type(self).__name__} does not run with a core")

    def run_alone(self, options: argparse.Namespace, terminal: Terminal) -> int:
        """Do it without a core; the exit status."""
        raise BugError(f"{type(self).__name__} does not run without a core")

    def notifier(self, terminal: Terminal) -> Notifier | None:
        """Who shows reminders while this verb runs, None for nobody."""
        return None
