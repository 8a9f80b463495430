"""The static checks: style, types, import contracts, size caps; and what mends them."""

from __future__ import annotations

import subprocess
import time
from typing import NamedTuple

from devtools import environment
from devtools.places import ROOT, VENV, python_in
from devtools.progress import say

_PYTHON = str(python_in(VENV))
_LINT_IMPORTS = str(python_in(VENV).with_name("lint-imports"))


class Check(NamedTuple):
    """A command that exits with 0 when all is well."""

    name: str
    command: tuple[str, ...]


CHECKS = (
    Check("ruff check", (_PYTHON, "-m", "ruff", "check", "--output-format", "concise")),
    Check("ruff format", (_PYTHON, "-m", "ruff", "format", "--check")),
    Check("mypy --strict", (_PYTHON, "-m", "mypy")),
    Check("import-linter", (_LINT_IMPORTS, "--no-logo")),
    Check("size caps", (_PYTHON, "-m", "devtools.size_caps")),
)
FIXES = (
    Check("ruff check", (_PYTHON, "-m", "ruff", "check", "--fix", "--output-format", "concise")),
    Check("ruff format", (_PYTHON, "-m", "ruff", "format")),
    Check("gettext catalogues", (_PYTHON, "-m", "devtools.translations")),
)


def run_all(checks: tuple[Check, ...]) -> list[str]:
    """Run all of them, show the output of those that fail, and return their names."""
    return [check.name for check in checks if not _passes(check)]


def _passes(check: Check) -> bool:
    started = time.monotonic()
    ended = subprocess.run(
        check.command,
        cwd=str(ROOT),
        env=environment.environment_variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    passed = ended.returncode == 0
    verdict = "ok" if passed else "FAILED"
    say(f"{check.name:<20} {verdict:<7} {time.monotonic() - started:5.1f} s")
    if not passed:
        say(ended.stdout.decode(errors="replace").rstrip())
    return passed
