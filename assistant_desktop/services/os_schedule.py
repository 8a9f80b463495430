"""The next due moment, given to the system: it starts the app in time when it is not running.

Linux: a systemd user timer. macOS: a launchd agent. Windows: a task of the Task Scheduler. One
entry for each data folder, written anew when the moment changes, removed when it is switched off.

Source: systemd.timer(5), systemd.service(5), systemd.syntax(7); launchd.plist(5); the schema of
the Task Scheduler, version 1.2.
"""

import asyncio
import hashlib
import logging
import os
import plistlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import escape

import platformdirs

from assistant_desktop.domain.errors import ServiceError
from assistant_desktop.in_thread import in_thread

_log = logging.getLogger(__name__)

NAME = "assistant-desktop-due"
LABEL = "assistant-desktop.due"
TASK = "Assistant Desktop due"
LEAD = timedelta(seconds=20)
"""So long the app takes to be there at most."""
LIMIT_S = 10.0
_NO_PROGRAM = 127
_ON_CALENDAR = re.compile(r"OnCalendar=(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")
_START_BOUNDARY = re.compile(r"<StartBoundary>([^<]+)Z</StartBoundary>")
_START_AND_LEAVE = '"$0" "$@" </dev/null >/dev/null 2>&1 &'


class Run(Protocol):
    """Runs a command of the system; its exit status and what it said."""

    async def __call__(self, *command: str) -> tuple[int, str]:
        """Within LIMIT_S, else it counts as failed."""
        ...


