"""Promise 9: nothing leaves the machine unless it was switched on."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end2end.app_process import environment

CLIENTS = Path(__file__).with_name("every_client.py")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("start", [[], ["serve"]], ids=["window", "serve"])
def test_a_default_start_opens_no_internet_socket(tmp_path, start):
    trace = tmp_path / "trace"
    app = [sys.executable, "-m", "assistant_desktop", *start, "--data-dir", str(tmp_path / "data")]
    running = subprocess.Popen(
        ["strace", "-f", "-e", "trace=socket,connect", "-o", str(trace), *app],
        env=environment() | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        # The owner's socket is made when the core stands; then the first jobs get their time.
        ends_at_s = time.monotonic() + 60
        while not (tmp_path / "data" / "assistant.sock").exists():
            assert time.monotonic() < ends_at_s
            assert running.poll() is None
            time.sleep(0.1)
        time.sleep(4)
        assert running.poll() is None
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    lines = trace.read_text().splitlines()
    assert any("AF_UNIX" in line for line in lines)
    assert [line for line in lines if "AF_INET" in line] == []


def test_every_client_of_ours_reaches_listed_hosts_only():
    done = subprocess.run(
        [sys.executable, str(CLIENTS)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == {"requests", "httplib2", "urllib", "smtplib", "httpx", "mcp"}
    for client, outcome in told.items():
        assert outcome == {"listed.invalid": "went out", "unlisted.invalid": "stopped"}, client
