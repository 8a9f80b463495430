"""Rows of memories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage import (
    forgetting,
    full_text,
    learning,
    search_index,
    used,
    users,
)
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
    if memory.valid_to is None:
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
    used.take_out(connection, memory.user_id, [memory.id])
    if memory.source_message is not None:
        learning.drop(connection, memory.user_id, [memory.source_message])
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


def in_these_words(connection: Connection, memory: Memory) -> Memory | None:
    """The memory of this user that says the same in the same words."""
    told = stems(memory.text)
    known = (one for one in _with_words_of(connection, memory) if stems(one.text) == told)
    return next(known, None)


def knows(connection: Connection, memory: Memory) -> bool:
    """Whether it is remembered already: in the same words, or of the same key with these among
    its words.
    """
    told = stems(memory.text)
    return any(
        stems(one.text) == told or (one.key is not None and one.key == memory.key)
        for one in _with_words_of(connection, memory)
    )


def _with_words_of(connection: Connection, memory: Memory) -> list[Memory]:
    """What holds and has every word of a memory."""
    found = []
    for number in full_text.memories_with(connection, memory.user_id, memory.text):
        row = connection.execute(
            f"SELECT {_MEMORY} FROM memories WHERE rowid = ? AND user_id = ? AND valid_to IS NULL",
            (number, memory.user_id),
        ).fetchone()
        if row is not None:
            found.append(_memory(row))
    return found


def _of_key(connection: Connection, user_id: UserId, key: str | None) -> list[Memory]:
    """What holds of a key."""
    rows = connection.execute(
        f"SELECT {_MEMORY} FROM memories WHERE user_id = ? AND key = ? AND valid_to IS NULL",
        (user_id, key),
    )
    return [_memory(row) for row in rows]


def learn(connection: Connection, memory: Memory, now: datetime) -> bool:
    """Store a fact unless it is known; of two with one key the one that was said later holds."""
    if knows(connection, memory):
        return False
    for known in _of_key(connection, memory.user_id, memory.key):
        if known.valid_from > memory.valid_from:
            # Read late: what was said after it holds.
            memory = memory.model_copy(update={"valid_to": known.valid_from})
        else:
            _close(connection, known, memory.valid_from)
    insert(connection, memory, now)
    return True


def _close(connection: Connection, memory: Memory, when: datetime) -> None:
    """It no longer holds: it stays as a row, and is found by no search."""
    search_index.remove(connection, memory.user_id, [memory.id])
    connection.execute(
        "UPDATE memories SET valid_to = ? WHERE id = ? AND user_id = ?",
        (to_ms(when), memory.id, memory.user_id),
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
    found = (one(connection, user_id, memory_id) for memory_id in memory_ids)
    there = [memory for memory in found if memory is not None]
    # What was forgotten is not learned again from the message that told it.
    learning.drop(connection, user_id, [m.source_message for m in there if m.source_message])
    forgetting.note(connection, user_id, "memory", [memory.id for memory in there], now)
    return _remove(connection, user_id, memory_ids)


def _remove(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> int:
    search_index.remove(connection, user_id, memory_ids)
    used.take_out(connection, user_id, memory_ids)
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
