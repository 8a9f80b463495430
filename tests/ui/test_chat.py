"""The chat over a real core: what was sent is answered, taken back, stopped, and never lost."""

import pytest
from PySide6.QtWidgets import QLabel

from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.errors import ModelUnreachable
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui import shots_data
from assistant_desktop.ui.views.chat_page import ChatPage
from tests.fakes.model import ScriptedModel, text
from tests.ui.conftest import settle, until


def rows_of(window, kind):
    return [item for item in window.chat._items.values() if item.kind == kind]


def is_answering(window):
    return window._assistant.is_answering(DEFAULT_USER, window.chat.conversation_id)


async def send(window, words):
    window.shell.chat.composer.set_text(words)
    window.shell.chat.composer._send()
    await until(lambda: rows_of(window, "user"))


async def test_a_reminder_is_set_and_undo_takes_it_back(open_window):
    async with open_window() as window:
        await send(window, "remind me tomorrow at 9 to pay the rent")
        assert window.shell.chat.composer.text() == ""
        await until(lambda: any(item.calls for item in rows_of(window, "assistant")))
        item = next(item for item in rows_of(window, "assistant") if item.calls)
        (entry,) = item.calls.values()
        await until(lambda: item.calls[entry.call_id].status is CallStatus.DONE)
        assert len(await window._assistant.reminders.live(DEFAULT_USER)) == 1
        await until(lambda: not is_answering(window))
        await settle()
        chip = window.shell.chat.list.row_of(item.key)._chips[0]
        assert "pay the rent" in chip._receipt.whole
        assert "Tue 24 Nov 09:00" in chip._receipt.whole
        chip.undo.click()
        await until(lambda: "Undone" in chip._receipt.whole)
        assert chip.undo.isHidden()
        assert await window._assistant.reminders.live(DEFAULT_USER) == []


async def test_stop_keeps_what_was_said_and_the_next_message_works(open_window):
    model = ScriptedModel([text("As far "), text("as this"), 30], [text("Again.")])
    async with open_window(model) as window:
        await send(window, "tell me a story")
        await until(lambda: any("as this" in item.text for item in rows_of(window, "assistant")))
        assert window.shell.chat.composer.act.accessibleName() == "Stop"
        window.chat.stop()
        await until(lambda: any(item.mark == "stopped" for item in rows_of(window, "assistant")))
        (item,) = rows_of(window, "assistant")
        assert item.text == "As far as this"
        window.shell.chat.composer.set_text("and now?")
        window.shell.chat.composer._send()
        await until(lambda: any(item.text == "Again." for item in rows_of(window, "assistant")))


async def test_a_text_that_cannot_be_sent_stays_in_the_composer(open_window):
    async with open_window() as window:
        long = "x" * 200_001
        window.shell.chat.composer.edit.setPlainText(long)
        window.shell.chat.composer._send()
        await until(window.shell.chat.notice.isVisible)
        assert window.shell.chat.composer.text() == long
        assert "200001" in window.shell.chat.notice.text()


async def test_a_server_that_is_away_offers_to_go_on_offline(open_window):
    away = ModelUnreachable("{url} does not answer.", url="http://127.0.0.1:1/v1")
    async with open_window(ScriptedModel([away])) as window:
        from assistant_desktop.core.assistant import ModelChoice

        choice = ModelChoice(kind="server", base_url="http://127.0.0.1:1/v1")
        await window._assistant.brains.use(choice)
        await send(window, "hello there")
        await until(window.shell.chat.notice.isVisible)
        assert "127.0.0.1" in window.shell.chat.notice.text()
        window.shell.chat.notice.mend.click()
        await until(lambda: window._assistant.settings.model.kind == "offline")


async def test_a_server_that_is_away_is_told_at_start_in_one_line(open_window):
    from assistant_desktop.core.assistant import ModelChoice

    async with open_window() as window:
        choice = ModelChoice(kind="server", base_url="http://127.0.0.1:9/v1")
        await window._assistant.brains.use(choice)
    async with open_window() as window:
        await until(window.shell.chat.notice.isVisible, 15)
        assert window.shell.chat.notice.mend.text() == "Use offline"


async def test_a_conversation_reads_the_same_after_it_was_closed_and_opened(open_window):
    async with open_window() as window:
        await send(window, "remind me in 20 minutes to stretch")
        await until(lambda: any(item.calls for item in rows_of(window, "assistant")))
        await until(lambda: not is_answering(window))
        await settle()
        before = [(item.kind, item.text, len(item.calls)) for item in window.chat._items.values()]
        conversation_id = window.chat.conversation_id
        window.open("")
        await settle()
        assert window.shell.chat.empty.isVisible()
        window.open(conversation_id)
        await until(lambda: window.chat._items)
        after = [(item.kind, item.text, len(item.calls)) for item in window.chat._items.values()]
        assert after == before


@pytest.mark.parametrize(
    ("name", "answer"),
    [("allow", (True, False)), ("always", (True, True)), ("refuse", (False, False))],
)
def test_a_call_that_needs_a_yes_shows_its_arguments_and_three_answers(qtbot, name, answer):
    page = ChatPage()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    items = shots_data.approval_talk("en")
    page.show_items(items)
    card = page.list.row_of(items[-1].key)._cards[0]
    shown = " ".join(one.text() for one in card.findChildren(QLabel))
    assert "Dinner with Ann" in shown
    assert "2026-11-27 19:00" in shown
    answers = []
    page.row_signals.answered.connect(lambda *given: answers.append(given))
    getattr(card, name).click()
    getattr(card, name).click()
    assert answers == [("call-4", *answer)]


async def test_the_preview_says_what_was_understood(open_window):
    async with open_window() as window:
        window.shell.chat.composer.set_text("remind me tomorrow at 9 to pay the rent")
        await until(lambda: window.shell.chat.preview.whole)
        assert "tomorrow, Tue 24 Nov 09:00" in window.shell.chat.preview.whole


async def test_conversations_are_listed_renamed_and_deleted_after_a_question(open_window):
    async with open_window() as window:
        await send(window, "remind me in 20 minutes to stretch")
        await until(lambda: window.conversations.titles)
        ((first, title),) = window.conversations.titles
        assert title == "remind me in 20 minutes to stretch"
        window.conversations.rename(first, "Stretching")
        await until(lambda: window.conversations.title_of(first) == "Stretching")
        window.actions.act(first, "delete")
        notice = window.shell.chat.notice
        assert "Stretching" in notice.text()
        notice.mend.click()
        await until(lambda: not window.conversations.titles)
        assert window.chat.conversation_id == ""
