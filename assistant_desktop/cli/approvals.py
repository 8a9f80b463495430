"""approvals: calls that wait for your yes."""

import argparse
import json

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import CallId


class Approvals(Verb):
    """`approvals list` or `approvals yes|no ID [--always]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The id is shown by list."""
        parser.add_argument("action", nargs="?", default="list", choices=["list", "yes", "no"])
        parser.add_argument("id", nargs="?", default=None)
        parser.add_argument("--always", action="store_true", help="allow this tool for good")
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """List, or answer one and print what came of it."""
        user_id = options.user
        waiting = await assistant.approvals(user_id)
        if options.action == "list":
            for entry, reason in waiting:
                shown = {
                    "id": entry.call_id,
                    "name": entry.name,
                    "arguments": entry.arguments,
                    "reason": reason,
                    "about": entry.about,
                }
                plain = f"{entry.call_id}  {entry.name}  {entry.arguments}  {entry.about}".strip()
                terminal.line(json.dumps(shown, ensure_ascii=False) if options.json else plain)
            if not waiting and not options.json:
                terminal.line(terminal.words.text("Nothing waits for your answer."))
            return 0
        call_id = options.id or (waiting[0][0].call_id if len(waiting) == 1 else None)
        if call_id is None:
            raise BadInput("Name the call to answer.", hint="List them: approvals list")
        running = await assistant.answer_approval(
            user_id, CallId(call_id), yes=options.action == "yes", always=options.always
        )
        report = await running.finished
        if report.reply:
            terminal.line(report.reply)
        if report.error is not None:
            terminal.problem(terminal.words.error(report.error))
        return 1 if report.outcome == "failed" else 0


VERB = Approvals()
