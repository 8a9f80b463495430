"""A model hub on loopback: a front door that redirects, and the storage behind it on a port of
its own. It behaves, or misbehaves, as a test wants.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

CHUNK = 16 * 1024


@dataclass
class ModelHub:
    """What it serves and how; each field may be changed while it runs.

    cut: for each GET that sends bytes, after how many the line goes dead, None for never.
    """

    content: bytes
    etag: str = ""
    sha256: str | None = None
    ranges: bool = True
    states_hash: bool = True
    states_size: int | None = None
    storage_etag: str = '"storage-1"'
    redirect_to: str = ""
    direct: bool = False
    cut: Callable[[], int | None] = lambda: None
    pause_s: float = 0.0
    silent: bool = False
    extra: bytes = b""
    chunked: bool = False
    status: int = 0
    url: str = ""
    storage: str = ""
    heads: int = 0
    gets: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    @property
    def hash(self) -> str:
        """The hash it states."""
        return self.sha256 or hashlib.sha256(self.content).hexdigest()

    # ---- the front door ----

    async def front(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, self._answer_front)

    async def _answer_front(
        self, method: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        if method == "HEAD":
            self.heads += 1
        if self.status:
            return await _say(writer, f"{self.status} X", {"content-length": "0"})
        if self.direct:
            return await self._answer_storage(method, headers, writer)
        said = {"location": self.redirect_to or f"{self.storage}/blob", "content-length": "0"}
        if self.states_hash:
            said["x-linked-etag"] = self.etag or f'"{self.hash}"'
            said["x-linked-size"] = str(self.states_size or len(self.content))
        return await _say(writer, "302 Found", said)

    # ---- the storage ----

    async def back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, self._answer_storage)

    async def _answer_storage(
        self, method: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        if method == "GET":
            self.gets.append(headers)
            if self.silent:
                await asyncio.sleep(60)
        begin = self._begin(headers)
        body = self.content[begin:] + self.extra
        size = self.states_size or len(self.content)
        said = {"etag": self.storage_etag, "content-length": str(len(body))}
        if method == "HEAD":
            return await _say(writer, "200 OK", {**said, "content-length": str(size)})
        if self.chunked:
            del said["content-length"]
            said["transfer-encoding"] = "chunked"
        if begin:
            end = len(self.content) - 1
            said["content-range"] = f"bytes {begin}-{end}/{len(self.content)}"
        await _say(writer, "206 Partial Content" if begin else "200 OK", said)
        return await self._body(body, writer)

    def _begin(self, headers: dict[str, str]) -> int:
        wanted = re.fullmatch(r"bytes=(\d+)-", headers.get("range", ""))
        condition = headers.get("if-range")
        if not wanted or not self.ranges or (condition and condition != self.storage_etag):
            return 0
        return int(wanted[1])

    async def _body(self, body: bytes, writer: asyncio.StreamWriter) -> bool:
        ends = self.cut()
        for place in range(0, len(body), CHUNK):
            piece = body[place : place + CHUNK]
            if ends is not None and place + len(piece) > ends:
                piece = piece[: max(ends - place, 0)]
                writer.write(piece)
                await writer.drain()
                self.sent += len(piece)
                writer.close()  # what was sent arrives, then nothing
                return False
            writer.write(
                f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if self.chunked else piece
            )
            await writer.drain()
            self.sent += len(piece)
            if self.pause_s:
                await asyncio.sleep(self.pause_s)
        if self.chunked:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Any
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            goes_on = True
            while goes_on:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
                goes_on = await answer(first.split(" ")[0], headers, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()


async def _say(writer: asyncio.StreamWriter, status: str, headers: dict[str, str]) -> bool:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode())
    await writer.drain()
    return True


@asynccontextmanager
async def model_hub(content: bytes, **fields: Any) -> AsyncIterator[ModelHub]:
    """Serve on free ports until the block ends."""
    hub = ModelHub(content, **fields)
    front = await asyncio.start_server(hub.front, "127.0.0.1", 0)
    back = await asyncio.start_server(hub.back, "127.0.0.1", 0)
    hub.url = f"http://127.0.0.1:{front.sockets[0].getsockname()[1]}"
    hub.storage = f"http://127.0.0.1:{back.sockets[0].getsockname()[1]}"
    try:
        yield hub
    finally:
        for server in (front, back):
            server.close()
        for task in tuple(hub.tasks):
            task.cancel()
        if hub.tasks:
            await asyncio.wait(tuple(hub.tasks))
