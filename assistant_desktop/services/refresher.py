"""Keeps something fresh while somebody looks at it.

One fetch serves all listeners; nobody looking, nothing is fetched. A failure is logged once, and
so is the recovery.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, TypeVar

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ports import Clock

_log = logging.getLogger(__name__)

T = TypeVar("T")
StartJob = Callable[[str, Coroutine[Any, Any, Any]], object]
Listener = Callable[[T | None, KnownError | None], None]


class Refresher(Generic[T]):
    """Fetches at once when the first listener comes, then every `every_s`.

    fetch: raises KnownError; `trouble_of` tells what is wrong with a value that was had all the
    same, such as one that is stale.
    """

    def __init__(
        self,
        name: str,
        fetch: Callable[[], Awaitable[T]],
        every_s: float,
        clock: Clock,
        start_job: StartJob,
        trouble_of: Callable[[T], str] = lambda _: "",
    ) -> None:
        self._name, self._fetch, self._every_s = name, fetch, every_s
        self._clock, self._start_job, self._trouble_of = clock, start_job, trouble_of
        self._listeners: list[Listener[T]] = []
        self._wake = asyncio.Event()
        self._is_running = False
        self._failing = False
        self._last: tuple[T | None, KnownError | None] | None = None

    def watch(self, listener: Listener[T]) -> Callable[[], None]:
        """Tell what is known at once, then what comes; call what is returned to stop."""
        self._listeners.append(listener)
        if self._last is not None:
            listener(*self._last)
        if not self._is_running:
            self._is_running = True
            self._start_job(f"refresh-{self._name}", self._run())

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)
            if not self._listeners:
                self._wake.set()

        return stop

    def hurry(self) -> None:
        """Fetch now if anybody looks: the settings changed, the machine woke up."""
        self._last = None
        self._wake.set()

    async def _run(self) -> None:
        try:
            while self._listeners:
                self._wake.clear()
                await self._once()
                if self._listeners and not self._wake.is_set():
                    await self._clock.wait(self._wake, self._every_s)
        finally:
            self._is_running = False

    async def _once(self) -> None:
        value: T | None = None
        error: KnownError | None = None
        try:
            value = await self._fetch()
        except KnownError as failed:
            error = failed
        told = error.user_message if error is not None else ""
        self._log_change(told or (self._trouble_of(value) if value is not None else ""))
        self._last = (value, error)
        for listener in tuple(self._listeners):
            listener(value, error)

    def _log_change(self, trouble: str) -> None:
        if trouble and not self._failing:
            _log.info("%s cannot be refreshed: %s", self._name, trouble)
        elif not trouble and self._failing:
            _log.info("%s is refreshed again", self._name)
        self._failing = bool(trouble)
