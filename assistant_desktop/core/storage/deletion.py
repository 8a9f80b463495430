"""Deleting for good what is kept in several places."""

from datetime import datetime

from assistant_desktop.core.storage import (
    branches,
    conversations,
    forgetting,
    journal,
    memories,
    search_index,
    titles,
)
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.conversation import Message, Role
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId


def delete_conversation(
    connection: Connection, user_id: UserId, conversation_id: ConversationId, now: datetime
) -> bool:
    """Delete a conversation with its messages, journal, index and what was learned from it.

    False when it is not there.
    """
    if conversations.conversation(connection, user_id, conversation_id) is None:
        return False
    messages = conversations.message_ids(connection, user_id, conversation_id)
    memories.delete(connection, user_id, memories.learned_from(connection, user_id, messages), now)
    search_index.remove(connection, user_id, messages)
    forgetting.note(connection, user_id, "message", messages, now)
    forgetting.note(connection, user_id, "conversation", [conversation_id], now)
    return conversations.delete_conversation(connection, user_id, conversation_id)


def delete_message(
    connection: Connection, user_id: UserId, message_id: MessageId, now: datetime
) -> list[MessageId]:
    """Delete one message with its calls, their results, its index and what was learned from it.

    What followed it stays and follows the one before it. Empty when it is not there.
    """
    message = conversations.message(connection, user_id, message_id)
    if message is None:
        return []
    gone = [message_id, *_results_of(connection, message)]
    titles.without(connection, user_id, gone)
    learned = memories.learned_from(connection, user_id, gone)
    memories.unlearn(connection, user_id, learned)
    search_index.remove(connection, user_id, gone)
    calls = journal.delete_of_messages(connection, user_id, gone)
    was_read = branches.is_active(connection, user_id, message_id)
    parent = branches.parent_of(connection, user_id, message_id)
    branches.cut_out(connection, user_id, gone)
    branches.forget_summary(connection, user_id, message.conversation_id)
    forgetting.note(connection, user_id, "message", gone, now)
    forgetting.note(connection, user_id, "call", calls, now)
    forgetting.note(connection, user_id, "memory", learned, now)
    other = branches.without_end(connection, user_id, (message.conversation_id, parent))
    if other is not None:
        place = branches.Place(user_id, message.conversation_id, now)
        branches.follow(connection, place, other)
        if was_read:
            branches.bring_back(connection, place, other)
    return gone


def _results_of(connection: Connection, message: Message) -> list[MessageId]:
    """The messages that hold results of this one's calls and of no other's."""
    asked = {call.call_id for call in message.calls}
    if not asked:
        return []
    following = branches.children(connection, message.user_id, message.id, depth=3)
    return [
        one.id
        for one in following
        if one.role is Role.TOOL and one.results and {r.call_id for r in one.results} <= asked
    ]
