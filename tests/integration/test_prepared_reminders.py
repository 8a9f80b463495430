"""Reminders that wait for what is found out first: rain, heat, the day at a glance; and doses."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, NewReminder, Saying
from assistant_desktop.core.reminders import preparation
from assistant_desktop.core.skills.daily_briefing import MOST_LINES
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.ports import Prepared
from assistant_desktop.domain.reminder import (
    Action,
    Condition,
    Dose,
    OccurrenceState,
    ReminderView,
)
from assistant_desktop.domain.service_ports import Verdict
from tests.fakes import loopback_server as fake
from tests.fakes.clock import FakeClock
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.secrets import MemorySecrets
from tests.fakes.weather_server import WeatherServer, weather_server

ME, OTHER = DEFAULT_USER, UserId("other")
ALL_TIME = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
async def server() -> AsyncIterator[WeatherServer]:
    async with weather_server() as playing:
        yield playing


@asynccontextmanager
async def started(
    folder: Path,
    clock: FakeClock,
    notifier: RecordingNotifier,
    server: WeatherServer,
    *,
    on: bool = True,
) -> AsyncIterator[Assistant]:
    options = BuildOptions(
        data_dir=folder,
        notifier=notifier,
        clock=clock,
        secrets=MemorySecrets(),
        embedder=lambda _: None,
        elsewhere=server.elsewhere(limit_s=1.0),
    )
    async with build(options) as assistant:
        if on:
            await assistant.services.set_fields("weather", {"places": ["Riga"]})
            await assistant.services.switch("weather", on=True)
        assistant.start_reminders()
        await clock.settle()
        yield assistant


async def ask(assistant: Assistant, text: str, user: UserId = ME) -> str:
    report = await assistant.ask(Saying(user, text))
    assert report.error is None
    return report.reply


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what another task is about to do."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def ends(assistant: Assistant) -> ReminderView:
    """Wait for the end of an occurrence that nobody answered."""
    async with asyncio.timeout(10):
        while (ended := await last_ended(assistant)) is None:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    return ended


async def last_ended(assistant: Assistant) -> ReminderView | None:
    ended = await assistant.reminders.ended(ME)
    return ended[0] if ended else None


# ---- conditions ----


async def test_it_fires_with_its_reason_when_the_condition_holds(folder, clock, notifier, server):
    server.chance_pct = 80
    async with started(folder, clock, notifier, server) as assistant:
        said = await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        assert "Only if it rains." in said
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
    assert notifier.levels == [("take an umbrella", 0)]
    assert "Rain is likely: 80 %" in notifier.shown[0].view.occurrence.note


async def test_it_keeps_quiet_and_says_why_when_the_condition_does_not_hold(
    folder, clock, notifier, server
):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "напоминай каждый день в 15:00 взять зонт, если будет дождь")
        await clock.advance(5 * 3600)
        ended = await ends(assistant)
        live = await assistant.reminders.live(ME)
    assert notifier.shown == []
    assert ended.occurrence.state is OccurrenceState.SKIPPED
    assert ended.occurrence.note
    assert [one.occurrence.due.day for one in live] == [clock.now().day + 1]


@pytest.mark.parametrize(
    ("said", "fires"),
    [
        ("if it's above 10 degrees", True),
        ("if it's above 11", False),
        ("if it's below 9", True),
        ("if it freezes", False),
        ("if it's windy", False),
        ("if it snows", False),
        ("if it's over 50 degrees", False),
        ("if it's over 60 degrees", False),  # nobody waits for 60 °C: that is 15.6 °C
    ],
)
async def test_each_kind_is_judged_by_the_hours_left(folder, clock, notifier, server, said, fires):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, f"remind me to look outside at 3 pm {said}")
        await clock.advance(5 * 3600)
        if fires:
            await until(lambda: bool(notifier.shown))
        else:
            await ends(assistant)
    assert bool(notifier.shown) is fires


@pytest.mark.parametrize("what", [fake.hangs, fake.drips, fake.fails, fake.talks_nonsense])
async def test_a_weather_server_that_misbehaves_never_keeps_a_reminder_quiet(
    folder, clock, notifier, server, what
):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        await ask(assistant, "remind me to stretch in 1 hour")
        server.misbehaves = what
        await clock.advance(3600)
        # The other one is not held up by it.
        assert notifier.levels[0] == ("stretch", 0)
        await until(lambda: len(notifier.shown) == 2)
    assert notifier.shown[1].view.occurrence.note.startswith("This could not be checked:")


async def test_without_the_weather_it_fires_and_both_times_says_so(folder, clock, notifier, server):
    async with started(folder, clock, notifier, server, on=False) as assistant:
        said = await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        assert "it will come in any case" in said
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
    assert "switched off" in notifier.shown[0].view.occurrence.note
    assert server.asked == []


async def test_a_preparation_that_died_with_the_process_is_begun_again(
    folder, clock, notifier, server, monkeypatch
):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")

        async def never(view: ReminderView) -> Prepared:
            await asyncio.Event().wait()
            raise AssertionError

        assistant._parts.scheduler.prepare = never
        await clock.advance(3600)
        assert notifier.shown == []
    server.chance_pct = 90
    await clock.advance_alone(preparation.LIMIT_S)
    async with started(folder, clock, notifier, server):
        await clock.advance(60)
        await until(lambda: bool(notifier.shown))
    assert notifier.levels == [("take an umbrella", 0)]


async def test_what_is_answered_meanwhile_stays_answered(folder, clock, notifier, server):
    found_out = asyncio.Event()

    async def slowly(view: ReminderView) -> Prepared:
        await found_out.wait()
        return Prepared(fires=True, note="it rains")

    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        assistant._parts.scheduler.prepare = slowly
        await clock.advance(3600)
        (waiting,) = await assistant.reminders.live(ME)
        await assistant.reminders.skip(ME, waiting.occurrence.id)
        found_out.set()
        await clock.advance(120)
        ended = await last_ended(assistant)
    assert notifier.shown == []
    assert ended is not None
    assert ended.occurrence.note == ""


@pytest.mark.parametrize("fires", [True, False])
async def test_a_snooze_meanwhile_is_kept_whatever_was_found_out(
    folder, clock, notifier, server, fires
):
    found_out = asyncio.Event()

    async def slowly(view: ReminderView) -> Prepared:
        await found_out.wait()
        return Prepared(fires=fires, note="as it was")

    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        assistant._parts.scheduler.prepare = slowly
        await clock.advance(3600)
        (waiting,) = await assistant.reminders.live(ME)
        until_then = clock.now() + timedelta(days=1)
        await assistant.reminders.snooze(ME, waiting.occurrence.id, until_then)
        found_out.set()
        await clock.advance(60)
        (snoozed,) = await assistant.reminders.live(ME)
    assert notifier.shown == []
    assert snoozed.occurrence.due == until_then
    assert not snoozed.occurrence.is_prepared


@pytest.mark.allow_warnings("could not be found out")
async def test_a_fault_of_ours_in_finding_out_keeps_no_reminder_quiet(
    folder, clock, notifier, server, caplog
):
    async def faulty(view: ReminderView) -> Prepared:
        raise ValueError("a fault")

    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        assistant._parts.scheduler.prepare = faulty
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
    assert "could not be found out" in caplog.text


async def test_on_another_day_it_is_found_out_anew(folder, clock, notifier, server):
    server.chance_pct = 80
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to take an umbrella in 1 hour if it rains")
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
        (firing,) = await assistant.reminders.live(ME)
        await assistant.reminders.snooze(ME, firing.occurrence.id, clock.now() + timedelta(hours=1))
        (same_day,) = await assistant.reminders.live(ME)
        assert same_day.occurrence.note
        await assistant.reminders.snooze(ME, firing.occurrence.id, clock.now() + timedelta(days=1))
        server.chance_pct = 10
        await clock.advance(24 * 3600)
        ended = await ends(assistant)
    assert len(notifier.shown) == 1
    assert "No rain" in ended.occurrence.note


async def test_tomorrow_stays_the_day_that_was_meant_when_a_snooze_passes_midnight(
    folder, clock, notifier, server
):
    days: list[int] = []

    class Weather:
        async def holds(
            self, user_id: UserId, condition: Condition, due: datetime, language: str
        ) -> Verdict:
            days.append((due.date() + timedelta(days=condition.days_after)).day)
            return Verdict(holds=True, why="cold")

    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "if it freezes tomorrow, remind me tonight at 11 pm to heat the car")
        assistant._parts.scheduler.prepare._weather = Weather()
        (planned,) = await assistant.reminders.live(ME)
        await assistant.reminders.snooze(
            ME, planned.occurrence.id, planned.occurrence.due + timedelta(hours=2)
        )
        await clock.advance(15 * 3600)
        await until(lambda: bool(notifier.shown))
    assert days == [clock.now().day]


async def test_unless_it_rains_is_the_other_way_round(folder, clock, notifier, server):
    async with started(folder, clock, notifier, server) as assistant:
        said = await ask(assistant, "remind me to take the bike in 1 hour unless it rains")
        assert "It comes unless it rains." in said
        assert "unless it rains" in await ask(assistant, "show my reminders")
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
    assert "No rain is expected." in notifier.shown[0].view.occurrence.note


# ---- the day at a glance ----


async def test_a_briefing_comes_as_a_reminder_with_what_is_due(folder, clock, notifier, server):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to call Ann at 18:00")
        await ask(assistant, "schedule a meeting with Bob today from 15 to 16")
        await ask(assistant, "remind me to read somebody else's mail at 18:00", OTHER)
        assert "The day at a glance" in await ask(assistant, "brief me every day at 11:00")
        await clock.advance(3600)
        await until(lambda: bool(notifier.shown))
    note = notifier.shown[0].view.occurrence.note
    assert "18:00 call Ann" in note
    assert "15:00–16:00 meeting with Bob" in note
    assert "Weather: Riga, today:" in note.replace("\u00a0", " ")
    assert "somebody" not in note


async def test_a_briefing_is_asked_for_without_a_model(folder, clock, notifier, server):
    async with started(folder, clock, notifier, server, on=False) as assistant:
        assert "Nothing is planned" in await ask(assistant, "brief me on my day")
        for number in range(30):
            await ask(assistant, f"remind me to do thing {number} at 18:{number:02}")
        said = await ask(assistant, "дай сводку дня")
    lines = said.splitlines()
    assert lines[0].startswith("Сегодня")
    assert len(lines) <= MOST_LINES
    assert "и ещё 26" in lines[-1]


async def test_a_weather_that_fails_costs_the_briefing_its_own_line_only(
    folder, clock, notifier, server
):
    async with started(folder, clock, notifier, server) as assistant:
        await ask(assistant, "remind me to call Ann at 18:00")
        server.misbehaves = fake.fails
        said = await ask(assistant, "brief me")
    assert "18:00 call Ann" in said
    assert "Weather: " in said


# ---- doses ----


async def test_done_writes_the_dose_down_once_and_undo_takes_it_back(
    folder, clock, notifier, server
):
    async with started(folder, clock, notifier, server, on=False) as assistant:
        dose = Dose(medicine="lisinopril", amount=10, unit="mg")
        due = clock.now() + timedelta(hours=1)
        wanted = NewReminder(ME, "take lisinopril", due, clock.zone(), "FREQ=DAILY")
        await assistant.reminders.create(replace(wanted, action=Action(kind="log_dose", dose=dose)))
        await clock.advance(3600)
        (firing, *_) = await assistant.reminders.live(ME)
        for _ in range(2):
            await assistant.reminders.acknowledge(ME, firing.occurrence.id)
        doses = await assistant.health.diary.between(ME, "medication", *ALL_TIME)
        assert [(one.note, one.value, one.unit) for one in doses] == [("lisinopril", 10, "mg")]
        assert await assistant.health.diary.between(OTHER, "medication", *ALL_TIME) == []
        await assistant.reminders.undo(ME)
        assert await assistant.health.diary.between(ME, "medication", *ALL_TIME) == []
