"""Named migrations, each in one transaction, forward only, never edited once released."""

import importlib
from collections.abc import Callable
from pathlib import Path

import apsw

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.errors import FutureDatabase

NAMES = (
    "m0001_first",
    "m0002_vectors",
    "m0003_neighbours",
    "m0004_sketches",
    "m0005_learning",
    "m0006_vocabularies",
    "m0007_branches",
    "m0008_forgotten_by_kind",
    "m0009_news",
    "m0010_calendar",
    "m0011_prepared",
    "m0012_health",
    "m0013_calendar_marks",
    "m0014_health_decided",
)
"""In order. The number of applied ones is the file's user_version."""

APPLICATION_ID = 0x41534454
""""ASDT": tells `file` and us that the file is ours."""


def migrate(connection: Connection, path: Path, before: Callable[[], object] | None = None) -> None:
    """Bring the schema up to date.

    Args:
        connection: the writer.
        path: the file's place, for messages.
        before: called once before the first change of a file that holds data (a backup).

    Raises:
        FutureDatabase: a newer version of the product wrote the file; nothing is touched.
    """
    version = int(connection.pragma("user_version"))
    if version > len(NAMES):
        raise FutureDatabase(
            "The data file {path} was written by a newer version of Assistant Desktop.",
            hint="Install that version again, or go back to the copy from before the upgrade with:"
            " assistant-desktop restore --data-dir {folder} (the newer file is kept aside).",
            path=path,
            folder=path.parent,
        )
    if version == len(NAMES):
        return
    if version and before is not None:
        before()
    for number, name in enumerate(NAMES[version:], start=version + 1):
        _apply(connection, name, number)


def _apply(connection: Connection, name: str, number: int) -> None:
    module = importlib.import_module(f"{__name__}.{name}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in module.STATEMENTS:
            connection.execute(statement)
        if hasattr(module, "run"):
            module.run(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
    except apsw.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
