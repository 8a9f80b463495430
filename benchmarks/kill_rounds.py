"""200 rounds of serve and kill -9 around due times, on the real program."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Budget, Report
from tests.end2end.kill_rounds import kill_rounds

ROUNDS = 200


def run(budget: Budget) -> Report:
    """Nothing lost, nothing acknowledged fires again, no level goes down."""
    report = Report()
    seed = int(time.time())

    def progress(done: int) -> None:
        if done % 20 == 0:
            print(f"  {done}/{ROUNDS}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        ledger = kill_rounds(Path(folder), ROUNDS, seed, progress)
    report.add("rounds of kill -9", ROUNDS, "", note=f"seed {seed}")
    report.add("reminders made", len(ledger.due), "")
    report.add("acknowledged", len(ledger.acknowledged), "")
    report.add("lost", len(ledger.lost), "", most=0)
    report.add("fired after they were acknowledged", len(ledger.after_ack), "", most=0)
    report.add("levels that went down", len(ledger.went_down), "", most=0)
    return report
