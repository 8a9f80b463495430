"""How everything stands, in rows a person and a script can read."""

import importlib.util
import platform
import shutil
from collections.abc import Sequence
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

_LITTLE_SPACE = 200 * 1024 * 1024
_DISK_LIMIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: what was looked at, how it stands, in words."""

    name: str
    state: Literal["good", "note", "bad"]
    detail: str


async def diagnose(
    database: Database,
    settings: Settings,
    secrets: SecretStore,
    embeddings: EmbeddingStatus,
    services: Sequence[ServiceRow] = (),
) -> list[Finding]:
    """Look at everything this process can see. Opens no connection to anywhere."""
    findings = [
        Finding("version", "good", f"{__version__}, Python {platform.python_version()}"),
        _sqlite(),
        await _integrity(database),
        await _space(database),
        await _counts(database),
        await _keyring(secrets),
        _brain(settings),
        _local_models(),
        _embeddings(embeddings),
        *(_service(row) for row in services),
    ]
    if database.low_space:
        findings.append(Finding("disk", "bad", "full: only acknowledgements are written"))
    return findings


def _sqlite() -> Finding:
    version = ".".join(str(part) for part in sqlite_version())
    vectors = "with sqlite-vec" if vector_library() else "sqlite-vec is missing"
    return Finding("sqlite", "good" if vector_library() else "bad", f"{version}, {vectors}")


async def _integrity(database: Database) -> Finding:
    def check(connection: Connection) -> str:
        return str(connection.execute("PRAGMA quick_check(1)").get)

    answer = await database.read(check)
    sound = answer == "ok"
    detail = str(database.path) if sound else f"{database.path}: {answer}"
    return Finding("data file", "good" if sound else "bad", detail)


async def _space(database: Database) -> Finding:
    free = await in_thread(
        "doctor", lambda: shutil.disk_usage(database.path.parent).free, _DISK_LIMIT_S
    )
    return Finding("space", "good" if free > _LITTLE_SPACE else "bad", f"{free // 2**20} MB free")


async def _counts(database: Database) -> Finding:
    def count(connection: Connection) -> tuple[int, int, int]:
        return (
            int(connection.execute("SELECT count(*) FROM messages").get),
            int(connection.execute("SELECT count(*) FROM memories").get),
            int(connection.execute("SELECT count(*) FROM occurrences WHERE next_at > 0").get),
        )

    messages, memories, planned = await database.read(count)
    return Finding(
        "contents", "good", f"{messages} messages, {memories} memories, {planned} planned"
    )


async def _keyring(secrets: SecretStore) -> Finding:
    try:
        await secrets.get("doctor")
    except KnownError as error:
        return Finding("keyring", "note", str(error))
    return Finding("keyring", "good", "answers")


def _brain(settings: Settings) -> Finding:
    choice = settings.model
    if choice.kind == "offline":
        return Finding("model", "good", "offline brain (no model is needed)")
    if choice.kind == "local":
        return Finding("model", "good", choice.path)
    return Finding("model", "good", f"{choice.model or 'default'} at {choice.base_url}")


def _service(row: ServiceRow) -> Finding:
    if not row.enabled:
        return Finding(row.id, "good", "switched off")
    health = row.health
    last = f"last answer {health.succeeded_at:%Y-%m-%d %H:%M} UTC" if health.succeeded_at else ""
    if row.resting_until is not None:
        told = f"{health.trouble} not asked again until {row.resting_until:%H:%M:%S} UTC"
        return Finding(row.id, "bad", f"{told}; {last or 'never answered yet'}")
    if health.trouble:
        return Finding(row.id, "note", f"{health.trouble} {last}".strip())
    return Finding(row.id, "good", f"on; {last or 'never asked yet'}")


def _embeddings(status: EmbeddingStatus) -> Finding:
    if not status.serving:
        return Finding("embeddings", "note", "none: memory search uses full text alone")
    if status.trouble:
        return Finding("embeddings", "bad", status.trouble)
    told = [status.serving]
    if status.building:
        told.append(f"changing to {status.building}")
    if status.waiting:
        told.append(f"{status.waiting} texts wait")
    return Finding("embeddings", "good", ", ".join(told))


def _local_models() -> Finding:
    if importlib.util.find_spec("llama_cpp") is None:
        return Finding("local models", "note", "the local engine is not installed")
    return Finding("local models", "good", "the local engine is installed")
