"""The real program as a subprocess, as a user or a script runs it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "assistant_desktop"]
ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """Without a display or a session bus: every verb must do without them."""
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    kept = {k: v for k, v in os.environ.items() if k not in left_out}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}


def run(
    *words: str, data_dir: Path, stdin: str | None = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(
        [*COMMAND, words[0], "--data-dir", str(data_dir), *words[1:]],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(),
        check=False,
    )


def run_json(*words: str, data_dir: Path) -> Any:
    """Run a verb that prints one JSON line."""
    done = run(*words, data_dir=data_dir)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Serving:
    """`serve` as a process whose lines are read as they come."""

    def __init__(self, data_dir: Path) -> None:
        self.lines: list[dict[str, Any]] = []
        self.arrived: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--data-dir", str(data_dir)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environment(),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            if not text.endswith("\n"):
                continue  # cut off in the middle of a line by a kill
            line = {**json.loads(text), "arrived_s": time.time()}
            self.lines.append(line)
            self.arrived.put(line)

    def wait_for(self, event: str, timeout_s: float = 20) -> dict[str, Any]:
        """The next line of that event, those already read included once."""
        until = time.monotonic() + timeout_s
        while True:
            line = self.arrived.get(timeout=max(until - time.monotonic(), 0.001))
            if line["event"] == event:
                return line

    def kill(self) -> None:
        """kill -9; every line it printed is read before this returns."""
        self.process.kill()
        self._end()

    def stop(self) -> int:
        """As a user ends it; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self._end()

    def _end(self) -> int:
        status = self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.problems = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return status
