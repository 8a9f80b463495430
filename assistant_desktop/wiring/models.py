"""Makes the models that settings name: brains and embedders."""

import importlib.util
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from assistant_desktop.core.model_choice import key_name
from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.core.settings import EmbeddingChoice, ModelChoice, SettingsStore
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.model_library import USUAL_CONTEXT
from assistant_desktop.domain.ports import ChatModel, Embedder, SecretStore
from assistant_desktop.services.embeddings import (
    EmbeddingManner,
    FindFile,
    LocalEmbedder,
    RemoteEmbedder,
)
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm import minilm
from assistant_desktop.services.llm.model_worker.worker import LocalModel, ModelWorker
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress


@dataclass(frozen=True, slots=True)
class ModelMakers:
    """Makes the models that settings name."""

    secrets: SecretStore
    http: HttpClient
    settings: SettingsStore
    supervisor: Supervisor
    states: Path
    day_times: Callable[[], DayTimes]
    why_not: Callable[[str, str], str | None]

    def brains(self) -> dict[str, Callable[[ModelChoice], ChatModel]]:
        """One maker for each kind of brain that this installation can run."""
        makers: dict[str, Callable[[ModelChoice], ChatModel]] = {
            "offline": self._offline,
            "server": self._server,
        }
        if _has_engine():
            makers["local"] = self._local
        return makers

    def _offline(self, choice: ModelChoice) -> ChatModel:
        return OfflineBrain(self.day_times, self.why_not)

    def _server(self, choice: ModelChoice) -> ChatModel:
        address = ServerAddress(
            base_url=choice.base_url,
            model=choice.model,
            context_tokens=choice.context_tokens or USUAL_CONTEXT,
            timeout_s=choice.request_timeout_s,
        )
        return OpenAiCompatible(self.http, address, self._key(choice.base_url))

    def _local(self, choice: ModelChoice) -> ChatModel:
        run = self.settings.current.local_run
        model = LocalModel(
            path=Path(choice.path),
            context=choice.context_tokens,
            threads=run.threads,
            gpu_layers=run.gpu_layers,
            unload_after_s=run.unload_after_min * 60,
            state_dir=self.states,
            state_budget=run.keep_state_mb * 2**20,
        )
        return ModelWorker(self.http, model, self.supervisor.once)

    def embedder(self, choice: EmbeddingChoice) -> Embedder | None:
        """The embedder of a choice, None where there is none for it."""
        if choice.kind == "auto" and minilm.is_at_hand():
            return self._local_embedder(minilm.MANNER, minilm.find_or_convert)
        manner = EmbeddingManner(
            name=choice.name or choice.model or Path(choice.path).stem,
            query_prefix=choice.query_prefix,
            text_prefix=choice.text_prefix,
            languages=choice.languages,
        )
        if choice.kind == "file" and _has_engine():
            path = Path(choice.path)

            async def find() -> Path:
                return path

            return self._local_embedder(manner, find)
        if choice.kind == "server":
            key = self._key(choice.base_url)
            return RemoteEmbedder(self.http, manner, choice.base_url, key)
        return None

    def _local_embedder(self, manner: EmbeddingManner, find: FindFile) -> Embedder:
        return LocalEmbedder(self.http, manner, find, self.supervisor.once)

    def _key(self, url: str) -> Callable[[], Awaitable[str | None]]:
        return lambda: self.secrets.get(key_name(url))


def _has_engine() -> bool:
    return importlib.util.find_spec("llama_cpp") is not None
