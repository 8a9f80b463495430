"""What the system is told: in its own form, with nothing left for it to expand."""

import fnmatch
import os
import plistlib
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import platformdirs
import pytest

from assistant_desktop.domain.errors import ServiceError
from assistant_desktop.services.os_schedule import (
    LABEL,
    NAME,
    TASK,
    Launchd,
    Systemd,
    TaskScheduler,
    agent,
    schedule_of_this_system,
    service_unit,
    task,
    timer_unit,
)

DUE = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
COMMAND = ("/opt/my apps/assistant", "--background", "--data-dir", '/home/a "b"/100% $HOME\\x')


class Recording:
    """Commands of a system that says yes, but to those in `refused`."""

    def __init__(self, *refused: int) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.refused = set(refused)

    async def __call__(self, *command: str) -> tuple[int, str]:
        self.commands.append(command)
        return (1, "Operation not permitted") if len(self.commands) in self.refused else (0, "")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"not installed: {program}")


@needs("systemd-analyze")
@pytest.mark.parametrize("wakes", [True, False])
def test_systemd_accepts_the_units(tmp_path: Path, wakes: bool) -> None:
    program = tmp_path / "my apps" / "assistant"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    command = (str(program), *COMMAND[1:])
    (tmp_path / f"{NAME}.service").write_text(service_unit(command))
    (tmp_path / f"{NAME}.timer").write_text(timer_unit(DUE, wakes=wakes))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(tmp_path / f"{NAME}.timer")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs("systemd-analyze")
def test_systemd_reads_the_moment_as_it_was_meant() -> None:
    line = next(one for one in timer_unit(DUE, wakes=True).splitlines() if "OnCalendar" in one)
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-12-01", line.partition("=")[2]],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
    )
    assert "2026-12-24 17:29:40" in done.stdout


def test_nothing_of_the_command_is_left_for_systemd_to_expand() -> None:
    line = next(one for one in service_unit(COMMAND).splitlines() if one.startswith("ExecStart"))
    assert line == (
        'ExecStart="/opt/my apps/assistant" "--background" "--data-dir"'
        ' "/home/a \\"b\\"/100%% $$HOME\\\\x"'
    )


def test_launchd_gets_a_property_list_with_the_minute() -> None:
    said = plistlib.loads(agent(COMMAND, DUE))
    local = datetime(2026, 12, 24, 17, 29, 40, tzinfo=UTC).astimezone()
    assert said["Label"] == LABEL
    assert said["ProgramArguments"][-len(COMMAND) :] == list(COMMAND)
    assert said["AbandonProcessGroup"] is True
    assert said["StartCalendarInterval"] == {
        "Month": local.month,
        "Day": local.day,
        "Hour": local.hour,
        "Minute": local.minute,
    }


def test_the_task_scheduler_gets_its_own_xml() -> None:
    root = ElementTree.fromstring(task(COMMAND, DUE).encode("utf-16"))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.get("version") == "1.2"
    assert root.findtext(".//t:StartBoundary", namespaces=space) == "2026-12-24T17:29:40Z"
    assert root.findtext(".//t:Command", namespaces=space) == COMMAND[0]
    arguments = root.findtext(".//t:Arguments", namespaces=space)
    assert arguments == '--background --data-dir "/home/a \\"b\\"/100% $HOME\\x"'
    assert root.findtext(".//t:WakeToRun", namespaces=space) == "true"
    assert root.findtext(".//t:StartWhenAvailable", namespaces=space) == "true"


async def test_where_the_machine_may_not_be_woken_the_timer_does_without(tmp_path: Path) -> None:
    system = Recording(2)  # the first start
    schedule = Systemd(COMMAND, tmp_path, system)
    await schedule.plan(DUE)
    assert "WakeSystem=false" in (tmp_path / f"{NAME}.timer").read_text()
    assert system.commands[-1] == ("systemctl", "--user", "enable", f"{NAME}.timer")
    await schedule.remove()
    assert names(tmp_path) == []
    before = len(system.commands)
    await schedule.remove()
    assert len(system.commands) == before


async def test_a_system_without_systemd_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="Operation not permitted"):
        await Systemd(COMMAND, tmp_path, Recording(2, 4)).plan(DUE)


@pytest.mark.parametrize("kind", [Launchd, TaskScheduler])
async def test_each_system_is_told_once_and_told_of_the_end(
    tmp_path: Path, kind: type[Launchd | TaskScheduler]
) -> None:
    system = Recording()
    schedule = kind(COMMAND, tmp_path, system)
    await schedule.plan(DUE)
    (name,) = names(tmp_path)
    assert name.endswith(".plist" if kind is Launchd else ".xml")
    await schedule.remove()
    assert any({"bootout", "/Delete"} & set(one) for one in system.commands[1:])


# ---- what the system really has ----


