"""Sites with feeds on loopback, that behave or misbehave as a test wants."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from assistant_desktop.services.ground import Elsewhere
from tests.fakes.loopback_server import LoopbackServer, playing, whole

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A story as a feed has it; `ago_min`: how old it is."""

    title: str
    ago_min: int = 30
    link: str = ""
    text: str = ""
    guid: str = ""


def rss(title: str, entries: "list[Entry]") -> bytes:
    """A feed of RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(one.link)}</link>"
        f"<guid isPermaLink='false'>{escape(one.guid or one.link or one.title)}</guid>"
        f"<pubDate>{format_datetime(NOW - timedelta(minutes=one.ago_min))}</pubDate>"
        f"<description>{escape(one.text)}</description></item>"
        for one in entries
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
    return f"{head}<title>{escape(title)}</title>{items}</channel></rss>".encode()


def atom(title: str, entries: "list[Entry]") -> bytes:
    """A feed of Atom 1.0."""
    items = "".join(
        f"<entry><title>{escape(one.title)}</title><id>{escape(one.guid or one.link)}</id>"
        f'<link href="{escape(one.link)}"/>'
        f"<updated>{(NOW - timedelta(minutes=one.ago_min)).isoformat()}</updated>"
        f'<content type="html">{escape(one.text)}</content></entry>'
        for one in entries
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(title)}</title>{items}</feed>'
    ).encode()


def json_feed(title: str, entries: "list[Entry]") -> bytes:
    """A feed of JSON Feed 1.1."""
    items = [
        {
            "id": one.guid or one.link,
            "url": one.link,
            "title": one.title,
            "content_html": one.text,
            "date_published": (NOW - timedelta(minutes=one.ago_min)).isoformat(),
        }
        for one in entries
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": title, "items": items}).encode()


WORLD = [
    Entry("Parliament votes on the new budget", 20, "https://world.example/budget?utm_source=rss"),
    Entry("Storm closes ports along the coast", 90, "https://world.example/storm"),
    Entry("Ceasefire talks in Geneva enter a third day", 200, "https://world.example/talks"),
]
SPORT = [
    Entry("Riga wins the final after extra time", 40, "https://sport.example/final"),
    Entry("Marathon record falls in Valencia", 300, "https://sport.example/marathon"),
]


HOME = (
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/comments.xml">'
    b'<link rel="alternate" type="application/rss+xml" title="News" href="/world.xml"></head>'
    b"<body>Hello</body></html>"
)


@dataclass
class NewsServer(LoopbackServer):
    """`pages`: what stands at each path, with its type; `etag` marks all of them."""

    etag: str = ""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = {
            "/world.xml": ("application/rss+xml; charset=utf-8", rss("World Daily", WORLD)),
            "/sport.atom": ("application/atom+xml", atom("Sport Today", SPORT)),
            "/": ("text/html", HOME),
            "/nothing": ("text/html", b"<html><body>No feed here</body></html>"),
        }

    def answer(self, writer: asyncio.StreamWriter, path: str) -> None:
        extra = f'etag: "{self.etag}"\r\n' if self.etag else ""
        if self.etag and self.headers[-1].get("if-none-match") == f'"{self.etag}"':
            writer.write(f"HTTP/1.1 304 X\r\n{extra}content-length: 0\r\n\r\n".encode())
            return
        found = self.pages.get(path.split("?", maxsplit=1)[0])
        if found is None:
            writer.write(whole(b"not here", 404, "text/plain"))
        else:
            writer.write(whole(found[1], 200, found[0], extra))

    def elsewhere(self, *, limit_s: float = 8.0) -> Elsewhere:
        """Feeds stand where their addresses say; only the patience is another."""
        return Elsewhere({}, self.patience(limit_s))


@asynccontextmanager
async def news_server(secured_by: ssl.SSLContext | None = None) -> AsyncIterator[NewsServer]:
    """Serve on a free port until the block ends."""
    async with playing(NewsServer(), secured_by) as server:
        yield server
