"""Which brain answers now, and switching between them."""

import asyncio
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from assistant_desktop.core.settings import LocalRun, ModelChoice, SettingsStore
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import (
    ChatModel,
    ClosableModel,
    ModelServer,
    ModelStates,
    RememberingModel,
    RetiringModel,
    SecretStore,
)
from assistant_desktop.in_thread import in_thread


def key_name(url: str) -> str:
    """The name of a server's key in the keyring: a key is sent only where it was set for."""
    parts = urlsplit(url)
    return f"model-server-key {parts.scheme}://{(parts.netloc or '').lower()}"


USUAL_SERVERS = ("http://127.0.0.1:11434/v1", "http://127.0.0.1:1234/v1")
"""Where Ollama and LM Studio listen when nobody told them otherwise."""
PROBE_LIMIT_S = 2.0
FILE_LIMIT_S = 10.0
_GGUF_MAGIC = b"GGUF"

BrainMaker = Callable[[ModelChoice], ChatModel]
"""Makes the ChatModel of a choice; app.py has one for each kind."""

_Chosen = tuple[ModelChoice, LocalRun]


class BrainSwitch:
    """Holds the brain of the chosen settings; a new choice takes effect at the next turn."""

    def __init__(
        self,
        settings: SettingsStore,
        makers: dict[str, BrainMaker],
        secrets: SecretStore,
        states: ModelStates,
    ) -> None:
        self._settings = settings
        self._makers = makers
        self._secrets = secrets
        self._states = states
        self._made: tuple[_Chosen, ChatModel] | None = None
        self._retired: weakref.WeakSet[ChatModel] = weakref.WeakSet()

    def current(self) -> ChatModel:
        """The brain in force.

        Raises:
            BadInput: this installation cannot run what was chosen.
        """
        chosen = self._chosen()
        if self._made is not None and self._made[0] == chosen:
            return self._made[1]
        choice = chosen[0]
        maker = self._makers.get(choice.kind)
        if maker is None:
            raise BadInput(
                "This installation cannot run local models.",
                hint="Choose another: models use offline",
            )
        model = maker(choice)
        self._made = (chosen, model)
        return model

    @property
    def runs_files(self) -> bool:
        """Whether this installation can run model files itself."""
        return "local" in self._makers

    def _chosen(self) -> _Chosen:
        return self._settings.current.model, self._settings.current.local_run

    async def use(self, choice: ModelChoice) -> ModelChoice:
        """Choose a brain; it answers from the next message on.

        Raises:
            BadInput: the address of a server is no HTTP address, or the file no model.
        """
        if choice.kind == "server":
            require_address(choice.base_url)
        if choice.kind == "local":
            await in_thread("model-file", lambda: _require_gguf(choice.path), FILE_LIMIT_S)
        changed = await self._settings.change(model=choice)
        await self.close_if_changed()
        return changed.model

    async def run_with(self, how: LocalRun) -> None:
        """Run model files another way, from the next message on."""
        before = self._settings.current.local_run
        if how == before:
            return
        await self._settings.change(local_run=how)
        await self.close_if_changed()
        if how.keep_state_mb < before.keep_state_mb:
            await self._states.shrink(how.keep_state_mb * 2**20)

    async def close_if_changed(self) -> None:
        """Give back a brain that is no longer the chosen one; it may end its answer first."""
        made = self._made
        if made is None or made[0] == self._chosen():
            return
        self._made = None
        model = made[1]
        if isinstance(model, RetiringModel):
            self._retired.add(model)
            await model.retire()
        elif isinstance(model, ClosableModel):
            await model.close()

    async def forget_state(self, user_id: UserId) -> None:
        """Whatever a model has read of this user's conversations goes, in memory and on disk."""
        for model in self._held():
            if isinstance(model, RememberingModel):
                await model.forget_state(user_id)
        await self._states.forget(user_id)

    async def forget_states_before(self, moments: Mapping[UserId, datetime]) -> None:
        """Delete what is older than each user's moment. Raises StorageError."""
        for user_id, moment in moments.items():
            await self._states.forget_before(user_id, moment)

    async def state_bytes(self) -> int:
        """How much of the disk is used by what models have read."""
        return await self._states.bytes_kept()

    async def close(self) -> None:
        """Give back what the brain in force holds, and any that still ends its answer."""
        held, self._made = self._held(), None
        for model in held:
            if isinstance(model, ClosableModel):
                await model.close()

    def _held(self) -> list[ChatModel]:
        return [*self._retired, *((self._made[1],) if self._made is not None else ())]

    async def set_key(self, url: str, key: str) -> None:
        """Keep a server's key in the keyring; an empty one removes it."""
        require_address(url)
        if key:
            await self._secrets.set(key_name(url), key)
        else:
            await self._secrets.delete(key_name(url))

    async def find_servers(self) -> list[tuple[str, list[str]]]:
        """Model servers on this computer's usual ports, each with what it can run.

        Only ever called because the user asked: it knocks at loopback ports and nowhere else.
        """
        found = await asyncio.gather(*(self._models_at(url) for url in USUAL_SERVERS))
        return [
            (url, names)
            for url, names in zip(USUAL_SERVERS, found, strict=True)
            if names is not None
        ]

    async def names_at(self, url: str) -> list[str]:
        """What a server can run, before it is chosen. Raises ModelError."""
        require_address(url)
        server = self._makers["server"](ModelChoice(kind="server", base_url=url.rstrip("/")))
        try:
            return await server.list_models() if isinstance(server, ModelServer) else []
        finally:
            if isinstance(server, ClosableModel):
                await server.close()

    async def _models_at(self, url: str) -> list[str] | None:
        try:
            async with asyncio.timeout(PROBE_LIMIT_S):
                return await self.names_at(url)
        except (KnownError, TimeoutError):
            return None

    async def names(self) -> list[str]:
        """What the chosen server says it can run; nothing for a brain that is no server."""
        model = self.current()
        return await model.list_models() if isinstance(model, ModelServer) else []


def require_address(url: str) -> None:
    """Raises BadInput where this is no address of a server."""
    try:
        parts = urlsplit(clean(url))
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and clean(url) == url
        named = bool(parts.username or parts.password)
    except ValueError:
        usable = named = False
    if named:
        raise BadInput(
            "Leave names and passwords out of the address.", hint="Give a key with --key-stdin."
        )
    if not usable:
        raise BadInput(
            "“{url}” is not the address of a model server.",
            hint="It looks like http://localhost:11434/v1",
            url=clean(url),
        )


def _require_gguf(name: str) -> None:
    path = Path(name)
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF_MAGIC))
    except OSError as error:
        raise BadInput(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    if magic != _GGUF_MAGIC:
        raise BadInput("{path} is no GGUF model file.", path=path)
