"""Conversations as a user changes them: versions, search, deletion, what comes along and goes."""

import asyncio
import time

import pytest

from assistant_desktop.core.assistant import Question
from assistant_desktop.core.memory.learning import Learning
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import BadInput, ModelError, NotFound
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from tests.fakes.model import ScriptedModel, call, text

ME, BOB = UserId("me"), UserId("bob")


async def say(assistant, line: str, conversation=None):
    return await assistant.ask(
        Saying(ME, line, conversation, new_conversation=conversation is None)
    )


async def path(assistant, conversation) -> list[str]:
    return [one.text for one in await assistant.history.messages(ME, conversation) if one.text]


async def id_of(assistant, conversation, words: str) -> MessageId:
    found = await assistant.history.messages(ME, conversation)
    return next(one.id for one in found if one.text == words)


# ---- versions ----


async def test_an_edit_keeps_the_earlier_version_and_one_can_go_back(start):
    model = ScriptedModel([text("Riga is in Latvia.")], [text("Oslo is in Norway.")])
    async with start(model) as assistant:
        talk = (await say(assistant, "where is Riga?")).conversation_id
        first = await id_of(assistant, talk, "where is Riga?")
        revised = await assistant.history.edit(ME, first, "where is Oslo?")
        await revised.turn.finished
        assert await path(assistant, talk) == ["where is Oslo?", "Oslo is in Norway."]
        assert model.requests[-1].messages[0].text == "where is Oslo?"
        assert len(model.requests[-1].messages) == 1
        second = await id_of(assistant, talk, "where is Oslo?")
        known = await assistant.history.versions(ME, [second])
        assert (known[second].ids, known[second].number) == ((first, second), 2)
        await assistant.history.switch(ME, first)
        assert await path(assistant, talk) == ["where is Riga?", "Riga is in Latvia."]
        (conversation,) = await assistant.history.conversations(ME)
        assert conversation.title == "where is Oslo?"


async def test_a_reply_is_given_again_and_again(start):
    model = ScriptedModel(*([text(f"answer {n}")] for n in range(3)))
    async with start(model) as assistant:
        talk = (await say(assistant, "tell me something")).conversation_id
        for number in range(2):
            reply = await id_of(assistant, talk, f"answer {number}")
            await (await assistant.history.regenerate(ME, reply)).turn.finished
        last = await id_of(assistant, talk, "answer 2")
        known = await assistant.history.versions(ME, [last])
        assert (len(known[last].ids), known[last].number) == (3, 3)
        assert await path(assistant, talk) == ["tell me something", "answer 2"]
        assert [len(one.messages) for one in model.requests] == [1, 1, 1]


async def test_what_is_said_after_a_switch_follows_that_version(start):
    model = ScriptedModel([text("one")], [text("two")], [text("three")])
    async with start(model) as assistant:
        talk = (await say(assistant, "question")).conversation_id
        one = await id_of(assistant, talk, "one")
        await (await assistant.history.regenerate(ME, one)).turn.finished
        await assistant.history.switch(ME, one)
        await say(assistant, "and then?", talk)
        assert await path(assistant, talk) == ["question", "one", "and then?", "three"]
        assert [m.text for m in model.requests[-1].messages] == ["question", "one", "and then?"]


async def test_a_reply_that_fails_leaves_the_earlier_one(start):
    model = ScriptedModel([text("good")], [ModelError("no answer")])
    async with start(model) as assistant:
        talk = (await say(assistant, "question")).conversation_id
        good = await id_of(assistant, talk, "good")
        report = await (await assistant.history.regenerate(ME, good)).turn.finished
        assert report.outcome == "failed"
        assert await path(assistant, talk) == ["question", "good"]


async def test_stopped_before_a_word_was_said_the_earlier_reply_stays(start):
    model = ScriptedModel([text("good")], [5.0, text("late")])
    async with start(model) as assistant:
        talk = (await say(assistant, "question")).conversation_id
        good = await id_of(assistant, talk, "good")
        revised = await assistant.history.regenerate(ME, good)
        await asyncio.sleep(0.05)
        await assistant.stop(ME, talk)
        assert (await revised.turn.finished).outcome == "stopped"
        assert await path(assistant, talk) == ["question", "good"]


