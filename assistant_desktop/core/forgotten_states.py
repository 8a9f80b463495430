"""What a crash between a deletion and its last step left in the files of what models have read."""

from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.storage import forgetting
from assistant_desktop.core.storage.database import Database


async def forget_late(database: Database, brains: BrainSwitch) -> None:
    """Delete every such file that is older than its user's last deletion. Raises StorageError."""
    forgotten = await database.read(forgetting.all_forgotten)
    last = {one.user_id: one.at for one in sorted(forgotten, key=lambda one: one.at)}
    if last:
        await brains.forget_states_before(last)
