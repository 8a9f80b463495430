"""Rules as data: patterns, the vocabulary, and the prefix tree both are compiled into.

A pattern is text: ``"the? <ord> <dow> of|in <time>"``. A plain word is matched literally,
``a|b`` is either, ``?`` makes an element optional, ``<category>`` is anything that was read as
that category, and ``two_words`` are two words in a row. The builder is called with the values of
the categories in order (an absent optional one is left out) and may answer None to refuse.
A category that begins with ``_`` is a class of interchangeable words and passes no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

# A category also counts as these, so that a rule may ask for any time at all.
FILED_UNDER: dict[str, tuple[str, ...]] = {
    "dow": ("dow", "time", "date", "when"),
    "month": ("month", "time", "period", "when"),
    "monthday": ("monthday", "time", "date", "when"),
    "date": ("date", "time", "when"),
    "day": ("day", "date", "time", "when"),
    "cycle": ("cycle", "time", "period", "when"),
    "period": ("period", "time", "when"),
    "holiday": ("holiday", "date", "time", "when"),
    "season": ("season", "time", "period", "when"),
    "year": ("year", "time", "period", "when"),
    "tod": ("tod", "time", "when"),
    "part": ("part", "time", "when"),
    "span": ("span", "time", "when"),
    "todspan": ("todspan", "span", "time", "when"),
    "open": ("open", "time", "when"),
    "daypart": ("daypart", "time", "when"),
    "shift": ("shift", "time", "when"),
    "piece": ("piece", "time", "when"),
    "time": ("time", "when"),
    "yr": ("yr", "when"),
}

Builder = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to read a phrase. ``cost`` is added to the reading's; lower readings win."""

    category: str
    pattern: str
    build: Builder
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """One state of the prefix tree."""

    words: dict[str, Node] = field(default_factory=dict)
    categories: dict[str, Node] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words for numbers. ``small`` adds up (20 + 3), ``scales`` multiply (2 thousand).

    ``ordinals`` end a number and make it an ordinal ("twenty third"). ``joiners`` may stand
    between two parts ("two hundred and five"). ``loose`` are whole amounts ("a few", 3).
    """

    small: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    joiners: frozenset[str] = frozenset()
    loose: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """All that the engine needs to know about one language.

    ``vocabulary``: word -> readings (category, value). ``correctable``: words that may be
    recognised with one wrong letter. ``ordinal_endings`` follow digits ("3rd", "3-го").
    ``month_first``: 3/4 is March 4. ``weak``: words that alone in a sentence are seldom a time.
    ``round_the_clock``: 6:30 is in the morning. ``spellings``: other ways to write a word, too
    short or too far from it to be taken for a slip. ``named``: a word that is no time before
    another one, as in «день рождения».
    """

    code: str
    vocabulary: Mapping[str, tuple[tuple[str, Any], ...]]
    numbers: NumberWords
    rules: tuple[Rule, ...]
    correctable: frozenset[str]
    ordinal_endings: frozenset[str]
    month_first: bool
    months: Mapping[str, int]
    weak: frozenset[str] = frozenset()
    round_the_clock: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class Grammar:
    """Languages compiled for the chart; building one takes milliseconds, so keep it."""

    languages: tuple[Language, ...]
    root: Node
    vocabulary: dict[str, tuple[tuple[str, Any], ...]]
    numbers: tuple[NumberWords, ...]
    ordinal_endings: frozenset[str]
    corrections: dict[str, str]
    spellings: dict[str, str]
    months: dict[str, int]
    literals: frozenset[str]
    weak: frozenset[str]
    named: frozenset[tuple[str, str]]

    @property
    def month_first(self) -> bool:
        """The date order of the first language."""
        return self.languages[0].month_first

    @property
    def round_the_clock(self) -> bool:
        """The clock that the first language writes in digits."""
        return self.languages[0].round_the_clock


def vocabulary_of(
    tables: Iterable[tuple[str, Mapping[str, Any]]],
) -> dict[str, tuple[tuple[str, Any], ...]]:
    """One vocabulary from tables of words, each with the category that its words have."""
    readings: dict[str, tuple[tuple[str, Any], ...]] = {}
    for category, words in tables:
        for word, value in words.items():
            readings[word] = (*readings.get(word, ()), (category, value))
    return readings


def compile_grammar(languages: tuple[Language, ...], shared: Iterable[Rule]) -> Grammar:
    """One grammar for several languages, so that mixed sentences compose."""
    root = Node()
    rules = [rule for language in languages for rule in language.rules]
    for rule in (*shared, *rules):
        for elements in expand(rule.pattern):
            _insert(root, elements, rule)
    vocabulary: dict[str, tuple[tuple[str, Any], ...]] = {}
    months: dict[str, int] = {}
    for language in languages:
        for word, readings in language.vocabulary.items():
            vocabulary[word] = vocabulary.get(word, ()) + readings
        months.update(language.months)
    correctable = frozenset[str]().union(*(language.correctable for language in languages))
    literals = frozenset(_literals(root))
    return Grammar(
        languages=languages,
        root=root,
        vocabulary=vocabulary,
        numbers=tuple(language.numbers for language in languages),
        ordinal_endings=frozenset[str]().union(*(lg.ordinal_endings for lg in languages)),
        corrections=_deletions(correctable),
        spellings={w: meant for lg in languages for w, meant in lg.spellings.items()},
        months=months,
        literals=literals,
        weak=frozenset[str]().union(*(language.weak for language in languages)),
        named=frozenset[tuple[str, str]]().union(*(language.named for language in languages)),
    )


def expand(pattern: str) -> Iterable[tuple[str, ...]]:
    choices: list[tuple[tuple[str, ...], ...]] = []
    for element in pattern.split():
        optional = len(element) > 1 and element.endswith("?")
        options = [
            (o,) if o.startswith("<") else tuple(o.split("_"))
            for o in element.removesuffix("?").split("|")
        ]
        choices.append((*options, ()) if optional else tuple(options))
    for combination in product(*choices):
        yield tuple(word for part in combination for word in part)


def _insert(root: Node, elements: tuple[str, ...], rule: Rule) -> None:
    node = root
    for element in elements:
        if element.startswith("<") and len(element) > 1:
            node = node.categories.setdefault(element[1:-1], Node())
        else:
            node = node.words.setdefault(element, Node())
    node.rules.append(rule)


def _literals(node: Node) -> Iterable[str]:
    for word, child in node.words.items():
        yield word
        yield from _literals(child)
    for child in node.categories.values():
        yield from _literals(child)


def deletions(word: str) -> Iterable[str]:
    """The word and all words with one letter left out."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def _deletions(words: Iterable[str]) -> dict[str, str]:
    table = {shorter: word for word in sorted(words) for shorter in deletions(word)}
    return table | {word: word for word in words}
