"""The real clock, and identifiers that sort by it."""

import asyncio
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant_desktop.domain.ids import uuid7
from assistant_desktop.domain.ports import WakeSignal


class SystemClock:
    """The machine's own clock. `zone` is read anew each time: people travel."""

    def now(self) -> datetime:
        """Wall clock in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    async def wait(self, wake: WakeSignal, delay_s: float) -> None:
        """Wait on the event loop until `wake` is set or the time has passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(delay_s):
                await wake.wait()

    def zone(self) -> ZoneInfo:
        """The system's zone by its IANA name, UTC where the system does not tell."""
        from tzlocal import get_localzone_name

        try:
            return ZoneInfo(get_localzone_name() or "UTC")
        except (ZoneInfoNotFoundError, ValueError, LookupError, OSError):
            return ZoneInfo("UTC")


def new_id(now: datetime) -> str:
    """A fresh uuid7 as text, sorted by `now`."""
    return uuid7(int(now.timestamp() * 1000), secrets.randbits(80))
