"""Each full-text table has a view of its words beside it."""

from assistant_desktop.core.storage.connection import Connection

STATEMENTS: tuple[str, ...] = ()


def run(connection: Connection) -> None:
    """Make the views that are missing."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        " AND name GLOB 'words_of_user_[0-9]*'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary_{table} USING fts5vocab({table}, row)"
        )
