"""Turns as the user meets them: send, edit, answer again, stop, answer an approval, undo.

One turn at a time in a conversation; each runs in a task that the supervisor owns.
"""

import asyncio
import logging
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from assistant_desktop.core import forks
from assistant_desktop.core.ai_engine import AiEngine, Turn, TurnResult
from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.state import ConversationState, ConversationStore
from assistant_desktop.core.storage import journal as journal_rows
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.text_input import clean_message
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.tool_runner import CallSetting, ToolRunner
from assistant_desktop.core.turn_words import (
    language_of,
    language_of_history,
    our_fault,
)
from assistant_desktop.domain.conversation import (
    CallStatus,
    ContextPart,
    JournalEntry,
    Message,
    Role,
    UsedMemory,
)
from assistant_desktop.domain.errors import BadInput, KnownError, NotFound
from assistant_desktop.domain.events import TurnEnded
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import ChatModel, Clock, EventSink, ModelUsage
from assistant_desktop.domain.tool import FROM_OUTSIDE, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording

_log = logging.getLogger(__name__)

STOP_LIMIT_S = 2.0
Outcome = Literal["answered", "needs_approval", "stopped", "failed"]
_Place = tuple[UserId, ConversationId]
Learn = Callable[[Message], Awaitable[None]]
"""Told of each message of a user that was answered."""
Recall = Callable[[UserId, str], Awaitable[tuple[UsedMemory, ...]]]


@dataclass(slots=True)
class TurnReport:
    """What a finished turn was: the reply, each call, and how it ended."""

    conversation_id: ConversationId
    model: str
    outcome: Outcome = "answered"
    reply: str = ""
    rounds: int = 0
    entries: list[JournalEntry] = field(default_factory=list)
    error: KnownError | None = None
    usage: ModelUsage = field(default_factory=ModelUsage)


