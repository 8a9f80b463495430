"""The parent's side of a local model: start the child, wait for it, watch it, restart it."""

import asyncio
import json
import logging
import os
import secrets
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant_desktop.domain.errors import ModelError, ModelTimeout, ModelUnreachable
from assistant_desktop.domain.ports import ModelDelta, ModelRequest
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.model_worker import KEY_VARIABLE
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress

_log = logging.getLogger(__name__)

START_LIMIT_S = 20.0
LOAD_LIMIT_S = 300.0
STALL_LIMIT_S = 30.0
_LONGEST_BACKOFF_S = 60.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A GGUF file and how to run it."""

    path: Path
    context: int = 8192
    threads: int = 0
    gpu_layers: int = 0

    @property
    def used_threads(self) -> int:
        """Physical cores but one: a loaded machine with one thread too many is 7 times slower."""
        return self.threads or max((os.cpu_count() or 2) // 2, 1)


class ModelWorker:
    """A ChatModel whose model runs in a child process. Started at the first request."""

    def __init__(self, http: HttpClient, model: LocalModel) -> None:
        self._http = http
        self._model = model
        self._process: asyncio.subprocess.Process | None = None
        self._remote: OpenAiCompatible | None = None
        self._base_url = ""
        self._key = ""
        self._starting = asyncio.Lock()
        self._backoff_s = 0.0
        self._may_start_at_s = 0.0

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._model.path.stem

    @property
    def context_tokens(self) -> int:
        """As set by the user."""
        return self._model.context

    @property
    def pid(self) -> int | None:
        """The child, None while there is none."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if alive and self._process is not None else None

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        """Answer a request; the child is started or restarted first where it is not running."""
        remote = await self._ready()
        try:
            async with aclosing(remote.stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        except ModelUnreachable as error:
            raise await self._after_a_crash(error) from error
        except ModelTimeout as error:
            # Neither a word nor a sign of reading on: it hangs, and is ended.
            await self.close()
            raise ModelUnreachable(
                "The model stood still and was stopped; it starts again with your next message.",
                retryable=True,
            ) from error
        self._backoff_s = 0.0

    async def _after_a_crash(self, error: ModelError) -> ModelError:
        """What to say: the child died, or it still runs and something else is wrong."""
        if self._process is None:
            return error
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await self._process.wait()
        if self._process.returncode is None:
            return error
        self._backoff_s = min(max(self._backoff_s * 2, 1.0), _LONGEST_BACKOFF_S)
        self._may_start_at_s = time.monotonic() + self._backoff_s
        await self._stop()
        return ModelUnreachable(
            "The model crashed; it starts again with your next message.", retryable=True
        )

    # ---- the child ----

    async def _ready(self) -> OpenAiCompatible:
        async with self._starting:
            if self.pid is None:
                await self._stop()
                try:
                    await self._start()
                except BaseException:
                    # Stopped or failed half-way: the next message begins with a fresh child.
                    await self._stop()
                    raise
            if self._remote is None:
                raise ModelUnreachable("The local model did not start.")
            return self._remote

    async def _start(self) -> None:
        await asyncio.sleep(max(self._may_start_at_s - time.monotonic(), 0))
        self._key = secrets.token_hex(16)
        command = [*_python(), "--model", str(self._model.path)]
        command += ["--context", str(self._model.context)]
        command += ["--threads", str(self._model.used_threads)]
        command += ["--gpu-layers", str(self._model.gpu_layers)]
        # The loop's thread is the main one: on Linux the child dies with the thread that made it.
        self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, KEY_VARIABLE: self._key},
        )
        port = await self._port(self._process)
        self._base_url = f"http://127.0.0.1:{port}/v1"
        address = ServerAddress(
            self._base_url, self.name, self._model.context, STALL_LIMIT_S, gap_s=STALL_LIMIT_S
        )
        self._remote = OpenAiCompatible(self._http, address, self._own_key)
        await self._until_loaded()

    async def _own_key(self) -> str | None:
        return self._key

    async def _port(self, process: asyncio.subprocess.Process) -> int:
        if process.stdout is None:
            raise ModelUnreachable("The local model did not start.")
        try:
            async with asyncio.timeout(START_LIMIT_S):
                line = await process.stdout.readline()
            return int(json.loads(line)["port"])
        except (TimeoutError, ValueError, KeyError) as error:
            await self._stop()
            raise ModelUnreachable(
                "The local engine did not start.",
                hint="Install it with: python3 dev.py run --local",
            ) from error

    async def _until_loaded(self) -> None:
        ends_at_s = time.monotonic() + LOAD_LIMIT_S
        while time.monotonic() < ends_at_s:
            health = await self.health()
            if health["status"] == "ready":
                return
            if health["status"] == "failed":
                raise ModelUnreachable(
                    "{path} cannot be loaded: {reason}.",
                    hint="Choose another file, or: models use offline",
                    path=self._model.path,
                    reason=health["error"],
                )
            await asyncio.sleep(_LOOK_S)
        raise ModelTimeout("{path} did not load in time.", path=self._model.path)

    async def health(self) -> dict[str, Any]:
        """How the child stands. Raises ModelUnreachable when it is gone."""
        url = self._base_url.removesuffix("/v1") + "/health"
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            async with (
                asyncio.timeout(START_LIMIT_S),
                self._http.stream("GET", url, headers=headers) as response,
            ):
                found: dict[str, Any] = json.loads(await response.aread())
                return found
        except Exception as error:
            await self._stop()
            raise ModelUnreachable("The model crashed while it was loading.") from error

    async def _stop(self) -> None:
        process, self._process, self._remote = self._process, None, None
        if self._base_url:
            self._http.forbid(self._base_url)
            self._base_url = ""
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()

    async def close(self) -> None:
        """End the child and give its memory back."""
        async with self._starting:
            await self._stop()


def _python() -> list[str]:
    """How the child is started: by the interpreter, or by the bundle's own program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--model-worker"]
    return [sys.executable, "-m", "assistant_desktop.services.llm.model_worker.child"]
