"""What people install, made of the bundle: an archive, a .deb, an .rpm.

The same commit gives the same bytes: names are sorted, owners are root, times are the commit's.
"""

from __future__ import annotations

import filecmp
import gzip
import hashlib
import lzma
import os
import shutil
import stat
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from devtools import release
from devtools.places import BUILD, ROOT, VENV, python_in
from devtools.progress import Stop, run_logged

NAME = "assistant-desktop"
DIST = ROOT / "dist"
LINUX = ROOT / "packaging" / "linux"
MAINTAINER = "Assistant Desktop authors <authors@assistant-desktop.invalid>"
SUMMARY = "chat, reminders and memory on your own computer"
TEXT = """A personal assistant: a chat window, a tray icon and reminder windows over one
local core. It understands plain English and Russian, works with no model, no
account and no network, and nags until a reminder is acknowledged."""


def version() -> str:
    """The version of the checkout."""
    said = (ROOT / "assistant_desktop" / "__init__.py").read_text("utf-8")
    return said.partition('__version__ = "')[2].partition('"')[0]


def epoch_s() -> int:
    """When the commit was made: the time of every file in an installer."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    if named:
        return int(named)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 0


def slim(bundle: Path) -> None:
    """Debug symbols that some builders leave in: tens of megabytes that nothing reads."""
    strip = shutil.which("strip")
    if strip is None:
        return
    for file in bundle.rglob("*.so*"):
        if _holds_symbols(file):
            subprocess.run([strip, "--strip-unneeded", str(file)], check=False)


def forget_the_builder(bundle: Path) -> None:
    """What tells where it was built: hashes of scripts that name the builder's interpreter."""
    for file in bundle.rglob("*.dist-info/RECORD"):
        file.unlink()


def _holds_symbols(file: Path) -> bool:
    """Libraries that their wheels' builders moved about stay as they are: strip breaks them."""
    if file.is_symlink() or {"PySide6", "numpy.libs"} & set(file.parts):
        return False
    ours = file.name.startswith(("libpython", "_yaml", "Stemmer", "_cffi_backend"))
    return ours or file.parent.name in {"apsw", "lib-dynload"} or "cryptography" in file.parts


def link_twins(folder: Path) -> None:
    """The same library under two names is one, and a link to it."""
    for longer in sorted(folder.glob("*.so.*")):
        shorter = folder / f"{longer.name.partition('.so')[0]}.so"
        if not longer.is_symlink() and shorter.is_file() and filecmp.cmp(shorter, longer, False):
            shorter.unlink()
            shorter.symlink_to(longer.name)


# ---- the archive ----


def archive(bundle: Path) -> Path:
    """dist/assistant-desktop-VERSION-linux-ARCH.tar.xz."""
    out = DIST / f"{NAME}-{version()}-linux-{os.uname().machine}.tar.xz"
    when = epoch_s()
    with lzma.open(out, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for file in sorted(bundle.rglob("*")):
            _add(tar, file, f"{NAME}/{file.relative_to(bundle)}", when)
    return out


def _add(tar: tarfile.TarFile, file: Path, name: str, when: int) -> None:
    entry = tar.gettarinfo(str(file), name)
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = when
    entry.mode = 0o755 if not entry.isreg() or entry.mode & stat.S_IXUSR else 0o644
    if entry.isreg():
        with file.open("rb") as content:
            tar.addfile(entry, content)
    else:
        tar.addfile(entry)


def wheel(bundle: Path) -> Path:
    """dist/assistant_desktop-VERSION-py3-none-any.whl, for `pipx install` and `uv tool install`."""
    out = DIST / f"assistant_desktop-{version()}-py3-none-any.whl"
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch_s())
    command = [str(python_in(VENV)), "-m", "uv", "build", "--wheel", "--out-dir", str(DIST)]
    told = ROOT / "resources" / release.FILE.name  # only while it is built: a checkout has none
    try:
        release.write_to(told, "python")
        run_logged([*command, str(ROOT)], "the wheel could not be built")
    finally:
        told.unlink(missing_ok=True)
    return out


# ---- what every Linux package holds ----


