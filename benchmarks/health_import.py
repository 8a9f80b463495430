"""Two gigabytes of Apple Health: how fast they are taken in, and with how much memory."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import _health_export
from benchmarks.figures import Budget, Report

SIZE = 2_000_000_000
ROOM = 3_000_000_000
"""Bytes on disk that the archive and the readings need."""


def run(_budget: Budget) -> Report:
    """Seconds, rows a second, peak memory, and the longest stall of the loop meanwhile."""
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free
        size = SIZE if free > ROOM else int(SIZE * free / ROOM / 2)
        path = folder / "export.zip"
        size = _health_export.write(path, size)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks._health_reader", str(path), str(folder / "data")],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout.splitlines()[-1])
        report.add("export.xml", size / 1e6, "MB")
        report.add("export.zip", path.stat().st_size / 1e6, "MB")
        report.add("taken in", found["seconds"], "s")
        report.add("rows read", found["rows"] / found["seconds"], "rows/s")
        report.add("readings stored", found["readings"] / found["seconds"], "readings/s")
        report.add("readings", found["readings"], "")
        report.add("peak memory of the process", found["peak_mb"], "MB", most=300)
        report.add("before the import", found["before_mb"], "MB")
        report.add("longest stall of the loop meanwhile", found["stall_ms"], "ms", most=50)
        report.add("the same file again", found["again_s"], "s", most=10)
    return report
