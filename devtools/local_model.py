"""The extra `local`: llama-cpp-python, which PyPI has as source only.

A wheel that was built or fetched once stays in the user's cache, for this and every later checkout.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Callable

from devtools.places import VENV, WINDOWS, cache_dir, lock_file, python_in
from devtools.progress import Step, Stop, run_logged, say

PACKAGE = "llama-cpp-python"
# One build for every machine of an architecture: a wheel tuned to this CPU crashes on the next.
BUILD_OPTIONS = "-DGGML_NATIVE=OFF"


def steps(wanted: str, *, installed: str, note: Callable[[str], None]) -> list[Step]:
    """What is left to do so that local models work, nothing where they do.

    Args:
        wanted: "no"; "cached" takes a wheel from the cache and else does nothing; "build" builds
            one where a compiler is, and goes on without where that fails; "fetch" tries the
            project's prebuilt wheels, then builds.
        installed: the version that is installed, "" for none.
        note: told the version once it is installed.
    """
    version = pinned_version()
    if wanted == "no" or installed == version:
        return []
    todo = []
    if cached_wheel() is None:
        if wanted == "cached":
            return []
        if wanted == "fetch":
            todo.append(Step(f"fetching {PACKAGE} {version}, or building it", fetch_or_build))
        elif compiler() is None:
            return []
        else:
            todo.append(Step(f"building {PACKAGE} {version} once, 5 to 20 minutes", _try_to_build))
    return [*todo, Step(f"installing {PACKAGE} {version}", lambda: _install(note, wanted))]


def pinned_version() -> str:
    """The version that the lock file names."""
    found = re.search(rf"^{PACKAGE}==(\S+)", _lock_text(), re.MULTILINE)
    if found is None:
        raise Stop(f"{lock_file('local').name} does not name {PACKAGE}", "python3 dev.py lock")
    return found.group(1)


def cached_wheel() -> Path | None:
    """The wheel in the user's cache that fits this version and machine."""
    names = f"llama_cpp_python-{pinned_version()}-*.whl"
    fitting = (path for path in _wheels().glob(names) if _fits(path.name))
    return next(fitting, None)


def compiler() -> str | None:
    """The C++ compiler that would build it, None where there is none."""
    if WINDOWS:
        programs = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)"))
        vswhere = programs / "Microsoft Visual Studio" / "Installer" / "vswhere.exe"
        return shutil.which("cl") or (str(vswhere) if vswhere.is_file() else None)
    names = (os.environ.get("CXX"), "c++", "g++", "clang++")
    return next((name for name in names if name and shutil.which(name)), None)


def fetch_or_build() -> None:
    """Take the wheel that the project itself publishes; where there is none, build it."""
    metal = platform.system() == "Darwin"
    index = f"https://abetlen.github.io/llama-cpp-python/whl/{'metal' if metal else 'cpu'}"
    say(f"{PACKAGE}: trying its project's own prebuilt wheel, which no lock file vouches for")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(str(python_in(VENV)), "-m", "pip", "--disable-pip-version-check", "download", "-q"),
            *("--no-deps", "--only-binary", ":all:", "--timeout", "20", "--retries", "1"),
            *("--index-url", index, "--dest", folder, f"{PACKAGE}=={pinned_version()}"),
        ]
        try:
            run_logged(command, "no prebuilt wheel")
        except Stop:
            say("no prebuilt wheel for this machine: building the locked source, 5 to 20 minutes")
        else:
            return _keep(Path(folder))
    return build()


