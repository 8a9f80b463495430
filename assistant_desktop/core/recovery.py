"""Bringing the data file back when it cannot be opened. Blocks; for use before a core exists."""

from pathlib import Path

from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.database import FILE_NAME


def restore_newest(folder: Path) -> tuple[Path, Path | None]:
    """Put the newest sound backup in place; the present file is set aside.

    Raises:
        NotFound: there is no sound backup.
    """
    return backup.restore(folder, FILE_NAME, SystemClock().now())
