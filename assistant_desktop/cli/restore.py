"""restore: put the newest sound backup in the place of the data file."""

import argparse

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import restore_newest
from assistant_desktop.domain.errors import AlreadyRunning
from assistant_desktop.ownership import try_to_own


class Restore(Verb):
    """`restore`: works when the file is too damaged for anything else to start."""

    needs_core = False

    def run_alone(self, options: argparse.Namespace, terminal: Terminal) -> int:
        """Restore; nothing is deleted."""
        ownership = try_to_own(options.data_dir, lasting=False)
        if ownership is None:
            raise AlreadyRunning(
                "Assistant Desktop is running.", hint="Quit it first, then restore."
            )
        try:
            taken, aside = restore_newest(options.data_dir)
        finally:
            ownership.release()
        terminal.line(terminal.words.text("Restored from {backup}.", backup=taken))
        if aside is not None:
            terminal.line(
                terminal.words.text("The file that was there is kept in {folder}.", folder=aside)
            )
        return 0


VERB = Restore()
