"""The journal of tool calls, approvals and standing permissions."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.conversation import CallStatus, JournalEntry
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId

_ENTRY = (
    "call_id, user_id, conversation_id, message_id, name, arguments, status, idempotency_key,"
    " content, data, receipt, undo, undone, started_at, finished_at"
)


def propose(connection: Connection, entries: Iterable[JournalEntry]) -> None:
    """Write down calls before anything is done about them."""
    connection.executemany(
        f"INSERT INTO tool_calls ({_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_values(entry) for entry in entries],
    )


def move(connection: Connection, entry: JournalEntry, expected: CallStatus) -> bool:
    """Move a call to `entry.status`, only if it still stands at `expected`."""
    connection.execute(
        "UPDATE tool_calls SET status = ?, content = ?, data = ?, receipt = ?, undo = ?,"
        " undone = ?, started_at = ?, finished_at = ? WHERE call_id = ? AND status = ?",
        (
            entry.status.value,
            entry.content,
            _dump(entry.data),
            entry.receipt,
            None if entry.undo is None else _dump(entry.undo),
            entry.undone,
            to_ms(entry.started_at),
            to_ms(entry.finished_at),
            entry.call_id,
            expected.value,
        ),
    )
    return connection.changes() == 1


def claim_undo(connection: Connection, user_id: UserId, call_id: CallId) -> bool:
    """Mark a call as taken back; False when it already was or cannot be."""
    connection.execute(
        "UPDATE tool_calls SET undone = 1"
        " WHERE call_id = ? AND user_id = ? AND undone = 0 AND undo IS NOT NULL",
        (call_id, user_id),
    )
    return connection.changes() == 1


def release_undo(connection: Connection, user_id: UserId, call_id: CallId) -> None:
    """Taking back failed: it may be tried again."""
    connection.execute(
        "UPDATE tool_calls SET undone = 0 WHERE call_id = ? AND user_id = ?", (call_id, user_id)
    )


def entry(connection: Connection, user_id: UserId, call_id: CallId) -> JournalEntry | None:
    """One call of this user."""
    row = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls WHERE call_id = ? AND user_id = ?",
        (call_id, user_id),
    ).fetchone()
    return None if row is None else _entry(row)


def of_message(
    connection: Connection, user_id: UserId, message_id: MessageId
) -> list[JournalEntry]:
    """The calls of one message, in call order."""
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls WHERE message_id = ? AND user_id = ? ORDER BY rowid",
        (message_id, user_id),
    )
    return [_entry(row) for row in rows]


def of_messages(
    connection: Connection, user_id: UserId, message_ids: Sequence[MessageId]
) -> list[JournalEntry]:
    """The calls of several messages, in call order."""
    marks = ",".join("?" * len(message_ids))
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls WHERE user_id = ?"
        f" AND message_id IN ({marks}) ORDER BY rowid",
        (user_id, *message_ids),
    )
    return [_entry(row) for row in rows]


def undoable(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> list[JournalEntry]:
    """What calls of a conversation did that can still be taken back."""
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls WHERE conversation_id = ? AND user_id = ?"
        " AND undo IS NOT NULL AND undone = 0 ORDER BY rowid",
        (conversation_id, user_id),
    )
    return [_entry(row) for row in rows]


def delete_of_messages(
    connection: Connection, user_id: UserId, message_ids: Sequence[MessageId]
) -> list[CallId]:
    """Delete the calls of messages for good; which they were."""
    calls = [entry.call_id for entry in of_messages(connection, user_id, message_ids)]
    connection.executemany(
        "DELETE FROM tool_calls WHERE call_id = ? AND user_id = ?",
        [(call_id, user_id) for call_id in calls],
    )
    return calls


def replace_words(connection: Connection, entry: JournalEntry) -> None:
    """Keep a call in other words: something was taken out of them."""
    connection.execute(
        "UPDATE tool_calls SET arguments = ?, content = ?, receipt = ?, data = ?"
        " WHERE call_id = ? AND user_id = ?",
        (
            entry.arguments,
            entry.content,
            entry.receipt,
            _dump(entry.data),
            entry.call_id,
            entry.user_id,
        ),
    )


def unfinished(connection: Connection) -> list[JournalEntry]:
    """At start: every call, of every user, that a dead process left open."""
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls"
        " WHERE status IN ('proposed', 'approved', 'running') ORDER BY rowid"
    )
    return [_entry(row) for row in rows]


def unanswered(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> list[JournalEntry]:
    """Calls of a conversation that wait for the user's yes and have no stored result yet."""
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM tool_calls WHERE user_id = ? AND conversation_id = ?"
        " AND status = 'awaiting_approval' AND content = '' ORDER BY rowid",
        (user_id, conversation_id),
    )
    return [_entry(row) for row in rows]


