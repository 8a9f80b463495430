"""Which found texts answer a question well enough to be said. Pure."""

from collections.abc import Collection, Iterable, Sequence

from assistant_desktop.domain.memory import RecallHit

MIN_COVERAGE = 0.5


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
