"""What the text in the composer would do, said quietly below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.dates import full_moment_text, length_text
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.call_words import call_title, policy_word

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant, Preview

DELAY_MS = 150
_QUIET = {"help", "get_time"}


class PreviewPresenter(QObject):
    """`told` carries the sentence, "" where nothing was understood."""

    told = Signal(str)

    def __init__(self, assistant: Assistant, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._assistant = assistant
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.show_now)

    def edited(self, text: str) -> None:
        """Look at it once the hands rest."""
        self._text = text
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.told.emit("")

    def show_now(self) -> None:
        """Say what it would do."""
        from assistant_desktop.core.assistant import preview

        day_times = self._assistant.settings.day_hours.day_times()
        now, zone = self._assistant.now(), self._assistant.zone()
        found = preview(self._text, now, zone, day_times)
        told = "" if found is None else preview_text(found, self._assistant, now.astimezone(zone))
        self.told.emit(told)


def preview_text(found: Preview, assistant: Assistant, now: datetime) -> str:
    """A preview in words; empty for what changes nothing."""
    if found.tool == "create_reminder" and found.due is not None:
        rrule = found.arguments.get("rrule")
        when = full_moment_text(found.due, now.date())
        if isinstance(rrule, str):
            when = assistant.say_when(found.due, rrule, words().language)
        parts = [when, _insisting(found.arguments.get("policy"))]
        return tr("understood: {what}", what=", ".join(part for part in parts if part))
    if found.tool in _QUIET or found.tool.startswith(("list", "search", "recall")):
        return ""
    return tr("understood: {what}", what=call_title(found.tool).lower())


def _insisting(policy: object) -> str:
    if isinstance(policy, str):
        return policy_word(policy) if policy != "normal" else ""
    if isinstance(policy, dict):
        minutes = policy.get("repeat_minutes")
        if isinstance(minutes, int | float):
            return tr("nags every {length}", length=length_text(minutes * 60))
        if policy.get("insistent"):
            return policy_word("insistent")
    return ""
