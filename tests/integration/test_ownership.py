"""One process owns a data folder; whoever connects and says nothing holds nobody."""

import asyncio
import dataclasses
import json
import socket
import sys

import pytest

from assistant_desktop import ownership


@pytest.mark.skipif(sys.platform == "win32", reason="a socket in the file system")
async def test_a_silent_peer_does_not_hold_a_brief_owner(tmp_path, monkeypatch):
    monkeypatch.setattr(ownership, "REQUEST_LIMIT_S", 0.2)
    owned = ownership.try_to_own(tmp_path, lasting=False)
    assert owned is not None

    async def handle(request: ownership.Request, reply: ownership.Reply) -> int:
        return 0

    try:
        await owned.listen(handle)
        owner = ownership.owner_of(tmp_path)
        assert owner is not None
        _, writer = await asyncio.open_unix_connection(owner.address)
        await asyncio.sleep(0.05)
        async with asyncio.timeout(2):
            await owned.finish_requests()
        writer.close()
    finally:
        await owned.stop_listening()
        owned.release()


@pytest.mark.skipif(sys.platform == "win32", reason="a socket in the file system")
@pytest.mark.parametrize("turns_of_the_loop", range(8))
async def test_nothing_is_served_after_a_brief_owner_finished(tmp_path, turns_of_the_loop):
    """However far a connection got when the owner ends: served before the end, or not at all."""
    owned = ownership.try_to_own(tmp_path, lasting=False)
    assert owned is not None
    finished = False
    served_late = []

    async def handle(request: ownership.Request, reply: ownership.Reply) -> int:
        await asyncio.sleep(0)
        served_late.append(finished)
        return 0

    asker = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        await owned.listen(handle)
        owner = ownership.owner_of(tmp_path)
        assert owner is not None
        asker.connect(owner.address)
        asked = ownership.Request(["remember", "x"], str(tmp_path), "en")
        asker.sendall(json.dumps(dataclasses.asdict(asked)).encode() + b"\n")
        for _ in range(turns_of_the_loop):
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await owned.finish_requests()
        finished = True
        await asyncio.sleep(0.05)
        asker.settimeout(2)
        try:
            answered = asker.recv(1000)
        except ConnectionResetError:
            answered = b""
        assert served_late in ([], [False])
        assert (b"taken" in answered) == (served_late == [False])
    finally:
        asker.close()
        await owned.stop_listening()
        owned.release()
