"""Targets, kinds of one's own, and how far files of readings were taken in."""

STATEMENTS = (
    """
    CREATE TABLE health_targets (
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        unit TEXT NOT NULL,
        low REAL,
        high REAL,
        second_low REAL,
        second_high REAL,
        PRIMARY KEY (user_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE health_kinds (
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        unit TEXT NOT NULL,
        PRIMARY KEY (user_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    # position: how many readings of the file are on disk, in the order in which it is read.
    """
    CREATE TABLE health_imports (
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        fingerprint TEXT NOT NULL,
        position INTEGER NOT NULL,
        is_done INTEGER NOT NULL DEFAULT 0,
        at INTEGER NOT NULL,
        PRIMARY KEY (user_id, fingerprint)
    ) STRICT, WITHOUT ROWID
    """,
)
