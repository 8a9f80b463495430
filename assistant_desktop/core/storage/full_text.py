"""One full-text table per user over stemmed words, in plain FTS5 that any SQLite can read.

A turn is found by its own words and, for less, by those of the turns beside it: an answer rarely
repeats the words of its question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.stemming import stems
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import Memory

SPOKEN = "role IN ('user', 'assistant')"
"""Which messages can be found."""
_TURN = "seq, id, conversation_id, user_id, parts, speaker"
_CONTEXT_WORDS = 60
_LOOKED_AT = 3
"""Neighbours looked at for one with words: some messages hold calls alone."""


@dataclass(frozen=True)
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

    @cached_property
    def text(self) -> str:
        return text_of_parts(self.parts).strip()

    @cached_property
    def stems(self) -> list[str]:
        """Stems of the speaker's name and of the words."""
        return [*stems(self.speaker or ""), *stems(self.text)]


def table_of(connection: Connection, user_id: UserId) -> str | None:
    """The name of the user's table; None where the user has none yet."""
    number = users.number_of(connection, user_id)
    if number is None or not _exists(connection, _table(number)):
        return None
    return _table(number)


def ensure_table(connection: Connection, user_id: UserId, now: datetime) -> str:
    """The user's table, made at its first use."""
    table = _table(users.ensure(connection, user_id, now))
    if _exists(connection, table):
        return table
    connection.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5("
        "stems, context, source_kind UNINDEXED, source_id UNINDEXED,"
        " tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
    add_vocabulary(connection, table)
    return table


def add_vocabulary(connection: Connection, table: str) -> None:
    """A view of the words of a table: it stores nothing of its own."""
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {vocabulary_of(table)} USING fts5vocab({table}, row)"
    )


def vocabulary_of(table: str) -> str:
    """The name of that view."""
    return f"vocabulary_{table}"


def index_messages(connection: Connection, messages: Sequence[Message]) -> None:
    """Make stored messages findable, by their own words and by those of their neighbours."""
    for user_id, of_user in groupby(messages, key=lambda message: message.user_id):
        told = list(of_user)
        table = ensure_table(connection, user_id, told[0].created_at)
        wanted: dict[str, set[str]] = {}
        for message in told:
            wanted.setdefault(message.conversation_id, set()).add(message.id)
        for conversation_id, ids in wanted.items():
            _index_in(connection, table, _turns_around(connection, user_id, conversation_id, ids))


def _turns_around(
    connection: Connection, user_id: str, conversation_id: str, ids: set[str]
) -> list[tuple[_Turn, bool]]:
    """The turns of these ids (True) and those beside them (False), in order."""
    first = min((_seq_of(connection, user_id, one) or 0 for one in ids), default=0)
    earlier = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE conversation_id = ? AND user_id = ? AND {SPOKEN}"
        f" AND active = 1 AND seq < ? ORDER BY seq DESC LIMIT {_LOOKED_AT}",
        (conversation_id, user_id, first),
    ).fetchall()
    later = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE conversation_id = ? AND user_id = ? AND {SPOKEN}"
        " AND active = 1 AND seq >= ? ORDER BY seq",
        (conversation_id, user_id, first),
    )
    turns = [_turn(row) for row in (*reversed(earlier), *later)]
    return [(turn, turn.id in ids) for turn in turns if turn.text]


def _index_in(connection: Connection, table: str, turns: list[tuple[_Turn, bool]]) -> None:
    """Write the rows of the turns that are new, and the context of those beside them."""
    fresh = [is_new for _, is_new in turns]
    for place, (turn, is_new) in enumerate(turns):
        beside = [turns[at][0] for at in (place - 1, place + 1) if 0 <= at < len(turns)]
        context = " ".join(word for one in beside for word in _short(one))
        if is_new:
            words = " ".join(turn.stems)
            _insert(connection, table, (turn.place, words, context, "message", turn.id))
        elif any(fresh[at] for at in (place - 1, place + 1) if 0 <= at < len(turns)):
            _refresh_context(connection, table, turn, frozenset())


def index_memory(connection: Connection, memory: Memory) -> None:
    """Make a stored memory findable."""
    table = ensure_table(connection, memory.user_id, memory.valid_from)
    place = _memory_place(connection, memory.user_id, memory.id)
    if place is not None:
        _insert(connection, table, (place, " ".join(stems(memory.text)), "", "memory", memory.id))


