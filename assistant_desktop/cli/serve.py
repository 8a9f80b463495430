"""serve: the core without a window; one flushed JSON line an event."""

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.events import (
    Event,
    RemindersChanged,
    ReminderShown,
    RemindersMissed,
    Trouble,
    TurnEnded,
)
from assistant_desktop.domain.ids import OccurrenceId
from assistant_desktop.domain.ports import Notifier, Showing
from assistant_desktop.domain.reminder import ReminderView


class Serve(Verb):
    """Runs until it is told to end. In a folder that another process owns it listens there."""

    lasting = True

    def notifier(self, terminal: Terminal) -> Notifier | None:
        """With neither notifier nor window, a flushed line is the showing."""
        return LineNotifier(terminal)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Print events; let reminders fire unless the owner already does."""
        stop = asyncio.Event()
        if terminal.is_own:
            _end_on_signals(stop)
        zone = assistant.zone()
        shown_by_us = not assistant.is_scheduling

        def listen(event: Event) -> None:
            if shown_by_us and isinstance(event, ReminderShown):
                return  # its line was the showing
            line = event_line(event, zone)
            if line is None:
                return
            try:
                terminal.line(json.dumps(line, ensure_ascii=False))
            except OSError:
                stop.set()  # nobody reads any more

        unsubscribe = assistant.subscribe(listen)
        try:
            terminal.line(json.dumps({"event": "serving", "pid": os.getpid()}))
            assistant.start_reminders()
            gc.freeze()  # what was loaded lives to the end: full rounds need not walk it
            await stop.wait()
        finally:
            unsubscribe()
        return 0


class LineNotifier:
    """Shows a reminder as one flushed JSON line."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Print one line each; those whose line is out were shown."""
        shown: set[OccurrenceId] = set()
        for showing in showings:
            zone = ZoneInfo(showing.view.reminder.zone)
            at = showing.view.occurrence.due + timedelta(seconds=showing.late_s)
            line = shown_line(showing.view, zone, at, again=showing.again)
            try:
                self._terminal.line(json.dumps(line, ensure_ascii=False))
            except OSError:
                break
            shown.add(showing.view.occurrence.id)
        return frozenset(shown)

    async def withdraw(self, view: ReminderView) -> None:
        """A line cannot be taken back."""


def shown_line(view: ReminderView, zone: ZoneInfo, at: datetime, *, again: bool) -> dict[str, Any]:
    """reminder_shown at level 0 or again, reminder_escalated at each level above."""
    occurrence = view.occurrence
    escalated = occurrence.level > 0 and not again
    policy = view.reminder.policy
    return {
        "event": "reminder_escalated" if escalated else "reminder_shown",
        **_reminder(view, zone),
        "late_s": round(max((at - occurrence.due).total_seconds(), 0.0), 3),
        "at": _iso(at, zone),
        "again": again,
        "channels": [channel.value for channel in policy.channels(occurrence.level)],
    }


def event_line(event: Event, zone: ZoneInfo) -> dict[str, Any] | None:
    """An event as a line; None for those that scripts have no use for."""
    if isinstance(event, ReminderShown):
        return shown_line(event.view, zone, event.at, again=event.again)
    if isinstance(event, RemindersChanged):
        name = "reminder_lapsed" if event.change == "lapsed" else f"reminder_{event.change}"
        return {"event": name, **_reminder(event.view, zone), "at": _iso(event.at, zone)}
    if isinstance(event, RemindersMissed):
        items = [
            {
                **_reminder(view, zone),
                "late_s": round((event.at - view.occurrence.due).total_seconds(), 3),
                "count": view.occurrence.missed_count,
            }
            for view in event.views
        ]
        return {"event": "reminders_missed", "items": items, "at": _iso(event.at, zone)}
    if isinstance(event, TurnEnded):
        return {
            "event": "turn_ended",
            "conversation_id": event.conversation_id,
            "outcome": event.outcome,
        }
    if isinstance(event, Trouble):
        return {"event": "trouble", "what": event.what, "hint": event.hint}
    return None


def _reminder(view: ReminderView, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "reminder_id": view.reminder.id,
        "occurrence_id": view.occurrence.id,
        "user": view.reminder.user_id,
        "level": view.occurrence.level,
        "text": view.reminder.text,
        "due": _iso(view.occurrence.due, zone),
    }


def _iso(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="milliseconds")


def _end_on_signals(stop: asyncio.Event) -> None:
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


VERB = Serve()
