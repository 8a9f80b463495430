"""Builds and keeps the virtual environment: .venv in the checkout, hash-locked dependencies."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from devtools import interpreter, local_model, system_libraries
from devtools.places import BUILD, PEERS_VENV, ROOT, VENV, WINDOWS, lock_file, python_in
from devtools.progress import Step, Stop, run_logged, run_steps, say

STAMP = VENV / "installed.json"
PIP = (
    *("-m", "pip", "--disable-pip-version-check", "--no-input", "install"),
    *("--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"),
)
_NETWORK = "check the network and the disk's free space, then run the same command again"
# Files that pip leaves in the environment and that no lock names.
_PIP_ITSELF = {"pip", "setuptools", "wheel"}


def ensure(group: str, *, local: str = "cached") -> None:
    """Make .venv hold a group of dependencies ("app" or "dev"); does nothing where it does.

    Args:
        group: which lock file; "dev" holds all of "app".
        local: what to do about llama-cpp-python, see local_model.steps().

    Raises:
        Stop: something failed; says what, and what to do.
    """
    steps = _steps(group, local)
    if not steps:
        return
    with _only_one():
        # Another dev.py may have done it while this one waited.
        run_steps(_steps(group, local))


def ensure_peers() -> Path:
    """A second environment with the libraries that the benchmarks compare with."""
    python = python_in(PEERS_VENV)
    stamp = PEERS_VENV / "installed.txt"
    wanted = _digest("bench")
    if not stamp.is_file() or stamp.read_text() != wanted:
        base = interpreter.find()
        run_steps(
            [
                Step("environment for the benchmarks' peers", lambda: _create(base, PEERS_VENV)),
                Step("installing the peers", lambda: _install("bench", PEERS_VENV)),
            ]
        )
        stamp.write_text(wanted)
    return python


def _steps(group: str, local: str) -> list[Step]:
    """What is left to do, in order."""
    steps = []
    absent = system_libraries.missing(system_libraries.WINDOW)
    existing = interpreter.base_of(VENV, python_in(VENV)) if not _fresh(group) else None
    if not _fresh(group) and (existing is None or not existing.fits):
        base = interpreter.find()
        if not base.has_ensurepip and shutil.which("apt-get"):
            absent.append(f"python{base.short}-venv")
        steps.append(Step(f"Python {base.short} in .venv", lambda: _create(base, VENV)))
    optional = system_libraries.missing(system_libraries.TESTS) if group == "dev" else []
    steps = _system_steps(absent, optional) + steps
    if not _fresh(group):
        count = len(_locked(group))
        title = f"installing the locked dependencies ({group}, up to {count} packages)"
        steps.append(Step(title, lambda: _install_group(group)))
    return steps + local_model.steps(local, installed=_stamp().get("local", ""), note=_note_local)


def _system_steps(absent: list[str], optional: list[str]) -> list[Step]:
    """What is missing from the system, in one go; what only tests need may stay missing."""
    everything = [*absent, *optional]
    if not everything:
        return []
    install = system_libraries.install if absent else system_libraries.install_if_allowed
    title = f"installing {len(everything)} system packages with apt-get"
    return [Step(title, functools.partial(install, everything))]


def _fresh(group: str) -> bool:
    """Whether .venv holds exactly what the lock file says."""
    if not python_in(VENV).exists():
        return False
    stamp = _stamp()
    # What the tests need holds all that the product needs.
    return any(stamp.get(held) == _digest(held) for held in {group, "dev"})


def _digest(group: str) -> str:
    # The files themselves are hashed, not their dates: a fresh clone has new dates.
    return hashlib.sha256(lock_file(group).read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _note(key: str, value: str) -> None:
    STAMP.write_text(json.dumps({**_stamp(), key: value}, indent=1), encoding="utf-8")


def _note_local(version: str) -> None:
    _note("local", version)


def _create(base: interpreter.Interpreter, venv: Path) -> None:
    """Make a virtual environment, an old or broken one in its place is replaced."""
    uv = shutil.which("uv")
    # The interpreter is asked again: the package that brings ensurepip may have come since.
    again = interpreter.ask([base.path]) or base
    if not again.has_ensurepip and uv:
        command = [uv, "venv", "--clear", "--seed", "--python", base.path, str(venv)]
    else:
        command = [base.path, "-m", "venv", "--clear", str(venv)]
    package = f"sudo apt-get install python{base.short}-venv"
    run_logged(command, f"no virtual environment in {venv.name}", f"if it is missing: {package}")


def _install_group(group: str) -> None:
    _install(group, VENV)
    _remove_strangers()
    _make_importable()
    _note(group, _digest(group))


def _install(group: str, venv: Path) -> None:
    python = str(python_in(venv))
    lock = str(lock_file(group))
    uv = shutil.which("uv")
    if uv:
        options = ["--python", python, "--require-hashes", "--no-deps", "--compile-bytecode"]
        try:
            return run_logged([uv, "pip", "install", *options, "-r", lock], "uv failed")
        except Stop:
            # uv reads none of pip's configuration, such as a company's own index.
            say("uv could not install the dependencies, trying pip")
    return run_logged(
        [python, *PIP, "-r", lock], "the dependencies could not be installed", _NETWORK
    )


def _remove_strangers() -> None:
    """Uninstall what no lock file names any more, so that nothing hides a missing dependency."""
    known = _PIP_ITSELF.union(*(_locked(group) for group in ("app", "dev", "local")))
    code = "import importlib.metadata as m; print('\\n'.join(d.name for d in m.distributions()))"
    python = str(python_in(VENV))
    listed = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    strangers = sorted({_canonical(name) for name in listed.stdout.split()} - known)
    if strangers:
        run_logged(
            [python, "-m", "pip", "uninstall", "-y", *strangers],
            f"could not remove {' '.join(strangers)}",
        )


def _locked(group: str) -> set[str]:
    text = lock_file(group).read_text(encoding="utf-8")
    return {_canonical(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _make_importable() -> None:
    """Put the checkout on the environment's path, and the program `assistant-desktop` beside it."""
    folder = VENV / "Lib" / "site-packages"
    if not WINDOWS:
        folder = next((VENV / "lib").glob("python3.*/site-packages"))
    (folder / "assistant_desktop_checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    python = python_in(VENV)
    if WINDOWS:
        script = python.with_name("assistant-desktop.cmd")
        script.write_text(f'@"{python}" -P -m assistant_desktop %*\n', encoding="utf-8")
        return
    script = python.with_name("assistant-desktop")
    script.write_text(
        f'#!/bin/sh\nexec "{python}" -P -m assistant_desktop "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)


@contextmanager
def _only_one() -> Iterator[None]:
    """Let one dev.py at a time change the environment; the lock ends with its process."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "dev.lock").open("a+b") as held:
        if WINDOWS:
            import msvcrt

            held.seek(0)
            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("another dev.py is at work in this checkout: waiting for it")
                fcntl.flock(held, fcntl.LOCK_EX)
        yield


def environment_variables() -> dict[str, str]:
    """This process's variables, with the environment's programs first on PATH."""
    programs = str(python_in(VENV).parent)
    path = os.pathsep.join([programs, os.environ.get("PATH", "")])
    return {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path}
