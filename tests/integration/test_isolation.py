"""No row of another user ever comes back, whatever is asked and by whatever way."""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, Entry, Question
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import NotFound
from assistant_desktop.domain.health_series import SeriesKey
from assistant_desktop.domain.ids import UserId
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import TopicEmbedder
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.secrets import MemorySecrets

USERS = [UserId(name) for name in ("ann", "bob", "me")]
WORDS = ("boat", "sister", "tea", "лодка", "сестра", "Riga")
TOPICS = [(word.lower(),) for word in WORDS]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
SAID = st.lists(
    st.tuples(
        st.sampled_from(USERS),
        TEXTS,
        st.sampled_from(["memory", "message", "reminder", "private", "reading"]),
    ),
    min_size=1,
    max_size=12,
)


def marked(user: UserId, text: str) -> str:
    """Each text carries its owner's mark: a row that strays is seen by it."""
    return f"{text} of-{user}"


async def keep(assistant: Assistant, user: UserId, text: str, kind: str) -> None:
    if kind == "memory":
        await assistant.remember(user, marked(user, text))
    elif kind == "private":
        await assistant.ask(Saying(user, f"I am allergic to {marked(user, text)}."))
    elif kind == "reading":
        await assistant.readings.add(
            user, Entry("symptom", 5, None, None, marked(user, text)), "en"
        )
        await assistant.health.diary.add_kind(user, marked(user, text), "times")
    elif kind == "message":
        await assistant.ask(Saying(user, marked(user, text)))
    else:
        await assistant.remind(user, f"remind me tomorrow at 9 to {marked(user, text)}")


async def all_that_comes_back(
    assistant: Assistant, user: UserId, query: str, folder: Path
) -> list[str]:
    found = [
        hit.text
        for everything in (True, False)
        for hit in await assistant.recall(user, Question(query, k=50, everything=everything))
    ]
    found += [one.text for one in await assistant.memories.everything(user)]
    found += [one.text for one in await assistant.memories.matching(user, query)]
    found += [one.text for one in await assistant.memories.search(user, query, past=True)]
    found += [one.text for one in await assistant.memories.past(user)]
    found += [one.text for one in await assistant.memories.suggestions(user)]
    await assistant.memories.export_to(user, folder / f"memories-{user}.jsonl")
    found.append(exported(folder / f"memories-{user}.jsonl"))
    found += [view.reminder.text for view in await assistant.reminders.live(user)]
    for conversation in await assistant.history.conversations(user):
        found.append(conversation.title)
        found += [one.text for one in await assistant.history.messages(user, conversation.id)]
    found += await all_of_the_history(assistant, user, query, folder)
    found += await all_of_the_health(assistant, user, query, folder)
    for line in (f"what do you know about {query}", f"what did I say about {query}"):
        found.append((await assistant.ask(Saying(user, line))).reply)
    found.append((await assistant.ask(Saying(user, "what are my reminders"))).reply)
    await assistant.history.export(user, folder / f"{user}.jsonl")
    found.append(exported(folder / f"{user}.jsonl"))
    return found


async def all_of_the_health(
    assistant: Assistant, user: UserId, query: str, folder: Path
) -> list[str]:
    health = assistant.health
    found = [one.name for one in await health.diary.own_kinds(user)]
    for one in await health.charting.series(user):
        found.append(one.key.name)
        found += [each.note for each in await health.diary.page(user, one.key, None, 99)]
        await health.charting.chart(user, one.key, one.unit, "all")
    for name, write in (("csv", health.transfer.export_csv), ("json", health.transfer.export_fhir)):
        await write(user, folder / f"health-{user}.{name}")
        found.append(exported(folder / f"health-{user}.{name}"))
    found.append(
        (await assistant.ask(Saying(user, f"did I take {query.split(maxsplit=1)[0]} today"))).reply
    )
    return found


async def others_readings(assistant: Assistant, user: UserId, other: UserId) -> None:
    """Asking for, changing and deleting what is another's by its very id."""
    diary, key = assistant.health.diary, SeriesKey(kind="symptom")
    theirs = await diary.page(other, key, None, 99)
    for one in theirs:
        with pytest.raises(NotFound):
            await diary.get(user, one.id)
        with pytest.raises(NotFound):
            await diary.change(one.model_copy(update={"user_id": user, "note": "taken"}))
        assert not await diary.take_back(user, one.id)
    assert await diary.page(other, key, None, 99) == theirs


