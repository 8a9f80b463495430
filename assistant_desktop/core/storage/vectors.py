"""Vectors of texts: one sqlite-vec table for each embedding model, partitioned by user.

A component is a signed byte, scaled so that the largest of each vector is 127: the cosine is
blind to length. Source: recall@10 of .990 against floats, at a quarter of their space.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.domain.ids import UserId

MOST_NEIGHBOURS = 100
_ROOM = 3
"""Neighbours looked at for each that is wanted: some are of another kind."""


@dataclass(frozen=True, slots=True)
class KnownEmbedder:
    """A model that texts are or were embedded with; `choice` is the setting that names it."""

    number: int
    name: str
    dimension: int
    choice: str
    state: Literal["building", "serving"]
    total: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A text that a model has not seen yet."""

    seq: int
    user_id: UserId
    source_kind: str
    source_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A source near a query; similarity is the cosine, 1 for the same direction."""

    source_kind: str
    source_id: str
    similarity: float


def embedders(connection: Connection) -> list[KnownEmbedder]:
    """The models in use: the one that serves first."""
    rows = connection.execute(
        "SELECT number, name, dimension, choice, state, total FROM embedders"
        " ORDER BY state = 'serving' DESC, number DESC"
    )
    return [KnownEmbedder(*row) for row in rows]


def add_embedder(connection: Connection, name: str, dimension: int, choice: str) -> None:
    """Begin with another model: every text there is waits for it. The first one serves at once."""
    first = not connection.execute("SELECT 1 FROM embedders").fetchone()
    connection.execute(
        "INSERT INTO embedders (name, dimension, choice, state) VALUES (?, ?, ?, ?)",
        (name, dimension, choice, "serving" if first else "building"),
    )
    number = connection.last_insert_rowid()
    connection.execute(
        f"CREATE VIRTUAL TABLE {_table(number)} USING vec0(user_id TEXT PARTITION KEY,"
        f" embedding INT8[{dimension}] distance_metric=cosine, +source_kind TEXT, +source_id TEXT)"
    )
    for kind, table, which in (
        ("message", "messages", "active = 1 AND role IN ('user', 'assistant')"),
        ("memory", "memories", "valid_to IS NULL"),
    ):
        connection.execute(
            "INSERT INTO embedding_queue (embedder, user_id, source_kind, source_id)"
            f" SELECT ?, user_id, '{kind}', id FROM {table} WHERE {which} ORDER BY rowid",
            (number,),
        )
    connection.execute(
        "UPDATE embedders SET total ="
        " (SELECT count(*) FROM embedding_queue WHERE embedder = number) WHERE number = ?",
        (number,),
    )


def remove_embedder(connection: Connection, number: int) -> None:
    """Drop a model with all its vectors."""
    connection.execute(f"DROP TABLE IF EXISTS {_table(number)}")
    connection.execute("DELETE FROM embedders WHERE number = ?", (number,))


def promote(connection: Connection, number: int) -> None:
    """Let this model serve; the others go."""
    for other in embedders(connection):
        if other.number != number:
            remove_embedder(connection, other.number)
    connection.execute("UPDATE embedders SET state = 'serving' WHERE number = ?", (number,))


def enqueue(connection: Connection, user_id: UserId, kind: str, source_id: str) -> None:
    """A text was made or changed: every model in use has to see it."""
    connection.execute(
        "INSERT INTO embedding_queue (embedder, user_id, source_kind, source_id)"
        " SELECT number, ?, ?, ? FROM embedders",
        (user_id, kind, source_id),
    )


def queue_length(connection: Connection, number: int) -> int:
    """How many texts a model has not seen yet."""
    query = "SELECT count(*) FROM embedding_queue WHERE embedder = ?"
    return int(connection.execute(query, (number,)).get)


def next_batch(connection: Connection, number: int, limit: int) -> list[Queued]:
    """The newest texts that a model has not seen, with their words."""
    rows = connection.execute(
        "SELECT q.seq, q.user_id, q.source_kind, q.source_id, m.parts, e.text, m.speaker"
        " FROM embedding_queue q"
        " LEFT JOIN messages m"
        "   ON q.source_kind = 'message' AND m.user_id = q.user_id AND m.id = q.source_id"
        " LEFT JOIN memories e"
        "   ON q.source_kind = 'memory' AND e.user_id = q.user_id AND e.id = q.source_id"
        " WHERE q.embedder = ? ORDER BY q.seq DESC LIMIT ?",
        (number, limit),
    )
    return [
        Queued(
            seq=row[0],
            user_id=UserId(row[1]),
            source_kind=row[2],
            source_id=row[3],
            text=_said(row[4], row[6]) if row[4] is not None else (row[5] or "").strip(),
        )
        for row in rows
    ]


def _said(parts: str, speaker: str | None) -> str:
    """The words of a message, with the name of who is known to have said them."""
    text = text_of_parts(parts).strip()
    return f"{speaker}: {text}" if speaker and text else text


def keep(
    connection: Connection,
    number: int,
    seen: Sequence[Queued],
    vectors: Sequence[Sequence[float] | None],
) -> None:
    """Store the vectors of texts that were seen; None: there was nothing to embed.

    A text that was deleted meanwhile is no longer in the queue, and gets none.
    """
    for one, vector in zip(seen, vectors, strict=True):
        connection.execute("DELETE FROM embedding_queue WHERE seq = ?", (one.seq,))
        if not connection.changes():
            continue
        _remove(connection, number, one.user_id, one.source_id)
        if vector is None:
            continue
        connection.execute(
            f"INSERT INTO {_table(number)} (user_id, embedding, source_kind, source_id)"
            " VALUES (?, vec_int8(?), ?, ?)",
            (one.user_id, quantised(vector), one.source_kind, one.source_id),
        )
        connection.execute(
            "INSERT INTO embedded (user_id, source_id, embedder, place) VALUES (?, ?, ?, ?)",
            (one.user_id, one.source_id, number, connection.last_insert_rowid()),
        )


def remove(connection: Connection, user_id: UserId, source_ids: Iterable[str]) -> None:
    """Take sources out of every model's table and queue."""
    known = embedders(connection)
    for source_id in source_ids:
        for embedder in known:
            _remove(connection, embedder.number, user_id, source_id)
        connection.execute(
            "DELETE FROM embedding_queue WHERE user_id = ? AND source_id = ?", (user_id, source_id)
        )


