"""Tries installers as people would: unpacked, installed into an empty place, removed again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from devtools import environment
from devtools.places import ROOT, VENV, lock_file, python_in
from devtools.progress import run_logged, say

PACKAGING = ROOT / "packaging"


def try_out(program: Path) -> int:
    """Ask an installed program something, and let it examine itself."""
    command = [str(python_in(VENV)), str(PACKAGING / "smoke_installed.py"), str(program)]
    return subprocess.call(command, env=environment.environment_variables())


def try_installer(file: Path) -> int:
    """Install it, try it, remove it; 0 when all went well or when it cannot be tried here."""
    say(f"trying {file.name}")
    if file.name.endswith(".tar.xz"):
        return _try_archive(file)
    if file.suffix == ".whl":
        return _try_wheel(file)
    if file.suffix == ".deb":
        return _try_deb(file)
    say(f"{file.name} is not tried: this system installs no such package")
    return 0


def _try_archive(file: Path) -> int:
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(file) as packed:
            packed.extractall(name, filter="data")
        return try_out(Path(name) / "assistant-desktop" / "assistant-desktop")


def _try_wheel(file: Path) -> int:
    """In an environment of its own, with the locked dependencies."""
    with tempfile.TemporaryDirectory() as name:
        venv = Path(name) / "venv"
        uv = [str(python_in(VENV)), "-m", "uv"]
        run_logged([*uv, "venv", str(venv)], "no environment could be made")
        into = [*uv, "pip", "install", "--python", str(python_in(venv))]
        locked = ["--require-hashes", "--no-deps", "-r", str(lock_file("app"))]
        run_logged([*into, *locked], "the dependencies could not be installed")
        run_logged([*into, "--no-deps", str(file)], "the wheel could not be installed")
        return try_out(python_in(venv).parent / "assistant-desktop")


def _try_deb(file: Path) -> int:
    """In a root of its own, where the upgrade from an older version is tried too."""
    ready = "ROOTFS" in os.environ or shutil.which("debootstrap") is not None
    if not ready or not hasattr(os, "geteuid") or os.geteuid() != 0:
        say(f"{file.name} is not tried: that needs root and debootstrap (or ROOTFS)")
        return 0
    script = PACKAGING / "linux" / "smoke_deb.sh"
    return subprocess.call(["sh", str(script), str(file), "self"])
