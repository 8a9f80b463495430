"""Vectors of texts: one sqlite-vec table for each embedding model, partitioned by user and kind.

A component is a signed byte, scaled so that the largest of each vector is 127: the cosine is
blind to length. Beside it stands a sketch, one bit a component: a search looks at all sketches of
the user, and measures only the nearest of them in full (`dev.py bench recall_scale`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.domain.ids import UserId

_SKETCHED = 100
"""Sketches that are measured in full. More find hardly more, and each costs a tenth of a ms."""
_SKETCH_STEP = 8
"""Components whose bits fill a byte: vectors of other lengths are padded."""


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
    width = dimension + -dimension % _SKETCH_STEP
    connection.execute(
        f"CREATE VIRTUAL TABLE {_table(number)} USING vec0(user_id TEXT PARTITION KEY,"
        f" kind TEXT PARTITION KEY, sketch BIT[{width}],"
        f" embedding INT8[{width}] distance_metric=cosine, +source_id TEXT)"
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
        whole = quantised(vector)
        connection.execute(
            f"INSERT INTO {_table(number)} (user_id, kind, sketch, embedding, source_id)"
            " VALUES (?, ?, vec_quantize_binary(vec_int8(?)), vec_int8(?), ?)",
            (one.user_id, one.source_kind, whole, whole, one.source_id),
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
    whole = quantised(vector)
    one_kind = " AND kind = ?" if len(kinds) == 1 else ""
    rows = connection.execute(
        "WITH near AS MATERIALIZED (SELECT kind, source_id, embedding"
        f" FROM {_table(number)} WHERE sketch MATCH vec_quantize_binary(vec_int8(?)) AND k = ?"
        f" AND user_id = ?{one_kind})"
        " SELECT kind, source_id, vec_distance_cosine(vec_int8(embedding), vec_int8(?)) AS distance"
        " FROM near ORDER BY distance LIMIT ?",
        (whole, _SKETCHED, user_id, *(kinds if one_kind else ()), whole, k),
    )
    return [Neighbour(str(row[0]), str(row[1]), 1.0 - float(str(row[2]))) for row in rows]


def similarities(
    connection: Connection,
    user_id: UserId,
    number: int,
    vector: Sequence[float],
    ids: Iterable[str],
) -> dict[str, float]:
    """The cosine of each of these sources of this user to a vector; those without one left out."""
    marks = ",".join("?" * len(wanted := list(ids)))
    places = {
        int(str(row[0])): str(row[1])
        for row in connection.execute(
            "SELECT place, source_id FROM embedded WHERE user_id = ? AND embedder = ?"
            f" AND source_id IN ({marks})",
            (user_id, number, *wanted),
        )
    }
    rows = connection.execute(
        "SELECT rowid, vec_distance_cosine(vec_int8(embedding), vec_int8(?))"
        f" FROM {_table(number)} WHERE rowid IN ({','.join(map(str, places))}) AND user_id = ?",
        (quantised(vector), user_id),
    )
    return {places[int(str(row[0]))]: 1.0 - float(str(row[1])) for row in rows}


def quantised(vector: Sequence[float]) -> bytes:
    """A vector as signed bytes, the largest component at 127, noughts after it to whole bytes."""
    largest = max((abs(value) for value in vector), default=0.0) or 1.0
    padding = bytes(-len(vector) % _SKETCH_STEP)
    return bytes(round(value / largest * 127) & 0xFF for value in vector) + padding


def _table(number: int) -> str:
    return f"sketched_of_embedder_{int(number)}"
