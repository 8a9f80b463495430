"""Pages of what a conversation goes on with: active messages, in order."""

from collections.abc import Sequence

from assistant_desktop.core.storage import conversations
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import MESSAGE_COLUMNS, read_message
from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

_BEYOND_ALL = 2**63 - 1
_READ = (
    f"SELECT {MESSAGE_COLUMNS} FROM messages"
    " WHERE conversation_id = ? AND user_id = ? AND active = 1"
)


def newest_messages(
    connection: Connection, conversation_id: ConversationId, user_id: UserId, limit: int
) -> list[Message]:
    """The last messages of a conversation, oldest first."""
    return messages_before(connection, conversation_id, user_id, (None, limit))


def messages_before(
    connection: Connection,
    conversation_id: ConversationId,
    user_id: UserId,
    page: tuple[MessageId | None, int],
) -> list[Message]:
    """A page of messages that come before one (None: the newest), oldest first."""
    before, limit = page
    rows = connection.execute(
        f"{_READ} AND seq < coalesce((SELECT seq FROM messages WHERE id = ? AND user_id = ?),"
        f" {_BEYOND_ALL}) ORDER BY seq DESC LIMIT ?",
        (conversation_id, user_id, before, user_id, limit),
    ).fetchall()
    return [read_message(row) for row in reversed(rows)]


def messages_upto(
    connection: Connection,
    conversation_id: ConversationId,
    user_id: UserId,
    page: tuple[MessageId | None, int],
) -> list[Message]:
    """A page of messages that ends with one (None: before all), oldest first."""
    last, limit = page
    rows = connection.execute(
        f"{_READ} AND seq <= (SELECT seq FROM messages WHERE id = ? AND user_id = ?)"
        " ORDER BY seq DESC LIMIT ?",
        (conversation_id, user_id, last, user_id, limit),
    ).fetchall()
    return [read_message(row) for row in reversed(rows)]


def first_message(
    connection: Connection, conversation_id: ConversationId, user_id: UserId
) -> Message | None:
    """The message that a conversation begins with."""
    row = connection.execute(
        f"{_READ} ORDER BY seq LIMIT 1",
        (conversation_id, user_id),
    ).fetchone()
    return None if row is None else read_message(row)


def messages_from(
    connection: Connection,
    conversation_id: ConversationId,
    user_id: UserId,
    page: tuple[MessageId, int],
) -> list[Message]:
    """A page of messages from one on, that one included, oldest first."""
    first, limit = page
    rows = connection.execute(
        f"{_READ} AND seq >= (SELECT seq FROM messages WHERE id = ? AND user_id = ?)"
        " ORDER BY seq LIMIT ?",
        (conversation_id, user_id, first, user_id, limit),
    )
    return [read_message(row) for row in rows]


def messages_of_ids(
    connection: Connection, user_id: UserId, message_ids: Sequence[MessageId]
) -> list[Message]:
    """These messages of this user, in their order; what is gone is left out."""
    found = (conversations.message(connection, user_id, one) for one in message_ids)
    return [one for one in found if one is not None]


def all_messages(
    connection: Connection, user_id: UserId, after_seq: int, limit: int
) -> list[tuple[int, str | None, Message]]:
    """A page of all that this user's conversations go on with: (position, speaker, message)."""
    rows = connection.execute(
        f"SELECT seq, speaker, {MESSAGE_COLUMNS} FROM messages"
        " WHERE user_id = ? AND seq > ? AND active = 1 ORDER BY seq LIMIT ?",
        (user_id, after_seq, limit),
    )
    return [(int(row[0]), row[1], read_message(row[2:])) for row in rows]


def spoken_after(
    connection: Connection,
    user_id: UserId,
    conversation_id: ConversationId,
    page: tuple[MessageId | None, int],
) -> list[tuple[Message, str | None]]:
    """A page of messages that come after one (None: the first), each with its speaker."""
    last, limit = page
    rows = connection.execute(
        f"SELECT speaker, {MESSAGE_COLUMNS} FROM messages"
        " WHERE conversation_id = ? AND user_id = ? AND active = 1"
        " AND seq > coalesce((SELECT seq FROM messages WHERE id = ? AND user_id = ?), -1)"
        " ORDER BY seq LIMIT ?",
        (conversation_id, user_id, last, user_id, limit),
    )
    return [(read_message(row[1:]), row[0]) for row in rows]
