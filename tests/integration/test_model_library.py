"""The library through the facade and the command line, on a hub of loopback."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import gguf
import pytest

from assistant_desktop.cli.run import request_handler
from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.settings import EmbeddingChoice
from assistant_desktop.domain.errors import BadInput, KnownError, ModelError, NotFound
from assistant_desktop.domain.events import DownloadProgress
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ownership import Request
from assistant_desktop.services.llm.model_worker import state_files
from tests.fakes.embedder import TopicEmbedder
from tests.fakes.model_hub import model_hub
from tests.fixtures.tiny_gguf import write_llama

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _engine(monkeypatch):
    """Whether llama.cpp is installed changes nothing about files."""
    monkeypatch.setattr(BrainSwitch, "runs_files", property(lambda self: True))


BODY = random.Random(5).randbytes(2_000_000)
NAME = "qwen3-0.6b"


class Answer:
    """Where a verb writes when another process asked for it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.warned: list[str] = []

    def out(self, text: str) -> None:
        self.said.append(text)

    def err(self, text: str) -> None:
        self.warned.append(text)


@pytest.fixture
def said():
    """Runs a verb in the process that owns the folder: status, standard output and error."""

    async def run(assistant, *argv: str) -> tuple[int, str, str]:
        reply = Answer()
        request = Request(list(argv), str(Path.cwd()), "en", "")
        status = await request_handler(assistant)(request, reply)  # type: ignore[arg-type]
        return status, "".join(reply.said), "".join(reply.warned)

    return run


def heard(assistant) -> list[DownloadProgress]:
    events: list[DownloadProgress] = []
    assistant.subscribe(lambda e: events.append(e) if isinstance(e, DownloadProgress) else None)
    return events


async def until(true) -> None:
    ends_at_s = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends_at_s, "it never happened"
        await asyncio.sleep(0.005)


# ------------------------------------------------------------------------------------ the facade


async def test_a_start_asks_no_hub_and_makes_no_folder(start, folder):
    async with start() as assistant:
        rows = await assistant.models.rows()
        assert len(rows) == len(assistant.models.entries)
        assert [row.is_recommended for row in rows].count(True) <= 1
        assert not any(row.is_installed or row.progress for row in rows)
    assert not (folder / "models").exists()


async def test_a_model_comes_is_used_and_goes(start, folder, tmp_path):
    body = write_llama(tmp_path / "t.gguf").read_bytes()
    async with start() as assistant, model_hub(body) as hub:
        events = heard(assistant)
        file = await assistant.models.pull(NAME, hub.url)
        assert file.verified == "sha256"
        assert events[-1].state == "done"
        row = next(r for r in await assistant.models.rows() if r.entry.name == NAME)
        assert (row.is_installed, row.is_chosen, row.download_bytes) == (True, False, len(body))
        await assistant.models.use(NAME)
        assert assistant.settings.model.path == file.path
        assert assistant.models.label_of(assistant.settings.model) == "Qwen3 0.6B"
        row = next(r for r in await assistant.models.rows() if r.entry.name == NAME)
        assert row.is_chosen
        await assistant.models.remove(NAME)
        assert assistant.settings.model.kind == "offline"
    assert list((folder / "models").iterdir()) == []


async def test_what_is_here_is_not_fetched_again(start):
    async with start() as assistant, model_hub(BODY) as hub:
        await assistant.models.pull(NAME, hub.url)
        await assistant.models.pull(NAME, hub.url)
        assert len(hub.gets) == 1


async def test_a_file_that_changed_on_disk_is_not_taken_for_whole(start):
    async with start() as assistant, model_hub(BODY) as hub:
        file = await assistant.models.pull(NAME, hub.url)
        os.truncate(file.path, 5)
        row = next(r for r in await assistant.models.rows() if r.entry.name == NAME)
        assert not row.is_installed


