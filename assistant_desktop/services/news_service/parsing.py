"""A body as a feed: RSS and Atom by feedparser, JSON Feed by a model of our own.

Blocks, and reads what strangers wrote: call it in a thread, under a limit. It never fetches, and
bodies that would grow while they are read are refused before.

Source: https://feedparser.readthedocs.io, https://www.jsonfeed.org/version/1.1.
"""

import calendar
import hashlib
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant_desktop.domain.errors import ServiceNonsense
from assistant_desktop.domain.news import ParsedFeed, ParsedItem
from assistant_desktop.services.news_service.safe_html import (
    LONGEST_TITLE,
    cleaned,
    plain,
    safe_address,
)

MOST_ITEMS = 500
"""Of one feed: the first ones it lists."""
_MOST_GROWTH = 8_000_000
"""Letters that entities may grow to."""
_ENDLESS = 400_000
_ENTITY = re.compile(rb"<!ENTITY\s[^>]{0,200}?[\"']([^\"'>]*)")
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)
"""What feedparser lets through where a feed is worse than it expects; fuzzing found them."""
_DATED = ("published", "updated", "created")


def parse(body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed:
    """What a body holds.

    Raises:
        ServiceNonsense: it is no feed.
    """
    beginning = body.lstrip(b"\xef\xbb\xbf\x00 \t\r\n")[:1]
    if beginning == b"{":
        return _json_feed(body, url)
    if _has_an_endless_tag(body):
        raise no_feed(url)
    if _would_grow(body):
        raise ServiceNonsense("The feed at {url} would grow without end: it was not read.", url=url)
    try:
        return _xml_feed(body, headers, url)
    except _BROKEN as error:
        raise ServiceNonsense("The feed at {url} is broken: it cannot be read.", url=url) from error


def no_feed(url: str) -> ServiceNonsense:
    """That there is no feed at an address."""
    return ServiceNonsense(
        "What stands at {url} is no feed.",
        hint="Look on the site for “RSS” or “Feed”, and give that address.",
        url=url,
    )


def _would_grow(body: bytes) -> bool:
    """Whether entities make much of little. Bytes of 16-bit letters are looked at as of 8."""
    narrow = body.replace(b"\x00", b"")
    values = [len(one) for one in _ENTITY.findall(narrow[:500_000])]
    return bool(values) and max(values) * narrow.count(b"&") > _MOST_GROWTH


def _has_an_endless_tag(body: bytes) -> bool:
    """Reading one holds up everything else for as long as it is."""
    starts = range(0, len(body) - _ENDLESS, _ENDLESS)
    return any(b">" not in body[start : start + _ENDLESS] for start in starts)


# ---- RSS and Atom ----


def _xml_feed(body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed:
    import feedparser

    given = {"content-location": url, **headers}
    # A stream: bytes by themselves would first be tried as the name of a file.
    read = feedparser.parse(
        io.BytesIO(body), response_headers=given, resolve_relative_uris=False, sanitize_html=False
    )
    about = read.get("feed", {})
    if not read.get("version") and not read.get("entries"):
        raise no_feed(url)
    items = [_entry(one, url) for one in read.get("entries", [])[:MOST_ITEMS]]
    site = safe_address(_text(about.get("link")), url)
    return ParsedFeed(
        title=plain(_text(about.get("title")), LONGEST_TITLE), site=site, items=tuple(items)
    )


def _entry(entry: Mapping[str, Any], url: str) -> ParsedItem:
    details = [one for one in entry.get("content", ()) if isinstance(one, Mapping)]
    summary = _detail(entry, "summary")
    body = max((_html(one) for one in (*details, summary)), key=len, default="")
    base = _text(next((one.get("base") for one in (*details, summary) if one.get("base")), url))
    title = _detail(entry, "title")
    link = safe_address(_text(entry.get("link")), _text(title.get("base")) or url)
    told = ParsedItem(
        guid="",
        title=plain(_html(title), LONGEST_TITLE),
        link=link,
        author=plain(_text(entry.get("author")), 120),
        summary=plain(_html(summary) or body),
        body=cleaned(body, base),
        published_at=_moment(entry),
    )
    return _named(told, _text(entry.get("id")))


def _detail(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    detail = entry.get(f"{name}_detail")
    return detail if isinstance(detail, Mapping) else {"value": entry.get(name, "")}


def _html(detail: Mapping[str, Any]) -> str:
    """What a detail holds, as HTML: plain text may have brackets that mean no tag."""
    value = _text(detail.get("value"))
    if detail.get("type") == "text/plain":
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    for name in _DATED:
        parsed = entry.get(f"{name}_parsed")
        if parsed is None:
            continue
        try:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return None


def _named(item: ParsedItem, guid: str) -> ParsedItem:
    """Every item gets a title, and something to know it again by."""
    title = item.title or plain(item.summary, 100) or item.link
    known = guid.strip() or item.link
    if not known:
        known = hashlib.sha256(f"{title}\n{item.summary}".encode()).hexdigest()
    return item.model_copy(update={"title": title, "guid": known[:1000]})


# ---- JSON Feed ----


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class _Author(_Lenient):
    name: str = ""


class _JsonItem(_Lenient):
    id: str = ""
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: tuple[_Author, ...] | None = None
    author: _Author | None = None


class _JsonFeed(_Lenient):
    version: str
    title: str = ""
    home_page_url: str | None = None
    items: tuple[dict[str, Any], ...] = ()


def _json_feed(body: bytes, url: str) -> ParsedFeed:
    try:
        # Not pydantic's own reader: it would refuse a body with a byte order mark.
        read = _JsonFeed.model_validate(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise no_feed(url) from error
    if "jsonfeed.org/version/" not in read.version:
        raise no_feed(url)
    items = []
    for one in read.items[:MOST_ITEMS]:
        try:
            items.append(_json_item(_JsonItem.model_validate(one), url))
        except ValidationError:
            continue  # one entry that is broken does not take the others with it
    site = safe_address(read.home_page_url or "", url)
    return ParsedFeed(title=plain(read.title, LONGEST_TITLE), site=site, items=tuple(items))


def _json_item(item: _JsonItem, url: str) -> ParsedItem:
    text = (item.content_text or "").replace("&", "&amp;").replace("<", "&lt;")
    body = item.content_html or text.replace("\n", "<br>")
    author = next(iter(item.authors or ()), None) or item.author or _Author()
    told = ParsedItem(
        guid="",
        title=plain(item.title or "", LONGEST_TITLE),
        link=safe_address(item.url or item.external_url or "", url),
        author=plain(author.name, 120),
        summary=plain(item.summary or body),
        body=cleaned(body, url),
        published_at=_iso(item.date_published) or _iso(item.date_modified),
    )
    return _named(told, item.id)


def _iso(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
