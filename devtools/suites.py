"""Runs the test suites, each in a process of its own, and adds up what they say."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple, Sequence
from xml.etree import ElementTree

from devtools import environment
from devtools.places import BUILD, ROOT, VENV, python_in
from devtools.progress import say

# pytest's own code for "no test was selected", which is no failure of a suite.
NO_TESTS = 5


class Suite(NamedTuple):
    """Folders below tests/ that run in one process."""

    name: str
    folders: tuple[str, ...]
    # Whether the tests open real windows on a virtual screen; the others get Qt's offscreen one.
    on_screen: bool = False
    # Whether pytest-qt may load, and with it Qt.
    qt: bool = False
    # Whether it runs beside the one before it: both wait more than they compute.
    beside: bool = False


SUITES = (
    Suite("unit", ("unit", "contract", "integration", "architecture")),
    Suite("ui", ("ui",), qt=True),
    Suite("end2end", ("end2end",), on_screen=True, beside=True),
)
FAST = (Suite("unit", ("unit",)),)


class Tally(NamedTuple):
    """How many tests passed, failed (or broke) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: Tally) -> Tally:
        """The sum of both."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other)))

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(suites: Sequence[Suite], arguments: Sequence[str], *, slow: bool) -> Tally:
    """Run the suites in order; pytest gets the arguments, paths among them choose the suites."""
    paths = [word for word in arguments if _is_path(word)]
    options = [word for word in arguments if not _is_path(word)]
    total = Tally()
    running: list[Running] = []
    for suite in suites:
        chosen = _targets(suite, paths)
        if not chosen:
            continue
        if not suite.beside:
            total = total.plus(_ended(running))
            running = []
        running.append(_begun(suite, chosen, options, slow=slow, aside=bool(running)))
    return total.plus(_ended(running))


def names_tests(arguments: Sequence[str]) -> bool:
    """Whether these arguments of pytest choose tests, by path or by -k or -m."""
    return any(word.startswith(("-k", "-m")) or _is_path(word) for word in arguments)


def _is_path(word: str) -> bool:
    return not word.startswith("-") and (ROOT / word.split("::", 1)[0]).exists()


def _targets(suite: Suite, paths: Sequence[str]) -> list[str]:
    """What of the wanted paths lies in this suite; the whole suite where none is wanted."""
    homes = [ROOT / "tests" / folder for folder in suite.folders]
    homes = [home for home in homes if home.is_dir()]
    if not paths:
        return [str(home) for home in homes]
    targets = []
    for wanted in paths:
        path = (ROOT / wanted.split("::", 1)[0]).resolve()
        targets += [wanted for home in homes if home == path or home in path.parents]
        targets += [str(home) for home in homes if path in home.parents]
    return targets


class Running(NamedTuple):
    """A suite on its way; `words` is where its output goes while another one has the terminal."""

    suite: Suite
    process: subprocess.Popen[bytes]
    report: Path
    started_s: float
    words: Path | None


def _begun(
    suite: Suite, targets: Sequence[str], options: Sequence[str], *, slow: bool, aside: bool
) -> Running:
    BUILD.mkdir(exist_ok=True)
    report = BUILD / f"tests-{suite.name}.xml"
    report.unlink() if report.exists() else None
    say(f"--- tests: {suite.name}{' (beside it)' if aside else ''}")
    command = [*_screen(suite), str(python_in(VENV)), "-m", "pytest", f"--junitxml={report}"]
    command += [] if suite.qt else ["-p", "no:pytest-qt"]
    command += [] if slow else ["-m", "not slow"]
    sys.stdout.flush()
    words = BUILD / f"tests-{suite.name}.txt" if aside else None
    told = words.open("wb") if words is not None else None
    process = subprocess.Popen(
        [*command, *options, *targets],
        cwd=str(ROOT),
        env=_variables(suite),
        stdout=told,
        stderr=subprocess.STDOUT if told is not None else None,
    )
    if told is not None:
        told.close()  # the child has it
    return Running(suite, process, report, time.monotonic(), words)


def _ended(running: Sequence[Running]) -> Tally:
    """Wait for all of them; what one of them counts is told when its words were."""
    total = Tally()
    for one in running:
        code = one.process.wait()
        if one.words is not None:
            sys.stdout.write(one.words.read_text("utf-8", "replace"))
        tally = read_report(one.report)
        if code not in (0, NO_TESTS) and tally.failed == 0:
            say(f"pytest ended with code {code} without a failed test: counted as one")
            tally = tally.plus(Tally(failed=1))
        say(f"--- tests: {one.suite.name}: {tally} in {time.monotonic() - one.started_s:.1f} s")
        total = total.plus(tally)
    return total


def read_report(report: Path) -> Tally:
    """Count the tests of a JUnit report; a process that died has left none."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return Tally()
    total = Tally()
    for suite in suites:
        tests, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        failed = failures + errors
        total = total.plus(Tally(max(0, tests - failed - skipped), failed, skipped))
    return total


def _screen(suite: Suite) -> list[str]:
    """The words before python that give it a screen and a message bus of its own."""
    if not suite.on_screen or not sys.platform.startswith("linux"):
        return []
    words = []
    if shutil.which("dbus-run-session"):
        words += ["dbus-run-session", "--"]
    if shutil.which("xvfb-run") and shutil.which("Xvfb") and shutil.which("xauth"):
        words += ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24"]
    return words


def _variables(suite: Suite) -> dict[str, str]:
    variables = environment.environment_variables()
    if "xvfb-run" in _screen(suite):
        # The virtual screen is an X11 one, whatever session this machine runs.
        variables["QT_QPA_PLATFORM"] = "xcb"
        variables.pop("WAYLAND_DISPLAY", None)
    else:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    return variables
