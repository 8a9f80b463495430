"""Promise 9: no library in this process reaches what the user has not switched on."""

import socket
import subprocess
import sys
import textwrap

import pytest

from assistant_desktop.domain.errors import OutboundBlocked
from assistant_desktop.services.outbound_guard import OutboundGuard


def connect_to(guard: OutboundGuard, host: str) -> None:
    guard.check("socket.connect", (None, (host, 443)))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "127.8.8.8", None, ""])
def test_this_machine_is_always_allowed(host):
    OutboundGuard().check("socket.getaddrinfo", (host, 80))


@pytest.mark.parametrize(
    "host", ["example.org", b"example.org", "192.168.1.1", "10.0.0.8", "8.8.8.8", "fe80::1%eth0"]
)
def test_anything_else_is_stopped(host):
    with pytest.raises(OutboundBlocked):
        OutboundGuard().check("socket.getaddrinfo", (host, 80))


def test_a_host_that_was_switched_on_is_allowed_until_it_is_switched_off():
    guard = OutboundGuard()
    guard.allow("Example.org")
    guard.check("socket.getaddrinfo", ("example.org", 443))
    guard.forbid("example.org")
    with pytest.raises(OutboundBlocked):
        guard.check("socket.getaddrinfo", ("example.org", 443))


def test_an_address_of_an_allowed_host_is_allowed(monkeypatch):
    guard = OutboundGuard()
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: answer)
    guard.allow("example.org")
    guard.learn("example.org")
    connect_to(guard, "203.0.113.7")
    with pytest.raises(OutboundBlocked):
        connect_to(guard, "203.0.113.8")


def test_unix_sockets_and_other_events_are_none_of_its_business():
    guard = OutboundGuard()
    guard.check("socket.connect", (None, "/run/bus"))
    guard.check("open", ("/etc/hosts", "r", 0))


def test_other_libraries_of_the_process_are_stopped_too():
    program = """
        import http.client, urllib.request
        from assistant_desktop.services import outbound_guard
        outbound_guard.install()
        outbound_guard.install()
        for attempt in (
            lambda: http.client.HTTPConnection("192.0.2.1", 80, timeout=1).connect(),
            lambda: urllib.request.urlopen("http://example.org", timeout=1),
        ):
            try:
                attempt()
            except Exception as error:
                print(type(error).__name__)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["OutboundBlocked", "OutboundBlocked"], done.stderr
