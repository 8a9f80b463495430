"""Facts about the user in the user's own sentences, found by patterns. Pure.

Few patterns, each narrow: a memory full of chance remarks is worse than one that misses some.
What is about health, money or secrets is told apart: it is kept only when the user says yes.
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant_desktop.core.memory.languages import en, ru
from assistant_desktop.domain.memory import SENSITIVE, MemoryKind

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

    @property
    def needs_a_yes(self) -> bool:
        """Whether it is of a kind that is never kept unasked."""
        return self.kind in SENSITIVE


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


def sentence_with(text: str, quote: str) -> str:
    """The sentence of `text` that begins to say `quote`; empty where it is not said at all."""
    place = text.casefold().find(quote.casefold())
    if place < 0:
        return ""
    said = [one for one in _SENTENCE.finditer(text) if one.start() <= place < one.end()]
    return said[0].group().strip() if said else ""


def is_certain(sentence: str) -> bool:
    """Whether it states something: no question, no condition, nobody else's words."""
    told = not sentence.rstrip().endswith("?")
    return told and not any(one.uncertain.search(sentence) for one in _languages())


def private_kind(sentence: str) -> MemoryKind | None:
    """Health, money or secret, where a sentence is about one of them."""
    for language in _languages():
        for kind, expression in language.private:
            if expression.search(sentence):
                return kind
    return None


def _of_sentence(sentence: str) -> list[Fact]:
    if not is_certain(sentence):
        return []
    private = private_kind(sentence) is not None
    for language in _languages():
        for pattern, expression in language.patterns:
            match = expression.search(sentence)
            if match is not None and private == (pattern.kind in SENSITIVE):
                return [_fact(pattern, match, sentence)]
    return []


def _fact(pattern: Pattern, match: re.Match[str], sentence: str) -> Fact:
    named = {name: value for name, value in match.groupdict().items() if value}
    value = " ".join(named.get("value", "").split()).strip(" ,;:")
    who = named.get("who", "me").lower()
    key = pattern.key.format(who=who)
    key = key + value.lower() if key.endswith("/") else key
    return Fact(private_kind(sentence) or pattern.kind, key, value, sentence)


@dataclass(frozen=True, slots=True)
class _Language:
    uncertain: re.Pattern[str]
    private: tuple[tuple[MemoryKind, re.Pattern[str]], ...]
    patterns: tuple[tuple[Pattern, re.Pattern[str]], ...]


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(
        _Language(
            re.compile(language.UNCERTAIN, re.IGNORECASE),
            tuple(
                (MemoryKind(kind), re.compile(expression, re.IGNORECASE))
                for kind, expression in language.PRIVATE
            ),
            tuple(
                (Pattern(MemoryKind(kind), key, expression), re.compile(expression))
                for kind, key, expression in language.PATTERNS
            ),
        )
        for language in (en, ru)
    )
