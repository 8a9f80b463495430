"""The journal as the engine uses it: each step of a call is on disk before the next begins."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant_desktop.core.storage import journal as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.conversation import CallStatus, JournalEntry
from assistant_desktop.domain.events import ApprovalAsked, CallChanged
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.domain.tool import ToolResult


@dataclass(frozen=True, slots=True)
class CallPlace:
    """Where a call was made."""

    user_id: UserId
    conversation_id: ConversationId
    message_id: MessageId


def new_entry(place: CallPlace, call_id: CallId, name: str, arguments: str) -> JournalEntry:
    """A proposed call; its key is the same however often this call of this message is met."""
    key = hashlib.sha256(f"{place.message_id}/{call_id}".encode()).hexdigest()
    return JournalEntry(
        call_id=call_id,
        user_id=place.user_id,
        conversation_id=place.conversation_id,
        message_id=place.message_id,
        name=name,
        arguments=arguments,
        status=CallStatus.PROPOSED,
        idempotency_key=key,
    )


class ToolJournal:
    """Moves calls from status to status; each move is a conditional UPDATE."""

    def __init__(self, database: Database, clock: Clock, events: EventSink) -> None:
        self._database = database
        self._clock = clock
        self._events = events

    async def start(self, entry: JournalEntry) -> JournalEntry | None:
        """Proposed | approved -> running; None when the call was taken by somebody else."""
        running = entry.model_copy(
            update={"status": CallStatus.RUNNING, "started_at": self._clock.now()}
        )
        if not await self._database.write(lambda c: rows.move(c, running, entry.status)):
            return None
        self._events.publish(CallChanged(user_id=entry.user_id, entry=running))
        return running

    async def finish(
        self, entry: JournalEntry, status: CallStatus, result: ToolResult
    ) -> JournalEntry:
        """-> an end, with what came back."""
        now = self._clock.now()
        ended = entry.model_copy(
            update={
                "status": status,
                "content": result.content,
                "receipt": result.receipt,
                "data": result.data,
                "undo": result.undo,
                "started_at": entry.started_at or now,
                "finished_at": now,
            }
        )
        await self._database.write(lambda c: rows.move(c, ended, entry.status), vital=True)
        self._events.publish(CallChanged(user_id=entry.user_id, entry=ended))
        return ended

    async def await_approval(self, entry: JournalEntry, reason: str) -> JournalEntry:
        """Proposed -> awaiting_approval: the turn will be suspended on disk."""
        now = self._clock.now()
        asking = entry.model_copy(update={"status": CallStatus.AWAITING_APPROVAL})

        def run(connection: Connection) -> None:
            rows.move(connection, asking, entry.status)
            rows.ask(connection, asking, reason, now)

        await self._database.write(run)
        self._events.publish(ApprovalAsked(user_id=entry.user_id, entry=asking))
        return asking

    async def answer(self, user_id: UserId, call_id: CallId, *, yes: bool) -> JournalEntry | None:
        """awaiting_approval -> approved | denied; None when it was answered before."""
        now = self._clock.now()
        status = CallStatus.APPROVED if yes else CallStatus.DENIED

        def run(connection: Connection) -> JournalEntry | None:
            entry = rows.entry(connection, user_id, call_id)
            if entry is None or entry.status is not CallStatus.AWAITING_APPROVAL:
                return None
            rows.answer(connection, user_id, call_id, ("yes" if yes else "no", now))
            answered = entry.model_copy(update={"status": status})
            rows.move(connection, answered, CallStatus.AWAITING_APPROVAL)
            return answered

        answered = await self._database.write(run)
        if answered is not None:
            self._events.publish(CallChanged(user_id=user_id, entry=answered))
        return answered

    async def entry(self, user_id: UserId, call_id: CallId) -> JournalEntry | None:
        """One call."""
        return await self._database.read(lambda c: rows.entry(c, user_id, call_id))

    async def of_message(self, user_id: UserId, message_id: MessageId) -> list[JournalEntry]:
        """All calls of one message."""
        return await self._database.read(lambda c: rows.of_message(c, user_id, message_id))

    async def of_messages(
        self, user_id: UserId, message_ids: Sequence[MessageId]
    ) -> list[JournalEntry]:
        """All calls of several messages."""
        if not message_ids:
            return []
        return await self._database.read(lambda c: rows.of_messages(c, user_id, message_ids))

    async def waiting(self, user_id: UserId) -> list[tuple[JournalEntry, str]]:
        """What waits for this user's yes."""
        return await self._database.read(lambda c: rows.waiting(c, user_id))

    async def is_granted(self, user_id: UserId, tool: str) -> bool:
        """Whether a tool was allowed for good."""
        return await self._database.read(lambda c: rows.is_granted(c, user_id, tool))

    async def grant(self, user_id: UserId, tool: str) -> None:
        """Allow a tool for good."""
        now = self._clock.now()
        await self._database.write(lambda c: rows.grant(c, user_id, tool, now))
