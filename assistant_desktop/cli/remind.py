"""remind: set a reminder from a sentence, without a conversation."""

import argparse
import json

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant


class Remind(Verb):
    """`remind TEXT`: "to stretch in 2 hours", "покормить кота завтра в 9"."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The text may be several words."""
        parser.add_argument("text", nargs="+")
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Set it and say what was set."""
        report = await assistant.remind(options.user, " ".join(options.text))
        if report.error is not None:
            raise report.error
        for entry in report.entries:
            if options.json:
                terminal.line(
                    json.dumps({**entry.data, "receipt": entry.receipt}, ensure_ascii=False)
                )
            else:
                terminal.line(entry.receipt or entry.content)
        return 0 if all(entry.receipt for entry in report.entries) else 1


VERB = Remind()
