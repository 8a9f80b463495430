"""A data file that this version cannot open: the window offers the last copy that it can."""

import asyncio
import errno
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import apsw

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.database import FILE_NAME, open_database
from assistant_desktop.core.storage.migrations import NAMES
from assistant_desktop.ui import running
from assistant_desktop.ui.views.shell import Shell
from assistant_desktop.ui.window_memory import WindowMemory
from tests.fakes.secrets import MemorySecrets
from tests.ui.conftest import settle, until

MADE_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def upgraded(folder) -> None:
    """As a newer version leaves it: a copy from before, and a file that only it can open."""
    folder.mkdir()
    open_database(folder).close()
    file = apsw.Connection(str(folder / FILE_NAME))
    backup.make(file, folder, MADE_AT, backup.BEFORE_UPGRADE)
    file.pragma("user_version", len(NAMES) + 1)
    backup.make(file, folder, datetime(2026, 11, 22, tzinfo=UTC))
    file.close()


@asynccontextmanager
async def opened(qtbot, folder, monkeypatch):
    monkeypatch.setattr(running, "_end_on_signals", lambda _: None)
    shell = Shell()
    qtbot.addWidget(shell)

    @asynccontextmanager
    async def build_window(where, notifier):
        options = BuildOptions(where, window=notifier, secrets=MemorySecrets())
        async with build(options) as assistant:
            yield assistant

    life = running.Running(shell, folder, WindowMemory(), build_window, None)
    async with asyncio.TaskGroup() as jobs:
        jobs.create_task(life.run("show"))
        try:
            yield life, shell
        finally:
            life.end()
    await settle(2)


async def test_it_goes_back_to_the_copy_from_before_the_upgrade(qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    upgraded(folder)
    async with opened(qtbot, folder, monkeypatch) as (life, shell):
        await until(lambda: life._problem is not None and life._problem.isVisible())
        page = life._problem
        assert "newer version" in page.what.text()
        assert "20 November 2026" in page.copy.text()
        page.restore.click()
        assert "kept aside" in page.copy.text()  # nothing yet: it was told what it costs
        assert not list(folder.glob("set-aside-*"))
        page.restore.click()  # a double click: too soon
        assert not list(folder.glob("set-aside-*"))
        await until(page.restore.isEnabled)
        page.restore.click()
        await until(lambda: life._problem is None, 20)
        await until(lambda: life.window._assistant is not None, 20)
        assert shell.isVisible()
        assert "is kept in" in shell.chat.notice.text()
    (aside,) = folder.glob("set-aside-*")
    file = apsw.Connection(str(aside / FILE_NAME))
    assert file.pragma("user_version") == len(NAMES) + 1
    file.close()


async def test_without_a_copy_nothing_is_offered(qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    upgraded(folder)
    for copy in backup.backups(folder):
        copy.unlink()
    async with opened(qtbot, folder, monkeypatch) as (life, _):
        await until(lambda: life._problem is not None and life._problem.isVisible())
        assert not life._problem.restore.isVisible()
        assert life._problem.again.isVisible()


async def test_a_copy_that_went_meanwhile_is_told(qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    upgraded(folder)
    async with opened(qtbot, folder, monkeypatch) as (life, _):
        await until(lambda: life._problem is not None and life._problem.isVisible())
        for copy in backup.backups(folder):
            copy.unlink()
        life._problem.restore.click()
        await until(life._problem.restore.isEnabled)
        life._problem.restore.click()
        await until(lambda: "no sound backup" in life._problem.what.text())
        assert (folder / FILE_NAME).exists()


async def test_what_was_mended_meanwhile_is_not_put_aside(qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    upgraded(folder)
    async with opened(qtbot, folder, monkeypatch) as (life, _):
        await until(lambda: life._problem is not None and life._problem.isVisible())
        file = apsw.Connection(str(folder / FILE_NAME))
        file.pragma("user_version", len(NAMES))
        file.close()
        life._problem.restore.click()
        await until(life._problem.restore.isEnabled)
        life._problem.restore.click()
        await until(lambda: life.window._assistant is not None, 20)
    assert not list(folder.glob("set-aside-*"))


async def test_a_folder_that_cannot_be_written_is_told_and_the_window_stays(
    qtbot, tmp_path, monkeypatch
):
    folder = tmp_path / "data"
    upgraded(folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with opened(qtbot, folder, monkeypatch) as (life, _):
        await until(lambda: life._problem is not None and life._problem.isVisible())
        monkeypatch.setattr(backup.shutil, "copyfile", full)
        life._problem.restore.click()
        await until(life._problem.restore.isEnabled)
        life._problem.restore.click()
        await until(lambda: "full" in life._problem.what.text())
        assert (folder / FILE_NAME).exists()
