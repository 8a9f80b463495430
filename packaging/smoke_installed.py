"""Tries an installed assistant as a user would: `smoke_installed.py PROGRAM [ARGUMENTS]`.

It runs the program itself, in an empty data folder, with no display and no network asked for.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LIMIT_S = 60.0
SENTENCE = "remind me in 2 hours to stretch"
# What would let a bundle lean on the machine that built it.
_BORROWED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DISPLAY", "WAYLAND_DISPLAY")


def call(program: list[str], folder: Path, *arguments: str) -> str:
    """Run one verb and return what it printed.

    Raises:
        AssertionError: it failed, was too slow, or showed a traceback.
    """
    variables = {key: value for key, value in os.environ.items() if key not in _BORROWED}
    variables.update(HOME=str(folder), USERPROFILE=str(folder), XDG_RUNTIME_DIR=str(folder))
    command = [*program, *arguments, "--data-dir", str(folder / "data")]
    started = time.monotonic()
    ended = subprocess.run(
        command,
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        encoding="utf-8",
        check=False,
    )
    said = f"{' '.join(arguments)}: exit code {ended.returncode}\n{ended.stdout}{ended.stderr}"
    assert ended.returncode == 0, said
    assert "Traceback" not in ended.stderr, said
    print(f"ok  {time.monotonic() - started:5.2f} s  {' '.join(arguments)}")
    return ended.stdout


def find_calls(answer: dict[str, Any]) -> list[str]:
    """The names of the tools that ran and did what they say."""
    return [call["name"] for call in answer["tool_calls"] if call["status"] == "done"]


def main() -> int:
    """Ask for a reminder, find it again in another process, and have the program examine itself."""
    program = [str(Path(sys.argv[1]).resolve()), *sys.argv[2:]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = json.loads(call(program, folder, "ask", SENTENCE, "--json"))
        assert find_calls(answer) == ["create_reminder"], answer
        assert "stretch" in answer["reply"].lower(), answer
        listed = call(program, folder, "reminders", "list", "--json")
        assert "stretch" in listed.lower(), listed
        examined = json.loads(call(program, folder, "doctor", "--json"))
        assert examined, "doctor said nothing"
    print("the installed assistant works")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: smoke_installed.py PROGRAM [ARGUMENTS]")
    try:
        sys.exit(main())
    except (AssertionError, subprocess.TimeoutExpired) as error:
        sys.exit(f"the installed assistant does not work: {error}")
