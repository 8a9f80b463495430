"""One full-text table per user over stemmed words, in plain FTS5 that any SQLite can read.

A turn is found by its own words and, for less, by those of the turns beside it: an answer rarely
repeats the words of its question.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import Memory, RecallHit

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CYRILLIC = re.compile("[а-яё]")
MAX_QUERY_WORDS = 24
_OWN_WORDS, _WORDS_BESIDE = 1.0, 0.4
"""What a word is worth in the text itself, and in the turn before or after it."""


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
    table = table_name(users.ensure(connection, user_id, now))
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5("
        "stems, context, source_kind UNINDEXED, source_id UNINDEXED,"
        " tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
    return table


def index_message(connection: Connection, message: Message) -> None:
    """Make a stored message findable, by its own words and by those of its neighbours."""
    table = ensure_table(connection, message.user_id, message.created_at)
    turn = _turn_of(connection, message.user_id, message.id)
    if turn is None:
        return
    before = _neighbour(connection, turn, ahead=False)
    context = " ".join(_short(before)) if before else ""
    _insert(connection, table, (turn.place, " ".join(turn.stems), context, "message", message.id))
    if before is not None:
        _refresh_context(connection, table, before, frozenset())


def index_messages(connection: Connection, messages: Sequence[Message]) -> None:
    """Make messages findable that end one conversation, in order; each is written once."""
    index_message(connection, messages[0])
    user_id = messages[0].user_id
    table = table_name(users.ensure(connection, user_id, messages[0].created_at))
    turns = [turn for one in messages if (turn := _turn_of(connection, user_id, one.id))]
    said = [turn.stems for turn in turns]
    beside = [" ".join(stems[:_CONTEXT_WORDS]) for stems in said]
    connection.executemany(
        f"INSERT INTO {table} (rowid, stems, context, source_kind, source_id)"
        " VALUES (?, ?, ?, 'message', ?)",
        [
            (turn.place, " ".join(own), " ".join(filter(None, (before, after))), turn.id)
            for turn, own, before, after in zip(
                turns[1:], said[1:], beside, [*beside[2:], ""], strict=False
            )
        ],
    )
    if len(turns) > 1:
        connection.execute(
            f"UPDATE {table} SET context = trim(context || ' ' || ?) WHERE rowid = ?",
            (beside[1], turns[0].place),
        )


def index_memory(connection: Connection, memory: Memory) -> None:
    """Make a stored memory findable."""
    table = ensure_table(connection, memory.user_id, memory.valid_from)
    place = _memory_place(connection, memory.user_id, memory.id)
    if place is not None:
        _insert(connection, table, (place, " ".join(stems(memory.text)), "", "memory", memory.id))


def _insert(connection: Connection, table: str, row: tuple[int, str, str, str, str]) -> None:
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row[0],))
    connection.execute(
        f"INSERT INTO {table} (rowid, stems, context, source_kind, source_id)"
        " VALUES (?, ?, ?, ?, ?)",
        row,
    )


def remove(connection: Connection, user_id: UserId, source_ids: Iterable[str]) -> None:
    """Take sources out of the user's index, before their rows go; their neighbours forget them."""
    number = users.number_of(connection, user_id)
    if number is None or not _exists(connection, table_name(number)):
        return
    table = table_name(number)
    gone = frozenset(source_ids)
    for source_id in gone:
        place = _memory_place(connection, user_id, source_id)
        if place is not None:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (place,))
        turn = _turn_of(connection, user_id, source_id)
        if turn is None:
            continue
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (turn.place,))
        for ahead in (False, True):
            beside = _neighbour(connection, turn, ahead=ahead, without=gone)
            if beside is not None:
                _refresh_context(connection, table, beside, gone)