async def run(*command: str) -> tuple[int, str]:
    """Run a command of the system without a shell."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        return _NO_PROGRAM, str(error)
    try:
        async with asyncio.timeout(LIMIT_S):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return 124, "no answer"
    return process.returncode or 0, said.decode(errors="replace").strip()


@dataclass(frozen=True, slots=True)
class Systemd:
    """A user timer. Waking the machine needs a capability that not every system gives."""

    command: tuple[str, ...]
    folder: Path = field(default_factory=lambda: _config_home() / "systemd" / "user")
    run: Run = run
    name: str = NAME

    async def plan(self, moment: datetime) -> None:
        """Start the app at `moment`; where the machine may not be woken, once it is awake."""
        await _written(self.folder / f"{self.name}.service", service_unit(self.command))
        said = ""
        for wakes in (True, False):
            await _written(self.folder / f"{self.name}.timer", timer_unit(moment, wakes=wakes))
            await self.run("systemctl", "--user", "daemon-reload")
            status, said = await self.run("systemctl", "--user", "restart", f"{self.name}.timer")
            if status == 0:
                # Enabled too: a restart of the machine must not lose it.
                await self.run("systemctl", "--user", "enable", f"{self.name}.timer")
                return
        raise _refused(said)

    async def found(self) -> datetime | None:
        """What systemd has loaded and waits for; a file that it was not told of is nothing."""
        status, said = await self.run(
            "systemctl", "--user", "show", f"{self.name}.timer",
            "--property=LoadState,ActiveState,TimersCalendar",
        )  # fmt: skip
        if status != 0:
            raise _unasked(said)
        if "LoadState=loaded" not in said or "ActiveState=active" not in said:
            return None
        return _moment(_ON_CALENDAR, said)

    async def remove(self) -> None:
        """As if it had never been."""
        files = [self.folder / f"{self.name}.{kind}" for kind in ("timer", "service")]
        if not any(file.exists() for file in files):
            return
        await self.run("systemctl", "--user", "disable", "--now", f"{self.name}.timer")
        await in_thread("os-schedule", partial(_unlink, files), LIMIT_S)
        await self.run("systemctl", "--user", "daemon-reload")


@dataclass(frozen=True, slots=True)
class Launchd:
    """An agent that starts at a minute of the year; it does not wake the machine."""

    command: tuple[str, ...]
    folder: Path = field(default_factory=lambda: Path.home() / "Library" / "LaunchAgents")
    run: Run = run
    label: str = LABEL

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.label}.plist"

    async def plan(self, moment: datetime) -> None:
        """Start the app at `moment`, or when the machine wakes after it."""
        await in_thread(
            "os-schedule",
            partial(_write, self._file, agent(self.command, moment, self.label)),
            LIMIT_S,
        )
        await self.run("launchctl", "bootout", f"{_gui()}/{self.label}")
        status, said = await self.run("launchctl", "bootstrap", _gui(), str(self._file))
        if status != 0:
            raise _refused(said)

    async def found(self) -> datetime | None:
        """The minute of the agent that is loaded, in this year or the next."""
        status, said = await self.run("launchctl", "print", f"{_gui()}/{self.label}")
        if status == _NO_PROGRAM:
            raise _unasked(said)
        read = await in_thread("os-schedule", partial(_read, self._file), LIMIT_S)
        return None if status != 0 or read is None else _minute_of(*read)

    async def remove(self) -> None:
        """As if it had never been."""
        if self._file.exists():
            await self.run("launchctl", "bootout", f"{_gui()}/{self.label}")
            await in_thread("os-schedule", partial(_unlink, [self._file]), LIMIT_S)


@dataclass(frozen=True, slots=True)
class TaskScheduler:
    """A task with one trigger. folder: where its description is laid for schtasks to read."""

    command: tuple[str, ...]
    folder: Path
    run: Run = run
    name: str = TASK

    async def plan(self, moment: datetime) -> None:
        """Start the app at `moment`, waking the machine; or as soon as it can be."""
        file = self.folder / f"{NAME}.xml"
        text = task(self.command, moment).encode("utf-16")
        await in_thread("os-schedule", partial(_write, file, text), LIMIT_S)
        status, said = await self.run(
            "schtasks", "/Create", "/TN", self.name, "/XML", str(file), "/F"
        )
        if status != 0:
            raise _refused(said)

    async def found(self) -> datetime | None:
        """The moment of the task that is registered."""
        status, said = await self.run("schtasks", "/Query", "/TN", self.name, "/XML")
        if status == _NO_PROGRAM:
            raise _unasked(said)
        return None if status != 0 else _moment(_START_BOUNDARY, said)

    async def remove(self) -> None:
        """As if it had never been."""
        await self.run("schtasks", "/Delete", "/TN", self.name, "/F")


def schedule_of_this_system(folder: Path) -> Systemd | Launchd | TaskScheduler:
    """The one of this system, for the data of that folder."""
    own = (_program(),) if getattr(sys, "frozen", False) else _python()
    command = (*own, "--background", "--data-dir", str(folder))
    suffix = _suffix(folder)
    if sys.platform == "win32":
        return TaskScheduler(command, folder, name=TASK + suffix)
    if sys.platform == "darwin":
        return Launchd(command, label=LABEL + suffix)
    return Systemd(command, name=NAME + suffix)


def _suffix(folder: Path) -> str:
    """Sets the entries of two data folders apart; those of the usual one have the plain name."""
    if folder == Path(platformdirs.user_data_dir("assistant-desktop", False)):
        return ""
    return "-" + hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]


def _program() -> str:
    """The installed program; an AppImage's own file, for its mount is gone when it has ended."""
    return os.environ.get("APPIMAGE") or sys.executable


def _python() -> tuple[str, ...]:
    return (sys.executable, "-m", "assistant_desktop")


# ---- what is written, as pure functions ----


def service_unit(command: Sequence[str]) -> str:
    """What systemd starts. Where the program is gone it is skipped, not failed."""
    return (
        "[Unit]\n"
        "Description=Assistant Desktop, started because a reminder is due\n"
        f"ConditionPathExists={_systemd_word(command[0])}\n"
        "\n[Service]\n"
        f"ExecStart={' '.join(_systemd_argument(one) for one in command)}\n"
    )


def timer_unit(moment: datetime, *, wakes: bool) -> str:
    """When systemd starts it; Persistent: at the next log-in where the moment was missed."""
    start = (moment - LEAD).astimezone(UTC)
    return (
        "[Unit]\n"
        "Description=The next reminder of Assistant Desktop\n"
        "\n[Timer]\n"
        f"OnCalendar={start:%Y-%m-%d %H:%M:%S} UTC\n"
        "AccuracySec=1s\n"
        "Persistent=true\n"
        f"WakeSystem={'true' if wakes else 'false'}\n"
        "\n[Install]\n"
        "WantedBy=timers.target\n"
    )


