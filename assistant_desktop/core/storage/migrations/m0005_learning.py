"""What is still to be learned from, what waits for a yes, and where memories were used.

All of it goes with its message.
"""

STATEMENTS = (
    """
    CREATE TABLE to_learn (
        seq INTEGER PRIMARY KEY,
        user_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        looked_over INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (user_id, message_id) REFERENCES messages (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX to_learn_of_message ON to_learn (user_id, message_id)",
    """
    CREATE TABLE memory_suggestions (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        key TEXT NOT NULL,
        source_message TEXT NOT NULL,
        confidence REAL NOT NULL,
        asked_at INTEGER NOT NULL,
        FOREIGN KEY (user_id, source_message) REFERENCES messages (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX memory_suggestions_of_message ON memory_suggestions (user_id, source_message)",
    """
    CREATE TABLE memory_uses (
        user_id TEXT NOT NULL,
        memory_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        PRIMARY KEY (user_id, memory_id, message_id),
        FOREIGN KEY (user_id, message_id) REFERENCES messages (user_id, id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX memory_uses_of_message ON memory_uses (user_id, message_id)",
)
