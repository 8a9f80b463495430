"""Builds the bundle with PyInstaller and tries it out as a user would."""

from __future__ import annotations

import subprocess

from devtools import environment
from devtools.places import BUILD, ROOT, VENV, WINDOWS, python_in
from devtools.progress import Step, run_logged, run_steps, say

SPEC = ROOT / "packaging" / "assistant-desktop.spec"
DIST = ROOT / "dist" / "assistant-desktop"
PROGRAM = DIST / ("assistant-desktop.exe" if WINDOWS else "assistant-desktop")


def build_and_try() -> int:
    """Build dist/assistant-desktop, then ask it something and let it examine itself."""
    run_steps([Step("building the bundle, 1 to 5 minutes", _build)])
    files = (path for path in DIST.rglob("*") if path.is_file() and not path.is_symlink())
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    say(f"{DIST.relative_to(ROOT)}: {size_mb:.0f} MB")
    smoke = ROOT / "packaging" / "smoke_installed.py"
    command = [str(python_in(VENV)), str(smoke), str(PROGRAM)]
    return subprocess.call(command, env=environment.environment_variables())


def _build() -> None:
    options = ["--noconfirm", "--distpath", str(DIST.parent), "--workpath", str(BUILD / "bundle")]
    command = [str(python_in(VENV)), "-m", "PyInstaller", *options, str(SPEC)]
    run_logged(command, "PyInstaller failed")