def _systemd_word(text: str) -> str:
    return text.replace("%", "%%")


def _systemd_argument(text: str) -> str:
    """One argument of ExecStart: quoted, with nothing left for systemd to expand."""
    word = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_systemd_word(word)}"'


def agent(command: Sequence[str], moment: datetime, label: str = LABEL) -> bytes:
    """The property list of the launchd agent, in local time, to the minute before.

    The job only starts the app and ends: launchd ends what belongs to a job when the agent is
    replaced, and the app itself replaces it while it runs.
    """
    local = (moment - LEAD).astimezone()
    when = {"Month": local.month, "Day": local.day, "Hour": local.hour, "Minute": local.minute}
    return plistlib.dumps(
        {
            "Label": label,
            "ProgramArguments": ["/bin/sh", "-c", _START_AND_LEAVE, *command],
            "AbandonProcessGroup": True,
            "StartCalendarInterval": when,
            "ProcessType": "Interactive",
        }
    )


def task(command: Sequence[str], moment: datetime) -> str:
    """The description of the task; it runs for the user who is logged in, on batteries too."""
    start = (moment - LEAD).astimezone(UTC)
    arguments = " ".join(_windows_argument(one) for one in command[1:])
    return (
        '<?xml version="1.0" encoding="UTF-16"?>\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\n'
        "  <Triggers><TimeTrigger>"
        f"<StartBoundary>{start:%Y-%m-%dT%H:%M:%SZ}</StartBoundary>"
        "</TimeTrigger></Triggers>\n"
        "  <Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
        "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
        "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>"
        "<StartWhenAvailable>true</StartWhenAvailable>"
        "<WakeToRun>true</WakeToRun>"
        "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit></Settings>\n"
        f"  <Actions><Exec><Command>{escape(command[0])}</Command>"
        f"<Arguments>{escape(arguments)}</Arguments></Exec></Actions>\n"
        "</Task>\n"
    )


def _windows_argument(text: str) -> str:
    """One argument as CommandLineToArgvW reads it; a folder may end in a backslash."""
    if text and not any(sign in text for sign in ' \t"'):
        return text
    doubled = text.replace('"', '\\"')
    tail = len(text) - len(text.rstrip("\\"))
    return '"' + doubled + "\\" * tail + '"'


# ---- what is read back ----


def _moment(form: re.Pattern[str], said: str) -> datetime | None:
    """For which moment the system was told to start the app."""
    found = form.search(said)
    if found is None:
        return None
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) + LEAD


def _minute_of(content: bytes, written: datetime) -> datetime | None:
    """The minute of an agent; it has no year: the first after it was written."""
    try:
        when = plistlib.loads(content)["StartCalendarInterval"]
        local = written.astimezone().replace(
            month=when["Month"], day=when["Day"], hour=when["Hour"], minute=when["Minute"],
            second=0, microsecond=0,
        )  # fmt: skip
    except (plistlib.InvalidFileException, KeyError, TypeError, ValueError):
        return None
    if written - local > timedelta(days=1):
        local = local.replace(year=local.year + 1)
    return local.astimezone(UTC) + LEAD


# ---- files ----


def _config_home() -> Path:
    named = os.environ.get("XDG_CONFIG_HOME")
    return Path(named) if named else Path.home() / ".config"


def _gui() -> str:
    return f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui"


async def _written(file: Path, text: str) -> None:
    await in_thread("os-schedule", partial(_write, file, text.encode()), LIMIT_S)


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise _refused(str(error)) from error


def _read(file: Path) -> tuple[bytes, datetime] | None:
    try:
        return file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        return None


def _unlink(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _unasked(said: str) -> ServiceError:
    _log.info("the system does not tell its schedule: %s", said)
    return ServiceError(
        "The system cannot be asked for its schedule: {reason}.", reason=said[:200] or "?"
    )


def _refused(said: str) -> ServiceError:
    _log.info("the system takes no schedule: %s", said)
    return ServiceError(
        "The system does not take the schedule: {reason}.",
        hint="Leave the app running, or switch “start for reminders” off.",
        reason=said[:200] or "?",
    )
