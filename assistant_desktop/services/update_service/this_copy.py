"""How this copy came to this computer, and who brings its next version."""

import platform
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant_desktop.domain.update import Download, Kind, ReleaseInfo, UpdateManifest
from assistant_desktop.resource_files import locate

RELEASE_FILE = "release.json"
PACKAGE = "assistant-desktop"
_FLATPAK = Path("/.flatpak-info")
_APT_LIMIT_S = 10
_MACHINES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}


@cache
def release_info() -> ReleaseInfo:
    """What the builder wrote into this copy."""
    try:
        return ReleaseInfo.model_validate_json(locate(RELEASE_FILE).read_bytes())
    except (OSError, ValueError):
        return ReleaseInfo()


def kind_of(info: ReleaseInfo, environ: Mapping[str, str]) -> Kind:
    """How this copy came here: an archive that runs inside of something is that thing's."""
    if not getattr(sys, "frozen", False):
        has_project = (Path(__file__).resolve().parents[3] / "pyproject.toml").is_file()
        return "checkout" if has_project else "python"
    if _FLATPAK.exists():
        return "flatpak"
    inside = environ.get("APPDIR", "")  # a program started by another's AppImage inherits this
    if environ.get("APPIMAGE") and inside and Path(sys.executable).is_relative_to(inside):
        return "appimage"
    return info.kind


def machine() -> str:
    """This processor, as file names say it."""
    told = platform.machine().lower()
    return _MACHINES.get(told, told)


def download_for(manifest: UpdateManifest, kind: Kind) -> Download | None:
    """The file that takes this copy's place."""
    for one in manifest.downloads:
        told = _MACHINES.get(one.machine.lower(), one.machine.lower())
        anywhere = one.kind == "python"
        if one.kind == kind and (anywhere or (one.system == sys.platform and told == machine())):
            return one
    return None


def command_for(kind: Kind, url: str = "") -> str:
    """What brings the next version where something else keeps this copy; "" else. May block.

    url: of the file for this kind, where one is listed.
    """
    if kind == "flatpak":
        return "flatpak update"
    if kind == "checkout":
        return "git pull"
    if kind == "python":
        return _python_command(Path(sys.prefix), url)
    if kind == "deb" and _is_from_repository():
        return f"sudo apt update && sudo apt install --only-upgrade {PACKAGE}"
    return ""


def _python_command(prefix: Path, url: str) -> str:
    """By the receipt that each of them leaves in the environment it made."""
    if (prefix / "pipx_metadata.json").is_file():
        return f"pipx install --force {url}" if url else f"pipx upgrade {PACKAGE}"
    if (prefix / "uv-receipt.toml").is_file():
        return f"uv tool install --force {url}" if url else f"uv tool upgrade {PACKAGE}"
    return f"python -m pip install --upgrade {url or PACKAGE}"


def _is_from_repository() -> bool:
    """Whether apt knows another source of the package than that it is installed."""
    try:
        done = subprocess.run(
            ["apt-cache", "policy", PACKAGE],
            capture_output=True,
            text=True,
            timeout=_APT_LIMIT_S,
            check=False,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return has_source(done.stdout)


def has_source(policy: str) -> bool:
    """Whether `apt-cache policy` names a source besides dpkg's own record, which is a mere path.

    Source: apt-cache(8), policy: lines of the version table are "PRIORITY SOURCE".
    """
    _, found, table = policy.partition("Version table:")
    if not found:
        return False
    rows = (line.split() for line in table.splitlines())
    return any(len(row) >= 2 and row[0].isdigit() and ":" in row[1] for row in rows)
