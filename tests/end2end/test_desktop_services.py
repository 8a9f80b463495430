"""Real parts: the D-Bus notification daemon and the Secret Service keyring of a Linux desktop."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.app_process import environment

SCRIPT = Path(__file__).with_name("desktop_script.py")


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def run_in_session(*command: str) -> dict:
    done = subprocess.run(
        ["dbus-run-session", "--", *command],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@needs("dbus-run-session", "dunst", "xvfb-run")
def test_notifications_tell_the_truth_about_being_shown():
    seen = run_in_session("xvfb-run", "-a", sys.executable, str(SCRIPT), "notify")
    assert seen.pop("took_s") < 3
    assert seen == {
        "without a daemon": 0,
        "shown": 1,
        "displayed": 1,
        "opened by a click": True,
        "five at once": 5,
        "in one place": 1,
        "after withdrawing": 0,
        "after the daemon died": 0,
    }


@needs("dbus-run-session", "gnome-keyring-daemon")
def test_secrets_are_kept_in_the_real_keyring():
    unlock = "echo -n pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    seen = run_in_session("sh", "-c", f'{unlock}; "{sys.executable}" "{SCRIPT}" keyring')
    assert seen == {"nothing at first": None, "read back": "sk-тайна", "deleted": None}


@needs("dbus-run-session")
def test_without_a_keyring_it_is_said_in_plain_words():
    seen = run_in_session(sys.executable, str(SCRIPT), "keyring")
    assert "keyring" in seen["error"]
