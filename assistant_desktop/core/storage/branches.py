"""A conversation as a tree: each version of a message is a child of the same message.

One path of it is read: what is on it is active. Every change is one write, done whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.storage import journal, learning, memories, message_pages, search_index
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.conversation import (
    CallStatus,
    JournalEntry,
    Message,
    MessageVersions,
)
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

_PART = 500
REPLACED_TEXT = "The message that asked for it was replaced. Nothing was done."


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a user's conversations a change is made, and when."""

    user_id: UserId
    conversation_id: ConversationId
    now: datetime


def parent_of(connection: Connection, user_id: UserId, message_id: MessageId) -> MessageId | None:
    """The message before a message; None for the first."""
    row = connection.execute(
        "SELECT parent FROM messages WHERE id = ? AND user_id = ?", (message_id, user_id)
    ).fetchone()
    return None if row is None or row[0] is None else MessageId(str(row[0]))


def is_active(connection: Connection, user_id: UserId, message_id: MessageId) -> bool:
    """Whether a message is on the path that is read."""
    row = connection.execute(
        "SELECT active FROM messages WHERE id = ? AND user_id = ?", (message_id, user_id)
    ).fetchone()
    return row is not None and bool(row[0])


def after(
    connection: Connection, user_id: UserId, place: tuple[ConversationId, MessageId | None]
) -> list[MessageId]:
    """The active messages that follow one (None: all of the conversation), in order."""
    conversation_id, parent = place
    found = connection.execute(
        "SELECT id FROM messages WHERE conversation_id = ? AND user_id = ? AND active = 1 AND seq >"
        " coalesce((SELECT seq FROM messages WHERE id = ? AND user_id = ?), 0) ORDER BY seq",
        (conversation_id, user_id, parent, user_id),
    )
    return [MessageId(str(row[0])) for row in found]


def put_aside(connection: Connection, place: Place, parent: MessageId | None) -> list[JournalEntry]:
    """Let the conversation end with `parent`: what follows it becomes an earlier version.

    Returned are the calls that waited there for a yes, as they ended.
    """
    user_id = place.user_id
    tail = after(connection, user_id, (place.conversation_id, parent))
    if not tail:
        return []
    search_index.remove(connection, user_id, tail)
    _unlearn(connection, user_id, tail)
    _set_active(connection, user_id, tail, active=False)
    connection.execute(
        "UPDATE messages SET followed = 0"
        " WHERE conversation_id = ? AND user_id = ? AND parent IS ?",
        (place.conversation_id, user_id, parent),
    )
    _drop_summary(connection, place)
    return _withdraw(connection, place, tail)


def follow(connection: Connection, place: Place, message_id: MessageId) -> None:
    """Let this version, and no other of it, be what its parent goes on with."""
    parent = parent_of(connection, place.user_id, message_id)
    connection.execute(
        "UPDATE messages SET followed = (id = ?)"
        " WHERE conversation_id = ? AND user_id = ? AND parent IS ?",
        (message_id, place.conversation_id, place.user_id, parent),
    )


def bring_back(connection: Connection, place: Place, message_id: MessageId) -> list[Message]:
    """Go on with this version and what followed it; what is active again, in order.

    The path before it is active already, and nothing after its parent is.
    """
    follow(connection, place, message_id)
    found = connection.execute(
        "WITH RECURSIVE path (id) AS (SELECT ? UNION ALL SELECT m.id FROM path"
        # CROSS: step by step along the index; the other way round reads all of it at each step.
        " CROSS JOIN messages m ON m.conversation_id = ? AND m.parent = path.id"
        " WHERE m.followed = 1 AND m.user_id = ?) SELECT id FROM path",
        (message_id, place.conversation_id, place.user_id),
    ).fetchall()
    path = [MessageId(str(row[0])) for row in found]
    _set_active(connection, place.user_id, path, active=True)
    back = message_pages.messages_of_ids(connection, place.user_id, path)
    search_index.add_messages(connection, back)
    return back


def go_to(
    connection: Connection, place: Place, leaf: MessageId
) -> tuple[list[Message], list[JournalEntry]]:
    """Let the path that is read go through `leaf`.

    Returned are what is active again, in order, and the calls that no longer wait for a yes.
    """
    way = [leaf]
    before = parent_of(connection, place.user_id, leaf)
    while before is not None and not is_active(connection, place.user_id, before):
        way.append(before)
        before = parent_of(connection, place.user_id, before)
    withdrawn = put_aside(connection, place, before)
    for one in way:
        follow(connection, place, one)
    return bring_back(connection, place, way[-1]), withdrawn


def cut_out(connection: Connection, user_id: UserId, message_ids: Iterable[MessageId]) -> None:
    """Remove messages; what followed each now follows the one before it."""
    for message_id in message_ids:
        row = connection.execute(
            "SELECT conversation_id, parent, followed FROM messages WHERE id = ? AND user_id = ?",
            (message_id, user_id),
        ).fetchone()
        if row is None:
            continue
        conversation_id, parent, followed = row
        # Where the message was a version that is not gone on with, neither is what followed it.
        connection.execute(
            "UPDATE messages SET parent = ?, followed = followed AND ?"
            " WHERE conversation_id = ? AND user_id = ? AND parent = ?",
            (parent, followed, conversation_id, user_id, message_id),
        )
        connection.execute(
            "DELETE FROM messages WHERE id = ? AND user_id = ?", (message_id, user_id)
        )


