"""A server on loopback that behaves or misbehaves as a test wants; others say what it serves."""

import asyncio
import ipaddress
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from assistant_desktop.services.fetch import Patience


@dataclass
class LoopbackServer:
    """`misbehaves` takes a request in place of the proper answer while it is set."""

    misbehaves: "Callable[[asyncio.StreamWriter, str], Any] | None" = None
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    scheme: str = "http"
    tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def patience(self, limit_s: float) -> Patience:
        """Less than that of people."""
        return Patience(limit_s, first_pause_s=0.01)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                path = first.split(" ")[1]
                self.asked.append(path)
                pairs = (line.split(": ", 1) for line in lines)
                self.headers.append({name.lower(): value for name, value in pairs})
                if self.misbehaves is not None:
                    await self.misbehaves(writer, path)
                    continue
                self.answer(writer, path)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    def answer(self, writer: asyncio.StreamWriter, path: str) -> None:
        """The proper answer."""
        raise NotImplementedError


Server = TypeVar("Server", bound=LoopbackServer)


def whole(body: bytes, status: int = 200, kind: str = "application/json", extra: str = "") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{extra}"
    return f"{head}\r\n".encode() + body


@asynccontextmanager
async def playing(
    server: Server, secured_by: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """Serve on a free port until the block ends."""
    server.scheme = "http" if secured_by is None else "https"
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=secured_by)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tuple(server.tasks):
            task.cancel()
        if server.tasks:
            await asyncio.wait(tuple(server.tasks))


# ---- how it can misbehave ----


async def hangs(writer: asyncio.StreamWriter, path: str) -> None:
    await asyncio.sleep(60)


async def drips(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(
        b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n"
    )
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def fails(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b"{}", 500))
    await writer.drain()


async def is_asked_too_often(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b"{}", 429, extra="retry-after: 120\r\n"))
    await writer.drain()


async def breaks_off(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(
        b'HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"'
    )
    await writer.drain()
    writer.transport.abort()


async def floods(writer: asyncio.StreamWriter, path: str) -> None:
    """A hundred megabytes, without saying so beforehand."""
    writer.write(
        b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
    for _ in range(1600):
        writer.write(piece)
        await writer.drain()


async def announces_a_flood(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(
        b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n{}"
    )
    await writer.drain()


async def wants_a_sign_in(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b"<html>Welcome to the hotel</html>", kind="text/html"))
    await writer.drain()


async def talks_nonsense(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b'{"results": [{"name": 7}], "current": 1, "timezone": "No/Where"}'))
    await writer.drain()


async def leads_inside(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b"", 302, extra="location: http://192.168.1.1/router\r\n"))
    await writer.drain()


async def leads_to_a_neighbour(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(b"", 302, extra="location: http://127.0.0.1:9/\r\n"))
    await writer.drain()


# ---- what tests need beside it ----


async def longest_stall_s(during: Awaitable[object]) -> tuple[float, object]:
    """For how long the loop stood still at most while something ran, and what came of it."""
    longest_s, ends = 0.0, asyncio.Event()

    async def beat() -> None:
        nonlocal longest_s
        while not ends.is_set():
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest_s = max(longest_s, time.monotonic() - before - 0.005)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(beat())
        outcome = await during
        ends.set()
    return longest_s, outcome


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody but its owner vouches for; it stands in `own.pem`."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 1, begins, begins.replace(year=2060)
    )
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = made.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    certificate = made.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    form, lock = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "own.pem"
    path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, form, lock))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