def _remove(connection: Connection, number: int, user_id: UserId, source_id: str) -> None:
    row = connection.execute(
        "SELECT place FROM embedded WHERE user_id = ? AND source_id = ? AND embedder = ?",
        (user_id, source_id, number),
    ).fetchone()
    if row is None:
        return
    connection.execute(f"DELETE FROM {_table(number)} WHERE rowid = ?", (row[0],))
    connection.execute(
        "DELETE FROM embedded WHERE user_id = ? AND source_id = ? AND embedder = ?",
        (user_id, source_id, number),
    )


def has_any(connection: Connection, user_id: UserId) -> bool:
    """Whether anything of this user is embedded."""
    query = "SELECT 1 FROM embedded WHERE user_id = ? LIMIT 1"
    return connection.execute(query, (user_id,)).fetchone() is not None


def nearest(
    connection: Connection,
    user_id: UserId,
    number: int,
    vector: Sequence[float],
    wanted: tuple[int, tuple[str, ...]],
) -> list[Neighbour]:
    """The `wanted` many sources of the `wanted` kinds of this user, nearest first."""
    k, kinds = wanted
    rows = connection.execute(
        f"SELECT source_kind, source_id, distance FROM {_table(number)}"
        " WHERE embedding MATCH vec_int8(?) AND k = ? AND user_id = ? ORDER BY distance",
        (quantised(vector), min(k * _ROOM, MOST_NEIGHBOURS), user_id),
    )
    found = [Neighbour(row[0], row[1], 1.0 - float(row[2])) for row in rows if row[0] in kinds]
    return found[:k]


def quantised(vector: Sequence[float]) -> bytes:
    """A vector as signed bytes, the largest component at 127."""
    largest = max((abs(value) for value in vector), default=0.0) or 1.0
    return bytes(round(value / largest * 127) & 0xFF for value in vector)


def _table(number: int) -> str:
    return f"vectors_of_embedder_{int(number)}"
