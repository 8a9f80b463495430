"""Each vector has a sketch beside it, one bit a component; the kind of its text is a partition."""

from assistant_desktop.core.storage.connection import Connection

STATEMENTS: tuple[str, ...] = ()


def run(connection: Connection) -> None:
    """Copy the vectors of every model into a table of the new form, each at its old place."""
    models = connection.execute("SELECT number, dimension FROM embedders").fetchall()
    for number, dimension in models:
        old, new = f"vectors_of_embedder_{number}", f"sketched_of_embedder_{number}"
        width = int(str(dimension)) + -int(str(dimension)) % 8
        connection.execute(
            f"CREATE VIRTUAL TABLE {new} USING vec0(user_id TEXT PARTITION KEY,"
            f" kind TEXT PARTITION KEY, sketch BIT[{width}],"
            f" embedding INT8[{width}] distance_metric=cosine, +source_id TEXT)"
        )
        if width != dimension or not _exists(connection, old):
            _begin_anew(connection, int(str(number)))
            connection.execute(f"DROP TABLE IF EXISTS {old}")
            continue
        connection.execute(
            f"INSERT INTO {new} (rowid, user_id, kind, sketch, embedding, source_id)"
            " SELECT rowid, user_id, source_kind, vec_quantize_binary(vec_int8(embedding)),"
            f" vec_int8(embedding), source_id FROM {old}"
        )
        connection.execute(f"DROP TABLE {old}")


def _exists(connection: Connection, table: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return found.fetchone() is not None


def _begin_anew(connection: Connection, number: int) -> None:
    """No vectors to copy (a backup that something was taken out of): all texts wait again."""
    connection.execute("DELETE FROM embedded WHERE embedder = ?", (number,))
    connection.execute("DELETE FROM embedding_queue WHERE embedder = ?", (number,))
    for kind, table, which in (
        ("message", "messages", "role IN ('user', 'assistant')"),
        ("memory", "memories", "valid_to IS NULL"),
    ):
        connection.execute(
            "INSERT INTO embedding_queue (embedder, user_id, source_kind, source_id)"
            f" SELECT ?, user_id, '{kind}', id FROM {table} WHERE {which} ORDER BY rowid",
            (number,),
        )
