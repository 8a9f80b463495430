"""Embedders over a server's HTTP: order, unit length, one connection, clear errors."""

import json
import math

import pytest

from assistant_desktop.domain.errors import ModelRefused, ModelUnreachable
from assistant_desktop.services.embeddings import EmbeddingManner, RemoteEmbedder
from assistant_desktop.services.http_client import HttpClient
from tests.fakes.model_server import model_server

MANNER = EmbeddingManner("small", query_prefix="query: ", text_prefix="passage: ")


async def no_key() -> str | None:
    return None


def answering(status: int = 200, vectors=None, body: bytes | None = None):
    async def play(asked, writer):
        texts = asked.body.get("input", [])
        data = (
            [{"index": place, "embedding": [3.0, 4.0 + place]} for place in range(len(texts))]
            if vectors is None
            else vectors
        )
        sent = json.dumps({"data": list(reversed(data))}).encode() if body is None else body
        lines = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n"
        writer.write(f"{lines}content-length: {len(sent)}\r\n\r\n".encode() + sent)
        await writer.drain()

    return play


@pytest.fixture
async def http():
    client = HttpClient()
    yield client
    await client.close()


async def test_vectors_come_in_the_order_of_the_texts_and_of_length_1(http):
    async with model_server(answering()) as server:
        embedder = RemoteEmbedder(http, MANNER, server.base_url, no_key)
        vectors = await embedder.embed(["a", "b", "c"])
        assert [round(second / first, 6) for first, second in vectors] == [
            round((4.0 + place) / 3.0, 6) for place in range(3)
        ]
        assert all(math.isclose(math.hypot(*vector), 1.0) for vector in vectors)
        await embedder.embed(["a"], query=True)
        assert server.asked[0].body["input"][0] == "passage: a"
        assert server.asked[1].body["input"] == ["query: a"]


async def test_a_hundred_requests_take_one_connection(http):
    async with model_server(answering()) as server:
        embedder = RemoteEmbedder(http, MANNER, server.base_url, no_key)
        for number in range(100):
            await embedder.embed([f"text {number}"])
        assert (len(server.asked), server.connections) == (100, 1)


@pytest.mark.parametrize(
    "bad",
    [
        answering(vectors=[]),
        answering(vectors=[{"index": 0, "embedding": []}]),
        answering(vectors=[{"index": 0, "embedding": [0.0, 0.0]}]),
        answering(vectors=[{"index": 0, "embedding": ["x"]}]),
        answering(vectors=[{"index": 0}]),
        answering(body=b"not json"),
        answering(body=b"[1]"),
        answering(status=500, body=b"{}"),
    ],
)
async def test_nonsense_is_a_clear_error(http, bad):
    async with model_server(bad) as server:
        embedder = RemoteEmbedder(http, MANNER, server.base_url, no_key)
        with pytest.raises(ModelRefused):
            await embedder.embed(["a"])


async def test_a_server_that_is_away_is_told(http):
    async with model_server(answering()) as server:
        base_url = server.base_url
    embedder = RemoteEmbedder(http, MANNER, base_url, no_key)
    with pytest.raises(ModelUnreachable):
        await embedder.embed(["a"])


def test_which_languages_a_model_knows():
    english = EmbeddingManner("e", languages=("en",))
    assert english.reads("My sister lives in Riga")
    assert not english.reads("Моя сестра живёт в Riga")
    assert EmbeddingManner("any").reads("Моя сестра")
