"""Builds the bundle with PyInstaller, makes installers of it and tries them as a user would."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devtools import installed, installers, release
from devtools.places import BUILD, ROOT, VENV, WINDOWS, python_in
from devtools.progress import Step, Stop, run_logged, run_steps, say

SPEC = ROOT / "packaging" / "assistant-desktop.spec"
DIST = ROOT / "dist" / "assistant-desktop"
PROGRAM = DIST / ("assistant-desktop.exe" if WINDOWS else "assistant-desktop")

MAKERS: dict[str, Callable[[Path], Path]] = {
    "tar": installers.archive,
    "deb": installers.deb,
    "rpm": installers.rpm,
    "wheel": installers.wheel,
}


def package(kinds: list[str], *, smoke: bool) -> int:
    """Build dist/assistant-desktop and the installers that were asked for; try what was built.

    Raises:
        Stop: there is no such kind, or something that it needs is not installed.
    """
    unknown = [kind for kind in kinds if kind not in MAKERS]
    if unknown:
        raise Stop(f"there is no {unknown[0]}", f"name some of: {', '.join(MAKERS)}")
    steps = [Step("building the bundle, 1 to 5 minutes", _build)]
    made: list[Path] = []
    steps += [Step(f"packing the .{kind}", partial(_pack, kind, made)) for kind in kinds]
    run_steps(steps)
    files = (path for path in DIST.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"{DIST.relative_to(ROOT)}: {sum(path.stat().st_size for path in files) / 1e6:.0f} MB")
    for path in made:
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    if not smoke and kinds:
        return 0
    return max([installed.try_out(PROGRAM), *(installed.try_installer(path) for path in made)])


def _pack(kind: str, made: list[Path]) -> None:
    made.append(MAKERS[kind](DIST))


def _build() -> None:
    # The same commit gives the same bytes: no order that a hash decides, no time of today.
    os.environ.update(PYTHONHASHSEED="1", SOURCE_DATE_EPOCH=str(installers.epoch_s()))
    options = ["--noconfirm", "--distpath", str(DIST.parent), "--workpath", str(BUILD / "bundle")]
    command = [str(python_in(VENV)), "-m", "PyInstaller", *options, str(SPEC)]
    run_logged(command, "PyInstaller failed")
    installers.slim(DIST)
    installers.forget_the_builder(DIST)
    if not WINDOWS:
        installers.link_twins(DIST / "_internal" / "llama_cpp" / "lib")
    release.write(DIST, {"win32": "setup", "darwin": "dmg"}.get(sys.platform, "tar"))