# ---- approvals --------------------------------------------------------------------------


def ask(connection: Connection, entry: JournalEntry, reason: str, now: datetime) -> None:
    """Write down that a call waits for the user's yes."""
    connection.execute(
        "INSERT INTO approvals (call_id, user_id, reason, asked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (call_id) DO UPDATE SET answer = NULL, answered_at = NULL",
        (entry.call_id, entry.user_id, reason, to_ms(now)),
    )


def answer(
    connection: Connection, user_id: UserId, call_id: CallId, given: tuple[str, datetime]
) -> bool:
    """Write down the user's answer; False when one was given before."""
    word, now = given
    connection.execute(
        "UPDATE approvals SET answer = ?, answered_at = ?"
        " WHERE call_id = ? AND user_id = ? AND answer IS NULL",
        (word, to_ms(now), call_id, user_id),
    )
    return connection.changes() == 1


def waiting(connection: Connection, user_id: UserId) -> list[tuple[JournalEntry, str]]:
    """What waits for this user's yes, oldest first, each with its reason."""
    columns = ", ".join(f"t.{name.strip()}" for name in _ENTRY.split(","))
    rows = connection.execute(
        f"SELECT a.reason, {columns} FROM approvals a JOIN tool_calls t ON t.call_id = a.call_id"
        " WHERE a.user_id = ? AND a.answer IS NULL ORDER BY a.asked_at, a.call_id",
        (user_id,),
    )
    return [(_entry(row[1:]), str(row[0])) for row in rows]


def grant(connection: Connection, user_id: UserId, tool: str, now: datetime) -> None:
    """Allow a tool for good."""
    connection.execute(
        "INSERT INTO tool_permissions (user_id, tool, granted_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (user_id, tool, to_ms(now)),
    )


def is_granted(connection: Connection, user_id: UserId, tool: str) -> bool:
    """Whether the user allowed this tool for good."""
    return bool(
        connection.execute(
            "SELECT 1 FROM tool_permissions WHERE user_id = ? AND tool = ?", (user_id, tool)
        ).fetchone()
    )


def _values(entry: JournalEntry) -> tuple[Any, ...]:
    return (
        entry.call_id,
        entry.user_id,
        entry.conversation_id,
        entry.message_id,
        entry.name,
        entry.arguments,
        entry.status.value,
        entry.idempotency_key,
        entry.content,
        _dump(entry.data),
        entry.receipt,
        None if entry.undo is None else _dump(entry.undo),
        entry.undone,
        to_ms(entry.started_at),
        to_ms(entry.finished_at),
    )


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(row: Sequence[Any]) -> JournalEntry:
    return JournalEntry.model_construct(
        call_id=CallId(row[0]),
        user_id=UserId(row[1]),
        conversation_id=ConversationId(row[2]),
        message_id=MessageId(row[3]),
        name=row[4],
        arguments=row[5],
        status=CallStatus(row[6]),
        idempotency_key=row[7],
        content=row[8],
        data=json.loads(row[9]),
        receipt=row[10],
        undo=None if row[11] is None else json.loads(row[11]),
        undone=bool(row[12]),
        started_at=from_ms(row[13]),
        finished_at=from_ms(row[14]),
    )
