"""Makes each page with its presenter when it is first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui.language import tr
from assistant_desktop.ui.presenters.agenda_today import AgendaTodayPresenter
from assistant_desktop.ui.presenters.preview import PreviewPresenter
from assistant_desktop.ui.presenters.reminders import RemindersPresenter
from assistant_desktop.ui.presenters.weather import WeatherPresenter
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from assistant_desktop.core.assistant import Assistant, Settings
    from assistant_desktop.domain.events import RemindersMissed
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.presenters.memory import MemoryPresenter
    from assistant_desktop.ui.presenters.settings import SettingsPresenter
    from assistant_desktop.ui.views.settings_page import SettingsPage
    from assistant_desktop.ui.views.shell import Shell
    from assistant_desktop.ui.widgets.quick_add import QuickAdd


class Places(QObject):
    """`ask_wanted` carries a sentence to be said in a conversation of its own.

    message_wanted: a conversation and a message of it, to be shown. message_unwanted: messages to
    be deleted for good. profile_wanted: to be switched to.
    """

    ask_wanted = Signal(str)
    message_wanted = Signal(str, str)
    message_unwanted = Signal(list)
    profile_wanted = Signal(str)

    def __init__(
        self,
        assistant: Assistant,
        relay: EventRelay,
        shell: Shell,
        user_id: UserId,
        folder: Path,
    ) -> None:
        super().__init__(shell.chat)
        self._assistant, self._relay, self._shell = assistant, relay, shell
        self._user_id, self._folder = user_id, folder
        self._settings: SettingsPresenter | None = None
        self._settings_page: SettingsPage | None = None
        self._memory: MemoryPresenter | None = None
        self.reminders = RemindersPresenter(assistant, relay, user_id, shell.chat)
        self.reminders.actions.did.connect(self._did)
        relay.reminders_missed.connect(self._missed)

    def prepare(self, place: str) -> None:
        """Make the page of a place, once."""
        makers: dict[str, Callable[[], None]] = {
            "today": self._make_today,
            "reminders": self._make_reminders,
            "memory": self._make_memory,
            "calendar": self._make_calendar,
            "health": self._make_health,
            "news": self._make_news,
            "settings": self._make_settings,
        }
        if place in makers and not self._shell.has_page(place):
            makers[place]()

    def _make_today(self) -> None:
        from assistant_desktop.ui.views.today_page import TodayPage

        page = TodayPage()
        page.asked.connect(self.ask_wanted)
        self._shell.add_page("today", page)
        self.reminders.use_today(page)
        self._weather = WeatherPresenter(self._assistant, page, self._user_id)
        page.agenda.calendar_wanted.connect(lambda: self._shell.go("calendar"))
        AgendaTodayPresenter(self._assistant, self._relay, page.agenda, self._user_id)

    def _make_reminders(self) -> None:
        from assistant_desktop.ui.views.reminders_page import RemindersPage

        page = RemindersPage()
        self._connect_quick(page.quick)
        self._shell.add_page("reminders", page)
        self.reminders.use_page(page)

    def _make_memory(self) -> None:
        from assistant_desktop.ui.presenters.memory import MemoryPresenter
        from assistant_desktop.ui.views.memory_page import MemoryPage

        page = MemoryPage()
        memory = MemoryPresenter(self._assistant, self._relay, page, self._user_id)
        memory.message_wanted.connect(self.message_wanted)
        memory.message_unwanted.connect(self.message_unwanted)
        memory.told.connect(self._shell.say)
        self._memory = memory
        self._shell.add_page("memory", page)

    def _make_calendar(self) -> None:
        from assistant_desktop.ui.presenters.calendar import CalendarPresenter
        from assistant_desktop.ui.views.calendar_page import CalendarPage

        page = CalendarPage()
        page.asked.connect(self.ask_wanted)
        calendar = CalendarPresenter(self._assistant, self._relay, page, self._user_id)
        calendar.did.connect(self._did)
        self._shell.add_page("calendar", page)

    def _make_health(self) -> None:
        from assistant_desktop.ui.presenters.health import HealthPresenter
        from assistant_desktop.ui.presenters.health_actions import dose_units, weekdays
        from assistant_desktop.ui.views.health_page import HealthPage

        page = HealthPage(dose_units(), weekdays())
        page.asked.connect(self.ask_wanted)
        health = HealthPresenter(self._assistant, self._relay, page, self._user_id)
        health.did.connect(self._did)
        self._shell.add_page("health", page)

    def _make_news(self) -> None:
        from assistant_desktop.ui.presenters.news import NewsPresenter
        from assistant_desktop.ui.views.news_page import NewsPage

        page = NewsPage()
        news = NewsPresenter(self._assistant, self._relay, page, self._user_id)
        news.did.connect(self._did)
        self._shell.add_page("news", page)

    def show_memories(self, memory_ids: list[str]) -> None:
        """The page of memories, with these first."""
        self._shell.go("memory")
        if self._memory is not None:
            self._memory.reveal(memory_ids)

    def _make_settings(self) -> None:
        from assistant_desktop.ui.presenters.finder import FinderPresenter
        from assistant_desktop.ui.presenters.model_library import ModelLibraryPresenter
        from assistant_desktop.ui.presenters.profiles import ProfileListPresenter
        from assistant_desktop.ui.presenters.services import ServicesPresenter
        from assistant_desktop.ui.presenters.settings import SettingsPresenter
        from assistant_desktop.ui.presenters.transfer import TransferPresenter
        from assistant_desktop.ui.presenters.versions import AboutPresenter
        from assistant_desktop.ui.views.settings_page import SettingsPage

        page = SettingsPage()
        self._settings = SettingsPresenter(self._assistant, page, self._folder)
        ModelLibraryPresenter(self._assistant, self._relay, page)
        FinderPresenter(self._assistant, self._relay, page.finder)
        ServicesPresenter(self._assistant, self._relay, page.services)
        profiles = ProfileListPresenter(self._assistant, self._relay, page.profiles, self._user_id)
        profiles.chosen.connect(self.profile_wanted)
        TransferPresenter(self._assistant, page.data, self._user_id)
        AboutPresenter(self._assistant, self._relay, page.about).did.connect(self._shell.say)
        self._settings_page = page
        self._shell.add_page("settings", page)

    def show_profiles(self) -> None:
        """The settings, at the list of profiles."""
        self._show_setting(lambda page: page.profiles)

    def show_about(self) -> None:
        """The settings, at the version of the app."""
        self._show_setting(lambda page: page.about)

    def _show_setting(self, part: Callable[[SettingsPage], QWidget]) -> None:
        self._shell.go("settings")
        page = self._settings_page
        if page is not None:
            QTimer.singleShot(0, page, lambda: page.bring_into_sight(part(page)))

    def ask_for_server(self) -> None:
        """The settings, with the form for a server open."""
        self._shell.go("settings")
        if self._settings is not None:
            self._settings.ask_for_server()

    def show_settings(self, settings: Settings) -> None:
        """They were changed, here or elsewhere."""
        if self._settings is not None:
            self._settings.show(settings)
        if self._memory is not None:
            self._memory.show_learning()

    def _missed(self, event: RemindersMissed) -> None:
        """On return the first thing one sees is what one missed, unless one is writing already."""
        if event.views and not self._shell.chat.composer.text():
            self._shell.go("today")

    def _did(self, sentence: str, take_back: Callable[[], None] | None) -> None:
        if take_back is None:
            self._shell.say(sentence)
        else:
            self._shell.toast.say(sentence, tr("Undo"), take_back)

    # ---- adding in one line ----

    def _connect_quick(self, quick: QuickAdd) -> None:
        preview = PreviewPresenter(self._assistant, quick)
        quick.edited.connect(preview.edited)
        preview.told.connect(quick.show_preview)
        quick.wanted.connect(
            lambda text: start("add a reminder", self._add(quick, text), quick.tell_problem)
        )

    async def _add(self, quick: QuickAdd, text: str) -> None:
        report = await self._assistant.remind(self._user_id, text)
        if report.error is not None:
            raise report.error
        quick.take()
        if report.reply:
            self._shell.say(report.reply)

    def quick_add(self) -> None:
        """The line of the page of reminders, with the keyboard in it."""
        self._shell.bring_up()
        self._shell.go("reminders")
        from assistant_desktop.ui.views.reminders_page import RemindersPage

        page = self._shell.pages.currentWidget()
        if isinstance(page, RemindersPage):
            page.quick.edit.setFocus()
