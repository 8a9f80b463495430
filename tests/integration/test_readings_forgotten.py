"""A reading that is deleted for good is in no kept backup either; Undo brings it back whole."""

import asyncio
from pathlib import Path

import apsw
import pytest

from assistant_desktop.core.memory.forgetter import UNDO_S
from assistant_desktop.core.storage import backup
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import UserId

ME = UserId("me")


def raw(folder: Path) -> bytes:
    files = (one for one in folder.rglob("*") if one.is_file())
    return b"".join(one.read_bytes() for one in files).lower()


def in_backups(folder: Path) -> int:
    """Readings in the newest backup, which is sound."""
    newest = backup.backups(folder)[0]
    assert backup.is_sound(newest)
    connection = apsw.Connection(str(newest), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return connection.execute("SELECT count(*) FROM health_records").get
    finally:
        connection.close()


async def keep(assistant, clock, name: str) -> HealthRecord:
    diary = assistant.health.diary
    record = HealthRecord(
        id=diary.new_id(),
        user_id=ME,
        kind="medication",
        value=10,
        unit="mg",
        at=clock.now(),
        note=name,
        source="user",
    )
    await diary.keep(record)
    return record


async def later(clock, seconds: float) -> None:
    """Let time pass, and what is to be forgotten be so."""
    await clock.settle()
    await clock.advance(seconds)
    jobs = [one for one in asyncio.all_tasks() if one.get_name().startswith("forget")]
    if jobs:
        await asyncio.wait(jobs, timeout=10)


async def test_a_deleted_reading_goes_from_the_backups_once_it_cannot_be_taken_back(
    start, clock, folder
):
    async with start() as assistant:
        record = await keep(assistant, clock, "Ouagadougin")
        await keep(assistant, clock, "Reykjavikol")
        await assistant.back_up()
        await clock.advance(5)
        await assistant.health.diary.take_back(ME, record.id)
        assert in_backups(folder) == 2
        await later(clock, UNDO_S)
        assert in_backups(folder) == 1
        assert b"ouagadougin" not in raw(folder)
        assert b"reykjavikol" in raw(folder / backup.FOLDER)


async def test_undo_leaves_it_in_the_backups_and_brings_it_back(start, clock, folder):
    async with start() as assistant:
        record = await keep(assistant, clock, "Ouagadougin")
        await assistant.back_up()
        await clock.advance(5)
        await assistant.health.diary.take_back(ME, record.id)
        await assistant.health.diary.keep(record)
        await later(clock, UNDO_S)
        assert in_backups(folder) == 1
        assert await assistant.health.diary.get(ME, record.id) == record


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_ends_before_is_done_at_the_next_start(start, clock, folder, at_once):
    async with start(scheduling=False) as assistant:
        record = await keep(assistant, clock, "Ouagadougin")
        await assistant.back_up()
        await clock.advance_alone(5)
        await assistant.health.diary.take_back(ME, record.id, at_once=at_once)
    assert in_backups(folder) == (0 if at_once else 1)
    async with start():
        await later(clock, 0)
    assert in_backups(folder) == 0
    assert b"ouagadougin" not in raw(folder)
