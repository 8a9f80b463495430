"""What the memory page does, on the real core: asking, wording, pinning, origins, export, wipe."""

import json
from pathlib import Path

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import MemoryKind
from tests.fakes.model import ScriptedModel, text

ME, BOB = UserId("me"), UserId("bob")


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


async def tell(assistant, clock, *lines: str) -> None:
    for line in lines:
        await assistant.ask(Saying(ME, line))
        await clock.advance(1)


async def test_what_is_private_waits_for_a_yes_and_is_kept_with_its_message(start, clock):
    async with start() as assistant:
        await tell(assistant, clock, "I am allergic to penicillin.")
        assert await assistant.memories.everything(ME) == []
        (asked,) = await assistant.memories.suggestions(ME)
        assert asked.kind is MemoryKind.HEALTH
        await assistant.memories.answer_suggestion(ME, asked.id, yes=True)
        assert await assistant.memories.suggestions(ME) == []
        (kept,) = await assistant.memories.everything(ME)
        origin = await assistant.memories.origin_of(ME, kept.id)
        assert origin is not None
        assert origin.message.text == "I am allergic to penicillin."
        (conversation,) = await assistant.history.conversations(ME)
        assert origin.title == conversation.title


async def test_a_no_keeps_nothing(start, clock):
    async with start() as assistant:
        await tell(assistant, clock, "I am allergic to penicillin.")
        (asked,) = await assistant.memories.suggestions(ME)
        await assistant.memories.answer_suggestion(ME, asked.id, yes=False)
        assert await assistant.memories.suggestions(ME) == []
        assert await assistant.memories.everything(ME) == []


async def test_what_no_longer_holds_is_known_and_searched_only_where_asked(start, clock):
    async with start() as assistant:
        await tell(assistant, clock, "I live in Riga.", "We moved to Tallinn.")
        (old,) = await assistant.memories.past(ME)
        assert old.text == "I live in Riga."
        assert old.valid_to is not None
        assert await assistant.memories.search(ME, "riga") == []
        found = await assistant.memories.search(ME, "riga", past=True)
        assert [one.id for one in found] == [old.id]


async def test_a_search_takes_other_forms_of_a_word_and_pieces_of_one(start):
    async with start() as assistant:
        await assistant.remember(ME, "Ключи лежат у соседей")
        await assistant.remember(ME, "the router is called Birch-5G")
        assert len(await assistant.memories.search(ME, "ключ соседи")) == 1
        assert len(await assistant.memories.search(ME, "irch-5")) == 1
        assert await assistant.memories.search(ME, "birch сосед") == []


async def test_other_words_leave_nothing_of_the_old_ones(start, folder):
    async with start() as assistant:
        kept = await assistant.remember(ME, "the code of the safe is Zanzibar")
        await assistant.back_up()
        await assistant.memories.reword(ME, kept.id, "the code of the safe is changed")
        assert [one.text for one in await assistant.memories.search(ME, "safe")] == [
            "the code of the safe is changed"
        ]
        assert b"zanzibar" not in raw(folder)


async def test_a_forgotten_memory_leaves_what_a_model_had_read_with_a_message(start):
    async with start(ScriptedModel([text("At the neighbour's.")])) as assistant:
        kept = await assistant.remember(ME, "The spare key is with the neighbour")
        report = await assistant.ask(Saying(ME, "where is the spare key?"))
        asked, _ = await assistant.history.messages(ME, report.conversation_id)
        assert [one.id for one in asked.used_memories] == [kept.id]
        await assistant.forget(ME, [kept.id])
        asked, _ = await assistant.history.messages(ME, report.conversation_id)
        assert asked.used_memories == ()


async def test_export_has_all_and_wipe_leaves_nothing_of_one_user(start, clock, folder, tmp_path):
    async with start() as assistant:
        await tell(assistant, clock, "I live in Riga.", "We moved to Tallinn.")
        await tell(assistant, clock, "I am allergic to penicillin.")
        await assistant.remember(BOB, "Bob's boat is red")
        path = tmp_path / "memories.jsonl"
        assert await assistant.memories.export_to(ME, path) == 2
        told = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
        assert told == ["I live in Riga.", "We moved to Tallinn."]
        assert await assistant.memories.wipe(ME) == 2
        assert await assistant.memories.everything(ME) == []
        assert await assistant.memories.past(ME) == []
        assert await assistant.memories.suggestions(ME) == []
        assert len(await assistant.memories.everything(BOB)) == 1
