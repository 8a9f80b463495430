"""Lists of feeds as OPML: folders are topics. Reading is safe: no entity, no depth without end.

Source: http://opml.org/spec2.opml
"""

from collections.abc import Iterable
from html import escape
from xml.parsers import expat

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.news import Feed, NewFeed
from assistant_desktop.services.news_service.safe_html import shortened

MOST_FEEDS = 2000
LARGEST = 8_000_000
_DEEPEST = 20
_LONGEST_NAME = 200


class _Outlines:
    """Collects feeds; the folders around one are its topic."""

    def __init__(self) -> None:
        self.found: list[NewFeed] = []
        self.is_opml = False
        self._folders: list[str | None] = []

    def begin(self, name: str, given: dict[str, str]) -> None:
        tag = name.rsplit(":", 1)[-1].lower()
        if tag == "opml":
            self.is_opml = True
        if tag != "outline":
            return
        known = {key.lower(): value for key, value in given.items()}
        title = _name(known.get("title") or known.get("text") or "")
        address = known.get("xmlurl", "").strip()
        if address and len(self.found) < MOST_FEEDS:
            self.found.append(
                NewFeed(
                    url=address,
                    title=title,
                    topic="/".join(one for one in self._folders if one),
                    site=known.get("htmlurl", "").strip(),
                    about=_name(known.get("description", "")),
                )
            )
        self._folders.append(None if address else title.replace("/", "∕"))
        if len(self._folders) > _DEEPEST:
            raise ValueError("folders in folders without end")

    def end(self, name: str) -> None:
        if name.rsplit(":", 1)[-1].lower() == "outline":
            self._folders.pop()


def _name(text: str) -> str:
    return shortened(text, _LONGEST_NAME)


def _refuse(*_: object) -> None:
    raise ValueError("entities are not read")


def read_opml(body: bytes) -> list[NewFeed]:
    """The feeds that a list names, each once. Blocks.

    Raises:
        BadInput: it is no OPML.
    """
    outlines, parser = _Outlines(), expat.ParserCreate()
    parser.StartElementHandler = outlines.begin
    parser.EndElementHandler = outlines.end
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _no_list() from error
    if not outlines.is_opml:
        raise _no_list()
    return list({one.url: one for one in reversed(outlines.found)}.values())[::-1]


def _no_list() -> BadInput:
    return BadInput(
        "This file is no list of feeds.",
        hint="Other readers export one as OPML: a file that ends in .opml or .xml.",
    )


def write_opml(feeds: Iterable[Feed]) -> str:
    """A list that other readers take in."""
    folders: dict[str, list[Feed]] = {}
    for one in feeds:
        folders.setdefault(one.topic, []).append(one)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head><title>Assistant Desktop</title></head>",
        "  <body>",
    ]
    for topic, inside in folders.items():
        parts = [part for part in topic.split("/") if part]
        for depth, part in enumerate(parts):
            lines.append(f'{_indent(depth)}<outline text="{_attribute(part)}">')
        lines += [_outline(one, len(parts)) for one in inside]
        lines += [f"{_indent(depth)}</outline>" for depth in range(len(parts) - 1, -1, -1)]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(one: Feed, depth: int) -> str:
    site = f' htmlUrl="{_attribute(one.site)}"' if one.site else ""
    title, url = _attribute(one.title), _attribute(one.url)
    return (
        f'{_indent(depth)}<outline type="rss" text="{title}" title="{title}" xmlUrl="{url}"{site}/>'
    )


def _indent(depth: int) -> str:
    return "  " * (depth + 2)


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()))
