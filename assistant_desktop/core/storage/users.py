"""Rows of users: a profile is made at its first write, or by name."""

from datetime import datetime

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import ConversationId, UserId
from assistant_desktop.domain.user import User


def ensure(connection: Connection, user_id: UserId, now: datetime) -> int:
    """Make the profile if it is new; return its number."""
    connection.execute(
        "INSERT INTO users (id, created_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (user_id, to_ms(now)),
    )
    return int(connection.execute("SELECT number FROM users WHERE id = ?", (user_id,)).get)


def number_of(connection: Connection, user_id: UserId) -> int | None:
    """The number of a profile, None when it has never written anything."""
    row = connection.execute("SELECT number FROM users WHERE id = ?", (user_id,)).fetchone()
    return None if row is None else int(row[0])


def all_users(connection: Connection) -> list[User]:
    """Every profile, oldest first."""
    rows = connection.execute("SELECT id, created_at FROM users ORDER BY number")
    return [User(id=UserId(str(name)), created_at=from_ms(int(made))) for name, made in rows]


def conversation_ids(connection: Connection, user_id: UserId) -> list[ConversationId]:
    """All conversations of a profile."""
    rows = connection.execute("SELECT id FROM conversations WHERE user_id = ?", (user_id,))
    return [ConversationId(str(row[0])) for row in rows]


def delete(connection: Connection, user_id: UserId) -> bool:
    """Remove a profile with everything of it, in a file of any schema; False when there is none.

    Rows go with the profile's; what has no row of its own, and tables without references, go here.
    """
    number = number_of(connection, user_id)
    if number is None:
        return False
    _drop_vectors(connection, user_id)
    for table in _UNTIED:
        connection.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))
    # Conversations first: what points to messages goes by their indexes, a page at a time.
    connection.execute("DELETE FROM conversations WHERE user_id = ?", (user_id,))
    connection.execute("DELETE FROM users WHERE id = ?", (user_id,))
    connection.execute(
        "UPDATE settings SET value = json_remove(value, '$.profile')"
        " WHERE json_valid(value) AND json_extract(value, '$.profile') = ?",
        (user_id,),
    )
    words = f"words_of_user_{number}"
    news = f"news_words_of_user_{number}"
    for name in (f"vocabulary_{words}", words, f"text_of_user_{number}", news):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    return True


_UNTIED = ("tool_permissions", "cached_responses")


def _drop_vectors(connection: Connection, user_id: UserId) -> None:
    """Vectors lie by user in chunks: an emptied chunk goes, with the user's name in it."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        " AND name GLOB 'sketched_of_embedder_[0-9]*'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))
