"""What other programs export is taken in once, with its versions; what is broken is told."""

import contextlib
import io
import json
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant_desktop.core.archives import chatgpt, claude
from assistant_desktop.core.archives.json_items import items
from assistant_desktop.core.assistant import imported_text
from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.wording import wording
from tests.fakes.archives import (
    CHATGPT_SAID,
    CLAUDE_SAID,
    chatgpt_conversation,
    claude_conversation,
    write_json,
    write_zip,
)
from tests.fakes.clock import FakeClock

ME, BOB = UserId("me"), UserId("bob")
NOW = FakeClock().now()


async def texts(assistant, conversation: str, user=ME) -> list[str]:
    found = await assistant.history.messages(user, ConversationId(conversation))
    return [one.text for one in found]


async def test_a_chatgpt_archive_comes_with_its_versions_once(start, tmp_path):
    path = write_zip(
        tmp_path / "export.zip",
        {
            "chat.html": "<html>",
            "conversations.json": [chatgpt_conversation(n) for n in range(3)],
            "user.json": {"id": "x"},
        },
    )
    async with start() as assistant:
        shown = []
        imported = await assistant.history.import_file(ME, path, shown.append)
        assert (imported.conversations, imported.messages) == (3, 3 * CHATGPT_SAID)
        assert shown[-1] == 1.0
        talk = "chatgpt/conversation-0"
        assert await texts(assistant, talk) == [
            "What is a harbour?",
            "A place for boats.",
            "[image]\n\nAnd this lighthouse?",
            "It warns ships.",
        ]
        conversation = await assistant.history.conversation(ME, ConversationId(talk))
        assert conversation.title == "Harbours 0"
        assert conversation.created_at.year == 2023
        reply = (await assistant.history.messages(ME, ConversationId(talk)))[1]
        known = (await assistant.history.versions(ME, [reply.id]))[reply.id]
        assert (len(known.ids), known.number) == (2, 2)
        await assistant.history.switch(ME, known.ids[0])
        assert await texts(assistant, talk) == ["What is a harbour?", "An early answer."]
        again = await assistant.history.import_file(ME, path)
        assert (again.messages, again.repeated) == (0, 3 * CHATGPT_SAID)
        assert again.conversations == 0
        assert len(await texts(assistant, talk)) == 2, "what the user chose stays"


async def test_newer_exports_come_in_parts(start, tmp_path):
    path = write_zip(
        tmp_path / "export.zip",
        {f"export/conversations-{n:03}.json": [chatgpt_conversation(n)] for n in range(12)},
    )
    async with start() as assistant:
        imported = await assistant.history.import_file(ME, path)
        assert (imported.conversations, imported.messages) == (12, 12 * CHATGPT_SAID)


async def test_a_later_export_brings_what_was_said_since(start, tmp_path):
    async with start() as assistant:
        one = chatgpt_conversation()
        await assistant.history.import_file(ME, write_json(tmp_path / "conversations.json", [one]))
        one["mapping"]["a3"]["children"] = ["u4"]
        one["mapping"]["u4"] = one["mapping"]["u1"] | {"parent": "a3", "children": []}
        one["current_node"] = "u4"
        later = write_json(tmp_path / "conversations.json", [one])
        imported = await assistant.history.import_file(ME, later)
        assert (imported.messages, imported.repeated) == (1, CHATGPT_SAID)
        assert (await texts(assistant, "chatgpt/conversation-0"))[-2:] == [
            "It warns ships.",
            "What is a harbour?",
        ]


async def test_a_claude_archive(start, tmp_path):
    path = write_zip(
        tmp_path / "claude.zip",
        {"conversations.json": [claude_conversation(n) for n in range(4)], "users.json": []},
    )
    async with start() as assistant:
        imported = await assistant.history.import_file(ME, path)
        assert (imported.conversations, imported.messages) == (4, 4 * CLAUDE_SAID)
        assert await texts(assistant, "claude/claude-0") == [
            "What is a kettle?\n\n[list.txt]",
            "Kettles boil water.",
            "Thank you",
        ]
        again = await assistant.history.import_file(ME, path)
        assert (again.messages, again.repeated) == (0, 4 * CLAUDE_SAID)
        assert len((await assistant.history.search(ME, "kettle")).messages) == 8


