"""The parent's hold on one child process: start it, wait until its model is loaded, end it."""

import asyncio
import json
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
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


@dataclass(slots=True)
class Running:
    """One child whose model is loaded: where it listens, and the key it wants."""

    process: asyncio.subprocess.Process
    base_url: str
    key: str
    is_ending: bool = False

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self.process.returncode is None and not self.is_ending

    async def own_key(self) -> str | None:
        """What the child wants to see in each request."""
        return self.key


class WorkerProcess:
    """A child that serves one model file over HTTP on loopback, with a key of its own.

    Not alive until `ensure`. A crash makes the next start wait: 1, 2, 4 … 60 s.
    """

    def __init__(self, http: HttpClient, path: Path, options: tuple[str, ...]) -> None:
        self._http = http
        self._path = path
        self.options = options
        self._running: Running | None = None
        self._starting: asyncio.Task[Running] | None = None
        self._is_closing = False
        self._changing = asyncio.Lock()
        self._backoff_s = 0.0
        self._may_start_at_s = 0.0

    @property
    def pid(self) -> int | None:
        """The child, None while there is none."""
        running = self._running
        return running.process.pid if running is not None and running.is_alive else None

    async def ensure(self) -> Running:
        """Start the child where it is not running; returns when its model is loaded.

        Who gives up waiting leaves it loading: the next one finds it further on.

        Raises:
            ModelUnreachable: it does not start, or the file cannot be loaded.
            ModelTimeout: it took too long.
        """
        running = self._running
        if running is not None and running.is_alive and not self._is_closing:
            return running
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())  # noqa: TID251 - ours until close
            self._starting.add_done_callback(self._started)
        try:
            return await asyncio.shield(self._starting)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if me is not None and me.cancelling():
                raise
            raise ModelUnreachable("The model was unloaded.", retryable=True) from None

    def _started(self, task: "asyncio.Task[Running]") -> None:
        if self._starting is task:
            self._starting = None
        if not task.cancelled():
            task.exception()  # whoever waits is told; perhaps nobody does

    def succeeded(self) -> None:
        """A request was answered: the next crash waits the shortest time again."""
        self._backoff_s = 0.0

    async def is_crashed(self, running: Running) -> bool:
        """After a broken connection: whether that child is gone. The next one waits a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CRASH_SEEN_S):
                await running.process.wait()
        if running.is_alive:
            return False
        # Only the first who sees it; others may use the next one by now, or are ending this one.
        if self._running is running and not running.is_ending:
            self._running = None
            self._http.forbid(running.base_url)
            self._backoff_s = min(max(self._backoff_s * 2, 1.0), _LONGEST_BACKOFF_S)
            self._may_start_at_s = time.monotonic() + self._backoff_s
        return True

    async def end(self, running: Running) -> None:
        """End that very child, one that hangs; not the one that may have followed it."""
        running.is_ending = True
        # Held until it is really gone: whoever is cancelled here leaves it to the next `close`.
        await _kill(running.process)
        if self._running is running:
            self._running = None
            self._http.forbid(running.base_url)

    async def close(self, before: Callable[[], Awaitable[None]] | None = None) -> None:
        """End the child and give its memory back; `before` may ask a last thing of it."""
        starting = self._starting
        if starting is not None:
            starting.cancel()
            await asyncio.wait({starting})
        async with self._changing:
            self._is_closing = True
            try:
                if before is not None and self.pid is not None:
                    with suppress(KnownError, TimeoutError):
                        async with asyncio.timeout(SAVE_LIMIT_S):
                            await before()
            finally:
                self._is_closing = False
                running = self._running
                if running is not None:
                    await self.end(running)

    async def get(self, path: str) -> dict[str, Any]:
        """A small JSON answer of the child. Raises ModelUnreachable when it is gone."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The same for a request with a body."""
        return await self._ask("POST", path, body)

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        if self._running is None:
            raise ModelUnreachable("The model crashed.", retryable=True)
        return await self._ask_of(self._running, method, path, body)

    async def _ask_of(
        self, running: Running, method: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        url = running.base_url.removesuffix("/v1") + path
        headers = {"Authorization": f"Bearer {running.key}"}
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

    async def _start(self) -> Running:
        async with self._changing:
            if self._running is not None:
                if self._running.is_alive:
                    return self._running
                await self.end(self._running)
            await asyncio.sleep(max(self._may_start_at_s - time.monotonic(), 0))
            key = secrets.token_hex(16)
            # The loop's thread is the main one: on Linux the child dies with its maker's thread.
            process = await asyncio.create_subprocess_exec(
                *_python(),
                *("--model", str(self._path)),
                *self.options,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**os.environ, KEY_VARIABLE: key},
            )
            running = None
            try:
                running = Running(process, f"http://127.0.0.1:{await _port(process)}/v1", key)
                self._http.allow(running.base_url)
                await self._until_loaded(running)
            except BaseException:
                # Failed half-way: the next message begins with a fresh child.
                if running is not None:
                    self._http.forbid(running.base_url)
                await _kill(process)
                raise
            self._running = running
            return running

    async def _until_loaded(self, running: Running) -> None:
        ends_at_s = time.monotonic() + LOAD_LIMIT_S
        while time.monotonic() < ends_at_s:
            health = await self._health_while_loading(running)
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

    async def _health_while_loading(self, running: Running) -> dict[str, Any]:
        try:
            return await self._ask_of(running, "GET", "/health", None)
        except ModelUnreachable as error:
            raise ModelUnreachable("The model crashed while it was loading.") from error


async def _port(process: asyncio.subprocess.Process) -> int:
    """What the child says first."""
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


async def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()


def _python() -> list[str]:
    """How the child is started: by the interpreter, or by the bundle's own program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--model-worker"]
    return [*python_command(), "-m", "assistant_desktop.services.llm.model_worker.child"]


def python_command() -> list[str]:
    """This interpreter; the folder we stand in is no more trusted there than it is here."""
    return [sys.executable, *(["-P"] if sys.flags.safe_path else [])]
