"""What is committed works for everybody: no machine's paths, no registry's hosts, complete."""

import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.checkout import PACKAGE, ROOT, tracked_files

# Written as patterns, so that this file does not hold what it forbids.
_FORBIDDEN = re.compile(
    r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com|net)\b"
    r"|(?<![\w.])/(?:root|work|opt/(?:pypi|wheels))/\w"
    r"|file://\w*/(?:opt|root|work)/"
)
_BINARY = {".png", ".ico", ".icns", ".wav", ".ogg", ".mo", ".gguf", ".jpg", ".ttf", ".db", ".gz"}
EXPECTED = (
    *("pyproject.toml", "dev.py", "LICENSE", ".ci/run", ".gitignore", ".gitattributes"),
    *("requirements/app.txt", "requirements/local.txt", "requirements/dev.txt"),
    *("docs/adr", "docs/howto/release.md", "packaging/smoke_installed.py"),
    *(f"assistant_desktop/{name}" for name in ("domain", "core", "services", "ui", "cli")),
    *(f"assistant_desktop/{name}" for name in ("wording", "resource_files.py", "py.typed")),
    *("assistant_desktop/__main__.py", "assistant_desktop/app.py"),
)


def test_no_registry_host_and_no_path_of_a_machine():
    found = []
    for path in tracked_files():
        if path.suffix in _BINARY:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1} {hit.group(0)}"
            for hit in _FORBIDDEN.finditer(text)
        ]
    assert found == []


@pytest.mark.parametrize("name", EXPECTED)
def test_the_layout_is_complete(name):
    assert (ROOT / name).exists()


def test_each_decision_is_recorded_in_full():
    wanted = ("Context", "Decision", "Alternatives", "Upkeep", "Size")
    incomplete = [
        f"{path.name}: no {word}"
        for path in sorted((ROOT / "docs" / "adr").glob("*.md"))
        for word in wanted
        if f"**{word}" not in path.read_text(encoding="utf-8")
        and f"## {word}" not in path.read_text(encoding="utf-8")
    ]
    assert incomplete == []


def test_the_version_is_said_once():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in settings["project"]
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert re.search(r'^__version__ = "\d+\.\d+\.\d+"$', text, re.MULTILINE)


# A thousand emits, and the references of True before and after: 6.12.0 drops one at each emit and
# aborts CPython 3.11 after a few hundred.
_EMIT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Sender(QObject):
    sent = Signal(int)
app, sender, seen = QCoreApplication([]), Sender(), []
sender.sent.connect(seen.append)
before = sys.getrefcount(True)
for number in range(1000):
    sender.sent.emit(number)
assert len(seen) == 1000
assert abs(sys.getrefcount(True) - before) < 100, (before, sys.getrefcount(True))
"""


def test_the_locked_qt_keeps_its_references():
    ended = subprocess.run([sys.executable, "-c", _EMIT], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
