"""Times in our own sentences: who reads the right minute, and how fast, in one run."""

import json
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.when import Reference
from benchmarks.figures import Budget, Report

HERE = Path(__file__).parent
TABLES = HERE.parent / "tests" / "unit" / "offline_brain"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN)


@dataclass(frozen=True)
class Sentence:
    """A sentence that asks for one reminder, and the local minute it means."""

    text: str
    due: datetime


def sentences(language: str) -> list[Sentence]:
    """Those of our table with one time and no recurrence: what every library claims to read."""
    found = []
    table = TABLES / f"sentences_{language}.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.split(" | ")]
        if line.startswith("#") or len(parts) != 3 or parts[1] != "create_reminder":
            continue
        slots = dict(slot.split("=", 1) for slot in parts[2].split("; ") if "=" in slot)
        if "due" in slots and "rrule" not in slots and " & " not in parts[2]:
            found.append(Sentence(parts[0], _moment(slots["due"])))
    return found


def _moment(written: str) -> datetime:
    """26T17:00 is in November 2026, 12-01T09:00 in 2026."""
    head = written.split("T", maxsplit=1)[0]
    prefix = {0: "2026-11-", 1: "2026-", 2: ""}[head.count("-")]
    return datetime.fromisoformat(prefix + written).replace(tzinfo=None)


def _ours(wanted: list[Sentence], language: str) -> tuple[int, float]:
    frame = Reference(NOW, BERLIN, language)
    understand("tomorrow завтра", reference=frame)
    right = 0
    began = time.perf_counter()
    for one in wanted:
        calls = understand(one.text, reference=frame).calls
        due = calls[0].arguments.get("due") if len(calls) == 1 else None
        right += due is not None and _same(str(due), one.due)
    return right, time.perf_counter() - began


def _same(iso: str, due: datetime) -> bool:
    moment = datetime.fromisoformat(iso).replace(tzinfo=None, second=0, microsecond=0)
    return moment == due.replace(second=0)


def _theirs(python: str, wanted: list[Sentence]) -> dict[str, tuple[int, float]]:
    now = NOW.replace(tzinfo=None).isoformat()
    lines = "".join(json.dumps({"text": one.text, "now": now}) + "\n" for one in wanted)
    done = subprocess.run(
        [python, str(HERE / "_time_peers.py")],
        input=lines,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    answers = json.loads(done.stdout.splitlines()[-1])
    return {
        name: (
            sum(
                start is not None and _same(start, one.due)
                for start, one in zip(answer["starts"], wanted, strict=True)
            ),
            answer["seconds"],
        )
        for name, answer in answers.items()
    }


def run(budget: Budget) -> Report:
    """Accuracy in percent, speed in milliseconds a sentence."""
    report = Report()
    for language in ("en", "ru"):
        wanted = sentences(language)
        results = {"ours": _ours(wanted, language)}
        if budget.peers_python:
            results |= _theirs(budget.peers_python, wanted)
        for name, (right, seconds) in results.items():
            share = 100 * right / len(wanted)
            report.add(f"{language}: {name} right of {len(wanted)}", share, "%")
            report.add(f"{language}: {name}", 1000 * seconds / len(wanted), "ms a sentence")
    return report