async def test_two_who_want_the_same_file_wait_for_one_download(start):
    async with start() as assistant, model_hub(BODY, pause_s=0.001) as hub:
        both = [assistant.models.pull(NAME, hub.url) for _ in range(2)]
        first, second = await asyncio.gather(*both)
        assert first == second
        assert len(hub.gets) == 1


async def test_paused_it_keeps_what_came_and_goes_on_after_a_restart(start):
    async with model_hub(BODY, pause_s=0.002) as hub:
        async with start() as assistant:
            events = heard(assistant)
            assistant.models.start(NAME, hub.url)
            await until(lambda: hub.sent > 300_000)
            await assistant.models.pause(NAME)
            assert events[-1].state == "paused"
            row = next(r for r in await assistant.models.rows() if r.entry.name == NAME)
            assert row.file is not None
            assert not row.file.is_whole
            had = row.file.file_bytes
            assert had > 0
        hub.pause_s, hub.sent = 0.0, 0
        async with start() as assistant:
            await assistant.models.pull(NAME, hub.url)
        assert hub.sent == len(BODY) - had


async def test_cancelled_it_leaves_nothing(start, folder):
    async with start() as assistant, model_hub(BODY, pause_s=0.002) as hub:
        events = heard(assistant)
        assistant.models.start(NAME, hub.url)
        await until(lambda: hub.sent > 300_000)
        await assistant.models.cancel(NAME)
        assert events[-1].state == "cancelled"
        assert list((folder / "models").iterdir()) == []
        assistant.models.start(NAME, hub.url)
        await until(lambda: len(hub.gets) == 2)
        await assistant.models.pause(NAME)
        await assistant.models.cancel(NAME)
        assert list((folder / "models").iterdir()) == []


async def test_who_waits_for_a_download_that_is_paused_is_told(start):
    async with start() as assistant, model_hub(BODY, pause_s=0.002) as hub:
        waiting = asyncio.ensure_future(assistant.models.pull(NAME, hub.url))  # noqa: TID251
        await until(lambda: hub.sent > 100_000)
        await assistant.models.pause(NAME)
        with pytest.raises(KnownError, match="stopped"):
            await waiting


async def test_quitting_in_the_middle_keeps_what_came(start, folder):
    async with model_hub(BODY, pause_s=0.002) as hub:
        async with start() as assistant:
            assistant.models.start(NAME, hub.url)
            await until(lambda: hub.sent > 300_000)
        assert (folder / "models" / "Qwen3-0.6B-Q8_0.gguf.part").stat().st_size > 0


async def test_a_failure_is_told_to_who_waits_and_to_who_listens(start):
    async with start() as assistant, model_hub(BODY, sha256="0" * 64) as hub:
        events = heard(assistant)
        with pytest.raises(ModelError, match="damaged"):
            await assistant.models.pull(NAME, hub.url)
        assert events[-1].state == "failed"
        assert "damaged" in events[-1].error


async def test_only_what_is_there_can_be_used(start):
    async with start() as assistant:
        with pytest.raises(BadInput, match="not downloaded"):
            await assistant.models.use(NAME)
        with pytest.raises(NotFound):
            await assistant.models.use("no-such-model")
        await assistant.models.remove(NAME)  # nothing to remove is no error


async def test_without_an_engine_a_model_is_not_chosen(start, monkeypatch):
    monkeypatch.setattr(BrainSwitch, "runs_files", property(lambda self: False))
    async with start() as assistant, model_hub(BODY) as hub:
        await assistant.models.pull(NAME, hub.url)
        with pytest.raises(BadInput, match="cannot run local models"):
            await assistant.models.use(NAME)
        assert assistant.settings.model.kind == "offline"


async def test_an_embedding_is_used_and_given_up(start):
    async with start() as assistant, model_hub(BODY) as hub:
        await assistant.models.pull("bge-m3", hub.url)
        await assistant.models.use("bge-m3")
        row = next(r for r in await assistant.models.rows() if r.entry.name == "bge-m3")
        assert row.is_chosen
        assert assistant.settings.embedding.languages == ()  # many, not the two that are named
        await assistant.models.remove("bge-m3")
        assert assistant.settings.embedding.kind == "auto"


