"""The guards of tests/conftest.py bite: each test in here fails or passes as its name says."""

import re
import subprocess
import sys

from tests.architecture.checkout import ROOT

INNER = """
import asyncio, logging, os, socket, warnings
from pathlib import Path
import pytest

def test_fails_outbound():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    except OSError:
        pass

def test_fails_lookup():
    with pytest.raises(OSError):
        socket.getaddrinfo("example.org", 80)

def test_fails_warning_in_log():
    logging.getLogger("x").warning("surprise %d", 1)

def test_fails_python_warning():
    warnings.warn("old", DeprecationWarning)

def test_fails_forgotten_coroutine():
    async def forgotten(): ...
    forgotten()

@pytest.mark.tries_network
def test_passes_marked_outbound():
    with pytest.raises(ConnectionError):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)

@pytest.mark.allow_warnings("surprise")
def test_passes_expected_warning():
    logging.getLogger("x").warning("surprise %d", 1)

def test_passes_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with socket.create_server(("localhost", 0)):
        pass

def test_passes_home_of_its_own(home):
    assert Path.home() == home and not (home / "x").exists()
    assert len(str(home)) < 40
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ

async def test_passes_async():
    await asyncio.sleep(0)
"""


def test_the_guards_bite(tmp_path):
    (tmp_path / "test_inner.py").write_text(INNER)
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"))
    command = [sys.executable, "-m", "pytest", "-p", "no:pytest-qt", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, "-rA", "--rootdir", str(tmp_path), "-c", "pyproject.toml", "test_inner.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    verdicts = re.findall(r"^(PASSED|FAILED|ERROR) \S*::(test_\w+)", ended.stdout, re.MULTILINE)
    # A guard speaks at the end of a test, which pytest calls an error after a pass.
    failed = {name for verdict, name in verdicts if verdict != "PASSED"}
    seen = {name for _, name in verdicts}
    assert seen == set(re.findall(r"def (test_\w+)", INNER)), ended.stdout
    assert failed == {name for name in seen if name.startswith("test_fails")}, ended.stdout
