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


# ---- cut off at any moment ----


class Cut(BaseException):
    """The process ends here."""


def cutting(monkeypatch, at: int) -> list[str]:
    """End the process before its `at`-th step on the disk; the steps that were begun."""
    steps: list[str] = []

    def watched(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def step(*arguments, **named):
            steps.append(name)
            if len(steps) == at:
                raise Cut
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, step)

    for owner, names in (
        (Path, ("replace", "unlink", "mkdir", "write_text", "chmod")),
        (backup.shutil, ("copyfile",)),
        (backup.os, ("fsync",)),
    ):
        for name in names:
            watched(owner, name)
    return steps


def filled(folder: Path) -> None:
    """A data file with a note in its WAL, and an older copy without it."""
    open_database(folder).close()
    writer = open_writer(folder / FILE_NAME)
    backup.make(writer, folder, datetime(2026, 1, 1, tzinfo=UTC))
    writer.execute("INSERT INTO settings VALUES ('me', 'note', 'newest')")
    # Another holds it, so that the WAL stays when the writer goes.
    names = (FILE_NAME, f"{FILE_NAME}-wal")
    kept = {name: (folder / name).read_bytes() for name in names}
    writer.close()
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    (folder / f"{FILE_NAME}-shm").unlink(missing_ok=True)


def notes(path: Path) -> list[str]:
    file = apsw.Connection(str(path))
    try:
        return [str(row[0]) for row in file.execute("SELECT value FROM settings WHERE name='note'")]
    finally:
        file.close()


def test_a_restore_that_is_cut_off_anywhere_loses_nothing(tmp_path, monkeypatch):
    begun, at = "x", 0
    while begun:
        at += 1
        folder = tmp_path / str(at)
        folder.mkdir()
        filled(folder)
        with monkeypatch.context() as patched:
            steps = cutting(patched, at)
            try:
                restore_newest(folder)
                begun = ""
            except Cut:
                begun = steps[-1]
        open_database(folder).close()  # the next start
        there = notes(folder / FILE_NAME)
        asides = [notes(path) for _, path in backup.set_aside_files(folder, FILE_NAME)]
        assert there == ["newest"] or (there == [] and asides == [["newest"]]), (at, begun)
        assert not (folder / f"{FILE_NAME}.restore").exists()
        assert not (folder / f"{FILE_NAME}.restoring").exists()
    assert at > 8


def test_two_restores_within_a_second_keep_both_files(tmp_path):
    filled(tmp_path)
    now = datetime(2026, 2, 1, tzinfo=UTC)
    _, first = backup.restore(tmp_path, FILE_NAME, now)
    _, second = backup.restore(tmp_path, FILE_NAME, now)
    assert first != second
    assert first is not None
    assert notes(first / FILE_NAME) == ["newest"]


def test_a_data_file_that_is_gone_is_told_while_there_are_copies(tmp_path):
    """An empty one in its place would look as if all were lost, and copies of it would follow."""
    filled(tmp_path)
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        (tmp_path / name).unlink()
    with pytest.raises(DamagedError, match="is gone"):
        open_database(tmp_path)
    assert not (tmp_path / FILE_NAME).exists()
    restore_newest(tmp_path)
    open_database(tmp_path).close()


def test_what_only_looks_like_a_copy_is_passed_over(tmp_path):
    filled(tmp_path)
    place = tmp_path / backup.FOLDER
    (place / "assistant-my-copy.db").write_bytes(b"mine")
    (place / "assistant-20270101-000000-daily.db").write_bytes(b"")
    assert newest_copy(tmp_path) == datetime(2026, 1, 1, tzinfo=UTC)
    assert restore_newest(tmp_path)[0].name.startswith("assistant-20260101")


def test_a_copy_of_the_future_stops_no_daily_copy_and_no_fresh_one_is_dropped(tmp_path):
    filled(tmp_path)
    writer = open_writer(tmp_path / FILE_NAME)
    for day in range(1, 10):
        backup.make(writer, tmp_path, datetime(2030, 1, day, tzinfo=UTC))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert backup.is_due(tmp_path, now)
    assert backup.make(writer, tmp_path, now).exists()
    writer.close()


# ---- forgetting, and the ways back ----


def lower_schema(folder: Path) -> None:
    """The file as the version before wrote it: the last migration only adds what we take away."""
    writer = apsw.Connection(str(folder / FILE_NAME))
    writer.execute("DROP TABLE health_decided")
    writer.pragma("user_version", len(NAMES) - 1)
    writer.close()


async def test_forgetting_leaves_the_way_back_to_the_version_before(start, folder, clock):
    await clock.advance_alone(40 * 365 * 86400)  # later than the system's clock, which names copies
    async with start() as assistant:
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
        await assistant.remember(ME, "the boat is red")
    lower_schema(folder)
    async with start() as assistant:  # the upgrade, and the copy from before it
        (copy,) = [one for one in backup.backups(folder) if backup.BEFORE_UPGRADE in one.name]
        assert b"Zanzibar" in copy.read_bytes()
        await assistant.forget(ME, [gone.id])
    assert b"zanzibar" not in raw(folder).lower()
    assert b"the boat is red" in copy.read_bytes()
    assert backup.version_of(copy) == len(NAMES) - 1


async def test_files_that_were_set_aside_forget_too(start, folder, clock):
    async with start() as assistant:
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
        await assistant.back_up()
        await assistant.remember(ME, "the boat is red")
    backup.restore(folder, FILE_NAME, clock.now())
    ((_, aside),) = backup.set_aside_files(folder, FILE_NAME)
    assert b"Zanzibar" in aside.read_bytes()
    await clock.advance_alone(60)
    async with start() as assistant:
        await assistant.forget(ME, [gone.id])
    assert b"zanzibar" not in raw(folder).lower()
    assert b"the boat is red" in aside.read_bytes()


async def test_forgetting_gets_past_a_copy_of_a_newer_version(start, folder):
    async with start() as assistant:
        gone = await assistant.remember(ME, "the code of the safe is Zanzibar")
        newer = await assistant.back_up()
        mine = await assistant.back_up()
    file = apsw.Connection(str(newer))
    file.pragma("user_version", len(NAMES) + 1)
    file.execute("ALTER TABLE memories RENAME TO remembered")
    file.close()
    async with start() as assistant:
        await assistant.forget(ME, [gone.id])
    assert b"zanzibar" not in raw(folder).lower()
    assert mine.exists() or newer == mine
