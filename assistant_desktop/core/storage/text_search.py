"""Search in a user's full-text table, quick at a million rows.

A word that is in very many texts tells little and costs much: ranking reads every text that has
it. Such words are left out where there are rarer ones, and ask for the newest text where not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.full_text import SPOKEN, table_of
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.core.storage.stemming import query_stems
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import RecallHit

MAX_QUERY_WORDS = 24
COMMON = 20_000
"""Texts that a word may be in before it is too common to rank by."""
_MOST_RANKED = 60_000
"""Texts that are ranked for one question; each costs about a third of a microsecond."""
_OWN_WORDS, _WORDS_BESIDE = 1.0, 0.4
"""What a word is worth in the text itself, and in the turn before or after it."""

Range = tuple[datetime, datetime]
"""From, and until (exclusive); both aware."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the index with its worth."""

    rowid: int
    score: float


def search(
    connection: Connection,
    user_id: UserId,
    query: str,
    k: int,
    kinds: tuple[str, ...],
    between: Range | None = None,
) -> list[RecallHit]:
    """The best sources of this user for a question, best first; nobody else's are read."""
    table = table_of(connection, user_id)
    words = query_stems(query)[:MAX_QUERY_WORDS]
    if table is None or not words:
        return []
    which, values = _filter(user_id, kinds, between)
    telling = _telling(connection, table, words)
    if telling:
        match = " OR ".join(f'"{word}"' for word in telling)
        best = f"bm25({table}, {_OWN_WORDS}, {_WORDS_BESIDE})"
        order = "ORDER BY worth"
    else:
        match = " AND ".join(f'"{word}"' for word in words)
        best, order = "-1.0", "ORDER BY rowid DESC"
    rows = connection.execute(
        f"SELECT rowid, {best} AS worth FROM {table} WHERE {table} MATCH ?{which} {order} LIMIT ?",
        (match, *values, k),
    ).fetchall()
    places = [_Place(int(str(row[0])), -float(str(row[1]))) for row in rows]
    return _sources_at(connection, user_id, places)


def _telling(connection: Connection, table: str, words: Sequence[str]) -> list[str]:
    """The words rare enough to rank by, as many of them as may be ranked."""
    counted = sorted((_texts_with(connection, table, word), word) for word in words)
    telling, ranked = [], 0
    for texts, word in counted:
        if texts >= COMMON or ranked + texts > _MOST_RANKED:
            break
        ranked += texts
        telling.append(word)
    return telling


def _texts_with(connection: Connection, table: str, word: str) -> int:
    """How many texts have a word; COMMON for that many and more."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
    return int(connection.execute(query, (f'"{word}"', COMMON)).get)


def _filter(
    user_id: UserId, kinds: tuple[str, ...], between: Range | None
) -> tuple[str, tuple[Any, ...]]:
    """What narrows the rows down, for a WHERE clause. Messages have even rows, memories odd."""
    which = ""
    if len(kinds) == 1:
        which = f" AND rowid & 1 = {int(kinds[0] == 'memory')}"
    if between is None:
        return which, ()
    # The plus keeps SQLite from asking the index once for each row of that time.
    which += (
        " AND +rowid IN (SELECT 2 * seq FROM messages"
        " WHERE user_id = ? AND created_at >= ? AND created_at < ?"
        " UNION ALL SELECT 2 * rowid + 1 FROM memories"
        " WHERE user_id = ? AND valid_from >= ? AND valid_from < ?)"
    )
    span = (to_ms(between[0]), to_ms(between[1]))
    return which, (user_id, *span, user_id, *span)


def _sources_at(
    connection: Connection, user_id: UserId, places: Sequence[_Place]
) -> list[RecallHit]:
    found = []
    for place in places:
        query = _MEMORY_AT if place.rowid & 1 else _MESSAGE_AT
        row = connection.execute(query, (place.rowid // 2, user_id)).fetchone()
        if row is not None:
            found.append(_hit(row).model_copy(update={"score": place.score}))
    return found


_MEMORY_COLUMNS = "'memory', id, 0, valid_from, text, ''"
_MESSAGE_COLUMNS = "'message', id, 0, created_at, parts, role"
_MEMORY_AT = (
    f"SELECT {_MEMORY_COLUMNS} FROM memories WHERE rowid = ? AND user_id = ? AND valid_to IS NULL"
)
_MESSAGE_AT = f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE seq = ? AND user_id = ?"


def said_between(
    connection: Connection, user_id: UserId, between: Range, k: int, kinds: tuple[str, ...]
) -> list[RecallHit]:
    """What this user's conversations and memories have of a time, the latest first."""
    span = (to_ms(between[0]), to_ms(between[1]))
    rows: list[Sequence[Any]] = []
    if "message" in kinds:
        rows += connection.execute(
            f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE user_id = ?"
            f" AND {SPOKEN} AND created_at >= ? AND created_at < ?"
            " ORDER BY created_at DESC LIMIT ?",
            (user_id, *span, k),
        ).fetchall()
    if "memory" in kinds:
        rows += connection.execute(
            f"SELECT {_MEMORY_COLUMNS} FROM memories WHERE user_id = ?"
            " AND valid_to IS NULL AND valid_from >= ? AND valid_from < ?"
            " ORDER BY valid_from DESC LIMIT ?",
            (user_id, *span, k),
        ).fetchall()
    hits = [_hit(row) for row in rows]
    said = [hit for hit in hits if hit.text.strip()]
    return sorted(said, key=lambda hit: hit.time, reverse=True)[:k]


def texts_of(
    connection: Connection, user_id: UserId, sources: Iterable[tuple[str, str]]
) -> list[RecallHit]:
    """This user's sources of these kinds and ids, without a score; what is gone is left out."""
    found = []
    for kind, source_id in sources:
        query = (
            f"SELECT {_MEMORY_COLUMNS} FROM memories"
            " WHERE id = ? AND user_id = ? AND valid_to IS NULL"
            if kind == "memory"
            else f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE id = ? AND user_id = ?"
        )
        row = connection.execute(query, (source_id, user_id)).fetchone()
        if row is not None:
            found.append(_hit(row))
    return found


def _hit(row: Sequence[Any]) -> RecallHit:
    return RecallHit(
        kind="memory" if row[0] == "memory" else "message",
        source_id=row[1],
        score=-float(row[2]),
        time=from_ms(row[3]),
        text=row[4] if row[0] == "memory" else text_of_parts(row[4]),
        role=row[5],
    )
