"""Rows of conversations and their messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.conversation import (
    Completeness,
    Conversation,
    Message,
    Part,
    Role,
    TextPart,
)
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

_parts: TypeAdapter[tuple[Part, ...]] = TypeAdapter(tuple[Part, ...])

_CONVERSATION = (
    "id, user_id, title, created_at, updated_at, pinned, archived, summary, summary_upto, tainted"
)
MESSAGE_COLUMNS = "id, conversation_id, user_id, role, parts, created_at, completeness, tainted"


def insert_conversation(connection: Connection, conversation: Conversation) -> None:
    """Store a new conversation."""
    connection.execute(
        f"INSERT INTO conversations ({_CONVERSATION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            conversation.id,
            conversation.user_id,
            conversation.title,
            to_ms(conversation.created_at),
            to_ms(conversation.updated_at),
            conversation.pinned,
            conversation.archived,
            conversation.summary,
            conversation.summary_upto,
            conversation.tainted,
        ),
    )


def conversation(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> Conversation | None:
    """One conversation of this user."""
    row = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversations WHERE id = ? AND user_id = ?",
        (conversation_id, user_id),
    ).fetchone()
    return None if row is None else _conversation(row)


def latest_conversation(connection: Connection, user_id: UserId) -> Conversation | None:
    """The conversation this user used last."""
    row = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversations WHERE user_id = ? AND archived = 0"
        " ORDER BY updated_at DESC, id DESC LIMIT 1",
        (user_id,),
    ).fetchone()
    return None if row is None else _conversation(row)


def conversations(
    connection: Connection, user_id: UserId, limit: int, *, archived: bool = False
) -> list[Conversation]:
    """The user's conversations, or the archived ones, pinned first, then newest first."""
    rows = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversations WHERE user_id = ? AND archived = ?"
        " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?",
        (user_id, archived, limit),
    )
    return [_conversation(row) for row in rows]


def rename(
    connection: Connection, user_id: UserId, conversation_id: ConversationId, title: str
) -> bool:
    """Give a conversation another title; False when it is not there."""
    connection.execute(
        "UPDATE conversations SET title = ? WHERE id = ? AND user_id = ?",
        (title, conversation_id, user_id),
    )
    return connection.changes() == 1


def pin(
    connection: Connection, user_id: UserId, conversation_id: ConversationId, *, pinned: bool
) -> bool:
    """Keep a conversation at the top, or no longer; False when it is not there."""
    connection.execute(
        "UPDATE conversations SET pinned = ? WHERE id = ? AND user_id = ?",
        (pinned, conversation_id, user_id),
    )
    return connection.changes() == 1


def archive(
    connection: Connection, user_id: UserId, conversation_id: ConversationId, *, archived: bool
) -> bool:
    """Put a conversation out of the way, or back; False when it is not there."""
    connection.execute(
        "UPDATE conversations SET archived = ? WHERE id = ? AND user_id = ?",
        (archived, conversation_id, user_id),
    )
    return connection.changes() == 1


