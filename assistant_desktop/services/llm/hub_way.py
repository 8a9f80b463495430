"""The way from a hub's address to the bytes: redirects by hand, each host allowed for now only.

Source: huggingface_hub `file_download.py`: a HEAD on resolve/REVISION/FILE answers with
x-linked-size and x-linked-etag, which is the SHA-256 of a large file; GET redirects to storage.
"""

import ipaddress
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from assistant_desktop.domain.errors import ModelError, NotFound, OutboundBlocked
from assistant_desktop.services.http_client import Destination, HttpClient

if TYPE_CHECKING:
    import httpx

_MOST_REDIRECTS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REDIRECTS = {301, 302, 303, 307, 308}


class Broken(Exception):
    """The connection or the server failed in a way that may pass. after_s: what it asked for."""

    def __init__(self, why: str, after_s: float = 0.0) -> None:
        super().__init__(why)
        self.after_s = after_s


@dataclass(frozen=True, slots=True)
class Stated:
    """What the hub says of a file; sha256 is empty where it says none."""

    size: int
    etag: str
    sha256: str


class HubWay:
    """Requests for one file. Used as a context: at its end no host is allowed any more."""

    def __init__(self, http: HttpClient, url: str, gap_s: float) -> None:
        self._http = http
        self._url = url
        self._gap_s = gap_s
        self._stack = ExitStack()
        self._allowed: set[Destination] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    async def ask(self) -> Stated:
        """Size, name of the content and hash, as the hub states them."""
        url = self._url
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._one("HEAD", url, {}) as response:
                stated = _stated(response.headers)
                if stated is not None and (response.is_success or _is_linked(response.headers)):
                    return stated
                following = self._next(url, response)
            if following is None:
                raise ModelError("The hub does not say how large the file is.")
            url = following
        raise ModelError("The hub redirects again and again.")

    @asynccontextmanager
    async def get(self, headers: Mapping[str, str]) -> AsyncGenerator["httpx.Response", None]:
        """The file's bytes, from wherever the hub sends us."""
        url = self._url
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._one("GET", url, headers) as response:
                following = self._next(url, response)
                if following is None:
                    yield response
                    return
            url = following
        raise ModelError("The hub redirects again and again.")

    def _one(
        self, method: str, url: str, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager["httpx.Response"]:
        self._permit(url)
        asked = {"Accept-Encoding": "identity", **headers}
        return self._http.stream(method, url, headers=asked, read_s=self._gap_s)

    def _permit(self, url: str) -> None:
        """HTTPS everywhere; plain HTTP only on this machine, from a hub on this machine."""
        here = _is_this_machine(url) and _is_this_machine(self._url)
        if urlsplit(url).scheme != "https" and not (urlsplit(url).scheme == "http" and here):
            raise OutboundBlocked(
                "A download from {host} was stopped: it is not encrypted.",
                host=Destination.of(url).host,
            )
        if _is_this_machine(url) and not _is_this_machine(self._url):
            raise OutboundBlocked("The hub sent the download to this very computer: stopped.")
        destination = Destination.of(url)
        if destination not in self._allowed:
            self._allowed.add(destination)
            self._http.allow(url)
            self._stack.callback(self._http.forbid, url)

    def _next(self, url: str, response: "httpx.Response") -> str | None:
        """Where a redirect leads; None for an answer. Raises what a refusal means."""
        status = response.status_code
        if status in _REDIRECTS and "location" in response.headers:
            return urljoin(url, response.headers["location"])
        if response.is_success or status == 416:
            return None
        if status == 429 or status >= 500:
            raise Broken(f"status {status}", _seconds(response.headers.get("retry-after", "")))
        if status in {401, 403} and url != self._url:
            raise Broken(f"status {status}")  # a signed address that has run out
        if status in {401, 403}:
            raise ModelError("The hub gives this file only to those who sign in there.")
        if status in {404, 410}:
            raise NotFound("The hub has no such file any more.")
        raise ModelError("The hub answered with an error ({status}).", status=status)


def _stated(headers: "httpx.Headers") -> Stated | None:
    etag = headers.get("x-linked-etag") or headers.get("etag") or ""
    plain = etag.removeprefix("W/").strip('"').lower()
    try:
        size = int(headers.get("x-linked-size") or headers["content-length"])
    except (KeyError, ValueError):
        return None
    if size <= 0:
        return None
    return Stated(size, etag, plain if _SHA256.fullmatch(plain) else "")


def _is_linked(headers: "httpx.Headers") -> bool:
    return "x-linked-size" in headers and "x-linked-etag" in headers


def _seconds(text: str) -> float:
    return min(float(text), 60.0) if text.strip().isdecimal() else 0.0


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
