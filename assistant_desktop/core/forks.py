"""A conversation as it was at an earlier message, to be gone on with from there."""

from assistant_desktop.core.state import (
    WINDOW_MESSAGES,
    ConversationState,
    Fork,
    after_summary,
)
from assistant_desktop.core.storage import branches, message_pages
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.conversation import Message, Role
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId


async def active_message(database: Database, user_id: UserId, message_id: MessageId) -> Message:
    """A message that its conversation goes through. Raises NotFound."""

    def run(connection: Connection) -> Message | None:
        if not branches.is_active(connection, user_id, message_id):
            return None
        return rows.message(connection, user_id, message_id)

    found = await database.read(run)
    if found is None:
        raise NotFound("This message is no longer there.")
    return found


async def question_of(database: Database, message: Message) -> Message:
    """The user's message that a reply answers; a user's message itself. Raises BadInput."""
    if message.role is Role.USER:
        return message
    user_id = message.user_id
    asked = await database.read(lambda c: rows.question_of(c, user_id, message.id))
    if asked is None:
        raise BadInput("This answers no message of yours.")
    return await active_message(database, user_id, asked)


async def open_before(database: Database, message: Message) -> ConversationState:
    """The conversation as it was before a message: what comes next stands in its place."""
    user_id = message.user_id
    parent = await database.read(lambda c: branches.parent_of(c, user_id, message.id))
    return await _open_at(database, user_id, (message.conversation_id, parent))


async def open_after(database: Database, message: Message) -> ConversationState:
    """The conversation as it was just after a message; what comes next replaces the rest."""
    return await _open_at(database, message.user_id, (message.conversation_id, message.id))


async def _open_at(
    database: Database, user_id: UserId, place: tuple[ConversationId, MessageId | None]
) -> ConversationState:
    conversation_id, last = place

    def run(connection: Connection) -> ConversationState | None:
        known = rows.conversation(connection, user_id, conversation_id)
        if known is None:
            return None
        if known.summary_upto in set(branches.after(connection, user_id, place)):
            known = known.model_copy(update={"summary": "", "summary_upto": None})
        upto = message_pages.messages_upto(
            connection, conversation_id, user_id, (last, WINDOW_MESSAGES)
        )
        return ConversationState(known, after_summary(known, upto), fork=Fork(last))

    state = await database.read(run)
    if state is None:
        raise NotFound("There is no such conversation.")
    return state
