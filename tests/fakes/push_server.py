"""A server on loopback that takes pushes, or misbehaves."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class PushServer:
    """`status` is what it answers; `hangs` and `drips` never come to an end."""

    status: int = 200
    hangs: bool = False
    drips: bool = False
    port: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    @property
    def address(self) -> str:
        """Of the kind that apprise takes, with a token in it."""
        return f"json://user:s3cret-token@127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.split("content-length: ")[1].split("\r\n")[0])
            body = await reader.readexactly(length)
            self.asked += 1
            if self.hangs:
                await asyncio.Event().wait()
            if self.drips:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while True:
                    writer.write(b".")
                    await writer.drain()
                    await asyncio.sleep(0.05)
            if self.status == 200:
                self.taken.append(json.loads(body))
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 2\r\n\r\n{{}}".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def push_server() -> AsyncIterator[PushServer]:
    """One that listens until the block ends."""
    playing = PushServer()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await playing.serve(reader, writer)
        except asyncio.CancelledError:
            writer.close()
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    playing.port = server.sockets[0].getsockname()[1]
    try:
        yield playing
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
