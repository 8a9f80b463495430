"""Calendars, their events, the changes that can be taken back, and what a home has not got yet.

An event's whole is in `body`; columns beside it are what is searched. begins_at and ends_at lie
around all of its occurrences; what has no end ends with the calendar of this world.
"""

STATEMENTS = (
    """
    CREATE TABLE calendars (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        colour INTEGER NOT NULL,
        is_shown INTEGER NOT NULL,
        is_read_only INTEGER NOT NULL,
        url TEXT NOT NULL,
        remote_id TEXT,
        etag TEXT,
        sync_token TEXT,
        as_of INTEGER,
        trouble TEXT NOT NULL,
        UNIQUE (user_id, id)
    ) STRICT
    """,
    """
    CREATE TABLE calendar_events (
        id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        calendar_id TEXT NOT NULL,
        uid TEXT NOT NULL,
        recurrence_id TEXT NOT NULL,
        begins_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        is_series INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (user_id, calendar_id, uid, recurrence_id),
        FOREIGN KEY (user_id, calendar_id) REFERENCES calendars (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX calendar_events_by_time ON calendar_events (user_id, ends_at, begins_at)",
    """
    CREATE TABLE calendar_changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id TEXT NOT NULL,
        calendar_id TEXT NOT NULL,
        uid TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (user_id, calendar_id) REFERENCES calendars (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX calendar_changes_of_user ON calendar_changes (user_id, calendar_id, uid)",
    """
    CREATE TABLE calendar_writes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id TEXT NOT NULL,
        calendar_id TEXT NOT NULL,
        uid TEXT NOT NULL,
        recurrence_id TEXT NOT NULL,
        body TEXT,
        remote_id TEXT,
        etag TEXT,
        tries INTEGER NOT NULL DEFAULT 0,
        trouble TEXT NOT NULL DEFAULT '',
        made_at INTEGER NOT NULL,
        FOREIGN KEY (user_id, calendar_id) REFERENCES calendars (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX calendar_writes_of_calendar ON calendar_writes (user_id, calendar_id, seq)",
    """
    CREATE TABLE event_reminders (
        user_id TEXT NOT NULL,
        calendar_id TEXT NOT NULL,
        uid TEXT NOT NULL,
        minutes_before INTEGER NOT NULL,
        reminder_id TEXT NOT NULL,
        original TEXT NOT NULL,
        PRIMARY KEY (user_id, calendar_id, uid, minutes_before),
        FOREIGN KEY (user_id, calendar_id) REFERENCES calendars (user_id, id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX event_reminders_by_reminder ON event_reminders (user_id, reminder_id)",
)
