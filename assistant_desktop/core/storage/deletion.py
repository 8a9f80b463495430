"""Deleting for good what is kept in several places."""

from datetime import datetime

from assistant_desktop.core.storage import conversations, forgetting, memories, search_index
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.ids import ConversationId, UserId


def delete_conversation(
    connection: Connection, user_id: UserId, conversation_id: ConversationId, now: datetime
) -> bool:
    """Delete a conversation with its messages, journal, index and what was learned from it.

    False when it is not there.
    """
    messages = conversations.message_ids(connection, user_id, conversation_id)
    memories.delete(connection, user_id, memories.learned_from(connection, user_id, messages), now)
    search_index.remove(connection, user_id, messages)
    forgetting.note(connection, user_id, [*messages, conversation_id], now)
    return conversations.delete_conversation(connection, user_id, conversation_id)
