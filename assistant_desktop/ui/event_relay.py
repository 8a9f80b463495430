"""Domain events -> Qt signals on the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import Event


_OF_THE_MACHINE = frozenset(
    {
        "DownloadProgress",
        "EmbeddingProgress",
        "ModelsChanged",
        "NewVersionFound",
        "ProfilesChanged",
        "ServicesChanged",
        "Trouble",
    }
)
"""Facts that concern whoever is at the window."""


class EventRelay(QObject):
    """One signal for each kind of fact; each carries the event itself."""

    message_stored = Signal(object)
    text_streamed = Signal(object)
    text_taken_back = Signal(object)
    reply_waiting = Signal(object)
    call_changed = Signal(object)
    approval_asked = Signal(object)
    turn_ended = Signal(object)
    conversations_changed = Signal(object)
    branch_changed = Signal(object)
    reminders_changed = Signal(object)
    reminder_shown = Signal(object)
    reminders_missed = Signal(object)
    memories_changed = Signal(object)
    profiles_changed = Signal(object)
    download_progress = Signal(object)
    models_changed = Signal(object)
    embedding_progress = Signal(object)
    services_changed = Signal(object)
    calendars_changed = Signal(object)
    news_changed = Signal(object)
    health_changed = Signal(object)
    health_import_progress = Signal(object)
    new_version_found = Signal(object)
    trouble = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop: Callable[[], None] | None = None

    def attach(self, assistant: Assistant, user_id: str) -> None:
        """Begin to relay what happens to one user and to the machine.

        The bus speaks on this very thread.
        """
        signals = {
            "MessageStored": self.message_stored,
            "TextStreamed": self.text_streamed,
            "TextTakenBack": self.text_taken_back,
            "ReplyWaiting": self.reply_waiting,
            "CallChanged": self.call_changed,
            "ApprovalAsked": self.approval_asked,
            "TurnEnded": self.turn_ended,
            "ConversationsChanged": self.conversations_changed,
            "BranchChanged": self.branch_changed,
            "RemindersChanged": self.reminders_changed,
            "ReminderShown": self.reminder_shown,
            "RemindersMissed": self.reminders_missed,
            "MemoriesChanged": self.memories_changed,
            "ProfilesChanged": self.profiles_changed,
            "DownloadProgress": self.download_progress,
            "ModelsChanged": self.models_changed,
            "EmbeddingProgress": self.embedding_progress,
            "ServicesChanged": self.services_changed,
            "CalendarsChanged": self.calendars_changed,
            "NewsChanged": self.news_changed,
            "HealthChanged": self.health_changed,
            "HealthImportProgress": self.health_import_progress,
            "NewVersionFound": self.new_version_found,
            "Trouble": self.trouble,
        }

        def relay(event: Event) -> None:
            name = type(event).__name__
            signal = signals.get(name)
            if signal is not None and (event.user_id == user_id or name in _OF_THE_MACHINE):
                signal.emit(event)

        self._stop = assistant.subscribe(relay)

    def detach(self) -> None:
        """Hear nothing more."""
        if self._stop is not None:
            self._stop()
            self._stop = None
