"""The user's health readings: kept, read, taken back. One user at a time."""

from datetime import datetime

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import calendar_changes, health, journal, reminder_changes
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import ConversationId, RecordId, UserId
from assistant_desktop.domain.ports import Clock

LOG_TOOL = "log_health"


class HealthDiary:
    """Keeps readings and finds them again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def new_id(self) -> RecordId:
        """An id for a reading that is about to be kept."""
        return RecordId(new_id(self._clock.now()))

    async def keep(self, record: HealthRecord) -> None:
        """Keep a reading."""
        await self._database.write(lambda connection: health.insert(connection, record))

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

    async def take_back(self, user_id: UserId, record_id: RecordId) -> bool:
        """Delete one reading; False when it is not there."""
        return await self._database.write(
            lambda connection: health.delete(connection, user_id, record_id)
        )

    async def take_back_last(self, user_id: UserId, conversation_id: ConversationId) -> str | None:
        """Take back the last reading told in a conversation, unless a reminder changed since.

        What its receipt said; None when there is none to take back.
        """

        def run(connection: Connection) -> str | None:
            calls = journal.undoable(connection, user_id, conversation_id)
            logged = [call for call in calls if call.name == LOG_TOOL and call.undo]
            last = logged[-1] if logged else None
            if last is None or last.undo is None or last.finished_at is None:
                return None
            if reminder_changes.any_since(connection, user_id, last.finished_at):
                return None
            if calendar_changes.any_since(connection, user_id, last.finished_at):
                return None
            journal.claim_undo(connection, user_id, last.call_id)
            health.delete(connection, user_id, RecordId(last.undo["record_id"]))
            return last.receipt

        return await self._database.write(run)
