"""New versions: looked for daily once it is switched on, believed with a signature alone."""

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assistant_desktop import __version__
from assistant_desktop.app import BuildOptions, build
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.updates import Updates
from assistant_desktop.domain.errors import BadInput, ServiceError, ServiceOff
from assistant_desktop.domain.events import Event, NewVersionFound
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.update import ReleaseInfo
from assistant_desktop.services.ground import Elsewhere
from assistant_desktop.services.outbound_guard import guard
from assistant_desktop.services.update_service import this_copy
from tests.fakes import loopback_server as fake
from tests.fakes.clock import START, FakeClock
from tests.fakes.loopback_server import LoopbackServer, playing, whole
from tests.fakes.secrets import MemorySecrets
from tests.fakes.version_makers import maker

HOST = "versions.example.org"
KEY = Ed25519PrivateKey.generate()
PUBLIC = maker.public_half(KEY)
INFO = ReleaseInfo(
    manifest_url=f"https://{HOST}/latest/versions.json",
    also_hosts=("files.example.org",),
    keys={maker.key_name(PUBLIC): PUBLIC},
    kind="tar",
)
DAY_S = 24 * 3600
SOON_S = 31


def listed(version: str = "9.0.0", *, key: Ed25519PrivateKey = KEY, days: int = 90) -> bytes:
    told = {
        "format": 1,
        "version": version,
        "released": "2026-11-20",
        "expires": (START + timedelta(days=days)).isoformat(),
        "page": f"https://{HOST}/{version}",
        "notes": {"en": ["It whistles."], "ru": ["Умеет свистеть."]},
        "downloads": [
            {
                "system": "linux",
                "machine": this_copy.machine(),
                "kind": "tar",
                "url": f"https://{HOST}/{version}.tar.xz",
                "size": 78_000_000,
                "sha256": "ab" * 32,
            }
        ],
    }
    return maker.signed(json.dumps(told).encode(), key)


