"""The shared libraries and programs that come from the system, not from a Python wheel."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Sequence

from devtools.progress import Stop, run_logged, say


class Need(NamedTuple):
    """A Debian package, known to be there when what it brings is there.

    Asking for what it brings works on every distribution, and survives renamed packages (t64).
    """

    package: str
    library: str = ""
    program: str = ""
    path: str = ""

    @property
    def present(self) -> bool:
        """Whether it is installed, by whatever package manager."""
        if self.program:
            return shutil.which(self.program) is not None
        if self.path:
            return any(Path(folder).exists() for folder in self.path.split(":"))
        try:
            ctypes.CDLL(self.library)
        except OSError:
            return False
        return True


WINDOW = (
    Need("libgl1", "libGL.so.1"),
    Need("libegl1", "libEGL.so.1"),
    Need("libdbus-1-3", "libdbus-1.so.3"),
    Need("libfontconfig1", "libfontconfig.so.1"),
    Need("libglib2.0-0", "libglib-2.0.so.0"),
    Need("libxkbcommon0", "libxkbcommon.so.0"),
    Need("libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("libxcb-icccm4", "libxcb-icccm.so.4"),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    Need("libxcb-randr0", "libxcb-randr.so.0"),
    Need("libxcb-shape0", "libxcb-shape.so.0"),
    Need("libxcb-sync1", "libxcb-sync.so.1"),
    Need("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    Need("libxcb-xkb1", "libxcb-xkb.so.1"),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    Need("libx11-xcb1", "libX11-xcb.so.1"),
    Need("libwayland-cursor0", "libwayland-cursor.so.0"),
    Need("fonts-dejavu-core", path="/usr/share/fonts/truetype:/usr/share/fonts/TTF"),
    Need("ca-certificates", path="/etc/ssl/certs/ca-certificates.crt:/etc/pki/tls/certs"),
)
# Real peers for the tests: an X server, a window manager, notifications, a keyring, a bus.
TESTS = (
    Need("xvfb", program="Xvfb"),
    Need("xauth", program="xauth"),
    Need("openbox", program="openbox"),
    Need("dunst", program="dunst"),
    Need("gnome-keyring", program="gnome-keyring-daemon"),
    Need("dbus-x11", program="dbus-launch"),
    Need("dbus-daemon", program="dbus-run-session"),
    Need("libnotify-bin", program="notify-send"),
    Need("xdotool", program="xdotool"),
)


def missing(needs: Sequence[Need]) -> list[str]:
    """The packages whose content is not on this machine; always empty but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    absent = [need.package for need in needs if not need.present]
    if absent and shutil.which("apt-get") is None:
        # Not a Debian: it may well work, and this list's names are Debian's.
        say(f"install what your system calls these, if it fails: {' '.join(absent)}")
        return []
    return absent


def install(packages: Sequence[str]) -> None:
    """Install Debian packages where this user may.

    Raises:
        Stop: this user may not; names the line to type.
    """
    root = _as_root()
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if root is None:
        raise Stop("system libraries are missing", f"type: sudo apt-get update && sudo {line}")
    apt = [*root, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    todo = f"check the network, or type: sudo apt-get update && sudo {line}"
    run_logged([*apt, "update"], "apt-get update failed", todo, env)
    run_logged(
        [*apt, "install", "-y", "--no-install-recommends", *packages],
        "apt-get install failed",
        todo,
        env,
    )


def install_if_allowed(packages: Sequence[str]) -> None:
    """Install what only some tests need; without it they are skipped, said here."""
    try:
        install(packages)
    except Stop as stop:
        say(f"tests that need {' '.join(packages)} will be skipped: {stop}")


def _as_root() -> list[str] | None:
    """The words before apt-get, None where this user may not use it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None
