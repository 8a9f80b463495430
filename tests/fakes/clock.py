"""A clock that only moves when a test says so."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.domain.ports import WakeSignal

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


class FakeClock:
    """Wall and monotonic time apart, so that a jump of one can be played."""

    def __init__(self, start: datetime = START, zone: str = "UTC") -> None:
        self._now = start
        self._ticks_s = 1000.0
        self._zone = ZoneInfo(zone)
        self._waiting: list[tuple[float, WakeSignal]] = []
        self.waits = 0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._ticks_s

    def zone(self) -> ZoneInfo:
        return self._zone

    async def wait(self, wake: WakeSignal, delay_s: float) -> None:
        self.waits += 1
        if delay_s <= 0:
            await asyncio.sleep(0)
            return
        waiter = (self._ticks_s + delay_s, wake)
        self._waiting.append(waiter)
        try:
            await wake.wait()
        finally:
            self._waiting.remove(waiter)

    def _release(self) -> None:
        for until_s, wake in self._waiting:
            if until_s <= self._ticks_s:
                wake.set()

    async def advance(self, seconds: float) -> None:
        """Let time pass, and everything that it sets off come to rest."""
        self._now += timedelta(seconds=seconds)
        self._ticks_s += seconds
        self._release()
        await self.settle()

    async def advance_alone(self, seconds: float) -> None:
        """Let time pass while nothing of the product runs."""
        self._now += timedelta(seconds=seconds)
        self._ticks_s += seconds

    async def jump(self, seconds: float) -> None:
        """Set the wall clock; monotonic time stands still but for the longest sleep."""
        self._now += timedelta(seconds=seconds)
        await self.advance(30)

    async def settle(self) -> None:
        """Wait until the scheduler waits again and nothing has moved for a moment."""
        async with asyncio.timeout(5):
            quiet = 0
            while quiet < 4:
                before = self.waits
                await asyncio.sleep(0.003)
                quiet = quiet + 1 if before == self.waits and self._waiting else 0
