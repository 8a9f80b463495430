"""Which found texts answer a question well enough to be said. Pure."""

from collections.abc import Collection, Iterable, Sequence

from assistant_desktop.domain.memory import RecallHit

MIN_COVERAGE = 0.5
MIN_SIMILARITY = 0.35
"""The cosine from which a text may answer: with MiniLM unrelated ones rarely reach 0.3."""
_RANK_DAMPING = 60


def coverage(query_stems: Collection[str], text_stems: Iterable[str]) -> float:
    """The share of the question's words that a text has, 0 to 1."""
    wanted = set(query_stems)
    if not wanted:
        return 0.0
    return len(wanted & set(text_stems)) / len(wanted)


def distinct(hits: Sequence[RecallHit]) -> list[RecallHit]:
    """Hits without those that say the same as a better one."""
    kept: dict[str, RecallHit] = {}
    for hit in hits:
        kept.setdefault(" ".join(hit.text.casefold().split()), hit)
    return list(kept.values())


def fused(
    by_words: Sequence[RecallHit], by_meaning: Sequence[str], others: Sequence[RecallHit]
) -> list[RecallHit]:
    """Two rankings as one, best first.

    Args:
        by_words: hits of the search by words, best first.
        by_meaning: ids of the search by meaning, best first.
        others: the hits that only the search by meaning found.

    Source: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009: k = 60.
    """
    if not by_meaning:
        return list(by_words)
    scores: dict[str, float] = {}
    for ranking in ([hit.source_id for hit in by_words], by_meaning):
        for rank, source_id in enumerate(ranking, start=1):
            scores[source_id] = scores.get(source_id, 0.0) + 1 / (_RANK_DAMPING + rank)
    found = {hit.source_id: hit for hit in (*by_words, *others)}
    scored = [
        hit.model_copy(update={"score": scores[source_id]}) for source_id, hit in found.items()
    ]
    return sorted(scored, key=lambda hit: hit.score, reverse=True)
