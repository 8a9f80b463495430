"""The parent's hold on one child process: start it, wait until its model is loaded, end it."""

import asyncio
import json
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant_desktop.domain.errors import KnownError, ModelTimeout, ModelUnreachable
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.model_worker import KEY_VARIABLE

START_LIMIT_S = 20.0
LOAD_LIMIT_S = 300.0
SAVE_LIMIT_S = 5.0
_CRASH_SEEN_S = 0.5
_LONGEST_BACKOFF_S = 60.0
_LOOK_S = 0.05


class WorkerProcess:
    """A child that serves one model file over HTTP on loopback, with a key of its own.

    Not alive until `ensure`. A crash makes the next start wait: 1, 2, 4 … 60 s.
    """

    def __init__(self, http: HttpClient, path: Path, options: tuple[str, ...]) -> None:
        self._http = http
        self._path = path
        self._options = options
        self._process: asyncio.subprocess.Process | None = None
        self._changing = asyncio.Lock()
        self._backoff_s = 0.0
        self._may_start_at_s = 0.0
        self.base_url = ""
        self.key = ""

    @property
    def pid(self) -> int | None:
        """The child, None while there is none."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if alive and self._process is not None else None

    async def own_key(self) -> str | None:
        """What the child wants to see in each request."""
        return self.key

    async def ensure(self) -> None:
        """Start the child where it is not running; returns when its model is loaded.

        Raises:
            ModelUnreachable: it does not start, or the file cannot be loaded.
            ModelTimeout: it took too long.
        """
        async with self._changing:
            if self.pid is not None:
                return
            await self._stop()
            try:
                await self._start()
            except BaseException:
                # Stopped or failed half-way: the next message begins with a fresh child.
                await self._stop()
                raise

    def succeeded(self) -> None:
        """A request was answered: the next crash waits the shortest time again."""
        self._backoff_s = 0.0

    async def is_crashed(self) -> bool:
        """After a broken connection: whether the child is gone, and now waits to be restarted."""
        if self._process is None:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(_CRASH_SEEN_S):
                await self._process.wait()
        if self._process.returncode is None:
            return False
        self._backoff_s = min(max(self._backoff_s * 2, 1.0), _LONGEST_BACKOFF_S)
        self._may_start_at_s = time.monotonic() + self._backoff_s
        await self._stop()
        return True

    async def close(self, before: Callable[[], Awaitable[None]] | None = None) -> None:
        """End the child and give its memory back; `before` may ask a last thing of it."""
        async with self._changing:
            if before is not None and self.pid is not None:
                with suppress(KnownError, TimeoutError):
                    async with asyncio.timeout(SAVE_LIMIT_S):
                        await before()
            await self._stop()

    async def get(self, path: str) -> dict[str, Any]:
        """A small JSON answer of the child. Raises ModelUnreachable when it is gone."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The same for a request with a body."""
        return await self._ask("POST", path, body)

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        url = self.base_url.removesuffix("/v1") + path
        headers = {"Authorization": f"Bearer {self.key}"}
        try:
            async with (
                asyncio.timeout(START_LIMIT_S),
                self._http.stream(method, url, json=body, headers=headers) as response,
            ):
                answer: dict[str, Any] = json.loads(await response.aread())
        except Exception as error:
            raise ModelUnreachable("The model crashed.", retryable=True) from error
        if response.status_code >= 400:
            reason = str((answer.get("error") or {}).get("message") or response.status_code)
            raise ModelUnreachable("The local model refused: {reason}", reason=reason)
        return answer

    async def _start(self) -> None:
        await asyncio.sleep(max(self._may_start_at_s - time.monotonic(), 0))
        self.key = secrets.token_hex(16)
        # The loop's thread is the main one: on Linux the child dies with the thread that made it.
        self._process = await asyncio.create_subprocess_exec(
            *_python(),
            *("--model", str(self._path)),
            *self._options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, KEY_VARIABLE: self.key},
        )
        port = await self._port(self._process)
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self._http.allow(self.base_url)
        await self._until_loaded()

    async def _port(self, process: asyncio.subprocess.Process) -> int:
        if process.stdout is None:
            raise ModelUnreachable("The local model did not start.")
        try:
            async with asyncio.timeout(START_LIMIT_S):
                line = await process.stdout.readline()
            return int(json.loads(line)["port"])
        except (TimeoutError, ValueError, KeyError) as error:
            raise ModelUnreachable(
                "The local engine did not start.",
                hint="Install it with: python3 dev.py run --local",
            ) from error

    async def _until_loaded(self) -> None:
        ends_at_s = time.monotonic() + LOAD_LIMIT_S
        while time.monotonic() < ends_at_s:
            health = await self._health_while_loading()
            if health["status"] == "ready":
                return
            if health["status"] == "failed":
                raise ModelUnreachable(
                    "{path} cannot be loaded: {reason}.",
                    hint="Choose another file, or: models use offline",
                    path=self._path,
                    reason=health["error"],
                )
            await asyncio.sleep(_LOOK_S)
        raise ModelTimeout("{path} did not load in time.", path=self._path)

    async def _health_while_loading(self) -> dict[str, Any]:
        try:
            return await self.get("/health")
        except ModelUnreachable as error:
            raise ModelUnreachable("The model crashed while it was loading.") from error

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if self.base_url:
            self._http.forbid(self.base_url)
            self.base_url = ""
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()


def _python() -> list[str]:
    """How the child is started: by the interpreter, or by the bundle's own program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--model-worker"]
    return [sys.executable, "-m", "assistant_desktop.services.llm.model_worker.child"]
