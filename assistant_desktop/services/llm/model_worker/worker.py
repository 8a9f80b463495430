"""A ChatModel on a model file: its child is started when asked, watched, restarted, unloaded."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from assistant_desktop.domain.errors import (
    BadInput,
    KnownError,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model_library import USUAL_CONTEXT, context_tokens
from assistant_desktop.domain.ports import ModelDelta, ModelRequest, ModelWaiting
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.gguf_file import read_gguf
from assistant_desktop.services.llm.model_worker import TOO_LONG
from assistant_desktop.services.llm.model_worker.idle import IdleEnd, StartJob
from assistant_desktop.services.llm.model_worker.process import Running, WorkerProcess
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress

STALL_LIMIT_S = 30.0
LOOK_LIMIT_S = 10.0


def usual_threads() -> int:
    """Physical cores but one: a loaded machine with one thread too many is 7 times slower."""
    return max((psutil.cpu_count(logical=False) or 1) - 1, 1)


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A GGUF file and how to run it.

    context: tokens it reads at once, 0 for as many as free memory has room for. threads: 0 takes
    the physical cores but one. unload_after_s: idle seconds until its memory is given back, 0 for
    never. state_dir: where what was read is kept over restarts, None for nowhere; state_budget is
    that folder's most bytes.
    """

    path: Path
    context: int = 0
    threads: int = 0
    gpu_layers: int = 0
    unload_after_s: float = 0.0
    state_dir: Path | None = None
    state_budget: int = 0

    def options(self, context: int) -> tuple[str, ...]:
        """The same as the child's arguments."""
        kept = (
            ("--state-dir", str(self.state_dir), "--state-budget", str(self.state_budget))
            if self.state_dir is not None and self.state_budget
            else ()
        )
        return (
            *("--context", str(context)),
            *("--threads", str(self.threads or usual_threads())),
            *("--gpu-layers", str(self.gpu_layers)),
            *kept,
        )


class ModelWorker:
    """A ChatModel whose model runs in a child process. Started at the first request."""

    def __init__(
        self, http: HttpClient, model: LocalModel, start_job: StartJob | None = None
    ) -> None:
        self._http = http
        self._model = model
        self._context = 0
        self._process = WorkerProcess(http, model.path, ())
        self._idle = IdleEnd(model.unload_after_s, self.close, start_job)

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._model.path.stem

    @property
    def context_tokens(self) -> int:
        """As set by the user, or as memory allows: known once it was measured."""
        return self._context or self._model.context or USUAL_CONTEXT

    @property
    def pid(self) -> int | None:
        """The child, None while there is none."""
        return self._process.pid

    async def measure(self) -> None:
        """Look at the file and at free memory; while the child is there nothing changes.

        Raises:
            BadInput: the file has gone, or is no model any more.
        """
        if self._context and self._process.pid is not None:
            return
        try:
            self._context = await in_thread("model-file", self._look, LOOK_LIMIT_S)
        except BadInput as error:
            error.hint_message = "Choose another file, or: models use offline"
            raise
        self._process.options = self._model.options(self._context)

    def _look(self) -> int:
        info = read_gguf(self._model.path)
        return context_tokens(self._model.context, info, psutil.virtual_memory().available)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        """Answer a request; the child is started or restarted first where it is not running."""
        if self._idle.is_used:
            yield ModelWaiting()
        with self._idle.using():
            if not self._context:
                await self.measure()
            running = await self._process.ensure()
            async with aclosing(self._deltas(running, request)) as deltas:
                async for delta in deltas:
                    yield delta
        self._process.succeeded()

    async def _deltas(
        self, running: Running, request: ModelRequest
    ) -> AsyncGenerator[ModelDelta, None]:
        address = ServerAddress(
            running.base_url,
            self.name,
            self.context_tokens,
            STALL_LIMIT_S,
            gap_s=STALL_LIMIT_S,
            is_own_child=True,
        )
        remote = OpenAiCompatible(self._http, address, running.own_key)
        try:
            async with aclosing(remote.stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        except ModelUnreachable as error:
            if not await self._process.is_crashed(running):
                raise
            raise ModelUnreachable(
                "The model crashed; it starts again with your next message.", retryable=True
            ) from error
        except ModelRefused as error:
            if TOO_LONG not in str(error):
                raise
            raise ModelRefused(
                "This is more than the model reads at once ({limit} tokens).",
                status=413,
                hint="Let it read more at once in the settings, or begin a new conversation.",
                limit=self.context_tokens,
            ) from error
        except ModelTimeout as error:
            # Neither a word nor a sign of reading on: it hangs, and is ended.
            await self._process.end(running)
            raise ModelUnreachable(
                "The model stood still and was stopped; it starts again with your next message.",
                retryable=True,
            ) from error
        finally:
            await remote.close()

    async def health(self) -> dict[str, Any]:
        """How the child stands. Raises ModelUnreachable when it is gone."""
        return await self._process.get("/health")

    async def forget_state(self, user_id: UserId) -> None:
        """Nothing of this user stays in the child; one that does not obey is ended."""
        if self._process.pid is None:
            return
        try:
            await self._process.post("/state/forget", {"user": str(user_id)})
        except KnownError:
            await self._process.close()

    async def close(self) -> None:
        """End the child and give its memory back; what it has read is kept where that is wanted."""
        await self._process.close(self._save_state if self._model.state_dir else None)

    async def retire(self) -> None:
        """Another model was chosen: the same once the answer that is being given is over."""
        await self._idle.retire()

    async def _save_state(self) -> None:
        await self._process.post("/state/save", {})
