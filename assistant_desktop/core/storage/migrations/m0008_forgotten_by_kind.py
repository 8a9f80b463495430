"""What was forgotten is listed by user and kind: two users may have the same id, and so may a
message and a conversation. How often a message was tried to be learned from is counted.
"""

STATEMENTS = (
    """
    CREATE TABLE forgotten_things (
        user_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        source_id TEXT NOT NULL,
        forgotten_at INTEGER NOT NULL,
        PRIMARY KEY (user_id, kind, source_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO forgotten_things (user_id, kind, source_id, forgotten_at)
    SELECT user_id, kinds.column1, source_id, forgotten_at FROM forgotten,
    (VALUES ('memory'), ('message'), ('conversation'), ('call')) AS kinds
    """,
    "DROP TABLE forgotten",
    "ALTER TABLE to_learn ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
)
