"""schedule: the system starts the app when a reminder is due and it is not running."""

import argparse
import json
from datetime import datetime

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
        if options.action == "show" and is_on:
            return await self._show(assistant, options, terminal)
        planned = await assistant.system_start.tell() if options.action != "show" else None
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
            terminal.line(_told(assistant, terminal, planned))
        return 0

    async def _show(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """What the system really has; 1 where that is not what it should have."""
        standing = await assistant.system_start.look()
        wanted, found, words = standing.wanted, standing.found, terminal.words
        if options.json:
            said = {
                "on": True,
                "next_start": None if wanted is None else wanted.isoformat(),
                "found": None if found is None else found.isoformat(),
                "agrees": standing.agrees,
            }
            terminal.line(json.dumps(said))
        elif standing.agrees:
            told = words.text("On: no reminder is planned.")
            terminal.line(told if found is None else _told(assistant, terminal, found))
        else:
            terminal.line(
                words.text("On, but the system has no entry for it.")
                if found is None
                else words.text(
                    "On, but the system has another moment: {time}.", time=_time(assistant, found)
                )
            )
            terminal.line(
                words.text("It is told again when the app starts next, or now: schedule on")
            )
        return 0 if standing.agrees else 1


def _told(assistant: Assistant, terminal: Terminal, moment: datetime) -> str:
    time = _time(assistant, moment)
    return terminal.words.text("On: the system starts the app for {time}.", time=time)


def _time(assistant: Assistant, moment: datetime) -> str:
    return f"{moment.astimezone(assistant.zone()):%Y-%m-%d %H:%M:%S}"


VERB = Schedule()