async def test_ones_own_file_stays_where_it_is(start, tmp_path):
    path = write_llama(tmp_path / "mine.gguf")
    async with start() as assistant:
        await assistant.models.add_own(str(path))
        await assistant.models.add_own(str(path))
    async with start() as assistant:
        (mine,) = await assistant.models.own()
        assert (mine.name, mine.path) == ("tiny", str(path))
        with pytest.raises(BadInput):
            await assistant.models.add_own(str(tmp_path))
        await assistant.models.forget_own(str(path))
        assert await assistant.models.own() == []
    assert path.exists()


async def test_ones_own_embedding_finds_memories_and_never_answers(start, said, tmp_path):
    path = tmp_path / "finds.gguf"
    writer = gguf.GGUFWriter(str(path), "bert")
    writer.add_name("Finds")
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_chat_template("{{ messages }}")  # some keep it from the model they were made of
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    async with start() as assistant:
        status, out, _ = await said(assistant, "models", "use", str(path))
        assert (status, out) == (0, "By meaning, Finds finds.\n")
        assert assistant.settings.embedding.path == str(path)
        assert assistant.settings.model.kind == "offline"


async def test_how_a_model_runs_is_kept(start, tmp_path):
    path = write_llama(tmp_path / "mine.gguf")
    async with start() as assistant:
        await assistant.brains.use(
            assistant.settings.model.model_copy(update={"kind": "local", "path": str(path)})
        )
        await assistant.models.tune(4096, 3, 0)
        choice, run = assistant.settings.model, assistant.settings.local_run
        assert (choice.context_tokens, run.threads, choice.path) == (4096, 3, str(path))


# ------------------------------------------------------------------------------ the command line


async def test_the_verbs_do_it_all(start, said, tmp_path):
    body = write_llama(tmp_path / "t.gguf").read_bytes()
    async with start() as assistant, model_hub(body) as hub:
        status, out, err = await said(assistant, "models", "pull", NAME, "--hub", hub.url)
        assert status == 0
        assert "Qwen3 0.6B is here" in out
        assert "Asking the hub" in err
        status, out, _ = await said(assistant, "models", "use", NAME)
        assert status == 0
        status, out, _ = await said(assistant, "models", "list")
        assert "* qwen3-0.6b" in out
        assert "installed" in out
        status, out, _ = await said(assistant, "models", "list", "--json")
        told = json.loads(out)
        mine = next(one for one in told["models"] if one["name"] == NAME)
        assert (mine["installed"], mine["chosen"], told["chosen"]["kind"]) == (True, True, "local")
        assert all(one["why"] for one in told["models"])
        status, out, _ = await said(assistant, "models", "info", told["chosen"]["path"])
        assert "Architecture: llama" in out
        status, out, _ = await said(assistant, "models", "info", str(tmp_path / "t.gguf"), "--json")
        assert json.loads(out)["memory_bytes"]["8192"] > len(body)
        status, out, _ = await said(assistant, "models", "remove", NAME)
        assert status == 0
        assert assistant.settings.model.kind == "offline"


async def test_the_verbs_tell_what_is_wrong_and_what_to_do(start, said, tmp_path):
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + b"x" * 100)
    async with start() as assistant, model_hub(BODY, sha256="0" * 64) as hub:
        for argv, sentence in (
            (["pull", "nope"], "models list"),
            (["pull", NAME, "--hub", hub.url], "Download it again"),
            (["pull", NAME, "--hub", "http://example.org"], "not encrypted"),
            (["pull"], "models pull NAME"),
            (["use", "qwen3-8b"], "models pull qwen3-8b"),
            (["use"], "offline, NAME"),
            (["info", str(tmp_path / "bad.gguf")], "damaged"),
            (["info", str(tmp_path / "gone.gguf")], "cannot be read"),
            (["remove", "nope"], "no model"),
        ):
            status, _, err = await said(assistant, "models", *argv)
            assert status == 1, argv
            assert sentence in err, argv


