"""Rows of memories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage import forgetting, full_text, search_index, users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
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


def learn(connection: Connection, memory: Memory, now: datetime) -> bool:
    """Store a fact unless it is known; an older one of the same key no longer holds.

    A message that was replaced before anything was learned from it teaches when it is back.
    """
    connection.execute(
        "UPDATE messages SET unlearned = 1 WHERE id = ? AND user_id = ? AND active = 0",
        (memory.source_message, memory.user_id),
    )
    if connection.changes():
        return False
    wanted = set(full_text.stems(memory.text))
    for known in of_user(connection, memory.user_id):
        if set(full_text.stems(known.text)) >= wanted:
            return False
        if known.key is not None and known.key == memory.key:
            connection.execute(
                "UPDATE memories SET valid_to = ? WHERE id = ? AND user_id = ?",
                (to_ms(now), known.id, memory.user_id),
            )
    insert(connection, memory, now)
    return True


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


def unlearn(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> None:
    """Remove what was learned; what each had closed holds as long as if it had never been."""
    for memory_id in memory_ids:
        row = connection.execute(
            f"SELECT {_MEMORY} FROM memories WHERE id = ? AND user_id = ?", (memory_id, user_id)
        ).fetchone()
        if row is None:
            continue
        gone = _memory(row)
        closed = connection.execute(
            f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND key = ? AND valid_to = ?"
            " AND id <> ?",
            (user_id, gone.key, to_ms(gone.valid_from), memory_id),
        ).fetchall()
        _remove(connection, user_id, [memory_id])
        for one in map(_memory, closed):
            connection.execute(
                "UPDATE memories SET valid_to = ? WHERE id = ? AND user_id = ?",
                (to_ms(gone.valid_to), one.id, user_id),
            )
            if gone.valid_to is None:
                search_index.add_memory(connection, one)


def delete(
    connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId], now: datetime
) -> int:
    """Remove memories with their index entries and vectors for good; how many there were."""
    removed = _remove(connection, user_id, memory_ids)
    forgetting.note(connection, user_id, memory_ids, now)
    return removed


def _remove(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> int:
    search_index.remove(connection, user_id, memory_ids)
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
