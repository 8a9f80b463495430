"""The entry: arguments; passes app.build to a verb or to the window."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_desktop.cli import VERBS

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ports import Notifier
    from assistant_desktop.ownership import Reply, Request


def default_data_dir() -> Path:
    """Where a user's data lives when --data-dir is not given."""
    import platformdirs

    named = os.environ.get("ASSISTANT_DATA_DIR")
    return Path(named) if named else Path(platformdirs.user_data_dir("assistant-desktop", False))


@asynccontextmanager
async def build_window(folder: Path, window: "Notifier") -> AsyncIterator["Assistant"]:
    """The assistant behind a window, which shows reminders beside native notifications."""
    from assistant_desktop.app import BuildOptions, build  # after first paint

    async with build(BuildOptions(folder, window=window)) as assistant:
        yield assistant


def serve_others(assistant: "Assistant") -> "Callable[[Request, Reply], Awaitable[int]]":
    """What answers this user's other processes while the window owns the folder: the verbs."""
    from assistant_desktop.cli.run import request_handler

    return request_handler(assistant)


@asynccontextmanager
async def build_in(folder: Path, notifier: "Notifier | None") -> AsyncIterator["Assistant"]:
    """The assistant of a data folder, shown by `notifier` where there is one."""
    from assistant_desktop.app import BuildOptions, build

    options = BuildOptions(folder) if notifier is None else BuildOptions(folder, notifier)
    async with build(options) as assistant:
        yield assistant


def main(argv: list[str] | None = None) -> int:
    """Run the window or a verb; the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["--model-worker"]:
        # How a bundle, which has no interpreter to name, starts its own child.
        from assistant_desktop.services.llm.model_worker.child import main as run_worker

        return run_worker(arguments[1:])
    if "--data-dir" in arguments[:1]:
        # --data-dir may stand before the verb too.
        arguments = [*arguments[2:3], *arguments[:2], *arguments[3:]]
    first = arguments[0] if arguments and not arguments[0].startswith("-") else None
    if arguments and arguments[0] in VERBS:
        from assistant_desktop.cli.run import main as run_verb

        return run_verb(arguments, default_data_dir(), build_in)
    if arguments and arguments[0] in {"-h", "--help"}:
        print(_usage())
        return 0
    if arguments and arguments[0] == "--version":
        from assistant_desktop import __version__

        print(f"assistant-desktop {__version__}")
        return 0
    if first is not None:
        print(f"assistant-desktop: there is no verb {first!r}\n\n{_usage()}", file=sys.stderr)
        return 2
    from assistant_desktop.ui.main import main as open_window

    return open_window(arguments, default_data_dir(), build_window, serve_others)


def _usage() -> str:
    verbs = "\n".join(f"  {name:12} {told}" for name, told in VERBS.items())
    return (
        "assistant-desktop [--background | --toggle] [--data-dir DIR]   the window\n"
        f"assistant-desktop VERB ... [--data-dir DIR]\n\n{verbs}"
    )


if __name__ == "__main__":
    sys.exit(main())
