"""Messages are a tree: versions of one are children of the same parent.

parent: the message before; none for the first. followed: its parent goes on with it. active: it
and all before it are followed: it is read.
"""

from assistant_desktop.core.storage import full_text
from assistant_desktop.core.storage.connection import Connection

STATEMENTS = (
    "ALTER TABLE messages ADD COLUMN parent TEXT",
    "ALTER TABLE messages ADD COLUMN followed INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE messages ADD COLUMN active INTEGER NOT NULL DEFAULT 1",
    """
    UPDATE messages SET parent = earlier.id FROM (
        SELECT seq, lag(id) OVER (PARTITION BY user_id, conversation_id ORDER BY seq) AS id
        FROM messages
    ) AS earlier WHERE earlier.seq = messages.seq AND earlier.id IS NOT NULL
    """,
    "DROP INDEX messages_of_conversation",
    "CREATE INDEX messages_of_conversation ON messages (conversation_id, active, seq)",
    "CREATE INDEX messages_after ON messages (conversation_id, parent)",
)


def run(connection: Connection) -> None:
    """Make the word tables that an earlier migration dropped."""
    full_text.build_missing(connection)
