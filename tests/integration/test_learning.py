"""Facts told by the way: kept with their source, replaced when they change, gone with it."""

import json

from assistant_desktop.core.assistant import Question
from assistant_desktop.core.memory.extraction import ToldFacts
from assistant_desktop.core.memory.learning import QUIET_S
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import ModelUnreachable
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import MemoryKind
from assistant_desktop.domain.ports import ModelRequest
from tests.fakes.model import ScriptedModel, text

ME = UserId("me")


async def told(assistant, clock, *lines: str) -> list[str]:
    for line in lines:
        report = await assistant.ask(Saying(ME, line))
        await clock.settle()
    return [report.conversation_id]


async def known(assistant) -> list[str]:
    return [one.text for one in await assistant.memories.everything(ME)]


async def test_what_is_told_by_the_way_is_known_with_its_source(start, clock):
    async with start() as assistant:
        await told(assistant, clock, "By the way, my sister's name is Olga. Nice day.")
        (memory,) = await assistant.memories.everything(ME)
        assert memory.text == "By the way, my sister's name is Olga."
        assert memory.source_message is not None
        assert memory.confidence < 1
        hits = await assistant.recall(ME, Question("what is my sister's name", kinds=("memory",)))
        assert [hit.source_id for hit in hits] == [memory.id]


async def test_a_remark_is_taken_as_one(start, clock):
    async with start() as assistant:
        report = await assistant.ask(Saying(ME, "My sister's name is Olga."))
        assert report.reply == "Good to know."
        report = await assistant.ask(Saying(ME, "Мою сестру зовут Ольга."))
        assert report.reply == "Буду знать."


async def test_a_new_fact_closes_the_old_and_the_same_is_kept_once(start, clock):
    async with start() as assistant:
        await told(assistant, clock, "I live in Riga.", "I live in Riga!", "We moved to Tallinn.")
        assert await known(assistant) == ["We moved to Tallinn."]
        assert await assistant.recall(ME, Question("Riga", kinds=("memory",))) == []


async def test_requests_and_the_assistants_own_words_teach_nothing(start, clock):
    async with start() as assistant:
        await told(assistant, clock, "remind me tomorrow at 9 that my name is Anna")
        assert await known(assistant) == []


async def test_paused_it_learns_nothing(start, clock):
    async with start() as assistant:
        await assistant.change_settings(learn_facts=False)
        await told(assistant, clock, "My name is Anna.")
        assert await known(assistant) == []


async def test_what_was_learned_goes_with_its_conversation_what_was_asked_for_stays(start, clock):
    async with start() as assistant:
        (conversation,) = await told(
            assistant, clock, "My name is Anna.", "remember that the code is 4711"
        )
        assert len(await known(assistant)) == 2
        await assistant.history.delete(ME, conversation)
        assert await known(assistant) == ["the code is 4711"]


async def test_nobody_learns_from_another_user(start, clock):
    async with start() as assistant:
        await told(assistant, clock, "My name is Anna.")
        assert await assistant.memories.everything(UserId("bob")) == []


# ---- private things ----


async def test_what_is_private_is_kept_only_with_a_yes(start, clock):
    async with start() as assistant:
        report = await assistant.ask(Saying(ME, "I'm allergic to penicillin."))
        assert "remember this" in report.reply
        assert await known(assistant) == []
        (asked,) = await assistant.memories.suggestions(ME)
        assert (asked.kind, asked.text) == (MemoryKind.HEALTH, "I'm allergic to penicillin.")
        assert await assistant.memories.suggestions(UserId("bob")) == []
        await assistant.memories.answer_suggestion(UserId("bob"), asked.id, yes=True)
        assert await known(assistant) == []
        await assistant.memories.answer_suggestion(ME, asked.id, yes=True)
        assert await known(assistant) == ["I'm allergic to penicillin."]
        assert await assistant.memories.suggestions(ME) == []


async def test_a_no_leaves_nothing_and_remember_this_is_a_yes(start, clock):
    async with start() as assistant:
        await assistant.ask(Saying(ME, "Мой пароль от вайфая 12345qq"))
        (asked,) = await assistant.memories.suggestions(ME)
        await assistant.memories.answer_suggestion(ME, asked.id, yes=False)
        assert await assistant.memories.suggestions(ME) == []
        report = await assistant.ask(Saying(ME, "запомни это"))
        assert report.entries[0].status == "failed"
        await assistant.ask(Saying(ME, "У меня аллергия на орехи."))
        await assistant.ask(Saying(ME, "запомни это"))
        assert await known(assistant) == ["У меня аллергия на орехи."]


async def test_a_suggestion_goes_with_its_message(start, clock):
    async with start() as assistant:
        report = await assistant.ask(Saying(ME, "My bank pin is 4821."))
        await assistant.history.delete(ME, report.conversation_id)
        assert await assistant.memories.suggestions(ME) == []


# ---- with a model ----


def told_by_model(**fact: str) -> ScriptedModel:
    """A model that answers a chat, and then tells one fact when it is asked for facts."""

    def answer(request: ModelRequest) -> list:
        if request.output is None:
            return [text("I see.")]
        assert request.output is ToldFacts
        assert request.side
        assert not request.tools
        return [text(json.dumps({"facts": [fact]}))]

    return ScriptedModel(*[answer] * 10)


