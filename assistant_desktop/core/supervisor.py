"""Owner of every background job: names them, restarts them, ends them.

The only place in core that makes tasks.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

_log = logging.getLogger(__name__)

SHUTDOWN_LIMIT_S = 2.0
_FIRST_BACKOFF_S = 1.0
_LONGEST_BACKOFF_S = 60.0


class Supervisor:
    """Keeps jobs alive (`keep`) or sees them to their end (`once`) until `close`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False

    def keep(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        """Run `job` for ever: one that fails is started again with a growing pause."""
        self._start(name, self._restart(name, job))

    def once(self, name: str, job: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run one coroutine to its end. A failure is logged whole, never lost."""
        task = self._start(name, self._log_failure(name, job))
        task.add_done_callback(lambda _: job.close())  # it may have ended before it began
        return task

    def _start(self, name: str, job: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        if self._closing:
            job.close()
            raise asyncio.CancelledError(f"shutting down: {name} not started")
        task = asyncio.get_running_loop().create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _restart(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        backoff_s = _FIRST_BACKOFF_S
        while True:
            try:
                await job()
                return
            except Exception:
                _log.exception("%s failed; it starts again in %.0f s", name, backoff_s)
            await asyncio.sleep(backoff_s)
            backoff_s = min(backoff_s * 2, _LONGEST_BACKOFF_S)

    async def _log_failure(self, name: str, job: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await job
        except Exception:
            _log.exception("%s failed", name)
            return None

    async def close(self) -> None:
        """Cancel every job, wait at most SHUTDOWN_LIMIT_S, log the ones that are stuck."""
        self._closing = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        _, stuck = await asyncio.wait(tasks, timeout=SHUTDOWN_LIMIT_S)
        for task in stuck:
            _log.warning("%s did not end within %.0f s", task.get_name(), SHUTDOWN_LIMIT_S)
