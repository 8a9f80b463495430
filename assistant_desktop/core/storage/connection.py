"""How a connection to our file is made, and what its errors mean in our words."""

import importlib.util
import platform
import sys
from pathlib import Path

import apsw

from assistant_desktop.domain.errors import (
    AssistantError,
    BugError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
)

Connection = apsw.Connection

MIN_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL file when a checkpoint races a commit."""


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library inside apsw."""
    return tuple(int(part) for part in apsw.sqlite_lib_version().split("."))


def require_sound_sqlite() -> None:
    """Refuse to touch the file with an SQLite that may damage it.

    Raises:
        StorageError: the library is older than MIN_SQLITE.
    """
    if sqlite_version() >= MIN_SQLITE:
        return
    raise StorageError(
        "SQLite {version} is too old to keep your data safe.",
        hint="Install apsw-sqlite3mc with SQLite 3.51.3 or newer.",
        version=apsw.sqlite_lib_version(),
    )


def open_writer(path: Path) -> Connection:
    """Open the one connection that may change the file; durable at each commit."""
    connection = apsw.Connection(str(path))
    _set_common(connection)
    # Each PRAGMA on its own: one that returns a row stops the rest of a script.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "fullfsync=ON",
        "foreign_keys=ON",
        "secure_delete=ON",
        "journal_size_limit=16777216",
        "wal_autocheckpoint=1000",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    load_vectors(connection)
    return connection


def open_reader(path: Path) -> Connection:
    """Open a connection that cannot change anything."""
    connection = apsw.Connection(str(path))
    _set_common(connection)
    connection.execute("PRAGMA query_only=ON").fetchall()
    load_vectors(connection)
    return connection


def _set_common(connection: Connection) -> None:
    connection.set_busy_timeout(5000)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def vector_library() -> Path | None:
    """Where sqlite-vec's library lies, found without importing its package (it pulls numpy)."""
    if hasattr(sys, "_MEIPASS"):
        roots = [Path(sys._MEIPASS) / "sqlite_vec"]
    else:
        spec = importlib.util.find_spec("sqlite_vec")
        roots = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    suffix = {"Windows": ".dll", "Darwin": ".dylib"}.get(platform.system(), ".so")
    return next(
        (root / f"vec0{suffix}" for root in roots if (root / f"vec0{suffix}").exists()), None
    )


def load_vectors(connection: Connection) -> None:
    """Load sqlite-vec, then switch extension loading off for good.

    Raises:
        StorageError: the library is missing from the installation.
    """
    library = vector_library()
    if library is None:
        raise StorageError(
            "A part of the installation is missing: sqlite-vec.", hint="Install the app again."
        )
    connection.enable_load_extension(True)
    try:
        connection.load_extension(str(library.with_suffix("")))
    finally:
        connection.enable_load_extension(False)


def translate(error: apsw.Error, path: Path) -> AssistantError:
    """What SQLite reported on `path`, in our words; what only our code can cause is a BugError."""
    if isinstance(error, apsw.FullError):
        return full_error(path)
    if isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError | apsw.AuthError):
        return ReadOnlyError(
            "The data folder {folder} may not be written.",
            hint="Give yourself write permission there, or name another with --data-dir.",
            folder=path.parent,
        )
    if isinstance(error, apsw.CantOpenError):
        return ReadOnlyError(
            "The data file {path} cannot be opened.",
            hint="Check that the folder exists, is yours and is not read-only.",
            path=path,
        )
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return DamagedError(
            "The data file {path} is damaged.",
            hint="Run: assistant-desktop restore",
            path=path,
        )
    if isinstance(error, apsw.IOError):
        return StorageError(
            "The disk reported an error at {path}: {error}.",
            hint="Check the disk; nothing that was confirmed is lost.",
            retryable=True,
            path=path,
            error=error,
        )
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return StorageError(
            "The data file is in use by another program.", hint="Try again.", retryable=True
        )
    return BugError(f"{type(error).__name__}: {error}")


def full_error(path: Path) -> FullError:
    """What is said when there is no room left at `path`."""
    return FullError(
        "The disk is full: nothing more can be written to {folder}.",
        hint="Free some space. What was confirmed before is safe.",
        retryable=True,
        folder=path.parent,
    )
