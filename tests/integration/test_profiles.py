"""Profiles: made, opened again, and deleted so that no byte of them is left anywhere."""

import asyncio
from pathlib import Path

import pytest

from assistant_desktop.cli.profiles import VERB
from assistant_desktop.cli.run import parse
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.core.storage import backup, forgetting
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import BadInput, KnownError, NotFound
from assistant_desktop.domain.events import ProfilesChanged
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from tests.fakes.embedder import TopicEmbedder

GUNHILD, OTHER = UserId("Gunhild"), UserId("Sigurd")


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


async def names(assistant: Assistant) -> list[str]:
    return [one.id for one in await assistant.profiles.everyone()]


async def live_a_little(assistant: Assistant, clock, user: UserId, secret: str) -> None:
    """A bit of everything that a user can leave behind."""
    await assistant.remember(user, f"the code of the safe is {secret}")
    await assistant.ask(Saying(user, f"My sister's name is {secret}."))
    await assistant.ask(Saying(user, f"I am allergic to {secret} nuts."))
    await clock.settle()
    await assistant.ask(Saying(user, f"what do you know about {secret}?"))
    await assistant.remind(user, f"remind me tomorrow at 9 to call {secret}")
    await assistant.ask(Saying(user, f"took 50 mg of {secret} at 8am"))
    last = await assistant.ask(Saying(user, "did I take my medicine today"))
    assert f"50 mg {secret.lower()}" in last.reply.lower()
    await assistant.catch_up_embeddings()


def topics(_: object) -> TopicEmbedder:
    return TopicEmbedder("topics", [("safe",), ("sister",)])


async def test_me_is_always_there_and_a_name_is_cleaned_and_unique(start):
    async with start() as assistant:
        assert await names(assistant) == ["me"]
        made = await assistant.profiles.add("  Anna \t Maria ")
        assert made.id == "Anna Maria"
        assert await names(assistant) == ["me", "Anna Maria"]
        for same in ("anna maria", "ANNA MARIA", "Me", "", "   ", "x" * 61, "a\x07b"):
            with pytest.raises(BadInput):
                await assistant.profiles.add(same)


async def test_the_profile_used_last_is_opened_at_the_next_start(start):
    async with start() as assistant:
        assert await assistant.profiles.last_used() == DEFAULT_USER
        await assistant.profiles.add("Gunhild")
        await assistant.profiles.use(GUNHILD)
    async with start() as assistant:
        assert await assistant.profiles.last_used() == GUNHILD
        await assistant.profiles.delete(GUNHILD)
        assert await assistant.profiles.last_used() == DEFAULT_USER


async def test_a_deleted_profile_leaves_no_byte_and_nobody_else_is_touched(start, folder, clock):
    heard = []
    async with start(embedder=topics) as assistant:
        assistant.subscribe(heard.append)
        await assistant.profiles.add("Gunhild")
        await assistant.profiles.use(GUNHILD)  # the settings of the backup name it
        await live_a_little(assistant, clock, GUNHILD, "Ouagadougou")
        await live_a_little(assistant, clock, OTHER, "Timbuktu")
        await assistant.back_up()
        await assistant.profiles.use(DEFAULT_USER)
        before = await assistant.memories.everything(OTHER)
        assert b"ouagadougou" in raw(folder)
        assert b"gunhild" in raw(folder)
        await assistant.profiles.delete(GUNHILD)
        assert b"ouagadougou" not in raw(folder)
        assert b"gunhild" not in raw(folder)
        assert await names(assistant) == ["me", "Sigurd"]
        assert heard[-1] == ProfilesChanged(user_id=GUNHILD, is_gone=True)
        assert await assistant.memories.everything(OTHER) == before
        assert len(await assistant.reminders.live(OTHER)) == 1
        assert len(await assistant.history.conversations(OTHER)) == 1
        (copy,) = await assistant.backups()
        assert backup.is_sound(copy)
        assert b"Timbuktu" in copy.read_bytes()
        await assistant.profiles.add("Hilda")  # takes the free number
        await live_a_little(assistant, clock, UserId("Hilda"), "Samarkand")
        assert len(await assistant.memories.search(UserId("Hilda"), "samarkand")) == 2
    assert b"gunhild" not in raw(folder)


