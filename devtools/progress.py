"""Steps with a count and the elapsed time, and failures of one line.

Everything goes to stderr: stdout belongs to the program that dev.py starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import Callable, Iterator, Mapping, NamedTuple, Sequence

from devtools.places import BUILD, LOG, ROOT

TICK_S = 0.5
REPORT_S = 60.0


class Stop(Exception):
    """Ends dev.py with one line: what failed, and what to do."""

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(f"{what} -> {do}" if do else what)


class Step(NamedTuple):
    """One thing to do; what `run` returns is of no interest."""

    title: str
    run: Callable[[], object]


def say(text: str) -> None:
    """Print a line for the person who waits."""
    print(text, file=sys.stderr, flush=True)


def run_steps(steps: Sequence[Step]) -> None:
    """Run them in order, each announced as [2/5] with its time; nothing is said for none."""
    for number, step in enumerate(steps, start=1):
        with timed(f"[{number}/{len(steps)}] {step.title}"):
            step.run()


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Show that something runs, for how long it has run, and how long it took."""
    started = time.monotonic()
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, started, done), daemon=True)
    ticker.start()
    verdict = "failed after "
    try:
        yield
        verdict = ""
    finally:
        done.set()
        ticker.join()
        took = f"{verdict}{time.monotonic() - started:.1f} s"
        _show(f"{title} ... {took}", last=True)


def _tick(title: str, started: float, done: threading.Event) -> None:
    """On a terminal a running clock, elsewhere one line a minute: nobody shall think it hangs."""
    live = sys.stderr.isatty()
    while not done.wait(TICK_S if live else REPORT_S):
        elapsed = time.monotonic() - started
        if live:
            _show(f"{title} ... {elapsed:.0f} s", last=False)
        else:
            say(f"{title} ... still running, {elapsed:.0f} s")


def _show(line: str, *, last: bool) -> None:
    """Write over the line that is shown, on a terminal; else just a line."""
    if not sys.stderr.isatty():
        say(line)
        return
    # Padded with spaces, not cleared by an escape sequence, which old consoles print as it is.
    width = shutil.get_terminal_size().columns - 1
    sys.stderr.write("\r" + line[:width].ljust(width) + ("\n" if last else ""))
    sys.stderr.flush()


def run_logged(
    command: Sequence[str], what: str, do: str = "", env: Mapping[str, str] | None = None
) -> None:
    """Run a command with its output in the log; a failure names its most telling line.

    Raises:
        Stop: the command could not be started or ended with an error.
    """
    BUILD.mkdir(exist_ok=True)
    with LOG.open("ab+") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        start = log.tell()
        try:
            code = subprocess.call(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=str(ROOT),
                env={**os.environ, **(env or {})},
            )
        except OSError as error:
            raise Stop(f"{what}: {error}", do) from error
        if code == 0:
            return
        log.seek(start)
        lines = log.read().decode(errors="replace").splitlines()
    advice = f"{do}; " if do else ""
    raise Stop(
        f"{what}: {telling_line(lines) or f'exit code {code}'}",
        f"{advice}all of it is in {LOG.relative_to(ROOT)}",
    )


def telling_line(lines: list[str]) -> str:
    """The line of a failed command's output that says why."""
    said = [line.strip() for line in lines if line.strip()]
    errors = [line for line in said if line.lower().startswith(("error", "e:", "fatal"))]
    # A later error often only counts the earlier ones, the first is the cause.
    chosen = errors[0] if errors else said[-1] if said else ""
    return chosen[:300]
