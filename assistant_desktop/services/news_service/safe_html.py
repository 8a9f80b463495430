"""Text from outside made safe: a whitelist of our own over a real HTML parser.

What comes out holds only the tags of ALLOWED, no attribute but `href` of a link and `src` and
`alt` of a picture, http and https alone, and every bracket of the text escaped.
"""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

ALLOWED = frozenset(
    {
        *("p", "br", "hr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "pre"),
        *("blockquote", "ul", "ol", "li", "h3", "h4", "a", "table", "tr", "td", "th"),
    }
)
LONGEST_BODY = 60_000
LONGEST_TITLE = 300
LONGEST_SUMMARY = 400
_LONGEST_ADDRESS = 2000
_DEEPEST = 40
_LONGEST_UNCLOSED = 2000
_RENAMED = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "strike": "s", "del": "s", "dd": "p"}
_VOID = frozenset({"br", "hr"})
_BLOCKS = frozenset(
    {
        *("p", "div", "br", "hr", "li", "ul", "ol", "tr", "td", "th", "table", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "figure", "dt", "dd", "dl"),
    }
)
_DROPPED = frozenset(
    {
        *("script", "style", "iframe", "object", "embed", "applet", "svg", "math", "template"),
        *("form", "select", "textarea", "noscript", "head", "title", "audio", "video", "canvas"),
    }
)
"""What goes with all that is inside it."""
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Control characters, and those that turn the direction of what stands beside them."""
_TINY = re.compile(r"\s*[0-3](?:px)?\s*")


def safe_address(address: str, base: str = "") -> str:
    """An http(s) address without a password, whole; "" for any other."""
    if not address.strip():
        return ""
    try:
        whole = urljoin(base, _NO_TEXT.sub("", address).strip()) if base else address.strip()
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            return ""
        _ = parts.port  # raises where it is none
    except ValueError:
        return ""
    return whole.replace(" ", "%20") if len(whole) <= _LONGEST_ADDRESS else ""


class LenientParser(HTMLParser):
    """The standard library's, which gives up at `<![` of unknown kinds: a comment to browsers."""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Where it ends; -1 where that is still to come."""
        end = self.rawdata.find(">", i + 3)
        return end + 1 if end >= 0 else -1


class _Cleaner(LenientParser):
    """Writes what is allowed, closes what is open."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._dropping = ""
        self._depth = 0
        self._length = 0
        self._open: list[str] = []
        self.parts: list[str] = []

    @property
    def is_full(self) -> bool:
        return self._length > LONGEST_BODY

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            self._depth += tag == self._dropping
            return
        if tag in _DROPPED:
            self._dropping, self._depth = tag, 1
            return
        if self.is_full:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(given)
            return
        name = _RENAMED.get(tag, tag)
        if name == "a":
            address = safe_address(given.get("href", ""), self._base)
            if address and "a" not in self._open:
                self._begin("a", f' href="{escape(address)}"')
        elif name in ALLOWED:
            self._begin(name)
        elif tag in _BLOCKS:
            self._begin("p")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID or tag == "img":
            self.handle_starttag(tag, attrs)
        elif not self._dropping and tag in _BLOCKS:
            self.parts.append("<br>")

    def _begin(self, name: str, attributes: str = "") -> None:
        if name in _VOID:
            self.parts.append(f"<{name}>")
        elif len(self._open) < _DEEPEST:
            self._open.append(name)
            self.parts.append(f"<{name}{attributes}>")

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._depth -= tag == self._dropping
            self._dropping = self._dropping if self._depth else ""
            return
        name = _RENAMED.get(tag, tag)
        if name not in ALLOWED:
            name = "p" if tag in _BLOCKS else name
        if name in self._open:
            while self._open:
                last = self._open.pop()
                self.parts.append(f"</{last}>")
                if last == name:
                    return

    def _picture(self, given: dict[str, str]) -> None:
        address = safe_address(given.get("src", ""), self._base)
        tiny = _TINY.fullmatch(given.get("width", "")) or _TINY.fullmatch(given.get("height", ""))
        if not address or tiny:
            return  # a picture of one pixel is there to count its readers
        told = escape(_squeezed(given.get("alt", ""))[:LONGEST_TITLE])
        self.parts.append(f'<img src="{escape(address)}" alt="{told}">')

    def handle_data(self, data: str) -> None:
        if self._dropping or self.is_full:
            return
        data = _NO_TEXT.sub("", data)[: LONGEST_BODY - self._length + 1]
        self._length += len(data)
        self.parts.append(escape(data, quote=False))

    def end(self) -> str:
        if self.is_full:
            self.parts.append("…")
        while self._open:
            self.parts.append(f"</{self._open.pop()}>")
        return "".join(self.parts).strip()


class _Reader(LenientParser):
    """The text alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._dropping = ""
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._dropping and tag in _DROPPED:
            self._dropping = tag
        elif tag in _BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._dropping:
            self._dropping = ""
        elif tag in _BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(data)


def cleaned(html: str, base: str = "") -> str:
    """Limited HTML out of any HTML."""
    cleaner = _Cleaner(base)
    _read(cleaner, html[: 4 * LONGEST_BODY])
    return cleaner.end()


def plain(html: str, most: int = LONGEST_SUMMARY) -> str:
    """The text of some HTML in one line, cut at a word where it is too long."""
    reader = _Reader()
    _read(reader, html[: 40 * most])
    return shortened("".join(reader.parts), most)


def _read(parser: HTMLParser, html: str) -> None:
    """All of it, but for a long end that opens and never closes: reading that takes ages."""
    parser.feed(html)
    if len(parser.rawdata) <= _LONGEST_UNCLOSED:
        parser.close()


def shortened(text: str, most: int) -> str:
    """A text in one line, cut at a word where it is too long."""
    text = _squeezed(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    kept = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return f"{kept.rstrip(' ,;:.–-')}…"


def _squeezed(text: str) -> str:
    return " ".join(_NO_TEXT.sub("", text).split())
