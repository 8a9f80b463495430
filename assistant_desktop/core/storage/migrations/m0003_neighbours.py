"""The full-text tables know the turns beside each turn, and who speaks."""

from assistant_desktop.core.storage.connection import Connection

STATEMENTS: tuple[str, ...] = ()


def run(connection: Connection) -> None:
    """Drop the tables of before; the last migration makes new ones from what is stored."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        " AND name GLOB 'text_of_user_[0-9]*'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f"DROP TABLE {name}")
