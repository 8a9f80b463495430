"""A tool call in words: what it is called, its icon, its one-line receipt, its arguments."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.weather import WeatherReport
from assistant_desktop.ui.dates import moment_text
from assistant_desktop.ui.language import tr

if TYPE_CHECKING:
    from assistant_desktop.domain.conversation import JournalEntry

_LONGEST = 400
_TIMED = {"create_reminder", "update_reminder", "snooze_reminder"}


def call_title(name: str) -> str:
    """What a tool does, for a person."""
    titles = {
        "create_reminder": tr("Reminder"),
        "list_reminders": tr("Looked at reminders"),
        "acknowledge_reminder": tr("Marked as done"),
        "skip_reminder": tr("Skipped this time"),
        "snooze_reminder": tr("Snoozed"),
        "update_reminder": tr("Changed a reminder"),
        "cancel_reminder": tr("Cancelled a reminder"),
        "remember": tr("Remembered"),
        "recall": tr("Looked into memory"),
        "forget": tr("Forgot"),
        "search_history": tr("Searched the conversations"),
        "get_time": tr("Looked at the clock"),
        "get_weather": tr("Weather"),
        "get_news": tr("News"),
        "daily_briefing": tr("The day at a glance"),
        "log_health": tr("Health record"),
        "query_health": tr("Looked at health records"),
        "health_target": tr("Health target"),
        "list_events": tr("Looked at the calendar"),
        "create_event": tr("New event in the calendar"),
        "update_event": tr("Changed event in the calendar"),
        "delete_event": tr("Deleted event in the calendar"),
        "undo": tr("Took back the last change"),
    }
    return titles.get(name, name.replace("_", " ").capitalize())


def wish_title(name: str) -> str:
    """What a call asks to be allowed."""
    titles = {
        "create_event": tr("Add an event to the calendar"),
        "update_event": tr("Change an event in the calendar"),
        "delete_event": tr("Delete an event from the calendar"),
        "undo": tr("Take back the last change"),
        "remember": tr("Remember this"),
        "forget": tr("Forget this for good"),
        "create_reminder": tr("Set a reminder"),
        "update_reminder": tr("Change a reminder"),
        "cancel_reminder": tr("Cancel a reminder"),
        "log_health": tr("Write down a health record"),
        "health_target": tr("Change a health target"),
    }
    return titles.get(name, call_title(name))


def argument_name(name: str) -> str:
    """An argument for a person."""
    names = {
        "text": tr("text"),
        "due": tr("when"),
        "at": tr("when"),
        "when": tr("when"),
        "until": tr("until"),
        "rrule": tr("repeats"),
        "policy": tr("how it insists"),
        "which": tr("which"),
        "query": tr("query"),
        "title": tr("title"),
        "start": tr("start"),
        "end": tr("end"),
        "kind": tr("kind"),
        "value": tr("value"),
        "unit": tr("unit"),
        "place": tr("place"),
        "topic": tr("topic"),
        "for_minutes": tr("minutes"),
    }
    return names.get(name, name)


def call_icon(name: str) -> str:
    """The icon of a tool."""
    if "reminder" in name:
        return "reminders"
    if name in {"remember", "recall", "forget"}:
        return "memory"
    return {"get_time": "clock", "search_history": "search", "get_news": "news"}.get(name, "tool")


def status_text(entry: JournalEntry) -> str:
    """How a call stands; empty for one that simply went well."""
    texts = {
        CallStatus.PROPOSED: tr("about to run"),
        CallStatus.AWAITING_APPROVAL: tr("waits for your answer"),
        CallStatus.APPROVED: tr("allowed"),
        CallStatus.DENIED: tr("not allowed"),
        CallStatus.RUNNING: tr("running…"),
        CallStatus.FAILED: tr("failed"),
        CallStatus.TIMED_OUT: tr("took too long"),
        CallStatus.INTERRUPTED: tr("interrupted"),
        CallStatus.UNKNOWN: tr("outcome unknown"),
    }
    return tr("Undone") if entry.undone else texts.get(entry.status, "")


def receipt_line(entry: JournalEntry) -> str:
    """What was done, in a few words."""
    parts: list[str] = []
    data = entry.data
    if entry.status is CallStatus.DONE and entry.name in _TIMED and "due" in data:
        parts = [str(data.get("text", "")), _due(str(data["due"]))]
        if data.get("rrule"):
            parts.append(tr("repeats"))
        if data.get("policy") not in {"normal", None}:
            parts.append(policy_word(str(data["policy"])))
    elif entry.status is CallStatus.DONE and entry.receipt:
        parts = [_one_line(str(data.get("text") or entry.receipt))]
    return " · ".join(part for part in (*parts, status_text(entry)) if part)


def policy_word(name: str) -> str:
    """How a reminder insists, in one word."""
    names = {
        "gentle": tr("gentle"),
        "normal": tr("normal"),
        "insistent": tr("insistent"),
        "custom": tr("own rhythm"),
    }
    return names.get(name, name)


def _due(iso: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(iso))
    except ValueError:
        return iso


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def argument_lines(entry: JournalEntry) -> list[tuple[str, str]]:
    """Each argument with its value; the raw text where it is no JSON object."""
    try:
        arguments: Any = json.loads(entry.arguments)
    except ValueError:
        return [("", entry.arguments[:_LONGEST])]
    if not isinstance(arguments, dict):
        return [("", entry.arguments[:_LONGEST])]
    given = ((name, value) for name, value in arguments.items() if value is not None)
    lines = [(argument_name(str(name)), _value(value)) for name, value in given]
    if entry.status is CallStatus.AWAITING_APPROVAL and entry.about:
        lines.append((tr("effect"), _one_line(entry.about)))  # beyond its arguments
    return lines


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def forecast(entry: JournalEntry) -> WeatherReport | None:
    """The forecast that a call brought; None for other calls and for what cannot be read."""
    if entry.name != "get_weather" or not entry.data.get("hours"):
        return None
    try:
        return WeatherReport.model_validate(entry.data)
    except ValueError:
        return None  # of another version


def sources(entry: JournalEntry) -> list[tuple[str, str]]:
    """The stories that a call told of, each with its address."""
    items = entry.data.get("items") if entry.name == "get_news" else None
    if not isinstance(items, list):
        return []
    return [
        (str(one.get("title", "")), str(one["link"]))
        for one in items
        if isinstance(one, dict) and one.get("link")
    ]


def duration_text(entry: JournalEntry) -> str:
    """How long it ran."""
    if entry.duration_ms is None:
        return ""
    if entry.duration_ms < 1000:
        return tr("{n} ms", n=entry.duration_ms)
    return tr("{n} s", n=f"{entry.duration_ms / 1000:.1f}")
