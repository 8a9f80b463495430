"""Promise 2: a reminder that was confirmed is on disk and fires, whatever happens to us."""

import time
from datetime import datetime
from pathlib import Path

from tests.end2end.app_process import Serving, run, run_json
from tests.end2end.kill_rounds import kill_rounds


def test_a_sentence_becomes_a_reminder_that_fires_escalates_and_stops_when_done(tmp_path: Path):
    made = run_json(
        "ask",
        "remind me in 2 seconds to stretch, nag me every 10 seconds until I confirm",
        "--json",
        data_dir=tmp_path,
    )
    (call,) = made["tool_calls"]
    assert (call["name"], call["status"]) == ("create_reminder", "done")
    assert call["result"]["text"] == "stretch"
    assert "stretch" in made["reply"]
    serving = Serving(tmp_path)
    shown = serving.wait_for("reminder_shown")
    assert (shown["text"], shown["level"]) == ("stretch", 0)
    escalated = serving.wait_for("reminder_escalated")
    assert escalated["level"] == 1
    assert abs(escalated["arrived_s"] - shown["arrived_s"] - 10) < 2.5
    assert run("reminders", "ack", data_dir=tmp_path).returncode == 0
    serving.wait_for("reminder_acknowledged")
    assert serving.stop() == 0
    assert serving.problems == ""


def test_it_fires_within_a_fifth_of_a_second(tmp_path: Path):
    serving = Serving(tmp_path)
    serving.wait_for("serving")
    made = run_json("ask", "remind me in 3 seconds to stretch", "--json", data_dir=tmp_path)
    due = made["tool_calls"][0]["result"]["due"]
    shown = serving.wait_for("reminder_shown")
    assert abs(shown["arrived_s"] - datetime.fromisoformat(due).timestamp()) < 0.2
    serving.stop()


def test_killed_at_random_moments_nothing_is_lost_or_repeated(tmp_path: Path):
    ledger = kill_rounds(tmp_path, rounds=8, seed=int(time.time()))
    assert ledger.lost == []
    assert ledger.after_ack == []
    assert ledger.went_down == []
