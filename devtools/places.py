"""Where things lie: the checkout, its virtual environment, the user's cache."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PEERS_VENV = ROOT / ".venv-peers"
REQUIREMENTS = ROOT / "requirements"
BUILD = ROOT / "build"
LOG = BUILD / "dev.log"

PYTHON_MIN = (3, 11)
PYTHON_END = (3, 14)

WINDOWS = sys.platform == "win32"


def python_in(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "Scripts" / "python.exe" if WINDOWS else venv / "bin" / "python"


def cache_dir() -> Path:
    """The user's cache, where wheels that took long to build outlive the checkout."""
    home = Path.home()
    if WINDOWS:
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform.system() == "Darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "assistant-desktop"


def lock_file(group: str) -> Path:
    """The hash-locked requirements of a group: app, local, dev, build or bench."""
    return REQUIREMENTS / f"{group}.txt"
