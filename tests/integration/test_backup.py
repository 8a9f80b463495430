"""Backups: made in use, checked, few, and the way back that deletes nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from assistant_desktop.core.recovery import restore_newest
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.database import FILE_NAME, open_database
from assistant_desktop.domain.errors import DamagedError, NotFound
from assistant_desktop.domain.ids import UserId

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
        await clock.settle()
        assert len(backup.backups(folder)) == 1
        await clock.advance(3600)
        assert len(backup.backups(folder)) == 1
