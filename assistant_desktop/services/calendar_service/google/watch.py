"""When whose calendars are asked for: every few minutes, less often while that fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock

REFRESH_S = 300.0
_SOON_S, _LONGEST_S = 30.0, 3600.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How it stands with one user: how often in a row it failed, when to try again."""

    failures: int
    due: datetime


class AccountWatch:
    """Asks for everybody in turn.

    sync: of a user; False where there is nobody to ask for; raises KnownError. waits: whether
    changes of a user wait to be sent: then what failed is tried again sooner.
    """

    def __init__(
        self,
        clock: Clock,
        users: Callable[[], Awaitable[list[UserId]]],
        sync: Callable[[UserId], Awaitable[bool]],
        waits: Callable[[UserId], Awaitable[bool]],
    ) -> None:
        self._clock, self._users, self._sync, self._waits = clock, users, sync, waits
        self._standing: dict[UserId, _Standing] = {}
        self._wake = asyncio.Event()

    def hurry(self) -> None:
        """Ask for everybody now."""
        self._standing.clear()
        self._wake.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            self._wake.clear()
            for user_id in await self._users():
                await self._look(user_id)
            await self._clock.wait(self._wake, _SOON_S)

    async def _look(self, user_id: UserId) -> None:
        before = self._standing.get(user_id)
        if before is not None and self._clock.now() < before.due:
            return
        failures = 0
        try:
            await self._sync(user_id)
        except KnownError as error:
            failures = 1 if before is None else before.failures + 1
            if failures == 1:
                _log.info("calendars of an account cannot be refreshed: %s", error.user_message)
        wait_s = REFRESH_S
        if failures:
            first_s = _SOON_S if await self._waits(user_id) else REFRESH_S
            wait_s = min(first_s * 2 ** min(failures - 1, 8), _LONGEST_S)
        self._standing[user_id] = _Standing(failures, self._clock.now() + timedelta(seconds=wait_s))
