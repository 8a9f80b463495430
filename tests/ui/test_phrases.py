"""Empty pages teach with three phrases, and each of them works when clicked, in both languages."""

import pytest

from assistant_desktop.core.assistant import preview
from assistant_desktop.core.settings import DayHours
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui.language import use_language
from assistant_desktop.ui.views import calendar_page
from assistant_desktop.ui.views.chat_page import phrases
from assistant_desktop.ui.views.reminders_page import RemindersPage
from tests.ui.conftest import until


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_phrase_of_the_empty_chat_is_understood(clock, language):
    use_language(language)
    times = DayHours().day_times()
    tools = [preview(text, clock.now(), clock.zone(), times) for text in phrases()]
    assert [found and found.tool for found in tools] == [
        "create_reminder",
        "remember",
        "list_reminders",
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_phrase_of_the_empty_calendar_is_understood(clock, language):
    use_language(language)
    times = DayHours().day_times()
    tools = [preview(text, clock.now(), clock.zone(), times) for text in calendar_page.phrases()]
    wanted = ["create_event", "list_events", "create_event"]
    assert [found and found.tool for found in tools] == wanted


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_each_phrase_of_the_empty_reminders_sets_one(open_window, language):
    async with open_window() as window:
        await window._assistant.change_settings(language=language)
        await until(lambda: language in {"en", window._memory.language})
        window.shell.go("reminders")
        use_language(language)
        page = RemindersPage()
        for count, phrase in enumerate(page.phrases, 1):
            await window._assistant.remind(DEFAULT_USER, phrase.text())
            assert len(await window._assistant.reminders.live(DEFAULT_USER)) == count
        page.deleteLater()
