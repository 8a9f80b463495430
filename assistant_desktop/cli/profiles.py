"""profiles: who uses this computer's assistant; each sees their own things alone."""

import argparse
import json

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import UserId


class Profiles(Verb):
    """`profiles list|add NAME|delete NAME --yes`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Deleting wants --yes: nothing of the profile can be brought back."""
        parser.add_argument("action", nargs="?", default="list", choices=["list", "add", "delete"])
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--yes", action="store_true", help="delete: everything of it, for good")
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """List them, make one, or delete one with everything of it."""
        if options.action == "add":
            made = await assistant.profiles.add(options.name)
            terminal.line(terminal.words.text("Profile “{name}” is there.", name=made.id))
            return 0
        if options.action == "delete":
            await _delete(assistant, options, terminal)
            return 0
        for user in await assistant.profiles.everyone():
            shown = {"name": user.id, "created_at": user.created_at.isoformat()}
            terminal.line(json.dumps(shown, ensure_ascii=False) if options.json else user.id)
        return 0


async def _delete(assistant: Assistant, options: argparse.Namespace, terminal: Terminal) -> None:
    if not options.name:
        raise BadInput("Name the profile to delete.", hint="List them: profiles list")
    if not options.yes:
        raise BadInput(
            "Everything of “{name}” is removed for good, from backups too.",
            hint="Say it with --yes: profiles delete NAME --yes",
            name=options.name,
        )
    await assistant.profiles.delete(UserId(options.name))
    told = terminal.words.text("Everything of “{name}” is removed for good.", name=options.name)
    terminal.line(told)


VERB = Profiles()
