"""The system knows of the next reminder exactly while the user wants it to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, NewReminder
from assistant_desktop.core.reminders.system_start import CALM_S, WATCH
from assistant_desktop.domain.errors import ServiceError
from assistant_desktop.domain.escalation import INSISTENT
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

    async def found(self) -> datetime | None:
        return self.moment


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


async def test_nags_are_not_told_one_by_one_and_the_system_is_never_without_a_moment(
    started, clock, told
):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        due = clock.now() + timedelta(minutes=1)
        nagging = INSISTENT.with_repeat(10)
        await assistant.reminders.create(
            NewReminder(ME, "pills", due, clock.zone(), policy=nagging)
        )
        await calm(clock)
        await clock.advance(60)
        await calm(clock)
        told.times = 0
        for _ in range(60):
            await clock.advance(10)
            await asyncio.sleep(0.005)
            # Killed at this very moment, it would be there again within some minutes.
            assert told.moment is not None
            assert clock.now() < told.moment <= clock.now() + WATCH + timedelta(seconds=CALM_S)
        assert told.times <= 5


async def test_a_planned_reminder_that_comes_sooner_is_told_while_another_nags(
    started, clock, told
):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        await remind(assistant, clock, 1)
        await clock.advance(3600)
        await calm(clock)
        soon = await remind(assistant, clock, 1 / 60)
        await calm(clock)
        assert told.moment == clock.now() + timedelta(seconds=60 - CALM_S)
        await assistant.reminders.cancel(ME, soon)
        (view,) = await assistant.reminders.live(ME)
        await assistant.reminders.acknowledge(ME, view.occurrence.id)
        await calm(clock)
        assert told.moment is None


async def test_what_the_system_has_is_looked_at_and_written_again_at_the_next_start(
    started, clock, told
):
    async with started() as assistant:
        await assistant.change_settings(start_for_reminders=True)
        await remind(assistant, clock, 5)
        await calm(clock)
        assert (await assistant.system_start.look()).agrees
        told.moment = None  # somebody took it away
        standing = await assistant.system_start.look()
        assert (standing.agrees, standing.found) == (False, None)
        told.moment = clock.now() + timedelta(hours=9)
        assert not (await assistant.system_start.look()).agrees
        told.moment = None
    async with started() as assistant:
        await calm(clock)
        assert (await assistant.system_start.look()).agrees


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
