"""A model server on loopback that behaves, or misbehaves, as a test wants."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Play = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class ModelServer:
    """Plays one script a request; the last one again and again."""

    scripts: list[Play]
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    base_url: str = ""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                method, path, _ = first.split(" ")
                headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
                length = int(headers.get("content-length", 0))
                body = json.loads(await reader.readexactly(length) or b"{}")
                asked = Asked(method, path, headers, body)
                self.asked.append(asked)
                script = self.scripts[min(len(self.asked), len(self.scripts)) - 1]
                await script(asked, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            self.gone.set()
            writer.close()


@asynccontextmanager
async def model_server(*scripts: Play) -> AsyncIterator[ModelServer]:
    """Serve on a free port until the block ends."""
    playing = ModelServer(list(scripts))
    server = await asyncio.start_server(playing.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    playing.base_url = f"http://127.0.0.1:{port}/v1"
    try:
        yield playing
    finally:
        server.close()
        for task in tuple(playing.tasks):
            task.cancel()
        if playing.tasks:
            await asyncio.wait(tuple(playing.tasks))


def head(status: int = 200, kind: str = "text/event-stream", **headers: str) -> bytes:
    """Status line and headers; the body is chunked."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n"
        f"{extra}\r\n".encode()
    )


def chunk(data: bytes) -> bytes:
    """One HTTP chunk."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def event(value: object) -> bytes:
    """One server-sent event."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f"data: {text}\n\n".encode()


def delta(finish: str | None = None, **fields: Any) -> bytes:
    """One streamed piece of a reply."""
    return event({"choices": [{"index": 0, "delta": fields, "finish_reason": finish}]})


def says(*words: str) -> Play:
    """A whole streamed answer."""

    async def play(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head())
        for word in words:
            writer.write(chunk(delta(content=word)))
        writer.write(chunk(delta(finish="stop")) + chunk(event("[DONE]")) + b"0\r\n\r\n")
        await writer.drain()

    return play


def calls(*made: tuple[str, str]) -> Play:
    """A streamed reply that asks for tools, all with index 0 and ids of their own."""

    async def play(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head())
        for number, (name, arguments) in enumerate(made):
            function = {"name": name, "arguments": arguments}
            call = {"index": 0, "id": f"c{number}", "type": "function", "function": function}
            writer.write(chunk(delta(tool_calls=[call])))
        writer.write(chunk(delta(finish="tool_calls")) + b"0\r\n\r\n")  # and no [DONE]
        await writer.drain()

    return play


def answers(status: int, body: str, kind: str = "application/json", **headers: str) -> Play:
    """A plain answer."""

    async def play(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, kind, **headers) + chunk(body.encode()) + b"0\r\n\r\n")
        await writer.drain()

    return play


def breaks_off_after(*words: str) -> Play:
    """Half an answer, then the line goes dead."""

    async def play(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head())
        for word in words:
            writer.write(chunk(delta(content=word)))
        await writer.drain()
        writer.transport.abort()

    return play


async def hangs(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Takes the request and never says a word."""
    await asyncio.sleep(60)


async def hangs_up(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Closes the connection before a byte."""
    writer.transport.abort()


async def drips(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A byte a moment, for ever, and never a whole event."""
    writer.write(head())
    while not re.match("never", asked.path):
        writer.write(chunk(b"x"))
        await writer.drain()
        await asyncio.sleep(0.02)
