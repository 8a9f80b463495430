"""Downloads over real sockets: cut, resumed, redirected, lied to, paused; never half accepted."""

import asyncio
import contextlib
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from assistant_desktop.domain.errors import (
    FullError,
    ModelError,
    ModelUnreachable,
    NotFound,
    OutboundBlocked,
)
from assistant_desktop.domain.model_library import DownloadStep
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.downloads import Downloader, Limits
from assistant_desktop.services.llm.part_file import kept_part
from tests.fakes.model_hub import ModelHub, model_hub

BODY = random.Random(1).randbytes(3_000_000)
QUICK = Limits(gap_s=5, tries=4, first_pause_s=0.01, margin_bytes=0, block_bytes=64 * 1024)


@pytest.fixture
async def http():
    client = HttpClient()
    yield client
    await client.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "m.gguf"


def bring(http: HttpClient, hub: ModelHub, target: Path, steps=None, limits=QUICK, **more):
    told = steps.append if steps is not None else lambda _: None
    downloader = Downloader(http, limits=limits, **more)
    return downloader.fetch(f"{hub.url}/a/b/resolve/main/m.gguf", target, told)


def leftovers(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


# ------------------------------------------------------------------------------- the good way


async def test_a_file_comes_whole_is_hashed_and_told_of(http, target):
    steps: list[DownloadStep] = []
    async with model_hub(BODY) as hub:
        assert await bring(http, hub, target, steps) == "sha256"
    assert target.read_bytes() == BODY
    assert leftovers(target) == ["m.gguf"]
    assert [steps[0].state, steps[-1].state] == ["starting", "done"]
    assert steps[-1].verified == "sha256"
    assert any(step.state == "checking" for step in steps)


async def test_no_host_is_allowed_any_more_when_it_is_over(http, target):
    async with model_hub(BODY) as hub:
        await bring(http, hub, target)
        for url in (hub.url, hub.storage):
            with pytest.raises(OutboundBlocked):
                async with http.stream("GET", url):
                    pass


async def test_where_the_hub_states_no_hash_only_the_size_is_verified_and_said(http, target):
    async with model_hub(BODY, direct=True, storage_etag='"x"') as hub:
        assert await bring(http, hub, target) == "size"
    assert target.read_bytes() == BODY


async def test_the_size_of_a_hub_that_links_nothing_is_its_storages(http, target):
    async with model_hub(BODY, states_hash=False) as hub:
        assert await bring(http, hub, target) == "size"


async def test_speed_and_time_left_are_told_while_it_comes(http, target, monkeypatch):
    monkeypatch.setattr("assistant_desktop.services.llm.downloads._TELL_EVERY_S", 0.0)
    steps: list[DownloadStep] = []
    async with model_hub(BODY, pause_s=0.0005) as hub:
        await bring(http, hub, target, steps)
    moving = [step for step in steps if step.state == "downloading" and step.bytes_per_s > 0]
    assert len(moving) > 20
    assert all(step.seconds_left is not None and step.total_bytes == len(BODY) for step in moving)
    assert [s.done_bytes for s in moving] == sorted(s.done_bytes for s in moving)


async def test_the_loop_stays_free_while_it_writes_and_hashes(http, target):
    longest_s = 0.0

    async def watch() -> None:
        nonlocal longest_s
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            longest_s = max(longest_s, time.perf_counter() - began - 0.005)

    async with model_hub(BODY * 20) as hub, asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        await bring(http, hub, target, limits=Limits(margin_bytes=0))
        watching.cancel()
    assert longest_s < 0.05 * (4 if os.environ.get("CI") else 2)  # the server is on this loop too


# --------------------------------------------------------------------------------- broken lines


async def test_a_hundred_cuts_at_random_bytes_lose_nothing(http, target):
    chance, cuts = random.Random(7), [0]

    def cut() -> int | None:
        if cuts[0] >= 100:
            return None
        cuts[0] += 1
        return chance.randrange(1, 40_000)

    async with model_hub(BODY, cut=cut) as hub:
        assert await bring(http, hub, target) == "sha256"
        ranged = [asked for asked in hub.gets if "range" in asked]
        assert hub.sent < len(BODY) * 1.05  # nothing came twice
    assert target.read_bytes() == BODY
    assert cuts[0] == 100
    assert len(ranged) >= 95
    assert all(asked["if-range"] == '"storage-1"' for asked in ranged)


async def test_lines_that_bring_nothing_are_given_up_and_what_came_is_kept(http, target):
    calls = [0]

    def cut() -> int:
        calls[0] += 1
        return 500_000 if calls[0] == 1 else 0

    async with model_hub(BODY, cut=cut) as hub:
        with pytest.raises(ModelUnreachable, match="broke off 4 times"):
            await bring(http, hub, target)
    assert not target.exists()
    assert kept_part(target) == (500_000, len(BODY))


async def test_a_silent_server_is_not_waited_for(http, target):
    limits = Limits(gap_s=0.1, tries=2, first_pause_s=0.01, margin_bytes=0)
    async with model_hub(BODY, silent=True) as hub:
        with pytest.raises(ModelUnreachable):
            await asyncio.wait_for(bring(http, hub, target, limits=limits), 5)


async def test_a_server_that_drips_is_slow_but_comes_to_its_end(http, target):
    body = BODY[:400_000]
    async with model_hub(body, pause_s=0.02) as hub:
        await bring(http, hub, target, limits=Limits(gap_s=0.5, margin_bytes=0))
    assert target.read_bytes() == body


async def test_an_address_that_ran_out_is_asked_for_again(http, target):
    async with model_hub(BODY) as hub, model_hub(BODY, status=403) as other:
        hub.redirect_to = f"{other.url}/signed"
        with pytest.raises(ModelUnreachable):
            await bring(http, hub, target)
        hub.redirect_to = ""
        await bring(http, hub, target)
    assert target.read_bytes() == BODY


# ------------------------------------------------------------------------------------- resuming


async def half(http: HttpClient, hub: ModelHub, target: Path) -> int:
    hub.cut = lambda: 1_000_000 if not hub.gets[1:] else 0
    with pytest.raises(ModelUnreachable):
        await bring(http, hub, target)
    hub.cut = lambda: None
    hub.gets.clear()
    hub.sent = 0
    return kept_part(target)[0]


async def test_after_a_restart_only_the_rest_is_fetched(target):
    async with model_hub(BODY) as hub:
        for stop in (False, True):
            client = HttpClient()
            if not stop:
                had = await half(client, hub, target)
            else:
                await bring(client, hub, target)
            await client.close()
        assert hub.sent == len(BODY) - had
    assert target.read_bytes() == BODY


async def test_a_server_without_ranges_starts_anew(http, target):
    async with model_hub(BODY, ranges=False) as hub:
        await half(http, hub, target)
        steps: list[DownloadStep] = []
        await bring(http, hub, target, steps)
        assert hub.sent == len(BODY)
    assert [step.state for step in steps[:2]] == ["starting", "checking"]
    assert target.read_bytes() == BODY


async def test_another_content_on_the_hub_starts_anew(http, target):
    async with model_hub(BODY) as hub:
        await half(http, hub, target)
        hub.content = BODY[::-1]
        hub.storage_etag = '"storage-2"'
        await bring(http, hub, target)
        assert "range" not in hub.gets[0]
    assert target.read_bytes() == BODY[::-1]


async def test_a_content_that_changes_between_two_cuts_is_caught(http, target):
    async with model_hub(BODY) as hub:
        await half(http, hub, target)
        hub.storage_etag = '"storage-2"'  # the hub states the same, the storage does not
        await bring(http, hub, target)
    assert target.read_bytes() == BODY


async def test_a_part_that_was_tampered_with_is_never_accepted(http, target):
    async with model_hub(BODY) as hub:
        await half(http, hub, target)
        part = target.with_name("m.gguf.part")
        part.write_bytes(b"x" * part.stat().st_size)
        with pytest.raises(ModelError, match="damaged"):
            await bring(http, hub, target)
        assert leftovers(target) == []
        await bring(http, hub, target)
    assert target.read_bytes() == BODY


async def test_a_damaged_note_starts_anew(http, target):
    async with model_hub(BODY) as hub:
        await half(http, hub, target)
        target.with_name("m.gguf.part.json").write_text("{")
        await bring(http, hub, target)
    assert target.read_bytes() == BODY


# ------------------------------------------------------------------------------------------ lies


async def test_a_wrong_hash_is_deleted_and_said(http, target):
    async with model_hub(BODY, sha256="0" * 64) as hub:
        with pytest.raises(ModelError, match="damaged"):
            await bring(http, hub, target)
    assert leftovers(target) == []


async def test_a_longer_file_is_deleted_and_said(http, target):
    async with model_hub(BODY, extra=b"more", chunked=True) as hub:
        with pytest.raises(ModelError, match="longer"):
            await bring(http, hub, target)
    assert leftovers(target) == []


async def test_a_shorter_file_is_deleted_and_said(http, target):
    async with model_hub(BODY, states_size=len(BODY) + 10) as hub:
        with pytest.raises(ModelError, match="another size"):
            await bring(http, hub, target)
    assert leftovers(target) == []


async def test_a_shorter_file_that_hides_its_size_is_never_accepted(http, target):
    async with model_hub(BODY, states_size=len(BODY) + 10, chunked=True) as hub:
        with pytest.raises(ModelUnreachable):
            await bring(http, hub, target)
    assert not target.exists()


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotFound), (401, ModelError), (503, ModelUnreachable)]
)
async def test_a_hub_that_refuses_is_told_in_words(http, target, status, error):
    async with model_hub(BODY, status=status) as hub:
        with pytest.raises(error):
            await bring(http, hub, target)


