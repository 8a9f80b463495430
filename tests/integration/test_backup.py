"""Backups: made in use, checked, few, and the way back that deletes nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from assistant_desktop.core.recovery import newest_copy, restore_newest
from assistant_desktop.core.storage import backup, forgetting
from assistant_desktop.core.storage.connection import open_writer
from assistant_desktop.core.storage.database import FILE_NAME, open_database
from assistant_desktop.core.storage.migrations import NAMES, m0001_first
from assistant_desktop.domain.errors import DamagedError, NotFound
from assistant_desktop.domain.ids import ConversationId, UserId

ME = UserId("me")


async def test_a_damaged_file_is_restored_from_its_backup_and_nothing_is_deleted(start, folder):
    async with start() as assistant:
        await assistant.remember(ME, "the code is 4711")
        await assistant.back_up()
        await assistant.remember(ME, "later than the backup")
    (folder / FILE_NAME).write_bytes(b"\xff" * 20_000)
    with pytest.raises(DamagedError):
        open_database(folder)
    taken, aside = restore_newest(folder)
    assert taken.exists()
    assert aside is not None
    assert (aside / FILE_NAME).read_bytes() == b"\xff" * 20_000
    async with start() as assistant:
        kept = await assistant.memories.everything(ME)
        assert [one.text for one in kept] == ["the code is 4711"]


def test_a_damaged_backup_is_passed_over_for_an_older_sound_one(tmp_path: Path):
    open_database(tmp_path).close()
    writer = apsw.Connection(str(tmp_path / FILE_NAME))
    older = backup.make(writer, tmp_path, datetime(2026, 1, 1, tzinfo=UTC))
    newer = backup.make(writer, tmp_path, datetime(2026, 1, 2, tzinfo=UTC))
    writer.close()
    newer.write_bytes(b"nonsense" * 1000)
    taken, _ = restore_newest(tmp_path)
    assert taken == older


def test_seven_are_kept(tmp_path: Path):
    open_database(tmp_path).close()
    writer = apsw.Connection(str(tmp_path / FILE_NAME))
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for day in range(10):
        backup.make(writer, tmp_path, first + timedelta(days=day))
    writer.close()
    kept = backup.backups(tmp_path)
    assert [backup.made_at(one).day for one in kept] == [10, 9, 8, 7, 6, 5, 4]
    assert not backup.is_due(tmp_path, first + timedelta(days=9, hours=23))
    assert backup.is_due(tmp_path, first + timedelta(days=10))


def test_without_a_backup_restoring_changes_nothing(tmp_path: Path):
    (tmp_path / FILE_NAME).write_bytes(b"keep me")
    with pytest.raises(NotFound):
        restore_newest(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b"keep me"


async def test_one_backup_a_day_is_made_while_the_app_runs(start, clock, folder):
    async with start():
        await clock.advance(61)
        async with asyncio.timeout(20):
            while not backup.backups(folder):  # made in a thread, which a busy machine delays
                await clock.settle()
        await clock.advance(3600)
        assert len(backup.backups(folder)) == 1


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_what_is_forgotten_goes_from_every_backup_too(start, folder):
    async with start() as assistant:
        kept = await assistant.remember(ME, "the boat is red")
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
        await assistant.history.import_lines(ME, [SECRET])
        await assistant.back_up()
        assert b"Zanzibar" in raw(folder)
        assert b"Ouagadougou" in raw(folder)
        await assistant.forget(ME, [gone.id])
        assert b"zanzibar" not in raw(folder).lower()
        (copy,) = await assistant.backups()
        assert backup.is_sound(copy)
        await assistant.history.delete(ME, ConversationId("c"))
        assert b"ouagadougou" not in raw(folder).lower()
        assert b"the boat is red" in copy.read_bytes()
        assert [one.id for one in await assistant.memories.everything(ME)] == [kept.id]


SECRET = '{"id": "s1", "conversation": "c", "speaker": "me", "text": "We meet in Ouagadougou"}'


async def test_a_backup_of_the_first_schema_is_gone_through_too(start, folder, monkeypatch):
    async with start() as assistant:
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
    old = first_schema_backup(folder, gone.id)
    assert b"Zanzibar" in old.read_bytes()
    async with start() as assistant:
        await assistant.forget(ME, [gone.id])
    assert b"zanzibar" not in old.read_bytes().lower()
    assert backup.is_sound(old)


def first_schema_backup(folder: Path, memory_id: str) -> Path:
    place = folder / backup.FOLDER
    place.mkdir(exist_ok=True)
    path = place / "assistant-20200101-000000-daily.db"
    connection = open_writer(path)
    for statement in m0001_first.STATEMENTS:
        connection.execute(statement)
    connection.execute("PRAGMA user_version=1")
    connection.execute("INSERT INTO users (id, created_at) VALUES ('me', 0)")
    connection.execute(
        "INSERT INTO memories (id, user_id, kind, text, valid_from, confidence)"
        " VALUES (?, 'me', 'note', 'the code of the safe is Zanzibar', 0, 1.0)",
        (memory_id,),
    )
    connection.execute("CREATE VIRTUAL TABLE text_of_user_1 USING fts5(stems, source_id UNINDEXED)")
    connection.execute("INSERT INTO text_of_user_1 VALUES ('code safe zanzibar', ?)", (memory_id,))
    connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    connection.close()
    return path


async def test_what_was_not_finished_is_done_at_the_next_start(start, folder, monkeypatch):
    async with start() as assistant:
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
        await assistant.back_up()
        with monkeypatch.context() as broken:
            broken.setattr(forgetting, "scrub_backups", lambda *_: 0)
            await assistant.forget(ME, [gone.id])
        assert b"Zanzibar" in raw(folder)
    async with start() as assistant:
        await asyncio.sleep(0.3)
        assert b"zanzibar" not in raw(folder).lower()


def test_the_copy_from_before_the_last_upgrade_outlives_the_daily_ones(tmp_path: Path):
    """A version that turns out bad after two weeks still has a way back."""
    open_database(tmp_path).close()
    writer = apsw.Connection(str(tmp_path / FILE_NAME))
    first = datetime(2026, 1, 1, tzinfo=UTC)
    older = backup.make(writer, tmp_path, first, backup.BEFORE_UPGRADE)
    kept = backup.make(writer, tmp_path, first + timedelta(hours=1), backup.BEFORE_UPGRADE)
    for day in range(1, 15):
        backup.make(writer, tmp_path, first + timedelta(days=day))
    writer.close()
    left = backup.backups(tmp_path)
    assert len(left) == backup.KEPT + 1
    assert kept in left
    assert older not in left


def test_a_copy_of_a_newer_version_is_passed_over(tmp_path: Path):
    """Going back to an older version finds the last copy that this one opens."""
    open_database(tmp_path).close()
    writer = apsw.Connection(str(tmp_path / FILE_NAME))
    mine = backup.make(writer, tmp_path, datetime(2026, 1, 1, tzinfo=UTC), backup.BEFORE_UPGRADE)
    writer.pragma("user_version", len(NAMES) + 1)
    backup.make(writer, tmp_path, datetime(2026, 1, 2, tzinfo=UTC))
    writer.close()
    assert newest_copy(tmp_path) == datetime(2026, 1, 1, tzinfo=UTC)
    taken, aside = restore_newest(tmp_path)
    assert taken == mine
    assert aside is not None
    open_database(tmp_path).close()
