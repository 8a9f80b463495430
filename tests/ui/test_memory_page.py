"""The page of memories over a real core: groups, other words, origins, forgetting, 10,000 rows."""

import json
import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui import shots_memory
from assistant_desktop.ui.views.memory_page import MemoryPage
from tests.ui.conftest import settle, until


async def open_page(window):
    window.shell.go("memory")
    await settle()
    return window.shell.pages.currentWidget()


def texts(page) -> list[str]:
    return [line._row.text for line in page.lines]


def headings(page) -> list[str]:
    return page.headings


async def tell(window, clock, *lines):
    for line in lines:
        report = await window._assistant.ask(Saying(DEFAULT_USER, line))
        await clock.advance(1)
        await settle()
    return report.conversation_id


async def test_it_shows_groups_and_what_was_pinned_first(open_window, clock):
    async with open_window() as window:
        await tell(window, clock, "My sister's name is Olga.", "We moved to Tallinn.")
        page = await open_page(window)
        page.new.setText("The spare key is with the neighbour")
        page.add.click()
        await until(lambda: len(page.lines) == 3)
        assert headings(page) == ["PEOPLE", "ABOUT YOU", "NOTES YOU ASKED ME TO KEEP"]
        page.lines[2].pin.click()
        await until(lambda: headings(page)[0] == "PINNED")
        assert texts(page)[0] == "The spare key is with the neighbour"
        page.lines[0].pin.click()
        await until(lambda: "PINNED" not in headings(page))


async def test_words_are_changed_in_place_and_esc_lets_them_be(qtbot, open_window):
    async with open_window() as window:
        await window._assistant.remember(DEFAULT_USER, "the boat is red")
        page = await open_page(window)
        (line,) = page.lines
        line.edit.click()
        line.words.setPlainText("the boat is blue")
        qtbot.keyClick(line.words, Qt.Key.Key_Escape)
        assert line.words.isHidden() or not line.words.isVisible()
        assert texts(page) == ["the boat is red"]
        line.edit.click()
        line.words.setPlainText("the boat is blue")
        qtbot.keyClick(line.words, Qt.Key.Key_Return)
        await until(lambda: texts(page) == ["the boat is blue"])


async def test_what_is_being_changed_survives_what_is_learned_meanwhile(open_window, clock):
    async with open_window() as window:
        await window._assistant.remember(DEFAULT_USER, "the boat is red")
        page = await open_page(window)
        (line,) = page.lines
        line.edit.click()
        line.words.setPlainText("half a sent")
        await tell(window, clock, "My sister's name is Olga.")
        await until(lambda: len(page.lines) == 2)
        assert line.words.isVisible()
        assert line.words.toPlainText() == "half a sent"
        assert page.focusWidget() is line.words


async def test_forgetting_asks_once_more_and_may_take_the_message_along(open_window, clock):
    async with open_window() as window:
        await tell(window, clock, "My sister's name is Olga.")
        await window._assistant.remember(DEFAULT_USER, "the boat is red")
        page = await open_page(window)
        unwanted = []
        window.places.message_unwanted.connect(unwanted.append)
        person, note = page.lines
        (memory,) = [
            one
            for one in await window._assistant.memories.everything(DEFAULT_USER)
            if one.source_message
        ]
        note.forget.click()
        assert not note.sure.with_message.isVisible()
        note.sure.keep.click()
        assert not note.sure.isVisible()
        person.forget.click()
        assert person.sure.with_message.isVisible()
        person.sure.with_message.click()
        await until(lambda: texts(page) == ["the boat is red"])
        assert unwanted == [[memory.source_message]]
        (conversation,) = await window._assistant.history.conversations(DEFAULT_USER)
        ids = [
            one.id
            for one in await window._assistant.history.messages(DEFAULT_USER, conversation.id)
        ]
        assert memory.source_message not in ids


