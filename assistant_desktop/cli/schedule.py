"""schedule: the system starts the app when a reminder is due and it is not running."""

import argparse
import json

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant


class Schedule(Verb):
    """`schedule on|off|show [--json]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to do; by default it is shown how it stands."""
        parser.add_argument("action", nargs="?", choices=["on", "off", "show"], default="show")
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Switch it, tell the system at once, and say what it was told."""
        if options.action != "show":
            await assistant.change_settings(start_for_reminders=options.action == "on")
        is_on = assistant.settings.start_for_reminders
        planned = await assistant.system_start.tell() if options.action != "show" or is_on else None
        if options.json:
            moment = planned.isoformat() if planned is not None else None
            terminal.line(json.dumps({"on": is_on, "next_start": moment}))
            return 0
        words = terminal.words
        if not is_on:
            terminal.line(words.text("Off: reminders come only while the app runs."))
        elif planned is None:
            terminal.line(words.text("On: no reminder is planned."))
        else:
            time = f"{planned.astimezone(assistant.zone()):%Y-%m-%d %H:%M:%S}"
            terminal.line(words.text("On: the system starts the app for {time}.", time=time))
        return 0


VERB = Schedule()
