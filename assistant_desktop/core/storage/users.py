"""Rows of users: a profile is made at its first write."""

from datetime import datetime

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import UserId
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
