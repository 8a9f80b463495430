"""What is forgotten or deleted is nowhere any more, and what is not is untouched."""

import asyncio
import json
from pathlib import Path

import pytest

from assistant_desktop.core.memory.learning import QUIET_S
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import KnownError, ModelRefused
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from tests.fakes.model import ScriptedModel, text

ME, BOB = UserId("me"), UserId("bob")


def raw(folder: Path, part: str = "") -> bytes:
    files = (one for one in folder.rglob("*") if one.is_file() and part in str(one))
    return b"".join(one.read_bytes() for one in files).lower()


def line(number: str, conversation: str, words: str) -> str:
    return json.dumps({"id": number, "conversation": conversation, "speaker": "me", "text": words})


# ---- the list of what was forgotten ----


async def test_two_users_may_have_the_same_ids_and_each_deletes_their_own(start, folder):
    async with start() as assistant:
        await assistant.history.import_lines(ME, [line("m0", "c", "a"), line("m1", "c", "Dakar")])
        await assistant.history.import_lines(BOB, [line("m0", "c", "b"), line("m1", "c", "Lagos")])
        await assistant.back_up()
        await assistant.history.delete_message(ME, MessageId("m1"))
        assert b"dakar" not in raw(folder)
        assert b"lagos" in raw(folder, "backups")
        await assistant.history.delete_message(BOB, MessageId("m1"))
        assert b"lagos" not in raw(folder)


async def test_who_deletes_what_is_anothers_changes_nothing_now_or_later(start, folder):
    async with start() as assistant:
        await assistant.history.import_lines(BOB, [line("m1", "cb", "hello")])
        (conversation,) = await assistant.history.conversations(BOB)
        await assistant.history.delete(ME, conversation.id)
        await assistant.history.rename(BOB, conversation.id, "On Reykjavik")
        await assistant.back_up()
        await assistant.history.delete(BOB, conversation.id)
        assert b"reykjavik" not in raw(folder)


async def test_a_message_may_have_the_id_of_its_conversation(start, folder):
    async with start() as assistant:
        lines = [line("1", "1", "first"), line("2", "1", "second Kathmandu")]
        await assistant.history.import_lines(ME, lines)
        await assistant.back_up()
        await assistant.history.delete_message(ME, MessageId("1"))
        assert b"kathmandu" in raw(folder, "backups")
        assert b"first" not in raw(folder, "backups")


async def test_a_deleted_message_gives_its_conversation_no_title_any_more(start, folder):
    async with start() as assistant:
        first = await assistant.ask(Saying(ME, "Ouagadougou is far away"))
        await assistant.ask(Saying(ME, "what time is it", first.conversation_id))
        await assistant.back_up()
        asked, *_ = await assistant.history.messages(ME, first.conversation_id)
        await assistant.history.delete_message(ME, asked.id)
        assert b"ouagadougou" not in raw(folder)
        (conversation,) = await assistant.history.conversations(ME)
        assert conversation.title == "what time is it"


# ---- copies of a memory ----


async def test_forgetting_takes_the_words_from_all_that_was_said_of_them(start, folder):
    async with start() as assistant:
        await assistant.ask(Saying(ME, "remember that Ouagadougou is my safe word"))
        reply = (await assistant.ask(Saying(ME, "what do you know about my safe word"))).reply
        assert "Ouagadougou" in reply
        await assistant.back_up()
        report = await assistant.ask(Saying(ME, "forget my safe word"))
        (call,) = report.entries
        (source,) = call.data["sources"]
        told = await assistant.history.messages(ME, report.conversation_id)
        (own,) = [one for one in told if "Ouagadougou" in one.text]
        assert own.id == source  # the user's own message, and nothing else, still has them
        await assistant.history.delete_message(ME, MessageId(source))
        assert b"ouagadougou" not in raw(folder)


# ---- learning ----


