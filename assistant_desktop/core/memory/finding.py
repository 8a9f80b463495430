"""One look into the data file for what may answer a question: by words, by meaning, by time.

Everything is read on one connection, and of one user.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from assistant_desktop.core.memory.embeddings import Meaning
from assistant_desktop.core.memory.ranking import AROUND, Candidate, Wanted
from assistant_desktop.core.memory.wording_of_questions import (
    MISSPELT,
    SAME_ROOT,
    SHORTEST_ROOT,
    SYNONYM,
    Term,
    has_root_of,
    is_misspelt,
    other_prefixes,
    speaker_asked_for,
    synonyms,
    telling_words,
)
from assistant_desktop.core.storage import text_search, vectors
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.full_text import table_of
from assistant_desktop.core.storage.stemming import query_stems
from assistant_desktop.core.storage.text_search import Range, narrowed
from assistant_desktop.domain.ids import UserId

SEEDS = 40
"""Texts by each way of searching, with whose neighbourhoods the ranking works."""
_OF_TIME = 0.5
"""What the words of a time are worth beside the others of a question."""
_MOST_OF_A_ROOT = 12
_RARE = 500
"""Texts that a word may be in for others of its root to be looked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. between: the time that the question names; whole: with its words."""

    user_id: UserId
    words: str
    whole: str
    kinds: tuple[str, ...]
    seeds: int = SEEDS
    between: Range | None = None
    meaning: Meaning | None = None


def candidates(connection: Connection, sought: Sought) -> tuple[Wanted, dict[int, Candidate]]:
    """What the question asks, and the texts that may answer it, each at its place in the index."""
    table = table_of(connection, sought.user_id)
    if table is None:
        return Wanted(()), {}
    words = query_stems(sought.words)
    # "On 22 September": what was said on that day, or of it.
    of_time = [word for word in query_stems(sought.whole) if word not in words]
    terms, counts = _terms(connection, table, words, of_time)
    seeds = _by_words(connection, table, counts, sought, None)
    if sought.between is not None:
        seeds += _by_words(connection, table, counts, sought, sought.between)
    seeds += _near(connection, sought)
    pool = _with_neighbours(connection, sought.user_id, dict.fromkeys(seeds))
    found = _described(connection, table, sought, pool)
    then = _said_then(sought.between, found)
    asked_of = speaker_asked_for(sought.whole)
    return Wanted(terms, telling_words(sought.words), asked_of, then), found


# ---- words ----


def _terms(
    connection: Connection, table: str, words: list[str], of_time: list[str]
) -> tuple[list[Term], "_Counts"]:
    """The question's words, each with what may stand for it, and how many texts have each."""
    total = text_search.count(connection, table)
    terms: list[Term] = []
    counts = _Counts({}, {})
    for word in [*words, *of_time][: text_search.MAX_QUERY_WORDS]:
        known = text_search.texts_with(connection, table, word)
        variants = {word: 1.0, **_variants(connection, table, word, known)}
        found = {word: known}
        for other in variants.keys() - {word}:
            found[other] = text_search.texts_with(connection, table, other)
        for one, of_it in found.items():
            if of_it:
                (counts.sure if variants[one] > SAME_ROOT else counts.alike)[one] = of_it
        texts = min(total, sum(found.values()))
        # Source: Robertson and Sparck Jones' weight, as in BM25; never below nought.
        rarity = math.log(1 + (total - texts + 0.5) / (texts + 0.5))
        share = _OF_TIME if word in of_time else 1.0
        terms.append(Term(variants, share * rarity, word in of_time))
    return terms, counts


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many texts have each word: those that were asked for, and those of their roots."""

    sure: dict[str, int]
    alike: dict[str, int]


def _variants(connection: Connection, table: str, word: str, known: int) -> dict[str, float]:
    """Other words that may stand for this one, each with its worth."""
    found = dict.fromkeys(synonyms().get(word, ()), SYNONYM)
    if len(word) < SHORTEST_ROOT or known > _RARE or any(map(str.isdigit, word)):
        return found
    if not known:
        alike = text_search.words_beginning(connection, table, word[:2])
        found |= {one: MISSPELT for one in alike if is_misspelt(word, one)}
    found |= {one: SAME_ROOT for one in other_prefixes(word) if one not in found}
    begin_so = text_search.words_beginning(connection, table, word[:SHORTEST_ROOT])
    same = (one for one in begin_so if has_root_of(word, one) and one not in found)
    nearest = sorted(same, key=lambda one: abs(len(one) - len(word)))[:_MOST_OF_A_ROOT]
    return found | dict.fromkeys(nearest, SAME_ROOT)


# ---- places ----


def _by_words(
    connection: Connection, table: str, counts: _Counts, sought: Sought, between: Range | None
) -> list[int]:
    """Texts with the words of the question; those with words of their roots where there is room."""
    which = narrowed(sought.user_id, sought.kinds, between)
    found = text_search.places(connection, table, counts.sure, sought.seeds, which)
    room = sought.seeds - len(found)
    return found + text_search.places(connection, table, counts.alike, room, which)


def _near(connection: Connection, sought: Sought) -> list[int]:
    """What is nearest in meaning."""
    if sought.meaning is None:
        return []
    number, vector = sought.meaning.number, sought.meaning.vector
    wanted = (sought.seeds, sought.kinds)
    near = vectors.nearest(connection, sought.user_id, number, vector, wanted)
    found = (
        text_search.place_of(connection, sought.user_id, one.source_kind, one.source_id)
        for one in near
    )
    return [place for place in found if place is not None]


@dataclass(slots=True)
class _Spot:
    """A place of the index, its moment, and the turns beside it."""

    at: int
    speaker: str = ""
    before: int | None = None
    after: int | None = None


def _with_neighbours(
    connection: Connection, user_id: UserId, seeds: Iterable[int]
) -> dict[int, _Spot]:
    """The seeds, and around those that are messages the turns of their conversations."""
    seeds = list(seeds)
    numbers = [place // 2 for place in seeds if place & 1]
    moments = text_search.memory_moments(connection, user_id, numbers)
    pool = {2 * number + 1: _Spot(at) for number, at in moments.items()}
    for seed in seeds:
        if seed & 1:
            continue
        turns = text_search.turns_around(connection, user_id, seed // 2, AROUND)
        for turn in turns:
            pool.setdefault(2 * turn.seq, _Spot(turn.at, turn.role))
        for one, other in itertools.pairwise(turns):
            pool[2 * one.seq].after, pool[2 * other.seq].before = 2 * other.seq, 2 * one.seq
    return pool


def _described(
    connection: Connection, table: str, sought: Sought, pool: dict[int, _Spot]
) -> dict[int, Candidate]:
    rows = text_search.rows_at(connection, table, pool)
    near: dict[str, float] = {}
    if sought.meaning is not None:
        number, vector = sought.meaning.number, sought.meaning.vector
        near = vectors.similarities(connection, sought.user_id, number, vector, _ids(rows))
    return {
        place: Candidate(
            place=place,
            at=spot.at,
            words=rows[place].words,
            similarity=near.get(rows[place].source_id),
            speaker=spot.speaker,
            before=spot.before,
            after=spot.after,
            is_memory=bool(place & 1),
        )
        for place, spot in pool.items()
        if place in rows
    }


def _ids(rows: dict[int, text_search.Indexed]) -> list[str]:
    return [row.source_id for row in rows.values()]


def _said_then(between: Range | None, found: dict[int, Candidate]) -> frozenset[int]:
    if between is None:
        return frozenset()
    start, end = (moment.timestamp() * 1000 for moment in between)
    return frozenset(place for place, one in found.items() if start <= one.at < end)