class Telling:
    """A system that answers every command so."""

    def __init__(self, said: str, status: int = 0) -> None:
        self.said, self.status = said, status

    async def __call__(self, *command: str) -> tuple[int, str]:
        return self.status, self.said


LOADED = (
    "TimersCalendar={ OnCalendar=2026-12-24 17:29:40 UTC ;"
    " next_elapse=Thu 2026-12-24 17:29:40 UTC }"
    "\nLoadState=loaded\nActiveState="
)
REGISTERED = (
    f"<Task><StartBoundary>{DUE - timedelta(seconds=20):%Y-%m-%dT%H:%M:%SZ}</StartBoundary>"
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"{LOADED}active\n", DUE),
        (f"{LOADED}inactive\n", None),
        ("LoadState=not-found\nActiveState=inactive\n", None),
    ],
)
async def test_systemd_is_asked_what_it_waits_for(
    tmp_path: Path, said: str, found: datetime | None
) -> None:
    assert await Systemd(COMMAND, tmp_path, Telling(said)).found() == found


@pytest.mark.parametrize(("status", "found"), [(0, DUE), (1, None)])
async def test_the_task_scheduler_is_asked_for_its_task(
    tmp_path: Path, status: int, found: datetime | None
) -> None:
    schedule = TaskScheduler(COMMAND, tmp_path, Telling(REGISTERED, status))
    assert await schedule.found() == found


async def test_launchd_is_asked_and_its_file_read(tmp_path: Path) -> None:
    schedule = Launchd(COMMAND, tmp_path, Telling(""))
    assert await schedule.found() is None
    await schedule.plan(DUE)
    file = tmp_path / names(tmp_path)[0]
    written = DUE - timedelta(days=2)
    os.utime(file, (written.timestamp(), written.timestamp()))
    assert await schedule.found() == DUE.replace(minute=29, second=20)
    assert await Launchd(COMMAND, tmp_path, Telling("no such service", 113)).found() is None


@pytest.mark.parametrize("kind", [Systemd, Launchd, TaskScheduler])
async def test_a_system_that_cannot_be_asked_is_told_of(
    tmp_path: Path, kind: type[Systemd | Launchd | TaskScheduler]
) -> None:
    with pytest.raises(ServiceError, match="cannot be asked"):
        await kind(COMMAND, tmp_path, Telling("no such program", 127)).found()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
def test_the_agent_starts_the_app_and_ends_so_that_replacing_it_ends_no_app(tmp_path: Path) -> None:
    mark = tmp_path / "it's $HOME"
    command = ("/bin/sh", "-c", 'sleep 1; : >"$1"', "app", str(mark))
    job = plistlib.loads(agent(command, DUE))["ProgramArguments"]
    subprocess.run(job, check=True, timeout=0.9)
    ends_at_s = time.monotonic() + 20
    while not mark.exists():
        assert time.monotonic() < ends_at_s
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="the names of systemd")
def test_two_data_folders_have_an_entry_each(tmp_path: Path) -> None:
    one, other = (schedule_of_this_system(tmp_path / name) for name in ("a", "b"))
    assert isinstance(one, Systemd)
    assert isinstance(other, Systemd)
    usual = schedule_of_this_system(Path(platformdirs.user_data_dir("assistant-desktop", False)))
    assert isinstance(usual, Systemd)
    assert len({one.name, other.name, usual.name}) == 3
    assert usual.name == NAME


def test_an_appimage_is_started_by_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("APPIMAGE", "/home/me/Assistant.AppImage")
    assert schedule_of_this_system(Path("/d")).command[0] == "/home/me/Assistant.AppImage"


# ---- what goes with the program ----

INSTALLER = Path(__file__).parents[3] / "packaging" / "windows" / "assistant-desktop.nsi"


def test_the_uninstaller_of_windows_deletes_the_tasks_of_all_data_folders() -> None:
    script = INSTALLER.read_text("utf-8")
    assert f'!define TASK "{TASK}"' in script
    (pattern,) = re.findall(r"-TaskName '([^']+)' \| Unregister-ScheduledTask", script)
    wanted = pattern.replace("${TASK}", TASK)
    assert fnmatch.fnmatchcase(TASK, wanted)
    assert fnmatch.fnmatchcase(f"{TASK}-1a2b3c4d", wanted)
    assert not fnmatch.fnmatchcase("Assistant Desktop updates", wanted)


@needs("makensis")
def test_the_installer_of_windows_compiles(tmp_path: Path) -> None:
    place = tmp_path / "packaging" / "windows"
    place.mkdir(parents=True)
    (tmp_path / "dist").mkdir()
    shutil.copy(INSTALLER, place)
    shutil.copy(INSTALLER.parents[2] / "LICENSE", tmp_path)
    done = subprocess.run(
        ["makensis", "-V2", "-DVERSION=0.1.0", "-DWITHOUT_FILES", INSTALLER.name],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