async def test_a_running_turn_is_stopped_by_an_edit(start):
    model = ScriptedModel([text("begun"), 5.0, text(" late")], [text("new")])
    async with start(model) as assistant:
        running = await assistant.send(Saying(ME, "old", new_conversation=True))
        await asyncio.sleep(0.05)
        talk = running.conversation_id
        revised = await assistant.history.edit(ME, await id_of(assistant, talk, "old"), "other")
        await revised.turn.finished
        assert (await running.finished).outcome == "stopped"
        assert await path(assistant, talk) == ["other", "new"]


async def test_what_the_replaced_part_did_stays_done_and_is_told(start):
    model = ScriptedModel(
        [call("create_reminder", text="pay rent", due="tomorrow at 9")],
        [text("It is set.")],
        [text("Nothing to do.")],
        [text("Again.")],
    )
    async with start(model) as assistant:
        talk = (await say(assistant, "remind me of the rent tomorrow at 9")).conversation_id
        (asked,) = [
            one.id for one in await assistant.history.messages(ME, talk) if one.role.value == "user"
        ]
        revised = await assistant.history.edit(ME, asked, "never mind")
        await revised.turn.finished
        assert [one.name for one in revised.effects] == ["create_reminder"]
        assert len(await assistant.reminders.live(ME)) == 1
        await assistant.undo(ME, revised.effects[0].call_id)
        assert await assistant.reminders.live(ME) == []
        again = await assistant.history.regenerate(
            ME, await id_of(assistant, talk, "Nothing to do.")
        )
        await again.turn.finished
        assert again.effects == ()


async def test_recall_and_search_know_what_is_read_and_nothing_else(start):
    model = ScriptedModel([text("fine")], [text("fine too")])
    async with start(model) as assistant:
        talk = (await say(assistant, "the lighthouse of Ventspils")).conversation_id
        old = await id_of(assistant, talk, "the lighthouse of Ventspils")
        await (await assistant.history.edit(ME, old, "the harbour of Liepaja")).turn.finished
        everything = Question("lighthouse", everything=True)
        assert await assistant.recall(ME, everything) == []
        assert (await assistant.history.search(ME, "lighthou")).messages == ()
        assert len((await assistant.history.search(ME, "harbour")).messages) == 1
        await assistant.history.switch(ME, old)
        assert (await assistant.recall(ME, everything))[0].source_id == old
        (hit,) = (await assistant.history.search(ME, "lighthou")).messages
        assert hit.message_id == old
        assert (await assistant.history.search(ME, "harbour")).messages == ()


async def test_a_summary_of_what_was_replaced_is_dropped(start):
    long = "word " * 900

    def answered(request):
        return [text("summary of all" if request.side else "fine")]

    model = ScriptedModel(*([answered] * 40), context_tokens=6000)
    async with start(model) as assistant:
        talk = (await say(assistant, f"first {long}")).conversation_id
        for number in range(6):
            await say(assistant, f"more {number} {long}", talk)
        before = await assistant.history.conversation(ME, talk)
        assert before.summary
        (first, *_) = await assistant.history.messages(ME, talk)
        await (await assistant.history.edit(ME, first.id, "quite another")).turn.finished
        after = await assistant.history.conversation(ME, talk)
        assert (after.summary, after.summary_upto) == ("", None)
        assert "summary of all" not in model.requests[-1].system
        assert [one.text for one in model.requests[-1].messages] == ["quite another"]


# ---- memories ----


async def known(assistant) -> list[str]:
    return [one.text for one in await assistant.memories.everything(ME)]


async def test_what_a_replaced_message_taught_is_taken_back_and_learned_again(start, clock):
    async with start() as assistant:
        talk = (await say(assistant, "I live in Riga.")).conversation_id
        await clock.settle()
        await say(assistant, "We moved to Tallinn.", talk)
        await clock.settle()
        assert await known(assistant) == ["We moved to Tallinn."]
        moved = await id_of(assistant, talk, "We moved to Tallinn.")
        await (await assistant.history.edit(ME, moved, "It rains today.")).turn.finished
        await clock.settle()
        assert await known(assistant) == ["I live in Riga."]
        hits = await assistant.recall(ME, Question("where do I live Riga", kinds=("memory",)))
        assert [hit.text for hit in hits] == ["I live in Riga."]
        await assistant.history.switch(ME, moved)
        await clock.settle()
        assert await known(assistant) == ["We moved to Tallinn."]


