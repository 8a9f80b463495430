"""What makes a text findable: its words in the full-text table, its place in the vectors."""

from collections.abc import Iterable, Sequence

from assistant_desktop.core.storage import full_text, vectors
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.conversation import Message, Role
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import Memory

_SPEAKING = {Role.USER, Role.ASSISTANT}


def add_messages(connection: Connection, messages: Sequence[Message]) -> None:
    """Make messages of the user or the assistant findable."""
    said = [one for one in messages if one.role in _SPEAKING and one.text.strip()]
    if not said:
        return
    full_text.index_messages(connection, said)
    for one in said:
        vectors.enqueue(connection, one.user_id, "message", one.id)


def add_memory(connection: Connection, memory: Memory) -> None:
    """Make a memory findable."""
    full_text.index_memory(connection, memory)
    vectors.enqueue(connection, memory.user_id, "memory", memory.id)


def remove(connection: Connection, user_id: UserId, source_ids: Iterable[str]) -> None:
    """Take sources out of every index."""
    gone = list(source_ids)
    full_text.remove(connection, user_id, gone)
    vectors.remove(connection, user_id, gone)
