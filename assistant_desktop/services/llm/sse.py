"""Server-sent events from bytes, however they are cut. Pure.

Source: WHATWG HTML, 9.2 Server-sent events (parsing an event stream). UTF-8 may be cut inside
a character; lines may end in CR, LF or CRLF, and CRLF may be cut between the two.
"""

import codecs
from collections.abc import Iterator

MAX_EVENT_CHARACTERS = 16 * 1024 * 1024


class EventStream:
    """Feed it bytes, get the data of each whole event."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._pending = ""
        self._after_cr = False
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[str]:
        """The data of every event that `chunk` completes, in order."""
        yield from self._lines(self._decode.decode(chunk))

    def end(self) -> Iterator[str]:
        """The body ended: what stands there without its blank line still counts."""
        yield from self._lines(self._decode.decode(b"", final=True) + "\n\n")

    def _lines(self, text: str) -> Iterator[str]:
        if self._after_cr and text:
            text = text.removeprefix("\n")
            self._after_cr = False
        if text.endswith("\r"):
            self._after_cr = True
        text = self._pending + text.replace("\r\n", "\n").replace("\r", "\n")
        *whole, self._pending = text.split("\n")
        if len(self._pending) > MAX_EVENT_CHARACTERS:
            self._pending = ""
        for line in whole:
            data = self._take(line.removeprefix("\ufeff"))
            if data is not None:
                yield data

    def _take(self, line: str) -> str | None:
        if not line:
            data, self._data = self._data, []
            return "\n".join(data) if data else None
        name, _, value = line.partition(":")
        if name == "data":
            self._data.append(value.removeprefix(" "))
        return None
