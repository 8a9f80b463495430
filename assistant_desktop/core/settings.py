"""Settings as models: what they are, their defaults, and where they are kept."""

import asyncio
from collections.abc import Callable
from datetime import time
from pathlib import PurePath
from typing import Literal

from pydantic import Field

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.escalation import QuietHours
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import ServiceChoice

_OWNER = "*"
"""Settings of the machine belong to no profile."""
_NAME = "settings"


class ModelChoice(DomainModel):
    """Which brain answers: the offline one, a server, or a GGUF file (`path`) on this machine.

    context_tokens: how much it reads at once; 0 for a file is what free memory has room for, for a
    server the usual.
    """

    kind: Literal["offline", "server", "local"] = "offline"
    base_url: str = ""
    model: str = ""
    path: str = ""
    context_tokens: int = Field(default=0, ge=0)
    request_timeout_s: float = Field(default=120, gt=0)

    @property
    def label(self) -> str:
        """What the user calls it; empty for the offline brain."""
        if self.kind == "local":
            return PurePath(self.path).stem
        return self.model or self.base_url


class EmbeddingChoice(DomainModel):
    """What places texts by meaning: the model that comes along, a GGUF file, a server, nothing.

    languages: what the model knows; none named means any.
    """

    kind: Literal["auto", "none", "file", "server"] = "auto"
    path: str = ""
    name: str = ""
    base_url: str = ""
    model: str = ""
    query_prefix: str = ""
    text_prefix: str = ""
    languages: tuple[str, ...] = ()


class LocalRun(DomainModel):
    """How model files are run here.

    threads: 0 is physical cores but one. unload_after_min: idle minutes until the memory is given
    back, 0 for never. keep_state_mb: disk for what was read, so that a restart need not read a
    conversation again; 0 keeps nothing.
    """

    threads: int = Field(default=0, ge=0, le=256)
    gpu_layers: int = Field(default=0, ge=0, le=999)
    unload_after_min: float = Field(default=10, ge=0)
    keep_state_mb: int = Field(default=1024, ge=0)


class DayHours(DomainModel):
    """What the user means by morning, noon and so on, in local time."""

    morning: time = time(9)
    noon: time = time(12)
    afternoon: time = time(15)
    evening: time = time(19)
    night: time = time(22)
    bare_date: time = time(9)

    def day_times(self) -> DayTimes:
        """The same for the time engine."""
        return DayTimes(**self.model_dump())


class Settings(DomainModel):
    """Everything that can be set. A file of an older version fills in the defaults.

    told_version: the newest version whose notice was closed.
    """

    model_config = DomainModel.model_config | {"extra": "ignore"}

    language: Literal["system", "en", "ru"] = "system"
    theme: Literal["system", "light", "dark"] = "system"
    model: ModelChoice = ModelChoice()
    local_run: LocalRun = LocalRun()
    embedding: EmbeddingChoice = EmbeddingChoice()
    day_hours: DayHours = DayHours()
    quiet_hours: QuietHours | None = None
    learn_facts: bool = True
    sound: bool = True
    close_to_tray: bool = True
    start_for_reminders: bool = False
    own_models: tuple[str, ...] = ()
    profile: str = DEFAULT_USER
    offer_model: bool = True
    told_version: str = ""
    services: dict[str, ServiceChoice] = Field(default_factory=dict)


class SettingsStore:
    """The settings in force, and the one way to change them."""

    def __init__(self, database: Database, loaded: Settings) -> None:
        self._database = database
        self._current = loaded
        self._listeners: list[Callable[[Settings], None]] = []
        self._one_at_a_time = asyncio.Lock()

    @property
    def current(self) -> Settings:
        """What is in force now."""
        return self._current

    def service(self, service_id: str) -> ServiceChoice:
        """What was chosen of a service; switched off where nothing was."""
        return self._current.services.get(service_id, ServiceChoice())

    def on_change(self, listener: Callable[[Settings], None]) -> None:
        """Call `listener` with the new settings after each change."""
        self._listeners.append(listener)

    async def change(self, **fields: object) -> Settings:
        """Set some fields; when this returns they are on disk and in force."""
        async with self._one_at_a_time:  # else the second of two would undo the first
            return await self._change(fields)

    async def _change(self, fields: dict[str, object]) -> Settings:
        changed = Settings.model_validate({**self._current.model_dump(), **fields})
        text = changed.model_dump_json()

        def run(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO settings (user_id, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
                (_OWNER, _NAME, text),
            )

        await self._database.write(run)
        self._current = changed
        for listener in self._listeners:
            listener(changed)
        return changed


async def load_settings(database: Database) -> SettingsStore:
    """The settings as they were left; the defaults where there are none or they are unreadable."""

    def run(connection: Connection) -> str | None:
        row = connection.execute(
            "SELECT value FROM settings WHERE user_id = ? AND name = ?", (_OWNER, _NAME)
        ).fetchone()
        return None if row is None else str(row[0])

    text = await database.read(run)
    try:
        loaded = Settings() if text is None else Settings.model_validate_json(text)
    except ValueError:
        loaded = Settings()
    return SettingsStore(database, loaded)
