"""Which of the user's topics or feeds a word means, if any."""

import re
from collections.abc import Sequence

from assistant_desktop.domain.news import Feed

_SAME: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "world международ миров мир мире мира politics политик политич",
        "technology technologies tech it computers технолог техник компьютер",
        "science sciences наук научн",
        "sport sports спорт спортив",
        "business economy economics finance markets бизнес экономи финанс деньг",
        "culture arts культур искусств кино",
        "health здоров медицин",
        "games gaming игр",
    )
)
"""Beginnings of words that name the same topic, English and Russian."""
_WORD = re.compile(r"[^\W_]+")
_NO_NAME = frozenset({"the", "news", "новости", "новостей", "в", "про", "о", "об", "из", "сегодня"})


def _words(text: str) -> list[str]:
    return [w for w in _WORD.findall(text.casefold().replace("ё", "е")) if w not in _NO_NAME]


def _alike(one: str, other: str) -> bool:
    """Two forms of a word, or two names of a topic."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    stem, ending = max(shorter - 2, 3), 4 if shorter >= 6 else 2
    near = shorter >= 4 and abs(len(one) - len(other)) <= ending
    if near and one[:stem] == other[:stem]:
        return True
    return any(_is_in(one, names) and _is_in(other, names) for names in _SAME)


def _is_in(word: str, names: frozenset[str]) -> bool:
    return word in names or any(len(name) >= 4 and word.startswith(name) for name in names)


def _means(said: list[str], name: str) -> bool:
    words = _words(name)
    return bool(said) and all(any(_alike(one, other) for other in words) for one in said)


def topic_named(said: str, feeds: Sequence[Feed]) -> str | None:
    """The topic among those of the feeds that the words name."""
    words = _words(said)
    topics = dict.fromkeys(one.topic for one in feeds if one.topic)
    return next((one for one in topics if _means(words, one)), None)


def feed_named(said: str, feeds: Sequence[Feed]) -> Feed | None:
    """The feed that the words name: by its title."""
    words = _words(said)
    return next((one for one in feeds if _means(words, one.title)), None)
