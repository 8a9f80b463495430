"""Names of places as people say them: where the region begins, and Russian cases.

«погода в Риге» names Рига; the index of places knows the nominative only.
"""

import re
from collections.abc import Iterator

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ии", ("ия", "ий")),
    ("ье", ("ье", "ья")),
    ("ове", ("ов", "ово")),
    ("еве", ("ев", "ево")),
    ("ине", ("ин", "ино", "ина")),
    ("не", ("н", "на", "нь")),
    ("ге", ("га", "г")),
    ("ке", ("к", "ка")),
    ("ве", ("ва", "в")),
    ("е", ("", "а", "я", "о")),
    ("и", ("ь", "я", "и", "ы")),
    ("ах", ("ы", "и")),
    ("ях", ("и",)),
    ("у", ("", "а")),
    ("ю", ("ь", "я")),
    ("ы", ("а", "ы")),
    ("а", ("", "а")),
)
"""Prepositional, dative, genitive, accusative -> nominative; the likeliest first."""
_ADJECTIVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ем", ("ий", "ое")),
    ("ком", ("кий", "кой")),
    ("гом", ("гий", "гой")),
    ("ом", ("ый", "ой")),
    ("ой", ("ая",)),
    ("их", ("ие",)),
    ("ых", ("ые",)),
)
_MOST = 5


def split_region(text: str) -> tuple[str, str]:
    """“Springfield, Illinois” -> its name and what tells it from others."""
    name, _, region = text.partition(",")
    return " ".join(name.split()), " ".join(region.split())


def spellings(name: str) -> Iterator[str]:
    """The name as it was said, then as it may stand in an index; at most six."""
    yield name
    if not _CYRILLIC.search(name):
        return
    *before, last = name.split(" ")
    heads = [_nominative(word, _ADJECTIVES)[0] for word in before]
    whole = "-".join if "-" in last else None
    pieces = last.split("-") if whole else [last]
    tried = {name}
    for ending in _nominative(pieces[-1], _ENDINGS):
        found = " ".join([*heads, "-".join([*pieces[:-1], ending])])
        if found not in tried and len(tried) <= _MOST:
            tried.add(found)
            yield found


def same(one: str, other: str) -> bool:
    """Whether two spellings may name one place: “Риге” and “Рига”."""
    one, other = one.casefold().replace("ё", "е"), other.casefold().replace("ё", "е")
    if one == other:
        return True
    stem = max(min(len(one), len(other)) - 1, 3)
    return (
        bool(_CYRILLIC.search(one))
        and one[:stem] == other[:stem]
        and abs(len(one) - len(other)) <= 2
    )


def _nominative(word: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    for ending, others in table:
        if word.lower().endswith(ending) and len(word) > len(ending) + 1:
            return [word[: -len(ending)] + other for other in others]
    return [word]
