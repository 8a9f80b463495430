"""Facts told by the way: kept with their source, replaced when they change, gone with it."""

from assistant_desktop.core.assistant import Question
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.ids import UserId

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
