"""Which found texts answer a question, and which of them best. Pure.

A turn is judged within its conversation: what stands around it says what it is about. Its own
words and meaning rank it, and so do those of the turns around; the rankings are fused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant_desktop.core.memory.wording_of_questions import Term, tells

MIN_COVERAGE, MIN_SIMILARITY = 0.5, 0.35
"""From where a memory answers: the share of a question's words it has, or the cosine."""
MIN_BEST_COVERAGE, MIN_BEST_SIMILARITY = 0.2, 0.3
"""What the best message must have of either, that any message is an answer at all."""
MIN_BEST_BY_WORDS = 0.1
"""The same where there is no meaning to go by."""
AROUND = 3
"""Turns before and after that are looked at."""
_WORDS_AROUND = {-1: 0.5, 1: 0.4, -2: 0.3, 2: 0.2, -3: 0.15, 3: 0.1}
_MEANING_AROUND = {-1: 1.0, 1: 1.0, -2: 1.0, 2: 1.0, -3: 0.5, 3: 0.5}
_RANK_DAMPING = 30
_OF_THEN, _TELLING, _SPEAKER, _KEPT, _LATER = 3.0, 0.7, 0.5, 0.5, 0.2
"""What is added to a score of 1 for the time named, for a figure where one is asked, for who is
asked about, for what is a memory about it, for news."""
_MANY = 200
"""Among fewer texts the newer ones gain less: there a rank means more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may answer. before, after: the places of the turns beside it.

    words: its stems. at: when it was said, in milliseconds. similarity: the cosine to the
    question, None where it has no vector.
    """

    place: int
    at: int
    words: frozenset[str]
    similarity: float | None = None
    speaker: str = ""
    before: int | None = None
    after: int | None = None
    is_memory: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its worth, the share of the question's words around it, its own cosine."""

    place: int
    score: float
    coverage: float
    similarity: float
    is_memory: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks: its words, the words that tell an answer, whose words they are, the
    places of its time.
    """

    terms: Sequence[Term]
    telling: frozenset[str] = frozenset()
    speaker: str = ""
    of_then: frozenset[int] = frozenset()


def ranked(wanted: Wanted, candidates: Mapping[int, Candidate]) -> list[Ranked]:
    """The candidates, best first.

    Source: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009; the damping was
    chosen on one half of our questions (`dev.py bench recall`).
    """
    places = list(candidates)
    coverage = _coverage(wanted.terms, candidates)
    rankings = [_ranks({place: share for place, share in coverage.items() if share > 0})]
    if any(one.similarity is not None for one in candidates.values()):
        own = {place: candidates[place].similarity or 0.0 for place in places}
        rankings += [_ranks(own), _ranks({p: _meaning_around(candidates, p) for p in places})]
    newest = {
        place: rank for rank, place in enumerate(sorted(places, key=lambda p: candidates[p].at))
    }
    found = []
    for place in places:
        score = sum(1 / (_RANK_DAMPING + ranks[place]) for ranks in rankings if place in ranks)
        one = candidates[place]
        score *= 1 + _OF_THEN * (place in wanted.of_then)
        score *= 1 + _TELLING * tells(wanted.telling, one.words)
        score *= 1 + _SPEAKER * (bool(wanted.speaker) and one.speaker == wanted.speaker)
        score *= 1 + _LATER * newest[place] / max(len(places), _MANY)
        shown = Ranked(place, score, coverage[place], one.similarity or 0.0, one.is_memory)
        if one.is_memory and _is_about(shown):
            shown = replace(shown, score=score * (1 + _KEPT))
        if score > 0:
            found.append(shown)
    return sorted(found, key=lambda one: one.score, reverse=True)


def answering(found: Sequence[Ranked], wanted: Wanted, *, strict: bool) -> list[Ranked]:
    """Those that are stood by: none where even the best has too little of the question.

    strict: each must have enough of it by itself. Where one of the time that was named has enough,
    only those of that time.
    """
    memories = [one for one in found if one.is_memory and _is_about(one)]
    messages = [one for one in found if not one.is_memory]
    if strict:
        messages = [one for one in messages if _is_about(one)]
    elif not _any_answers(messages):
        messages = []
    standing = {one.place for one in (*memories, *messages)}
    of_then = {
        one.place
        for one in found
        if one.place in wanted.of_then and one.place in standing and one.coverage >= MIN_COVERAGE
    }
    kept = standing & wanted.of_then if of_then else standing
    return [one for one in found if one.place in kept]


def _is_about(one: Ranked) -> bool:
    return one.coverage >= MIN_COVERAGE or one.similarity >= MIN_SIMILARITY


def _any_answers(messages: Sequence[Ranked]) -> bool:
    if not messages:
        return False
    coverage = max(one.coverage for one in messages)
    similarity = max(one.similarity for one in messages)
    if similarity <= 0:
        return coverage >= MIN_BEST_BY_WORDS
    return coverage >= MIN_BEST_COVERAGE or similarity >= MIN_BEST_SIMILARITY


def _coverage(terms: Sequence[Term], candidates: Mapping[int, Candidate]) -> dict[int, float]:
    """The share of the question that each text has, its rare words weighing more; from 0 on.

    A word that only stands around counts for less. The words of a time are on top of 1.
    """
    total = sum(term.weight for term in terms if not term.of_time)
    if not total:
        return dict.fromkeys(candidates, 1.0)
    own = {
        place: [term.weight * term.worth_in(one.words) for term in terms]
        for place, one in candidates.items()
    }
    return {place: sum(_best_around(candidates, place, own)) / total for place in candidates}


def _best_around(
    candidates: Mapping[int, Candidate], place: int, own: Mapping[int, list[float]]
) -> list[float]:
    """For each term what it is worth in a text, or around it."""
    best = own[place]
    if candidates[place].is_memory:
        return best
    for step, other in _around(candidates, place):
        share = _WORDS_AROUND[step]
        best = [max(worth, share * beside) for worth, beside in zip(best, own[other], strict=True)]
    return best


def _meaning_around(candidates: Mapping[int, Candidate], place: int) -> float:
    """How near the question a text and those around it are, together."""
    own = candidates[place].similarity or 0.0
    if candidates[place].is_memory:
        return own * (1 + sum(_MEANING_AROUND.values()))
    near = (
        _MEANING_AROUND[step] * (candidates[other].similarity or 0.0)
        for step, other in _around(candidates, place)
    )
    return own + sum(near)


def _around(candidates: Mapping[int, Candidate], place: int) -> Iterable[tuple[int, int]]:
    """The neighbours that are known, each with its distance: -3 to 3."""
    for direction in (-1, 1):
        other: int | None = place
        for step in range(1, AROUND + 1):
            one = candidates[other] if other is not None else None
            other = (one.before if direction < 0 else one.after) if one else None
            if other is None or other not in candidates:
                break
            yield direction * step, other


def _ranks(scores: Mapping[int, float]) -> dict[int, int]:
    best_first = sorted(scores, key=lambda place: scores[place], reverse=True)
    return {place: rank for rank, place in enumerate(best_first, start=1)}
