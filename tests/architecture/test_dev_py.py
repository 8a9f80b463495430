"""dev.py must start on any machine: old Python, nothing installed, a lock that names no host."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from devtools import local_model, locks, progress, suites
from devtools.environment import _canonical, _locked
from devtools.places import REQUIREMENTS, lock_file
from tests.architecture.checkout import ROOT

DOOR = [ROOT / "dev.py", *sorted((ROOT / "devtools").glob("*.py"))]
# These run in .venv, not on the machine's own Python.
IN_VENV = {"translations.py", "size_caps.py"}
GROUPS = ("app", "local", "dev", "build", "bench")


@pytest.mark.parametrize("path", DOOR, ids=lambda path: path.name)
def test_the_door_is_written_in_python_3_8(path):
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    futures = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    annotated = any(node.module == "__future__" for node in futures)
    # "list[str]" and "X | None" are only text with this import, errors before 3.9 without it.
    assert annotated or path.name == "__init__.py"


@pytest.mark.parametrize("path", DOOR, ids=lambda path: path.name)
def test_the_door_needs_nothing_installed(path):
    if path.name in IN_VENV:
        pytest.skip("runs in .venv")
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported - set(sys.stdlib_module_names) <= {"devtools"}


def test_the_door_answers_a_wrong_call_in_one_line():
    command = [sys.executable, str(ROOT / "dev.py"), "dance"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "run, test, check" in ended.stderr


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_names_no_host_and_hashes_everything(group):
    text = lock_file(group).read_text(encoding="utf-8")
    assert not locks._LEAK.search(text)
    for entry in re.split(r"(?m)^(?=\S)", text):
        if entry.strip():
            assert re.match(r"[\w.-]+==\S+", entry)
            assert "--hash=sha256:" in entry


@pytest.mark.parametrize(
    "leak", ["--index-url https://x.example/simple", "a @ file:///x", "-f /x", "--find-links y"]
)
def test_a_leak_is_seen(tmp_path, leak, monkeypatch):
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    lock = tmp_path / "app.txt"
    lock.write_text(f"{leak}\na==1\n")
    with pytest.raises(progress.Stop):
        locks.forbid_hosts(lock)


def versions(group: str) -> dict[tuple[str, str], str]:
    """Version by name and condition, such as python_full_version < '3.12'."""
    pattern = r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$"
    text = lock_file(group).read_text(encoding="utf-8")
    found = re.findall(pattern, text, re.MULTILINE)
    return {(_canonical(name), condition): version for name, version, condition in found}


@pytest.mark.parametrize("group", ["local", "dev"])
def test_locks_agree_with_the_products(group):
    app, other = versions("app"), versions(group)
    assert {key: other.get(key) for key in app} == app


def test_the_peers_are_measured_on_the_products_versions():
    app, bench = versions("app"), versions("bench")
    assert {key: app[key] for key in bench if key in app} == {
        key: bench[key] for key in bench if key in app
    }


def test_the_lock_holds_every_declared_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"]
    names = {_canonical(re.match(r"[\w.-]+", line).group(0)) for line in declared}
    assert names <= _locked("app")
    assert local_model.PACKAGE not in _locked("app") | _locked("dev")


def test_the_local_lock_gives_up_its_one_source_package_in_one_piece():
    text = (REQUIREMENTS / "local.txt").read_text(encoding="utf-8")
    entry = local_model._lock_entry()
    assert entry.startswith(f"{local_model.PACKAGE}==")
    assert local_model.PACKAGE not in text.replace(entry, "")


@pytest.mark.parametrize(
    ("system", "machine", "tag", "fits"),
    [
        ("linux", "x86_64", "linux_x86_64", True),
        ("linux", "x86_64", "manylinux_2_28_x86_64", True),
        ("linux", "aarch64", "linux_x86_64", False),
        ("linux", "aarch64", "manylinux_2_17_aarch64", True),
        ("darwin", "arm64", "macosx_11_0_arm64", True),
        ("darwin", "arm64", "linux_x86_64", False),
        ("win32", "AMD64", "win_amd64", True),
    ],
)
def test_a_cached_wheel_is_taken_only_where_it_runs(monkeypatch, system, machine, tag, fits):
    monkeypatch.setattr(local_model.sys, "platform", system)
    monkeypatch.setattr(local_model.platform, "machine", lambda: machine)
    assert local_model._fits(f"llama_cpp_python-0.3.36-py3-none-{tag}.whl") is fits


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["WARNING: x", "ERROR: no match for y", "ERROR: z"], "ERROR: no match for y"),
        (["something", "the end", ""], "the end"),
        ([], ""),
    ],
)
def test_a_failure_is_told_by_its_cause(lines, told):
    assert progress.telling_line(lines) == told


def test_a_report_is_counted(tmp_path):
    report = tmp_path / "tests.xml"
    report.write_text(
        '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>'
    )
    assert suites.read_report(report) == suites.Tally(passed=4, failed=3, skipped=3)
    assert suites.read_report(Path("/nonexistent")) == suites.Tally()


def test_the_closing_line_is_plain():
    assert str(suites.Tally(5, 1, 2)) == "5 passed, 1 failed, 2 skipped"


def test_paths_choose_the_suites():
    unit, ui, _ = suites.SUITES
    path = "tests/architecture/test_dev_py.py::test_a_report_is_counted"
    assert suites._targets(unit, [path]) == [path]
    assert suites._targets(ui, [path]) == []
    assert str(ROOT / "tests" / "architecture") in suites._targets(unit, ["tests"])
