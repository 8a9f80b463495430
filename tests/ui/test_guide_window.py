"""The user guide opens in the window's language, with its pictures and links."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from assistant_desktop.resource_files import guide_root
from assistant_desktop.ui.views import guide_window
from assistant_desktop.ui.views.guide_window import GuideWindow
from tests.ui.conftest import until

PICTURE = QTextDocument.ResourceType.ImageResource.value


@pytest.mark.parametrize(("language", "folder"), [("en", "en"), ("ru", "ru"), ("fr", "en")])
def test_it_opens_at_the_contents_in_the_language(qtbot, language, folder):
    window = GuideWindow(guide_root(), language)
    qtbot.addWidget(window)
    window.open()
    assert window.browser.source().toLocalFile() == str(guide_root() / folder / "README.md")
    assert len(window.browser.toPlainText()) > 500


def test_its_links_lead_to_chapters_back_and_nowhere_else(qtbot, monkeypatch):
    outside: list[str] = []
    monkeypatch.setattr(guide_window, "open_outside", outside.append)
    window = GuideWindow(guide_root(), "en")
    qtbot.addWidget(window)
    window.open()
    window.browser.anchorClicked.emit(QUrl("reminders.md#snoozing"))
    assert window.browser.source().toLocalFile().endswith("en/reminders.md")
    window.back.click()
    assert window.browser.source().toLocalFile().endswith("en/README.md")
    window.browser.anchorClicked.emit(QUrl("../../../pyproject.toml"))
    assert window.browser.source().toLocalFile().endswith("en/README.md")
    window.browser.anchorClicked.emit(QUrl("https://example.org/"))
    assert outside == ["https://example.org/"]


def test_its_pictures_fit_the_window(qtbot):
    window = GuideWindow(guide_root(), "en")
    qtbot.addWidget(window)
    window.open()
    window.browser.show_page(guide_root() / "en" / "first-day.md")
    picture = window.browser.loadResource(PICTURE, "../../pictures/chat-light-en.png")
    assert isinstance(picture, QImage)
    assert 0 < picture.width() <= window.browser.viewport().width()


async def test_the_settings_lead_to_it(open_window):
    async with open_window() as window:
        window.shell.go("settings")
        about = window.places._settings_page.about
        await until(about.version.text)
        about.guide.click()
        (guide,) = window.shell.findChildren(GuideWindow)
        assert guide.isVisible()
        guide.close()
