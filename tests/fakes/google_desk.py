"""One desktop at one Google, and what tests ask of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.core.calendar.diary import Found
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.events import Event, Trouble
from assistant_desktop.domain.ids import DEFAULT_USER, CalendarId, UserId
from tests.fakes.clock import FakeClock
from tests.fakes.google_server import CLIENT_FILE, GoogleServer
from tests.fakes.secrets import MemorySecrets

ME, OTHER = DEFAULT_USER, UserId("other")
ID, OWN = "google_calendar", "ann@example.com"
RIGA = ZoneInfo("Europe/Riga")
Opened = list[str]


@dataclass
class Desk:
    """One desktop at one Google."""

    folder: Path
    google: GoogleServer
    clock: FakeClock = field(default_factory=lambda: FakeClock(zone="Europe/Riga"))
    secrets: MemorySecrets = field(default_factory=MemorySecrets)

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Assistant]:
        options = BuildOptions(
            data_dir=self.folder,
            clock=self.clock,
            secrets=self.secrets,
            embedder=lambda _: None,
            elsewhere=self.google.elsewhere(),
        )
        async with build(options) as assistant:
            yield assistant

    @asynccontextmanager
    async def signed_in(self, *, write: bool = True) -> AsyncIterator[Assistant]:
        async with self.started() as assistant:
            await self.sign_in(assistant, write=write)
            yield assistant

    async def sign_in(
        self, assistant: Assistant, user: UserId = ME, *, write: bool = True, **instead: str
    ) -> None:
        services = assistant.services
        rows = {row.id: row for row in await services.rows()}
        if not any(one.value for one in rows[ID].fields if one.kind == "entries"):
            await services.add_entry(ID, CLIENT_FILE)
        await services.set_fields(ID, {"write": write})
        await services.switch(ID, on=True)
        opened: asyncio.Queue[str] = asyncio.Queue()
        async with asyncio.TaskGroup() as both:
            job = services.sign_in(user, ID, opened.put_nowait, "en")
            running = both.create_task(kept(job))
            async with asyncio.timeout(20):
                url = await opened.get()
            both.create_task(self.google.consent(url, **instead))
        error = running.result()
        if error is not None:
            raise error


async def kept(job: Any) -> BaseException | None:
    """So that a failure is raised by itself, not in a group."""
    try:
        await job
    except KnownError as error:
        return error
    return None


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=RIGA)


def times(start: datetime, end: datetime) -> dict[str, Any]:
    """As Google tells them."""
    return {
        name: {"dateTime": moment.isoformat(), "timeZone": "Europe/Riga"}
        for name, moment in (("start", start), ("end", end))
    }


async def agenda(assistant: Assistant, user: UserId = ME) -> list[tuple[str, str]]:
    diary = assistant.calendar.diary
    found = await diary.agenda(user, (at(23, 0), at(23, 0) + timedelta(days=14)))
    return [
        (one.event.title, f"{one.start.astimezone(RIGA):%d %H:%M}") for one in found.occurrences
    ]


async def found(assistant: Assistant, title: str) -> Found:
    window = (at(23, 0), at(23, 0) + timedelta(days=14))
    every = await assistant.calendar.diary.choose(ME, window, list)
    return next(one for one in every if one.occurrence.event.title == title)


async def own_calendar(assistant: Assistant) -> CalendarId:
    known = await assistant.calendar.diary.calendars(ME)
    return next(one.id for one in known if one.remote_id == OWN)


def troubles(assistant: Assistant) -> list[str]:
    heard: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Trouble) and event.kind == "calendar":
            heard.append(event.what)

    assistant.subscribe(listen)
    return heard