@dataclass(slots=True)
class RunningTurn:
    """A turn that was begun. `finished` is its report."""

    conversation_id: ConversationId
    message_id: MessageId | None
    finished: "asyncio.Task[TurnReport]"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a user says, and where.

    offline: answered by the brain that needs no model. in_turn: waits for an answer that is
    being given there, instead of stopping it.
    """

    user_id: UserId
    text: str
    conversation_id: ConversationId | None = None
    new_conversation: bool = False
    language: str | None = None
    offline: bool = False
    in_turn: bool = False


@dataclass(frozen=True, slots=True)
class TurnParts:
    """What turns stand on. `model` is asked anew for each turn."""

    database: Database
    clock: Clock
    events: EventSink
    supervisor: Supervisor
    store: ConversationStore
    engine: AiEngine
    runner: ToolRunner
    journal: ToolJournal
    prompts: Prompts
    tools: Mapping[str, ToolSpec]
    model: Callable[[], ChatModel]
    offline_model: ChatModel
    recall: Recall
    learn: Learn


class Turns:
    """Begins, stops and resumes turns."""

    def __init__(self, parts: TurnParts) -> None:
        self._parts = parts
        self._store = parts.store
        self._database = parts.database
        self._journal = parts.journal
        self._clock = parts.clock
        self._running: dict[_Place, asyncio.Task[TurnReport]] = {}
        self._stopping: set[asyncio.Task[TurnReport]] = set()
        self._refused: set[UserId] = set()
        self._locks: weakref.WeakValueDictionary[ConversationId, asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )

    # ---- saying something ----

    async def send(self, saying: Saying) -> RunningTurn:
        """Store the message and begin to answer it; returns when the message is on disk.

        Raises:
            BadInput, NotFound, StorageError: nothing was stored.
        """
        text = clean_message(saying.text)
        state = await self._store.open(
            saying.user_id, saying.conversation_id, new=saying.new_conversation
        )
        if not saying.in_turn:
            # Before any other who waits there in turn.
            await self.stop(saying.user_id, state.conversation.id)
        async with self._beginning(state.conversation.id):
            if saying.in_turn:
                await self._until_free((saying.user_id, state.conversation.id))
            else:
                await self.stop(saying.user_id, state.conversation.id)
            if state.conversation.title:
                # What was said meanwhile belongs to the history that is answered.
                state = await self._store.open(saying.user_id, state.conversation.id)
            return await self._send_in(state, saying, text)

    def _beginning(self, conversation_id: ConversationId) -> asyncio.Lock:
        """Held from the end of one turn to the beginning of the next."""
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    def refuse(self, user_id: UserId) -> Callable[[], None]:
        """Let this user begin no turn until what is returned is called."""
        self._refused.add(user_id)
        return lambda: self._refused.discard(user_id)

    @asynccontextmanager
    async def alone(self, user_id: UserId, conversation_id: ConversationId) -> AsyncIterator[None]:
        """Stop the turn of a conversation, and let none begin before this ends."""
        async with self._beginning(conversation_id):
            await self.stop(user_id, conversation_id)
            yield

    async def edit(self, user_id: UserId, message_id: MessageId, text: str) -> RunningTurn:
        """Say something else in place of what was said; the earlier version is kept.

        Raises:
            BadInput: it is empty, too long, or not the user's own message.
            NotFound: the conversation does not go through that message (any more).
        """
        text = clean_message(text)
        message = await forks.active_message(self._database, user_id, message_id)
        if message.role is not Role.USER:
            raise BadInput("Only your own messages can be edited.")
        async with self.alone(user_id, message.conversation_id):
            state = await forks.open_before(self._database, message)
            saying = Saying(user_id, text, message.conversation_id)
            return await self._send_in(state, saying, text)

    async def regenerate(self, user_id: UserId, message_id: MessageId) -> RunningTurn:
        """Answer a message again, or the one that a reply answers; the earlier reply is kept.

        Raises:
            BadInput: it answers nothing.
            NotFound: the conversation does not go through that message (any more).
        """
        message = await forks.active_message(self._database, user_id, message_id)
        async with self.alone(user_id, message.conversation_id):
            question = await forks.question_of(self._database, message)
            state = await forks.open_after(self._database, question)
            turn = self._turn(state, self._parts.model(), language_of(question.text))
            return self._begin(turn, question.id, lambda: self._parts.engine.run(turn))

    async def _send_in(self, state: ConversationState, saying: Saying, text: str) -> RunningTurn:
        if saying.user_id in self._refused:
            raise NotFound("This profile is being deleted.")
        model = self._parts.offline_model if saying.offline else self._parts.model()
        context = await self._context(saying.user_id, text, model)
        message = await self._store.add_user_message(state, text, context)
        turn = self._turn(state, model, saying.language or language_of(text))
        return self._begin(turn, message.id, lambda: self._run_and_learn(turn, message))

    async def _run_and_learn(self, turn: Turn, message: Message) -> TurnResult:
        """Facts are learned after the answer: never in its way."""
        result = await self._parts.engine.run(turn)
        await self._parts.learn(message)
        return result

    def _turn(self, state: ConversationState, model: ChatModel, language: str) -> Turn:
        return Turn(state, model, language, self._clock.zone())

    async def _context(self, user_id: UserId, text: str, model: ChatModel) -> ContextPart:
        # The offline brain looks things up by its tools; it would not read them here.
        uses_none = isinstance(model, OfflineBrain)
        known = () if uses_none else await self._parts.recall(user_id, text)
        moment = self._parts.prompts.context(self._clock.now(), self._clock.zone())
        return ContextPart(text=moment, memories=known)

    def _begin(
        self,
        turn: Turn,
        message_id: MessageId | None,
        work: Callable[[], Awaitable[TurnResult]],
    ) -> RunningTurn:
        conversation_id = turn.state.conversation.id
        task = self._parts.supervisor.once(f"turn-{conversation_id}", self._to_the_end(turn, work))
        place = (turn.state.conversation.user_id, conversation_id)
        self._running[place] = task
        task.add_done_callback(lambda done: self._forget(place, done))
        return RunningTurn(conversation_id, message_id, task)

    def _forget(self, place: _Place, task: "asyncio.Task[TurnReport]") -> None:
        if self._running.get(place) is task:
            del self._running[place]

    async def _to_the_end(
        self, turn: Turn, work: Callable[[], Awaitable[TurnResult]]
    ) -> TurnReport:
        report = TurnReport(turn.state.conversation.id, turn.model.name)
        try:
            result = await work()
            report.outcome = "needs_approval" if result.outcome == "needs_approval" else "answered"
            report.reply = result.reply
        except asyncio.CancelledError:
            report.outcome = "stopped"
            if asyncio.current_task() not in self._stopping:
                self._publish_end(turn, report)
                raise
            # The user stopped it: that is this task's end, and whoever waits gets the report.
        except KnownError as error:
            report.outcome, report.error = "failed", error
        except Exception:
            _log.exception("a turn failed")
            report.outcome, report.error = "failed", our_fault()
        finally:
            report.rounds, report.entries, report.usage = turn.rounds, turn.entries, turn.usage
        self._publish_end(turn, report)
        return report

    def _publish_end(self, turn: Turn, report: TurnReport) -> None:
        words = wording(turn.language)
        self._parts.events.publish(
            TurnEnded(
                user_id=turn.state.conversation.user_id,
                conversation_id=report.conversation_id,
                outcome=report.outcome,
                error=words.error(report.error) if report.error else "",
            )
        )

    async def stop(self, user_id: UserId, conversation_id: ConversationId) -> bool:
        """Stop the turn of a user's conversation; returns when its history is whole again."""
        task = self._running.get((user_id, conversation_id))
        if task is None or task.done():
            return False
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)
        task.cancel()
        await asyncio.wait({task}, timeout=STOP_LIMIT_S)
        return True

    async def _until_free(self, place: _Place) -> None:
        """Wait for the turn that runs there: two at once would mix their messages."""
        while (task := self._running.get(place)) is not None and not task.done():
            await asyncio.wait({task})

    def is_running(self, user_id: UserId, conversation_id: ConversationId) -> bool:
        """Whether a turn runs there now."""
        return (user_id, conversation_id) in self._running

    # ---- approvals ----

    async def answer(
        self, user_id: UserId, call_id: CallId, *, yes: bool, always: bool = False
    ) -> RunningTurn:
        """The user's yes or no to one call; a turn that waited for it goes on.

        Raises:
            NotFound: nothing of this user waits under that id (any more).
        """
        asked = await self._journal.entry(user_id, call_id)
        if asked is None:
            raise NotFound("Nothing waits for your answer under this number.")
        async with self._beginning(asked.conversation_id):
            await self._until_free((user_id, asked.conversation_id))
            return await self._answer_in(user_id, call_id, yes=yes, always=always)

    async def _answer_in(
        self, user_id: UserId, call_id: CallId, *, yes: bool, always: bool
    ) -> RunningTurn:
        entry = await self._journal.answer(user_id, call_id, yes=yes)
        if entry is None:
            raise NotFound("Nothing waits for your answer under this number.")
        if yes and always:
            await self._journal.grant(user_id, entry.name)
        state = await self._store.open(user_id, entry.conversation_id)
        turn = self._turn(state, self._parts.model(), language_of_history(state))
        if entry.content:
            return self._begin(turn, None, lambda: self._run_late(turn, entry))
        siblings = await self._journal.of_message(user_id, entry.message_id)
        answered_ids = {r.call_id for m in state.messages for r in m.results}
        waiting = [one for one in siblings if one.call_id not in answered_ids]
        if any(one.status is CallStatus.AWAITING_APPROVAL for one in waiting):
            return self._begin(turn, None, lambda: self._run_only(turn, entry))
        return self._begin(turn, None, lambda: self._parts.engine.resume(turn, waiting))

    async def _run_only(self, turn: Turn, entry: JournalEntry) -> TurnResult:
        """Run an answered call while others of its message still wait."""
        await self._run_answered(turn, entry)
        return TurnResult("needs_approval")

    async def _run_answered(self, turn: Turn, entry: JournalEntry) -> JournalEntry:
        if entry.status is CallStatus.DENIED:
            return entry
        setting = CallSetting(turn.zone, turn.language, turn.state.is_tainted)
        ended = await self._parts.runner.run(entry, setting)
        turn.entries.append(ended)
        return ended

    async def _run_late(self, turn: Turn, entry: JournalEntry) -> TurnResult:
        """The conversation has moved on: run once, and tell it in an event message."""
        ended = await self._run_answered(turn, entry)
        words = wording(turn.language)
        if ended.status is CallStatus.DENIED:
            text = words.text("You said no to {tool}; it was not done.", tool=entry.name)
        else:
            outcome = ended.receipt or ended.content
            text = words.text("You said yes to {tool}: {outcome}", tool=entry.name, outcome=outcome)
        spec = self._parts.tools.get(entry.name)
        tainted = bool(spec and spec.taints) or ended.data.get(FROM_OUTSIDE) is True
        await self._store.add_event(turn.state, text, tainted=tainted)
        return TurnResult("answered", text)

    # ---- undo ----

    async def undo(self, user_id: UserId, call_id: CallId) -> ToolResult:
        """Take back what one call did, once.

        Raises:
            BadInput: it cannot be taken back, or already was.
            NotFound: this user made no such call.
        """
        entry = await self._journal.entry(user_id, call_id)
        if entry is None:
            raise NotFound("There is no such action.")
        spec = self._parts.tools.get(entry.name)
        if spec is None or spec.undo is None or entry.undo is None:
            raise BadInput("This cannot be taken back.")
        if not await self._database.write(lambda c: journal_rows.claim_undo(c, user_id, call_id)):
            raise BadInput("This was already taken back.")
        state = await self._store.open(user_id, entry.conversation_id)
        language = language_of_history(state)
        context = ToolContext(
            user_id=user_id,
            conversation_id=entry.conversation_id,
            message_id=entry.message_id,
            call_id=call_id,
            now=self._clock.now(),
            zone=self._clock.zone(),
            language=language,
        )
        try:
            result = await spec.undo(entry.undo, context)
        except Exception:
            await self._database.write(lambda c: journal_rows.release_undo(c, user_id, call_id))
            raise
        words = wording(language)
        text = words.text("Taken back: {what}", what=entry.receipt or entry.name)
        await self._store.add_event(state, text, tainted=entry.data.get(FROM_OUTSIDE) is True)
        return result
