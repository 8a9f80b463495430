"""Many messages in one transaction."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from assistant_desktop.core.storage import branches, search_index
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.titles import title_for
from assistant_desktop.domain.archive import ArchivedConversation, ArchivedMessage
from assistant_desktop.domain.conversation import Conversation, Message, TextPart
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

_PART = 500


def insert(
    connection: Connection,
    user_id: UserId,
    incoming: Sequence[tuple[Message, str]],
    now: datetime,
) -> list[ConversationId]:
    """Store messages that are not there yet; for each new one the conversation it names."""
    known = _known(connection, user_id, [message.id for message, _ in incoming])
    fresh = {one.id: (one, speaker) for one, speaker in reversed(incoming) if one.id not in known}
    by_conversation: dict[ConversationId, list[tuple[Message, str]]] = {}
    for message, speaker in reversed(fresh.values()):
        by_conversation.setdefault(message.conversation_id, []).append((message, speaker))
    for said in by_conversation.values():
        first = said[0][0]
        own = _conversation_for(connection, user_id, _named_after(first), now)
        last = rows.last_id(connection, user_id, own)
        stored = [one.model_copy(update={"conversation_id": own}) for one, _ in said]
        parents = [last, *(one.id for one in stored[:-1])]
        rows.insert_messages(
            connection,
            [
                rows.TreeRow(message, speaker, parent)
                for message, (_, speaker), parent in zip(stored, said, parents, strict=True)
            ],
        )
        search_index.add_messages(connection, stored)
    return [message.conversation_id for message, _ in fresh.values()]


def insert_tree(
    connection: Connection, user_id: UserId, archived: ArchivedConversation, now: datetime
) -> int:
    """Store what is new of a conversation with all its versions; how many messages were new.

    It goes on as it did where it comes from, unless nothing on that path is new.
    """
    known = _known(connection, user_id, [one.id for one in archived.messages])
    fresh = [one for one in archived.messages if one.id not in known]
    if not fresh:
        return 0
    named = (archived.id, archived.title, archived.created_at)
    own = _conversation_for(connection, user_id, named, now)
    is_new = rows.last_id(connection, user_id, own) is None
    path = _path_to(archived)
    followed = _followed(archived.messages, path)
    stored = {one.id: _message(one, user_id, own) for one in fresh}
    rows.insert_messages(
        connection,
        [
            rows.TreeRow(
                stored[one.id],
                one.speaker,
                one.parent,
                followed=one.id in followed and (is_new or one.parent not in known),
                active=is_new and one.id in path,
            )
            for one in fresh
        ],
    )
    if is_new:
        search_index.add_messages(connection, [stored[one] for one in path])
    elif next(reversed(path)) in stored:
        branches.go_to(connection, branches.Place(user_id, own, now), next(reversed(path)))
    return len(fresh)


def _message(one: ArchivedMessage, user_id: UserId, own: ConversationId) -> Message:
    return Message(
        id=one.id,
        conversation_id=own,
        user_id=user_id,
        role=one.role,
        parts=(TextPart(text=one.text),),
        created_at=one.created_at,
    )


def _path_to(archived: ArchivedConversation) -> dict[MessageId, None]:
    """The ids from the first message to the one that it ends with, in order."""
    parents = {one.id: one.parent for one in archived.messages}
    last = {one.parent: one.id for one in archived.messages}  # the newest child of each
    at: MessageId | None = archived.current
    while at in last:
        at = last[at]
    way: list[MessageId] = []
    while at is not None:
        way.append(at)
        at = parents[at]
    return dict.fromkeys(reversed(way))


def _followed(
    messages: Iterable[ArchivedMessage], path: Container[MessageId]
) -> frozenset[MessageId]:
    """One child of each message: that on the path, else the newest."""
    chosen: dict[MessageId | None, MessageId] = {}
    for one in messages:
        if chosen.get(one.parent) not in path or one.id in path:
            chosen[one.parent] = one.id
    return frozenset(chosen.values())


def _known(
    connection: Connection, user_id: UserId, ids: Sequence[MessageId]
) -> frozenset[MessageId]:
    found: set[MessageId] = set()
    for at in range(0, len(ids), _PART):
        part = ids[at : at + _PART]
        marks = ",".join("?" * len(part))
        known = connection.execute(
            f"SELECT id FROM messages WHERE user_id = ? AND id IN ({marks})", (user_id, *part)
        )
        found |= {MessageId(row[0]) for row in known}
    return frozenset(found)


_Named = tuple[ConversationId, str, datetime]
"""An id, a title, and when it began."""


def _named_after(message: Message) -> _Named:
    title = title_for(message.text)
    return message.conversation_id, title or str(message.conversation_id), message.created_at


def _conversation_for(
    connection: Connection, user_id: UserId, named: _Named, now: datetime
) -> ConversationId:
    """The conversation of that id, made when new. Another user's of the same id is not touched."""
    wanted, title, created_at = named
    own, number = wanted, 1
    while (owner := _owner(connection, own)) not in {None, user_id}:
        number += 1
        own = ConversationId(f"{wanted} ({number})")
    if owner == user_id:
        return own
    rows.insert_conversation(
        connection,
        Conversation(
            id=own,
            user_id=user_id,
            title=title,
            created_at=created_at,
            updated_at=min(created_at, now),
        ),
    )
    return own


def _owner(connection: Connection, conversation_id: ConversationId) -> UserId | None:
    """Whose conversation has this id, of all users: an id is given once. Nothing else is read."""
    row = connection.execute(
        "SELECT user_id FROM conversations WHERE id = ?", (conversation_id,)
    ).fetchone()
    return None if row is None else UserId(str(row[0]))
