"""100,000 vectors of one user: our search beside bare sqlite-vec, two vector stores and numpy."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import apsw
import numpy as np

from assistant_desktop.core.storage import users, vectors
from assistant_desktop.core.storage.connection import load_vectors, open_writer
from assistant_desktop.core.storage.migrations import migrate
from assistant_desktop.domain.ids import UserId
from benchmarks.figures import Budget, Report

HERE = Path(__file__).parent
ME = UserId("me")
COUNT, WIDTH, QUERIES, K = 100_000, 384, 60, 10
PEERS_LIMIT_S = 900

Rows = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Search = Callable[[int], Sequence[int]]


@dataclass(frozen=True)
class Measured:
    """One way of searching: seconds a query, the share of the true ten that it finds."""

    p50_ms: float
    p95_ms: float
    recall: float
    disk_mb: float = 0.0
    build_s: float = 0.0


def run(budget: Budget) -> Report:
    """Ratios of one run on one machine; recall against the exact ten."""
    report = Report()
    texts, questions = _clustered()
    exact = [set(np.argsort(-(texts @ question))[:K].tolist()) for question in questions]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {
            "numpy, exact, in memory (limit)": _numpy(texts, questions, exact),
            "sqlite-vec float32": _bare(folder / "bare.db", texts, questions, exact),
            "ours": _ours(folder / "ours.db", texts, questions, exact),
        }
        if budget.peers_python:
            found |= _peers(budget.peers_python, folder, texts, questions, exact)
    ours, bare = found["ours"], found["sqlite-vec float32"]
    report.add("p95 beside bare sqlite-vec float32", ours.p95_ms / bare.p95_ms, "ratio", most=0.6)
    report.add("recall@10 against exact", ours.recall, "share", least=0.98)
    report.rows += [
        {
            "way": name,
            "p50_ms": round(one.p50_ms, 1),
            "p95_ms": round(one.p95_ms, 1),
            "recall@10": round(one.recall, 3),
            "disk_mb": round(one.disk_mb),
            "build_s": round(one.build_s, 1),
        }
        for name, one in found.items()
    ]
    return report


def _clustered() -> tuple[Rows, Rows]:
    """Directions around 2,000 topics, and questions close to some of them: as sentences lie."""
    chance = np.random.default_rng(1)
    topics = chance.normal(size=(2000, WIDTH))
    texts = topics[chance.integers(0, 2000, COUNT)] + chance.normal(size=(COUNT, WIDTH)) * 0.9
    near = texts[chance.integers(0, COUNT, QUERIES)]
    questions = near + chance.normal(size=(QUERIES, WIDTH)) * 0.4
    return _unit(texts), _unit(questions)


def _unit(rows: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Rows:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _measure(search: Search, exact: Sequence[set[int]]) -> Measured:
    search(0)
    taken, right = [], 0
    for number, wanted in enumerate(exact):
        began = time.perf_counter()
        found = search(number)
        taken.append((time.perf_counter() - began) * 1000)
        right += len(wanted & set(found))
    marks = quantiles(taken, n=20)
    return Measured(marks[9], marks[18], right / (K * len(exact)))


def _stored(path: Path, build_s: float, measured: Measured) -> Measured:
    size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) / 1e6
    return Measured(measured.p50_ms, measured.p95_ms, measured.recall, size, build_s)


def _numpy(texts: Rows, questions: Rows, exact: Sequence[set[int]]) -> Measured:
    return _measure(
        lambda number: np.argpartition(-(texts @ questions[number]), K)[:K].tolist(), exact
    )


def _bare(path: Path, texts: Rows, questions: Rows, exact: Sequence[set[int]]) -> Measured:
    connection = apsw.Connection(str(path))
    load_vectors(connection)
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.execute(
        "CREATE VIRTUAL TABLE bare USING vec0(user_id TEXT PARTITION KEY,"
        f" embedding FLOAT[{WIDTH}] distance_metric=cosine)"
    )
    began = time.perf_counter()
    with connection:
        connection.executemany(
            "INSERT INTO bare (rowid, user_id, embedding) VALUES (?, 'me', ?)",
            ((number, text.tobytes()) for number, text in enumerate(texts)),
        )
    build_s = time.perf_counter() - began

    def search(number: int) -> list[int]:
        rows = connection.execute(
            f"SELECT rowid FROM bare WHERE embedding MATCH ? AND k = {K} AND user_id = 'me'",
            (questions[number].tobytes(),),
        )
        return [int(str(row[0])) for row in rows]

    return _stored(path, build_s, _measure(search, exact))


def _ours(path: Path, texts: Rows, questions: Rows, exact: Sequence[set[int]]) -> Measured:
    connection = open_writer(path)
    migrate(connection, path)
    users.ensure(connection, ME, datetime.now(UTC))
    vectors.add_embedder(connection, "bench", WIDTH, "{}")
    began = time.perf_counter()
    with connection:
        queue = [vectors.Queued(n, ME, "message", str(n), "") for n in range(1, COUNT + 1)]
        connection.executemany(
            "INSERT INTO embedding_queue (seq, embedder, user_id, source_kind, source_id)"
            " VALUES (?, 1, ?, ?, ?)",
            [(one.seq, one.user_id, one.source_kind, one.source_id) for one in queue],
        )
        vectors.keep(connection, 1, queue, [text.tolist() for text in texts])
    build_s = time.perf_counter() - began
    wanted = [question.tolist() for question in questions]

    def search(number: int) -> list[int]:
        found = vectors.nearest(connection, ME, 1, wanted[number], (K, ("memory", "message")))
        return [int(one.source_id) - 1 for one in found]

    return _stored(path, build_s, _measure(search, exact))


def _peers(
    python: str, folder: Path, texts: Rows, questions: Rows, exact: Sequence[set[int]]
) -> dict[str, Measured]:
    """Other stores, each in a process of the environment that has them."""
    np.save(folder / "texts.npy", texts)
    np.save(folder / "questions.npy", questions)
    found = {}
    for name in ("chromadb", "lancedb"):
        done = subprocess.run(
            [python, str(HERE / "_vector_peers.py"), name, str(folder)],
            capture_output=True,
            text=True,
            timeout=PEERS_LIMIT_S,
            check=True,
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        right = sum(
            len(wanted & set(ids)) for wanted, ids in zip(exact, answer["found"], strict=True)
        )
        marks = quantiles([taken * 1000 for taken in answer["seconds"]], n=20)
        found[name] = Measured(
            marks[9], marks[18], right / (K * len(exact)), answer["disk_mb"], answer["build_s"]
        )
    return found
