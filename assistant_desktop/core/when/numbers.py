"""Numbers in words and digits: "twenty-three", "двадцать третьего", "1,200", "1/2"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant_desktop.core.when.grammar import NumberWords
from assistant_desktop.core.when.tokens import Token

_NO_LIMIT = 10**9
_MAX_WORDS = 12  # no number that matters in a time is longer


@dataclass(frozen=True, slots=True)
class Number:
    """``digits`` is how many digits it was written with, 0 when in words."""

    value: float
    digits: int = 0

    @property
    def whole(self) -> int | None:
        """The value as an int, None for fractions."""
        return int(self.value) if self.value == int(self.value) else None


class _Reader:
    """A number growing word by word: ``room`` is what the next word must stay below."""

    __slots__ = ("group", "room", "total")

    def __init__(self) -> None:
        self.total, self.group, self.room = 0, 0, _NO_LIMIT

    @property
    def value(self) -> int:
        return self.total + self.group

    def add(self, value: int) -> bool:
        """Take a small number; whether it can follow what was read."""
        if not _fits(value, self.room):
            return False
        self.group += value
        self.room = _room_after(value)
        return True

    def scale(self, scale: int) -> bool:
        """Take "hundred", "thousand" ...; whether it can follow what was read."""
        if scale == 100:
            if not 0 < self.group < 100:
                return False
            self.group, self.room = self.group * 100, 100
            return True
        if self.total and scale >= self.room * 1000:
            return False
        self.total, self.group, self.room = self.total + (self.group or 1) * scale, 0, scale
        return True

    def ordinal(self, value: int) -> int | None:
        """The whole number that an ordinal ends, None when it cannot follow."""
        if _fits(value, self.room):
            return self.value + value
        if value in (100, 1000) and self.group:
            return self.total + self.group * value
        return None


def read_words(
    tokens: Sequence[Token], begin: int, words: NumberWords
) -> Iterator[tuple[int, int, bool]]:
    """Every number that begins at ``begin``: (token index after it, value, is an ordinal)."""
    reader = _Reader()
    for index in range(begin, min(len(tokens), begin + _MAX_WORDS)):
        word = tokens[index].text
        if index > begin and (word == "-" or word in words.joiners):
            continue
        if word in words.ordinals:
            value = reader.ordinal(words.ordinals[word])
            if value is not None:
                yield index + 1, value, True
            return
        taken = (word in words.small and reader.add(words.small[word])) or (
            word in words.scales and reader.scale(words.scales[word])
        )
        if not taken:
            return
        yield index + 1, reader.value, False


def _fits(value: int, room: int) -> bool:
    return 0 < value < room or (value == 0 and room == _NO_LIMIT)


def _room_after(value: int) -> int:
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 1
