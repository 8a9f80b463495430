"""Who brings the next version: the user, or the system that keeps this copy."""

import sys
from datetime import date
from pathlib import Path

import pytest

from assistant_desktop.domain.update import Download, ReleaseInfo, UpdateManifest
from assistant_desktop.services.update_service import this_copy

HERE = Path(sys.executable).parent
BY_HAND = """assistant-desktop:
  Installed: 0.1.0
  Candidate: 0.1.0
  Version table:
 *** 0.1.0 100
        100 /var/lib/dpkg/status
"""
BY_REPOSITORY = """assistant-desktop:
  Installed: 0.1.0
  Candidate: 0.2.0
  Version table:
     0.2.0 500
        500 https://example.org/debian stable/main amd64 Packages
 *** 0.1.0 100
        100 /var/lib/dpkg/status
"""


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (BY_HAND, False),
        (BY_REPOSITORY, True),
        ("", False),
        ("N: Unable to locate\n", False),
    ],
)
def test_a_package_of_a_repository_is_left_to_the_system(policy, wanted):
    assert this_copy.has_source(policy) is wanted


def test_apt_of_this_machine_knows_no_repository_of_ours():
    assert this_copy.command_for("deb") == ""


@pytest.mark.parametrize(
    ("frozen", "environ", "kind", "wanted"),
    [
        (False, {}, "deb", "checkout"),
        (True, {}, "deb", "deb"),
        (True, {}, "setup", "setup"),
        (True, {"APPIMAGE": "/opt/a", "APPDIR": str(HERE)}, "tar", "appimage"),
        (True, {"APPIMAGE": "/opt/a", "APPDIR": "/tmp/.mount_other"}, "deb", "deb"),
    ],
)
def test_how_a_copy_came_here(monkeypatch, frozen, environ, kind, wanted):
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    assert this_copy.kind_of(ReleaseInfo(kind=kind), environ) == wanted


@pytest.mark.parametrize(
    ("receipt", "url", "wanted"),
    [
        ("pipx_metadata.json", "", "pipx upgrade assistant-desktop"),
        ("pipx_metadata.json", "https://e.org/a.whl", "pipx install --force https://e.org/a.whl"),
        ("uv-receipt.toml", "", "uv tool upgrade assistant-desktop"),
        ("uv-receipt.toml", "https://e.org/a.whl", "uv tool install --force https://e.org/a.whl"),
        ("pyvenv.cfg", "", "python -m pip install --upgrade assistant-desktop"),
    ],
)
def test_a_python_package_is_upgraded_by_what_installed_it(
    monkeypatch, tmp_path, receipt, url, wanted
):
    (tmp_path / receipt).write_text("")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert this_copy.command_for("python", url) == wanted


def test_the_file_for_this_computer_is_chosen_and_no_other(monkeypatch):
    def file(system: str, machine: str, kind: str) -> Download:
        return Download(
            system=system, machine=machine, kind=kind, url=f"https://example.org/{machine}.{kind}",
            size=1, sha256="0" * 64,
        )  # fmt: skip

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(this_copy.platform, "machine", lambda: "x86_64")
    manifest = UpdateManifest(
        format=1, version="1.0.0", released=date(2026, 1, 1), expires="2030-01-01T00:00:00Z",
        page="https://example.org/",
        downloads=(
            file("linux", "aarch64", "deb"),
            file("linux", "amd64", "deb"),
            file("win32", "x64", "setup"),
        ),
    )  # fmt: skip
    chosen = this_copy.download_for(manifest, "deb")
    assert chosen is not None
    assert chosen.url == "https://example.org/amd64.deb"
    assert this_copy.download_for(manifest, "rpm") is None


def test_a_checkout_knows_no_place():
    assert this_copy.release_info() == ReleaseInfo()
