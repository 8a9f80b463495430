"""Finds a Python that the product runs on."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NamedTuple

from devtools.places import PYTHON_END, PYTHON_MIN, WINDOWS
from devtools.progress import Stop, say

_TELL = (
    "import sys, importlib.util as u;"
    "print(sys.version_info[0], sys.version_info[1], sys.version_info[2],"
    " int(u.find_spec('ensurepip') is not None));"
    "print(getattr(sys, '_base_executable', None) or sys.executable)"
)


class Interpreter(NamedTuple):
    """A Python on this machine."""

    path: str
    version: tuple[int, int, int]
    has_ensurepip: bool

    @property
    def short(self) -> str:
        """Such as 3.11."""
        return f"{self.version[0]}.{self.version[1]}"

    @property
    def fits(self) -> bool:
        """Whether the product runs on it."""
        return PYTHON_MIN <= self.version[:2] < PYTHON_END


def ask(command: list[str]) -> Interpreter | None:
    """What Python a command is, None where it is none that runs."""
    try:
        # A shim on PATH may exist for a version that is not there, and fail only when run.
        answer = subprocess.run(
            [*command, "-c", _TELL], capture_output=True, text=True, timeout=30, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor, patch, ensurepip = (int(word) for word in answer[0].split())
    return Interpreter(answer[1], (major, minor, patch), bool(ensurepip))


def find() -> Interpreter:
    """The running Python where it fits, else another one of this machine, else one of uv's.

    Raises:
        Stop: there is none; names the line that installs one.
    """
    for command in _candidates():
        found = ask(command)
        if found is not None and found.fits:
            return found
    running = ".".join(str(part) for part in sys.version_info[:3])
    raise Stop(
        f"no Python 3.11, 3.12 or 3.13 here (this is {running})",
        f"install one: {_install_line()}",
    )


def _candidates() -> Iterator[list[str]]:
    if PYTHON_MIN <= sys.version_info[:2] < PYTHON_END:
        yield [sys.executable]
    for minor in range(PYTHON_END[1] - 1, PYTHON_MIN[1] - 1, -1):
        name = f"python3.{minor}"
        if shutil.which(name):
            yield [name]
        if WINDOWS and shutil.which("py"):
            yield ["py", f"-3.{minor}"]
    from_uv = _ask_uv()
    if from_uv:
        yield [from_uv]


def _ask_uv() -> str:
    """A Python that uv has or can fetch, "" where there is no uv."""
    uv = shutil.which("uv")
    if uv is None:
        return ""
    wanted = f">={PYTHON_MIN[0]}.{PYTHON_MIN[1]},<{PYTHON_END[0]}.{PYTHON_END[1]}"
    find = functools.partial(
        subprocess.run, [uv, "python", "find", wanted], capture_output=True, text=True, check=False
    )
    found = find()
    if found.returncode != 0:
        say("no suitable Python on this machine: asking uv for one")
        subprocess.run([uv, "python", "install", f"3.{PYTHON_END[1] - 1}"], check=False)
        found = find()
    return found.stdout.strip() if found.returncode == 0 else ""


def _install_line() -> str:
    if WINDOWS:
        return "winget install Python.Python.3.13"
    if sys.platform == "darwin":
        return "brew install python@3.13"
    packaged = _packaged_by_apt()
    if packaged:
        return f"sudo apt-get install {packaged} {packaged}-venv"
    return "curl -LsSf https://astral.sh/uv/install.sh | sh   (uv then brings a Python)"


def _packaged_by_apt() -> str:
    if shutil.which("apt-cache") is None:
        return ""
    for minor in range(PYTHON_END[1] - 1, PYTHON_MIN[1] - 1, -1):
        name = f"python3.{minor}-venv"
        shown = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if shown.returncode == 0:
            return name[: -len("-venv")]
    return ""


def base_of(venv: Path, python: Path) -> Interpreter | None:
    """What an existing virtual environment runs on, None where it is broken."""
    if not (venv / "pyvenv.cfg").is_file() or not python.exists():
        return None
    return ask([str(python)])
