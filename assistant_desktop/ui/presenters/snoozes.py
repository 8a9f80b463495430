"""When a snooze ends, from what a menu offers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant


def snooze_end(assistant: Assistant, choice: str) -> datetime:
    """`choice`: minutes, or "tomorrow" for tomorrow's morning hour."""
    now = assistant.now()
    if choice != "tomorrow":
        return now + timedelta(minutes=float(choice))
    local = now.astimezone(assistant.zone())
    morning = assistant.settings.day_hours.morning
    day = local.date() + timedelta(days=1)
    return datetime.combine(day, morning, tzinfo=assistant.zone())
