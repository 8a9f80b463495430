"""Promise 7: killed while it learns or embeds, it has learned a message whole or not at all."""

import json
import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import apsw
import pytest

from assistant_desktop.core.storage.connection import load_vectors
from tests.end2end.app_process import COMMAND, Serving, environment, run

PEOPLE = ("sister", "brother", "mother", "father", "aunt", "uncle", "boss", "wife")
NAMES = ("Olga", "Anna", "Boris", "Clara", "David", "Erik", "Frida", "Gleb")


def rows(folder: Path, query: str) -> list[tuple]:
    connection = apsw.Connection(str(folder / "assistant.db"))
    load_vectors(connection)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def killed(folder: Path, *words: str, after_s: float) -> None:
    """Run a verb and kill it -9 after a while."""
    process = subprocess.Popen(
        [*COMMAND, words[0], "--data-dir", str(folder), *words[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=environment(),
    )
    time.sleep(after_s)
    process.kill()
    process.wait(timeout=20)


def test_killed_while_it_learns_each_message_is_learned_once_or_later(tmp_path: Path):
    chance = random.Random(time.time())
    for who, name in zip(PEOPLE, NAMES, strict=True):
        said = f"My {who}'s name is {name}."
        killed(tmp_path, "ask", said, after_s=chance.uniform(0.4, 1.1))
    serving = Serving(tmp_path)
    serving.wait_for("serving")
    until = time.monotonic() + 20
    while rows(tmp_path, "SELECT 1 FROM to_learn") and time.monotonic() < until:
        time.sleep(0.1)
    assert serving.stop() == 0
    assert rows(tmp_path, "SELECT 1 FROM to_learn") == []
    told = {row[0] for row in rows(tmp_path, "SELECT id FROM messages WHERE role = 'user'")}
    learned = Counter(row[0] for row in rows(tmp_path, "SELECT source_message FROM memories"))
    assert learned == Counter(told)


def test_killed_while_it_embeds_every_text_has_one_vector_or_waits(tmp_path: Path):
    pytest.importorskip("llama_cpp")
    lines = [
        {"id": f"m{number}", "conversation": "c", "speaker": "me", "text": f"Note {number}: {word}"}
        for number, word in enumerate(("boats", "gardens", "taxes", "trains") * 60)
    ]
    path = tmp_path / "history.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    folder = tmp_path / "data"
    assert run("import", str(path), data_dir=folder).returncode == 0
    chance = random.Random(time.time())
    for _ in range(4):
        killed(folder, "import", str(path), "--wait", after_s=chance.uniform(0.8, 1.8))
        embedded = rows(folder, "SELECT source_id FROM embedded")
        waiting = rows(folder, "SELECT source_id FROM embedding_queue")
        if rows(folder, "SELECT 1 FROM embedders"):
            assert sorted(embedded + waiting) == sorted((line["id"],) for line in lines)
    assert run("import", str(path), "--wait", data_dir=folder).returncode == 0
    assert len(rows(folder, "SELECT source_id FROM embedded")) == len(lines)
    assert len(rows(folder, "SELECT rowid FROM sketched_of_embedder_1")) == len(lines)
    assert rows(folder, "SELECT 1 FROM embedding_queue") == []
