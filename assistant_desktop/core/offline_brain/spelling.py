"""One wrong letter forgiven in the words that requests are made of."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.when.lexical import one_edit
from assistant_desktop.core.when.tokens import fold

_WORD = re.compile(r"[^\W\d_]{5,}")


def corrected(text: str, book: Phrasebook) -> str:
    """The text with "remeber" as "remember"; words of the language itself stay as they are."""
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
    """The first and last letters carry the word and its ending: they are never wrong."""
    if word in known or word in real:
        return None
    near = (other for other in known if (other[0], other[-1]) == (word[0], word[-1]))
    return next((other for other in sorted(near) if one_edit(word, other)), None)
