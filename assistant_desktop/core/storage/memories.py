"""Rows of memories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage import forgetting, learning, search_index, users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.core.storage.stemming import stems
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import Memory, MemoryKind

_MEMORY = "id, user_id, kind, text, key, valid_from, valid_to, source_message, confidence, pinned"


def insert(connection: Connection, memory: Memory, now: datetime) -> None:
    """Store a memory and make it searchable."""
    users.ensure(connection, memory.user_id, now)
    connection.execute(
        f"INSERT INTO memories ({_MEMORY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            memory.id,
            memory.user_id,
            memory.kind.value,
            memory.text,
            memory.key,
            to_ms(memory.valid_from),
            to_ms(memory.valid_to),
            memory.source_message,
            memory.confidence,
            memory.pinned,
        ),
    )
    search_index.add_memory(connection, memory)


def one(connection: Connection, user_id: UserId, memory_id: MemoryId) -> Memory | None:
    """One memory of this user, whether it still holds or not."""
    row = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE id = ? AND user_id = ?", (memory_id, user_id)
    ).fetchone()
    return None if row is None else _memory(row)


def reword(connection: Connection, memory: Memory) -> None:
    """The user put it in other words: the old ones are found nowhere any more."""
    search_index.remove(connection, memory.user_id, [memory.id])
    learning.take_out_of_contexts(connection, memory.user_id, [memory.id])
    connection.execute(
        "UPDATE memories SET text = ?, confidence = ? WHERE id = ? AND user_id = ?",
        (memory.text, memory.confidence, memory.id, memory.user_id),
    )
    search_index.add_memory(connection, memory)


def pin(connection: Connection, user_id: UserId, memory_id: MemoryId, *, pinned: bool) -> bool:
    """Let it stand first, or not; False when it is not there."""
    connection.execute(
        "UPDATE memories SET pinned = ? WHERE id = ? AND user_id = ?", (pinned, memory_id, user_id)
    )
    return connection.changes() == 1


def knows(connection: Connection, user_id: UserId, text: str) -> bool:
    """Whether a memory that holds has every word of a text."""
    wanted = set(stems(text))
    return any(set(stems(known.text)) >= wanted for known in of_user(connection, user_id))


def learn(connection: Connection, memory: Memory, now: datetime) -> bool:
    """Store a fact unless it is known; an older one of the same key no longer holds."""
    if knows(connection, memory.user_id, memory.text):
        return False
    for known in of_user(connection, memory.user_id):
        if known.key is not None and known.key == memory.key:
            _close(connection, known, now)
    insert(connection, memory, now)
    return True


def _close(connection: Connection, memory: Memory, now: datetime) -> None:
    """It no longer holds: it stays as a row, and is found by no search."""
    search_index.remove(connection, memory.user_id, [memory.id])
    connection.execute(
        "UPDATE memories SET valid_to = ? WHERE id = ? AND user_id = ?",
        (to_ms(now), memory.id, memory.user_id),
    )


def learned_from(
    connection: Connection, user_id: UserId, messages: Sequence[MessageId]
) -> list[MemoryId]:
    """The memories that were learned from these messages, not those the user asked to keep."""
    found: list[MemoryId] = []
    for message in messages:
        rows = connection.execute(
            "SELECT id FROM memories WHERE user_id = ? AND source_message = ? AND key IS NOT NULL",
            (user_id, message),
        )
        found += [MemoryId(str(row[0])) for row in rows]
    return found


def of_user(connection: Connection, user_id: UserId) -> list[Memory]:
    """Everything remembered of a user that still holds, pinned first, newest first."""
    rows = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND valid_to IS NULL"
        " ORDER BY pinned DESC, valid_from DESC, id DESC",
        (user_id,),
    )
    return [_memory(row) for row in rows]


def pinned(connection: Connection, user_id: UserId, limit: int) -> list[Memory]:
    """What the user wants to be known always, newest first."""
    rows = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND valid_to IS NULL AND pinned = 1"
        " ORDER BY valid_from DESC, id DESC LIMIT ?",
        (user_id, limit),
    )
    return [_memory(row) for row in rows]


def past_of_user(connection: Connection, user_id: UserId) -> list[Memory]:
    """Everything remembered of a user that no longer holds, what ended last first."""
    rows = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND valid_to IS NOT NULL"
        " ORDER BY valid_to DESC, id DESC",
        (user_id,),
    )
    return [_memory(row) for row in rows]


def all_of_user(connection: Connection, user_id: UserId) -> list[Memory]:
    """Everything ever remembered of a user, what no longer holds too, oldest first."""
    rows = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE user_id = ? ORDER BY valid_from, id", (user_id,)
    )
    return [_memory(row) for row in rows]


def unlearn(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> None:
    """Remove what was learned; what each had closed holds as long as if it had never been."""
    for memory_id in memory_ids:
        gone = one(connection, user_id, memory_id)
        if gone is None:
            continue
        closed = connection.execute(
            f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND key = ? AND valid_to = ?"
            " AND id <> ?",
            (user_id, gone.key, to_ms(gone.valid_from), memory_id),
        ).fetchall()
        _remove(connection, user_id, [memory_id])
        for memory in map(_memory, closed):
            connection.execute(
                "UPDATE memories SET valid_to = ? WHERE id = ? AND user_id = ?",
                (to_ms(gone.valid_to), memory.id, user_id),
            )
            if gone.valid_to is None:
                search_index.add_memory(connection, memory)


def delete(
    connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId], now: datetime
) -> int:
    """Remove memories with their index entries and vectors for good; how many there were."""
    removed = _remove(connection, user_id, memory_ids)
    forgetting.note(connection, user_id, memory_ids, now)
    return removed


def _remove(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> int:
    search_index.remove(connection, user_id, memory_ids)
    learning.take_out_of_contexts(connection, user_id, memory_ids)
    removed = 0
    for memory_id in memory_ids:
        connection.execute(
            "DELETE FROM memories WHERE id = ? AND user_id = ?", (memory_id, user_id)
        )
        removed += connection.changes()
    return removed


def _memory(row: Sequence[Any]) -> Memory:
    return Memory.model_construct(
        id=MemoryId(row[0]),
        user_id=UserId(row[1]),
        kind=MemoryKind(row[2]),
        text=row[3],
        key=row[4],
        valid_from=from_ms(row[5]),
        valid_to=from_ms(row[6]),
        source_message=None if row[7] is None else MessageId(row[7]),
        confidence=row[8],
        pinned=bool(row[9]),
    )
