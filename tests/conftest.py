"""What every test may rely on: its own home, no network, no warning that nobody expected."""

import ipaddress
import logging
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# Deadlines measure the machine, not the code; CI must find the same cases twice.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

END2END = Path(__file__).parent / "end2end"


class OutboundBlockedError(ConnectionError):
    """Looks to the product like a dead network, and fails the test at its end."""


# ------------------------------------------------------------------------------ no network
_attempts: list[str] = []


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost", socket.gethostname()):
        return True
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch_sockets(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if not isinstance(address, tuple):  # a unix socket
            return
        host = address[0]
    else:
        return
    if not _is_local(host):
        _attempts.append(f"{event} {host!r}")
        message = f"tests reach this machine only, not {host!r}"
        raise OutboundBlockedError(message)


sys.addaudithook(_watch_sockets)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that tried to leave this machine, even where the product took it well."""
    _attempts.clear()
    yield
    tried = list(_attempts)
    if tried and request.node.get_closest_marker("tries_network") is None:
        pytest.fail(f"this test tried to leave the machine: {', '.join(tried)}")


# --------------------------------------------------------------------- no surprise in the log
class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logged a warning which no allow_warnings(pattern) marker expects."""
    patterns = [
        re.compile(pattern)
        for marker in request.node.iter_markers("allow_warnings")
        for pattern in (marker.args or (".*",))
    ]
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(recorder)
    surprises = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in recorder.records
        if not any(pattern.search(record.getMessage()) for pattern in patterns)
    ]
    if surprises:
        pytest.fail("unexpected in the log:\n" + "\n".join(surprises))


# ------------------------------------------------------------------------- a home of its own
@pytest.fixture(autouse=True)
def home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder; its path is short, because unix socket paths must be."""
    folder = Path(tempfile.mkdtemp(prefix="ad-"))
    places = {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
    }
    for variable, place in places.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(folder / place))
    (folder / "run").chmod(0o700)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    if END2END not in request.path.parents:
        # The bus of the person who runs the tests: their keyring, their notifications.
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