@dataclass
class VersionServer(LoopbackServer):
    """Serves the list as a page of files does."""

    body: bytes = field(default_factory=listed)

    def answer(self, writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(whole(self.body, kind="application/octet-stream"))


@pytest.fixture
async def server():
    async with playing(VersionServer()) as serving:
        yield serving


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    """As an unpacked archive, whatever runs the tests."""
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.delenv("APPIMAGE", raising=False)


@asynccontextmanager
async def started(folder: Path, clock: FakeClock, server: VersionServer, info=INFO, on=True):
    elsewhere = Elsewhere({HOST: server.url}, server.patience(0.6), release=info)
    options = BuildOptions(folder, clock=clock, secrets=MemorySecrets(), elsewhere=elsewhere)
    async with build(options) as assistant:
        heard: list[Event] = []
        assistant.subscribe(heard.append)
        if on:
            await assistant.services.switch("updates", on=True)
        assistant.start_reminders()
        await clock.settle()
        yield assistant, heard


def told(heard: list[Event]) -> list[str]:
    return [one.found.version for one in heard if isinstance(one, NewVersionFound)]


async def until(holds: Callable[[], bool]) -> None:
    ends_at_s = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < ends_at_s, "it never happened"
        await asyncio.sleep(0.005)


async def until_told(heard: list[Event], times: int) -> None:
    await until(lambda: len(told(heard)) >= times)


async def test_nothing_is_asked_until_it_is_switched_on(tmp_path, clock, server):
    async with started(tmp_path, clock, server, on=False) as (assistant, heard):
        await clock.advance(3 * DAY_S)
        assert not guard.permits(HOST)
        with pytest.raises(ServiceOff, match="switched off"):
            await assistant.versions.look()
    assert server.connections == 0
    assert told(heard) == []


async def test_a_newer_version_is_told_once_with_its_notes_and_its_file(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (assistant, heard):
        await clock.advance(SOON_S)
        await until_told(heard, 1)
        state = await assistant.versions.state()
        assert state.found is not None
        assert (state.found.version, state.found.notes) == ("9.0.0", ("It whistles.",))
        assert state.found.url == f"https://{HOST}/9.0.0.tar.xz"
        assert (state.found.size, state.found.sha256) == (78_000_000, "ab" * 32)
        for _ in range(5):
            await clock.advance(DAY_S)
        assert told(heard) == ["9.0.0"]


async def test_it_is_asked_once_a_day_over_restarts_too(tmp_path, clock, server):
    for start in range(6):  # every five hours a start
        async with started(tmp_path, clock, server) as (_, heard):
            await clock.advance(SOON_S)
            await until_told(heard, 1)  # what is known is told at each start
            if start == 0:
                assert len(server.asked) == 1
            await clock.advance(5 * 3600 - SOON_S)
    assert len(server.asked) == 2


async def test_after_a_failure_it_is_asked_again_some_hours_later(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (_, heard):
        server.misbehaves = fake.fails
        await clock.advance(SOON_S)
        await until(lambda: bool(server.asked))
        await clock.advance(3 * 3600)
        failed = len(server.asked)
        server.misbehaves = None
        await clock.advance(3600)
        await until_told(heard, 1)
        assert len(server.asked) == failed + 1


@pytest.mark.parametrize(
    "how", [fake.hangs, fake.drips, fake.fails, fake.floods, fake.talks_nonsense,
            fake.wants_a_sign_in, fake.leads_inside, fake.breaks_off],
)  # fmt: skip
async def test_a_server_that_misbehaves_is_told_and_stalls_nothing(tmp_path, clock, server, how):
    async with started(tmp_path, clock, server, on=False) as (assistant, heard):
        await assistant.services.switch("updates", on=True)
        server.misbehaves = how

        async def failing() -> None:
            with pytest.raises(ServiceError) as failed:
                await assistant.versions.look()
            assert failed.value.user_message

        stall_s, _ = await fake.longest_stall_s(failing())
        assert stall_s < 0.05
        assert (await assistant.versions.state()).found is None
    assert told(heard) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (listed(key=Ed25519PrivateKey.generate()), "not signed by us"),
        (listed(days=-1), "out of date"),
        (b"{}", "not signed by us"),
    ],
)
async def test_a_list_that_is_not_to_be_believed_changes_nothing(
    tmp_path, clock, server, body, why
):
    server.body = body
    async with started(tmp_path, clock, server) as (assistant, heard):
        with pytest.raises(ServiceError, match=why):
            await assistant.versions.look()
        assert (await assistant.versions.state()).found is None
    assert told(heard) == []


async def test_an_older_list_does_not_hide_what_is_known(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (assistant, _):
        await assistant.versions.look()
        server.body = listed("8.0.0")
        with pytest.raises(ServiceError, match="older than the one that is known"):
            await assistant.versions.look()
        state = await assistant.versions.state()
        assert state.found is not None
        assert state.found.version == "9.0.0"


async def test_a_list_that_is_refused_is_not_asked_for_again_the_same_day(tmp_path, clock, server):
    server.body = listed(days=-1)
    for _ in range(4):
        async with started(tmp_path, clock, server):
            await clock.advance(SOON_S)
            await until(lambda: bool(server.asked))
            await clock.advance(4 * 3600)
    assert len(server.asked) == 1


async def test_switched_off_while_it_looks_it_tells_nothing(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (assistant, heard):

        async def switched_off(writer: asyncio.StreamWriter, path: str) -> None:
            await assistant.services.switch("updates", on=False)
            writer.write(whole(server.body, kind="application/octet-stream"))
            await writer.drain()

        server.misbehaves = switched_off
        assert (await assistant.versions.look()).found is None
    assert told(heard) == []


async def test_a_list_of_the_same_version_that_holds_less_long_is_an_old_one(
    tmp_path, clock, server
):
    async with started(tmp_path, clock, server) as (assistant, _):
        await assistant.versions.look()
        server.body = listed(days=30)
        with pytest.raises(ServiceError, match="older than the one that is known"):
            await assistant.versions.look()
        server.body = listed(days=120)
        await assistant.versions.look()


async def test_the_same_version_and_older_ones_are_no_news(tmp_path, clock, server):
    server.body = listed(__version__)
    async with started(tmp_path, clock, server) as (assistant, heard):
        state = await assistant.versions.look()
        assert state.found is None
        assert state.looked_at == clock.now()
        assert await assistant.services.test("updates", "en") == (
            f"Version {__version__} is the newest."
        )
    assert told(heard) == []


async def test_what_is_kept_is_believed_only_while_its_signature_holds(tmp_path, clock, server):
    """Who can write into the data file still cannot make up a version."""
    async with started(tmp_path, clock, server) as (assistant, _):
        await assistant.versions.look()
    other = maker.public_half(Ed25519PrivateKey.generate())
    info = INFO.model_copy(update={"keys": {maker.key_name(other): other}})
    async with started(tmp_path, clock, server, info) as (assistant, _):
        assert (await assistant.versions.state()).found is None


async def test_a_copy_without_a_place_says_so_and_cannot_be_switched_on(tmp_path, clock, server):
    async with started(tmp_path, clock, server, ReleaseInfo(), on=False) as (assistant, _):
        with pytest.raises(BadInput, match="built without a place"):
            await assistant.services.switch("updates", on=True)
        assert not (await assistant.versions.state()).can_look
        await clock.advance(2 * DAY_S)
    assert server.connections == 0


async def test_it_may_be_sent_on_to_the_hosts_that_are_told_and_no_others(tmp_path, clock, server):
    async with playing(VersionServer()) as files:

        async def sends_on(writer: asyncio.StreamWriter, path: str) -> None:
            writer.write(whole(b"", 302, extra=f"location: {files.url}/v.json\r\n"))
            await writer.drain()

        server.misbehaves = sends_on
        elsewhere = Elsewhere(
            {HOST: server.url, "files.example.org": files.url}, server.patience(1), release=INFO
        )
        alone = INFO.model_copy(update={"also_hosts": ()})
        for release, works in ((INFO, True), (alone, False)):
            places = Elsewhere(elsewhere.urls, elsewhere.patience, release=release)
            folder = tmp_path / str(works)
            options = BuildOptions(folder, clock=clock, secrets=MemorySecrets(), elsewhere=places)
            async with build(options) as assistant:
                await assistant.services.switch("updates", on=True)
                if works:
                    assert (await assistant.versions.look()).found is not None
                else:
                    with pytest.raises(ServiceError, match="not switched on"):
                        await assistant.versions.look()
        assert files.asked == ["/v.json"]


async def test_an_address_with_a_port_is_asked_there(tmp_path, clock, server):
    info = INFO.model_copy(update={"manifest_url": f"{server.url}/v.json", "also_hosts": ()})
    elsewhere = Elsewhere({}, server.patience(1), release=info)
    options = BuildOptions(tmp_path, clock=clock, secrets=MemorySecrets(), elsewhere=elsewhere)
    async with build(options) as assistant:
        await assistant.services.switch("updates", on=True)
        assert (await assistant.versions.look()).found is not None
    assert server.asked == ["/v.json"]


async def test_the_command_line_tells_it_in_both_languages(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (assistant, _):
        lines = await run(assistant, "en", "look")
        assert lines == [
            f"This is Assistant Desktop {__version__}.",
            "Version 9.0.0 came out on 20 November 2026.",
            "  - It whistles.",
            f"Download: https://{HOST}/9.0.0.tar.xz (78 MB)",
            f"SHA-256: {'ab' * 32}",
        ]
        await assistant.change_settings(language="ru")
        lines = await run(assistant, "ru", "show")
        assert lines[1:3] == ["Версия 9.0.0 вышла 20 ноября 2026 г.", "  - Умеет свистеть."]
        (line,) = await run(assistant, "en", "show", "--json")
        assert json.loads(line)["found"]["version"] == "9.0.0"


async def run(assistant, language: str, *argv: str) -> list[str]:
    out: list[str] = []
    terminal = Terminal(
        lambda text: out.append(text.rstrip()), out.append, lambda: (), language=language
    )
    parser = argparse.ArgumentParser()
    verb = Updates()
    verb.arguments(parser)
    assert await verb.run(assistant, parser.parse_args(argv), terminal) == 0
    return out


async def test_it_belongs_to_the_machine_not_to_a_profile(tmp_path, clock, server):
    async with started(tmp_path, clock, server) as (assistant, heard):
        await assistant.versions.look()
        await clock.advance(SOON_S)
    assert {one.user_id for one in heard if isinstance(one, NewVersionFound)} == {DEFAULT_USER}
