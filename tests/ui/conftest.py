"""The window in tests: a real core on a fake clock, Qt offscreen, both driven by hand."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui.language import use_language
from assistant_desktop.ui.presenters import window as window_module
from assistant_desktop.ui.start import begin, stop_everything
from assistant_desktop.ui.theme import theme
from assistant_desktop.ui.views.shell import Shell
from assistant_desktop.ui.window_memory import WindowMemory
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import MemorySecrets


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    # What the last test left is collected here: in a worker's thread Qt's timers would dangle.
    gc.collect()
    delete_what_is_gone()  # what the last test closed
    qapp.setQuitOnLastWindowClosed(False)
    use_language("en")
    if theme().choice != "light":
        theme().use("light")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def delete_what_is_gone() -> None:
    """Without Qt's own loop nobody else does it."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def settle(rounds: int = 12) -> None:
    """Let Qt and the core do what they have to do."""
    for _ in range(rounds):
        QApplication.processEvents()
        delete_what_is_gone()
        await asyncio.sleep(0.004)


async def until(true: Callable[[], object], limit_s: float = 5.0) -> None:
    """Wait until something has happened."""
    ends = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < ends, "it never happened"
        await settle(1)


@pytest.fixture
def open_window(qtbot, tmp_path: Path, clock: FakeClock, monkeypatch):
    """The whole window over a real core; `chimes` counts the sounds."""

    @asynccontextmanager
    async def opened(model=None, *, tray: bool = False) -> AsyncIterator[object]:
        monkeypatch.setattr(window_module, "there_is_a_tray", lambda: tray)
        shell = Shell()
        qtbot.addWidget(shell)
        shell.show()
        begin(shell.say)
        window = window_module.WindowPresenter(shell, tmp_path, WindowMemory())
        window.firing._chime = _silence
        options = BuildOptions(
            tmp_path / "data",
            notifier=window.firing,
            clock=clock,
            secrets=MemorySecrets(),
            brain=None if model is None else lambda: model,
        )
        async with build(options) as assistant:
            window.attach(assistant, DEFAULT_USER)
            assistant.start_reminders()
            await clock.settle()
            await settle()
            try:
                yield window
            finally:
                window.detach()
                await stop_everything()
        await settle(2)

    return opened


async def _silence() -> None:
    """Tests make no noise."""
