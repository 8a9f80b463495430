"""What in a sentence is private: health, money, secrets, told by its words and its figures. Pure.

Every language's words are looked for in every sentence: people mix them.
"""

import re
from functools import cache

from assistant_desktop.core.memory.languages import private_en, private_ru
from assistant_desktop.domain.memory import MemoryKind

_LANGUAGES = (private_en, private_ru)
_ORDER = (MemoryKind.SECRET, MemoryKind.MONEY, MemoryKind.HEALTH)
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d?-\d\d?\b"
    r"|(?<![\d#*])\b\d{1,2}:\d\d\b|(?<=born in )(?:19|20)\d\d\b"
)
_SUM = re.compile(
    r"[$€£¥₽₴₸₹]|\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?![\d-])|\d{1,3}(?:[.,]\d+)? ?%", re.IGNORECASE
)
_FIGURES = re.compile(
    r"\d{4}|\d(?:[ .()-]{0,2}\d){5,}|\+\d|\d ?[#*]|[#*] ?\d|\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2}",
    re.IGNORECASE,
)
"""Of cards, phones, papers, codes."""


def private_kinds(sentence: str) -> frozenset[MemoryKind]:
    """All private kinds of things that a sentence speaks of."""
    told = _harmless().sub(" ", sentence)
    found = {kind for kind, expression in _words() if expression.search(told)}
    figures = _dates().sub(" ", told)
    if _SUM.search(figures) or _sums_in_words().search(figures):
        found.add(MemoryKind.MONEY)
    if not found and _FIGURES.search(figures):
        found.add(MemoryKind.SECRET)
    return frozenset(found)


def private_kind(sentence: str) -> MemoryKind | None:
    """Health, money or secret, where a sentence is about one of them."""
    found = private_kinds(sentence)
    return next((kind for kind in _ORDER if kind in found), None)


def is_of_ones_own(words: str) -> bool:
    """Whether a thing that is liked or not is one's own: "my knees", «свою работу»."""
    rest = _joined("FAVOURITE").sub(" ", words)
    return _joined("OWN").search(rest) is not None


@cache
def _words() -> tuple[tuple[MemoryKind, re.Pattern[str]], ...]:
    return tuple(
        (MemoryKind(kind), re.compile(expression, re.IGNORECASE))
        for language in _LANGUAGES
        for kind, expression in language.PRIVATE
    )


def _harmless() -> re.Pattern[str]:
    return _joined("HARMLESS")


def _sums_in_words() -> re.Pattern[str]:
    return _joined("FIGURES")


@cache
def _dates() -> re.Pattern[str]:
    return re.compile("|".join((_DATE.pattern, _joined("DATES").pattern)), re.IGNORECASE)


@cache
def _joined(name: str) -> re.Pattern[str]:
    expressions = (getattr(language, name) for language in _LANGUAGES)
    return re.compile("|".join(expressions), re.IGNORECASE)
