"""The items of one JSON array, read piece by piece: never the whole of it at once."""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, Protocol

from assistant_desktop.domain.errors import BadInput

_PIECE = 1 << 20
LARGEST_ITEM = 256 << 20
"""Characters; a single conversation is never that long."""
_SPACE = " \t\r\n"


class ByteSource(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Up to so many; none at its end."""
        ...


def items(stream: ByteSource) -> Iterator[Any]:
    """Each item of the array that a stream holds; a single object counts as an array of one.

    Raises:
        BadInput: it is no JSON array, or ends in the middle; what came before was given out.
    """
    text = _Text(stream)
    first = text.next_character()
    if first == "{":
        yield text.item()
        return
    if first != "[":
        raise _not_json()
    text.at += 1
    while (character := text.next_character()) != "]":
        yield text.item()
        character = text.next_character()
        if character == ",":
            text.at += 1
        elif character != "]":
            raise _cut_off()


class _Text:
    """What was read and not yet used."""

    def __init__(self, stream: ByteSource) -> None:
        self._stream = stream
        self._decoder = getincrementaldecoder("utf-8-sig")(errors="replace")
        self._json = json.JSONDecoder(strict=False)
        self._held = ""
        self._ended = False
        self.at = 0

    def next_character(self) -> str:
        """The next one that is no space; it is not used up."""
        while True:
            while self.at < len(self._held):
                if self._held[self.at] not in _SPACE:
                    return self._held[self.at]
                self.at += 1
            if not self._read_on(_PIECE):
                raise _cut_off()

    def item(self) -> Any:
        """The next JSON value."""
        piece = _PIECE
        while True:
            try:
                value, self.at = self._json.raw_decode(self._held, self.at)
            except RecursionError as error:
                raise _not_json() from error
            except ValueError as error:
                # What does not end yet is read again with more; twice as much, so that a long one
                # is not read over and over.
                if len(self._held) - self.at > LARGEST_ITEM:
                    raise _not_json() from error
                if not self._read_on(piece):
                    raise _cut_off() from error
                piece = min(piece * 2, 64 << 20)
                continue
            return value

    def _read_on(self, size: int) -> bool:
        if self._ended:
            return False
        read = self._stream.read(size)
        self._ended = not read
        more = self._decoder.decode(read, final=self._ended)
        self._held = self._held[self.at :] + more
        self.at = 0
        return bool(more) or not self._ended


def _cut_off() -> BadInput:
    return BadInput(
        "The file ends in the middle or is damaged there.",
        hint="What stood before was taken in. Download the archive again and import it once more:"
        " nothing is taken twice.",
    )


def _not_json() -> BadInput:
    return BadInput("This is no archive of conversations: it is not the JSON that was expected.")
