"""Imported readings that the user deleted or changed: a later file does not bring them back."""

STATEMENTS = (
    """
    CREATE TABLE health_decided (
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        record_id TEXT NOT NULL,
        PRIMARY KEY (user_id, record_id)
    ) STRICT, WITHOUT ROWID
    """,
)
