"""Search in a user's full-text table, quick at a million rows.

A word that is in very many texts tells little and costs much: ranking reads every text that has
it. Such words are left out where there are rarer ones, and ask for the newest text where not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.full_text import SPOKEN, vocabulary_of
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import RecallHit

MAX_QUERY_WORDS = 24
COMMON = 8_000
"""Texts that a word may be in before it is too common to rank by."""
_MOST_RANKED = 15_000
"""Texts that are ranked for one question; each costs about half a microsecond."""
_MOST_ALIKE = 2000
_OWN_WORDS, _WORDS_BESIDE = 1.0, 0.4
"""What a word is worth in the text itself, and in the turn before or after it."""

_END = 2**63 - 1

Range = tuple[datetime, datetime]
"""From, and until (exclusive); both aware."""


def places(
    connection: Connection,
    table: str,
    words: Mapping[str, int],
    k: int,
    which: "Narrowed",
) -> list[int]:
    """The rows of the index that have some of these words, best first; k at most.

    words: each with the number of texts that have it (`texts_with`).
    """
    telling = _telling(words)
    if telling:
        match = " OR ".join(f'"{word}"' for word in telling)
        order = f"ORDER BY bm25({table}, {_OWN_WORDS}, {_WORDS_BESIDE})"
    else:
        match = " AND ".join(f'"{word}"' for word in words)
        order = "ORDER BY rowid DESC"
    if not match:
        return []
    rows = connection.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ?{which.condition} {order} LIMIT ?",
        (match, *which.values, k),
    )
    return [int(str(row[0])) for row in rows]


def _telling(words: Mapping[str, int]) -> list[str]:
    """The words rare enough to rank by, as many of them as may be ranked."""
    telling, ranked = [], 0
    for word, texts in sorted(words.items(), key=lambda one: one[1]):
        if texts >= COMMON or ranked + texts > _MOST_RANKED:
            break
        ranked += texts
        telling.append(word)
    return telling


def texts_with(connection: Connection, table: str, word: str) -> int:
    """How many texts have a word; COMMON for that many and more."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
    return int(str(connection.execute(query, (f'"{word}"', COMMON)).get))


def count(connection: Connection, table: str) -> int:
    """About how many texts there are: what was ever stored of all users, at most."""
    row = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()
    return 1 if row is None or row[0] is None else int(str(row[0])) // 2 + 1


def words_beginning(connection: Connection, table: str, beginning: str) -> list[str]:
    """The words of a user's texts that begin so."""
    rows = connection.execute(
        f"SELECT term FROM {vocabulary_of(table)} WHERE term >= ? AND term < ? LIMIT ?",
        (beginning, f"{beginning}\U0010ffff", _MOST_ALIKE),
    )
    return [str(row[0]) for row in rows]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A row of the index: the id of its source, and its stemmed words."""

    source_id: str
    words: frozenset[str]


def rows_at(connection: Connection, table: str, places: Iterable[int]) -> dict[int, Indexed]:
    """Rows of the index by their places; what is not there is left out."""
    marks = ",".join(str(int(place)) for place in places)
    found = connection.execute(
        f"SELECT rowid, source_id, stems FROM {table} WHERE rowid IN ({marks})"
    )
    return {int(str(row[0])): Indexed(str(row[1]), frozenset(str(row[2]).split())) for row in found}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows rows of the index down: the end of a WHERE clause, and its values."""

    condition: str = ""
    values: tuple[Any, ...] = ()


def narrowed(user_id: UserId, kinds: tuple[str, ...], between: Range | None) -> Narrowed:
    """Rows of these kinds, said in that time. Messages have even rows, memories odd ones."""
    condition = ""
    if len(kinds) == 1:
        condition = f" AND rowid & 1 = {int(kinds[0] == 'memory')}"
    if between is None:
        return Narrowed(condition)
    # The plus keeps SQLite from asking the index once for each row of that time.
    condition += (
        " AND +rowid IN (SELECT 2 * seq FROM messages"
        " WHERE user_id = ? AND created_at >= ? AND created_at < ?"
        " UNION ALL SELECT 2 * rowid + 1 FROM memories"
        " WHERE user_id = ? AND valid_from >= ? AND valid_from < ?)"
    )
    span = (to_ms(between[0]), to_ms(between[1]))
    return Narrowed(condition, (user_id, *span, user_id, *span))


@dataclass(frozen=True, slots=True, order=True)
class TurnPlace:
    """A message's place, when it was said (ms), and by whom."""

    seq: int
    at: int
    role: str


def turns_around(connection: Connection, user_id: UserId, seq: int, reach: int) -> list[TurnPlace]:
    """A message and those around it in its conversation, in order."""
    row = connection.execute(
        "SELECT conversation_id, created_at, role FROM messages WHERE seq = ? AND user_id = ?",
        (seq, user_id),
    ).fetchone()
    if row is None:
        return []
    found = [TurnPlace(seq, int(str(row[1])), str(row[2]))]
    for sign, order in (("<", "DESC"), (">", "ASC")):
        found += [
            TurnPlace(int(str(one[0])), int(str(one[1])), str(one[2]))
            for one in connection.execute(
                "SELECT seq, created_at, role FROM messages"
                f" WHERE conversation_id = ? AND user_id = ? AND active = 1 AND {SPOKEN}"
                f" AND seq {sign} ? ORDER BY seq {order} LIMIT ?",
                (row[0], user_id, seq, reach),
            )
        ]
    return sorted(found)


