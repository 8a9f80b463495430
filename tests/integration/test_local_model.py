"""A local model: real llama.cpp on a file of random weights, in a child of ours."""

import asyncio
import json
import os
import random
import signal
import sys
import time
from contextlib import aclosing
from pathlib import Path

import pytest

pytest.importorskip("llama_cpp", reason="the local engine is not built on this machine")
pytest.importorskip("gguf")

from assistant_desktop.core.assistant import ModelChoice, Saying
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.skills.create_reminder import Arguments as CreateArguments
from assistant_desktop.domain.conversation import Completeness, Message, Role, TextPart
from assistant_desktop.domain.errors import BadInput, ModelUnreachable
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import ModelFinished, ModelRequest, TextDelta
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.model_worker.json_grammar import envelope
from assistant_desktop.services.llm.model_worker.worker import LocalModel, ModelWorker
from tests.fixtures.tiny_gguf import write_llama

ME = UserId("me")
LONGEST = 1200


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_llama(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Big enough that reading a long prompt takes seconds."""
    path = tmp_path_factory.mktemp("models") / "slow.gguf"
    return write_llama(path, layers=8, width=512)


@pytest.fixture
async def worker(tiny):
    http = HttpClient()
    running = ModelWorker(http, LocalModel(tiny, context=16_384, threads=1))
    yield running
    await running.close()
    await http.close()


def message(role: Role, text: str) -> Message:
    return Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        user_id=ME,
        role=role,
        parts=(TextPart(text=text),),
        created_at=SystemClock().now(),
    )


def request(*messages: Message) -> ModelRequest:
    clock = SystemClock()
    return ModelRequest("Be brief.", messages, (), ME, clock.now(), clock.zone(), "en")


async def answer(worker: ModelWorker, *messages: Message) -> tuple[str, ModelFinished]:
    async with aclosing(worker.stream(request(*messages))) as deltas:
        said = [delta async for delta in deltas]
    (finished,) = [delta for delta in said if isinstance(delta, ModelFinished)]
    return "".join(d.text for d in said if isinstance(d, TextDelta)), finished


async def test_it_streams_and_counts_and_reads_only_what_is_new(worker):
    history = [message(Role.USER, "hello")]
    read_before = 0
    for turn in range(6):
        _, finished = await answer(worker, *history)
        assert finished.usage.cached_tokens >= read_before
        new = finished.usage.prompt_tokens - finished.usage.cached_tokens
        if turn:
            # The answer (in words of ours) and the next question, not the whole history again.
            assert new <= 120
        read_before = finished.usage.prompt_tokens - 1
        history += [message(Role.ASSISTANT, "a short answer"), message(Role.USER, "and then?")]


async def test_killed_in_mid_stream_the_next_message_is_answered(worker):
    await answer(worker, message(Role.USER, "warm up"))

    async def killed_in_the_middle() -> None:
        async with aclosing(worker.stream(request(message(Role.USER, "go")))) as deltas:
            await anext(deltas)
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
            async for _ in deltas:
                pass

    with pytest.raises(ModelUnreachable, match="crashed"):
        await killed_in_the_middle()
    began = time.monotonic()
    _, finished = await answer(worker, message(Role.USER, "still there?"))
    assert finished.usage.prompt_tokens > 0
    assert time.monotonic() - began < 10


async def test_fifty_rapid_sends_and_cancels_leave_it_free(worker):
    await answer(worker, message(Role.USER, "warm up"))
    chance = random.Random(1)
    for number in range(50):
        async with aclosing(worker.stream(request(message(Role.USER, f"n {number}")))) as deltas:
            await anext(deltas)
            await asyncio.sleep(chance.uniform(0, 0.01))
    await asyncio.sleep(0.2)
    health = await worker.health()
    assert (health["status"], health["busy"]) == ("ready", False)
    await answer(worker, message(Role.USER, "and a whole one"))


async def test_cancelling_a_long_read_frees_caller_and_worker_within_a_fifth_of_a_second(slow):
    http = HttpClient()
    worker = ModelWorker(http, LocalModel(slow, context=32_000, threads=1))
    try:
        await answer(worker, message(Role.USER, "warm up"))
        long = message(Role.USER, "".join(random.Random(2).choices("abcdefgh ", k=24_000)))

        async def ask() -> None:
            await answer(worker, long)

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await ask()
        await asyncio.sleep(0.2)
        assert not (await worker.health())["busy"]
    finally:
        await worker.close()
        await http.close()


async def test_a_child_ends_with_its_parent_by_its_standard_input(worker):
    await answer(worker, message(Role.USER, "hello"))
    process = worker._process._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    async with asyncio.timeout(5):
        await process.wait()


async def test_a_file_that_is_no_model_is_told(tmp_path, start):
    fake = tmp_path / "fake.gguf"
    fake.write_bytes(b"GGUF" + b"\xff" * 1000)
    other = tmp_path / "other.gguf"
    other.write_bytes(b"not a model")
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.brains.use(ModelChoice(kind="local", path=str(other)))
        with pytest.raises(BadInput):
            await assistant.brains.use(ModelChoice(kind="local", path=str(tmp_path / "none")))
        await assistant.brains.use(ModelChoice(kind="local", path=str(fake)))
        report = await assistant.ask(Saying(ME, "hello"))
        assert report.outcome == "failed"
        assert "cannot be loaded" in str(report.error)


async def test_the_whole_product_answers_from_a_file_and_stop_keeps_the_words(start, tiny):
    async with start() as assistant:
        await assistant.brains.use(ModelChoice(kind="local", path=str(tiny), context_tokens=8192))
        running = await assistant.send(Saying(ME, "hello"))
        async with asyncio.timeout(20):
            async for _ in assistant.events():
                kept = await assistant.messages(ME, running.conversation_id)
                if assistant.is_answering(running.conversation_id):
                    break
        await asyncio.sleep(0.5)
        await assistant.stop(running.conversation_id)
        kept = await assistant.messages(ME, running.conversation_id)
        assert kept[-1].completeness in {Completeness.STOPPED, Completeness.COMPLETE}


def test_the_envelope_grammar_gives_json_that_the_tool_accepts(tiny):
    """Random weights under the grammar: every output is whole JSON of the right shape."""
    from assistant_desktop.services.llm.model_worker.llama import Context, Model, Sampling

    tools = [
        {
            "function": {
                "name": "create_reminder",
                "parameters": CreateArguments.model_json_schema(),
            }
        },
        {
            "function": {
                "name": "dose",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "n": {"type": "integer", "minimum": 3, "maximum": 7},
                        "unit": {"enum": ["mg", "ml"]},
                        "note": {"type": "string", "maxLength": 12},
                    },
                    "required": ["n"],
                },
            }
        },
    ]
    grammar = envelope(tools)
    model = Model(tiny)
    context = Context(model, 16_384, 1)
    whole = 0
    for seed in range(10):
        context.read(model.tokenize(f"seed {seed}"))
        written = list(
            context.write(Sampling(temperature=1.5, seed=seed, grammar=grammar), LONGEST)
        )
        text = b"".join(model.piece(token) for token in written).decode("utf-8", "replace")
        try:
            value = json.loads(text)
        except ValueError:
            assert len(written) == LONGEST  # it was still going on
            continue
        whole += 1
        for call in value.get("calls", ()):
            if call["name"] == "dose":
                assert 3 <= call["arguments"]["n"] <= 7
            else:
                assert call["arguments"]["text"]
    assert whole >= 3
    context.close()
    model.close()