async def test_learning_again_is_done_after_a_crash_too(start, clock, monkeypatch):
    async with start() as assistant:
        talk = (await say(assistant, "I live in Riga.")).conversation_id
        await clock.settle()
        here = await id_of(assistant, talk, "I live in Riga.")
        await (await assistant.history.edit(ME, here, "It rains today.")).turn.finished
        await clock.settle()
        assert await known(assistant) == []
        # The process dies before it comes to that.
        monkeypatch.setattr(Learning, "catch_up", _never)
        await assistant.history.switch(ME, here)
        assert await known(assistant) == []
    monkeypatch.undo()
    async with start() as assistant:
        await clock.settle()
        await asyncio.sleep(0.05)
        assert await known(assistant) == ["I live in Riga."]


async def _never(_: Learning) -> None:
    """Nothing is learned."""


async def test_what_the_user_forgot_does_not_come_back_with_its_message(start, clock):
    async with start() as assistant:
        talk = (await say(assistant, "I live in Riga.")).conversation_id
        await clock.settle()
        (memory,) = await assistant.memories.everything(ME)
        await assistant.forget(ME, [memory.id])
        here = await id_of(assistant, talk, "I live in Riga.")
        await (await assistant.history.edit(ME, here, "It rains today.")).turn.finished
        await assistant.history.switch(ME, here)
        await clock.settle()
        assert await known(assistant) == []


# ---- deleting one message ----


async def test_a_message_goes_for_good_and_the_rest_stays(start, folder):
    async with start() as assistant:
        talk = (await say(assistant, "the lighthouse of Ventspils")).conversation_id
        await say(assistant, "something else", talk)
        gone = await id_of(assistant, talk, "the lighthouse of Ventspils")
        assert await assistant.history.delete_message(ME, gone)
        kept = await path(assistant, talk)
        assert "something else" in kept
        assert not any("lighthouse" in one for one in kept)
        assert await assistant.recall(ME, Question("lighthouse", everything=True)) == []
        assert not await assistant.history.delete_message(ME, gone)
        await assistant.history.rename(ME, talk, "kept")
    raw = b"".join(file.read_bytes() for file in folder.glob("assistant.db*"))
    assert b"Ventspils" not in raw


async def test_it_goes_from_backups_too(start, folder, clock):
    async with start() as assistant:
        talk = (await say(assistant, "the lighthouse of Ventspils")).conversation_id
        await assistant.history.rename(ME, talk, "kept")
        backup = await assistant.back_up()
        assert b"Ventspils" in backup.read_bytes()
        await assistant.history.delete_message(
            ME, await id_of(assistant, talk, "the lighthouse of Ventspils")
        )
        assert b"Ventspils" not in backup.read_bytes()


async def test_a_reply_goes_with_its_calls_and_their_results(start):
    model = ScriptedModel(
        [call("remember", text="the code is 4711")], [text("I keep it.")], [text("Yes.")]
    )
    async with start(model) as assistant:
        talk = (await say(assistant, "remember the code 4711")).conversation_id
        asking = next(one for one in await assistant.history.messages(ME, talk) if one.calls)
        await assistant.history.delete_message(ME, asking.id)
        left = await assistant.history.messages(ME, talk)
        assert [one.text for one in left] == ["remember the code 4711", "I keep it."]
        assert await assistant.history.calls(ME, [asking.id]) == []
        await say(assistant, "still there?", talk)
        assert len(model.requests[-1].messages) == 3


# ---- conversations ----


async def test_pinned_ones_are_first_archived_ones_apart_but_found(start):
    async with start() as assistant:
        ids = [
            (await say(assistant, f"talk number {n} of boats")).conversation_id for n in range(3)
        ]
        await assistant.history.pin(ME, ids[0], pinned=True)
        await assistant.history.archive(ME, ids[2], archived=True)
        assert [one.id for one in await assistant.history.conversations(ME)] == ids[:2]
        archived = await assistant.history.conversations(ME, archived=True)
        assert [one.id for one in archived] == ids[2:]
        found = await assistant.history.search(ME, "boats")
        assert {one.conversation_id: one.archived for one in found.messages}[ids[2]]
        await assistant.history.archive(ME, ids[2], archived=False)
        assert len(await assistant.history.conversations(ME)) == 3


async def test_the_wrong_message_is_refused_in_words(start):
    async with start() as assistant:
        talk = (await say(assistant, "hello there")).conversation_id
        reply = (await assistant.history.messages(ME, talk))[-1]
        with pytest.raises(BadInput):
            await assistant.history.edit(ME, reply.id, "x")
        with pytest.raises(NotFound):
            await assistant.history.edit(ME, MessageId("nowhere"), "x")
        with pytest.raises(NotFound):
            await assistant.history.switch(ME, MessageId("nowhere"))


