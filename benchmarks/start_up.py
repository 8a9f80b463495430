"""From the start of the process to a painted shell, and to the answer of a typed message."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Budget, Report

ROOT = Path(__file__).resolve().parents[1]

_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1080, 720)
window.show()
app.processEvents()
print("painted", flush=True)
"""

# The real window, with one message typed as soon as there is a composer.
_ANSWERED = """
import sys
from PySide6.QtCore import QTimer
from assistant_desktop.ui import main as start
real = start.paint
def paint(app, shell):
    real(app, shell)
    shell.chat.composer.set_text("remind me in 20 minutes to stretch")
    QTimer.singleShot(0, shell.chat.composer._send)  # as soon as keys are taken
    watch = QTimer(shell)
    def look():
        from assistant_desktop.ui.widgets.message_rows import AssistantRow
        for row in shell.chat.list.viewport().findChildren(AssistantRow):
            if "stretch" in row.text.toPlainText() and row.isVisible():
                print("answered", flush=True)
                watch.stop()
    watch.timeout.connect(look)
    watch.start(5)
start.paint = paint
from assistant_desktop.__main__ import main
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def run(budget: Budget) -> Report:
    """Warm starts: each is run once before it is measured."""
    report = Report()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ASSISTANT_TELL_PAINTED": "1"}
    bare, painted, answered = [], [], []
    while len(bare) < 4 or (len(bare) < 12 and budget.left_s > 8):
        with tempfile.TemporaryDirectory(prefix="ad-") as folder:
            bare.append(_until(["-c", _BARE], "painted", environment))
            window = ["-m", "assistant_desktop", "--data-dir", folder]
            painted.append(_until(window, "painted", environment))
        with tempfile.TemporaryDirectory(prefix="ad-") as folder:
            answered.append(_until(["-c", _ANSWERED, folder], "answered", environment))
    bare, painted, answered = bare[1:], painted[1:], answered[1:]
    report.add("bare QMainWindow, painted", median(bare) * 1000, "ms")
    report.add("shell painted", median(painted) * 1000, "ms")
    ratio = median(p / b for p, b in zip(painted, bare, strict=True))
    report.add("shell to bare window", ratio, "ratio", most=2.0)
    note = f"slowest {max(answered):.2f} s of {len(answered)}"
    report.add("typed message answered", median(answered), "s", most=1.5, note=note)
    return report


def _until(arguments: list[str], word: str, environment: dict[str, str]) -> float:
    """Seconds until the process says the word; then it is ended."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no pipe")
        for line in process.stdout:
            if line.strip() == word:
                return time.perf_counter() - started
        raise RuntimeError(f"never {word}: {process.stderr.read() if process.stderr else ''}")
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
