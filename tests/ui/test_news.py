"""The page of news over a real core and a server on loopback."""

import time
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel

from assistant_desktop.core.assistant import Saying
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.news import NewFeed, NewsFilter
from assistant_desktop.ui import shots_news
from assistant_desktop.ui.models.news_rows import StoryRow, rows_of, story_text
from assistant_desktop.ui.presenters.story_pictures import decoded
from assistant_desktop.ui.shots_data import NOW
from assistant_desktop.ui.views.news_page import NewsPage
from assistant_desktop.ui.widgets.call_chip import CallChip
from assistant_desktop.ui.widgets.controls import open_outside
from tests.fakes import loopback_server as fake
from tests.fakes.news_server import SPORT, Entry, news_server, rss
from tests.ui.conftest import settle, until

ME = DEFAULT_USER


@asynccontextmanager
async def opened_page(open_window, *paths, on=True):
    """The page, with these feeds of the server followed."""
    async with news_server() as server, open_window() as window:
        assistant = window._assistant
        wanted = [NewFeed(url=server.url + path, topic=topic) for path, topic in paths]
        if wanted:
            await assistant.news.follow(ME, wanted)
        await assistant.services.switch("news", on=on)
        window.shell.go("news")
        await settle()
        yield window, window.shell.pages.currentWidget(), server


BOTH = (("/world.xml", "World"), ("/sport.atom", "Sport"))


def titles(page) -> list[str]:
    return [row.title for row in page.list.stories.rows if row.id]


def headings(page) -> list[str]:
    return [row.title for row in page.list.stories.rows if not row.id]


def choose(page, place) -> None:
    page.list.setCurrentIndex(page.list.stories.index(place, 0))


async def test_the_place_has_its_key_and_the_page_fills_itself(qtbot, open_window):
    async with opened_page(open_window, *BOTH) as (window, page, _):
        await until(lambda: len(titles(page)) == 5)
        assert titles(page)[0] == "Parliament votes on the new budget"
        assert headings(page) == ["Today"]
        assert "5 unread · as of 10:00" in page.status.text()
        window.shell.go("chat")
        number = list(window.shell.rail.buttons).index("news") + 1
        qtbot.keyClick(
            window.shell, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier
        )
        await settle()
        assert window.shell.place == "news"


async def test_a_story_that_is_opened_is_read(open_window):
    async with opened_page(open_window, *BOTH) as (_window, page, _):
        await until(lambda: len(titles(page)) == 5)
        choose(page, 1)
        await until(lambda: page.reader.story_id)
        assert page.reader.title.text() == "Parliament votes on the new budget"
        await until(lambda: "4 unread" in page.status.text())
        assert page.list.stories.rows[1].is_read
        page.reader.unread.click()
        await until(lambda: "5 unread" in page.status.text())


async def test_all_is_marked_read_and_that_is_taken_back(open_window):
    async with opened_page(open_window, *BOTH) as (window, page, _):
        await until(lambda: len(titles(page)) == 5)
        page.choice.setCurrentIndex(page.choice.findText("Sport Today"))
        await until(lambda: len(titles(page)) == 2)
        page.all_read.click()
        await until(lambda: "3 unread" in page.status.text())
        assert window.shell.toast.text() == "2 stories marked as read."
        window.shell.toast.action.click()
        await until(lambda: "5 unread" in page.status.text())


async def test_filters_search_and_groups(open_window):
    async with opened_page(open_window, *BOTH) as (window, page, _):
        await until(lambda: len(titles(page)) == 5)
        page.search.setText("storm")
        await until(lambda: titles(page) == ["Storm closes ports along the coast"])
        page.search.setText("nothing of it")
        await until(lambda: page.nothing.text() == "Nothing fits.")
        page.search.clear()
        page.by_topic.setChecked(True)
        await until(lambda: headings(page) == ["Sport", "World"])
        story = (await window._assistant.news.store.stories(ME, NewsFilter(), 1))[0]
        page.reader.star_wanted.emit(story.id, True)
        page.starred.setChecked(True)
        await until(lambda: titles(page) == [story.title])