def _insert(connection: Connection, table: str, row: tuple[int, str, str, str, str]) -> None:
    # Taking a row out securely is dear, so it is looked first whether there is one.
    if connection.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (row[0],)).fetchone():
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row[0],))
    connection.execute(
        f"INSERT INTO {table} (rowid, stems, context, source_kind, source_id)"
        " VALUES (?, ?, ?, ?, ?)",
        row,
    )


def remove(connection: Connection, user_id: UserId, source_ids: Iterable[str]) -> None:
    """Take sources out of the user's index, before their rows go; their neighbours forget them."""
    table = table_of(connection, user_id)
    if table is None:
        return
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
            beside = _neighbour(connection, turn, gone, ahead=ahead)
            if beside is not None:
                _refresh_context(connection, table, beside, gone)


def memories_with(connection: Connection, user_id: UserId, text: str) -> list[int]:
    """The row numbers of the user's memories that have all words of a text."""
    table = table_of(connection, user_id)
    words = list(dict.fromkeys(stems(text)))
    if table is None or not words:
        return []
    match = " AND ".join(f'"{word}"' for word in words)
    rows = connection.execute(
        f"SELECT rowid / 2 FROM {table} WHERE {table} MATCH ? AND rowid & 1 = 1", (match,)
    )
    return [int(str(row[0])) for row in rows]


def build_missing(connection: Connection) -> None:
    """Make the table of every user that has none, from what is stored."""
    for user in users.all_users(connection):
        if table_of(connection, user.id) is not None:
            continue
        table = ensure_table(connection, user.id, user.created_at)
        conversations = connection.execute(
            "SELECT DISTINCT conversation_id FROM messages WHERE user_id = ?", (user.id,)
        ).fetchall()
        for (conversation_id,) in conversations:
            rows = connection.execute(
                f"SELECT {_TURN} FROM messages WHERE conversation_id = ? AND user_id = ?"
                f" AND active = 1 AND {SPOKEN} ORDER BY seq",
                (conversation_id, user.id),
            )
            turns = [_turn(row) for row in rows]
            _index_in(connection, table, [(turn, True) for turn in turns if turn.text])
        for place, source_id, text in connection.execute(
            "SELECT 2 * rowid + 1, id, text FROM memories WHERE user_id = ? AND valid_to IS NULL",
            (user.id,),
        ).fetchall():
            words = " ".join(stems(str(text)))
            _insert(connection, table, (int(str(place)), words, "", "memory", str(source_id)))


# ---- turns and their neighbours ----


def _turn(row: Sequence[Any]) -> _Turn:
    return _Turn(*row)


def _seq_of(connection: Connection, user_id: str, message_id: str) -> int | None:
    row = connection.execute(
        "SELECT seq FROM messages WHERE user_id = ? AND id = ?", (user_id, message_id)
    ).fetchone()
    return None if row is None else int(row[0])


def _turn_of(connection: Connection, user_id: str, message_id: str) -> _Turn | None:
    row = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE user_id = ? AND id = ?", (user_id, message_id)
    ).fetchone()
    return None if row is None else _turn(row)


def _neighbour(
    connection: Connection, turn: _Turn, without: frozenset[str], *, ahead: bool
) -> _Turn | None:
    """The next message with words of the same conversation, before or after."""
    order = ("seq > ?", "ASC") if ahead else ("seq < ?", "DESC")
    rows = connection.execute(
        f"SELECT {_TURN} FROM messages WHERE conversation_id = ? AND user_id = ? AND {SPOKEN}"
        f" AND active = 1 AND {order[0]} ORDER BY seq {order[1]} LIMIT {_LOOKED_AT}",
        (turn.conversation_id, turn.user_id, turn.seq),
    ).fetchall()
    turns = (_turn(row) for row in rows)
    return next((one for one in turns if one.text and one.id not in without), None)


def _refresh_context(
    connection: Connection, table: str, turn: _Turn, without: frozenset[str]
) -> None:
    beside = (_neighbour(connection, turn, without, ahead=ahead) for ahead in (False, True))
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


def _table(number: int) -> str:
    return f"words_of_user_{number}"


def _exists(connection: Connection, table: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    )