def rebuild(connection: Connection) -> None:
    """Make every user's table anew from what is stored."""
    for user in users.all_users(connection):
        table = ensure_table(connection, user.id, user.created_at)
        turns = connection.execute(
            f"SELECT {_TURN} FROM messages WHERE user_id = ? AND active = 1 AND {_SPOKEN}"
            " ORDER BY seq",
            (user.id,),
        )
        last: dict[str, _Turn] = {}
        for row in turns.fetchall():
            turn = _turn(row)
            before = last.get(turn.conversation_id)
            context = _short(before) if before else []
            _insert(
                connection,
                table,
                (turn.place, " ".join(turn.stems), " ".join(context), "message", turn.id),
            )
            if before is not None:
                _refresh_context(connection, table, before, frozenset())
            last[turn.conversation_id] = turn
        for place, source_id, text in connection.execute(
            "SELECT 2 * rowid + 1, id, text FROM memories WHERE user_id = ?", (user.id,)
        ).fetchall():
            words = " ".join(stems(str(text)))
            _insert(connection, table, (int(str(place)), words, "", "memory", str(source_id)))


# ---- turns and their neighbours ----

_TURN = "seq, id, conversation_id, user_id, parts, speaker"
_SPOKEN = "role IN ('user', 'assistant')"
_CONTEXT_WORDS = 60
_LOOKED_AT = 3
"""Neighbours looked at for one with words: some messages hold calls alone."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A stored message; whoever speaks is named with what they say."""

    seq: int
    id: str
    conversation_id: str
    user_id: str
    parts: str
    speaker: str | None

    @property
    def place(self) -> int:
        """Its row in the index: messages have the even ones, memories the odd ones."""
        return 2 * self.seq

    @property
    def stems(self) -> list[str]:
        """Stems of the speaker's name and of the words."""
        return [*stems(self.speaker or ""), *stems(text_of_parts(self.parts))]


def _turn(row: Sequence[Any]) -> _Turn:
    return _Turn(*row)


def _turn_of(connection: Connection, user_id: str, message_id: str) -> _Turn | None:
    row = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE user_id = ? AND id = ?", (user_id, message_id)
    ).fetchone()
    return None if row is None else _turn(row)


def _neighbour(
    connection: Connection, turn: _Turn, *, ahead: bool, without: frozenset[str] = frozenset()
) -> _Turn | None:
    """The next message with words of the same conversation, before or after."""
    order = ("seq > ?", "ASC") if ahead else ("seq < ?", "DESC")
    rows = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE conversation_id = ? AND user_id = ? AND active = 1"
        f" AND {_SPOKEN} AND {order[0]} ORDER BY seq {order[1]} LIMIT {_LOOKED_AT}",
        (turn.conversation_id, turn.user_id, turn.seq),
    ).fetchall()
    turns = (_turn(row) for row in rows)
    said = (one for one in turns if one.id not in without and text_of_parts(one.parts).strip())
    return next(said, None)


def _refresh_context(
    connection: Connection, table: str, turn: _Turn, without: frozenset[str]
) -> None:
    beside = (_neighbour(connection, turn, ahead=ahead, without=without) for ahead in (False, True))
    words = [word for one in beside if one for word in _short(one)]
    connection.execute(
        f"UPDATE {table} SET context = ? WHERE rowid = ?", (" ".join(words), turn.place)
    )


def _short(turn: _Turn) -> list[str]:
    return turn.stems[:_CONTEXT_WORDS]


def _memory_place(connection: Connection, user_id: str, memory_id: str) -> int | None:
    row = connection.execute(
        "SELECT rowid FROM memories WHERE user_id = ? AND id = ?", (user_id, memory_id)
    ).fetchone()
    return None if row is None else 2 * int(row[0]) + 1


def table_name(number: int) -> str:
    """The word table of a user's number."""
    return f"words_of_user_{number}"


def has_table(connection: Connection, number: int) -> bool:
    """Whether anything of that user was ever indexed."""
    return _exists(connection, table_name(number))


def query_stems(query: str) -> list[str]:
    """The distinct telling words of a question, in order."""
    return list(dict.fromkeys(stem for stem in stems(query) if stem not in _stop_stems()))


Range = tuple[datetime, datetime]
"""From, and until (exclusive); both aware."""


