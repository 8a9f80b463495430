"""What the brain knows of a language: patterns as data, filled from a lexicon of word classes."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property


@dataclass(frozen=True, slots=True)
class Pattern:
    """How an intent is said.

    ``form`` is a regular expression over the folded sentence, ``{name}`` standing for a class
    of the lexicon; it must match the sentence from its start. ``raw`` patterns see the times
    in the sentence, the others a sentence without the time that was understood. ``timed``:
    without a time it is not this intent; ``untimed``: with one it is not;
    ``asked``: only as a question,
    ``all_day``: only of what takes whole days. ``long``: may be as
    long as a message, not only as a command. ``fixed``: arguments that the wording itself gives.
    """

    intent: str
    form: str
    raw: bool = False
    timed: bool = False
    untimed: bool = False
    asked: bool = False
    all_day: bool = False
    long: bool = False
    fixed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A health quantity.

    ``forms`` find a reading (groups: value, unit; high, low; minutes, half, name), ``named``
    finds its name in a question. ``unit`` is taken when none was said; ``units`` maps spellings.
    ``ranged``: "from 11 to 7" is a reading too, in hours.
    """

    kind: str
    unit: str | None
    units: Mapping[str, str]
    forms: tuple[str, ...]
    named: str
    ranged: bool = False


@dataclass(frozen=True)
class Phrasebook:
    """One language's data. All regular expressions are over folded text (lower case, ё as е).

    ``prefixes`` and ``suffixes``: politeness, cut off first. ``before_time``: words that belong
    to a time and go with it. ``topic``: words after which a time is what something is about,
    ``topic_within``: the same some words before it.
    ``task_start`` and ``task_end``: connectors around a task. ``splitters``: where one request
    ends and the next begins; ``also``: conjunctions between tasks. ``asking``: the words that
    ask for a reminder. ``follow_up``: words that make a bare time a correction.
    ``adjectives``: where a repetition only describes a noun ("the weekly report"), found from the
    time's first word on, after a text that ends in ``adjectives``' first group. ``small_talk``:
    greetings and thanks, with the key of their reply. ``everything``: a request for all at once,
    ``all_events``: for all events, ``all_of``: for all of a series.
    ``bounds``: "until". ``morning``: words of getting up, ``evening``: of
    what is done in the evening. ``pronouns``: "it". ``trailing``: nouns
    that may follow a name. ``remind_words``: how a request for a reminder begins.
    ``conditions``: the weather that a reminder depends on, by kind; after ``knowing`` it is only
    spoken of, and where neither a time nor ``onward`` follows it is about something else.
    ``questions``: how a question begins that needs no question mark.
    ``habits``: after such a verb the second expression means the third, which may name its groups
    («напоминай через день» means every other day).
    ``correctable``: words recognised with one wrong letter, ``real_words`` what is no such error.
    ``shorthand``: how a request's first words are written in chats, and the words meant.
    ``lasting``: what leads up to how long a repetition goes on, ``lasting_word`` one such word.
    ``statement``: what makes a statement of an event's name ("I have a ...", "... is").
    ``all_day``: that an event takes whole days.
    ``meals``: what may be a time or an event. ``earlier``, ``later``: which way a thing is moved;
    ``unclear``: whereto it is moved was not really said; ``from_to``: from its ``old`` time to its
    ``new`` one; ``at`` makes a time of a bare hour.
    ``others``: what makes a reading somebody else's, or a thing's.
    ``ahead``: what stands between a length and a time when it is so long before a thing then.
    ``doses``: so much of a medicine in a task (groups: amount, unit, name), with ``dose_units``.
    ``nominative``: endings of an object's words and what they are in a title; True goes on to
    the next word.
    """

    code: str
    lexicon: Mapping[str, str]
    prefixes: str
    suffixes: str
    guards: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    before_time: str
    topic: str
    topic_within: str
    task_start: str
    task_end: str
    splitters: str
    also: str
    articles: str
    policies: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    knowing: str
    onward: str
    replies: Mapping[str, str]
    follow_up: str
    asking: str
    adjectives: str
    small_talk: tuple[tuple[str, str], ...]
    everything: str
    all_events: str
    all_of: str
    bounds: str
    morning: str
    evening: str
    pronouns: str
    trailing: str
    remind_words: str
    questions: str
    habits: tuple[tuple[str, str, str], ...]
    correctable: frozenset[str]
    shorthand: Mapping[str, str]
    real_words: frozenset[str]
    lasting: str
    lasting_word: str
    statement: str
    nominative: tuple[tuple[str, str, bool], ...]
    measures: tuple[Measure, ...]
    others: str
    meals: str
    all_day: str
    earlier: str
    later: str
    unclear: str
    from_to: str
    at: str
    ahead: str
    doses: tuple[str, ...]
    dose_units: Mapping[str, str]
    number_words: Mapping[str, float]

    def filled(self, form: str) -> str:
        """A form with its word classes filled in."""
        return form.format_map(self.lexicon)

    @cached_property
    def compiled(self) -> tuple[tuple[Pattern, re.Pattern[str]], ...]:
        """The intents, ready to match."""
        return tuple((p, re.compile(self.filled(_asked(p)))) for p in self.patterns)

    @cached_property
    def expressions(self) -> Callable[[str], re.Pattern[str]]:
        """Other expressions of this book, compiled when first asked for."""

        @cache
        def compiled(form: str) -> re.Pattern[str]:
            return re.compile(self.filled(form))

        return compiled


def _asked(pattern: Pattern) -> str:
    """Raw patterns see a closing question mark, and most do not mind it."""
    if pattern.raw and pattern.form.endswith("$") and not pattern.form.endswith("\\?$"):
        return f"{pattern.form[:-1]}[?]?$"
    return pattern.form


@cache
def phrasebook(code: str) -> Phrasebook:
    """The book of a language; unknown codes get English."""
    try:
        module = importlib.import_module(f"{__package__}.languages.{code}.book")
    except ModuleNotFoundError:
        module = importlib.import_module(f"{__package__}.languages.en.book")
    book: Phrasebook = module.BOOK
    return book
