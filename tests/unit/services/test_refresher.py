"""Fetched while somebody looks; one fetch for all; told once when it fails, once when it mends."""

import asyncio
import logging

import pytest

from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.errors import KnownError, ServiceUnreachable
from assistant_desktop.services.refresher import Refresher
from tests.fakes.clock import FakeClock


class Source:
    def __init__(self) -> None:
        self.fetches = 0
        self.is_down = False

    async def fetch(self) -> int:
        self.fetches += 1
        if self.is_down:
            raise ServiceUnreachable("{host} cannot be reached.", host="api.example")
        return self.fetches


async def passing(clock: FakeClock, seconds: float) -> None:
    await clock.advance_alone(seconds)
    clock._release()
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_fetch_for_all_and_none_when_nobody_looks():
    clock, source, supervisor = FakeClock(), Source(), Supervisor()
    refresher = Refresher("weather", source.fetch, 900, clock, supervisor.once)
    heard: list[tuple[str, int | None]] = []
    stops = [
        refresher.watch(lambda value, error, name=name: heard.append((name, value)))
        for name in "ab"
    ]
    await passing(clock, 0)
    assert heard == [("a", 1), ("b", 1)]
    await passing(clock, 901)
    assert heard[2:] == [("a", 2), ("b", 2)]
    for stop in stops:
        stop()
    await passing(clock, 86400)
    assert source.fetches == 2
    refresher.watch(lambda value, error: heard.append(("c", value)))
    assert heard[-1] == ("c", 2)  # what is known is told at once
    await passing(clock, 0)
    assert heard[-1] == ("c", 3)
    await supervisor.close()


async def test_a_failure_and_the_recovery_are_one_line_each(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "assistant_desktop")
    clock, source, supervisor = FakeClock(), Source(), Supervisor()
    refresher = Refresher("weather", source.fetch, 900, clock, supervisor.once)
    errors: list[KnownError | None] = []
    refresher.watch(lambda value, error: errors.append(error))
    source.is_down = True
    for _ in range(4):
        await passing(clock, 901)
    source.is_down = False
    for _ in range(4):
        await passing(clock, 901)
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "weather cannot be refreshed: api.example cannot be reached.",
        "weather is refreshed again",
    ]
    assert str(errors[-5]) == "api.example cannot be reached."
    assert errors[-1] is None
    await supervisor.close()