async def test_it_says_why_it_knows_and_goes_there(open_window, clock):
    async with open_window() as window:
        conversation_id = await tell(window, clock, "By the way, my sister's name is Olga.")
        await window._assistant.remember(DEFAULT_USER, "the boat is red")
        page = await open_page(window)
        person, note = page.lines
        person.why.click()
        await until(lambda: person._origin is not None)
        assert "Mon 23 Nov, 10:00" in person._origin.told.text()
        assert person._origin.quote.text() == "By the way, my sister's name is Olga."
        assert person._origin.sure.text() == "Your words say it plainly."
        note.why.click()
        await until(lambda: note._origin is not None)
        assert note._origin.told.text() == "You noted it yourself, Mon 23 Nov."
        assert note._origin.go.isHidden()
        wanted = []
        window.places.message_wanted.connect(lambda *where: wanted.append(where))
        person._origin.go.click()
        await until(lambda: wanted)
        assert wanted[0][0] == conversation_id
        await until(lambda: window.shell.place == "chat")
        assert window.chat.conversation_id == conversation_id
        await until(lambda: window.shell.chat.list.marked == wanted[0][1])


async def test_what_no_longer_holds_is_shown_where_asked(open_window, clock):
    async with open_window() as window:
        await tell(window, clock, "I live in Riga.", "We moved to Tallinn.")
        page = await open_page(window)
        assert texts(page) == ["We moved to Tallinn."]
        page.past.click()
        await until(lambda: len(page.lines) == 2)
        assert headings(page)[-1] == "NO LONGER HOLDS"
        assert page.lines[1]._learned.text() == "from Mon 23 Nov until Mon 23 Nov"
        page.search.setText("riga")
        await until(lambda: texts(page) == ["I live in Riga."])
        page.past.click()
        await until(lambda: page.lines == [])
        assert page.nothing.text() == "Nothing fits."


async def test_private_things_wait_for_a_yes(open_window, clock):
    async with open_window() as window:
        page = await open_page(window)
        await tell(window, clock, "I am allergic to penicillin.")
        await until(lambda: page.cards and page.cards[0].isVisible())
        page.cards[0].yes.click()
        await until(lambda: texts(page) == ["I am allergic to penicillin."])
        assert headings(page) == ["PRIVATE"]
        assert not page.cards[0].isVisible()


async def test_paused_is_seen(open_window):
    async with open_window() as window:
        page = await open_page(window)
        assert not page.paused.isVisible()
        page.learn.click()
        assert page.paused.isVisible()
        await until(lambda: not window._assistant.settings.learn_facts)


async def test_export_and_forget_everything(open_window, clock, tmp_path):
    async with open_window() as window:
        await tell(window, clock, "I live in Riga.", "We moved to Tallinn.")
        page = await open_page(window)
        page.export_wanted.emit(str(tmp_path / "all.jsonl"))
        await until(lambda: "2 memories written to all.jsonl." in window.shell.toast.text())
        lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["text"] for line in lines] == [
            "I live in Riga.",
            "We moved to Tallinn.",
        ]
        page.wipe.click()
        await until(page.sure.isVisible)
        assert "all 2 memories" in page._sure_text.text()
        page.really.click()
        await until(lambda: page.lines == [])
        assert not page.sure.isVisible()
        assert await window._assistant.memories.past(DEFAULT_USER) == []


async def test_a_memory_that_is_asked_for_stands_first(open_window):
    async with open_window() as window:
        for number in range(5):
            await window._assistant.remember(DEFAULT_USER, f"thing {number}")
        first = (await window._assistant.memories.everything(DEFAULT_USER))[-1]
        window.places.show_memories([first.id])
        await settle()
        page = window.shell.pages.currentWidget()
        await until(lambda: headings(page)[:1] == ["FROM THE CONVERSATION"])
        assert texts(page)[0] == first.text
        window.shell.go("chat")
        await settle()
        assert headings(page) == ["NOTES YOU ASKED ME TO KEEP · 5"]


def test_ten_thousand_are_shown_a_page_at_a_time_and_at_once(qtbot):
    page = MemoryPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    QApplication.processEvents()
    groups = shots_memory.many_groups("en")
    began = time.perf_counter()
    page.show_groups(groups, 9_940)
    took_s = time.perf_counter() - began
    assert took_s < 0.25  # a few lines at a time: 50 ms on a machine with nothing else to do
    qtbot.waitUntil(lambda: len(page.lines) == 60)
    assert texts(page)[59].startswith("60. ")
    assert headings(page) == ["NOTES YOU ASKED ME TO KEEP · 10000"]
    assert page._more.text() == "Show 60 more"
