"""The system knows of the next reminder exactly while the user wants it to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, NewReminder
from assistant_desktop.core.reminders.system_start import CALM_S
from assistant_desktop.domain.errors import ServiceError
from assistant_desktop.domain.events import Event, Trouble
from assistant_desktop.domain.ids import DEFAULT_USER
from tests.fakes.clock import FakeClock
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.secrets import MemorySecrets

ME = DEFAULT_USER


class Told:
    """A system's scheduler that remembers; `refuses` all while that is set."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.times = 0
        self.refuses = False

    async def plan(self, moment: datetime) -> None:
        if self.refuses:
            raise ServiceError("no schedule here")
        self.moment, self.times = moment, self.times + 1

    async def remove(self) -> None:
        self.moment = None


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def started(folder: Path, clock: FakeClock, notifier: RecordingNotifier, told: Told):
    @asynccontextmanager
    async def start(*, lasting: bool = True) -> AsyncIterator[Assistant]:
        options = BuildOptions(
            data_dir=folder,
            notifier=notifier,
            clock=clock,
            secrets=MemorySecrets(),
            embedder=lambda _: None,
            schedule=lambda _: told,
        )
        async with build(options) as assistant:
            if lasting:
                assistant.start_reminders()
                await clock.settle()
            yield assistant

    return start


async def calm(clock: FakeClock) -> None:
    """Let the change be heard, and the calm after it pass."""
    await asyncio.sleep(0.03)
    await clock.advance(CALM_S)
    await asyncio.sleep(0.03)


async def remind(assistant: Assistant, clock: FakeClock, hours: float) -> str:
    due = clock.now() + timedelta(hours=hours)
    changed = await assistant.reminders.create(NewReminder(ME, f"in {hours}", due, clock.zone()))
    return changed.after.occurrence.id


async def test_off_by_choice_the_system_is_told_nothing(started, clock, told):
    async with started() as assistant:
        await remind(assistant, clock, 2)
        await calm(clock)
    assert told.times == 0


async def test_it_follows_every_change_and_goes_with_the_switch(started, clock, told):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        later = await remind(assistant, clock, 5)
        await calm(clock)
        assert told.moment == clock.now() + timedelta(hours=5, seconds=-CALM_S)
        sooner = await remind(assistant, clock, 2)
        await calm(clock)
        assert told.moment == clock.now() + timedelta(hours=2, seconds=-CALM_S)
        await assistant.reminders.cancel(ME, sooner)
        await calm(clock)
        assert told.times == 3
        await assistant.reminders.cancel(ME, later)
        await calm(clock)
        assert told.moment is None
        await remind(assistant, clock, 1)
        await calm(clock)
        assert told.moment is not None
        await assistant.change_settings(start_for_reminders=False)
        await calm(clock)
        assert told.moment is None


async def test_what_nags_is_planned_at_its_next_step(started, clock, told):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        await remind(assistant, clock, 1)
        await clock.advance(3600)
        await calm(clock)
        assert told.moment == datetime(2026, 11, 23, 11, 5, tzinfo=UTC)


async def test_a_brief_process_tells_it_before_it_ends(started, clock, told):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        await calm(clock)
    async with started(lasting=False) as assistant:
        await remind(assistant, clock, 3)
    assert told.moment == clock.now() + timedelta(hours=3)


async def test_a_system_that_refuses_is_told_of_and_costs_no_reminder(
    started, clock, told, notifier
):
    async with started() as assistant:
        heard: list[str] = []

        def listen(event: Event) -> None:
            if isinstance(event, Trouble) and event.kind == "start":
                heard.append(event.what)

        assistant.subscribe(listen)
        told.refuses = True
        await assistant.change_settings(start_for_reminders=True)
        await remind(assistant, clock, 1)
        await calm(clock)
        assert heard == ["no schedule here"]
        await clock.advance(3600)
        assert len(notifier.shown) == 1