async def test_versions_of_claude_are_kept_where_they_are_exported(start, tmp_path):
    one = claude_conversation()
    h1, r1, _, h3 = one["chat_messages"]
    h1["parent_message_uuid"] = "00000000-0000-4000-8000-000000000000"
    r1["parent_message_uuid"] = h3["parent_message_uuid"] = h1["uuid"]
    async with start() as assistant:
        await assistant.history.import_file(ME, write_json(tmp_path / "conversations.json", [one]))
        (_, last) = await assistant.history.messages(ME, ConversationId("claude/claude-0"))
        assert last.text == "Thank you"
        assert len((await assistant.history.versions(ME, [last.id]))[last.id].ids) == 2


async def test_two_users_may_take_in_the_same_archive(start, tmp_path):
    path = write_json(tmp_path / "conversations.json", [chatgpt_conversation()])
    async with start() as assistant:
        for user in (ME, BOB):
            imported = await assistant.history.import_file(user, path)
            assert imported.messages == CHATGPT_SAID
            (one,) = await assistant.history.conversations(user)
            assert len(await texts(assistant, one.id, user)) == 4
        again = await assistant.history.import_file(BOB, path)
        assert again.messages == 0


async def test_what_cannot_be_read_is_told_and_all_else_taken(start, tmp_path):
    broken = {"title": "Broken", "mapping": {"a": {"message": {"author": 3}}}}
    path = write_json(
        tmp_path / "conversations.json",
        [chatgpt_conversation(1), broken, "rubbish", {"other": 1}, claude_conversation(2)],
    )
    async with start() as assistant:
        imported = await assistant.history.import_file(ME, path)
        assert imported.conversations == 2
        assert imported.skipped == 3
        assert imported.problems[0].startswith("Broken: ")
        told = imported_text(wording("en"), imported)
        assert told == "2 conversations, 8 messages taken in. 3 were left out."


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2", b"PK\3\4 no archive", b"[", b"[1, 2", b'{"mapping": {', b"[nonsense]"],
)
async def test_rubbish_is_told_in_words(start, tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    async with start() as assistant:
        with contextlib.suppress(KnownError):
            assert (await assistant.history.import_file(ME, path)).messages == 0
        assert await assistant.history.conversations(ME) == []


async def test_an_archive_without_conversations_is_told(start, tmp_path):
    path = write_zip(tmp_path / "x.zip", {"photos.json": []})
    async with start() as assistant:
        with pytest.raises(BadInput, match="holds no conversations"):
            await assistant.history.import_file(ME, path)
        with pytest.raises(BadInput):
            await assistant.history.import_file(ME, tmp_path / "nowhere.zip")
        with pytest.raises(BadInput):
            await assistant.history.import_file(ME, tmp_path)


async def test_a_bomb_is_refused_before_it_is_opened(start, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", b"[" + b" " * (90 << 20) + b"]")
    async with start() as assistant:
        with pytest.raises(BadInput, match="far more"):
            await assistant.history.import_file(ME, path)


async def test_an_archive_cut_anywhere_loses_nothing_that_stood_before(start, tmp_path):
    whole = json.dumps([chatgpt_conversation(n) for n in range(6)]).encode()
    packed = write_zip(
        tmp_path / "whole.zip", {"conversations.json": json.loads(whole)}
    ).read_bytes()
    chance = random.Random(4)
    async with start() as assistant:
        for source, suffix in ((whole, "json"), (packed, "zip")):
            for at in sorted(chance.sample(range(1, len(source)), 12)):
                path = tmp_path / f"cut.{suffix}"
                path.write_bytes(source[:at])
                try:
                    imported = await assistant.history.import_file(ME, path)
                except KnownError:
                    continue
                assert imported.trouble is not None or imported.messages == 0
        there = await assistant.history.conversations(ME)
        for one in there:
            assert len(await texts(assistant, one.id)) == 4, "half a conversation"
        again = tmp_path / "again.json"
        again.write_bytes(whole)
        await assistant.history.import_file(ME, again)
        assert len(await assistant.history.conversations(ME)) == 6


# ---- pure ----


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    values=st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=30)), max_size=8),
    size=st.integers(1, 40),
)
def test_items_come_out_whole_however_the_bytes_arrive(values, size):
    class Slow(io.BytesIO):
        def read(self, _=-1):
            return super().read(size)

    data = json.dumps(values, ensure_ascii=False).encode()
    assert list(items(Slow(data))) == values
    for at in range(1, len(data) - 1, max(len(data) // 7, 1)):
        got = []
        with contextlib.suppress(BadInput):
            got.extend(items(Slow(data[:at])))
        assert got == values[: len(got)]


def test_a_ring_of_nodes_and_a_deep_one_end():
    ring = {
        "conversation_id": "r",
        "mapping": {
            "a": {"parent": "b", "children": ["b"], "message": None},
            "b": {"parent": "a", "children": ["a"], "message": None},
        },
    }
    assert chatgpt.conversation(ring, NOW) is None
    deep = chatgpt_conversation()
    mapping = {"n0": {**deep["mapping"]["u1"], "id": "n0", "parent": None, "children": ["n1"]}}
    for number in range(1, 3000):
        mapping[f"n{number}"] = {
            **deep["mapping"]["u1"],
            "parent": f"n{number - 1}",
            "children": [f"n{number + 1}"],
        }
    read = chatgpt.conversation({**deep, "mapping": mapping, "current_node": "n2999"}, NOW)
    assert len(read.messages) == 3000
    assert read.messages[-1].parent == MessageId("chatgpt/conversation-0/n2998")


def test_times_that_are_none_do_no_harm():
    one = chatgpt_conversation()
    one["create_time"] = None
    for each in one["mapping"].values():
        if each and each["message"]:
            each["message"]["create_time"] = 1e300
    read = chatgpt.conversation(one, NOW)
    assert {message.created_at for message in read.messages} == {NOW}
    other = claude_conversation()
    for each in other["chat_messages"]:
        each["created_at"] = "soon"
    assert claude.conversation(other, NOW).messages[0].created_at.year == 2025


# ---- out ----


async def test_markdown_has_titles_speakers_and_times(start, tmp_path):
    archive = write_json(
        tmp_path / "conversations.json", [chatgpt_conversation(), claude_conversation()]
    )
    async with start() as assistant:
        await assistant.history.import_file(ME, archive)
        await assistant.change_settings(language="ru")
        one = tmp_path / "one.md"
        written = await assistant.history.export_conversation(
            ME, ConversationId("chatgpt/conversation-0"), one
        )
        assert written == 4
        text = one.read_text("utf-8")
        assert text.startswith("# Harbours 0\n\n**Вы** · 14 ноября 2023")
        assert "It warns ships." in text
        assert "An early answer." not in text
        assert await assistant.history.export(ME, tmp_path / "all.md") == 7
        assert (tmp_path / "all.md").read_text("utf-8").count("\n# ") == 1
        assert await assistant.history.export_to_folder(ME, tmp_path / "talks") == 7
        names = sorted(path.name for path in (tmp_path / "talks").iterdir())
        assert names == ["2023-11-14 Harbours 0.md", "2025-02-03 Kettles 0.md"]
        with pytest.raises(KnownError):
            await assistant.history.export_conversation(
                BOB, ConversationId("chatgpt/conversation-0"), tmp_path / "no.md"
            )
        assert not (tmp_path / "no.md").exists()
