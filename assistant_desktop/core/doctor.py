"""How everything stands, in rows a person and a script can read."""

import importlib.util
import platform
import shutil
from dataclasses import dataclass
from typing import Literal

from assistant_desktop import __version__
from assistant_desktop.core.memory.embeddings import EmbeddingStatus
from assistant_desktop.core.settings import Settings
from assistant_desktop.core.storage.connection import Connection, sqlite_version, vector_library
from assistant_desktop.core.storage.database import Database
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ports import SecretStore
from assistant_desktop.domain.service import ServiceRow
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording

_LITTLE_SPACE = 200 * 1024 * 1024
_DISK_LIMIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: what was looked at, how it stands, in words.

    name: stays the same in every language, title is the name for a person.
    """

    name: str
    state: Literal["good", "note", "bad"]
    detail: str
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What is looked at."""

    database: Database
    settings: Settings
    secrets: SecretStore
    embeddings: EmbeddingStatus
    services: tuple[ServiceRow, ...] = ()


async def diagnose(ground: Ground, words: Wording) -> list[Finding]:
    """Look at everything this process can see. Opens no connection to anywhere."""
    database = ground.database
    version = f"{__version__}, Python {platform.python_version()}"
    findings = [
        Finding("version", "good", version, words.text("version")),
        _sqlite(words),
        await _integrity(database, words),
        await _space(database, words),
        await _counts(database, words),
        await _keyring(ground.secrets, words),
        _brain(ground.settings, words),
        _local_models(words),
        _embeddings(ground.embeddings, words),
        *(_service(row, words) for row in ground.services),
    ]
    if database.low_space:
        told = words.text("full: only acknowledgements are written")
        findings.append(Finding("disk", "bad", told, words.text("disk")))
    return findings


def _sqlite(words: Wording) -> Finding:
    version = ".".join(str(part) for part in sqlite_version())
    has_vectors = vector_library() is not None
    vectors = words.text("with sqlite-vec") if has_vectors else words.text("sqlite-vec is missing")
    return Finding("sqlite", "good" if has_vectors else "bad", f"{version}, {vectors}", "sqlite")


async def _integrity(database: Database, words: Wording) -> Finding:
    def check(connection: Connection) -> str:
        return str(connection.execute("PRAGMA quick_check(1)").get)

    answer = await database.read(check)
    sound = answer == "ok"
    detail = str(database.path) if sound else f"{database.path}: {answer}"
    return Finding("data file", "good" if sound else "bad", detail, words.text("data file"))


async def _space(database: Database, words: Wording) -> Finding:
    free = await in_thread(
        "doctor", lambda: shutil.disk_usage(database.path.parent).free, _DISK_LIMIT_S
    )
    told = words.text("{number} MB free", number=free // 2**20)
    return Finding("space", "good" if free > _LITTLE_SPACE else "bad", told, words.text("space"))


async def _counts(database: Database, words: Wording) -> Finding:
    def count(connection: Connection) -> tuple[int, int, int]:
        return (
            int(connection.execute("SELECT count(*) FROM messages").get),
            int(connection.execute("SELECT count(*) FROM memories").get),
            int(connection.execute("SELECT count(*) FROM occurrences WHERE next_at > 0").get),
        )

    messages, memories, planned = await database.read(count)
    told = [
        words.count("{n} message", "{n} messages", messages),
        words.count("{n} memory", "{n} memories", memories),
        words.text("{number} planned", number=planned),
    ]
    return Finding("contents", "good", ", ".join(told), words.text("contents"))


async def _keyring(secrets: SecretStore, words: Wording) -> Finding:
    title = words.text("keyring")
    try:
        await secrets.get("doctor")
    except KnownError as error:
        return Finding("keyring", "note", words.error(error), title)
    return Finding("keyring", "good", words.text("answers"), title)


def _brain(settings: Settings, words: Wording) -> Finding:
    choice, title = settings.model, words.text("model")
    if choice.kind == "offline":
        told = words.text("offline brain (no model is needed)")
        return Finding("model", "good", told, title)
    if choice.kind == "local":
        return Finding("model", "good", choice.path, title)
    named = choice.model or words.text("the default model")
    told = words.text("{model} at {address}", model=named, address=choice.base_url)
    return Finding("model", "good", told, title)


def _service(row: ServiceRow, words: Wording) -> Finding:
    title = words.text(row.title)
    if not row.enabled:
        return Finding(row.id, "good", words.text("switched off"), title)
    health, last = row.health, ""
    if health.succeeded_at is not None:
        last = words.text("last answer {time} UTC", time=f"{health.succeeded_at:%Y-%m-%d %H:%M}")
    trouble = words.error(health.as_error())
    if row.resting_until is not None:
        time = f"{row.resting_until:%H:%M:%S}"
        told = words.text("not asked again until {time} UTC", time=time)
        last = last or words.text("never answered yet")
        return Finding(row.id, "bad", f"{trouble} {told}; {last}", title)
    if trouble:
        return Finding(row.id, "note", f"{trouble} {last}".strip(), title)
    last = last or words.text("never asked yet")
    return Finding(row.id, "good", words.text("on; {last}", last=last), title)


def _embeddings(status: EmbeddingStatus, words: Wording) -> Finding:
    title = words.text("embeddings")
    if not status.serving:
        told = words.text("none: memory search uses full text alone")
        return Finding("embeddings", "note", told, title)
    if status.trouble:
        return Finding("embeddings", "bad", words.error(status.trouble), title)
    said = [status.serving]
    if status.building:
        said.append(words.text("changing to {model}", model=status.building))
    if status.waiting:
        said.append(words.count("{n} text waits", "{n} texts wait", status.waiting))
    return Finding("embeddings", "good", ", ".join(said), title)


def _local_models(words: Wording) -> Finding:
    title = words.text("local models")
    if importlib.util.find_spec("llama_cpp") is None:
        told = words.text("the local engine is not installed")
        return Finding("local models", "note", told, title)
    return Finding("local models", "good", words.text("the local engine is installed"), title)