def stage(bundle: Path, root: Path, kind: str) -> None:
    """The files of a package of a kind under `root`, where they lie on a system."""
    shutil.rmtree(root, ignore_errors=True)
    library = root / "usr" / "lib" / NAME
    shutil.copytree(bundle, library, symlinks=True)
    release.write(library, kind)
    program = root / "usr" / "bin" / NAME
    program.parent.mkdir(parents=True)
    program.symlink_to(f"../lib/{NAME}/{NAME}")
    share = root / "usr" / "share"
    date = datetime.fromtimestamp(epoch_s(), UTC).strftime("%Y-%m-%d")
    _put(share / "applications" / f"{NAME}.desktop", (LINUX / f"{NAME}.desktop").read_bytes())
    told = (LINUX / f"{NAME}.metainfo.xml").read_text("utf-8")
    told = told.replace("@VERSION@", version()).replace("@DATE@", date)
    _put(share / "metainfo" / f"{NAME}.metainfo.xml", told.encode())
    icon = (ROOT / "resources" / "icons" / "app.svg").read_bytes()
    _put(share / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg", icon)
    _put(share / "man" / "man1" / f"{NAME}.1.gz", _zipped(_manual(date)))
    start = (LINUX / f"{NAME}-autostart.desktop").read_bytes()
    _put(root / "etc" / "xdg" / "autostart" / f"{NAME}.desktop", start)
    _same_everywhere(root)


def _same_everywhere(root: Path) -> None:
    """Modes and times that neither the builder's umask nor the day decides."""
    library = root / "usr" / "lib" / NAME
    for file in (root, *root.rglob("*")):
        if not file.is_symlink():
            executable = file.is_dir() or (file.name == NAME and file.parent == library)
            file.chmod(0o755 if executable else 0o644)
            os.utime(file, (epoch_s(), epoch_s()))


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


# ---- .deb ----


def deb(bundle: Path) -> Path:
    """dist/assistant-desktop_VERSION_ARCH.deb. Needs dpkg-deb: a Debian."""
    _require("dpkg-deb", "dpkg")
    root = BUILD / "deb"
    stage(bundle, root, "deb")
    doc = root / "usr" / "share" / "doc" / NAME
    _put(doc / "copyright", copyright_text().encode())
    log = debian_changelog(version(), epoch_s())
    _put(doc / "changelog.gz", _zipped(log.encode()))
    _put(root / "usr" / "share" / "lintian" / "overrides" / NAME, OVERRIDES.encode())
    kilobytes = sum(f.lstat().st_size for f in root.rglob("*") if not f.is_dir()) // 1024
    machine = _said("dpkg", "--print-architecture")
    control = root / "DEBIAN"
    _put(control / "control", control_text(machine, kilobytes, depends(root)).encode())
    _put(control / "conffiles", f"/etc/xdg/autostart/{NAME}.desktop\n".encode())
    files = sorted(f for f in root.rglob("*") if f.is_file() and control not in f.parents)
    sums = "".join(f"{_md5(f)}  {f.relative_to(root)}\n" for f in files if not f.is_symlink())
    _put(control / "md5sums", sums.encode())
    _same_everywhere(root)
    out = DIST / f"{NAME}_{version()}_{machine}.deb"
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch_s())
    run_logged(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(out)],
        "dpkg-deb failed",
    )
    return out


def control_text(machine: str, kilobytes: int, needs: str) -> str:
    """DEBIAN/control. Source: Debian Policy 4.6, section 5.3."""
    text = "".join(f" {line}\n" for line in TEXT.splitlines())
    return (
        f"Package: {NAME}\nVersion: {version()}\nArchitecture: {machine}\n"
        f"Maintainer: {MAINTAINER}\nInstalled-Size: {kilobytes}\nDepends: {needs}\n"
        f"Recommends: gnome-keyring | kwalletmanager\n"
        f"Section: utils\nPriority: optional\nDescription: {SUMMARY}\n{text}"
    )


def depends(root: Path) -> str:
    """What the bundle asks of the system, as Debian names it: what ldd finds outside of it."""
    library = root / "usr" / "lib" / NAME
    programs = [f for f in library.rglob("*") if f.is_file() and not f.is_symlink() and _is_elf(f)]
    inside = {file.name for file in library.rglob("*.so*")}
    asked: set[Path] = set()
    for program in programs:
        done = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False)
        found = (line.partition("=> ")[2].split(" (")[0] for line in done.stdout.splitlines())
        # What comes along is found first when it runs; ldd does not know that.
        asked |= {
            Path(one).resolve()
            for one in found
            if one.startswith("/") and Path(one).name not in inside
        }
    outside = sorted(one for one in asked if library not in one.parents)
    names = {_package_of(one) for one in outside} - {""}
    # Qt opens these itself: no library of the bundle names them.
    names |= {"libgl1", "libegl1", "libxkbcommon-x11-0", "libxcb-cursor0"}
    glibc = _said("dpkg-query", "-W", "-f", "${Version}", "libc6").partition("-")[0]
    return ", ".join(f"{name} (>= {glibc})" if name == "libc6" else name for name in sorted(names))


