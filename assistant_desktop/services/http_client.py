"""The one shared HTTP client: one pool, an outbound allow-list, limits for whole calls.

httpx's own timeouts are per read; a server that drips a byte at a time outlives them. Whoever
calls sets a limit for the whole call around it.
"""

import functools
import importlib
import ssl
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant_desktop import __version__
from assistant_desktop.domain.errors import OutboundBlocked
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.outbound_guard import guard

if TYPE_CHECKING:
    import httpx

CONNECT_S = 10.0
READ_S = 120.0
LEARN_AGAIN_S = 60.0
"""Names come to stand for other addresses; within this time the last ones hold."""
_TLS_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request may go, because the user chose it."""

    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Destination":
        """The destination of a URL."""
        parts = urlsplit(url)
        default = 443 if parts.scheme == "https" else 80
        return cls((parts.hostname or "").lower(), parts.port or default)


class HttpClient:
    """Made at once, connected late: the TLS context and httpx itself load at the first use."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None
        self._allowed: Counter[Destination] = Counter()
        self._learned_at_s: dict[str, float] = {}

    def allow(self, url: str) -> None:
        """The user switched this destination on."""
        self._allowed[Destination.of(url)] += 1
        guard.allow(Destination.of(url).host)

    def forbid(self, url: str) -> None:
        """The user switched it off again."""
        destination = Destination.of(url)
        self._allowed[destination] -= 1
        if self._allowed[destination] <= 0:
            del self._allowed[destination]
        if not any(one.host == destination.host for one in self._allowed):
            guard.forbid(destination.host)
            self._learned_at_s.pop(destination.host, None)

    async def _ready(self) -> "httpx.AsyncClient":
        if self._client is None:
            client = await in_thread("http", _make_client, _TLS_LIMIT_S)
            if self._client is None:
                self._client = client
        return self._client

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        read_s: float = READ_S,
    ) -> AsyncGenerator["httpx.Response", None]:
        """One request whose body is read as it comes; redirects are not followed.

        Raises:
            OutboundBlocked: the destination was not switched on; nothing was sent.
        """
        if Destination.of(url) not in self._allowed:
            raise OutboundBlocked(
                "A connection to {host} was stopped: it is not switched on.",
                host=Destination.of(url).host,
            )
        client = await self._ready()
        import httpx  # loaded by now, in a thread

        await self._learn(Destination.of(url).host)
        limits = httpx.Timeout(connect=CONNECT_S, read=read_s, write=30.0, pool=CONNECT_S)
        async with client.stream(
            method, url, json=json, headers=headers, timeout=limits
        ) as response:
            yield response

    async def _learn(self, host: str) -> None:
        """The guard knows hosts by name, connections are made to addresses: look them up first."""
        learned_at_s = self._learned_at_s.get(host)
        if learned_at_s is not None and time.monotonic() - learned_at_s < LEARN_AGAIN_S:
            return
        try:
            await in_thread("look-up", functools.partial(guard.learn, host), CONNECT_S)
        except (OSError, TimeoutError):
            return  # the request itself will tell that the name is not known
        self._learned_at_s[host] = time.monotonic()

    async def close(self) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


# httpx loads these at its first request, on the loop: 70 ms that would be seen.
_LOADED_LATE = ("httpcore", "httpcore._backends.auto", "anyio._backends._asyncio", "h11")


def _make_client() -> "httpx.AsyncClient":
    import httpx

    for name in _LOADED_LATE:
        with suppress(ImportError):
            importlib.import_module(name)
    # trust_env off: a proxy in the environment would be a destination nobody switched on.
    return httpx.AsyncClient(
        verify=ssl.create_default_context(),
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": f"AssistantDesktop/{__version__}"},
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=30),
    )
