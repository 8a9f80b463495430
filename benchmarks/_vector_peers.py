"""Vector stores that people embed in applications, run in the peers' own environment.

`python _vector_peers.py NAME FOLDER`: reads texts.npy and questions.npy there, prints JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

K = 10
_BATCH = 5000


def chromadb_search(folder: Path, texts: Any) -> Any:
    import chromadb

    client = chromadb.PersistentClient(
        path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False)
    )
    collection = client.create_collection("texts", metadata={"hnsw:space": "cosine"})
    for first in range(0, len(texts), _BATCH):
        part = texts[first : first + _BATCH]
        collection.add(
            ids=[str(first + number) for number in range(len(part))],
            embeddings=part,
            metadatas=[{"user": "me"}] * len(part),
        )

    def search(question: Any) -> list[int]:
        found = collection.query(query_embeddings=[question], n_results=K, where={"user": "me"})
        return [int(one) for one in found["ids"][0]]

    return search


def lancedb_search(folder: Path, texts: Any) -> Any:
    import lancedb

    rows = [{"number": n, "user": "me", "vector": text} for n, text in enumerate(texts)]
    table = lancedb.connect(str(folder)).create_table("texts", rows)

    def search(question: Any) -> list[int]:
        query = table.search(question).metric("cosine").where("user = 'me'", prefilter=True)
        return [int(row["number"]) for row in query.limit(K).to_list()]

    return search


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    texts, questions = np.load(folder / "texts.npy"), np.load(folder / "questions.npy")
    place = folder / name
    place.mkdir()
    began = time.perf_counter()
    search = {"chromadb": chromadb_search, "lancedb": lancedb_search}[name](place, texts)
    build_s = time.perf_counter() - began
    search(questions[0])
    seconds, found = [], []
    for question in questions:
        began = time.perf_counter()
        found.append(search(question))
        seconds.append(time.perf_counter() - began)
    disk = sum(one.stat().st_size for one in place.rglob("*") if one.is_file()) / 1e6
    print(json.dumps({"seconds": seconds, "found": found, "build_s": build_s, "disk_mb": disk}))


if __name__ == "__main__":
    main()