def search(
    connection: Connection,
    user_id: UserId,
    query: str,
    k: int,
    kinds: tuple[str, ...],
    between: Range | None = None,
) -> list[RecallHit]:
    """The best sources of this user for a question, best first; nobody else's are read."""
    number = users.number_of(connection, user_id)
    words = query_stems(query)
    if number is None or not words or not _exists(connection, table_name(number)):
        return []
    table = table_name(number)
    best = f"bm25({table}, {_OWN_WORDS}, {_WORDS_BESIDE})"
    match = " OR ".join(f'"{word}"' for word in words[:MAX_QUERY_WORDS])
    marks = ",".join("?" * len(kinds))
    rows = connection.execute(
        f"SELECT source_kind, source_id, {best}, coalesce(m.created_at, e.valid_from),"
        f" coalesce(e.text, m.parts), coalesce(m.role, '') FROM {table}"
        f" LEFT JOIN messages m ON source_kind = 'message' AND m.id = source_id AND m.user_id = ?"
        f" LEFT JOIN memories e ON source_kind = 'memory' AND e.id = source_id AND e.user_id = ?"
        f" WHERE {table} MATCH ? AND source_kind IN ({marks})"
        " AND e.valid_to IS NULL AND coalesce(m.created_at, e.valid_from) >= ?"
        f" AND coalesce(m.created_at, e.valid_from) < ? ORDER BY {best} LIMIT ?",
        (user_id, user_id, match, *kinds, *_milliseconds(between), k),
    )
    return [_hit(row) for row in rows]


def said_between(
    connection: Connection, user_id: UserId, between: Range, k: int, kinds: tuple[str, ...]
) -> list[RecallHit]:
    """What this user's conversations and memories have of a time, the latest first."""
    rows: list[Sequence[Any]] = []
    if "message" in kinds:
        rows += connection.execute(
            "SELECT 'message', id, 0, created_at, parts, role FROM messages WHERE user_id = ?"
            f" AND active = 1 AND {_SPOKEN} AND created_at >= ? AND created_at < ?"
            " ORDER BY created_at DESC LIMIT ?",
            (user_id, *_milliseconds(between), k),
        ).fetchall()
    if "memory" in kinds:
        rows += connection.execute(
            "SELECT 'memory', id, 0, valid_from, text, '' FROM memories WHERE user_id = ?"
            " AND valid_to IS NULL AND valid_from >= ? AND valid_from < ?"
            " ORDER BY valid_from DESC LIMIT ?",
            (user_id, *_milliseconds(between), k),
        ).fetchall()
    hits = [_hit(row) for row in rows]
    said = [hit for hit in hits if hit.text.strip()]
    return sorted(said, key=lambda hit: hit.time, reverse=True)[:k]


def _milliseconds(between: Range | None) -> tuple[int, int]:
    if between is None:
        return _BEFORE_ALL, _AFTER_ALL
    return to_ms(between[0]), to_ms(between[1])


_BEFORE_ALL, _AFTER_ALL = -(2**62), 2**62


def texts_of(
    connection: Connection, user_id: UserId, sources: Iterable[tuple[str, str]]
) -> list[RecallHit]:
    """This user's sources of these kinds and ids, without a score; what is gone is left out."""
    found = []
    for kind, source_id in sources:
        query = (
            "SELECT 'memory', id, 0, valid_from, text, '' FROM memories"
            " WHERE id = ? AND user_id = ? AND valid_to IS NULL"
            if kind == "memory"
            else "SELECT 'message', id, 0, created_at, parts, role FROM messages"
            " WHERE id = ? AND user_id = ? AND active = 1"
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
    " should about into out up down as say says said tell told talk talked mention mentioned"
    " и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее"
    " мне было вот от меня еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть"
    " был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть"
    " надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет кто этот"
    " мой моя мое мои это эта эти какой какая какие какое про сказал сказала говорил говорила"
    " говорили рассказывал рассказывала рассказал рассказала упоминал упоминала"
)
