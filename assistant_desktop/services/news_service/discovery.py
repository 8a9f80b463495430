"""From an address that somebody typed to a feed: the address itself, or what the page names.

Where it leads elsewhere, that place is asked too, for this once: it was the user who asked for
it. Nothing leads into a private network.

Source: https://www.rssboard.org/rss-autodiscovery
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from assistant_desktop.domain.errors import ServiceNonsense, ServiceUnreachable
from assistant_desktop.domain.news import ParsedFeed
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.answers import Answer, LedAway
from assistant_desktop.services.fetch import Fetcher, Marks, Wanted
from assistant_desktop.services.http_client import Destination, HttpClient
from assistant_desktop.services.news_service.addresses import is_public, spellings
from assistant_desktop.services.news_service.parsing import no_feed, parse
from assistant_desktop.services.news_service.safe_html import LenientParser, safe_address

FEED_KINDS = (
    *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml"),
    *("text/xml", "application/json", "application/rdf+xml", "application/x-rss+xml"),
    *("text/plain", "application/octet-stream", "text/rss+xml", "text/rss", "application/x-xml"),
)
MOST_BYTES = 4_000_000
PARSE_LIMIT_S = 12.0
_PAGE = ("text/html", "application/xhtml+xml")
_MOST_STEPS = 6
_HEAD = 300_000


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, where it really stands, and what it holds now."""

    url: str
    parsed: ParsedFeed
    marks: Marks


class _Alternates(LenientParser):
    """The feeds that a page names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        kind = given.get("type", "").split(";")[0].lower()
        named = "alternate" in given.get("rel", "").lower().split()
        if tag == "link" and named and kind in FEED_KINDS[:3] and given.get("href"):
            self.found.append(given["href"])


def alternates(page: bytes, url: str) -> list[str]:
    """The feeds that a page names, those of comments last. Blocks."""
    parser = _Alternates()
    parser.feed(page[:_HEAD].decode("utf-8", "replace"))
    found = [safe_address(one, url) for one in parser.found]
    return sorted(dict.fromkeys(one for one in found if one), key=lambda one: "comment" in one)


async def read_feed(answer: Answer, url: str) -> ParsedFeed:
    """A body as a feed, read in a thread. Raises ServiceNonsense."""
    call = partial(parse, answer.body, {"content-type": answer.kind}, url)
    try:
        return await in_thread("feeds", call, PARSE_LIMIT_S)
    except TimeoutError as error:
        raise ServiceNonsense(
            "The feed at {url} takes too long to read: it is not right.", url=url
        ) from error


def feed_at(url: str, *, page_too: bool = False) -> Wanted:
    """What is asked of a feed's address."""
    kinds = FEED_KINDS[1:] + (_PAGE if page_too else ())
    return Wanted(url, kind=FEED_KINDS[0], also=kinds, most_bytes=MOST_BYTES)


class Discovery:
    """Looks for the feed at an address."""

    def __init__(self, fetcher: Fetcher, http: HttpClient) -> None:
        self._fetcher, self._http = fetcher, http

    async def find(self, address: str) -> Found:
        """The feed that an address means.

        Raises:
            BadInput: it is no address.
            ServiceError: nothing could be had there, or it is no feed.
        """
        first, *others = spellings(address)
        try:
            return await self._find(first)
        except ServiceUnreachable:
            if not others:
                raise
            return await self._find(others[0])

    async def _find(self, url: str) -> Found:
        typed, seen_a_page = Destination.of(url).host, False
        for _ in range(_MOST_STEPS):
            if Destination.of(url).host != typed and not is_public(url):
                raise LedAway(typed, url)
            try:
                with self._allowed(url):
                    answer = await self._fetcher.ask(feed_at(url, page_too=True))
            except LedAway as error:
                url = error.url
                continue
            try:
                parsed = await read_feed(answer, url)
            except ServiceNonsense as error:
                named = await self._named(answer, url)
                if seen_a_page or not named:
                    raise error from None
                url, seen_a_page = named[0], True
                continue
            return Found(url, parsed, Marks(answer.etag, answer.last_modified))
        raise no_feed(url)

    async def _named(self, answer: Answer, url: str) -> list[str]:
        try:
            return await in_thread("feeds", partial(alternates, answer.body, url), PARSE_LIMIT_S)
        except TimeoutError:
            return []

    @contextmanager
    def _allowed(self, url: str) -> Iterator[None]:
        """Its host may be reached for this once."""
        self._http.allow(url)
        try:
            yield
        finally:
            self._http.forbid(url)
