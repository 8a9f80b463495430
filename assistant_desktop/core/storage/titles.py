"""What conversations are called: after their first message, until they are renamed."""

from collections.abc import Iterable

from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.ids import MessageId, UserId

LONGEST = 60


def title_for(text: str) -> str:
    """What a conversation is called that begins with this."""
    return " ".join(text.split())[:LONGEST]


def without(connection: Connection, user_id: UserId, gone: Iterable[MessageId]) -> None:
    """Before messages go: a conversation that is called after one of them gets another title."""
    ids = frozenset(gone)
    for message_id in ids:
        message = rows.message(connection, user_id, message_id)
        if message is None:
            continue
        known = rows.conversation(connection, user_id, message.conversation_id)
        if known is None or known.title != title_for(message.text):
            continue
        others = connection.execute(
            "SELECT id FROM messages WHERE conversation_id = ? AND user_id = ? AND role = 'user'"
            " ORDER BY active DESC, seq",
            (known.id, user_id),
        ).fetchall()
        left = (MessageId(str(row[0])) for row in others if row[0] not in ids)
        first = next((rows.message(connection, user_id, one) for one in left), None)
        title = title_for(first.text) if first else ""
        rows.rename(connection, user_id, known.id, title)
