"""From a painted shell to a working window, and back down again."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import signal
import sys
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import qasync
from PySide6.QtCore import QObject, QTimer

from assistant_desktop.domain.errors import (
    AlreadyRunning,
    DamagedError,
    FutureDatabase,
    KnownError,
    StorageError,
)
from assistant_desktop.in_thread import DaemonExecutor, in_thread, much_is_built
from assistant_desktop.ownership import Owner, Reply, Request, hand_over, owner_of, try_to_own
from assistant_desktop.ui.error_text import error_text
from assistant_desktop.ui.language import words
from assistant_desktop.ui.presenters.window import WindowPresenter
from assistant_desktop.ui.start import begin, start, stop_everything
from assistant_desktop.ui.views.problem_page import ProblemPage
from assistant_desktop.wording.date_words import moment_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from PySide6.QtWidgets import QApplication

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.ownership import Ownership
    from assistant_desktop.ui.main import BuildWindow
    from assistant_desktop.ui.views.shell import Shell
    from assistant_desktop.ui.window_memory import WindowMemory

IMPORT_LIMIT_S = 120.0
OWNER_LIMIT_S = 15.0
RESTORE_LIMIT_S = 300.0
_RETRY_S = 0.05
SHOW, TOGGLE = "show-window", "toggle-window"


class Running(QObject):
    """One life of the window: own the folder, build the core, until it is told to end."""

    def __init__(
        self,
        shell: Shell,
        folder: Path,
        memory: WindowMemory,
        build_window: BuildWindow,
        serve: Callable[[Assistant], Callable[[Request, Reply], Awaitable[int]]] | None,
    ) -> None:
        super().__init__()
        self._shell, self._folder, self._memory = shell, folder, memory
        self._build, self._serve = build_window, serve
        self._problem: ProblemPage | None = None
        self._end = asyncio.Event()
        self._again = asyncio.Event()
        self._goes_back = False
        self._aside: Path | None = None
        self.window = WindowPresenter(shell, folder, memory)
        self.window.quit_wanted.connect(self.end)

    def end(self) -> None:
        """Close everything and leave."""
        self._end.set()
        self._again.set()

    async def run(self, wish: str) -> int:
        """Until the end; the exit status."""
        _end_on_signals(self.end)
        while not self._end.is_set():
            try:
                return await self._live(wish)
            except KnownError as error:
                await self._tell_and_wait(error)
                wish = "show"
        return 1

    async def _live(self, wish: str) -> int:
        ownership = await self._own()
        if isinstance(ownership, Owner):
            if wish == "background":
                return 0  # started in time by the system, and already here: nobody asked to see it
            return await _ask_owner(ownership, TOGGLE if wish == "toggle" else SHOW)
        self._shell.setVisible(wish != "background" or not self.window.has_tray)
        try:
            await self._with_core(ownership)
        finally:
            ownership.release()
        return 0

    async def _with_core(self, ownership: Ownership) -> None:
        await in_thread("imports", _import_core, IMPORT_LIMIT_S)
        async with AsyncExitStack() as stack:
            notifier = self.window.firing
            assistant = await stack.enter_async_context(self._build(self._folder, notifier))
            stack.push_async_callback(stop_everything)
            await ownership.listen(self._handler(assistant))
            stack.push_async_callback(ownership.stop_listening)
            assistant.watch_folder(ownership.is_still_there)
            self._hide_problem()
            begin(self._shell.say)
            self.window.attach(assistant, await assistant.profiles.last_used())
            self._tell_aside()
            assistant.start_reminders()
            start("load for later", load_for_later())
            await self._end.wait()
            self.window.detach()

    async def _own(self) -> Ownership | Owner:
        """Own the folder, or find who does. A brief owner is waited for."""
        loop = asyncio.get_running_loop()
        ends_at_s = loop.time() + OWNER_LIMIT_S
        while True:
            ownership = try_to_own(self._folder, lasting=True)
            if ownership is not None:
                return ownership
            owner = owner_of(self._folder)
            if owner is not None and owner.lasting:
                return owner
            if owner is None and loop.time() > ends_at_s:
                raise AlreadyRunning(
                    "Another program holds the data folder {folder} and does not say who it is.",
                    hint="End it, or name another folder with --data-dir.",
                    folder=self._folder,
                )
            await asyncio.sleep(_RETRY_S)

    def _handler(self, assistant: Assistant) -> Callable[[Request, Reply], Awaitable[int]]:
        """Requests about the window are ours, all others are verbs."""
        verbs = self._serve(assistant) if self._serve is not None else None

        async def handle(request: Request, reply: Reply) -> int:
            if request.argv[:1] == [SHOW]:
                self._shell.bring_up()
                return 0
            if request.argv[:1] == [TOGGLE]:
                self.window.toggle()
                return 0
            return 2 if verbs is None else await verbs(request, reply)

        return handle

    # ---- when it cannot start ----

    async def _tell_and_wait(self, error: KnownError) -> None:
        """A calm page until the user tries again."""
        if self._problem is None:
            self._problem = ProblemPage(self._shell)
            self._problem.again_wanted.connect(self._again.set)
            self._problem.restore_wanted.connect(self._go_back)
            self._problem.quit_wanted.connect(self.end)
        said = words()
        hint = said.text(error.hint_message, **error.values) if error.hint_message else ""
        self._problem.tell(said.text(error.message, **error.values), hint)
        self._problem.offer_copy(await self._copy_to_go_back_to(error))
        self._problem.setGeometry(self._shell.rect())
        self._problem.show()
        self._problem.raise_()
        self._shell.bring_up()
        self._again.clear()
        await self._again.wait()
        if self._goes_back and not self._end.is_set():
            await self._restore()

    def _go_back(self) -> None:
        self._goes_back = True
        self._again.set()

    async def _restore(self) -> None:
        self._goes_back = False
        try:
            self._aside = await in_thread(
                "recovery", lambda: _restore(self._folder), RESTORE_LIMIT_S
            )
        except KnownError as error:
            await self._tell_and_wait(error)
        except TimeoutError:
            slow = StorageError("This took too long and was given up. Try again.", retryable=True)
            await self._tell_and_wait(slow)

    def _tell_aside(self) -> None:
        """Where the file lies that a copy took the place of."""
        if self._aside is not None:
            told = words().text("The file that was there is kept in {folder}.", folder=self._aside)
            self._shell.chat.notice.say(told)
            self._aside = None

    async def _copy_to_go_back_to(self, error: KnownError) -> str:
        """When a copy was made that can stand in for a file that cannot be opened."""
        if not isinstance(error, FutureDatabase | DamagedError):
            return ""
        from assistant_desktop.core.assistant import newest_copy

        made_at = await in_thread("recovery", lambda: newest_copy(self._folder), RESTORE_LIMIT_S)
        return "" if made_at is None else moment_text(words(), made_at.astimezone())

    def _hide_problem(self) -> None:
        if self._problem is not None:
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = None
            self._shell.chat.composer.setFocus()


def _restore(folder: Path) -> Path | None:
    """Where the file was put that was there. Blocks. Raises KnownError."""
    from assistant_desktop.core.assistant import is_mended, restore_newest

    ownership = try_to_own(folder, lasting=False)
    if ownership is None:
        raise AlreadyRunning("Assistant Desktop is running.", hint="Quit it first, then restore.")
    try:
        # Somebody may have mended it in a terminal while the page was looked at.
        aside = None if is_mended(folder) else restore_newest(folder)[1]
    finally:
        ownership.release()
    return aside


def _import_core() -> None:
    importlib.import_module("assistant_desktop.app")


async def load_for_later() -> None:
    """Load what the first answer needs, and spare the collector all that is loaded by now.

    A full collection walks every object there is: with Qt and the core loaded that held the loop
    for 60 ms, for nothing, since what was loaded at the start lives to the end.
    """
    with much_is_built():
        await in_thread("imports", import_for_later, IMPORT_LIMIT_S)
        gc.freeze()


_LATER = (
    "babel.dates",
    "markdown_it",
    "pygments.lexers",
    # The larger pages: what they import would hold the window while they are opened.
    "assistant_desktop.ui.presenters.calendar",
    "assistant_desktop.ui.views.calendar_page",
    "assistant_desktop.ui.presenters.health",
    "assistant_desktop.ui.views.health_page",
    "assistant_desktop.ui.presenters.memory",
    "assistant_desktop.ui.views.memory_page",
    "assistant_desktop.ui.presenters.news",
    "assistant_desktop.ui.views.news_page",
)


def import_for_later() -> None:
    """What the first answer and the pages need, so that they do not stall on it."""
    for name in _LATER:
        importlib.import_module(name)
    # The words of dates are in a file of their own, read when the first is written.
    importlib.import_module("assistant_desktop.ui.dates").month_text(date.min)


async def _ask_owner(owner: Owner, verb: str) -> int:
    """Let the window that is open come up."""
    request = Request([verb], str(Path.cwd()), words().language)
    async for kind, value in hand_over(owner, request):
        if kind == "exit" and value == 0:
            return 0
    raise AlreadyRunning(
        "Assistant Desktop already runs without a window (process {pid}).",
        hint="End that process to open the window.",
        retryable=True,
        pid=owner.pid,
    )


def _end_on_signals(end: Callable[[], None]) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            asyncio.get_running_loop().add_signal_handler(number, end)
        except (NotImplementedError, RuntimeError, ValueError):
            signal.signal(number, lambda *_: end())


def run_loop(app: QApplication, whole: Coroutine[Any, Any, int]) -> int:
    """Run on the one loop: Qt's, with our daemon threads as its default executor."""
    loop = qasync.QEventLoop(app)
    loop.set_default_executor(DaemonExecutor())
    asyncio.set_event_loop(loop)
    waker = QTimer()
    if sys.platform == "win32":
        waker.start(200)  # Python looks at signals only when it runs
    try:
        status = loop.run_until_complete(whole)
    except KnownError as error:
        sys.stderr.write(f"{error_text(error, 'start')}\n")
        status = 1
    sys.stdout.flush()
    # Threads that hang are daemons, but the interpreter's own teardown would touch Qt once more.
    os._exit(int(status))
