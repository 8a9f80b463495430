"""After rows were deleted for good: the log, what models have read, and every kept backup."""

import asyncio
import functools
from collections.abc import Awaitable, Callable

from assistant_desktop.core.storage import forgetting
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.in_thread import in_thread

WAIT_S = 5.0
UNDO_S = 15.0
"""So long a deletion with an Undo is left alone in the backups; several are one round."""
SCRUB_LIMIT_S = 3600.0


class Forgetter:
    """Sees to it that nothing of what was forgotten can be found again."""

    def __init__(
        self,
        database: Database,
        forget_state: Callable[[UserId], Awaitable[None]],
        supervisor: Supervisor,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._later: asyncio.Task[None] | None = None
        self._database = database
        self._forget_state = forget_state
        self._supervisor = supervisor
        self._scrubbing = asyncio.Lock()

    async def everywhere(self, user_id: UserId) -> None:
        """Called after each deletion. Large backups are gone through in the background; what is
        not done when the app ends is done at its next start.
        """
        await self._database.fold_log()
        # What a model has read of this user may hold the forgotten words.
        await self._forget_state(user_id)
        await self.in_backups()

    def when_it_stands(self) -> None:
        """Called after a deletion that can still be taken back: the backups wait for that."""
        if self._later is None or self._later.done():
            self._later = self._supervisor.once("forget-later", self._after_undo())

    async def _after_undo(self) -> None:
        await self._clock.wait(asyncio.Event(), UNDO_S)
        await self.in_backups()

    async def in_backups(self) -> None:
        """The log and the backups alone; large ones are gone through in the background."""
        await self._database.fold_log()
        scrubbing = self._supervisor.once("forget-in-backups", self.finish())
        await asyncio.wait({scrubbing}, timeout=WAIT_S)

    async def finish(self) -> None:
        """Take all that was ever forgotten out of the backups that still have it."""
        async with self._scrubbing:
            forgotten = await self._database.read(forgetting.all_forgotten)
            if not forgotten:
                return
            folder = self._database.path.parent
            scrub = functools.partial(forgetting.scrub_backups, folder, forgotten)
            await in_thread("backup", scrub, SCRUB_LIMIT_S)
            profiles = [one for one in forgotten if one.source_id is None]
            if profiles:
                await self._database.write(lambda c: forgetting.drop_profiles(c, profiles))
                await self._database.fold_log()