def without_end(
    connection: Connection, user_id: UserId, place: tuple[ConversationId, MessageId | None]
) -> MessageId | None:
    """The newest version after a message, where none of its versions is followed."""
    conversation_id, parent = place
    row = connection.execute(
        "SELECT id, max(followed) OVER () FROM messages"
        " WHERE conversation_id = ? AND user_id = ? AND parent IS ? ORDER BY seq DESC LIMIT 1",
        (conversation_id, user_id, parent),
    ).fetchone()
    return None if row is None or row[1] else MessageId(str(row[0]))


def children(
    connection: Connection, user_id: UserId, message_id: MessageId, *, depth: int
) -> list[Message]:
    """What follows a message within so many steps, in every version."""
    found = connection.execute(
        "WITH RECURSIVE below (id, conversation_id, steps) AS ("
        " SELECT id, conversation_id, 0 FROM messages WHERE id = ? AND user_id = ?"
        " UNION ALL SELECT m.id, m.conversation_id, steps + 1 FROM below"
        " CROSS JOIN messages m"
        " ON m.conversation_id = below.conversation_id AND m.parent = below.id"
        " WHERE steps < ? AND m.user_id = ?) SELECT id FROM below WHERE steps > 0",
        (message_id, user_id, depth, user_id),
    ).fetchall()
    return message_pages.messages_of_ids(
        connection, user_id, [MessageId(str(row[0])) for row in found]
    )


def forget_summary(
    connection: Connection, user_id: UserId, conversation_id: ConversationId
) -> None:
    """A summary may repeat what was deleted for good."""
    connection.execute(
        "UPDATE conversations SET summary = '', summary_upto = NULL WHERE id = ? AND user_id = ?",
        (conversation_id, user_id),
    )


def versions(
    connection: Connection, user_id: UserId, message_ids: Sequence[MessageId]
) -> dict[MessageId, MessageVersions]:
    """Which version each message is, for those that have others."""
    found: dict[MessageId, MessageVersions] = {}
    for part in _in_parts(message_ids):
        marks = ",".join("?" * len(part))
        listed = connection.execute(
            "SELECT m.id, o.id FROM messages m JOIN messages o"
            " ON o.conversation_id = m.conversation_id AND o.parent IS m.parent"
            " AND o.user_id = m.user_id"
            f" WHERE m.user_id = ? AND m.id IN ({marks}) ORDER BY m.seq, o.seq",
            (user_id, *part),
        )
        beside: dict[MessageId, list[MessageId]] = {}
        for own, other in listed:
            beside.setdefault(MessageId(own), []).append(MessageId(other))
        for own, all_of_them in beside.items():
            if len(all_of_them) > 1:
                found[own] = MessageVersions(
                    message_id=own, ids=tuple(all_of_them), number=all_of_them.index(own) + 1
                )
    return found


def _set_active(
    connection: Connection, user_id: UserId, message_ids: Sequence[MessageId], *, active: bool
) -> None:
    connection.executemany(
        "UPDATE messages SET active = ? WHERE id = ? AND user_id = ?",
        [(active, one, user_id) for one in message_ids],
    )


def _unlearn(connection: Connection, user_id: UserId, tail: Sequence[MessageId]) -> None:
    for message_id in reversed(tail):
        learned = memories.learned_from(connection, user_id, [message_id])
        if learned:
            memories.unlearn(connection, user_id, learned)
            learning.enqueue(connection, user_id, message_id)


def _drop_summary(connection: Connection, place: Place) -> None:
    """A summary that stands for what is no longer read is none."""
    connection.execute(
        "UPDATE conversations SET summary = '', summary_upto = NULL WHERE id = ? AND user_id = ?"
        " AND summary_upto IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messages m"
        " WHERE m.id = summary_upto AND m.user_id = ? AND m.active = 1)",
        (place.conversation_id, place.user_id, place.user_id),
    )


def _withdraw(
    connection: Connection, place: Place, tail: Sequence[MessageId]
) -> list[JournalEntry]:
    """What still waits for a yes in what is put aside will not be done."""
    ended = []
    for part in _in_parts(tail):
        for entry in journal.of_messages(connection, place.user_id, part):
            if entry.status.is_final:
                continue
            update = {"status": CallStatus.INTERRUPTED, "finished_at": place.now}
            kept = entry.model_copy(update=update | {"content": REPLACED_TEXT})
            journal.move(connection, kept, entry.status)
            journal.answer(connection, place.user_id, entry.call_id, ("replaced", place.now))
            ended.append(kept)
    return ended


def _in_parts(message_ids: Sequence[MessageId]) -> Iterable[Sequence[MessageId]]:
    return (message_ids[at : at + _PART] for at in range(0, len(message_ids), _PART))