def _package_of(library: Path) -> str:
    """The Debian package of a library of this system; empty for one that no package brought."""
    for path in (library, Path(str(library).removeprefix("/usr"))):
        done = subprocess.run(
            ["dpkg-query", "-S", str(path)], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.partition(":")[0].strip()
    return ""


def debian_changelog(number: str, when: int) -> str:
    """One entry: the history is in CHANGELOG.md."""
    date = datetime.fromtimestamp(when, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = f"{NAME} ({number}) stable; urgency=medium"
    return f"{head}\n\n  * See CHANGELOG.md.\n\n -- {MAINTAINER}  {date}\n"


def copyright_text() -> str:
    """The licence of ours, and where those of what comes along are."""
    licence = (ROOT / "LICENSE").read_text("utf-8")
    return (
        f"{licence}\nLibraries that come along keep their licences in /usr/lib/{NAME}/_internal,"
        " in the\n*.dist-info folder of each.\n"
    )


OVERRIDES = f"""# A bundle: it brings its own Python and Qt, so that every Debian runs the same.
{NAME}: embedded-library *
{NAME}: arch-dependent-file-in-usr-share *
{NAME}: unstripped-binary-or-object *
{NAME}: custom-library-search-path *
{NAME}: hardening-no-pie *
{NAME}: missing-depends-on-sensible-utils *
{NAME}: shared-library-lacks-prerequisites *
{NAME}: library-not-linked-against-libc *
{NAME}: no-manual-page *
{NAME}: package-installs-python-bytecode *
{NAME}: extra-license-file *
"""


# ---- .rpm ----


def rpm(bundle: Path) -> Path:
    """dist/assistant-desktop-VERSION-1.ARCH.rpm. Needs rpmbuild."""
    _require("rpmbuild", "rpm")
    root = BUILD / "rpm-root"
    stage(bundle, root, "rpm")
    spec = BUILD / f"{NAME}.spec"
    spec.write_text(rpm_spec(root, os.uname().machine))
    top = BUILD / "rpm"
    run_logged(
        ["rpmbuild", "-bb", "--define", f"_topdir {top}", "--buildroot", str(BUILD / "rpm-build"),
         str(spec)],
        "rpmbuild failed",
    )  # fmt: skip
    (made,) = (top / "RPMS").rglob(f"{NAME}-{version()}-1*.rpm")
    out = DIST / made.name
    shutil.copyfile(made, out)
    return out


def rpm_spec(root: Path, machine: str) -> str:
    """The spec: nothing is built, what is staged is taken as it is."""
    return (
        f"Name: {NAME}\nVersion: {version()}\nRelease: 1\nSummary: {SUMMARY}\nLicense: MIT\n"
        f"BuildArch: {machine}\nAutoReqProv: no\nRequires: libglvnd-glx, libglvnd-egl,"
        " libxkbcommon-x11, xcb-util-cursor\n"
        f"%define _buildhost assistant-desktop\n%define __os_install_post %{{nil}}\n"
        "%define _build_id_links none\n"
        "%define _source_payload w6.xzdio\n%define _binary_payload w6.xzdio\n"
        "%define use_source_date_epoch_as_buildtime 1\n%define clamp_mtime_to_source_date_epoch 1\n"
        f"\n%description\n{TEXT}\n"
        f"\n%install\nmkdir -p %{{buildroot}}\ncp -a {root}/. %{{buildroot}}/\n"
        f"\n%files\n%defattr(-,root,root)\n/usr/bin/{NAME}\n/usr/lib/{NAME}\n"
        f"/usr/share/applications/{NAME}.desktop\n/usr/share/metainfo/{NAME}.metainfo.xml\n"
        f"/usr/share/icons/hicolor/scalable/apps/{NAME}.svg\n/usr/share/man/man1/{NAME}.1.gz\n"
        f"%config(noreplace) /etc/xdg/autostart/{NAME}.desktop\n"
    )


# ---- small things ----


def _manual(date: str) -> bytes:
    """Made in the environment, where the command line can be imported."""
    command = [str(python_in(VENV)), str(ROOT / "packaging" / "manual.py"), version(), date]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout


def _require(program: str, package: str) -> None:
    if shutil.which(program) is None:
        raise Stop(f"{program} is not installed. On Debian: apt-get install {package}")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _is_elf(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(4) == b"\x7fELF"
