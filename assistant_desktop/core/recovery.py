"""Bringing the data file back when it cannot be opened. Blocks; for use before a core exists.

A copy that a newer version made is passed over: going back to an older version goes back to the
last copy that this one can open, which is the one from before the upgrade.
"""

import errno
from datetime import datetime
from pathlib import Path

from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.connection import full_error
from assistant_desktop.core.storage.database import FILE_NAME
from assistant_desktop.core.storage.migrations import NAMES
from assistant_desktop.core.storage.reserve import Reserve
from assistant_desktop.domain.errors import ReadOnlyError


def newest_copy(folder: Path) -> datetime | None:
    """When the copy was made that `restore_newest` would take; None where there is none."""
    taken = next((one for one in backup.backups(folder) if _opens(one)), None)
    return None if taken is None else backup.made_at(taken)


def is_mended(folder: Path) -> bool:
    """Whether the data file can be opened as it is: somebody else has mended it meanwhile."""
    return _opens(folder / FILE_NAME)


def restore_newest(folder: Path) -> tuple[Path, Path | None]:
    """Put the newest sound backup in place that this version opens; the present file is set aside.

    Nobody may have the file open: own the folder first.

    Returns:
        The backup that was taken, and where the present file went (None when there was none).

    Raises:
        NotFound: there is no such backup.
        FullError, ReadOnlyError: there is no room for it, or no permission; nothing was moved.
    """
    try:
        return _restored(folder)
    except PermissionError as error:
        raise _not_writable(folder) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise full_error(folder / FILE_NAME) from error
        raise _not_writable(folder) from error


def _restored(folder: Path) -> tuple[Path, Path | None]:
    now = SystemClock().now()
    try:
        return backup.restore(folder, FILE_NAME, now, _opens)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        Reserve(folder).release()  # its room may be enough; it is laid anew at the next start
        return backup.restore(folder, FILE_NAME, now, _opens)


def _not_writable(folder: Path) -> ReadOnlyError:
    return ReadOnlyError(
        "The data folder {folder} may not be written.",
        hint="Give yourself write permission there, or name another with --data-dir.",
        folder=folder,
    )


def _opens(path: Path) -> bool:
    version = backup.version_of(path)
    return version is not None and version <= len(NAMES)
