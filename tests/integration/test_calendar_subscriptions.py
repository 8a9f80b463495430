"""Calendars at addresses, over a server on loopback that may misbehave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, Said, Saying
from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.services.calendar_service.subscriptions import address_of
from assistant_desktop.services.ground import Elsewhere
from tests.fakes import loopback_server as fake
from tests.fakes.calendar_server import (
    CalendarServer,
    as_calendar,
    calendar_server,
    town_calendar,
)
from tests.fakes.clock import FakeClock
from tests.fakes.loopback_server import longest_stall_s, own_certificate
from tests.fakes.secrets import MemorySecrets

ME, OTHER = DEFAULT_USER, UserId("Sigurd")


@pytest.fixture
async def server() -> AsyncIterator[CalendarServer]:
    async with calendar_server() as playing:
        yield playing


@asynccontextmanager
async def started(
    folder: Path, clock: FakeClock, server: CalendarServer, limit_s: float = 8.0
) -> AsyncIterator[Assistant]:
    options = BuildOptions(
        data_dir=folder,
        clock=clock,
        secrets=MemorySecrets(),
        embedder=lambda _: None,
        elsewhere=Elsewhere({}, server.patience(limit_s)),
    )
    async with build(options) as assistant:
        yield assistant


async def follow(assistant: Assistant, server: CalendarServer, user: UserId = ME):
    return await assistant.calendar.transfer.subscribe(user, f"{server.url}/town.ics")


async def titles(assistant: Assistant, user: UserId = ME) -> list[str]:
    now = assistant.now()
    agenda = await assistant.calendar.diary.agenda(user, (now, now + timedelta(days=30)))
    return [one.event.title for one in agenda.occurrences]


async def ask(assistant: Assistant, text: str, user: UserId = ME):
    report = await assistant.ask(Saying(user, text))
    assert report.error is None
    return report


# ---- it works ----


async def test_a_calendar_is_followed_and_its_events_are_in_the_answers(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        made = await follow(assistant, server)
        assert made.name == "Town"
        assert made.trouble is None
        assert await titles(assistant) == ["Concert", "Market"]
        report = await ask(assistant, "what's on my calendar tomorrow?")
        assert "18:00–20:00 Concert" in report.reply


async def test_what_is_unchanged_is_not_sent_again_and_what_changed_is_changed(
    folder, clock, server
):
    server.etag = "1"
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        await assistant.calendar.transfer.refresh(ME)
        assert server.headers[-1]["if-none-match"] == '"1"'
        server.etag, server.body = "2", town_calendar("Concert", "Fair", "Parade")
        await assistant.calendar.transfer.refresh(ME)
        assert await titles(assistant) == ["Concert", "Fair", "Parade"]


async def test_nobody_asks_again_before_it_is_time(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        await assistant.calendar.transfer.refresh(ME, anew=False)
        assert len(server.asked) == 1
        await clock.advance_alone(3601)
        await assistant.calendar.transfer.refresh(ME, anew=False)
        assert len(server.asked) == 2


async def test_one_who_looks_keeps_it_fresh_and_nobody_who_does_not(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        await clock.advance_alone(3601)
        stop = assistant.calendar.transfer.source.watch(ME)
        while len(server.asked) < 2:
            await fake.asyncio.sleep(0.01)
        stop()
        await clock.advance_alone(36_000)
        await fake.asyncio.sleep(0.05)
        assert len(server.asked) == 2


async def test_what_one_follows_the_other_does_not_see(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        assert await titles(assistant, OTHER) == []
        assert [one.name for one in await assistant.calendar.diary.calendars(OTHER)] == ["Personal"]


async def test_events_from_outside_can_be_read_only_and_taint_the_conversation(
    folder, clock, server
):
    async with started(folder, clock, server) as assistant:
        await ask(assistant, "schedule lunch with Ann tomorrow from 13 to 14")
        own = await ask(assistant, "what's on my calendar tomorrow?")
        await follow(assistant, server)
        report = await ask(assistant, "delete the concert from my calendar")
        assert "can only be read" in report.reply
        theirs = await ask(assistant, "what's on my calendar tomorrow?")
        assert [one.entries[0].data["only_own"] for one in (own, theirs)] == [True, False]
        history = assistant._parts.database
        rows = await history.read(
            lambda c: c.execute("SELECT role, tainted FROM messages ORDER BY rowid").fetchall()
        )
        tainted = [bool(mark) for role, mark in rows if role == "tool"]
        assert tainted == [False, False, False, True]


# ---- where it may go ----


async def test_its_host_is_reached_only_while_it_is_followed_and_on(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        made = await follow(assistant, server)
        (row,) = [one for one in await assistant.services.rows() if one.id == "ics"]
        assert row.enabled
        assert [one.host for one in row.leaves] == ["127.0.0.1"]
        await assistant.services.switch("ics", on=False)
        with pytest.raises(KnownError, match="switched off"):
            await assistant.calendar.transfer.source.refresh(made)
        assert await titles(assistant) == ["Concert", "Market"]
        await assistant.services.switch("ics", on=True)
        await assistant.calendar.transfer.remove(ME, made.id)
        assert await titles(assistant) == []
        (row,) = [one for one in await assistant.services.rows() if one.id == "ics"]
        assert row.leaves == ()
        asked = len(server.asked)
        with pytest.raises(KnownError):
            await assistant.calendar.transfer.source.refresh(made)
        assert len(server.asked) == asked


async def test_after_a_restart_its_host_may_be_reached_again(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
    async with started(folder, clock, server) as assistant:
        (town,) = [one for one in await assistant.calendar.transfer.refresh(ME) if one.url]
        assert town.trouble is None
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("example.org/a.ics?key=1", "https://example.org/a.ics?key=1"),
        ("HTTP://Example.org:8080/a", "http://example.org:8080/a"),
        ("https://пример.рф/a.ics", "https://xn--e1afmkfd.xn--p1ai/a.ics"),
    ],
)
def test_addresses_as_people_type_them(said, meant):
    assert address_of(said) == meant


@pytest.mark.parametrize(
    "said",
    ["", "calendar", "ftp://example.org/a", "file:///etc/passwd", "https://me:pw@example.org/"],
)
def test_what_is_no_address_is_refused(said):
    with pytest.raises(BadInput):
        address_of(said)


# ---- it fails, and says so ----

TROUBLES = {
    "hangs": (fake.hangs, "gave no whole answer within 0.6 s"),
    "drips": (as_calendar(fake.drips), "gave no whole answer within 0.6 s"),
    "fails": (fake.fails, "answers with error 500"),
    "is asked too often": (fake.is_asked_too_often, "asked too often"),
    "breaks off": (as_calendar(fake.breaks_off), "broke off in the middle"),
    "floods": (as_calendar(fake.floods), "too large to be right"),
    "announces a flood": (as_calendar(fake.announces_a_flood), "too large to be right"),
    "wants a sign-in": (fake.wants_a_sign_in, "is text/html, not text/calendar"),
    "talks nonsense": (as_calendar(fake.talks_nonsense), "is not a calendar"),
    "leads to a private address": (fake.leads_inside, "sends on to 192.168.1.1"),
    "leads to a neighbour": (fake.leads_to_a_neighbour, "sends on to 127.0.0.1"),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_each_trouble_is_told_and_the_breaker_opens_and_closes(folder, clock, server, name):
    plays, told = TROUBLES[name]
    async with started(folder, clock, server, 0.6) as assistant:
        town = await follow(assistant, server)
        source = assistant.calendar.transfer.source
        server.misbehaves = plays

        async def once() -> str:
            await clock.advance_alone(3601 if name == "talks nonsense" else 1)
            try:
                await source.refresh(town, anew=False)
            except KnownError as error:
                return error.user_message
            return ""

        await clock.advance_alone(3601)
        stall_s, said = await longest_stall_s(once())
        for _ in range(2):  # a busy machine stalls everybody: only what always does is ours
            if stall_s >= 0.05:
                stall_s = min(stall_s, (await longest_stall_s(once()))[0])
        assert stall_s < 0.05
        assert told in said
        assert await titles(assistant) == ["Concert", "Market"]  # what was had stays
        report = await ask(assistant, "what's on my calendar this month?")
        assert "The calendar “Town” was read" in report.reply
        if name == "talks nonsense":
            return  # the host itself answers well
        for _ in range(5):
            await once()
        asked = len(server.asked)
        assert "is not asked again until" in await once()
        assert len(server.asked) == asked
        server.misbehaves = None
        await clock.advance_alone(3601)
        assert await once() == ""
        report = await ask(assistant, "what's on my calendar this month?")
        assert "was read" not in report.reply


async def test_a_connection_that_is_not_secure_is_refused(folder, clock, tmp_path):
    async with (
        calendar_server(own_certificate(tmp_path)) as server,
        started(folder, clock, server) as assistant,
    ):
        made = await follow(assistant, server)
        assert made.trouble is not None
        assert "its certificate could not be verified" in made.trouble.as_error().user_message
        assert server.asked == []


async def test_a_file_with_nothing_readable_does_not_empty_the_calendar(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        server.body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR"
        await assistant.calendar.transfer.refresh(ME)
        assert await titles(assistant) == ["Concert", "Market"]


async def test_a_large_calendar_comes_in_beside_the_clock(folder, clock, server):
    server.body = town_calendar(*(f"Event {number}" for number in range(3000)))
    async with started(folder, clock, server) as assistant:
        await follow(assistant, server)
        server.body = town_calendar(*(f"Other {number}" for number in range(3000)))
        stall_s, _ = await longest_stall_s(assistant.calendar.transfer.refresh(ME))
        if stall_s >= 0.05:
            server.body = town_calendar(*(f"Third {number}" for number in range(3000)))
            again_s, _ = await longest_stall_s(assistant.calendar.transfer.refresh(ME))
            stall_s = min(stall_s, again_s)
        assert stall_s < 0.05


async def test_a_default_start_asks_nobody(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        assistant.start_reminders()
        assert await assistant.agenda.listed(Said(ME), None, None)
    assert server.asked == []
