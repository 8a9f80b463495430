"""Rows of learning: the messages to learn from, and what waits for a yes."""

from collections.abc import Iterable, Sequence
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import message
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.memory import MemoryKind, Suggestion

_IS_READ = (
    "EXISTS (SELECT 1 FROM messages m WHERE m.user_id = to_learn.user_id"
    " AND m.id = to_learn.message_id AND m.active = 1)"
)
"""Its conversation goes through it: a version that was replaced teaches nothing."""
_SUGGESTION = "id, user_id, kind, text, key, source_message, confidence, asked_at"


def enqueue(connection: Connection, user_id: UserId, message_id: MessageId) -> None:
    """A message was said, or taken back: what it tells is to be learned while it is read."""
    connection.execute(
        "DELETE FROM to_learn WHERE user_id = ? AND message_id = ?", (user_id, message_id)
    )
    connection.execute(
        "INSERT INTO to_learn (user_id, message_id) VALUES (?, ?)", (user_id, message_id)
    )


def next_in_line(connection: Connection, *, looked_over: bool) -> Message | None:
    """The message that has waited longest, of whichever user.

    looked_over: it was searched for patterns already, and waits for a model.
    """
    row = connection.execute(
        "SELECT q.user_id, q.message_id FROM to_learn q JOIN messages m"
        " ON m.user_id = q.user_id AND m.id = q.message_id AND m.active = 1"
        " WHERE looked_over = ? ORDER BY q.seq LIMIT 1",
        (looked_over,),
    ).fetchone()
    return None if row is None else message(connection, UserId(str(row[0])), MessageId(str(row[1])))


def looked_over(connection: Connection, user_id: UserId, message_id: MessageId) -> bool:
    """Patterns have read it; False when it was not in line (any more), or they had before."""
    connection.execute(
        "UPDATE to_learn SET looked_over = 1"
        f" WHERE user_id = ? AND message_id = ? AND looked_over = 0 AND {_IS_READ}",
        (user_id, message_id),
    )
    return connection.changes() > 0


def done_with(connection: Connection, user_id: UserId, message_id: MessageId) -> bool:
    """It was learned from; False when it was not in line (any more), or is not read now."""
    connection.execute(
        f"DELETE FROM to_learn WHERE user_id = ? AND message_id = ? AND {_IS_READ}",
        (user_id, message_id),
    )
    return connection.changes() > 0


def drop(connection: Connection, user_id: UserId, message_ids: Iterable[MessageId]) -> None:
    """These teach nothing any more: the user said so."""
    connection.executemany(
        "DELETE FROM to_learn WHERE user_id = ? AND message_id = ?",
        [(user_id, one) for one in message_ids],
    )


def try_once_more(connection: Connection, user_id: UserId, message_id: MessageId) -> int:
    """Count that a model begins to read it; how often it has."""
    connection.execute(
        "UPDATE to_learn SET tries = tries + 1 WHERE user_id = ? AND message_id = ?",
        (user_id, message_id),
    )
    row = connection.execute(
        "SELECT tries FROM to_learn WHERE user_id = ? AND message_id = ?", (user_id, message_id)
    ).fetchone()
    return 0 if row is None else int(str(row[0]))


def not_tried(connection: Connection, user_id: UserId, message_id: MessageId) -> None:
    """It was no fault of the message that it could not be read."""
    connection.execute(
        "UPDATE to_learn SET tries = tries - 1 WHERE user_id = ? AND message_id = ?",
        (user_id, message_id),
    )


def suggest(connection: Connection, suggestion: Suggestion) -> None:
    """Keep a suggestion until it is answered; the newest of its key stands for the others."""
    connection.execute(
        "DELETE FROM memory_suggestions WHERE user_id = ? AND key = ?",
        (suggestion.user_id, suggestion.key),
    )
    connection.execute(
        f"INSERT INTO memory_suggestions ({_SUGGESTION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            suggestion.id,
            suggestion.user_id,
            suggestion.kind.value,
            suggestion.text,
            suggestion.key,
            suggestion.source_message,
            suggestion.confidence,
            to_ms(suggestion.asked_at),
        ),
    )


def suggestions(connection: Connection, user_id: UserId) -> list[Suggestion]:
    """What waits for this user's yes, newest first."""
    rows = connection.execute(
        f"SELECT {_SUGGESTION} FROM memory_suggestions WHERE user_id = ? AND source_message IN"
        " (SELECT id FROM messages WHERE user_id = ? AND active = 1)"
        " ORDER BY asked_at DESC, id DESC",
        (user_id, user_id),
    )
    return [_suggestion(row) for row in rows]


def take_suggestion(
    connection: Connection, user_id: UserId, suggestion_id: MemoryId
) -> Suggestion | None:
    """A suggestion that was answered: it waits no longer."""
    row = connection.execute(
        f"SELECT {_SUGGESTION} FROM memory_suggestions WHERE id = ? AND user_id = ?",
        (suggestion_id, user_id),
    ).fetchone()
    connection.execute(
        "DELETE FROM memory_suggestions WHERE id = ? AND user_id = ?", (suggestion_id, user_id)
    )
    return None if row is None else _suggestion(row)


def drop_all(connection: Connection, user_id: UserId) -> None:
    """Nothing waits for this user's yes any more, and nothing to be learned from."""
    connection.execute("DELETE FROM memory_suggestions WHERE user_id = ?", (user_id,))
    connection.execute("DELETE FROM to_learn WHERE user_id = ?", (user_id,))


def _suggestion(row: Sequence[Any]) -> Suggestion:
    return Suggestion(
        id=MemoryId(row[0]),
        user_id=UserId(row[1]),
        kind=MemoryKind(row[2]),
        text=row[3],
        key=row[4],
        source_message=MessageId(row[5]),
        confidence=row[6],
        asked_at=from_ms(row[7]),
    )