def memory_moments(
    connection: Connection, user_id: UserId, numbers: Iterable[int]
) -> dict[int, int]:
    """When memories of these row numbers began to hold, in ms; what no longer holds is left out."""
    marks = ",".join(str(int(number)) for number in numbers)
    rows = connection.execute(
        f"SELECT rowid, valid_from FROM memories WHERE rowid IN ({marks})"
        " AND user_id = ? AND valid_to IS NULL",
        (user_id,),
    )
    return {int(str(row[0])): int(str(row[1])) for row in rows}


def place_of(connection: Connection, user_id: UserId, kind: str, source_id: str) -> int | None:
    """The row of the index where a source stands."""
    if kind == "memory":
        query = "SELECT 2 * rowid + 1 FROM memories WHERE user_id = ? AND id = ?"
    else:
        query = "SELECT 2 * seq FROM messages WHERE user_id = ? AND id = ?"
    row = connection.execute(query, (user_id, source_id)).fetchone()
    return None if row is None else int(str(row[0]))


def source_at(connection: Connection, user_id: UserId, place: int) -> RecallHit | None:
    """What stands at a row of the index; None where it is gone."""
    query = _MEMORY_AT if place & 1 else _MESSAGE_AT
    row = connection.execute(query, (place // 2, user_id)).fetchone()
    return None if row is None else _hit(row)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked in a turn, the tools that were called in it, and how it was answered."""

    asked: str
    asked_at: datetime
    called: frozenset[str]
    answer: str


def turn_at(connection: Connection, user_id: UserId, place: int) -> Turn | None:
    """The turn of a message; None where it stands before anything that the user said."""
    seq = place // 2
    asked = connection.execute(
        "SELECT q.seq, q.conversation_id, q.parts, q.created_at FROM messages m JOIN messages q"
        " ON q.conversation_id = m.conversation_id AND q.user_id = m.user_id"
        " WHERE m.seq = ? AND m.user_id = ? AND q.role = 'user' AND q.active = 1"
        " AND q.seq <= m.seq ORDER BY q.seq DESC LIMIT 1",
        (seq, user_id),
    ).fetchone()
    if asked is None:
        return None
    first, conversation, parts, moment = asked
    end = connection.execute(
        "SELECT min(seq) FROM messages WHERE conversation_id = ? AND user_id = ? AND role = 'user'"
        " AND active = 1 AND seq > ?",
        (conversation, user_id, first),
    ).get
    within = (conversation, user_id, first, _END if end is None else end)
    called = connection.execute(
        "SELECT DISTINCT t.name FROM messages m JOIN tool_calls t ON t.message_id = m.id"
        " AND t.user_id = m.user_id AND t.conversation_id = m.conversation_id"
        " WHERE m.conversation_id = ? AND m.user_id = ? AND m.seq > ? AND m.seq < ?",
        within,
    )
    names = frozenset(str(row[0]) for row in called)
    answer = connection.execute(
        "SELECT parts FROM messages WHERE conversation_id = ? AND user_id = ? AND seq > ?"
        " AND seq < ? AND role = 'assistant' AND active = 1 ORDER BY seq DESC LIMIT 1",
        within,
    ).get
    text = "" if answer is None else text_of_parts(str(answer))
    return Turn(text_of_parts(str(parts)), from_ms(int(str(moment))), names, text)


_MEMORY_COLUMNS = "'memory', id, valid_from, text, ''"
_MESSAGE_COLUMNS = "'message', id, created_at, parts, role"
_MEMORY_AT = (
    f"SELECT {_MEMORY_COLUMNS} FROM memories WHERE rowid = ? AND user_id = ? AND valid_to IS NULL"
)
_MESSAGE_AT = (
    f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE seq = ? AND user_id = ? AND active = 1"
)


def said_between(
    connection: Connection, user_id: UserId, between: Range, k: int, kinds: tuple[str, ...]
) -> list[RecallHit]:
    """What this user's conversations and memories have of a time, the latest first."""
    span = (to_ms(between[0]), to_ms(between[1]))
    rows: list[Sequence[Any]] = []
    if "message" in kinds:
        rows += connection.execute(
            f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE user_id = ?"
            f" AND active = 1 AND {SPOKEN} AND created_at >= ? AND created_at < ?"
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


def _hit(row: Sequence[Any]) -> RecallHit:
    return RecallHit(
        kind="memory" if row[0] == "memory" else "message",
        source_id=row[1],
        score=1.0,
        time=from_ms(row[2]),
        text=row[3] if row[0] == "memory" else text_of_parts(row[3]),
        role=row[4],
    )
