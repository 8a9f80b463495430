"""The longest stall of the loop with much to do: 10,000 events, 100,000 readings."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, Said
from assistant_desktop.domain.health_series import SeriesKey
from assistant_desktop.domain.ids import DEFAULT_USER
from benchmarks.figures import Budget, Report

T = TypeVar("T")

EVENTS, SERIES, READINGS = 10_000, 500, 100_000
BEAT_S = 0.002
MOST_MS = 50
ROOT = Path(__file__).resolve().parents[1]

# The real window over the same data: a page is opened, each beat of a timer held against the last.
_OPENING = """
import os, sys, time
from PySide6.QtCore import QTimer
from assistant_desktop.ui import main as start
real, place = start.paint, sys.argv[2]
def paint(app, shell):
    real(app, shell)
    beats = []
    def go():
        beats[:] = [time.perf_counter()]
        shell.go(place)
    def tell():
        gaps = [b - a for a, b in zip(beats, beats[1:])]
        print("gap", max(gaps) * 1000, flush=True)
        os._exit(0)
    shell.heart = QTimer(shell)
    shell.heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    shell.heart.start(2)
    QTimer.singleShot(4000, go)
    QTimer.singleShot(7000, tell)
start.paint = paint
from assistant_desktop.__main__ import main
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def run(_budget: Budget) -> Report:
    """Each in a process of its own, as it is first done after a start."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="ad-") as folder:
        for part in ("calendar", "health"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.stalls", part, folder],
                cwd=ROOT, check=True, capture_output=True, text=True,
            )  # fmt: skip
            for name, longest, took in json.loads(done.stdout.splitlines()[-1]):
                note = f"took {took:.0f} ms"
                report.add(f"{part}: {name}", longest, "ms", most=MOST_MS, note=note)
            longest = _opened(part, str(Path(folder) / part))
            report.add(f"{part}: its page is opened", longest, "ms", most=MOST_MS)
    return report


def _opened(place: str, data: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _OPENING, data, place],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


class Watch:
    """Holds each beat of the loop against the one before."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self.found: list[tuple[str, float, float]] = []

    async def beat(self) -> None:
        """For ever."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT_S)
            now = time.perf_counter()
            self.longest_s = max(self.longest_s, now - last - BEAT_S)
            last = now

    async def during(self, name: str, work: Awaitable[T]) -> T:
        """The longest stall while something is done, and just after it."""
        await asyncio.sleep(0.05)
        self.longest_s, began = 0.0, time.perf_counter()
        result = await work
        took_s = time.perf_counter() - began
        await asyncio.sleep(0.2)
        self.found.append((name, self.longest_s * 1000, took_s * 1000))
        return result


async def _measure(part: str, folder: Path) -> list[tuple[str, float, float]]:
    make, measure = {
        "calendar": (_make_events, _calendar),
        "health": (_make_readings, _health),
    }[part]
    file = await asyncio.to_thread(make, folder)
    async with build(BuildOptions(folder / part)) as assistant:
        gc.freeze()  # as the window and `serve` do when they have started
        watch = Watch()
        beating = asyncio.create_task(watch.beat())
        await measure(assistant, watch, file)
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return watch.found


# ---- the calendar ----


def _make_events(folder: Path) -> Path:
    """A calendar file of two years, some of it series."""
    first = datetime(2026, 1, 1, tzinfo=UTC).replace(hour=8)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stalls//EN"]
    for number in range(EVENTS):
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1.7 * (number - 3000))
        lines += [
            "BEGIN:VEVENT", f"UID:event-{number}", f"DTSTAMP:{first:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Meeting with guest {number} about matter {number % 37}",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
            f"LOCATION:Room {number % 12}", "DESCRIPTION:What was said last time\\, and what not",
        ]  # fmt: skip
        if number % (EVENTS // SERIES) == 0:
            lines.append("RRULE:FREQ=WEEKLY;COUNT=40")
        lines.append("END:VEVENT")
    path = folder / "calendar.ics"
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


async def _calendar(assistant: Assistant, watch: Watch, file: Path) -> None:
    calendar, said = assistant.calendar, Said(DEFAULT_USER)

    plan = await watch.during("plan an import", calendar.transfer.plan(DEFAULT_USER, file))
    await watch.during("take it in", calendar.transfer.take_in(plan))
    now = assistant.now()
    half = (now - timedelta(days=100), now + timedelta(days=200))
    await watch.during(
        "agenda of a month", calendar.diary.agenda(DEFAULT_USER, (now, now + timedelta(days=31)))
    )
    await watch.during("agenda of 300 days", calendar.diary.agenda(DEFAULT_USER, half))
    await watch.during("free time", assistant.agenda.listed(said, "2026-01-01", "2027-12-01"))
    number = 3000 + 200
    await watch.during(
        "move",
        assistant.agenda.move(
            said, f"guest {number}", None, (now + timedelta(days=5)).isoformat(), None
        ),
    )
    await watch.during("delete", assistant.agenda.delete(said, f"guest {number + 1}"))
    await watch.during("undo", assistant.agenda.undo(said))
    await watch.during("plan it again", calendar.transfer.plan(DEFAULT_USER, file))
    await watch.during(
        "export", calendar.transfer.write_file(DEFAULT_USER, file.with_name("out.ics"))
    )


# ---- health ----


def _make_readings(folder: Path) -> Path:
    """A table of weights, pulses and steps."""
    now = datetime.now(UTC).replace(microsecond=0)
    path = folder / "readings.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("time,kind,value,second_value,unit,note,source\r\n")
        for number in range(READINGS):
            at = now - timedelta(minutes=15 * number + 1)
            kind, unit, value = (
                ("pulse", "bpm", 60 + number % 40), ("weight", "kg", 70 + number % 90 / 10),
                ("steps", "steps", number % 700), ("blood_pressure", "mmHg", 110 + number % 30),
            )[number % 4]  # fmt: skip
            second = "75" if kind == "blood_pressure" else ""
            file.write(f"{at.isoformat()},{kind},{value},{second},{unit},,watch\r\n")
    return path


async def _health(assistant: Assistant, watch: Watch, file: Path) -> None:
    health = assistant.health
    await watch.during("import", health.transfer.import_file(DEFAULT_USER, file))
    await watch.during("kinds", health.charting.series(DEFAULT_USER))
    for within in ("month", "year", "all"):
        await watch.during(
            f"chart of pulse, {within}",
            health.charting.chart(DEFAULT_USER, SeriesKey(kind="pulse"), "bpm", within),
        )
    await watch.during(
        "export", health.transfer.export_csv(DEFAULT_USER, file.with_name("out.csv"))
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1], Path(sys.argv[2])))))
