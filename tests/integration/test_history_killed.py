"""Killed in the middle of edits, switches and deletions: the conversation is whole."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from assistant_desktop.core.storage.connection import open_writer
from assistant_desktop.core.storage.database import FILE_NAME

ROOT = Path(__file__).parents[2]
BUSY = """
import asyncio, random, sys
from pathlib import Path
from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Saying
from assistant_desktop.domain.ids import UserId
from tests.fakes.secrets import MemorySecrets

ME, chance = UserId("me"), random.Random(int(sys.argv[2]))

async def main():
    options = BuildOptions(Path(sys.argv[1]), secrets=MemorySecrets(), embedder=lambda _: None)
    async with build(options) as assistant:
        history = assistant.history
        talk = None
        print("up", flush=True)
        while True:
            report = await assistant.ask(
                Saying(ME, f"I live in town {chance.random()}", talk, new_conversation=not talk)
            )
            talk = report.conversation_id
            messages = await history.messages(ME, talk)
            one = chance.choice(messages)
            deed = chance.choice(["edit", "again", "switch", "delete"])
            if deed == "edit" and one.role.value == "user":
                said = f"We moved to {chance.random()}"
                await (await history.edit(ME, one.id, said)).turn.finished
            elif deed == "again" and one.role.value == "assistant":
                await (await history.regenerate(ME, one.id)).turn.finished
            elif deed == "delete" and len(messages) > 6:
                await history.delete_message(ME, one.id)
            for known in (await history.versions(ME, [m.id for m in messages])).values():
                await history.switch(ME, chance.choice(known.ids))

asyncio.run(main())
"""


def is_whole(folder: Path) -> int:
    """How many messages there are; fails where they are no tree with one active path."""
    connection = open_writer(folder / FILE_NAME)
    table = connection.execute(
        "SELECT id, parent, followed, active, role, parts, conversation_id"
        " FROM messages ORDER BY seq"
    ).fetchall()
    by_id, last = {row[0]: row for row in table}, {}
    for identifier, parent, followed, active, _, _, talk in table:
        above = by_id.get(parent)
        assert parent is None or above is not None
        assert bool(active) == bool(followed and (above is None or above[3])), identifier
        if active:
            assert parent == last.get(talk)
            last[talk] = identifier
    for place in {(row[6], row[1]) for row in table}:
        assert sum(row[2] for row in table if (row[6], row[1]) == place) == 1
    indexed = {
        row[0]
        for row in connection.execute(
            "SELECT source_id FROM words_of_user_1 WHERE source_kind = 'message'"
        )
    }
    spoken = {r[0] for r in table if r[3] and r[4] in {"user", "assistant"} and '"text"' in r[5]}
    assert indexed == spoken
    dangling = connection.execute(
        "SELECT count(*) FROM memories e WHERE key IS NOT NULL AND valid_to IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = e.source_message AND active = 1)"
    ).get
    assert dangling == 0, "a fact of a message that is not read"
    connection.close()
    return len(table)


def test_killed_at_any_moment_the_conversation_is_whole(tmp_path):
    chance, seen = random.Random(5), 0
    for number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", BUSY, str(tmp_path / "data"), str(number)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        time.sleep(0.3 + chance.random())
        process.kill()
        process.wait()
        process.stdout.close()
        seen = is_whole(tmp_path / "data")
    assert seen > 10
