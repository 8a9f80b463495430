"""One wrong letter forgiven in the words that requests are made of."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.when.lexical import one_edit
from assistant_desktop.core.when.tokens import fold

_WORD = re.compile(r"[^\W\d_]{5,}")
_FIRST = re.compile(r"\s*([^\W\d_]+)\b")


def corrected(text: str, book: Phrasebook) -> str:
    """The text with "remeber" as "remember"; words of the language itself stay as they are."""
    first = _FIRST.match(text)
    if first is not None and (full := book.shorthand.get(fold(first[1]))):
        text = f"{text[: first.start(1)]}{full}{text[first.end(1) :]}"
    pieces: list[str] = []
    place = 0
    for found in _WORD.finditer(text):
        meant = _meant(fold(found[0]), book.correctable, book.real_words)
        if meant is not None:
            pieces += (text[place : found.start()], meant)
            place = found.end()
    return "".join((*pieces, text[place:]))


@lru_cache(maxsize=2048)
def _meant(word: str, known: frozenset[str], real: frozenset[str]) -> str | None:
    """The first letter and the ending carry the word: wrong only as two letters swapped."""
    if word in known or word in real:
        return None
    near = (
        other
        for other in known
        if other[0] == word[0] and (other[-1] == word[-1] or other[-2:] == word[:-3:-1])
    )
    return next((other for other in sorted(near) if one_edit(word, other)), None)