def _verb(folder: Path, *argv: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    line = [sys.executable, "-m", "assistant_desktop", "models", *argv, "--data-dir", str(folder)]
    return subprocess.Popen(
        line, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


async def test_killed_in_the_middle_the_next_process_goes_on(folder):
    async with model_hub(BODY, pause_s=0.01) as hub:
        first = _verb(folder, "pull", NAME, "--hub", hub.url)
        part = folder / "models" / "Qwen3-0.6B-Q8_0.gguf.part"
        ends_at_s = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size > 0):
            assert time.monotonic() < ends_at_s
            await asyncio.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        hub.pause_s, hub.sent = 0.0, 0
        second = _verb(folder, "pull", NAME, "--hub", hub.url)
        out, err = await asyncio.get_running_loop().run_in_executor(None, second.communicate)
        assert second.returncode == 0, err
        assert "is here" in out
        assert hub.sent < len(BODY)
    assert (folder / "models" / "Qwen3-0.6B-Q8_0.gguf").read_bytes() == BODY


async def test_what_finds_is_chosen_and_told(start, said):
    def make(choice: EmbeddingChoice) -> TopicEmbedder | None:
        return None if choice.kind == "none" else TopicEmbedder("any", ())

    async with start(embedder=make) as assistant:

        async def models(*argv: str) -> str:
            status, told, _ = await said(assistant, "models", *argv)
            assert status == 0
            return told

        assert "all-MiniLM-L6-v2 finds" in await models("list")
        assert "words alone" in await models("use", "none")
        assert assistant.settings.embedding.kind == "none"
        assert "words alone" in await models("list")
        assert "all-MiniLM-L6-v2 finds" in await models("use", "all-minilm-l6-v2")
        assert assistant.settings.embedding == EmbeddingChoice()
        server = ("--url", "http://127.0.0.1:9/v1", "--model", "e5", "--finding")
        assert "e5 finds" in await models("use", *server, "--query-prefix", "query: ")
        chosen = assistant.settings.embedding
        assert (chosen.kind, chosen.model, chosen.query_prefix) == ("server", "e5", "query: ")
        assert assistant.settings.model.kind == "offline"
        assert json.loads(await models("list", "--json"))["finding"]["model"] == "e5"


async def test_what_was_read_takes_no_more_of_the_disk_than_is_allowed(start, folder):
    async with start() as assistant:
        for age, name in enumerate(("ann", "bob")):
            file = folder / "model_state" / name / "m.state"
            file.parent.mkdir(parents=True)
            file.write_bytes(bytes(3 << 20))
            os.utime(file, (age, age))
        assert await assistant.brains.state_bytes() == 6 << 20
        await assistant.models.keep(4, 30.0)
        assert await assistant.brains.state_bytes() == 3 << 20
        assert not (folder / "model_state" / "ann" / "m.state").exists()
        await assistant.models.keep(0, 30.0)
        assert await assistant.brains.state_bytes() == 0
        run = assistant.settings.local_run
        assert (run.keep_state_mb, run.unload_after_min) == (0, 30.0)


async def test_what_was_read_before_a_deletion_goes_at_the_next_start_too(start, folder, clock):
    """A crash after the deletion and before its last step leaves nothing for good."""
    async with start() as assistant:
        memory = await assistant.remember(DEFAULT_USER, "the door code is 4711")
        await assistant.forget(DEFAULT_USER, [memory.id])
        moment_s = clock.now().timestamp()
    for name, user, age_s in (("old", "me", -1), ("new", "me", 5), ("other", "ann", -1)):
        file = state_files.user_folder(folder / "model_state", user) / f"{name}.state"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"what was read")
        os.utime(file, (moment_s + age_s, moment_s + age_s))
    left = {"new", "other"}
    async with start():
        await until(lambda: {one.stem for one in folder.glob("model_state/*/*")} == left)
