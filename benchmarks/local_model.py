"""A model file through the worker, beside bare llama_cpp.Llama on the same file in one process."""

import asyncio
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from assistant_desktop.core.clock import SystemClock
from assistant_desktop.domain.conversation import Message, Role, TextPart
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import ModelFinished, ModelRequest, TextDelta
from assistant_desktop.services.embeddings import LocalEmbedder
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm import minilm, openai_compatible, wire
from assistant_desktop.services.llm.model_worker.template import ChatTemplate
from assistant_desktop.services.llm.model_worker.worker import (
    LocalModel,
    ModelWorker,
    usual_threads,
)
from benchmarks.figures import Budget, Report

HERE = Path(__file__).parent
CONTEXT = 8192
TURNS = 20
MOST = 48
TEXTS = 256
ME = UserId("me")
SYSTEM = "You are a careful assistant on this computer. " * 14


@dataclass(frozen=True, slots=True)
class Times:
    """One answer: seconds to the first words, then of writing `tokens`."""

    first_s: float
    wrote_s: float
    tokens: int

    @property
    def per_token_s(self) -> float:
        return self.wrote_s / max(self.tokens - 1, 1)


def run(budget: Budget) -> Report:
    """Everything with random weights: what is read and written is noise, the times are real."""
    report = Report()
    if importlib.util.find_spec("llama_cpp") is None:
        report.rows.append({"skipped": "the local engine is not installed"})
        return report
    from tests.fixtures.tiny_gguf import CHATML, write_llama

    with tempfile.TemporaryDirectory(prefix="ad-") as folder:
        path = write_llama(Path(folder) / "model.gguf", layers=8, width=512)
        with _bare(path, str(CONTEXT)) as bare:
            asyncio.run(_measure_chat(report, budget, path, ChatTemplate(CHATML, "", ""), bare))
    asyncio.run(_measure_embeddings(report))
    return report


# ---- chat ----


async def _measure_chat(
    report: Report, budget: Budget, path: Path, template: ChatTemplate, bare: "Bare"
) -> None:
    http = HttpClient()
    worker = ModelWorker(http, LocalModel(path, context=CONTEXT))
    try:
        await _answer(worker, _request(_said("warm up")))
        bare.ask({"prompt": "warm up", "most": 4})
        await _first_turns(report, worker, template, bare)
        await _growing(report, worker, beside=False)
        await _growing(report, worker, beside=True)
    finally:
        await worker.close()
        await http.close()


async def _first_turns(
    report: Report, worker: ModelWorker, template: ChatTemplate, bare: "Bare"
) -> None:
    """Fresh prompts in turn through both: neither can reuse what it read before."""
    ours, theirs = [], []
    for number in range(7):
        request = _request(_said(f"question {number}"), system=f"{number} {SYSTEM}")
        ours.append(await _answer(worker, request))
        body = wire.chat_body(request, "")
        prompt = template.render(body["messages"], None)
        theirs.append(Times(**bare.ask({"prompt": prompt, "most": MOST})))
    first = median(o.first_s / t.first_s for o, t in zip(ours, theirs, strict=True))
    note = f"{median(o.first_s for o in ours) * 1000:.0f} ms beside "
    note += f"{median(t.first_s for t in theirs) * 1000:.0f} ms"
    report.add("time to first token, to bare llama_cpp", first, "ratio", most=1.10, note=note)
    speed = median(o.per_token_s for o in ours) / median(t.per_token_s for t in theirs)
    note = f"{1 / median(o.per_token_s for o in ours):.0f} tokens/s"
    report.add("time a token, to bare llama_cpp", speed, "ratio", most=1.10, note=note)


async def _growing(report: Report, worker: ModelWorker, *, beside: bool) -> None:
    """A conversation that grows: each turn reads its new tokens alone."""
    history = [_said("tell me about the sea")]
    system = f"{beside} {SYSTEM}"
    first_s = []
    for turn in range(TURNS):
        times = await _answer(worker, _request(*history, system=system))
        first_s.append(times.first_s)
        history += [_said("it is deep and wide and blue", Role.ASSISTANT), _said(f"more {turn}")]
        if beside:
            aside = _request(_said(f"a title for turn {turn}: " + "words " * 40))
            await _answer(worker, replace(aside, side=True))
    name = "with work beside" if beside else "nothing beside"
    note = f"{first_s[0] * 1000:.0f} -> {median(first_s[-3:]) * 1000:.0f} ms"
    ratio = median(first_s[-3:]) / first_s[0]
    report.add(f"turn {TURNS} to turn 1, {name}", ratio, "ratio", most=1.5, note=note)


async def _answer(worker: ModelWorker, request: ModelRequest) -> Times:
    started = time.perf_counter()
    first = last = 0.0
    tokens = 0
    async with aclosing(worker.stream(request)) as deltas:
        async for delta in deltas:
            if isinstance(delta, TextDelta):
                last = time.perf_counter()
                first = first or last
            elif isinstance(delta, ModelFinished):
                tokens = delta.usage.completion_tokens
    return Times(first - started, last - first, tokens)


def _request(*messages: Message, system: str = "Be brief.") -> ModelRequest:
    clock = SystemClock()
    return ModelRequest(system, messages, (), ME, clock.now(), clock.zone(), "en")


def _said(text: str, role: Role = Role.USER) -> Message:
    return Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        user_id=ME,
        role=role,
        parts=(TextPart(text=text),),
        created_at=SystemClock().now(),
    )


def _brief_body(request: ModelRequest, model: str) -> dict[str, Any]:
    return {**wire.chat_body(request, model), "max_tokens": MOST}


openai_compatible.chat_body = _brief_body

# ---- embeddings ----


async def _measure_embeddings(report: Report) -> None:
    if not minilm.is_at_hand():
        report.rows.append({"embeddings": "the model is not installed"})
        return
    texts = [f"In note {number} we spoke about the boat and its engine." for number in range(TEXTS)]
    http = HttpClient()
    embedder = LocalEmbedder(http, minilm.MANNER, minilm.find_or_convert)
    path = await minilm.find_or_convert()
    ours, theirs = [], []
    try:
        await embedder.embed(["warm up"])
        with _bare(path, "embed") as bare:
            for _ in range(3):
                started = time.perf_counter()
                for begin in range(0, TEXTS, 32):
                    await embedder.embed(texts[begin : begin + 32])
                ours.append(time.perf_counter() - started)
                theirs.append(bare.ask({"texts": texts})["took_s"])
    finally:
        await embedder.close()
        await http.close()
    ratio = median(ours) / median(theirs)
    note = f"{TEXTS / median(ours):.0f} a second beside {TEXTS / median(theirs):.0f}"
    report.add("embedding a text, to bare calls", ratio, "ratio", most=1.25, note=note)


# ---- the peer ----


class Bare:
    """llama_cpp.Llama in a process of its own, asked over its pipes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One request, one answer."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def _bare(path: Path, what: str) -> Iterator[Bare]:
    command = [sys.executable, str(HERE / "_bare_llama.py"), str(path), str(usual_threads()), what]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        if process.stdout is None:
            raise RuntimeError("no pipes")
        process.stdout.readline()
        yield Bare(process)
        process.kill()
