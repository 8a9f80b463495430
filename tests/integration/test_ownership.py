"""One process owns a data folder; whoever connects and says nothing holds nobody."""

import asyncio
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
