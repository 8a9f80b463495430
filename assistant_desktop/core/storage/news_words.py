"""One full-text table of news per user, over stemmed words; it keeps no text of its own.

Apart from the words of conversations: news are many, and nothing of them is remembered.
"""

from collections.abc import Sequence

from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.stemming import WORD, query_stems, stems
from assistant_desktop.domain.ids import UserId

_MOST_WORDS = 12


def add(connection: Connection, user_id: UserId, seq: int, text: str) -> None:
    """Make a story findable."""
    table = _table(connection, user_id)
    if not _exists(connection, table):
        connection.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(stems, content = '',"
            " contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0')"
        )
    connection.execute(
        f"INSERT INTO {table} (rowid, stems) VALUES (?, ?)", (seq, " ".join(stems(text)))
    )


def remove(connection: Connection, user_id: UserId, places: Sequence[int]) -> None:
    """Take stories out."""
    table = _table(connection, user_id)
    if places and _exists(connection, table):
        connection.executemany(
            f"DELETE FROM {table} WHERE rowid = ?", [(place,) for place in places]
        )


def condition(connection: Connection, user_id: UserId, words: str) -> tuple[str, tuple[str, ...]]:
    """The end of a WHERE clause for stories that have all of these words, with its values.

    The last word may be half typed yet, unless a space stands after it.
    """
    wanted = (query_stems(words) or list(dict.fromkeys(stems(words))))[:_MOST_WORDS]
    table = _table(connection, user_id)
    if not wanted or not _exists(connection, table):
        return " AND 0", ()
    parts = [f'"{one}"' for one in wanted]
    last = WORD.findall(words.lower().replace("ё", "е"))[-1]
    if not words.endswith(" ") and stems(last)[-1] == wanted[-1]:
        parts[-1] = f'({parts[-1]} OR "{last}"*)'
    return f" AND i.seq IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", (
        " AND ".join(parts),
    )


def _table(connection: Connection, user_id: UserId) -> str:
    return f"news_words_of_user_{users.number_of(connection, user_id) or 0}"


def _exists(connection: Connection, table: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return found.fetchone() is not None
