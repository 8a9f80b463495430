"""Ends a child that nobody has asked for a while, so that its memory is free again."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

_LOOK_S = 5.0

StartJob = Callable[[str, Coroutine[Any, Any, None]], object]
"""Who owns a background job: its name and coroutine."""


class IdleEnd:
    """Counts who uses a child; after `limit_s` seconds without anyone, ends it."""

    def __init__(
        self,
        limit_s: float,
        end: Callable[[], Coroutine[Any, Any, None]],
        start_job: StartJob | None,
    ) -> None:
        self._limit_s = limit_s
        self._end = end
        self._start_job = start_job
        self._users = 0
        self._used_at_s = 0.0
        self._watched = False
        self._retired = False

    @property
    def is_used(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._users > 0

    @contextmanager
    def using(self) -> Iterator[None]:
        """While it lasts the child stays."""
        self._users += 1
        self._watch()
        try:
            yield
        finally:
            self._users -= 1
            self._used_at_s = time.monotonic()
            if self._retired and not self._users:
                self._end_soon()

    async def retire(self) -> None:
        """End it now, or as soon as nobody waits for an answer any more."""
        if self._users and self._start_job is not None:
            self._retired = True
        else:
            await self._end()

    def _end_soon(self) -> None:
        if self._start_job is not None:
            with suppress(asyncio.CancelledError):  # shutting down: its owner closes it then
                self._start_job("end-old-model", self._end())

    def _watch(self) -> None:
        if self._watched or self._start_job is None or self._limit_s <= 0:
            return
        self._watched = True
        self._start_job("end-idle-model", self._until_idle())

    async def _until_idle(self) -> None:
        try:
            while True:
                await asyncio.sleep(min(self._limit_s, _LOOK_S))
                if not self._users and time.monotonic() - self._used_at_s >= self._limit_s:
                    break
        finally:
            self._watched = False
        await self._end()