async def test_no_download_leaves_the_encrypted_way(http, target):
    async with model_hub(BODY, redirect_to="http://files.example.org/blob") as hub:
        with pytest.raises(OutboundBlocked, match="not encrypted"):
            await bring(http, hub, target)


async def test_a_hub_that_redirects_for_ever_is_given_up(http, target):
    async with model_hub(BODY) as hub:
        hub.redirect_to = f"{hub.url}/again"
        with pytest.raises(ModelError, match="again and again"):
            await bring(http, hub, target)


# ------------------------------------------------------------------------------------- the disk


async def test_no_room_is_told_before_a_byte_comes(http, target):
    async with model_hub(BODY) as hub:
        with pytest.raises(FullError, match="too little room"):
            await bring(http, hub, target, free_bytes=lambda _: 1000)
        assert hub.sent == 0


async def test_room_that_goes_away_meanwhile_stops_it_and_keeps_what_came(http, target):
    looks = [0]

    def free(_: Path) -> int:
        looks[0] += 1
        return 10**12 if looks[0] < 3 else 0

    limits = Limits(margin_bytes=1, block_bytes=64 * 1024, look_at_disk_every=256 * 1024)
    async with model_hub(BODY) as hub:
        with pytest.raises(FullError):
            await bring(http, hub, target, limits=limits, free_bytes=free)
        assert 0 < kept_part(target)[0] < len(BODY)
        await bring(http, hub, target)
    assert target.read_bytes() == BODY


@pytest.fixture
def small_disk(tmp_path: Path):
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True
    )
    if done.returncode or not shutil.which("umount"):
        pytest.skip("this machine does not let tests mount a disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


async def test_a_disk_that_is_really_full_is_told_and_the_rest_comes_later(http, small_disk):
    target = small_disk / "m.gguf"
    async with model_hub(BODY) as hub:
        with pytest.raises(FullError, match="full"):
            await bring(http, hub, target, free_bytes=lambda _: 10**12)
    assert not target.exists()


# ------------------------------------------------------------------------------ pause and cancel


async def test_cancelled_at_any_moment_it_goes_on_where_it_was(http, target):
    chance = random.Random(3)
    async with model_hub(BODY, pause_s=0.001) as hub:
        for _ in range(12):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(chance.uniform(0.0, 0.06)):
                    await bring(http, hub, target)
        hub.pause_s = 0.0
        await bring(http, hub, target)
    assert target.read_bytes() == BODY
    assert leftovers(target) == ["m.gguf"]
