"""Text -> tokens: folded words, numbers and single signs, each with its place in the text."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

# A word, a run of digits, or one sign. Letters and digits split, so that "5pm" is two tokens.
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s]")
_FOLD = str.maketrans(
    {
        "ё": "е",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "〜": "-",
        "″": '"',
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
    }
)


class Token(NamedTuple):
    """``text`` is folded (lower case, one kind of dash and apostrophe, ё as е).

    ``start`` and ``end`` are character offsets into the original text; ``glued`` tells that no
    space stands before the token. ``capital``: the original begins with an upper-case letter.
    """

    text: str
    start: int
    end: int
    glued: bool
    capital: bool


def fold(text: str) -> str:
    """The text as the rules see it, of exactly the same length as the original."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters (İ) grow when lowered; offsets must not move
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLD)


def tokenize(text: str, folded: str, limit: int) -> list[Token]:
    """The first ``limit`` tokens of ``folded`` (see ``fold``), in order; never raises."""
    tokens: list[Token] = []
    end = -1
    for found in islice(_TOKEN.finditer(folded), limit):
        start, stop = found.span()
        tokens.append(Token(found[0], start, stop, start == end, text[start].isupper()))
        end = stop
    return tokens
