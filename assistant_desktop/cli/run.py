"""Runs a verb: here when this process can own the data folder, else in the one that does."""

import argparse
import asyncio
import importlib
import io
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from assistant_desktop.cli import VERBS
from assistant_desktop.cli.terminal import Terminal, is_a_person, own_terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, clean
from assistant_desktop.domain.errors import AlreadyRunning, KnownError
from assistant_desktop.domain.ports import Notifier
from assistant_desktop.ownership import (
    Owner,
    OwnerGone,
    Ownership,
    Reply,
    Request,
    hand_over,
    owner_of,
    try_to_own,
)
from assistant_desktop.wording import system_language

_log = logging.getLogger(__name__)

OWNER_LIMIT_S = 15.0
_RETRY_S = 0.02
OWNERS_TRIED = 50

BuildAssistant = Callable[[Path, Notifier | None], AbstractAsyncContextManager[Assistant]]


def load_verb(name: str) -> Verb:
    """The verb of that name."""
    module = importlib.import_module(f"assistant_desktop.cli.{_module(name)}")
    verb: Verb = module.VERB
    return verb


def _module(name: str) -> str:
    return {"import": "import_file", "export": "export_file"}.get(name, name)


def parse(argv: list[str]) -> argparse.Namespace:
    """Arguments of `VERB ...`. Raises SystemExit(2) with a usage message on standard error."""
    verb = load_verb(argv[0])
    parser = argparse.ArgumentParser(prog=f"assistant-desktop {argv[0]}")
    parser.add_argument("--data-dir", type=Path, default=None, help="where your data lives")
    verb.arguments(parser)
    options = parser.parse_args(argv[1:])
    options.verb = argv[0]
    return options


def main(argv: list[str], default_data_dir: Path, build: BuildAssistant) -> int:
    """Run a verb to its end; the exit status: 0, 1 for a known error, 2 for usage."""
    # Arguments may be any bytes: what is no text is replaced before anybody meets it.
    argv = [argv[0], *(clean(word) for word in argv[1:])]
    terminal = own_terminal(system_language())
    options = parse(argv)
    options.data_dir = (options.data_dir or default_data_dir).expanduser().resolve()
    verb = load_verb(argv[0])
    try:
        if not verb.needs_core:
            return verb.run_alone(options, terminal)
        return asyncio.run(_run(verb, argv, options, terminal, build))
    except KnownError as error:
        terminal.problem(terminal.words.error(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone. Standard output must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _own_fault(terminal, error)


def _own_fault(terminal: Terminal, error: Exception) -> int:
    """A fault of ours: a sentence for the user, the whole of it in the log."""
    _log.debug("a verb failed", exc_info=error)
    what = f"{type(error).__name__}: {error}"[:300]
    text = "Something went wrong inside the app ({what}). Nothing that was confirmed is lost."
    terminal.problem(clean(terminal.words.text(text, what=what)))
    return 1


async def _run(
    verb: Verb,
    argv: list[str],
    options: argparse.Namespace,
    terminal: Terminal,
    build: BuildAssistant,
) -> int:
    wants = verb.wants_input(options)
    text = "".join(terminal.read_lines()) if wants and not is_a_person(sys.stdin) else ""
    request = Request(argv, str(Path.cwd()), terminal.language, text)
    owned = await _own_or_find(options.data_dir, lasting=verb.lasting)
    for _ in range(OWNERS_TRIED):
        if isinstance(owned, Ownership):
            break
        try:
            return await _in_owner(owned, request, terminal)
        except OwnerGone:
            await asyncio.sleep(_RETRY_S)
            owned = await _own_or_find(options.data_dir, lasting=verb.lasting)
    if isinstance(owned, Owner):
        return await _in_owner(owned, request, terminal)
    terminal.read_lines = lambda: io.StringIO(text)
    async with owning(owned, build, verb.notifier(terminal)) as assistant:
        return await verb.run(assistant, options, terminal)


async def _own_or_find(folder: Path, *, lasting: bool) -> Ownership | Owner:
    """Own the folder, or the process that does.

    One that lasts does not join a brief one: it waits for its end, however long that takes.

    Raises:
        AlreadyRunning: somebody holds the folder and does not say who.
    """
    ends_at_s = time.monotonic() + OWNER_LIMIT_S
    while True:
        ownership = try_to_own(folder, lasting=lasting)
        if ownership is not None:
            return ownership
        owner = owner_of(folder)
        if owner is not None and (owner.lasting or not lasting):
            return owner
        if owner is None and time.monotonic() > ends_at_s:
            raise AlreadyRunning(
                "Another program holds the data folder {folder} and does not say who it is.",
                hint="End it, or name another folder with --data-dir.",
                folder=folder,
            )
        await asyncio.sleep(_RETRY_S)


@asynccontextmanager
async def owning(
    ownership: Ownership, build: BuildAssistant, notifier: Notifier | None
) -> AsyncIterator[Assistant]:
    """The core of a folder that this process owns, open to this user's other processes."""
    try:
        async with build(ownership.folder, notifier) as assistant:
            await ownership.listen(request_handler(assistant))
            if ownership.lasting:
                assistant.watch_folder(ownership.is_still_there)
            try:
                yield assistant
                if not ownership.lasting:
                    await ownership.finish_requests()
            finally:
                await ownership.stop_listening()
    finally:
        ownership.release()


def request_handler(assistant: Assistant) -> Callable[[Request, Reply], Awaitable[int]]:
    """Runs verbs that other processes hand over, on their terminals."""

    async def handle(request: Request, reply: Reply) -> int:
        terminal = Terminal(
            reply.out,
            reply.err,
            lambda: io.StringIO(request.stdin),
            request.language,
            Path(request.cwd),
        )
        if request.argv[:1] and request.argv[0] not in VERBS:
            return 2  # what only a window can do, such as coming up
        try:
            options = parse(request.argv)
            return await load_verb(request.argv[0]).run(assistant, options, terminal)
        except KnownError as error:
            terminal.problem(terminal.words.error(error))
            return 1
        except SystemExit as end:
            return int(end.code or 0)
        except OSError:
            raise  # whoever asked has gone: there is nobody to tell
        except Exception as error:
            return _own_fault(terminal, error)

    return handle


async def _in_owner(owner: Owner, request: Request, terminal: Terminal) -> int:
    async for kind, value in hand_over(owner, request):
        if kind == "exit":
            return int(value)
        (terminal.write_out if kind == "out" else terminal.write_err)(str(value))
    raise AlreadyRunning("The running app went away in the middle.", retryable=True)
