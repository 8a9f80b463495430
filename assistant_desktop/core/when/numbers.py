"""Numbers in words and digits: "twenty-three", "двадцать третьего", "1,200", "1/2"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant_desktop.core.when.grammar import NumberWords
from assistant_desktop.core.when.tokens import Token

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


def read_words(
    tokens: Sequence[Token], begin: int, words: NumberWords
) -> Iterator[tuple[int, int, bool]]:
    """Every number that begins at ``begin``: (token index after it, value, is an ordinal)."""
    total, group, room = 0, 0, 10**9
    index = begin
    while index < len(tokens) and index - begin < _MAX_WORDS:
        word = tokens[index].text
        if index > begin and (word == "-" or word in words.joiners):
            index += 1
            continue
        if word in words.ordinals:
            value = words.ordinals[word]
            if _fits(value, room):
                yield index + 1, total + group + value, True
            elif value in (100, 1000) and group:
                yield index + 1, total + group * value, True
            return
        if word in words.small:
            value = words.small[word]
            if not _fits(value, room):
                return
            group += value
            room = _room_after(value)
        elif word in words.scales:
            scale = words.scales[word]
            if scale == 100:
                if not 0 < group < 100:
                    return
                group, room = group * 100, 100
            else:
                if total and scale >= room * 1000:
                    return
                total, group, room = total + (group or 1) * scale, 0, scale
        else:
            return
        yield index + 1, total + group, False
        index += 1


def _fits(value: int, room: int) -> bool:
    return 0 < value < room or (value == 0 and room == 10**9)


def _room_after(value: int) -> int:
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 1
