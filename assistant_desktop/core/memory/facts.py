"""Facts about the user in the user's own sentences, found by patterns. Pure.

Few patterns, each narrow: a memory full of chance remarks is worse than one that misses some.
What is about health, money or secrets is seen and left alone: such a thing is kept only when the
user asks for it.
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant_desktop.core.memory.languages import en, ru
from assistant_desktop.domain.memory import MemoryKind

LONGEST = 2000
"""Characters; longer texts are pasted, not told."""
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a sentence tells. key: what it is about, "{who}" filled in; a new one closes the old.

    Without a key several may hold at once. A key that ends in "/" is completed by the value.
    """

    kind: MemoryKind
    key: str
    expression: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a sentence tells of the user."""

    kind: MemoryKind
    key: str
    value: str
    sentence: str


def facts_in(text: str) -> list[Fact]:
    """What a user's message tells of the user and of people near, in order."""
    if len(text) > LONGEST:
        return []
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if sentence and not sentence.endswith("?"):
            found += _of_sentence(sentence)
    return list({fact.key: fact for fact in found}.values())


def _of_sentence(sentence: str) -> list[Fact]:
    for uncertain, private, patterns in _languages():
        if uncertain.search(sentence) or private.search(sentence):
            return []
        for pattern, expression in patterns:
            match = expression.search(sentence)
            if match is not None:
                return [_fact(pattern, match, sentence)]
    return []


def _fact(pattern: Pattern, match: re.Match[str], sentence: str) -> Fact:
    named = {name: value for name, value in match.groupdict().items() if value}
    value = " ".join(named.get("value", "").split()).strip(" ,;:")
    who = named.get("who", "me").lower()
    key = pattern.key.format(who=who)
    return Fact(pattern.kind, key + value.lower() if key.endswith("/") else key, value, sentence)


@cache
def _languages() -> tuple[
    tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[Pattern, re.Pattern[str]], ...]], ...
]:
    return tuple(
        (
            re.compile(language.UNCERTAIN, re.IGNORECASE),
            re.compile(language.PRIVATE, re.IGNORECASE),
            tuple(
                (Pattern(MemoryKind(kind), key, expression), re.compile(expression))
                for kind, key, expression in language.PATTERNS
            ),
        )
        for language in (en, ru)
    )