def build() -> None:
    """Build the wheel from the hash-locked source, with hash-locked build tools."""
    if compiler() is None:
        raise Stop(f"{PACKAGE} needs a C++ compiler", _compiler_line())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.txt"
        source.write_text(_lock_entry(), encoding="utf-8")
        tools = folder / "tools"
        run_logged([str(python_in(VENV)), "-m", "venv", str(tools)], "no environment to build in")
        pip = [str(python_in(tools)), "-m", "pip", "--disable-pip-version-check"]
        locked = ["--require-hashes", "--no-deps", "--progress-bar", "off"]
        run_logged(
            [*pip, "install", *locked, "--only-binary", ":all:", "-r", str(lock_file("build"))],
            "the build tools could not be installed",
            "check the network",
        )
        # Nice, so that a desktop stays usable while it builds.
        nice = [] if WINDOWS or shutil.which("nice") is None else ["nice", "-n", "10"]
        run_logged(
            [
                *(*nice, *pip, "wheel", "--require-hashes", "--no-deps", "--no-build-isolation"),
                *("--no-binary", PACKAGE, "-w", str(folder / "wheels"), "-r", str(source)),
            ],
            f"{PACKAGE} could not be built",
            env={
                "CMAKE_ARGS": f"{BUILD_OPTIONS} {os.environ.get('CMAKE_ARGS', '')}".strip(),
                "PATH": os.pathsep.join([str(python_in(tools).parent), os.environ.get("PATH", "")]),
            },
        )
        _keep(folder / "wheels")


def _try_to_build() -> None:
    """Build it for the tests; the others run all the same when that fails."""
    try:
        build()
    except Stop as stop:
        say(f"going on without local models: {stop}")


def _install(note: Callable[[str], None], wanted: str) -> None:
    wheel = cached_wheel()
    if wheel is None and wanted == "build":
        return  # the build has said why
    if wheel is None:
        raise Stop(f"no wheel of {PACKAGE} in the cache", "python3 dev.py run --local")
    pip = [str(python_in(VENV)), "-m", "pip", "--disable-pip-version-check", "install"]
    with tempfile.TemporaryDirectory() as folder:
        # The rest of the extra is hash-locked; a wheel that was built here has no locked hash.
        rest = Path(folder) / "rest.txt"
        rest.write_text(_lock_text().replace(_lock_entry(), ""), encoding="utf-8")
        locked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(rest)]
        run_logged([*pip, *locked], "the extra `local` could not be installed", "check the network")
    offline = ["--no-index", "--no-deps", "--force-reinstall", str(wheel)]
    run_logged([*pip, *offline], f"{wheel.name} could not be installed", f"delete {wheel}")
    note(pinned_version())


def _keep(folder: Path) -> None:
    _wheels().mkdir(parents=True, exist_ok=True)
    for wheel in folder.glob("llama_cpp_python-*.whl"):
        # Copied beside, then renamed: an interrupted copy is never taken for a wheel.
        partial = _wheels() / f"{wheel.name}.part"
        shutil.copyfile(wheel, partial)
        partial.replace(_wheels() / wheel.name)


def _wheels() -> Path:
    return cache_dir() / "wheels"


def _fits(name: str) -> bool:
    """Whether a wheel's platform tag is this machine's; the project's wheels fit every Python."""
    machine = platform.machine().lower()
    names = {"amd64": ("amd64", "x86_64"), "x86_64": ("x86_64",)}.get(machine, (machine,))
    system = {"win32": "win", "darwin": "macosx"}.get(sys.platform, "linux")
    tag = name.rsplit("-", 1)[-1].lower()
    return system in tag and any(part in tag for part in names)


def _lock_text() -> str:
    return lock_file("local").read_text(encoding="utf-8")


def _lock_entry() -> str:
    """The lines of the lock file that pin the package and its hashes."""
    pattern = rf"^{PACKAGE}==.*(?:\n[ \t]+--hash=.*)+\n?"
    found = re.search(pattern, _lock_text(), re.MULTILINE)
    if found is None:
        raise Stop(f"{lock_file('local').name} does not pin {PACKAGE}", "python3 dev.py lock")
    return found.group(0)


def _compiler_line() -> str:
    if WINDOWS:
        return "winget install Microsoft.VisualStudio.2022.BuildTools (with the C++ workload)"
    if sys.platform == "darwin":
        return "xcode-select --install"
    return "sudo apt-get install g++"
