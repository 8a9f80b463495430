"""Feeds and their stories. A story may have been seen in several feeds.

news_seen knows every entry of a feed again, also when its story was deleted long since: what is
old does not come back as new. A feed that was removed is kept for a moment: there is Undo.
link_key and title_key find the same story in another feed.
"""

STATEMENTS = (
    """
    CREATE TABLE feeds (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        topic TEXT NOT NULL DEFAULT '',
        site TEXT NOT NULL DEFAULT '',
        added_at INTEGER NOT NULL,
        asked_at INTEGER,
        refreshed_at INTEGER,
        trouble TEXT,
        etag TEXT,
        last_modified TEXT,
        removed_at INTEGER,
        UNIQUE (user_id, url)
    ) STRICT
    """,
    """
    CREATE TABLE news_items (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        link TEXT NOT NULL,
        link_key TEXT NOT NULL,
        title TEXT NOT NULL,
        title_key TEXT NOT NULL,
        author TEXT NOT NULL,
        summary TEXT NOT NULL,
        body TEXT NOT NULL,
        published_at INTEGER NOT NULL,
        read_at INTEGER,
        starred INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX news_items_recent ON news_items (user_id, published_at)",
    """
    CREATE INDEX news_items_unread ON news_items (user_id, published_at) WHERE read_at IS NULL
    """,
    "CREATE INDEX news_items_of_feed ON news_items (feed_id, published_at)",
    "CREATE INDEX news_items_by_link ON news_items (user_id, link_key) WHERE link_key <> ''",
    "CREATE INDEX news_items_by_title ON news_items (user_id, title_key) WHERE title_key <> ''",
    """
    CREATE TABLE news_seen (
        feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        guid TEXT NOT NULL,
        user_id TEXT NOT NULL,
        item INTEGER REFERENCES news_items (seq) ON DELETE SET NULL,
        seen_at INTEGER NOT NULL,
        PRIMARY KEY (feed_id, guid)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX news_seen_of_item ON news_seen (item) WHERE item IS NOT NULL",
)
