"""Many messages in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage import search_index
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.conversation import Conversation, Message
from assistant_desktop.domain.ids import UserId

_TITLE_LENGTH = 60


def insert(
    connection: Connection,
    user_id: UserId,
    incoming: Sequence[tuple[Message, str]],
    now: datetime,
) -> int:
    """Store messages that are not there yet, with their conversations; how many were new."""
    new: list[Message] = []
    known: dict[str, str] = {}
    for message, speaker in incoming:
        if rows.has_message(connection, user_id, message.id):
            continue
        name = message.conversation_id
        if name not in known:
            known[name] = _conversation_for(connection, user_id, message, now)
        stored = message.model_copy(update={"conversation_id": known[name]})
        rows.insert_message(connection, stored, speaker)
        new.append(stored)
    search_index.add_messages(connection, new)
    return len(new)


def _conversation_for(
    connection: Connection, user_id: UserId, message: Message, now: datetime
) -> str:
    """The conversation of that id, made when new. Another user's of the same id is not touched."""
    wanted = message.conversation_id
    row = connection.execute("SELECT user_id FROM conversations WHERE id = ?", (wanted,)).fetchone()
    if row is not None and row[0] == user_id:
        return wanted
    own = wanted if row is None else type(wanted)(f"{user_id}/{wanted}")
    if row is not None and rows.conversation(connection, user_id, own) is not None:
        return own
    title = " ".join(message.text.split())[:_TITLE_LENGTH]
    rows.insert_conversation(
        connection,
        Conversation(
            id=own,
            user_id=user_id,
            title=title or str(wanted),
            created_at=message.created_at,
            updated_at=min(message.created_at, now),
        ),
    )
    return own
