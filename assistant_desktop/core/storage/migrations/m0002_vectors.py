"""Vectors of several embedding models: each its own table, one of them serves.

`embedding_queue` holds what a model has not seen yet; `embedded` where the vector of a text is.
"""

STATEMENTS = (
    "DROP TABLE memory_vectors",
    """
    CREATE TABLE embedders (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        dimension INTEGER NOT NULL,
        choice TEXT NOT NULL,
        state TEXT NOT NULL,
        total INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE embedding_queue (
        seq INTEGER PRIMARY KEY,
        embedder INTEGER NOT NULL REFERENCES embedders (number) ON DELETE CASCADE,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        source_kind TEXT NOT NULL,
        source_id TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX embedding_queue_of_embedder ON embedding_queue (embedder, seq)",
    "CREATE INDEX embedding_queue_of_source ON embedding_queue (user_id, source_id)",
    """
    CREATE TABLE embedded (
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        source_id TEXT NOT NULL,
        embedder INTEGER NOT NULL REFERENCES embedders (number) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        PRIMARY KEY (user_id, source_id, embedder)
    ) STRICT, WITHOUT ROWID
    """,
)
