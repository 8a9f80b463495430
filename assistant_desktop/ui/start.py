"""start(name, coroutine): all the asyncio that views and presenters need."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from assistant_desktop.ui.error_text import error_text

_log = logging.getLogger(__name__)
_tasks: set["asyncio.Task[Any]"] = set()
_tell: list[Callable[[str], None]] = []

STOP_LIMIT_S = 1.0
_GONE = "already deleted"
"""What Qt's wrappers say of a widget that is no longer there: nobody is left to be told."""


def begin(show: Callable[[str], None]) -> None:
    """Take work from now on; `show` gets the sentence about a job that failed."""
    _tell[:] = [show]


def start(
    name: str,
    coroutine: Coroutine[Any, Any, Any],
    on_failure: Callable[[str], None] | None = None,
    owner: QObject | None = None,
) -> None:
    """Run a coroutine; it is owned here, may be cancelled, and never fails silently.

    Args:
        name: for the log.
        coroutine: what is to be done.
        on_failure: gets the sentence about a failure; without it the window's error line does.
        owner: the job ends with it: for what only reads and shows.
    """
    if not _tell:
        coroutine.close()  # the window is closing: a timer that still fired has no say
        return
    task = asyncio.get_running_loop().create_task(coroutine, name=name)
    _tasks.add(task)

    def ended(done: "asyncio.Task[Any]") -> None:
        _tasks.discard(done)
        if done.cancelled():
            return
        error = done.exception()
        if isinstance(error, RuntimeError) and _GONE in str(error):
            _log.info("%s ended after its view was gone", name)
        elif error is not None:
            _report(name, error, on_failure)

    task.add_done_callback(ended)
    if owner is not None:
        owner.destroyed.connect(lambda _=None: task.cancel())


def _report(name: str, error: BaseException, on_failure: Callable[[str], None] | None) -> None:
    sentence = error_text(error, name)
    show = on_failure or (_tell[0] if _tell else None)
    if show is not None:
        show(sentence)


async def stop_everything() -> None:
    """Take no more work, cancel every job and wait a moment; the stuck ones are logged."""
    _tell.clear()
    tasks = [task for task in _tasks if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    if tasks:
        _, stuck = await asyncio.wait(tasks, timeout=STOP_LIMIT_S)
        for task in stuck:
            _log.warning("%s did not end in time", task.get_name())