async def test_the_empty_page_offers_the_starter_list_and_switches_news_on(open_window):
    async with opened_page(open_window, on=False) as (window, page, server):
        await until(lambda: page.feeds.boxes)
        assert page.stack.currentWidget() is page.feeds
        assert not page.feeds.follow.isEnabled()
        feed, box = page.feeds.boxes[0]
        assert feed.url.startswith("https://")
        assert not window._assistant.news.is_on()
        box.setChecked(True)
        assert page.feeds.follow.isEnabled()
        page.feeds.boxes = [(NewFeed(url=server.url + "/world.xml", topic="World"), box)]
        page.feeds.follow.click()
        await until(lambda: len(titles(page)) == 3)
        assert window._assistant.news.is_on()


async def test_a_feed_is_added_by_the_address_of_its_site_and_removed_with_undo(open_window):
    async with opened_page(open_window, on=False) as (window, page, server):
        page.feeds.address.setText(server.url)
        page.feeds.topic.setText("At home")
        page.feeds.add.click()
        await until(lambda: len(titles(page)) == 3)
        assert window._assistant.news.is_on()
        assert "World Daily" in window.shell.toast.text()
        assert page.stack.currentWidget() is not page.feeds
        page.manage.click()
        await until(lambda: page.feeds.lines)
        assert page.feeds.lines[0].caption.whole.startswith("At home · 3 of 3 unread")
        page.feeds.lines[0].remove.click()
        await until(lambda: not page.feeds.lines)
        window.shell.toast.action.click()
        await until(lambda: page.feeds.lines)
        assert await window._assistant.news.store.count(ME, NewsFilter()) == 3


async def test_an_address_without_a_feed_is_told_and_stays(open_window):
    async with opened_page(open_window) as (_, page, server):
        page.feeds.address.setText(server.url + "/nothing")
        page.feeds.add.click()
        await until(page.feeds.problem.isVisible)
        assert "is no feed" in page.feeds.problem.text()
        assert page.feeds.address.text() == server.url + "/nothing"
        assert page.feeds.add.isEnabled()


async def test_what_is_wrong_with_a_feed_stands_beside_it_and_what_is_there_stays(
    open_window, clock
):
    async with opened_page(open_window, *BOTH) as (_, page, server):
        await until(lambda: len(titles(page)) == 5)
        server.misbehaves = fake.is_asked_too_often
        await clock.advance(60)
        page.refresh.click()
        await until(page.trouble.isVisible)
        assert "2 feeds brought nothing." in page.trouble.text()
        assert "as of 10:00" in page.status.text()
        assert len(titles(page)) == 5
        page.manage.click()
        await settle()
        assert page.feeds.lines[0].remove.accessibleName() == "Remove: Sport Today"


async def test_switched_off_it_says_so_and_shows_what_is_there(open_window):
    async with opened_page(open_window, *BOTH) as (window, page, _):
        await until(lambda: len(titles(page)) == 5)
        await window._assistant.services.switch("news", on=False)
        await until(page.switch.isVisible)
        assert "switched off" in page.trouble.text()
        assert len(titles(page)) == 5
        page.switch.click()
        await until(lambda: not page.switch.isVisible())


async def test_nothing_is_asked_while_nobody_looks(open_window, clock):
    async with opened_page(open_window, *BOTH) as (window, page, server):
        await until(lambda: len(titles(page)) == 5)
        window.shell.go("chat")
        await settle()
        asked = len(server.asked)
        await clock.advance(7200)
        await settle()
        assert len(server.asked) == asked


async def test_the_place_in_the_list_stays_when_news_come(open_window, clock):
    many = [Entry(f"Story {n} of a long day", n, f"https://w.example/{n}") for n in range(300)]
    async with opened_page(open_window) as (window, page, server):
        server.pages["/many.xml"] = ("text/xml", rss("Many", many))
        await window._assistant.news.add(ME, server.url + "/many.xml")
        await until(lambda: len(titles(page)) == 200)
        page.list.verticalScrollBar().setValue(page.list.verticalScrollBar().maximum())
        await until(lambda: len(titles(page)) == 300)
        top = page.list.indexAt(page.list.viewport().rect().topLeft()).data()
        new = [Entry(f"Fresh {n} of the day", -1, f"https://w.example/f{n}") for n in range(5)]
        server.pages["/many.xml"] = ("text/xml", rss("Many", [*new, *many]))
        await clock.advance(60)
        page.refresh.click()
        await until(lambda: len(titles(page)) == 300 and "Fresh" in titles(page)[0])
        await settle()
        assert page.list.indexAt(page.list.viewport().rect().topLeft()).data() == top


