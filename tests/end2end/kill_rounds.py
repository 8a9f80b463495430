"""serve, kill -9 at a random moment around due times, start again: the ledger of what was seen.

Used by the end-to-end test (8 rounds) and by the benchmark (200).
"""

import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.end2end.app_process import Serving, run_json

PER_ROUND = 3
SPREAD_S = 1.2
SHOWN = {"reminder_shown", "reminder_escalated"}


@dataclass
class Ledger:
    """What each reminder was seen to do, over every life of the process."""

    due: dict[str, float] = field(default_factory=dict)
    levels: dict[str, list[int]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    after_ack: list[str] = field(default_factory=list)
    went_down: list[str] = field(default_factory=list)
    latest_first_s: float = 0.0

    def take(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if line["event"] not in SHOWN:
                continue
            reminder_id, level = line["reminder_id"], line["level"]
            if reminder_id in self.acknowledged:
                self.after_ack.append(reminder_id)
            seen = self.levels.setdefault(reminder_id, [])
            if seen and level < seen[-1]:
                self.went_down.append(reminder_id)
            seen.append(level)

    @property
    def lost(self) -> list[str]:
        return [reminder_id for reminder_id in self.due if reminder_id not in self.levels]


def kill_rounds(data_dir: Path, rounds: int, seed: int, progress: Any = None) -> Ledger:
    """Run the rounds; each makes reminders, kills around their due times and acknowledges some."""
    chance, ledger = random.Random(seed), Ledger()
    for number in range(rounds):
        _make(data_dir, ledger, number, chance)
        serving = Serving(data_dir)
        serving.wait_for("serving")
        time.sleep(chance.uniform(0.0, SPREAD_S))
        if chance.random() < 0.5:
            _acknowledge_one(data_dir, ledger, chance, serving)
        serving.kill()
        _take_new(ledger, serving)
        if progress is not None:
            progress(number + 1)
    _let_all_fire(data_dir, ledger)
    return ledger


def _make(data_dir: Path, ledger: Ledger, number: int, chance: random.Random) -> None:
    for index in range(PER_ROUND):
        after_s = chance.uniform(0.3, 2.0)
        made = run_json(
            "ask",
            f"remind me in {after_s:.1f} seconds to task{number}x{index}, nag me every 5 seconds",
            "--json",
            data_dir=data_dir,
        )
        (call,) = made["tool_calls"]
        assert call["status"] == "done", made
        ledger.due[call["result"]["reminder_id"]] = time.time() + after_s


def _acknowledge_one(
    data_dir: Path, ledger: Ledger, chance: random.Random, serving: Serving
) -> None:
    open_ids = sorted(set(ledger.due) - ledger.acknowledged)
    wanted = chance.choice(open_ids)
    answer = run_json("reminders", "ack", wanted, "--json", data_dir=data_dir)
    assert answer["state"] == "done"
    # Lines printed before the acknowledgement was confirmed are no breach.
    time.sleep(0.05)
    _take_new(ledger, serving)
    ledger.acknowledged.add(wanted)
    ledger.levels.setdefault(wanted, [])


def _take_new(ledger: Ledger, serving: Serving) -> None:
    new, serving.lines = serving.lines, []
    ledger.take(new)


def _let_all_fire(data_dir: Path, ledger: Ledger) -> None:
    serving = Serving(data_dir)
    serving.wait_for("serving")
    until = time.monotonic() + 8
    while time.monotonic() < until and (ledger.lost or until - time.monotonic() > 6):
        time.sleep(0.1)
        _take_new(ledger, serving)
    assert serving.stop() == 0
    _take_new(ledger, serving)
