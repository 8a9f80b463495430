"""One full-text table per user over stemmed words, in plain FTS5 that any SQLite can read."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.moments import from_ms
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import Memory, RecallHit

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CYRILLIC = re.compile("[а-яё]")
MAX_QUERY_WORDS = 24


class _Stemmer(Protocol):
    def stemWords(self, words: list[str]) -> list[str]: ...  # noqa: N802 - the library's name


@cache
def _stemmer(language: str) -> _Stemmer:
    import Stemmer

    stemmer: _Stemmer = Stemmer.Stemmer(language)
    return stemmer


def stems(text: str) -> list[str]:
    """The stemmed words of a text, English and Russian each by its own rules, ё as е."""
    words = [word.replace("ё", "е") for word in _WORD.findall(text.lower())]
    cyrillic = [word for word in words if _CYRILLIC.search(word)]
    russian = dict(zip(cyrillic, _stemmer("russian").stemWords(cyrillic), strict=True))
    others = [word for word in words if word not in russian]
    english = dict(zip(others, _stemmer("english").stemWords(others), strict=True))
    return [russian.get(word) or english[word] for word in words]


def ensure_table(connection: Connection, user_id: UserId, now: datetime) -> str:
    """The user's table, made at its first use."""
    table = f"text_of_user_{users.ensure(connection, user_id, now)}"
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5("
        "stems, source_kind UNINDEXED, source_id UNINDEXED, created_at UNINDEXED,"
        " tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
    return table


def index_message(connection: Connection, message: Message) -> None:
    """Make a message of the user or the assistant searchable."""
    table = ensure_table(connection, message.user_id, message.created_at)
    _insert(connection, table, (message.text, "message", message.id, message.created_at))


def index_memory(connection: Connection, memory: Memory) -> None:
    """Make a memory searchable."""
    table = ensure_table(connection, memory.user_id, memory.valid_from)
    _insert(connection, table, (memory.text, "memory", memory.id, memory.valid_from))


def _insert(
    connection: Connection, table: str, row: tuple[str, str, MessageId | MemoryId, datetime]
) -> None:
    text, kind, source_id, created_at = row
    connection.execute(
        f"INSERT INTO {table} (stems, source_kind, source_id, created_at) VALUES (?, ?, ?, ?)",
        (" ".join(stems(text)), kind, source_id, created_at.isoformat()),
    )


def remove(connection: Connection, user_id: UserId, source_ids: Iterable[str]) -> None:
    """Take sources out of the user's index."""
    number = users.number_of(connection, user_id)
    if number is None or not _exists(connection, f"text_of_user_{number}"):
        return
    connection.executemany(
        f"DELETE FROM text_of_user_{number} WHERE source_id = ?",
        [(source_id,) for source_id in source_ids],
    )


def query_stems(query: str) -> list[str]:
    """The distinct telling words of a question, in order."""
    return list(dict.fromkeys(stem for stem in stems(query) if stem not in _stop_stems()))


def search(
    connection: Connection, user_id: UserId, query: str, k: int, kinds: tuple[str, ...]
) -> list[RecallHit]:
    """The best sources of this user for a question, best first; nobody else's are read."""
    number = users.number_of(connection, user_id)
    words = query_stems(query)
    table = f"text_of_user_{number}"
    if number is None or not words or not _exists(connection, table):
        return []
    match = " OR ".join(f'"{word}"' for word in words[:MAX_QUERY_WORDS])
    marks = ",".join("?" * len(kinds))
    rows = connection.execute(
        f"SELECT source_kind, source_id, bm25({table}), coalesce(m.created_at, e.valid_from),"
        f" coalesce(e.text, m.parts) FROM {table}"
        f" LEFT JOIN messages m ON source_kind = 'message' AND m.id = source_id AND m.user_id = ?"
        f" LEFT JOIN memories e ON source_kind = 'memory' AND e.id = source_id AND e.user_id = ?"
        f" WHERE {table} MATCH ? AND source_kind IN ({marks})"
        f" AND coalesce(m.id, e.id) IS NOT NULL ORDER BY bm25({table}) LIMIT ?",
        (user_id, user_id, match, *kinds, k),
    )
    return [_hit(row) for row in rows]


def texts_of(
    connection: Connection, user_id: UserId, sources: Iterable[tuple[str, str]]
) -> list[RecallHit]:
    """This user's sources of these kinds and ids, without a score; what is gone is left out."""
    found = []
    for kind, source_id in sources:
        query = (
            "SELECT 'memory', id, 0, valid_from, text FROM memories WHERE id = ? AND user_id = ?"
            if kind == "memory"
            else "SELECT 'message', id, 0, created_at, parts FROM messages"
            " WHERE id = ? AND user_id = ?"
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
    )


def _exists(connection: Connection, table: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    )


@cache
def _stop_stems() -> frozenset[str]:
    """Words too common to tell anything."""
    return frozenset(stems(_STOP_WORDS))


_STOP_WORDS = (
    "a an the and or but of to in on at for with from by is are was were be been am do does did"
    " i you he she it we they me my your his her our their this that these those what which who"
    " when where how why there here not no so if than then have has had will would can could"
    " should about into out up down as"
    " и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее"
    " мне было вот от меня еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть"
    " был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть"
    " надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет кто этот"
    " мой моя мое мои это эта эти какой какая какие какое про"
)
