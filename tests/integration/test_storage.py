"""The one file: durable, single-writer, honest about every way a disk can fail."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from assistant_desktop.core.storage import connection as connections
from assistant_desktop.core.storage.database import Database, open_database
from assistant_desktop.core.storage.migrations import NAMES
from assistant_desktop.core.storage.reserve import Reserve
from assistant_desktop.domain.errors import (
    BugError,
    DamagedError,
    FullError,
    FutureDatabase,
    ReadOnlyError,
    StorageError,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


def put(name: str, value: str = "x"):
    def run(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO settings VALUES ('me', ?, ?)", (name, value))

    return run


def names(connection: apsw.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM settings ORDER BY name")]


def test_the_file_is_kept_as_the_design_says(database):
    def look(connection: apsw.Connection) -> dict[str, object]:
        wanted = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        return {name: connection.pragma(name) for name in wanted}

    settings = asyncio.run(database.write(look))
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_every_table_is_strict(database):
    def loose(connection: apsw.Connection) -> list[str]:
        listed = connection.execute("PRAGMA table_list").fetchall()
        return [
            str(row[1])
            for row in listed
            if row[2] == "table"
            and not row[5]
            and not str(row[1]).startswith(("sqlite_", "memory_vectors_"))
        ]

    assert asyncio.run(database.read(loose)) == []


def test_no_extension_can_be_loaded_once_the_file_is_open(database):
    def attempt(connection: apsw.Connection) -> None:
        connection.execute("SELECT load_extension('anything')").fetchall()

    with pytest.raises(BugError, match="not authorized"):
        asyncio.run(database.write(attempt))


def test_readers_cannot_write(database):
    with pytest.raises(ReadOnlyError):
        asyncio.run(database.read(put("x")))


def test_an_old_sqlite_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(connections, "sqlite_version", lambda: (3, 51, 2))
    with pytest.raises(StorageError, match="too old"):
        open_database(tmp_path)


async def test_a_write_that_fails_takes_no_other_with_it(database):
    def broken(connection: apsw.Connection) -> None:
        put("half")(connection)
        raise ZeroDivisionError

    answers = await asyncio.gather(
        database.write(put("a")),
        database.write(broken),
        database.write(put("b")),
        return_exceptions=True,
    )
    assert isinstance(answers[1], ZeroDivisionError)
    assert await database.read(names) == ["a", "b"]


async def test_a_write_whose_caller_was_cancelled_still_runs_whole(database):
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0):
            await database.write(put("kept"))
    await database.write(put("later"))
    assert await database.read(names) == ["kept", "later"]


def test_a_file_of_a_newer_version_is_left_untouched(tmp_path):
    open_database(tmp_path).close()
    file = apsw.Connection(str(tmp_path / "assistant.db"))
    file.pragma("user_version", len(NAMES) + 7)
    file.close()
    before = (tmp_path / "assistant.db").read_bytes()
    with pytest.raises(FutureDatabase):
        open_database(tmp_path)
    assert (tmp_path / "assistant.db").read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_damaged_file_is_told_in_plain_words_and_kept(tmp_path, content):
    (tmp_path / "assistant.db").write_bytes(content)
    with pytest.raises(DamagedError):
        open_database(tmp_path)
    assert (tmp_path / "assistant.db").read_bytes() == content


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told_in_plain_words(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReadOnlyError):
            open_database(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_told_in_plain_words(tmp_path):
    (tmp_path / "place").write_text("I am a file")
    with pytest.raises(StorageError):
        open_database(tmp_path / "place")


# ---- a full disk ----------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 40 MB, where this machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux can make a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this machine mounts nothing")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            pass
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            pass
    return filler


async def write_many(database: Database) -> None:
    for number in range(2000):
        await database.write(put(f"ordinary {number}", "y" * 4000))


async def test_on_a_full_disk_acknowledgements_still_commit_and_nothing_is_lost(small_disk):
    database = open_database(small_disk)
    try:
        await database.write(put("before"))
        filler = fill(small_disk)
        with pytest.raises(FullError):
            await write_many(database)
        assert database.low_space
        await database.write(put("acknowledged"), vital=True)
        with pytest.raises(FullError):
            await database.write(put("ordinary again"))
        kept = await database.read(names)
        assert {"before", "acknowledged"} <= set(kept)
        assert "ordinary again" not in kept
        filler.unlink()
        await database.write(put("after"))  # space has returned: no restart is needed
        assert not database.low_space
    finally:
        database.close()


async def test_on_a_disk_that_is_full_already_it_starts_and_acknowledges(small_disk):
    database = open_database(small_disk)
    await database.write(put("before"))
    database.close()
    fill(small_disk)
    database = open_database(small_disk)
    try:
        with pytest.raises(FullError):
            await write_many(database)
        await database.write(put("acknowledged"), vital=True)
        assert {"before", "acknowledged"} <= set(await database.read(names))
    finally:
        database.close()


def test_a_disk_without_room_for_anything_is_said_to_be_full(small_disk):
    open_database(small_disk).close()
    (small_disk / "reserve.bin").unlink()
    fill(small_disk)
    with pytest.raises(FullError):
        open_database(small_disk)


def test_a_reserve_is_laid_and_given_back(tmp_path):
    reserve = Reserve(tmp_path)
    assert reserve.lay()
    assert (tmp_path / "reserve.bin").stat().st_blocks * 512 >= 8 * 1024 * 1024
    reserve.release()
    assert not (tmp_path / "reserve.bin").exists()
