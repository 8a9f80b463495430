"""A newer version: one quiet line, once; and the settings, as long as it is newer."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication

from assistant_desktop.domain.events import NewVersionFound, ServicesChanged
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.update import NewVersion, VersionState
from assistant_desktop.ui.presenters import versions
from tests.ui.conftest import settle, until

FOUND = NewVersion(
    version="9.0.0", released=date(2026, 11, 20), notes=("It whistles.", "It sings."),
    url="https://example.org/9.tar.xz", size=78_000_000, sha256="ab" * 32,
)  # fmt: skip


class Known:
    """What a watch would know."""

    def __init__(self, found: NewVersion | None, *, is_on: bool = True) -> None:
        self.found, self.is_on, self.looks = found, is_on, 0

    async def state(self) -> VersionState:
        return VersionState(version="0.1.0", kind="tar", is_on=self.is_on, found=self.found)

    async def look(self) -> VersionState:
        self.looks += 1
        return await self.state()


def publish(window, found: NewVersion = FOUND) -> None:
    event = NewVersionFound(user_id=DEFAULT_USER, found=found)
    window._assistant._parts.events.publish(event)


async def test_a_newer_version_is_told_once_and_leads_to_its_notes(open_window):
    async with open_window() as window:
        window._assistant.versions = Known(FOUND)
        notice = window.shell.chat.notice
        publish(window)
        await until(notice.isVisible)
        assert "9.0.0" in notice.text()
        notice.mend.click()
        page = window.places._settings_page
        await until(lambda: "It whistles." in page.about.notes.text())
        assert window.shell.place == "settings"
        assert page.about.get.isVisibleTo(page)
        await until(lambda: window._assistant.settings.told_version == "9.0.0")
        publish(window)
        await settle()
        assert not notice.isVisible()


async def test_closed_it_is_not_told_again_but_the_next_one_is(open_window):
    async with open_window() as window:
        notice = window.shell.chat.notice
        publish(window)
        await until(notice.isVisible)
        notice.close_button.click()
        await until(lambda: window._assistant.settings.told_version == "9.0.0")
        publish(window)
        await settle()
        assert not notice.isVisible()
        publish(window, FOUND.model_copy(update={"version": "9.1.0"}))
        await until(notice.isVisible)


async def test_it_does_not_push_a_trouble_aside(open_window):
    async with open_window() as window:
        notice = window.shell.chat.notice
        notice.say("The disk is full.")
        publish(window)
        await settle()
        assert notice.text() == "The disk is full."
        notice.close_button.click()
        await settle()
        assert window._assistant.settings.told_version == ""


@pytest.mark.parametrize("command", ["", "sudo apt upgrade"])
async def test_its_button_opens_the_download_or_copies_the_command(
    open_window, monkeypatch, command
):
    opened: list[str] = []
    monkeypatch.setattr(versions, "open_outside", opened.append)
    async with open_window() as window:
        window._assistant.versions = Known(FOUND.model_copy(update={"command": command}))
        window.shell.go("settings")
        about = window.places._settings_page.about
        await until(lambda: about.get.isVisibleTo(window.shell))
        about.get.click()
        await settle()
        assert opened == ([] if command else [FOUND.url])
        if command:
            assert QGuiApplication.clipboard().text() == command
        assert about.check.isVisibleTo(window.shell) is not bool(command)


async def test_off_nothing_can_be_looked_for_and_it_is_told_where_to_switch_it_on(open_window):
    async with open_window() as window:
        window._assistant.versions = known = Known(None, is_on=False)
        window.shell.go("settings")
        about = window.places._settings_page.about
        await until(lambda: "services enable updates" in about.state.text())
        assert not about.look.isVisibleTo(window.shell)
        known.is_on = True
        window._assistant._parts.events.publish(ServicesChanged(user_id=DEFAULT_USER))
        await until(lambda: about.look.isVisibleTo(window.shell))
        about.look.click()
        await until(lambda: known.looks == 1)
