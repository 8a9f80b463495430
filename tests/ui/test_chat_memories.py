"""Memory in the chat: what an answer was given with, what waits for a yes, what else may go."""

from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui.models.chat_items import ChatItem, used_in_turns
from assistant_desktop.ui.shots_data import entry
from tests.fakes.model import ScriptedModel, text
from tests.ui.conftest import settle, until


def last(window, kind):
    return [item for item in window.chat.items if item.kind == kind][-1]


async def say(window, words):
    answers = len([item for item in window.chat.items if item.kind == "assistant" and item.text])
    window.shell.chat.composer.set_text(words)
    window.shell.chat.composer._send()
    await until(
        lambda: (
            len([one for one in window.chat.items if one.kind == "assistant" and one.text])
            > answers
        )
    )
    await until(
        lambda: not window._assistant.is_answering(DEFAULT_USER, window.chat.conversation_id)
    )
    await settle(20)


async def test_an_answer_tells_which_memories_it_was_given_with(open_window):
    async with open_window(ScriptedModel([text("At the neighbour's.")])) as window:
        kept = await window._assistant.remember(DEFAULT_USER, "The spare key is with the neighbour")
        await say(window, "where is the spare key?")
        item = last(window, "assistant")
        await until(lambda: item.used)
        assert [(one.id, one.text) for one in item.used] == [(kept.id, kept.text)]
        row = window.shell.chat.list.row_of(item.key)
        await until(lambda: row.uses is not None and row.uses.isVisible())
        assert row.uses.head.text() == "used 1 memory"
        folded = row.uses.height()
        row.uses.head.click()
        await until(lambda: item.uses_open)
        await settle(3)
        assert row.uses.height() >= folded + 28
        row.uses.memory_wanted.emit(kept.id)
        await until(lambda: window.shell.place == "memory")
        page = window.shell.pages.currentWidget()
        await until(lambda: [line.row_id for line in page.lines] == [kept.id])
        assert page.headings[0] == "FROM THE CONVERSATION"


async def test_it_is_told_again_when_the_conversation_is_opened_and_goes_with_the_memory(
    open_window,
):
    async with open_window(ScriptedModel([text("At the neighbour's.")])) as window:
        kept = await window._assistant.remember(DEFAULT_USER, "The spare key is with the neighbour")
        await say(window, "where is the spare key?")
        opened = window.chat.conversation_id
        window.open("")
        window.open(opened)
        await until(lambda: window.chat.items and last(window, "assistant").used)
        await window._assistant.forget(DEFAULT_USER, [kept.id])
        await until(lambda: not last(window, "assistant").used)


async def test_what_the_offline_brain_recalled_is_told_too(open_window):
    async with open_window() as window:
        kept = await window._assistant.remember(DEFAULT_USER, "The spare key is with the neighbour")
        await say(window, "what do you know about the spare key?")
        item = last(window, "assistant")
        await until(lambda: item.used)
        assert [one.id for one in item.used] == [kept.id]


def test_a_turn_tells_it_once_beneath_its_last_words():
    hits = {"hits": [{"kind": "memory", "source_id": "k2"}, {"kind": "message", "source_id": "m"}]}
    items = [
        ChatItem("1", "user", "who?", read_with=("k1",)),
        ChatItem("2", "assistant", "", {"c": entry(1, "recall", "{}", data=hits)}),
        ChatItem("3", "assistant", "Olga."),
        ChatItem("4", "user", "thanks"),
        ChatItem("5", "assistant", "Welcome."),
        ChatItem("6", "user", "and?", read_with=("k1",)),
        ChatItem("7", "assistant", "", is_streaming=True),
    ]
    assert used_in_turns(items) == {"3": ["k1", "k2"]}


async def test_a_private_thing_is_asked_about_beneath_its_message(open_window):
    async with open_window() as window:
        await say(window, "I am allergic to penicillin.")
        item = last(window, "user")
        await until(lambda: item.suggestion is not None)
        row = window.shell.chat.list.row_of(item.key)
        await until(lambda: row.card is not None and row.card.isVisible())
        assert row.card.geometry().top() >= row._bubble.bottom()
        row.card.yes.click()
        await until(lambda: item.suggestion is None)
        assert not row.card.isVisible()
        (kept,) = await window._assistant.memories.everything(DEFAULT_USER)
        assert kept.text == "I am allergic to penicillin."


async def test_the_question_goes_when_it_was_answered_elsewhere(open_window):
    async with open_window() as window:
        await say(window, "I am allergic to penicillin.")
        item = last(window, "user")
        await until(lambda: item.suggestion is not None)
        await say(window, "remember this")
        await until(lambda: item.suggestion is None)


async def test_after_forgetting_the_message_may_go_too_with_a_second_press(open_window):
    async with open_window() as window:
        await say(window, "My sister's name is Olga.")
        told = last(window, "user").key
        await say(window, "forget what you know about my sister")
        item = next(one for one in reversed(window.chat.items) if one.calls)
        if any(call.status.value == "awaiting_approval" for call in item.calls.values()):
            raise AssertionError("nothing is tainted here")
        chip = window.shell.chat.list.row_of(item.key)._chips[0]
        assert chip.sources.isVisible()
        assert chip.sources.text() == "Delete the message too"
        chip.sources.click()
        await settle()
        assert window.chat.item(told) is not None
        chip.sources.click()
        await until(lambda: window.chat.item(told) is None)
