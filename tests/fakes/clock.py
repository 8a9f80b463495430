"""A clock that only moves when a test says so."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.domain.ports import WakeSignal

_MOST_LOOKS = 200
"""So often, every 3 ms, somebody at work is waited for: once, not at each rest."""

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


class FakeClock:
    """Wall and monotonic time apart, so that a jump of one can be played."""

    def __init__(self, start: datetime = START, zone: str = "UTC") -> None:
        self._now = start
        self._ticks_s = 1000.0
        self._zone = ZoneInfo(zone)
        self._waiting: list[tuple[float, WakeSignal]] = []
        self._at_work: set[asyncio.Task[object]] = set()
        self.waits = 0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._ticks_s

    def zone(self) -> ZoneInfo:
        return self._zone

    async def wait(self, wake: WakeSignal, delay_s: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.discard(task)
        try:
            await self._wait(wake, delay_s)
        finally:
            self._at_work.add(task)

    async def _wait(self, wake: WakeSignal, delay_s: float) -> None:
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
        """Wait until all that was woken waits again and nothing has moved for a moment."""
        quiet, looks = 0, 0
        async with asyncio.timeout(10):
            while quiet < 4:
                before = self.waits
                await asyncio.sleep(0.003)
                looks += 1
                if looks > _MOST_LOOKS:
                    self._at_work.clear()  # they wait for something that is no clock
                at_rest = self._waiting and before == self.waits and not self._is_anybody_at_work()
                quiet = quiet + 1 if at_rest else 0

    def _is_anybody_at_work(self) -> bool:
        self._at_work = {task for task in self._at_work if not task.done()}
        return bool(self._at_work) or any(wake.is_set() for _, wake in self._waiting)
