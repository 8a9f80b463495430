"""A question's words and the other words that may answer it. Pure, but for the shipped synonyms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant_desktop.core.memory.languages import questions_en, questions_ru
from assistant_desktop.core.storage.stemming import stems
from assistant_desktop.resource_files import locate

SYNONYM, MISSPELT, SAME_ROOT = 0.8, 0.8, 0.5
"""What a word is worth that stands for the one that was asked."""
SHORTEST_ROOT = 4
_LONG_WORD = 7
_MOST_ENDING = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: what may stand for it, each with its worth; how much it tells.

    of_time: it says when; an answer gains by it, and need not have it.
    """

    variants: Mapping[str, float]
    weight: float
    of_time: bool = False

    def worth_in(self, words: frozenset[str]) -> float:
        """The best of its variants that is among some words, 0 where none is."""
        there = words.intersection(self.variants)
        return max((self.variants[word] for word in there), default=0.0) if there else 0.0


@cache
def synonyms() -> Mapping[str, frozenset[str]]:
    """Stems of words that people use for the same thing."""
    found: dict[str, set[str]] = {}
    for language in ("en", "ru"):
        for line in locate(f"synonyms/{language}.txt").read_text(encoding="utf-8").splitlines():
            group = set() if line.startswith("#") else set(stems(line))
            for word in group:
                found.setdefault(word, set()).update(group - {word})
    return {word: frozenset(others) for word, others in found.items()}


def has_root_of(word: str, other: str) -> bool:
    """Whether two stems begin alike far enough to be of one root: "солен", "солил" are not."""
    shorter = min(len(word), len(other))
    if word == other or shorter < SHORTEST_ROOT or abs(len(word) - len(other)) > _MOST_ENDING:
        return False
    shared = max(SHORTEST_ROOT, shorter - 2)
    return word[:shared] == other[:shared]


def other_prefixes(word: str) -> frozenset[str]:
    """A Russian stem with another prefix, or with none: "поех" of "ех", "куп" of "покуп"."""
    if not "а" <= word[:1] <= "я":
        return frozenset()
    prefixes = ("", *questions_ru.PREFIXES.split())
    roots = [word.removeprefix(one) for one in prefixes if word.startswith(one)]
    found = {one + root for root in roots if len(root) >= SHORTEST_ROOT - 1 for one in prefixes}
    return frozenset(one for one in found if len(one) >= SHORTEST_ROOT) - {word}


def is_misspelt(word: str, other: str) -> bool:
    """Whether one is the other with a slip or two of the keys."""
    most = 1 if len(word) < _LONG_WORD else 2
    if len(word) < SHORTEST_ROOT or len(other) < SHORTEST_ROOT:
        return False
    return slips(word, other, most) <= most


def slips(word: str, other: str, most: int) -> int:
    """Letters changed, added, dropped or swapped with the next; more than `most` is `most` + 1.

    Source: Damerau, "A technique for computer detection and correction of spelling errors", 1964;
    optimal string alignment.
    """
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        following = [i]
        for j, their in enumerate(other, start=1):
            least = min(row[j] + 1, following[-1] + 1, row[j - 1] + (letter != their))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == their:
                least = min(least, before[j - 2] + 1)
            following.append(least)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]


def telling_words(question: str) -> frozenset[str]:
    """Stems that an answer mostly has: times where it is asked when, numbers where how much."""
    asked = question.lower()
    for language in (questions_en, questions_ru):
        if re.search(language.ASKS_WHEN, asked):
            return _stems_of("TIME_WORDS")
        if re.search(language.ASKS_HOW_MUCH, asked):
            return _stems_of("NUMBER_WORDS")
    return frozenset()


def speaker_asked_for(question: str) -> str:
    """Whose words a question is about, "assistant" or "user"; empty where it does not say."""
    asked = question.lower()
    for language in (questions_en, questions_ru):
        if re.search(language.OF_ASSISTANT, asked):
            return "assistant"
        if re.search(language.OF_USER, asked):
            return "user"
    return ""


def tells(wanted: frozenset[str], words: Iterable[str]) -> bool:
    """Whether a text has one of the telling words, or a figure."""
    return bool(wanted) and any(word in wanted or any(map(str.isdigit, word)) for word in words)


@cache
def _stems_of(name: str) -> frozenset[str]:
    texts = (getattr(language, name) for language in (questions_en, questions_ru))
    return frozenset(stem for text in texts for stem in stems(text))
