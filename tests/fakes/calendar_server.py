"""A calendar at an address on loopback, that behaves or misbehaves as a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ssl import SSLContext
from typing import Any

from tests.fakes.loopback_server import LoopbackServer, playing, whole


def town_calendar(*titles: str, day: datetime = datetime(2026, 11, 24, 18)) -> bytes:  # noqa: DTZ001 - wall time
    """A file with an event a day from a Tuesday evening on."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Town"]
    for number, title in enumerate(titles):
        at = day + timedelta(days=number)
        lines += ["BEGIN:VEVENT", f"UID:{title}", f"DTSTART:{at:%Y%m%dT%H%M%S}Z", "DURATION:PT2H"]
        lines += [f"SUMMARY:{title}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@dataclass
class CalendarServer(LoopbackServer):
    """What it says can be set."""

    body: bytes = town_calendar("Concert", "Market")
    kind: str = "text/calendar; charset=utf-8"
    etag: str = ""

    def answer(self, writer: asyncio.StreamWriter, path: str) -> None:
        extra = f'etag: "{self.etag}"\r\n' if self.etag else ""
        if self.etag and self.headers[-1].get("if-none-match") == f'"{self.etag}"':
            writer.write(f"HTTP/1.1 304 X\r\n{extra}content-length: 0\r\n\r\n".encode())
            return
        writer.write(whole(self.body, kind=self.kind, extra=extra))


Plays = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


class _AsCalendar:
    """Lets another fake say that it sends a calendar."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        self._writer.write(data.replace(b"application/json", b"text/calendar"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


def as_calendar(plays: Plays) -> Plays:
    """The same misbehaviour with the right content type."""

    async def played(writer: asyncio.StreamWriter, path: str) -> None:
        await plays(_AsCalendar(writer), path)  # type: ignore[arg-type]

    return played


@asynccontextmanager
async def calendar_server(secured_by: SSLContext | None = None) -> AsyncIterator[CalendarServer]:
    """Serve on a free port until the block ends."""
    async with playing(CalendarServer(), secured_by) as server:
        yield server
