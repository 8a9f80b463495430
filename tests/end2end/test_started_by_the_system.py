"""Promise 2, with the app closed: what the system was told to start fires what is due."""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

from assistant_desktop import ownership
from assistant_desktop.services.os_schedule import schedule_of_this_system, service_unit
from tests.end2end.app_process import environment, run


def started_by_hand(unit: str) -> list[str]:
    """The command of a unit, as systemd would take it apart."""
    line = next(one for one in unit.splitlines() if one.startswith("ExecStart="))
    return shlex.split(line.partition("=")[2].replace("%%", "%").replace("$$", "$"))


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_the_command_of_the_unit_fires_what_is_due_with_no_app_running(tmp_path):
    folder = tmp_path / "my data 100%"
    assert run("remind", "stretch in 2 seconds", data_dir=folder).returncode == 0
    command = started_by_hand(service_unit(schedule_of_this_system(folder).command))
    assert str(folder) in command
    app = subprocess.Popen(
        command,
        env=environment() | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        ends_at_s, state = time.monotonic() + 60, ""
        while state != "firing":
            assert time.monotonic() < ends_at_s
            assert app.poll() is None
            said = run("reminders", "list", "--json", data_dir=folder).stdout.splitlines()
            state = json.loads(said[0])["state"] if said else ""
            time.sleep(0.2)
        # A second start, as when the app runs already, ends by itself and changes nothing.
        second = subprocess.run(
            command,
            env=environment() | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 0
        assert app.poll() is None
    finally:
        os.killpg(app.pid, signal.SIGKILL)
        app.wait()


async def test_a_start_in_time_leaves_the_window_that_is_already_there_alone(tmp_path):
    asked: list[tuple[str, ...]] = []

    async def handle(request: ownership.Request, reply: ownership.Reply) -> int:
        asked.append(tuple(request.argv))
        return 0

    async def start(*more: str) -> int:
        command = (*schedule_of_this_system(tmp_path).command[:-3], *more)
        app = await asyncio.create_subprocess_exec(
            *(*command, "--data-dir", str(tmp_path)),
            env=environment() | {"QT_QPA_PLATFORM": "offscreen"},
        )
        async with asyncio.timeout(60):
            return await app.wait()

    owned = ownership.try_to_own(tmp_path, lasting=True)
    assert owned is not None
    try:
        await owned.listen(handle)
        assert await start("--background") == 0
        assert asked == []
        assert await start() == 0
        assert asked == [("show-window",)]
    finally:
        await owned.stop_listening()
        owned.release()
