"""Blocking calls off the event loop: daemon threads, bounded per owner, each with a limit.

asyncio's own default executor joins its threads at exit and is shared by everyone: one call
that hangs starves all others and keeps the process from ending. Ours does neither.
"""

import asyncio
import gc
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

THREADS_PER_OWNER = 4
_MOST_THREADS = 16
DEFAULT_EXECUTOR_THREADS = 8


class DaemonThreads:
    """A bounded pool of daemon threads. A call that was abandoned no longer counts as busy."""

    def __init__(self, owner: str, bound: int) -> None:
        self._owner = owner
        self._bound = bound
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._idle = 0
        self.abandoned = 0

    def submit(self, call: Callable[[], T]) -> "Future[T]":
        """Queue a call; a thread is started when none is free and the bound allows it."""
        future: Future[T] = Future()
        with self._lock:
            self._jobs.put((future, call))
            allowed = min(self._bound + self.abandoned, _MOST_THREADS)
            if self._idle < self._jobs.qsize() and self._threads < allowed:
                self._threads += 1
                name = f"{self._owner}-{self._threads}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
        return future

    def abandon(self) -> None:
        """Count one call whose limit has passed; its thread is written off."""
        with self._lock:
            self.abandoned += 1

    def _work(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            future, call = self._jobs.get()
            with self._lock:
                self._idle -= 1
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = call()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)


_pools: dict[str, DaemonThreads] = {}


async def in_thread(owner: str, call: Callable[[], T], limit_s: float) -> T:
    """Run a blocking `call` on one of `owner`'s threads.

    Args:
        owner: who answers for the threads; each owner has its own few.
        call: takes nothing; what it does after the limit is unknown to the caller.
        limit_s: for the whole call, waiting for a free thread included.

    Raises:
        TimeoutError: the limit passed; the thread goes on alone.
    """
    pool = _pools.setdefault(owner, DaemonThreads(owner, THREADS_PER_OWNER))
    future = pool.submit(call)
    try:
        async with asyncio.timeout(limit_s):
            return await asyncio.wrap_future(future)
    except TimeoutError:
        if not future.cancelled():
            pool.abandon()
        raise


_NEVER = 1_000_000_000
_AT_ONCE = 200
_building: list[int] = []
"""What the collector was set to, for each job that builds much now."""
_building_lock = threading.Lock()


@contextmanager
def much_is_built() -> Iterator[None]:
    """While thousands of values are made, the garbage collector looks at young ones alone.

    A full round walks every object there is and holds all threads meanwhile, the loop's too: with
    ten thousand events in the making 100 ms and more, for nothing, since rows hold no cycles.
    """
    with _building_lock:
        young, middle, full = gc.get_threshold()
        _building.append(full)
        gc.set_threshold(young, middle, _NEVER)
    try:
        yield
    finally:
        with _building_lock:
            # Whoever ends first leaves it so for the others; the last one has the first setting.
            full = _building.pop()
            gc.set_threshold(young, middle, full)


def let_go(values: list[Any]) -> None:
    """Empty a long list bit by bit: taken apart at once it would hold all threads meanwhile."""
    while values:
        del values[-_AT_ONCE:]


class DaemonExecutor(ThreadPoolExecutor):
    """The default executor of our loops: name look-ups run here and may hang for ever.

    A ThreadPoolExecutor by type only, because asyncio insists on one.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self._daemons = DaemonThreads("default-executor", DEFAULT_EXECUTOR_THREADS)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run on a daemon thread."""
        return self._daemons.submit(lambda: fn(*args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the base's signature
        """Never waits: daemon threads end with the process."""
