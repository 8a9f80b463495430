"""The user's health readings: kept, read, changed, taken back. One user at a time."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.storage import (
    calendar_changes,
    forgetting,
    health,
    health_series,
    health_targets,
    journal,
    reminder_changes,
    users,
)
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.conversation import JournalEntry
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.events import HealthChanged
from assistant_desktop.domain.health_record import KINDS, HealthRecord
from assistant_desktop.domain.health_series import OwnKind, ReadingPlace, SeriesKey
from assistant_desktop.domain.ids import CallId, ConversationId, RecordId, UserId
from assistant_desktop.domain.ports import Clock, EventSink

LOG_TOOL = "log_health"
LONGEST_NAME = 60
LONGEST_NOTE = 200


class HealthDiary:
    """Keeps readings and finds them again."""

    def __init__(
        self, database: Database, clock: Clock, events: EventSink, forgetter: Forgetter
    ) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._forgetter = forgetter

    def new_id(self) -> RecordId:
        """An id for a reading that is about to be kept."""
        return RecordId(new_id(self._clock.now()))

    # ---- reading ----

    async def between(
        self, user_id: UserId, kind: str, start: datetime, end: datetime
    ) -> list[HealthRecord]:
        """The readings of a kind within [start, end), oldest first."""
        return await self._database.read(
            lambda connection: health.between(connection, user_id, kind, start, end)
        )

    async def latest(self, user_id: UserId, kind: str) -> HealthRecord | None:
        """The last reading of a kind."""
        return await self._database.read(
            lambda connection: health.latest(connection, user_id, kind)
        )

    async def get(self, user_id: UserId, record_id: str) -> HealthRecord:
        """The reading of an id, or of the last letters of one.

        Raises:
            NotFound: there is none, or several end so.
        """
        found = await self._database.read(lambda c: health.ending_in(c, user_id, record_id))
        if len(found) != 1:
            raise NotFound("There is no reading {id}.", hint="See: health list", id=record_id)
        return found[0]

    async def page(
        self, user_id: UserId, key: SeriesKey, place: ReadingPlace | None, limit: int
    ) -> list[HealthRecord]:
        """Readings of a series newest first, after a place."""
        return await self._database.read(
            lambda c: health_series.page(c, user_id, key, place, limit)
        )

    # ---- changing ----

    async def keep(self, record: HealthRecord) -> None:
        """Keep a reading.

        Raises:
            BadInput: it is no number, or lies in time to come.
        """
        self._check(record)
        now = self._clock.now()

        def run(connection: Connection) -> None:
            users.ensure(connection, record.user_id, now)
            health.insert(connection, record)
            forgetting.unnote(connection, record.user_id, "reading", [record.id])

        await self._database.write(run)
        self._told(record.user_id)

    async def change(self, record: HealthRecord) -> HealthRecord:
        """Give a reading other values; what it was before.

        Raises:
            NotFound: it is gone.
            BadInput: it is no number, or lies in time to come.
        """
        self._check(record)

        def run(connection: Connection) -> HealthRecord:
            before = health.get(connection, record.user_id, record.id)
            if before is None:
                raise NotFound("The reading is deleted.")
            health.update(connection, record)
            return before

        before = await self._database.write(run)
        self._told(record.user_id)
        return before

    def _check(self, record: HealthRecord) -> None:
        if not all(math.isfinite(one) for one in (record.value, record.second_value or 0)):
            raise BadInput("This is no number.")
        if record.at > self._clock.now():
            raise BadInput("That time is still to come.")

    async def take_back(
        self, user_id: UserId, record_id: RecordId, *, at_once: bool = False
    ) -> bool:
        """Delete one reading, from the kept backups too; False when it is not there.

        The backups are gone through when nobody can take it back any more; at_once: now.
        """
        now = self._clock.now()
        gone = await self._database.write(lambda c: _delete(c, user_id, record_id, now))
        self._told(user_id)
        if gone and at_once:
            await self._forgetter.in_backups()
        elif gone:
            self._forgetter.when_it_stands()
        return gone

    async def told_last(
        self, user_id: UserId, conversation_id: ConversationId
    ) -> list[JournalEntry]:
        """The calls of the last message that told readings, unless a reminder or an event
        changed since; none when there is nothing to take back.
        """

        def run(connection: Connection) -> list[JournalEntry]:
            calls = journal.undoable(connection, user_id, conversation_id)
            logged = [call for call in calls if call.name == LOG_TOOL and call.undo]
            last = logged[-1] if logged else None
            if last is None or last.finished_at is None:
                return []
            if reminder_changes.any_since(connection, user_id, last.finished_at):
                return []
            if calendar_changes.any_since(connection, user_id, last.finished_at):
                return []
            return [one for one in logged if one.message_id == last.message_id]

        return await self._database.read(run)

    async def take_back_told(self, user_id: UserId, calls: Sequence[CallId]) -> list[str]:
        """Take back the readings that calls kept; what the receipts of those said that stood."""
        now = self._clock.now()

        def run(connection: Connection) -> list[str]:
            told = []
            for call_id in calls:
                call = journal.entry(connection, user_id, call_id)
                if call is None or not journal.claim_undo(connection, user_id, call_id):
                    continue
                _delete(connection, user_id, RecordId((call.undo or {})["record_id"]), now)
                told.append(call.receipt)
            return told

        told = await self._database.write(run)
        if told:
            self._told(user_id)
            self._forgetter.when_it_stands()
        return told

    # ---- kinds of one's own ----

    async def own_kinds(self, user_id: UserId) -> list[OwnKind]:
        """The kinds that the user made up."""
        return await self._database.read(lambda c: health_targets.own_kinds(c, user_id))

    async def add_kind(self, user_id: UserId, name: str, unit: str) -> OwnKind:
        """Make up a kind with its unit, or give it another unit.

        Raises:
            BadInput: it is no name, or the name of a kind that is known to all.
        """
        kept = OwnKind(name=_plain(name).lower(), unit=_plain(unit))
        if not kept.name:
            raise BadInput("A kind of reading needs a name.")
        if kept.name.replace(" ", "_") in KINDS:
            raise BadInput("There is a kind of that name already.")
        await self._write(user_id, lambda c: health_targets.put_kind(c, user_id, kept))
        return kept

    async def remove_kind(self, user_id: UserId, name: str) -> None:
        """Take a kind away; its readings stay.

        Raises:
            NotFound: there is no such kind of the user's own.
        """

        def run(connection: Connection) -> None:
            if not health_targets.remove_kind(connection, user_id, name.lower()):
                raise NotFound("There is no kind {name} of your own.", name=name)

        await self._write(user_id, run)

    async def _write(self, user_id: UserId, run: Callable[[Connection], None]) -> None:
        now = self._clock.now()

        def whole(connection: Connection) -> None:
            users.ensure(connection, user_id, now)
            run(connection)

        await self._database.write(whole)
        self._told(user_id)

    def _told(self, user_id: UserId) -> None:
        self._events.publish(HealthChanged(user_id=user_id))


def _delete(connection: Connection, user_id: UserId, record_id: RecordId, now: datetime) -> bool:
    if not health.delete(connection, user_id, record_id):
        return False
    forgetting.note(connection, user_id, "reading", [record_id], now)
    return True


def _plain(text: str) -> str:
    kept = " ".join(clean(text).split())
    if len(kept) > LONGEST_NAME or not (kept.isprintable()):
        raise BadInput("A name may have {most} printable letters at most.", most=LONGEST_NAME)
    return kept
