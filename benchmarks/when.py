"""Time in words: start-up of the rules, speed an expression, the worst of nasty 10 kB inputs."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import mean, median, quantiles
from zoneinfo import ZoneInfo

from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.when import Reference, describe, parse, when_line
from benchmarks.figures import Budget, Report

TESTS = Path(__file__).parent.parent / "tests" / "unit"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN)
LANGUAGES = ("en", "ru")
NASTY = (
    "monday " * 1500,
    "5 " * 5000,
    "5-" * 5000,
    "every " * 1700,
    "twenty " * 1500,
    "каждый день в 9 и " * 600,
    "1/2/3/" * 1700,
    "1:" * 5000,
    "1.2.3." * 1700,
    "завтра tomorrow at в 5 " * 450,
    "\ud800" * 10_000,
    "\x00" * 10_000,
    "first day of the last week of " * 340,
    "I think we may march on the second of the month and then at 5 go home. " * 140,
)
_START = (
    "import time\n"
    "from assistant_desktop.core.when import languages\n"
    "began = time.perf_counter()\n"
    "languages.grammar(({code!r},))\n"
    "print((time.perf_counter() - began) * 1000)\n"
)


def run(budget: Budget) -> Report:
    """All figures; the start-up of the rules in processes of its own."""
    report = Report()
    _start_up(report)
    for language in LANGUAGES:
        phrases = _table("when", "phrases", language)
        sentences = _table("offline_brain", "sentences", language)
        frame = Reference(NOW, BERLIN, language)
        _speed(report, f"expressions, {language}", phrases, partial(when_line, reference=frame))
        _speed(
            report,
            f"sentences understood, {language}",
            sentences,
            partial(understand, reference=frame),
            goals=False,
        )
        _both_ways(report, phrases, frame, language)
    _nasty(report, budget)
    return report


def _table(folder: str, name: str, language: str) -> list[str]:
    text = (TESTS / folder / f"{name}_{language}.txt").read_text("utf-8")
    return [line.split("|")[0].strip() for line in text.splitlines() if line and line[0] != "#"]


def _start_up(report: Report) -> None:
    for code in LANGUAGES:
        runs = [
            subprocess.run(
                [sys.executable, "-c", _START.format(code=code)],
                capture_output=True,
                text=True,
                check=True,
            )
            for _ in range(5)
        ]
        report.add(
            f"start-up of the rules, {code}",
            median(float(run.stdout) for run in runs),
            "ms",
            most=100,
        )


def _speed(
    report: Report,
    name: str,
    texts: list[str],
    read: Callable[[str], object],
    *,
    goals: bool = True,
) -> None:
    for text in texts:
        read(text)  # tables of lunar holidays and the like are loaded once, at their first use
    taken = [_timed(read, text) for _ in range(3) for text in texts]
    report.add(f"{name}, mean", mean(taken), "ms", most=1.0 if goals else None)
    report.add(f"{name}, p99", quantiles(taken, n=100)[98], "ms", most=5.0 if goals else None)


def _timed(read: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    read(text)
    return (time.perf_counter() - began) * 1000


def _both_ways(report: Report, phrases: list[str], frame: Reference, language: str) -> None:
    """How many phrases, said back, are understood as the same; hours are said as minutes."""
    same = told = 0
    for phrase in phrases:
        match = parse(phrase, frame)
        if match is None:
            continue
        told += 1
        again = parse(describe(match.value, frame, language), frame)
        same += again is not None and _start(again.value) == _start(match.value)
    report.add(f"phrases said back and understood again, {language}", 100 * same / told, "%")


def _start(value: object) -> object:
    return getattr(value, "start", None) or getattr(value, "first", None) or value


def _nasty(report: Report, budget: Budget) -> None:
    frame = Reference(NOW, BERLIN)
    worst = 0.0
    for text in NASTY:
        if budget.left_s <= 0:
            break
        runs = [_timed(lambda t: when_line(t, frame), text[:10_000]) for _ in range(3)]
        worst = max(worst, min(runs))
    report.add("the worst of nasty 10 kB inputs", worst, "ms", most=100)
