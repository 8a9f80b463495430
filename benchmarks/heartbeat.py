"""The window's heart while a model reads and writes flat out on all its threads; its memory."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.figures import Budget, Report

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 8
SETTLED_S = 20.0

# The real window: a message is sent, then each beat of a 5 ms timer is held against the last.
_BEATING = """
import sys, time
from PySide6.QtCore import QTimer
from assistant_desktop.ui import main as start
real = start.paint
def paint(app, shell):
    real(app, shell)
    beats = []
    def send():
        shell.chat.composer.set_text("tell me " + "a long tale of the sea " * 300)
        shell.chat.composer._send()
        beats.clear()
    def beat():
        beats.append(time.perf_counter())
    def tell():
        gaps = sorted(b - a for a, b in zip(beats, beats[1:]))
        print("gap", gaps[-1] * 1000, gaps[-len(gaps) // 100] * 1000, flush=True)
    shell.heart = QTimer(shell)
    shell.heart.timeout.connect(beat)
    shell.heart.start(5)
    QTimer.singleShot(3000, send)
    QTimer.singleShot(3000 + SECONDS * 1000, tell)
start.paint = paint
from assistant_desktop.__main__ import main
sys.exit(main(["--data-dir", sys.argv[1]]))
""".replace("SECONDS", str(SECONDS))


def run(budget: Budget) -> Report:
    """Offscreen, so that only our own work is measured."""
    report = Report()
    _measure_memory(report)
    if importlib.util.find_spec("llama_cpp") is None:
        report.rows.append({"skipped": "the local engine is not installed"})
        return report
    from tests.fixtures.tiny_gguf import write_llama

    with tempfile.TemporaryDirectory(prefix="ad-") as folder:
        model = write_llama(Path(folder) / "model.gguf", layers=8, width=512)
        data = str(Path(folder) / "data")
        _run(["-m", "assistant_desktop", "models", "use", str(model), "--data-dir", data])
        longest, p99 = _beats(data)
    report.add("longest stall while a model works", longest, "ms", most=50, note=f"p99 {p99:.0f}")
    return report


def _beats(data: str) -> tuple[float, float]:
    with subprocess.Popen(
        [sys.executable, "-c", _BEATING, data],
        cwd=ROOT,
        env=_offscreen(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        for line in process.stdout or ():
            if line.startswith("gap "):
                process.kill()
                _, longest, p99 = line.split()
                return float(longest), float(p99)
    raise RuntimeError("the window ended before it told its beats")


def _measure_memory(report: Report) -> None:
    """All our processes, each page counted once, when everything has settled."""
    with tempfile.TemporaryDirectory(prefix="ad-") as folder:
        command = [sys.executable, "-m", "assistant_desktop", "--data-dir", folder]
        with subprocess.Popen(command, cwd=ROOT, env=_offscreen()) as process:
            time.sleep(SETTLED_S)
            ours = psutil.Process(process.pid)
            everyone = [ours, *ours.children(recursive=True)]
            used = sum(getattr(one.memory_full_info(), "pss", 0) for one in everyone)
            process.kill()
    if used:
        report.add("memory without a model, PSS", used / 2**20, "MB", most=180)


def _run(arguments: list[str]) -> None:
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=_offscreen(), check=True, capture_output=True
    )


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
