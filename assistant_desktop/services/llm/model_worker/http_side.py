"""HTTP/1.1 of the worker's child: whole requests in, JSON or server-sent events out.

Source: RFC 9112 through h11; the events as in WHATWG HTML, 9.2.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import h11

MAX_BODY = 32 * 1024 * 1024
_PIECE = 65536


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Request:
    """One HTTP request, whole."""

    method: str
    path: str
    key: str
    body: dict[str, Any]


Send = Callable[[h11.Event], Awaitable[None]]


class Incoming:
    """What the other side sends; looking whether it is still there loses none of it."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._early = b""

    async def read(self) -> bytes:
        """The next bytes, none at the end."""
        if self._early:
            early, self._early = self._early, b""
            return early
        return await self._reader.read(_PIECE)

    async def ended(self) -> None:
        """Return when the other side has closed. What it sends before is kept for `read`."""
        while data := await self._reader.read(_PIECE):
            self._early += data
            if len(self._early) > MAX_BODY:
                return


async def read(connection: h11.Connection, incoming: Incoming) -> Request | None:
    """The next whole request, None when the other side has closed."""
    head: h11.Request | None = None
    body = b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await incoming.read()
            connection.receive_data(data)
            if not data and head is None:
                return None
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MAX_BODY:
                raise ConnectionError("the request is too large")
        elif isinstance(event, h11.EndOfMessage):
            break
        else:
            return None
    if head is None:
        return None
    headers = {name.decode(): value.decode() for name, value in head.headers}
    fields = _parsed(body)
    return Request(
        head.method.decode(), head.target.decode(), headers.get("authorization", ""), fields
    )


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body or b"{}")
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


async def send_json(send: Send, status: int, value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(data)))]
    await send(h11.Response(status_code=status, headers=headers))
    await send(h11.Data(data=data))
    await send(h11.EndOfMessage())


async def send_head(send: Send) -> None:
    headers = [("content-type", "text/event-stream"), ("transfer-encoding", "chunked")]
    await send(h11.Response(status_code=200, headers=headers))


async def send_event(send: Send, value: dict[str, Any]) -> None:
    await send_raw(send, f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())


async def send_raw(send: Send, data: bytes) -> None:
    await send(h11.Data(data=data))
