"""Bringing the data file back when it cannot be opened. Blocks; for use before a core exists.

A copy that a newer version made is passed over: going back to an older version goes back to the
last copy that this one can open, which is the one from before the upgrade.
"""

from datetime import datetime
from pathlib import Path

from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.database import FILE_NAME
from assistant_desktop.core.storage.migrations import NAMES


def newest_copy(folder: Path) -> datetime | None:
    """When the copy was made that `restore_newest` would take; None where there is none."""
    taken = next((one for one in backup.backups(folder) if _opens(one)), None)
    return None if taken is None else backup.made_at(taken)


def restore_newest(folder: Path) -> tuple[Path, Path | None]:
    """Put the newest sound backup in place that this version opens; the present file is set aside.

    Returns:
        The backup that was taken, and where the present file went (None when there was none).

    Nobody may have the file open: own the folder first.

    Raises:
        NotFound: there is no such backup.
    """
    return backup.restore(folder, FILE_NAME, SystemClock().now(), _opens)


def _opens(path: Path) -> bool:
    version = backup.version_of(path)
    return version is not None and version <= len(NAMES)
