"""The first schema. Moments are milliseconds since 1970, UTC; wall times are ISO text."""

STATEMENTS = (
    """
    CREATE TABLE users (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE settings (
        user_id TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (user_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        pinned INTEGER NOT NULL DEFAULT 0,
        archived INTEGER NOT NULL DEFAULT 0,
        summary TEXT NOT NULL DEFAULT '',
        summary_upto TEXT,
        tainted INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX conversations_recent ON conversations (user_id, updated_at)",
    """
    CREATE TABLE messages (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        speaker TEXT,
        parts TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        completeness TEXT NOT NULL,
        tainted INTEGER NOT NULL DEFAULT 0,
        UNIQUE (user_id, id)
    ) STRICT
    """,
    "CREATE INDEX messages_of_conversation ON messages (conversation_id, seq)",
    "CREATE INDEX messages_of_user ON messages (user_id, created_at)",
    """
    CREATE TABLE tool_calls (
        call_id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        message_id TEXT NOT NULL,
        name TEXT NOT NULL,
        arguments TEXT NOT NULL,
        status TEXT NOT NULL,
        idempotency_key TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL DEFAULT '',
        data TEXT NOT NULL DEFAULT '{}',
        receipt TEXT NOT NULL DEFAULT '',
        undo TEXT,
        undone INTEGER NOT NULL DEFAULT 0,
        started_at INTEGER,
        finished_at INTEGER
    ) STRICT
    """,
    """
    CREATE INDEX tool_calls_open ON tool_calls (status)
    WHERE status IN ('proposed', 'awaiting_approval', 'approved', 'running')
    """,
    "CREATE INDEX tool_calls_of_message ON tool_calls (message_id)",
    "CREATE INDEX tool_calls_of_conversation ON tool_calls (conversation_id)",
    """
    CREATE TABLE approvals (
        call_id TEXT PRIMARY KEY REFERENCES tool_calls (call_id) ON DELETE CASCADE,
        user_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        answer TEXT,
        answered_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX approvals_waiting ON approvals (user_id, asked_at) WHERE answer IS NULL",
    """
    CREATE TABLE tool_permissions (
        user_id TEXT NOT NULL,
        tool TEXT NOT NULL,
        granted_at INTEGER NOT NULL,
        PRIMARY KEY (user_id, tool)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE reminders (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        start_local TEXT NOT NULL,
        zone TEXT NOT NULL,
        rrule TEXT,
        policy TEXT NOT NULL,
        latest_s REAL,
        state TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        conversation_id TEXT,
        source_message TEXT
    ) STRICT
    """,
    "CREATE INDEX reminders_of_user ON reminders (user_id, state)",
    """
    CREATE TABLE occurrences (
        id TEXT PRIMARY KEY,
        reminder_id TEXT NOT NULL REFERENCES reminders (id) ON DELETE CASCADE,
        user_id TEXT NOT NULL,
        due INTEGER NOT NULL,
        rule_local TEXT NOT NULL,
        state TEXT NOT NULL,
        level INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER,
        shown_at INTEGER,
        ended_at INTEGER,
        missed_count INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    # The scheduler's whole world: what can still fire, by when it must be looked at.
    "CREATE INDEX occurrences_next ON occurrences (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX occurrences_firing ON occurrences (user_id) WHERE state = 'firing'",
    # Per rule at most one live occurrence, by construction.
    """
    CREATE UNIQUE INDEX occurrences_live ON occurrences (reminder_id)
    WHERE state IN ('scheduled', 'snoozed', 'firing')
    """,
    "CREATE INDEX occurrences_of_rule ON occurrences (reminder_id, due)",
    "CREATE INDEX occurrences_ended ON occurrences (user_id, ended_at) WHERE ended_at IS NOT NULL",
    # What users did to reminders, each with the view before and after: Undo reads it.
    """
    CREATE TABLE reminder_changes (
        seq INTEGER PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        reminder_id TEXT NOT NULL,
        change TEXT NOT NULL,
        before TEXT,
        changed_at INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX reminder_changes_of_user ON reminder_changes (user_id, seq)",
    "CREATE INDEX reminder_changes_of_rule ON reminder_changes (reminder_id, seq)",
    """
    CREATE TABLE memories (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        key TEXT,
        valid_from INTEGER NOT NULL,
        valid_to INTEGER,
        source_message TEXT,
        confidence REAL NOT NULL,
        pinned INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX memories_of_user ON memories (user_id, valid_from)",
    """
    CREATE TABLE forgotten (
        source_id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL,
        forgotten_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE memory_vectors USING vec0(
        user_id TEXT PARTITION KEY,
        embedding INT8[384],
        +source_id TEXT,
        +model TEXT
    )
    """,
    """
    CREATE TABLE health_records (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        value REAL NOT NULL,
        second_value REAL,
        unit TEXT NOT NULL,
        at INTEGER NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX health_records_of_kind ON health_records (user_id, kind, at)",
    """
    CREATE TABLE cached_responses (
        user_id TEXT NOT NULL,
        namespace TEXT NOT NULL,
        key TEXT NOT NULL,
        body BLOB NOT NULL,
        etag TEXT,
        last_modified TEXT,
        fetched_at INTEGER NOT NULL,
        expires_at INTEGER,
        PRIMARY KEY (user_id, namespace, key)
    ) STRICT
    """,
)
