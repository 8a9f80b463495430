"""Where memories were used: messages that a model read them with, and results that quote them."""

from collections.abc import Sequence
from typing import Any

from assistant_desktop.core.storage import journal, search_index
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import dump_parts, message
from assistant_desktop.domain.conversation import (
    ContextPart,
    Message,
    Part,
    Role,
    TextPart,
    ToolResultPart,
)
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.model import JsonObject

LONGEST_QUOTE = 240
"""Characters of a memory that a result or an answer has at most."""
FORGOTTEN = "[…]"
"""Stands where the words of a forgotten memory stood."""


def note(connection: Connection, said: Message) -> None:
    """Remember which memories a message has: told to a model with it, or quoted by a result."""
    ids = {one.id for one in said.used_memories}
    for result in said.results:
        ids |= {MemoryId(str(hit["source_id"])) for hit in _hits(result.data)}
    connection.executemany(
        "INSERT OR IGNORE INTO memory_uses (user_id, memory_id, message_id) VALUES (?, ?, ?)",
        [(said.user_id, one, said.id) for one in ids],
    )


def take_out(connection: Connection, user_id: UserId, memory_ids: Sequence[MemoryId]) -> None:
    """Before memories go: they leave the messages that have them, and the answers after those."""
    for memory_id in memory_ids:
        row = connection.execute(
            "SELECT text FROM memories WHERE id = ? AND user_id = ?", (memory_id, user_id)
        ).fetchone()
        uses = connection.execute(
            "SELECT message_id FROM memory_uses WHERE user_id = ? AND memory_id = ?",
            (user_id, memory_id),
        ).fetchall()
        for (message_id,) in uses:
            said = message(connection, user_id, MessageId(str(message_id)))
            if said is not None:
                _rewrite(connection, said, memory_id, "" if row is None else str(row[0]))
        connection.execute(
            "DELETE FROM memory_uses WHERE user_id = ? AND memory_id = ?", (user_id, memory_id)
        )


def _rewrite(connection: Connection, said: Message, memory_id: MemoryId, text: str) -> None:
    _store(connection, said, [_without(part, memory_id, text) for part in said.parts])
    for result in said.results:
        if any(hit["source_id"] == memory_id for hit in _hits(result.data)):
            data = _data_without(result.data, memory_id)
            content = _blank(result.content, text)
            journal.replace_result(connection, said.user_id, result.call_id, (content, data))
    for answer in _answers_after(connection, said):
        parts = [_without(part, memory_id, text) for part in answer.parts]
        if tuple(parts) != answer.parts:
            _store(connection, answer, parts)
            changed = answer.model_copy(update={"parts": tuple(parts)})
            search_index.remove(connection, said.user_id, [answer.id])
            search_index.add_messages(connection, [changed])


def _answers_after(connection: Connection, said: Message) -> list[Message]:
    """What the assistant said of it, up to the user's next message."""
    rows = connection.execute(
        "SELECT id, role FROM messages WHERE conversation_id = ? AND user_id = ?"
        " AND seq > (SELECT seq FROM messages WHERE id = ? AND user_id = ?) ORDER BY seq LIMIT 20",
        (said.conversation_id, said.user_id, said.id, said.user_id),
    ).fetchall()
    found = []
    for message_id, role in rows:
        if role == Role.USER.value:
            break
        if role == Role.ASSISTANT.value:
            found.append(message(connection, said.user_id, MessageId(str(message_id))))
    return [one for one in found if one is not None]


def _store(connection: Connection, said: Message, parts: Sequence[Part]) -> None:
    connection.execute(
        "UPDATE messages SET parts = ? WHERE id = ? AND user_id = ?",
        (dump_parts(parts), said.id, said.user_id),
    )


def _without(part: Part, memory_id: MemoryId, text: str) -> Part:
    if isinstance(part, ContextPart):
        kept = tuple(used for used in part.memories if used.id != memory_id)
        return part.model_copy(update={"memories": kept})
    if isinstance(part, ToolResultPart):
        data = _data_without(part.data, memory_id)
        return part.model_copy(update={"content": _blank(part.content, text), "data": data})
    if isinstance(part, TextPart):
        return part.model_copy(update={"text": _blank(part.text, text)})
    return part


def _blank(said: str, text: str) -> str:
    """A text without the words of a memory, nor the beginning of them that results quote."""
    for words in (text, text[:LONGEST_QUOTE]):
        said = said.replace(words, FORGOTTEN) if words else said
    return said


def _data_without(data: JsonObject, memory_id: MemoryId) -> JsonObject:
    if "hits" not in data:
        return data
    return {**data, "hits": [hit for hit in _hits(data) if hit["source_id"] != memory_id]}


def _hits(data: JsonObject) -> list[dict[str, Any]]:
    hits = data.get("hits")
    listed = hits if isinstance(hits, list) else []
    return [hit for hit in listed if isinstance(hit, dict) and "source_id" in hit]
