"""Reminders as lines and as JSON, for every verb that shows them."""

from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.wording import Wording
from assistant_desktop.wording.condition_words import condition_text


def as_json(view: ReminderView, zone: ZoneInfo) -> dict[str, Any]:
    """A reminder as scripts read it."""
    rule, occurrence = view.reminder, view.occurrence
    return {
        "reminder_id": rule.id,
        "occurrence_id": occurrence.id,
        "text": rule.text,
        "due": occurrence.due.astimezone(zone).isoformat(),
        "rrule": rule.rrule,
        "zone": rule.zone,
        "policy": rule.policy.name,
        "repeat_s": rule.policy.repeat_s,
        "critical": rule.policy.critical,
        "lapses_after_s": rule.latest_s,
        "state": occurrence.state.value,
        "level": occurrence.level,
        "missed_count": occurrence.missed_count,
        "rule_state": rule.state.value,
        "condition": None if rule.condition is None else rule.condition.model_dump(),
        "action": None if rule.action is None else rule.action.kind,
        "note": occurrence.note,
    }


def as_line(view: ReminderView, zone: ZoneInfo, words: Wording) -> str:
    """A reminder on one line: id, when, how it stands, text."""
    occurrence = view.occurrence
    due = occurrence.due.astimezone(zone)
    when = f"{due:%Y-%m-%d %H:%M:%S}" if due.second else f"{due:%Y-%m-%d %H:%M}"
    text = " ".join(view.reminder.text.split())
    condition = view.reminder.condition
    depends = "" if condition is None else f" ({condition_text(words, condition)})"
    return f"{view.reminder.id}  {when}  {occurrence.state.value:9}  {text[:100]}{depends}"