def message_ids(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> list[MessageId]:
    """The ids of all messages of a conversation."""
    rows = connection.execute(
        "SELECT id FROM messages WHERE user_id = ? AND conversation_id = ?",
        (user_id, conversation_id),
    )
    return [MessageId(row[0]) for row in rows]


def delete_conversation(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> bool:
    """Delete a conversation with its messages and journal; False when it is not there."""
    connection.execute(
        "DELETE FROM conversations WHERE id = ? AND user_id = ?", (conversation_id, user_id)
    )
    return connection.changes() == 1


def set_summary(
    connection: Connection,
    user_id: UserId,
    conversation_id: ConversationId,
    summary: tuple[str, MessageId],
) -> None:
    """Let a text stand for everything up to and including a message."""
    connection.execute(
        "UPDATE conversations SET summary = ?, summary_upto = ? WHERE id = ? AND user_id = ?",
        (*summary, conversation_id, user_id),
    )


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A message with its place in the tree."""

    message: Message
    speaker: str | None
    parent: MessageId | None
    followed: bool = True
    active: bool = True


def insert_message(connection: Connection, message: Message, speaker: str | None = None) -> None:
    """Store a message at the end of its conversation and mark that as used now."""
    last = last_id(connection, message.user_id, message.conversation_id)
    insert_messages(connection, [TreeRow(message, speaker, last)])


def insert_messages(connection: Connection, tree: Sequence[TreeRow]) -> None:
    """Store messages of one conversation, each after its parent, and mark that as used."""
    connection.executemany(
        f"INSERT INTO messages ({MESSAGE_COLUMNS}, speaker, parent, followed, active)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row.message.id,
                row.message.conversation_id,
                row.message.user_id,
                row.message.role.value,
                dump_parts(row.message.parts),
                to_ms(row.message.created_at),
                row.message.completeness.value,
                row.message.tainted,
                row.speaker,
                row.parent,
                row.followed,
                row.active,
            )
            for row in tree
        ],
    )
    messages = [row.message for row in tree]
    connection.execute(
        "UPDATE conversations SET updated_at = max(updated_at, ?), tainted = tainted OR ?"
        " WHERE id = ? AND user_id = ?",
        (
            to_ms(max(one.created_at for one in messages)),
            any(one.tainted for one in messages),
            messages[0].conversation_id,
            messages[0].user_id,
        ),
    )


def last_id(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> MessageId | None:
    """The message that the conversation ends with now."""
    row = connection.execute(
        "SELECT id FROM messages WHERE conversation_id = ? AND user_id = ? AND active = 1"
        " ORDER BY seq DESC LIMIT 1",
        (conversation_id, user_id),
    ).fetchone()
    return None if row is None else MessageId(row[0])


def replace_message(connection: Connection, message: Message) -> None:
    """Store the later form of a message that was still being said; made when it is new."""
    connection.execute(
        "UPDATE messages SET parts = ?, completeness = ?, tainted = ? WHERE id = ? AND user_id = ?",
        (
            dump_parts(message.parts),
            message.completeness.value,
            message.tainted,
            message.id,
            message.user_id,
        ),
    )
    if connection.changes() == 0:
        insert_message(connection, message)


def message(connection: Connection, user_id: UserId, message_id: MessageId) -> Message | None:
    """One message of this user."""
    row = connection.execute(
        f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE id = ? AND user_id = ?",
        (message_id, user_id),
    ).fetchone()
    return None if row is None else read_message(row)


def has_message(connection: Connection, user_id: UserId, message_id: MessageId) -> bool:
    """Whether this user has a message of that id."""
    query = "SELECT 1 FROM messages WHERE user_id = ? AND id = ?"
    return connection.execute(query, (user_id, message_id)).fetchone() is not None


def question_of(connection: Connection, user_id: UserId, message_id: MessageId) -> MessageId | None:
    """The user's message that a message of the assistant answers."""
    row = connection.execute(
        "SELECT q.id FROM messages q JOIN messages a ON q.conversation_id = a.conversation_id"
        " WHERE a.id = ? AND a.user_id = ? AND q.user_id = ? AND q.role = 'user' AND q.seq < a.seq"
        " AND q.active = 1 ORDER BY q.seq DESC LIMIT 1",
        (message_id, user_id, user_id),
    ).fetchone()
    return None if row is None else MessageId(row[0])


def cut_off_streaming(connection: Connection) -> int:
    """At start: what was being said when the process died was cut off; how many there were."""
    connection.execute(
        "UPDATE messages SET completeness = 'cut_off' WHERE completeness = 'streaming'"
    )
    return connection.changes()


def dump_parts(parts: Sequence[Part]) -> str:
    """Parts as the JSON text of a row."""
    return _parts.dump_json(tuple(parts), exclude_defaults=False).decode()


def text_of_parts(dumped: str) -> str:
    """The words of a row's parts."""
    parts = _parts.validate_json(dumped)
    return "".join(part.text for part in parts if isinstance(part, TextPart))


def _conversation(row: Sequence[Any]) -> Conversation:
    return Conversation.model_construct(
        id=ConversationId(row[0]),
        user_id=UserId(row[1]),
        title=row[2],
        created_at=from_ms(row[3]),
        updated_at=from_ms(row[4]),
        pinned=bool(row[5]),
        archived=bool(row[6]),
        summary=row[7],
        summary_upto=None if row[8] is None else MessageId(row[8]),
        tainted=bool(row[9]),
    )


def read_message(row: Sequence[Any]) -> Message:
    """A row of MESSAGE_COLUMNS as a message."""
    return Message.model_construct(
        id=MessageId(row[0]),
        conversation_id=ConversationId(row[1]),
        user_id=UserId(row[2]),
        role=Role(row[3]),
        parts=_parts.validate_json(row[4]),
        created_at=from_ms(row[5]),
        completeness=Completeness(row[6]),
        tainted=bool(row[7]),
    )