async def all_of_the_history(
    assistant: Assistant, user: UserId, query: str, folder: Path
) -> list[str]:
    history = assistant.history
    for conversation in await history.conversations(user):
        await history.archive(user, conversation.id, archived=True)
        break
    found = [one.title for one in await history.conversations(user, archived=True)]
    for words in (query, query[:3], "of"):
        hits = await history.search(user, words)
        found += [f"{one.title} {one.snippet}" for one in hits.messages]
        found += [one.title for one in hits.titles]
    await history.export(user, folder / f"{user}.md")
    found.append(exported(folder / f"{user}.md"))
    await history.export_to_folder(user, folder / f"{user}-talks")
    found += [exported(path) for path in (folder / f"{user}-talks").iterdir()]
    return found


def exported(path: Path) -> str:
    return path.read_text("utf-8")


async def others_conversations(assistant: Assistant, user: UserId, other: UserId) -> list[str]:
    """Asking for another's conversation and its messages by their very ids, and changing them."""
    history, found = assistant.history, []
    for conversation in await history.conversations(other):
        place = (user, conversation.id)
        theirs = await history.messages(other, conversation.id)
        found += [one.text for one in await history.messages(*place)]
        assert await history.conversation(*place) is None
        for one in theirs:
            found += [m.text for m in await history.messages_around(*place, one.id, 9)]
            found += [m.text for m in await history.messages_from(*place, one.id)]
        ids = [one.id for one in theirs]
        assert await history.versions(user, ids) == {}
        assert await history.calls(user, ids) == []
        await history.rename(*place, "taken")
        await history.delete(*place)
        for message_id in ids:
            assert not await history.delete_message(user, message_id)
            for change in (
                history.edit(user, message_id, "taken"),
                history.regenerate(user, message_id),
                history.switch(user, message_id),
            ):
                with pytest.raises(NotFound):
                    await change
        assert await history.messages(other, conversation.id) == theirs
    return found


async def others_memories(assistant: Assistant, user: UserId, other: UserId) -> list[str]:
    """Asking for, changing and answering what is another's by its very id."""
    back: list[str] = []
    for memory in await assistant.memories.everything(other):
        origin = await assistant.memories.origin_of(user, memory.id)
        back += [origin.message.text] if origin is not None else []
        with suppress(NotFound):
            await assistant.memories.reword(user, memory.id, f"mine now of-{user}")
        await assistant.memories.pin(user, memory.id, pinned=True)
        await assistant.forget(user, [memory.id])
        assert memory in await assistant.memories.everything(other)
    for asked in await assistant.memories.suggestions(other):
        assert await assistant.memories.answer_suggestion(user, asked.id, yes=True) is None
        assert asked in await assistant.memories.suggestions(other)
    return back


async def check(said: list[tuple[UserId, str, str]], query: str, folder: Path) -> None:
    topics = TopicEmbedder("topics", TOPICS)
    options = BuildOptions(
        data_dir=folder,
        notifier=RecordingNotifier(),
        clock=FakeClock(),
        secrets=MemorySecrets(),
        embedder=lambda _: topics,
    )
    async with build(options) as assistant:
        for user, text, kind in said:
            await keep(assistant, user, text, kind)
        await assistant.catch_up_embeddings()
        for user in USERS:
            marks = [f"of-{other}" for other in USERS if other != user]
            back = await all_that_comes_back(assistant, user, query, folder)
            for other in USERS:
                if other != user:
                    back += await others_conversations(assistant, user, other)
                    back += await others_memories(assistant, user, other)
                    await others_readings(assistant, user, other)
            strayed = [text for text in back if any(mark in text for mark in marks)]
            assert strayed == []
        await nothing_goes_with_another(assistant)


async def nothing_goes_with_another(assistant: Assistant) -> None:
    """One user's memories wiped, another's profile deleted: the third still has all."""
    ann, bob, me = USERS
    kept = await assistant.memories.everything(me)
    await assistant.memories.wipe(ann)
    if any(one.id == bob for one in await assistant.profiles.everyone()):
        await assistant.profiles.delete(bob)
    assert await assistant.memories.everything(me) == kept
    assert await assistant.history.conversations(bob) == []
    assert await assistant.health.charting.series(bob) == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=SAID, query=TEXTS)
def test_no_row_of_another_user_ever_comes_back(said, query):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(check(said, query, Path(folder)))
