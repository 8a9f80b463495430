"""Where memories were used: messages that a model read them with, and results that quote them."""

import json
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
    ToolCallPart,
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
        ids |= _memories_in(result.data)
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
        if memory_id in _memories_in(result.data):
            _rewrite_call(connection, said.user_id, result, (memory_id, text))
    for answer in _answers_after(connection, said):
        parts = [_without(part, memory_id, text) for part in answer.parts]
        if tuple(parts) != answer.parts:
            _store(connection, answer, parts)
            changed = answer.model_copy(update={"parts": tuple(parts)})
            search_index.remove(connection, said.user_id, [answer.id])
            search_index.add_messages(connection, [changed])


def _rewrite_call(
    connection: Connection,
    user_id: UserId,
    result: ToolResultPart,
    forgotten: tuple[MemoryId, str],
) -> None:
    """The call that made or found the memory: in the journal, and where it was asked for."""
    memory_id, text = forgotten
    entry = journal.entry(connection, user_id, result.call_id)
    if entry is None:
        return
    arguments = _arguments_without(entry.arguments, text)
    journal.replace_words(
        connection,
        entry.model_copy(
            update={
                "arguments": arguments,
                "content": _blank(entry.content, text),
                "receipt": _blank(entry.receipt, text),
                "data": _data_without(entry.data, memory_id, text),
            }
        ),
    )
    asked = message(connection, user_id, entry.message_id)
    if asked is not None:
        calls = [
            part.model_copy(update={"arguments": arguments})
            if isinstance(part, ToolCallPart) and part.call_id == result.call_id
            else part
            for part in asked.parts
        ]
        _store(connection, asked, calls)


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
        if memory_id not in _memories_in(part.data):
            return part
        cleaned = {
            "content": _blank(part.content, text),
            "receipt": _blank(part.receipt, text),
            "data": _data_without(part.data, memory_id, text),
        }
        return part.model_copy(update=cleaned)
    if isinstance(part, TextPart):
        return part.model_copy(update={"text": _blank(part.text, text)})
    return part


def _blank(said: str, text: str) -> str:
    """A text without the words of a memory, nor the beginning of them that results quote."""
    for words in (text, text[:LONGEST_QUOTE]):
        said = said.replace(words, FORGOTTEN) if words else said
    return said


def _arguments_without(arguments: str, text: str) -> str:
    try:
        given = json.loads(arguments)
    except ValueError:
        return "{}"
    if not isinstance(given, dict):
        return "{}"
    kept = {k: _blank(v, text) if isinstance(v, str) else v for k, v in given.items()}
    return json.dumps(kept, ensure_ascii=False)


def _data_without(data: JsonObject, memory_id: MemoryId, text: str) -> JsonObject:
    kept = {k: _blank(v, text) if isinstance(v, str) else v for k, v in data.items()}
    if "hits" in data:
        kept["hits"] = [hit for hit in _hits(data) if hit["source_id"] != memory_id]
    return kept


def _memories_in(data: JsonObject) -> set[MemoryId]:
    """The memories that a result made or quotes."""
    found = {MemoryId(str(hit["source_id"])) for hit in _hits(data)}
    made = data.get("memory_id")
    return found | {MemoryId(made)} if isinstance(made, str) else found


def _hits(data: JsonObject) -> list[dict[str, Any]]:
    hits = data.get("hits")
    listed = hits if isinstance(hits, list) else []
    return [hit for hit in listed if isinstance(hit, dict) and "source_id" in hit]
