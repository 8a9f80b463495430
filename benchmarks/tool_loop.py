"""The tool loop: overhead a model request beside bare httpx and peers, and six faults."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import BaseModel

from assistant_desktop.core.ai_engine import AiEngine, Turn
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.state import ConversationState, ConversationStore
from assistant_desktop.core.storage.database import open_database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.tool_runner import ToolRunner
from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress
from benchmarks._memory_storage import MemoryJournal, MemoryStore
from benchmarks.figures import Budget, Report

HERE = Path(__file__).parent
SHAPES = ("r2k1", "r2k5", "r8k1", "r8k5")
RUNS = 15
FAULTS = ("raises", "hangs", "unknown", "broken", "same-index", "no-index")
ME = UserId("me")


class Number(BaseModel):
    """The argument of `add`."""

    a: int = 0


class Loop:
    """One engine with its tools; `storage` False keeps everything in memory."""

    def __init__(self, folder: Path, *, storage: bool) -> None:
        self.clock, self.events = SystemClock(), EventBus()
        self.supervisor, self.http = Supervisor(), HttpClient()
        self.database = open_database(folder) if storage else None
        if self.database is None:
            self.store: ConversationStore = MemoryStore(self.clock, self.events)
            journal: ToolJournal = MemoryJournal(self.clock, self.events)
        else:
            self.store = ConversationStore(self.database, self.clock, self.events)
            journal = ToolJournal(self.database, self.clock, self.events)
        tools = {spec.name: spec for spec in (_tool("add", _add), *_troubled())}
        runner = ToolRunner(tools, journal, self.clock, self.supervisor)
        self.engine = AiEngine(self.store, runner, Prompts(), self.clock, self.events)

    async def turn(self, base_url: str) -> Turn:
        """One whole turn in a fresh conversation."""

        async def no_key() -> str | None:
            return None

        address = ServerAddress(base_url, "scripted", 100_000, 30.0)
        model = OpenAiCompatible(self.http, address, no_key)
        state: ConversationState = await self.store.open(ME, None, new=True)
        await self.store.add_user_message(state, "go")
        turn = Turn(state, model, "en", self.clock.zone())
        await self.engine.run(turn)
        return turn

    async def close(self) -> None:
        """End everything."""
        await self.supervisor.close()
        await self.http.close()
        if self.database is not None:
            self.database.close()


def _tool(
    name: str, run: Callable[[Number, ToolContext], Awaitable[ToolResult]], limit_s: float = 10
) -> ToolSpec:
    return ToolSpec(name=name, description=name, arguments=Number, run=run, limit_s=limit_s)


async def _add(arguments: Number, context: ToolContext) -> ToolResult:
    return ToolResult(str(arguments.a))


def _troubled() -> tuple[ToolSpec, ToolSpec]:
    async def boom(arguments: Number, context: ToolContext) -> ToolResult:
        raise RuntimeError("by design")

    async def hang(arguments: Number, context: ToolContext) -> ToolResult:
        await asyncio.sleep(30)
        return ToolResult("never")

    return _tool("boom", boom), _tool("hang", hang, limit_s=0.5)


@contextmanager
def scripted_server() -> Iterator[int]:
    """The server in a process of its own; ended by closing its standard input."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "_scripted_server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


async def bare_httpx(base_url: str, requests: int) -> None:
    """The limit: the same requests with the answers read, and nothing done about them."""
    client = _bare_client()
    messages: list[dict[str, Any]] = [{"role": "user", "content": "go"}]
    for _ in range(requests):
        body = {"model": "scripted", "messages": messages, "stream": True}
        url = f"{base_url}/chat/completions"
        async with client.stream("POST", url, json=body) as response:
            lines = [line async for line in response.aiter_lines() if line.startswith("data: {")]
        chunks = [json.loads(line[6:]) for line in lines]
        calls: list[dict[str, Any]] = []
        for chunk in chunks:
            for piece in chunk["choices"][0]["delta"].get("tool_calls") or ():
                if piece["index"] == len(calls):
                    calls.append({"id": piece["id"], "function": {**piece["function"]}})
                else:
                    calls[-1]["function"]["arguments"] += piece["function"]["arguments"]
        messages.append({"role": "assistant", "content": None, "tool_calls": calls})
        messages += [{"role": "tool", "tool_call_id": c["id"], "content": "1"} for c in calls]


_clients: list[Any] = []


def _bare_client() -> Any:
    if not _clients:
        import httpx

        _clients.append(httpx.AsyncClient())
    return _clients[0]


async def _median_ms(run: Callable[[], Awaitable[object]], requests: int) -> float:
    await run()
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        await run()
        taken.append((time.perf_counter() - began) * 1000 / requests)
    return median(taken)


def _peers(python: str, port: int, shape: str) -> dict[str, Any]:
    script = str(HERE / "_peer_loop.py")
    done = subprocess.run(
        [python, script, str(port), shape, str(RUNS)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"peers": done.stderr[-200:]}
    return found


async def _measure(report: Report, port: int, peers: str | None, folder: Path) -> None:
    in_memory, on_disk = Loop(folder, storage=False), Loop(folder, storage=True)
    for shape in SHAPES:
        requests = int(shape[1 : shape.index("k")])
        base_url = f"http://127.0.0.1:{port}/{shape}/v1"
        bare = await _median_ms(lambda u=base_url, n=requests: bare_httpx(u, n), requests)
        memory = await _median_ms(lambda u=base_url: in_memory.turn(u), requests)
        disk = await _median_ms(lambda u=base_url: on_disk.turn(u), requests)
        report.add(f"{shape} bare httpx", bare, "ms/request")
        report.add(f"{shape} without storage / bare", memory / bare, "ratio", most=2.0)
        report.add(f"{shape} with the journal's commits", disk, "ms/request", most=8.0)
        found = _peers(peers, port, shape) if peers else {}
        for name, value in found.items():
            if isinstance(value, float):
                report.add(f"{shape} {name} / bare", value / bare, "ratio")
                report.add(f"{shape} {name} / ours with commits", value / disk, "ratio")
            else:
                report.rows.append({"shape": shape, "peer": name, "said": value})
    for fault in FAULTS:
        report.rows.append(await _fault(on_disk, fault, port))
    report.add(
        "fault rows handled",
        sum(bool(row.get("handled")) for row in report.rows),
        "of 6",
        least=6,
    )
    await in_memory.close()
    await on_disk.close()
    while _clients:
        await _clients.pop().aclose()


async def _fault(loop: Loop, fault: str, port: int) -> dict[str, object]:
    """Play one fault: every call has its result, and there is an answer."""
    turn = await loop.turn(f"http://127.0.0.1:{port}/fault-{fault}/v1")
    statuses = [entry.status.value for entry in turn.entries]
    expected = {
        "raises": [CallStatus.FAILED],
        "hangs": [CallStatus.TIMED_OUT, CallStatus.DONE],
        "unknown": [CallStatus.FAILED],
        # A call that only reads and stops before its last bracket is closed where it stops.
        "broken": [CallStatus.DONE],
        "same-index": [CallStatus.DONE] * 4,
        "no-index": [CallStatus.DONE] * 4,
    }[fault]
    answered = turn.state.messages[-1].text == "All done."
    told = all(entry.content for entry in turn.entries)
    return {
        "fault": fault,
        "results": ",".join(statuses),
        "handled": answered and told and statuses == [status.value for status in expected],
    }


def run(budget: Budget) -> Report:
    """Measure on one server, in one run."""
    report = Report()
    with scripted_server() as port, tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(report, port, budget.peers_python, Path(folder)))
    return report
