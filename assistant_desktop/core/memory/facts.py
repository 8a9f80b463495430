"""Facts about the user in the user's own sentences, found by patterns. Pure.

Few patterns, each narrow: a memory full of chance remarks is worse than one that misses some.
What is about health, money or secrets is told apart: it is kept only when the user says yes.
What others wrote and the user hands on teaches nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant_desktop.core.memory.languages import en, ru
from assistant_desktop.core.memory.private_things import is_of_ones_own, private_kind, private_kinds
from assistant_desktop.domain.memory import SENSITIVE, MemoryKind

LONGEST = 2000
"""Characters; longer texts are pasted, not told."""
_SENTENCE = re.compile(r"(?:[^.!?…\n]|\.(?=\w)|(?<=\bSt|\bMt|\bDr|\bMr)\.)+[.!?…]*")
_QUOTED = re.compile(r'"[^"]*"?|“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|‹[^›]*›?')
_COLON = re.compile(r":(?!\d|//|[-'^]?[()DPp3*|/\\](?!\w))")
_PASTED = re.compile(r"^[ \t]*>|```|~~~|:[ \t]*$|^-{3,}", re.MULTILINE)
_SPEAKER = re.compile(
    r"^[ \t]*(?:[\[(]?\d[\d:., /-]*(?:[AaPp][Mm])?[\])]?[ \t]*)?"
    r"(\w[\w.'@-]*|[A-ZА-ЯЁ][\w.'@-]*(?: [A-ZА-ЯЁ][\w.'-]*){1,3})(?: ?[\[(][^\])\n]{0,40}[\])])?:"
    r"(?=\s|$)",
    re.MULTILINE,
)
"""Who speaks, before what they say: "Bob: …", "[10:32] Anna Berg: …"."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a sentence tells. key: what it is about, "{who}" filled in; a new one closes the old.

    A key that ends in "/" is completed by the value, so that several hold at once; so is one about
    people of whom there may be several, unless the sentence says which.
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
    if len(text) > LONGEST or not is_own_words(text):
        return []
    found = [fact for sentence in _told(text) for fact in _of_sentence(sentence)]
    return list({fact.key: fact for fact in found}.values())


def is_own_words(message: str) -> bool:
    """Whether a message is the user's own remark: nothing pasted, cited, or given to work on."""
    if _PASTED.search(message) or any(one.tasks.search(message) for one in _languages()):
        return False
    return all(_is_aside(match.group(1)) for match in _SPEAKER.finditer(message))


def sentence_with(text: str, quote: str) -> str:
    """The sentence of `text` that begins to say `quote`; empty where it is not said at all.

    What stands in quotation marks, or after a colon, is not said by the user.
    """
    wanted = quote.casefold()
    return next((one for one in _told(text) if wanted and wanted in one.casefold()), "")


def is_certain(sentence: str) -> bool:
    """Whether it states something: no question, no condition, nobody else's words."""
    told = not sentence.rstrip().endswith("?")
    return told and not any(one.uncertain.search(sentence) for one in _languages())


def may_be_several(who: str) -> bool:
    """Whether a user may have more than one such person, animal or thing: friends, cats."""
    return any(who in one.several for one in _languages())


def _told(text: str) -> Iterator[str]:
    """The sentences of a message up to where something is cited, those in quotes left out."""
    colons = (one.start() for one in _COLON.finditer(text) if not _follows_aside(text, one))
    quoted = [one.span() for one in _QUOTED.finditer(text)]
    for match in _SENTENCE.finditer(text, 0, next(colons, len(text))):
        inside = any(begin < match.end() and match.start() < stop for begin, stop in quoted)
        sentence = match.group().strip()
        if sentence and not inside:
            yield sentence


def _follows_aside(text: str, colon: re.Match[str]) -> bool:
    before = re.split(r"[.!?…\n]", text[: colon.start()])[-1]
    return _is_aside(before)


def _is_aside(words: str) -> bool:
    return any(one.asides.fullmatch(words.strip()) for one in _languages())


def _of_sentence(sentence: str) -> list[Fact]:
    if not is_certain(sentence):
        return []
    found: list[Fact] = []
    taken: list[tuple[int, int]] = []
    private = private_kind(sentence) is not None
    for language in _languages():
        for pattern, expression in language.patterns:
            match = expression.search(sentence)
            if match is None or not _may_be_told(pattern, match, private=private):
                continue
            if any(begin < match.end() and match.start() < end for begin, end in taken):
                continue
            taken.append(match.span())
            found.append(_fact(pattern, match))
    return found


def _may_be_told(pattern: Pattern, match: re.Match[str], *, private: bool) -> bool:
    """Private patterns tell what is private; the others nothing where anything private is said."""
    if pattern.kind is MemoryKind.HEALTH:  # "I take the bus", «я пью чай»
        return MemoryKind.HEALTH in private_kinds(match.group())
    if pattern.kind in SENSITIVE:
        return True
    if pattern.kind is MemoryKind.PREFERENCE and is_of_ones_own(match.group()):
        return False
    return not private


def _fact(pattern: Pattern, match: re.Match[str]) -> Fact:
    named = {name: value for name, value in match.groupdict().items() if value}
    value = " ".join(named.get("value", "").split()).strip(" ,;:")
    who = named.get("who", "me").lower()
    which, called = named.get("which", ""), named.get("called", "")
    key = pattern.key.format(who=f"{which} {who} {called}".strip().lower())
    if not (which or called) and may_be_several(who) and "{who}" in pattern.key:
        key += "/"
    key = key + value.lower() if key.endswith("/") else key
    return Fact(pattern.kind, key, value, _clause(match))


def _clause(match: re.Match[str]) -> str:
    """The sentence up to the end of the clause that tells it: the rest is not needed."""
    ends = (one.clause.search(match.string, match.end()) for one in _languages())
    end = min((one.start() for one in ends if one), default=len(match.string))
    return match.string[:end].rstrip()


@dataclass(frozen=True, slots=True)
class _Language:
    uncertain: re.Pattern[str]
    tasks: re.Pattern[str]
    asides: re.Pattern[str]
    clause: re.Pattern[str]
    several: frozenset[str]
    patterns: tuple[tuple[Pattern, re.Pattern[str]], ...]


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(
        _Language(
            re.compile(language.UNCERTAIN, re.IGNORECASE),
            re.compile(language.TASKS, re.IGNORECASE | re.MULTILINE),
            re.compile(language.ASIDES, re.IGNORECASE),
            re.compile(language.CLAUSE),
            frozenset(language.SEVERAL.split()),
            tuple(
                (Pattern(MemoryKind(kind), key, expression), re.compile(expression))
                for kind, key, expression in language.PATTERNS
            ),
        )
        for language in (en, ru)
    )
