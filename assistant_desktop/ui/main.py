"""Opens the window: paints the shell first, then builds the core behind it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from assistant_desktop.ui import window_memory
from assistant_desktop.ui.language import use_language
from assistant_desktop.ui.theme import theme
from assistant_desktop.ui.views.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ports import Notifier
    from assistant_desktop.ownership import Reply, Request


class BuildWindow(Protocol):
    """Builds the core of a folder, with the window's surface for reminders."""

    def __call__(self, folder: Path, window: Notifier, /) -> AbstractAsyncContextManager[Assistant]:
        """Build it."""


PAINTED = "ASSISTANT_TELL_PAINTED"
"""A benchmark's wish: print a line once the shell is painted."""


def main(
    arguments: list[str],
    default_data_dir: Path,
    build_window: BuildWindow,
    serve: Callable[[Assistant], Callable[[Request, Reply], Awaitable[int]]] | None = None,
) -> int:
    """Run the window to its end; the exit status.

    Args:
        arguments: what stood on the command line.
        default_data_dir: used without --data-dir.
        build_window: makes the core.
        serve: makes what answers this user's other processes; without it they are refused.
    """
    options = parse(arguments)
    folder = (options.data_dir or default_data_dir).expanduser().resolve()
    wish = "toggle" if options.toggle else "background" if options.background else "show"
    known = window_memory.recall(folder)
    use_language(known.language)
    is_second = _looks_owned(folder)
    app = _application()
    theme().use(known.theme)  # type: ignore[arg-type]  # one of its words, or it looks like system
    shell = Shell()
    shell.resize(max(known.width, 720), max(known.height, 480))
    if wish != "background" and not is_second:
        paint(app, shell)
    from assistant_desktop.ui.running import Running, run_loop  # after first paint

    running = Running(shell, folder, known, build_window, serve)
    return run_loop(app, running.run(wish))


def parse(arguments: list[str]) -> argparse.Namespace:
    """Raises SystemExit(2) with a usage message on standard error."""
    parser = argparse.ArgumentParser(prog="assistant-desktop")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--background", action="store_true", help="start in the tray")
    how.add_argument("--toggle", action="store_true", help="show the window, or hide it")
    parser.add_argument("--data-dir", type=Path, default=None, help="where your data lives")
    return parser.parse_args(arguments)


def _application() -> QApplication:
    QCoreApplication.setApplicationName("Assistant Desktop")
    QCoreApplication.setOrganizationName("Assistant Desktop")
    QApplication.setDesktopFileName("assistant-desktop")
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, True)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    return app


def paint(app: QApplication, shell: Shell) -> None:
    """The shell is on the screen when this returns, as far as Qt can tell."""
    shell.show()
    shell.chat.composer.setFocus()
    app.processEvents()
    if os.environ.get(PAINTED):
        sys.stdout.write("painted\n")
        sys.stdout.flush()


def _looks_owned(folder: Path) -> bool:
    """Whether another window may have this folder: a hint only, the lock decides later."""
    try:
        note = json.loads((folder / "assistant.lock").read_bytes())
        pid = int(note["pid"])
        if sys.platform != "win32":
            os.kill(pid, 0)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return pid != os.getpid()
