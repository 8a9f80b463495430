"""Reminders at 100,000 rows: start, tick, a thousand due at once, and how exact the first is."""

import asyncio
import functools
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from assistant_desktop.core.clock import SystemClock, new_id
from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.reminders import escalation
from assistant_desktop.core.reminders.scheduler import Scheduler
from assistant_desktop.core.storage import reminders as rows
from assistant_desktop.core.storage import users
from assistant_desktop.core.storage.database import Connection, Database, open_database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.ids import OccurrenceId, ReminderId, UserId
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.reminder import OccurrenceState, Reminder, ReminderView
from benchmarks.figures import Budget, Report

ROWS = 100_000
DUE = 1000
RUNS = 50
ME = UserId("me")


class CountingNotifier:
    """Shows everything at once and remembers when."""

    def __init__(self) -> None:
        self.shown = 0
        self.enough = asyncio.Event()
        self.wanted = 0

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        self.shown += len(showings)
        if self.shown >= self.wanted:
            self.enough.set()
        return frozenset(one.view.occurrence.id for one in showings)

    async def withdraw(self, view: ReminderView) -> None:
        """Nothing to close."""


def planned(due: datetime, text: str) -> ReminderView:
    """A reminder as it is stored."""
    now = datetime.now(UTC)
    rule = Reminder(
        id=ReminderId(new_id(now)),
        user_id=ME,
        text=text,
        start_local=due.astimezone(UTC).replace(tzinfo=None),
        zone="UTC",
        created_at=now,
    )
    occurrence = escalation.planned(rule, rule.start_local, OccurrenceId(new_id(now)))
    return ReminderView(reminder=rule, occurrence=occurrence)


def fill(connection: Connection) -> None:
    """A hundred thousand reminders over the next years."""
    now = datetime.now(UTC)
    users.ensure(connection, ME, now)
    for number in range(ROWS):
        rows.insert(connection, planned(now + timedelta(days=1, minutes=number), f"task {number}"))


def scheduler_on(database: Database, notifier: CountingNotifier) -> tuple[Scheduler, Supervisor]:
    """A scheduler of its own, as a process that starts has it."""
    supervisor = Supervisor()
    return Scheduler(database, SystemClock(), notifier, EventBus(), supervisor), supervisor


async def _start_and_tick(database: Database, report: Report) -> None:
    starts, ticks = [], []
    for _ in range(20):
        scheduler, supervisor = scheduler_on(database, CountingNotifier())
        began = time.perf_counter()
        await scheduler.step()
        starts.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        await scheduler.step()
        ticks.append((time.perf_counter() - began) * 1000)
        await supervisor.close()
    report.add(f"start at {ROWS} rows", median(starts), "ms", most=10)
    report.add(f"tick at {ROWS} rows", median(ticks), "ms", most=5)


async def _thousand_due(database: Database, report: Report) -> None:
    now = datetime.now(UTC)
    due = now + timedelta(seconds=2)

    def add(connection: Connection) -> None:
        for number in range(DUE):
            rows.insert(connection, planned(due, f"due {number}"))

    notifier = CountingNotifier()
    notifier.wanted = DUE
    scheduler, supervisor = scheduler_on(database, notifier)
    await scheduler.step()
    await database.write(add)
    stall_ms = 0.0

    async def heartbeat() -> None:
        nonlocal stall_ms
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            stall_ms = max(stall_ms, (time.perf_counter() - before) * 1000 - 1)

    await asyncio.sleep(max((due - datetime.now(UTC)).total_seconds(), 0) + 0.01)
    supervisor.keep("heartbeat", heartbeat)
    began = time.perf_counter()
    await scheduler.step()
    await notifier.enough.wait()
    shown_of: list[int] = [0]
    while shown_of[0] < DUE:
        shown_of[0] = await database.read(_count_shown)
    took_s = time.perf_counter() - began
    await supervisor.close()
    report.add(f"{DUE} due at once, shown and committed", took_s, "s", most=0.5)
    report.add("longest stall of the loop meanwhile", stall_ms, "ms", most=50)


def _count_shown(connection: Connection) -> int:
    return int(
        connection.execute(
            "SELECT count(*) FROM occurrences WHERE shown_at > 0 AND state = 'firing'"
        ).get
    )


async def _exactness(database: Database, report: Report, runs: int) -> None:
    late_ms: list[float] = []
    for _ in range(runs):
        notifier = CountingNotifier()
        notifier.wanted = 1
        scheduler, supervisor = scheduler_on(database, notifier)
        due = datetime.now(UTC) + timedelta(seconds=0.15)
        view = planned(due, "exact")
        await database.write(lambda c, v=view: rows.insert(c, v))  # type: ignore[misc]
        supervisor.keep("scheduler", scheduler.run)
        await notifier.enough.wait()  # shown, so "firing" was committed before
        late_ms.append((datetime.now(UTC) - view.occurrence.due).total_seconds() * 1000)
        await supervisor.close()
        now = datetime.now(UTC)
        await database.write(functools.partial(_end, view=view, now=now))
    late_ms.sort()
    report.add("first shown after its due instant, median", median(late_ms), "ms", most=5)
    worst = late_ms[min(len(late_ms) - 1, int(len(late_ms) * 0.99))]
    report.add("first shown after its due instant, p99", worst, "ms")


def _end(connection: Connection, view: ReminderView, now: datetime) -> None:
    rows.end_if_live(connection, view.occurrence.id, OccurrenceState.DONE, now)


async def _measure(folder: Path, report: Report) -> None:
    database = open_database(folder)
    began = time.perf_counter()
    await database.write(fill)
    report.add(f"storing {ROWS} reminders", time.perf_counter() - began, "s")
    await _start_and_tick(database, report)
    await _exactness(database, report, RUNS)
    await _thousand_due(database, report)
    size_mb = (folder / "assistant.db").stat().st_size / 1e6
    report.add(f"file with {ROWS} reminders", size_mb, "MB")
    database.close()


def run(budget: Budget) -> Report:
    """Measure on a file of its own."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), report))
    return report