DOG = {
    "kind": "person",
    "about": "dog",
    "attribute": "breed",
    "value": "beagle",
    "quote": "our dog is a beagle",
}


async def quiet(clock) -> None:
    for _ in range(3):
        await clock.advance(QUIET_S + 1)
        await clock.settle()


async def test_a_model_reads_what_was_said_when_it_is_quiet(start, clock):
    model = told_by_model(**DOG)
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "Funny: our dog is a beagle. And it snows."))
        assert len(model.requests) == 1  # nothing in the way of the talk
        await quiet(clock)
        (memory,) = await assistant.memories.everything(ME)
        assert memory.text == "Funny: our dog is a beagle."  # the user's words, not the model's
        assert memory.key == "dog/breed/beagle"
        assert model.requests[-1].messages[0].context == ""
        await quiet(clock)
        assert len(model.requests) == 2  # once


async def test_what_the_message_does_not_say_is_not_believed(start, clock):
    for lie in ({"value": "poodle"}, {"quote": "our dog is a poodle"}, {"quote": "is it a beagle"}):
        model = told_by_model(**{**DOG, **lie})
        async with start(model) as assistant:
            await assistant.ask(Saying(ME, "Our dog is a beagle. Is it a beagle?"))
            await quiet(clock)
            assert await known(assistant) == []


async def test_a_model_that_finds_something_private_leads_to_a_question(start, clock):
    told = {"kind": "health", "about": "me", "attribute": "sleep", "value": "badly"}
    model = told_by_model(**told, quote="I sleep badly")
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "I sleep badly since May."))
        await quiet(clock)
        assert await known(assistant) == []
        (asked,) = await assistant.memories.suggestions(ME)
        assert asked.key == "me/sleep"


async def test_who_speaks_meanwhile_is_answered_and_it_is_read_later(start, clock):
    replies = [[text("ok")], [30.0], [text("ok")], [text('{"facts": []}')], [text('{"facts": []}')]]
    model = ScriptedModel(*replies)
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "Our dog is a beagle."))
        await quiet(clock)
        assert model.requests[-1].output is not None
        report = await assistant.ask(Saying(ME, "Hello there"))
        assert report.reply == "ok"
        assert model.cancelled == 1
        await quiet(clock)
        assert [request.output is not None for request in model.requests] == [
            False, True, False, True, True,
        ]  # fmt: skip


async def test_a_model_that_cannot_be_reached_is_asked_again(start, clock):
    away = ModelUnreachable("nobody there")
    model = ScriptedModel([text("ok")], [away], [text("ok")], [text(json.dumps({"facts": [DOG]}))])
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "Well, our dog is a beagle."))
        await quiet(clock)
        assert await known(assistant) == []
        await assistant.ask(Saying(ME, "Hello there"))
        await quiet(clock)
        assert await known(assistant) == ["Well, our dog is a beagle."]


# ---- memories in prompts ----


async def test_a_forgotten_memory_leaves_the_messages_it_was_read_with(start, clock, folder):
    model = ScriptedModel([text("ok")], [text("ok")])
    async with start(model) as assistant:
        kept = await assistant.remember(ME, "The boat lies in Ouagadougou")
        report = await assistant.ask(Saying(ME, "where does the boat lie"))
        assert "Ouagadougou" in model.requests[0].messages[-1].context
        (said, _) = await assistant.history.messages(ME, report.conversation_id)
        assert [used.id for used in said.used_memories] == [kept.id]
        await assistant.back_up()
        await assistant.forget(ME, [kept.id])
        (said, _) = await assistant.history.messages(ME, report.conversation_id)
        assert said.used_memories == ()
        raw = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
        assert b"ouagadougou" not in raw.lower()


async def test_pinned_memories_are_always_told_and_reworded_ones_in_new_words(start, clock, folder):
    model = ScriptedModel([text("ok")], [text("ok")])
    async with start(model) as assistant:
        memory = await assistant.remember(ME, "Call me Zanzibar")
        await assistant.memories.pin(ME, memory.id, pinned=True)
        await assistant.memories.reword(ME, memory.id, "Call me Captain")
        await assistant.ask(Saying(ME, "what a day"))
        assert "Call me Captain" in model.requests[0].messages[-1].context
    raw = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert b"zanzibar" not in raw.lower()


async def test_all_of_one_user_is_exported_and_wiped_and_nothing_of_another(start, clock, tmp_path):
    bob = UserId("bob")
    async with start() as assistant:
        await told(assistant, clock, "I live in Riga.", "We moved to Tallinn.")
        await assistant.remember(bob, "Bob's own")
        path = tmp_path / "memories.jsonl"
        assert await assistant.memories.export_to(ME, path) == 2
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        ended = {line["text"]: line["valid_to"] is not None for line in lines}
        assert ended == {"I live in Riga.": True, "We moved to Tallinn.": False}
        assert await assistant.memories.wipe(ME) == 2
        assert await known(assistant) == []
        assert [one.text for one in await assistant.memories.everything(bob)] == ["Bob's own"]
