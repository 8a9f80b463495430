"""The promises on the real program, as a user or a script meets them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end2end.app_process import Serving, environment, run, run_json


def ask(text: str, data_dir: Path, *more: str) -> dict:
    return run_json("ask", text, "--json", *more, data_dir=data_dir)


def test_promise_1_useful_with_no_model_no_account_and_no_network(tmp_path):
    made = ask("remind me to call Ann tomorrow at 9", tmp_path)
    assert made["model"] == "offline"
    assert made["tool_calls"][0]["status"] == "done"
    assert "call Ann" in made["reply"]
    russian = ask("напомни завтра в 9 позвонить маме", tmp_path)
    assert russian["tool_calls"][0]["status"] == "done"
    assert "позвонить маме" in russian["reply"]
    findings = run_json("doctor", "--json", data_dir=tmp_path)["findings"]
    assert not [row for row in findings if row["state"] == "bad"]


def test_promise_3_what_was_missed_is_shown_once_in_one_list(tmp_path):
    for number in range(3):
        ask(f"remind me in 1 second to do thing{number}", tmp_path)
    time.sleep(1.5)
    serving = Serving(tmp_path)
    missed = serving.wait_for("reminders_missed")
    assert [item["text"] for item in missed["items"]] == [f"do thing{n}" for n in range(3)]
    assert all(item["late_s"] > 0 for item in missed["items"])
    for _ in range(3):
        serving.wait_for("reminder_shown")
    serving.kill()
    again = Serving(tmp_path)
    again.wait_for("reminder_shown")
    assert not [line for line in again.lines if line["event"] == "reminders_missed"]
    again.stop()


def test_promise_4_every_effect_has_a_receipt_and_undo(tmp_path):
    made = ask("remind me to water the plants tomorrow at 8", tmp_path)
    assert made["tool_calls"][0]["result"]["receipt"] == made["reply"]
    assert run("reminders", "undo", data_dir=tmp_path).returncode == 0
    assert run("reminders", "list", "--json", data_dir=tmp_path).stdout == ""
    assert run("reminders", "undo", data_dir=tmp_path).returncode == 1


def test_promise_4_what_was_not_understood_is_said_and_nothing_is_done(tmp_path):
    answer = ask("colourless green ideas sleep furiously", tmp_path)
    assert answer["tool_calls"] == []
    assert answer["reply"]
    assert run("reminders", "list", "--json", data_dir=tmp_path).stdout == ""


def test_promise_7_it_remembers_across_restarts_and_forgets_for_good(tmp_path):
    ask("remember that the door code is QX4711", tmp_path)
    assert "QX4711" in ask("what is my door code?", tmp_path)["reply"]
    hits = run_json("recall", "door code", "--json", data_dir=tmp_path)["hits"]
    assert hits[0]["kind"] == "memory"
    ask("forget the door code", tmp_path)
    hits = run_json("recall", "door code", "--json", data_dir=tmp_path)["hits"]
    assert [hit for hit in hits if hit["kind"] == "memory"] == []


def test_promise_8_one_users_things_are_invisible_to_another(tmp_path):
    ask("remember that my pin is ZZ99", tmp_path, "--user", "ann")
    ask("remind me to visit the bank tomorrow at 9", tmp_path, "--user", "ann")
    for query in ("pin", "ZZ99", "bank"):
        seen = run_json("recall", query, "--all", "--json", "--user", "bob", data_dir=tmp_path)
        assert seen["hits"] == []
    assert run("reminders", "list", "--json", "--user", "bob", data_dir=tmp_path).stdout == ""
    assert "ZZ99" not in json.dumps(ask("what is my pin?", tmp_path, "--user", "bob"))
    out = tmp_path / "bob.jsonl"
    run("export", str(out), "--user", "bob", data_dir=tmp_path)
    assert "ZZ99" not in out.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_promise_9_a_default_run_opens_no_internet_socket(tmp_path):
    trace = tmp_path / "trace"
    words = ["ask", "remind me tomorrow at 9 to rest", "--data-dir", str(tmp_path / "data")]
    command = [sys.executable, "-m", "assistant_desktop", *words]
    try:
        subprocess.run(
            ["strace", "-f", "-e", "trace=socket,connect", "-o", str(trace), *command],
            env=environment(),
            check=True,
            capture_output=True,
            timeout=120,
        )
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    assert [line for line in trace.read_text().splitlines() if "AF_INET" in line] == []


def test_promise_10_a_database_from_the_future_is_left_alone(tmp_path):
    ask("remember the boat", tmp_path)
    file = sqlite3.connect(tmp_path / "assistant.db")
    file.execute("PRAGMA user_version=999")
    file.close()
    done = run("ask", "hello", data_dir=tmp_path)
    assert done.returncode == 1
    assert "newer version" in done.stderr
    assert "Traceback" not in done.stderr


def test_promise_10_a_damaged_file_is_told_and_restored_from_the_backup(tmp_path):
    ask("remember the blue boat", tmp_path)
    assert run("backup", data_dir=tmp_path).returncode == 0
    (tmp_path / "assistant.db").write_bytes(b"\x00garbage" * 5000)
    for name in ("assistant.db-wal", "assistant.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    done = run("ask", "hello", data_dir=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "damaged" in done.stderr
    assert "restore" in done.stderr
    assert run("restore", data_dir=tmp_path).returncode == 0
    assert run_json("recall", "boat", "--json", data_dir=tmp_path)["hits"]


BAD_INPUT = {
    "empty": "",
    "blank": "   \n\t ",
    "right to left": "\u202eשלום עולם\u202c",
    "ten thousand lines": "line\n" * 10_000,
    "year 0": "remind me on 1 January 0000 to rest",
    "year 9999": "remind me on 31 December 9999 to rest",
    "beyond all years": "remind me in 99999999999999 years to rest",
    "no such day": "remind me on 30 February to rest",
    "emoji": "🙂" * 500,
    "combining": "a" + "\u0301" * 2000,
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_gets_an_answer_or_a_clear_error_never_a_traceback(tmp_path, name):
    done = run("ask", BAD_INPUT[name], data_dir=tmp_path)
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr
    assert (done.stdout if done.returncode == 0 else done.stderr).strip()
    assert run("doctor", data_dir=tmp_path).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="arguments are bytes on POSIX only")
@pytest.mark.parametrize("raw", [b"\xff\xfe\xd0", b"lone \xed\xa0\x80 surrogate"])
def test_bytes_that_are_no_text_do_no_harm(tmp_path, raw):
    command = [sys.executable, "-m", "assistant_desktop", "ask", raw, "--data-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60, check=False)
    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr


def test_a_file_where_the_data_folder_should_be_is_a_clear_error(tmp_path):
    (tmp_path / "place").write_text("I am a file")
    done = run("ask", "hello", data_dir=tmp_path / "place")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_second_process_hands_its_work_to_the_first(tmp_path):
    serving = Serving(tmp_path)
    serving.wait_for("serving")
    made = ask("remind me in 2 seconds to blink", tmp_path)
    assert made["tool_calls"][0]["status"] == "done"
    assert serving.wait_for("reminder_shown")["text"] == "blink"
    listening = Serving(tmp_path)  # a second serve hears what the first one does
    listening.wait_for("serving")
    assert run("reminders", "ack", data_dir=tmp_path).returncode == 0
    serving.wait_for("reminder_acknowledged")
    listening.wait_for("reminder_acknowledged")
    listening.stop()
    assert serving.stop() == 0
    assert (serving.problems, listening.problems) == ("", "")


def test_many_processes_at_once_lose_nothing(tmp_path):
    command = [sys.executable, "-m", "assistant_desktop", "remember"]
    running = [
        subprocess.Popen(
            [*command, f"fact number {n}", "--data-dir", str(tmp_path)],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        for n in range(6)
    ]
    problems = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 6, problems
    hits = run_json("recall", "fact", "--all", "--k", "20", "--json", data_dir=tmp_path)["hits"]
    assert len([hit for hit in hits if hit["kind"] == "memory"]) == 6


def test_when_and_understand_answer_each_line_with_one_line(tmp_path):
    lines = "tomorrow at 9\n\n\x00\nчерез полчаса\n"
    done = run("when", "--now", "2026-11-22T10:00:00+01:00", data_dir=tmp_path, stdin=lines)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["kind"] for answer in answers] == ["instant", "none", "none", "instant"]
    assert answers[0]["start"] == "2026-11-23T09:00:00+01:00"
    done = run("understand", data_dir=tmp_path, stdin="remind me tomorrow at 9 to rest\nhm\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(answer["calls"]) for answer in answers] == [1, 0]
    assert answers[1]["reply"]


def test_a_reminder_can_be_changed_and_told_how_late_it_may_come(tmp_path):
    ask("remind me to call Ann tomorrow at 9", tmp_path)
    words = ["--when", "tomorrow at 10", "--within", "2 hours", "--policy", "insistent", "--json"]
    changed = run_json("reminders", "change", "Ann", *words, data_dir=tmp_path)
    assert changed["due"].split("T")[1].startswith("10:00")
    assert (changed["lapses_after_s"], changed["policy"]) == (7200, "insistent")
    changed = run_json(
        "reminders", "change", "Ann", "--within", "always", "--json", data_dir=tmp_path
    )
    assert changed["lapses_after_s"] is None
    assert (
        run("reminders", "change", "Ann", "--within", "banana", data_dir=tmp_path).returncode == 1
    )


def test_an_impossible_time_in_an_import_is_refused_and_harms_nothing(tmp_path):
    lines = [
        {"id": "1", "text": "fine", "time": "2026-01-01T10:00:00"},
        {"id": "2", "text": "late", "time": "9999-12-31T23:59:59-14:00"},
        {"id": "3", "text": "early", "time": "0001-01-01T00:00:00+14:00"},
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = run("import", str(file), data_dir=tmp_path / "d")
    assert "1 message" in done.stdout
    assert done.stderr.count("beyond the years") == 2
    assert ask("what time is it", tmp_path / "d")["reply"]
    assert run_json("recall", "fine", "--json", data_dir=tmp_path / "d")["hits"]


def test_export_writes_through_a_device_and_leaves_it_alone(tmp_path):
    ask("remember the boat", tmp_path)
    assert run("export", os.devnull, data_dir=tmp_path).returncode == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 61])
def test_a_profile_needs_a_usable_name(tmp_path, name):
    done = run("ask", "hello", "--user", name, data_dir=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_undo_takes_back_the_newest_change_whoever_made_it(tmp_path):
    for name in ("alpha", "beta", "gamma"):
        ask(f"remind me tomorrow at 9 to {name}", tmp_path)
    assert run("reminders", "ack", "alpha", data_dir=tmp_path).returncode == 0
    assert "alpha" in run("reminders", "undo", data_dir=tmp_path).stdout
    listed = run("reminders", "list", data_dir=tmp_path).stdout
    assert all(name in listed for name in ("alpha", "beta", "gamma"))


def test_a_bad_server_address_is_a_sentence_alone_and_handed_over(tmp_path):
    for _ in range(2):
        done = run("models", "use", "--url", "http://[::1", "--model", "x", data_dir=tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert "address" in done.stderr
        if _ == 0:
            serving = Serving(tmp_path)
            serving.wait_for("serving")
    serving.stop()


def test_a_data_folder_that_is_deleted_under_it_is_told_loudly(tmp_path):
    folder = tmp_path / "data"
    serving = Serving(folder)
    serving.wait_for("serving")
    shutil.rmtree(folder)
    told = serving.wait_for("trouble", timeout_s=25)["what"]
    while "deleted" not in told:  # the disk itself may complain first
        told = serving.wait_for("trouble", timeout_s=25)["what"]
    serving.kill()
