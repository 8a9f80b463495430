"""Tries a listed and an unlisted host through every HTTP client that our libraries bring along.

Prints one line of JSON: {client: {host: what became of it}}. Names end in .invalid: nobody can
have them, so what gets past the guard ends at the look-up.

Source: RFC 6761 section 6.4.
"""

import asyncio
import json
import smtplib
import sys
import urllib.request
from collections.abc import Callable

import httplib2
import httpx
import requests
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client

from assistant_desktop.domain.errors import OutboundBlocked
from assistant_desktop.services import outbound_guard

LISTED, UNLISTED = "listed.invalid", "unlisted.invalid"


def blocked(error: BaseException) -> bool:
    """Whether the guard stopped it, however deep the library has wrapped that."""
    if isinstance(error, OutboundBlocked):
        return True
    inner = [error.__cause__, error.__context__, *getattr(error, "exceptions", ()), *error.args]
    return any(blocked(one) for one in inner if isinstance(one, BaseException))


async def _mcp(host: str) -> None:
    async with (
        streamable_http_client(f"http://{host}/mcp") as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()


async def _httpx(host: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"http://{host}/")


CLIENTS: dict[str, Callable[[str], object]] = {
    "requests": lambda host: requests.get(f"http://{host}/", timeout=5),
    "httplib2": lambda host: httplib2.Http(timeout=5).request(f"http://{host}/"),
    "urllib": lambda host: urllib.request.urlopen(f"http://{host}/", timeout=5),
    "smtplib": lambda host: smtplib.SMTP(host, timeout=5),
    "httpx": lambda host: asyncio.run(_httpx(host)),
    "mcp": lambda host: asyncio.run(asyncio.wait_for(_mcp(host), 10)),
}


def attempt(call: Callable[[str], object], host: str) -> str:
    """What became of one request."""
    try:
        call(host)
    except Exception as error:  # noqa: BLE001 - each library raises its own
        return "stopped" if blocked(error) else "went out"
    return "answered"


def main() -> None:
    """Try them all."""
    outbound_guard.install()
    outbound_guard.guard.allow(LISTED)
    told = {
        name: {host: attempt(call, host) for host in (LISTED, UNLISTED)}
        for name, call in CLIENTS.items()
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main()
