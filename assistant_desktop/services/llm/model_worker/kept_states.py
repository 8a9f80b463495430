"""The parent's hand on what models have read: its size, and deleting it."""

import functools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant_desktop.domain.errors import StorageError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.llm.model_worker import state_files

FOLDER = "model_state"
_LIMIT_S = 30.0


class KeptStates:
    """The folder of all models' state files."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER

    async def forget(self, user_id: UserId) -> None:
        """Delete everything kept of a user. Raises StorageError."""
        await self._delete(
            user_id, functools.partial(state_files.forget, self.folder, str(user_id))
        )

    async def forget_before(self, user_id: UserId, moment: datetime) -> None:
        """Delete what of a user was kept before a moment. Raises StorageError."""
        root, moment_s = self.folder, moment.timestamp()
        await self._delete(user_id, lambda: state_files.forget_before(root, str(user_id), moment_s))

    async def _delete(self, user_id: UserId, delete: Callable[[], None]) -> None:
        try:
            await in_thread("model-state", delete, _LIMIT_S)
        except OSError as error:
            raise StorageError(
                "{folder} could not be deleted: {reason}.",
                folder=state_files.user_folder(self.folder, str(user_id)),
                reason=error.strerror,
            ) from error

    async def shrink(self, budget: int) -> None:
        """Delete what was used longest ago, until the rest has so many bytes at most."""
        shrink = functools.partial(state_files.shrink, self.folder, budget)
        await in_thread("model-state", shrink, _LIMIT_S)

    async def bytes_kept(self) -> int:
        """The size of all that is kept."""
        count = functools.partial(state_files.bytes_kept, self.folder)
        return await in_thread("model-state", count, _LIMIT_S)
