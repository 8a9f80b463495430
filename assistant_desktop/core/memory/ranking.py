"""Which found texts answer a question well enough to be said. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

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


def fused(rankings: Sequence[Sequence[str]], hits: Mapping[str, RecallHit]) -> list[RecallHit]:
    """Several rankings of ids as one, best first; what stands high in several comes first.

    Source: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009: k = 60.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, source_id in enumerate(ranking, start=1):
            scores[source_id] = scores.get(source_id, 0.0) + 1 / (_RANK_DAMPING + rank)
    scored = [
        hits[source_id].model_copy(update={"score": score})
        for source_id, score in scores.items()
        if source_id in hits
    ]
    return sorted(scored, key=lambda hit: hit.score, reverse=True)
