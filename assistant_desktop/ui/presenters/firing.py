"""What fires now: the Notifier of the window, the reminder window and the sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.domain.service import ServiceChoice
from assistant_desktop.ui.models.firing_rows import firing_row
from assistant_desktop.ui.models.reminder_rows import promise_phone
from assistant_desktop.ui.presenters.snoozes import snooze_end
from assistant_desktop.ui.reminder_window import ReminderWindow
from assistant_desktop.ui.sound import play_chime
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import RemindersChanged, ReminderShown, Trouble
    from assistant_desktop.domain.ids import OccurrenceId, UserId
    from assistant_desktop.domain.ports import Showing
    from assistant_desktop.domain.reminder import ReminderView
    from assistant_desktop.ui.event_relay import EventRelay

SECOND_MS = 1000


class Firing(QObject):
    """A Notifier (domain.ports). Lives before the core does, which is given to it later."""

    answered = Signal(str)
    profile_wanted = Signal(str)

    def __init__(self, parent: QObject, chime: Callable[[], Awaitable[None]] = play_chime) -> None:
        super().__init__(parent)
        self._chime = chime
        self._assistant: Assistant | None = None
        self._user_id: UserId | None = None
        self._views: dict[str, ReminderView] = {}
        self._window: ReminderWindow | None = None
        self._ticks = QTimer(self)
        self._ticks.setInterval(SECOND_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def window(self) -> ReminderWindow:
        """The window, made when first needed."""
        if self._window is None:
            self._window = ReminderWindow()
            # No parent: it must not hide with the main window. Its end comes with ours instead.
            self.destroyed.connect(self._window.deleteLater)
            self._window.answered.connect(self.answer)
            self._window.all_done.connect(self._answer_all)
        return self._window

    def attach(self, assistant: Assistant, relay: EventRelay, user_id: UserId) -> None:
        """The core is there."""
        changed = self._user_id is not None and self._user_id != user_id
        self._assistant, self._user_id = assistant, user_id
        relay.reminders_changed.connect(self._changed)
        relay.reminder_shown.connect(self._shown)
        relay.services_changed.connect(self._look_for_phone)
        relay.trouble.connect(self._trouble)
        self._look_for_phone()
        if changed and self._views:
            start("whose reminders fire", self._read_words())

    def _look_for_phone(self, _: object = None) -> None:
        """Ladders name the phone where pushes go to one."""
        if self._assistant is not None:
            phone = self._assistant.settings.services.get("phone", ServiceChoice())
            promise_phone(reached=phone.enabled and bool(phone.fields.get("targets")))

    def _trouble(self, event: Trouble) -> None:
        """A push that failed is told where the reminder nags."""
        if event.kind == "phone" and self._views:
            self.window.say(event.what)

    async def _read_words(self) -> None:
        """Another profile is at the window: what fires of it is shown with its words."""
        if self._assistant is None or self._user_id is None:
            return
        for view in await self._assistant.reminders.live(self._user_id):
            if view.occurrence.id in self._views:
                self._views[view.occurrence.id] = view
        if self._views:
            self._show()

    def rebuild(self) -> None:
        """Colours or words have changed."""
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
            self._window = None
        if self._views:
            self._show()

    # ---- the Notifier ----

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Show all of them in one window, of whichever profile; which can really be seen."""
        if self._assistant is None or not showings:
            return frozenset()
        for one in showings:
            self._views[one.view.occurrence.id] = one.view
        self._show()
        loudest = {channel for one in showings for channel in one.channels}
        if Channel.ON_TOP in loudest:
            self.window.come_up()
        if Channel.SOUND in loudest and self._assistant.settings.sound:
            start("chime", self._sound())
        if not self.window.isVisible():
            return frozenset()
        seen = set(self.window.showing)
        ids = (one.view.occurrence.id for one in showings)
        return frozenset(one for one in ids if one in seen)

    async def withdraw(self, view: ReminderView) -> None:
        """Close what shows it."""
        self._take_away(view.occurrence.id)

    async def _sound(self) -> None:
        await self._chime()

    # ---- the window ----

    def _show(self) -> None:
        if self._assistant is None:
            return
        now = self._assistant.now().astimezone(self._assistant.zone())
        oldest_first = sorted(self._views.values(), key=lambda view: view.occurrence.due)
        self.window.show_rows([firing_row(view, now, self._user_id) for view in oldest_first])
        self._ticks.start()

    def _tick(self) -> None:
        if self._assistant is None or not self._views:
            self._ticks.stop()
            return
        now = self._assistant.now().astimezone(self._assistant.zone())
        views = self._views.values()
        self.window.tick([firing_row(view, now, self._user_id) for view in views])

    def _shown(self, event: ReminderShown) -> None:
        """A level may have risen by a notification alone: the open card follows."""
        if event.view.occurrence.id in self._views:
            self._views[event.view.occurrence.id] = event.view
            self._show()

    def _changed(self, event: RemindersChanged) -> None:
        """Answered anywhere closes it here."""
        for key, view in tuple(self._views.items()):
            same = view.reminder.id == event.view.reminder.id
            if same and event.view.occurrence.state is not OccurrenceState.FIRING:
                self._take_away(key)
            elif same:
                self._views[key] = event.view
                self._show()

    def _take_away(self, occurrence_id: str) -> None:
        if self._views.pop(occurrence_id, None) is not None and self._window is not None:
            self._window.take_away(occurrence_id)
        if not self._views:
            self._ticks.stop()

    # ---- answers ----

    def answer(self, occurrence_id: str, answer: str) -> None:
        """Done, skip, or snooze with its length."""
        start(f"answer a reminder: {answer}", self._answer(occurrence_id, answer))

    async def _answer(self, occurrence_id: str, answer: str) -> None:
        assistant, view = self._assistant, self._views.get(occurrence_id)
        if assistant is None or view is None:
            return
        user_id = view.reminder.user_id
        if answer == "show":
            self.profile_wanted.emit(user_id)
            return
        if answer == "done":
            await assistant.reminders.acknowledge(user_id, occurrence_id)
        elif answer == "skip":
            await assistant.reminders.skip(user_id, occurrence_id)
        else:
            until = snooze_end(assistant, answer.removeprefix("snooze "))
            await assistant.reminders.snooze(user_id, occurrence_id, until)
        self._take_away(occurrence_id)
        self.answered.emit(occurrence_id)

    def _answer_all(self, occurrence_ids: list[str]) -> None:
        for occurrence_id in occurrence_ids:
            self.answer(occurrence_id, "done")
