"""The real clock, and identifiers that sort by it."""

import asyncio
import secrets
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant_desktop.domain.ids import uuid7


class SystemClock:
    """The machine's own clock. `zone` is read anew each time: people travel."""

    def now(self) -> datetime:
        """Wall clock in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        """Wait on the event loop."""
        await asyncio.sleep(delay_s)

    def zone(self) -> ZoneInfo:
        """The system's zone by its IANA name, UTC where the system does not tell."""
        from tzlocal import get_localzone_name  # noqa: PLC0415 - 15 ms that many verbs never need

        try:
            return ZoneInfo(get_localzone_name() or "UTC")
        except (ZoneInfoNotFoundError, ValueError, LookupError, OSError):
            return ZoneInfo("UTC")


def new_id(now: datetime) -> str:
    """A fresh uuid7 as text, sorted by `now`."""
    return uuid7(int(now.timestamp() * 1000), secrets.randbits(80))
