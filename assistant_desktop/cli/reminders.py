"""reminders: list, show, acknowledge, skip, snooze, change, cancel, undo."""

import argparse
import json
from collections.abc import Sequence

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.reminder_lines import as_json, as_line
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, Changed, Ladder
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.reminder import ReminderView

_ANSWERS = ("ack", "skip", "snooze", "change", "cancel")


class Reminders(Verb):
    """`reminders list|show|ack|skip|snooze|change|cancel|undo [ID|words]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Without an id, ack, skip and snooze take the one that fires now."""
        parser.add_argument(
            "action", nargs="?", default="list", choices=["list", "show", *_ANSWERS, "undo"]
        )
        parser.add_argument("which", nargs="*", help="an id, or words of the text")
        parser.add_argument("--for", dest="length", default=None, help="snooze: how long")
        parser.add_argument("--until", default=None, help="snooze: until when")
        parser.add_argument("--text", default="", help="change: another text")
        parser.add_argument("--when", default="", help="change: another time, in words")
        parser.add_argument("--policy", default="", choices=["", "gentle", "normal", "insistent"])
        parser.add_argument("--within", default="", help="change: lapses when later; or always")
        parser.add_argument("--ended", action="store_true", help="list: what has ended, too")
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Do it and show what it came to."""
        user_id = options.user
        if options.action == "undo":
            taken_back = await assistant.reminders.undo(user_id)
            _show([taken_back], assistant, options, terminal)
            return 0
        if options.action == "list":
            views = await assistant.reminders.live(user_id)
            ended = await assistant.reminders.ended(user_id) if options.ended else []
            _show([*views, *ended], assistant, options, terminal)
            return 0
        which = " ".join(options.which) or None
        ends = options.action in ("ack", "skip")
        view = await assistant.find_reminder(
            user_id, which, "firing" if ends else "firing or touched", terminal.language
        )
        if options.action == "show":
            _show([view], assistant, options, terminal)
            return 0
        changed = await _answer(assistant, user_id, view, options)
        if not changed.changed:
            terminal.problem(terminal.words.text("It was already answered."))
        _show([changed.after], assistant, options, terminal)
        return 0


async def _answer(
    assistant: Assistant, user_id: UserId, view: ReminderView, options: argparse.Namespace
) -> Changed:
    occurrence_id = view.occurrence.id
    if options.action == "ack":
        return await assistant.reminders.acknowledge(user_id, occurrence_id)
    if options.action == "skip":
        return await assistant.reminders.skip(user_id, occurrence_id)
    if options.action == "cancel":
        return await assistant.reminders.cancel(user_id, occurrence_id)
    if options.action == "change":
        return await assistant.change_reminder(
            user_id,
            view.reminder.id,
            options.text,
            options.when,
            Ladder(options.policy, options.within),
        )
    due = view.occurrence.due
    until = assistant.snooze_until(due, options.length, options.until)
    return await assistant.reminders.snooze(user_id, occurrence_id, until)


def _show(
    views: Sequence[ReminderView],
    assistant: Assistant,
    options: argparse.Namespace,
    terminal: Terminal,
) -> None:
    zone = assistant.zone()
    if options.json:
        for view in views:
            terminal.line(json.dumps(as_json(view, zone), ensure_ascii=False))
        return
    if not views:
        terminal.line(terminal.words.text("No reminders."))
    for view in views:
        terminal.line(as_line(view, zone, terminal.words))


VERB = Reminders()