def telling(value: str, quote: str, key: str = "home") -> ScriptedModel:
    fact = {"kind": "fact", "about": "me", "attribute": key, "value": value, "quote": quote}
    answer = json.dumps({"facts": [fact]})
    return ScriptedModel(
        *[lambda asked: [text("ok" if asked.output is None else answer)] for _ in range(9)]
    )


async def quiet(clock) -> None:
    for _ in range(3):
        await clock.advance(QUIET_S + 1)
        await clock.settle()


async def known(assistant) -> list[str]:
    return [one.text for one in await assistant.memories.everything(ME)]


async def test_what_is_forgotten_or_wiped_is_not_learned_again(start, clock):
    async with start(telling("Riga", "I live in Riga")) as assistant:
        await assistant.ask(Saying(ME, "I live in Riga."))
        (memory,) = await assistant.memories.everything(ME)
        await assistant.forget(ME, [memory.id])
        await quiet(clock)
        assert await known(assistant) == []
        await assistant.ask(Saying(ME, "Yes, I live in Riga."))
        await assistant.memories.wipe(ME)
        await quiet(clock)
        assert await known(assistant) == []


async def test_a_no_is_not_asked_again(start, clock):
    async with start(telling("4821", "My PIN is 4821", "pin")) as assistant:
        await assistant.ask(Saying(ME, "My PIN is 4821."))
        (asked,) = await assistant.memories.suggestions(ME)
        await assistant.memories.answer_suggestion(ME, asked.id, yes=False)
        await quiet(clock)
        assert await assistant.memories.suggestions(ME) == []


async def test_what_is_read_late_does_not_close_what_was_said_after_it(start, clock):
    async with start(telling("Riga", "I have settled in Riga")) as assistant:
        await assistant.ask(Saying(ME, "I have settled in Riga."))
        await clock.advance(1)
        await assistant.ask(Saying(ME, "I live in Oslo."))
        await quiet(clock)
        assert await known(assistant) == ["I live in Oslo."]
        assert "I have settled in Riga." in [one.text for one in await assistant.memories.past(ME)]


async def test_one_message_that_the_model_refuses_does_not_hold_up_the_others(start, clock):
    replies = [
        [text("ok")],
        [text("ok")],
        [ModelRefused("too odd", status=400)],
        [text('{"facts": []}')],
    ]
    model = ScriptedModel(*replies)
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "Something odd."))
        await assistant.ask(Saying(ME, "Something plain."))
        await quiet(clock)
        asked = [one.messages[0].text for one in model.requests if one.output is not None]
        assert asked == ["Something odd.", "Something plain."]


# ---- deletion beside a beginning turn ----


@pytest.mark.parametrize("pause_s", [0, 0.001, 0.003, 0.01])
async def test_a_conversation_that_is_deleted_while_one_speaks_is_gone(start, folder, pause_s):
    async with start() as assistant:
        first = await assistant.ask(Saying(ME, "hello Ouagadougou"))
        place = first.conversation_id

        async def speak() -> None:
            await asyncio.sleep(pause_s)
            await assistant.ask(Saying(ME, "third", place))

        done = await asyncio.gather(
            speak(), assistant.history.delete(ME, place), return_exceptions=True
        )
        assert all(one is None or isinstance(one, KnownError) for one in done)
        assert await assistant.history.conversation(ME, ConversationId(place)) is None
        assert b"ouagadougou" not in raw(folder)


# ---- imports ----


async def test_another_users_conversation_of_that_name_is_no_hindrance(start):
    alice = UserId("alice")
    async with start() as assistant:
        lines = [line("x1", "bob/c", "a1"), line("x2", "c", "a2"), line("x4", "c (2)", "a3")]
        assert (await assistant.history.import_lines(alice, lines)).messages == 3
        assert (await assistant.history.import_lines(BOB, [line("x3", "c", "b1")])).messages == 1
        assert (await assistant.history.import_lines(BOB, [line("x5", "c", "b2")])).messages == 1
        (conversation,) = await assistant.history.conversations(BOB)
        assert len(await assistant.history.messages(BOB, conversation.id)) == 2
