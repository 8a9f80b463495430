"""What can be done with a reminder in any list; each with its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_desktop.ui.dates import full_moment_text
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.presenters.snoozes import snooze_end
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.core.assistant import Assistant, Changed
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.domain.reminder import ReminderView

_LONGEST = 60


class ReminderActions(QObject):
    """`did` carries a sentence and how to take it back."""

    did = Signal(str, object)

    def __init__(self, assistant: Assistant, user_id: UserId, parent: QObject) -> None:
        super().__init__(parent)
        self._assistant, self._user_id = assistant, user_id

    def act(self, occurrence_id: str, action: str) -> None:
        """Done, skip, cancel, or snooze with its length."""
        start(f"{action} a reminder", self._act(occurrence_id, action))

    async def _act(self, occurrence_id: str, action: str) -> None:
        reminders, user_id = self._assistant.reminders, self._user_id
        if action == "done":
            changed = await reminders.acknowledge(user_id, occurrence_id)
        elif action == "skip":
            changed = await reminders.skip(user_id, occurrence_id)
        elif action == "cancel":
            changed = await reminders.cancel(user_id, occurrence_id)
        elif action.startswith("snooze "):
            until = snooze_end(self._assistant, action.removeprefix("snooze "))
            changed = await reminders.snooze(user_id, occurrence_id, until)
        else:
            return
        self._tell(changed, action)

    def _tell(self, changed: Changed, action: str) -> None:
        text = " ".join(changed.after.reminder.text.split())
        text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        if not changed.changed:
            self.did.emit(tr("It was already answered."), None)
            return
        number = changed.number
        back = None if not number else lambda: self._take_back(number)
        said = {
            "done": tr("Done: {text}", text=text),
            "skip": tr("Skipped: {text}", text=text),
            "cancel": tr("Cancelled: {text}", text=text),
        }.get(action, "")
        if not said:
            moment = changed.after.occurrence.next_at or changed.after.occurrence.due
            now = self._assistant.now().astimezone(self._assistant.zone())
            when = full_moment_text(moment.astimezone(now.tzinfo), now.date())
            said = tr("Snoozed until {when}: {text}", when=when, text=text)
        self.did.emit(said, back)

    def _take_back(self, number: int) -> None:
        start("take back", self._assistant.reminders.undo(self._user_id, number))

    def edit(
        self,
        view: ReminderView,
        words: tuple[str, str],
        on_success: Callable[[], None],
        on_failure: Callable[[str], None],
    ) -> None:
        """Another text and another time, both in words."""
        start("edit a reminder", self._edit(view, words, on_success), on_failure)

    async def _edit(
        self, view: ReminderView, words: tuple[str, str], on_success: Callable[[], None]
    ) -> None:
        rule, (text, when) = view.reminder, words
        changed = await self._assistant.change_reminder(self._user_id, rule.id, text, when)
        on_success()
        number = changed.number
        now = self._assistant.now().astimezone(self._assistant.zone())
        due = changed.after.occurrence.due.astimezone(now.tzinfo)
        told = tr("Changed: {when}", when=full_moment_text(due, now.date()))
        self.did.emit(told, None if not number else lambda: self._take_back(number))