async def test_nobody_changes_another_users_conversations(start):
    async with start() as assistant:
        talk = (await say(assistant, "mine alone of boats")).conversation_id
        (first, *_) = await assistant.history.messages(ME, talk)
        history = assistant.history
        for wrong in (
            history.edit(BOB, first.id, "x"),
            history.regenerate(BOB, first.id),
            history.switch(BOB, first.id),
        ):
            with pytest.raises(NotFound):
                await wrong
        await history.rename(BOB, talk, "x")
        await history.pin(BOB, talk, pinned=True)
        await history.archive(BOB, talk, archived=True)
        assert not await history.delete_message(BOB, first.id)
        await history.delete(BOB, talk)
        assert await history.messages_around(BOB, talk, first.id, 5) == []
        assert await history.messages_from(BOB, talk, first.id) == []
        assert await history.versions(BOB, [first.id]) == {}
        assert (await history.search(BOB, "boats")) == (await history.search(BOB, "nothing"))
        (kept,) = await history.conversations(ME)
        assert (kept.title, kept.pinned, kept.archived) == ("mine alone of boats", False, False)


# ---- search ----

SAID = [
    "Happiness is a warm boat",
    "мы плавали на лодке вдоль побережья",
    "Ёлка стоит в углу, напоминание не нужно",
    "The reminders of last summer, and " + "many words " * 60 + "the lighthouse at the end",
]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("happ", {"Happiness"}),
        ("happine", {"Happiness"}),
        ("warm boa", {"warm", "boat"}),
        ("лодк", {"лодке"}),
        ("лодка побережье", {"лодке", "побережья"}),
        ("елка", {"Ёлка"}),
        ("напомина", {"напоминание"}),
        ("lighthouse", {"lighthouse"}),
        ("the reminder", {"reminders"}),
        ("boat nowhere", set()),
        ("nowhere boat", set()),
        ("", set()),
        ('"', set()),
        ("AND OR NOT", set()),
        ("x*", set()),
    ],
)
async def test_as_one_types(start, query, marked):
    async with start() as assistant:
        lines = [
            f'{{"id":"m{n}","conversation":"c{n}","speaker":"me","text":"{said}"}}'
            for n, said in enumerate(SAID)
        ]
        await assistant.history.import_lines(ME, lines)
        found = (await assistant.history.search(ME, query)).messages
        told = {hit.snippet[a:b] for hit in found for a, b in hit.marks}
        assert told == marked
        assert all(len(hit.snippet) < 200 for hit in found)


async def test_titles_are_found_and_marked(start):
    async with start() as assistant:
        talk = (await say(assistant, "hello there")).conversation_id
        await assistant.history.rename(ME, talk, "Trip to Riga in May")
        (found,) = (await assistant.history.search(ME, "riga tri")).titles
        assert {found.title[a:b] for a, b in found.marks} == {"Trip", "Riga"}


async def test_a_page_around_a_message(start):
    async with start() as assistant:
        lines = [
            f'{{"id":"m{n}","conversation":"c","speaker":"me","text":"number {n}"}}'
            for n in range(50)
        ]
        await assistant.history.import_lines(ME, lines)
        talk = ConversationId("c")
        around = await assistant.history.messages_around(ME, talk, MessageId("m25"), 3)
        assert [one.id for one in around] == [f"m{n}" for n in range(22, 29)]
        after = await assistant.history.messages_from(ME, talk, MessageId("m48"))
        assert [one.id for one in after] == ["m48", "m49"]
        assert await assistant.history.messages_around(ME, talk, MessageId("m99"), 3) == []


@pytest.mark.slow
async def test_a_hundred_thousand_messages_open_and_are_searched_at_once(start):
    async with start() as assistant:
        lines = [
            f'{{"id":"m{n}","conversation":"c","speaker":"me","text":"number {n} of the boats"}}'
            for n in range(100_000)
        ]
        began = time.perf_counter()
        await assistant.history.import_lines(ME, lines)
        assert 100_000 / (time.perf_counter() - began) > 2500, "twice slower than promised"
        talk = ConversationId("c")
        began = time.perf_counter()
        await assistant.history.messages(ME, talk, limit=60)
        around = await assistant.history.messages_around(ME, talk, MessageId("m50000"), 60)
        await assistant.history.versions(ME, [one.id for one in around])
        assert time.perf_counter() - began < 0.1
        began = time.perf_counter()
        found = await assistant.history.search(ME, "boats numb")
        assert time.perf_counter() - began < 0.5
        assert len(found.messages) == 60