@pytest.mark.allow_warnings("forget-in-backups failed")
async def test_a_deletion_that_a_crash_cut_is_finished_at_the_next_start(
    start, folder, clock, monkeypatch
):
    async with start() as assistant:
        await live_a_little(assistant, clock, GUNHILD, "Ouagadougou")
        await assistant.back_up()
        with monkeypatch.context() as broken:
            broken.setattr(forgetting, "scrub_backups", _fail)
            await assistant.profiles.delete(GUNHILD)
        assert b"ouagadougou" in raw(folder)
    async with start() as assistant:
        await clock.settle()
        await _until(lambda: b"gunhild" not in raw(folder))
        assert b"ouagadougou" not in raw(folder)


def _fail(*_: object) -> int:
    raise OSError("the disk was pulled out")


async def _until(true) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never happened")


async def test_neither_the_one_in_view_nor_the_only_one_is_deleted(start):
    async with start() as assistant:
        with pytest.raises(BadInput, match="only"):
            await assistant.profiles.delete(DEFAULT_USER)
        await assistant.profiles.add("Gunhild")
        await assistant.profiles.use(GUNHILD)
        with pytest.raises(BadInput, match="in use"):
            await assistant.profiles.delete(GUNHILD)
        with pytest.raises(NotFound):
            await assistant.profiles.delete(UserId("nobody"))
        await assistant.remember(DEFAULT_USER, "my things")
        await assistant.profiles.delete(DEFAULT_USER)
        assert await names(assistant) == ["me", "Gunhild"]
        assert await assistant.memories.everything(DEFAULT_USER) == []


async def test_a_name_may_be_taken_again_and_the_new_one_is_kept(start, clock):
    async with start() as assistant:
        await live_a_little(assistant, clock, GUNHILD, "Ouagadougou")
        await assistant.profiles.delete(GUNHILD)
        await clock.advance(5)
        await assistant.remember(GUNHILD, "the boat is red")
        await assistant.back_up()
        assert [one.text for one in await assistant.memories.everything(GUNHILD)] == [
            "the boat is red"
        ]
    async with start() as assistant:
        await clock.settle()
        (newest, *_) = await assistant.backups()
        assert b"the boat is red" in newest.read_bytes()


async def test_what_fires_of_a_deleted_profile_is_closed(start, clock, notifier):
    async with start() as assistant:
        await assistant.remind(GUNHILD, "remind me in 5 minutes to call Bo")
        await clock.advance(301)
        await clock.settle()
        (view,) = await assistant.reminders.live(GUNHILD)
        await assistant.profiles.delete(GUNHILD)
        assert view.occurrence.id in notifier.withdrawn
        assert await assistant.reminders.live(GUNHILD) == []


async def test_the_verb_lists_adds_and_deletes_only_with_a_yes(start):
    async with start() as assistant:

        async def run(*words: str) -> tuple[int, str]:
            told: list[str] = []
            terminal = Terminal(told.append, told.append, list)
            try:
                status = await VERB.run(assistant, parse(["profiles", *words]), terminal)
            except KnownError as error:
                return 1, str(error)
            return status, "".join(told)

        assert await run("add", " Gunhild ") == (0, "Profile “Gunhild” is there.\n")
        assert await run() == (0, "me\nGunhild\n")
        assert (await run("list", "--json"))[1].count('"name"') == 2
        status, told = await run("delete", "Gunhild")
        assert (status, "--yes" in told) == (1, True)
        assert await names(assistant) == ["me", "Gunhild"]
        assert (await run("delete", "Gunhild", "--yes"))[0] == 0
        assert await names(assistant) == ["me"]
