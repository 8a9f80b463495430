"""Targets: what the user wants readings to be, and which of today are open."""

from dataclasses import dataclass
from datetime import timedelta

from assistant_desktop.core.health.charting import Charting
from assistant_desktop.core.storage import health, health_targets, users
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.events import HealthChanged
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.health_target import Band, HealthTarget
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock, EventSink

_FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target that is not met yet. of_today: the sum of today; else the last reading."""

    target: HealthTarget
    of_today: float | None = None
    reading: HealthRecord | None = None


class HealthTargets:
    """One for each kind."""

    def __init__(
        self, database: Database, clock: Clock, events: EventSink, charting: Charting
    ) -> None:
        self._database, self._clock = database, clock
        self._events, self._charting = events, charting

    async def all(self, user_id: UserId) -> list[HealthTarget]:
        """What the user wants."""
        return await self._database.read(lambda c: health_targets.targets(c, user_id))

    async def of(self, user_id: UserId, kind: str) -> HealthTarget | None:
        """What the user wants of a kind."""
        return await self._database.read(lambda c: health_targets.target(c, user_id, kind))

    async def put(self, wanted: HealthTarget) -> HealthTarget | None:
        """Set the target of a kind; the one it had.

        Raises:
            BadInput: it says nothing, or its end lies below its beginning.
        """
        if wanted.band.is_open and wanted.second.is_open:
            raise BadInput("A target needs a number.")
        if not (_is_ordered(wanted.band) and _is_ordered(wanted.second)):
            raise BadInput("The target's end lies below its beginning.")
        return await self._replace(wanted.user_id, wanted.kind, wanted)

    async def remove(self, user_id: UserId, kind: str) -> HealthTarget | None:
        """No target of a kind any more; the one it had."""
        return await self._replace(user_id, kind, None)

    async def _replace(
        self, user_id: UserId, kind: str, wanted: HealthTarget | None
    ) -> HealthTarget | None:
        now = self._clock.now()

        def run(connection: Connection) -> HealthTarget | None:
            users.ensure(connection, user_id, now)
            before = health_targets.target(connection, user_id, kind)
            if wanted is None:
                health_targets.remove(connection, user_id, kind)
            else:
                health_targets.put(connection, wanted)
            return before

        before = await self._database.write(run)
        self._events.publish(HealthChanged(user_id=user_id))
        return before

    async def open_today(self, user_id: UserId) -> list[OpenTarget]:
        """What of today is not reached yet, and readings of this week that lie outside."""
        found = []
        for target in await self.all(user_id):
            if target.is_daily:
                total = await self._charting.day_total(user_id, target.kind, target.unit)
                if not target.is_met_by(total):
                    found.append(OpenTarget(target, of_today=total))
                continue
            last = await self._last(user_id, target.kind)
            is_fresh = last is not None and last.at > self._clock.now() - _FRESH
            if last is None or not is_fresh or last.unit != target.unit:
                continue
            if not target.is_met_by(last.value, last.second_value):
                found.append(OpenTarget(target, reading=last))
        return found

    async def _last(self, user_id: UserId, kind: str) -> HealthRecord | None:
        return await self._database.read(lambda c: health.latest(c, user_id, kind))


def _is_ordered(band: Band) -> bool:
    return band.low is None or band.high is None or band.low <= band.high
