"""The outbound allow-list for every library in this process.

The HTTP client checks its own requests; this audit hook sees the name look-ups and connections
of all other Python code too. This machine itself (loopback, unix sockets) is always allowed:
nothing leaves it that way.

Source: PEP 578; the events are socket.getaddrinfo, socket.gethostbyname and socket.connect.
"""

import ipaddress
import logging
import socket
import sys
import threading

from assistant_desktop.domain.errors import OutboundBlocked

_log = logging.getLogger(__name__)

_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost", ""}
_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_CONNECTIONS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class OutboundGuard:
    """Hosts the user switched on, and the addresses they were found to have."""

    def __init__(self) -> None:
        self._hosts: set[str] = set()
        self._addresses: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    def allow(self, host: str) -> None:
        """The user switched this host on."""
        with self._lock:
            self._hosts.add(host.lower())

    def forbid(self, host: str) -> None:
        """The user switched it off; what its name stood for is forgotten with it."""
        with self._lock:
            self._hosts.discard(host.lower())
            self._addresses.pop(host.lower(), None)

    def permits(self, host: object) -> bool:
        """Whether a name or address may be looked up and connected to."""
        name = _as_text(host)
        if name is None or name in _NAMES or _is_this_machine(name):
            return True
        with self._lock:
            if name in self._hosts:
                return True
            return any(name in addresses for addresses in self._addresses.values())

    def learn(self, host: str) -> None:
        """Look an allowed host up and let its addresses through. Blocks; call it in a thread."""
        found = {
            str(address[0])
            for family, _, _, _, address in socket.getaddrinfo(host, None)
            if family in {socket.AF_INET, socket.AF_INET6}
        }
        with self._lock:
            if host.lower() in self._hosts:
                self._addresses.setdefault(host.lower(), set()).update(found)

    def check(self, event: str, arguments: tuple[object, ...]) -> None:
        """The audit hook itself: it must be quick, it sees every event of the interpreter."""
        if event in _LOOK_UPS:
            host = arguments[0]
        elif event in _CONNECTIONS:
            address = arguments[1] if len(arguments) > 1 else None
            if not isinstance(address, tuple) or not address:
                return  # a unix socket, or one that is connected already
            host = address[0]
        else:
            return
        if not self.permits(host):
            _log.info("stopped a connection to %s", host)
            raise OutboundBlocked(
                "A connection to {host} was stopped: it is not switched on.", host=host
            )


def _as_text(host: object) -> str | None:
    if host is None:
        return None
    text = host.decode(errors="replace") if isinstance(host, bytes | bytearray) else str(host)
    return text.lower().split("%", 1)[0]


def _is_this_machine(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


guard = OutboundGuard()
"""The one guard of the process."""

_installed = threading.Event()


def install() -> None:
    """Set the audit hook, once; it cannot be taken out again."""
    if not _installed.is_set():
        _installed.set()
        sys.addaudithook(guard.check)