def test_ten_thousand_stories_scroll_without_a_stall(qtbot):
    page = NewsPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show_stories()
    page.show()
    items = shots_news.items("en", 10_000)
    rows, _ = rows_of(items, NOW, by_topic=False)
    page.show_rows(rows, has_more=False, is_narrowed=False)
    QApplication.processEvents()
    bar, longest_s = page.list.verticalScrollBar(), 0.0
    for step in range(100):
        began = time.process_time()
        bar.setValue(bar.maximum() * step // 100)
        QApplication.processEvents()
        longest_s = max(longest_s, time.process_time() - began)
    assert page.list.stories.rowCount() > 10_000
    assert longest_s < 0.05


def test_in_a_narrow_window_the_story_takes_the_place_of_the_list(qtbot):
    page = NewsPage()
    qtbot.addWidget(page)
    page.show_stories()
    page.resize(660, 480)
    page.show()
    (item, *_) = shots_news.items("en", 1)
    page.show_rows([StoryRow(item.id, item.title)], has_more=False, is_narrowed=False)
    assert page.list.isVisible()
    assert not page.reader.isVisible()
    page._opened(item.id)
    page.show_story(story_text(item, NOW.tzinfo))
    assert page.reader.isVisible()
    assert not page.list.isVisible()
    page.reader.back.click()
    assert page.list.isVisible()


def test_the_reader_loads_nothing_and_shows_pictures_that_it_is_given(qtbot):
    page = NewsPage()
    qtbot.addWidget(page)
    (item, *_) = shots_news.items("en", 1)
    reader = page.reader
    reader.show_story(story_text(item, NOW.tzinfo))
    assert "[The hall at night]" in reader.browser.toPlainText()
    for address in ("file:///etc/passwd", "https://site.example/p.jpg", "qrc:/x"):
        for kind in (
            QTextDocument.ResourceType.ImageResource,
            QTextDocument.ResourceType.StyleSheetResource,
        ):
            assert reader.browser.loadResource(kind.value, QUrl(address)) is None
    assert reader.picture_addresses() == ["https://site.example/p.jpg"]
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    reader.show_pictures(item.id, {"https://site.example/p.jpg": picture})
    assert "[The hall at night]" not in reader.browser.toPlainText()
    assert "<img" in reader.browser.toHtml()


def test_what_is_no_picture_or_too_large_a_one_is_left_out():
    assert decoded(b"no picture").isNull()
    wide = b"P6 30000 30000 255\n" + b"\x00" * 100
    assert decoded(wide).isNull()


async def test_the_receipt_of_a_digest_leads_to_its_sources(open_window, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    async with opened_page(open_window, *BOTH) as (window, _, _server):
        report = await window._assistant.ask(Saying(ME, "sports news"))
        chip = CallChip()
        chip.show_call(report.entries[0], is_open=True)
        links = [one for one in chip.findChildren(QLabel) if "href" in one.text()]
        assert [one.toolTip() for one in links] == [one.link for one in SPORT]
        links[0].linkActivated.emit(links[0].toolTip())
        open_outside("file:///etc/passwd")
        assert opened == [SPORT[0].link]


async def test_the_settings_say_which_hosts_learn_of_it(open_window):
    async with opened_page(open_window, *BOTH) as (window, _, _server):
        window.shell.go("settings")
        panels = window.shell.pages.currentWidget().services.panels
        await until(lambda: "news" in panels)
        assert "→ 127.0.0.1: that somebody follows a feed there" in panels["news"].leaves.text()
        for one in await window._assistant.news.store.feeds(ME):
            await window._assistant.news.remove(ME, one.feed.id)
        await until(lambda: "only hosts that you name" in panels["news"].leaves.text())
