"""The tool loop: model -> tools -> model, until there is an answer.

One turn: the user's message is on disk; the model streams; its whole reply with its calls is
on disk; all calls run at once; one result per call is on disk, in call order; the model is
asked again; it always ends with an answer. Cancellation is a normal end at any of these.
"""

import asyncio
import logging
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from assistant_desktop.core import context_window, truth_guard
from assistant_desktop.core.call_arguments import canonical
from assistant_desktop.core.clock import new_id
from assistant_desktop.core.history_repair import repair
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.state import ConversationState, ConversationStore
from assistant_desktop.core.tool_runner import CallSetting, ToolRunner
from assistant_desktop.core.whole_answer import whole_answer
from assistant_desktop.domain.conversation import (
    CallStatus,
    Completeness,
    JournalEntry,
    Message,
    Part,
    ReasoningPart,
    Role,
    TextPart,
    ToolCallPart,
)
from assistant_desktop.domain.errors import KnownError, ModelError
from assistant_desktop.domain.events import ReplyWaiting, TextStreamed, TextTakenBack
from assistant_desktop.domain.ids import CallId
from assistant_desktop.domain.ports import (
    CallDelta,
    ChatModel,
    Clock,
    EventSink,
    MeasuringModel,
    ModelDelta,
    ModelFinished,
    ModelRequest,
    ModelUsage,
    ModelWaiting,
    TextDelta,
)
from assistant_desktop.wording import wording

_log = logging.getLogger(__name__)

MAX_ROUNDS = 8
MAX_IDENTICAL_CALLS = 3
MAX_CALLS_PER_REPLY = 32
CHECKPOINT_S = 1.0
SUMMARY_LIMIT_S = 30.0


@dataclass(slots=True)
class Turn:
    """One user message being answered."""

    state: ConversationState
    model: ChatModel
    language: str
    zone: ZoneInfo
    rounds: int = 0
    entries: list[JournalEntry] = field(default_factory=list)
    seen_calls: Counter[str] = field(default_factory=Counter)
    usage: ModelUsage = field(default_factory=ModelUsage)
    held_back: "HeldBack | None" = None

    @property
    def done(self) -> frozenset[str]:
        """The tools whose calls ended well in this turn."""
        return frozenset(one.name for one in self.entries if one.status is CallStatus.DONE)

    @property
    def done_before(self) -> frozenset[str]:
        """The same for the whole conversation."""
        results = [result for message in self.state.messages for result in message.results]
        return self.done | {one.name for one in results if one.status is CallStatus.DONE}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An answer that claimed what was not done: the message it was to be, what to tell the model.

    `note` is read once, with the next request.
    """

    message: Message
    note: Message


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended. `reply` is the last thing the assistant said in it."""

    outcome: str
    reply: str = ""


@dataclass(slots=True)
class _Reply:
    """What the model has said so far in one round."""

    message: Message
    text: str = ""
    reasoning: str = ""
    calls: list[ToolCallPart] = field(default_factory=list)
    saved_at_s: float = 0.0
    is_on_disk: bool = False

    def as_message(self, completeness: Completeness, *, tainted: bool) -> Message:
        parts: list[Part] = []
        if self.reasoning:
            parts.append(ReasoningPart(text=self.reasoning))
        if self.text:
            parts.append(TextPart(text=self.text))
        parts += self.calls
        return self.message.model_copy(
            update={"parts": tuple(parts), "completeness": completeness, "tainted": tainted}
        )


class AiEngine:
    """Runs turns. Holds nothing of a conversation between them."""

    def __init__(
        self,
        store: ConversationStore,
        runner: ToolRunner,
        prompts: Prompts,
        clock: Clock,
        events: EventSink,
    ) -> None:
        self._store = store
        self._runner = runner
        self._prompts = prompts
        self._clock = clock
        self._events = events

    async def run(self, turn: Turn) -> TurnResult:
        """Go round until there is an answer, or a call waits for the user's yes.

        Raises:
            ModelError: the model failed; what it said so far is kept.
            StorageError: nothing more could be written.
            CancelledError: the turn was stopped; the history is whole.
        """
        if isinstance(turn.model, MeasuringModel):
            await turn.model.measure()
        while True:
            turn.rounds += 1
            last_round = turn.rounds > MAX_ROUNDS or self._is_going_in_circles(turn)
            reply = await self._ask(turn, allow_tools=not last_round)
            if not reply.calls and not last_round and await self._hold_back(turn, reply):
                continue
            if not reply.calls or last_round:
                return await self._answer(turn, reply)
            entries = await self._keep(turn, reply)
            if not await self._run_calls(turn, entries):
                return TurnResult("needs_approval", reply.text)

    async def resume(self, turn: Turn, entries: list[JournalEntry]) -> TurnResult:
        """Go on with a suspended turn: its calls are answered, approved ones run now."""
        if not await self._run_calls(turn, entries):
            return TurnResult("needs_approval")
        return await self.run(turn)

    def _is_going_in_circles(self, turn: Turn) -> bool:
        return any(times >= MAX_IDENTICAL_CALLS for times in turn.seen_calls.values())

    # ---- asking the model ----

    async def _ask(self, turn: Turn, *, allow_tools: bool) -> _Reply:
        request = await self._request(turn, allow_tools=allow_tools)
        again = turn.held_back.message if turn.held_back else None
        reply = _Reply(again or self._store.compose(turn.state, Role.ASSISTANT, ()))
        reply.saved_at_s = self._clock.monotonic_s()
        try:
            async with aclosing(turn.model.stream(request)) as deltas:
                async for delta in deltas:
                    await self._take(turn, reply, delta)
        except asyncio.CancelledError:
            await self._keep_partial(turn, reply, Completeness.STOPPED)
            raise
        except ModelError:
            await self._keep_partial(turn, reply, Completeness.CUT_OFF)
            raise
        return reply

    async def _take(self, turn: Turn, reply: _Reply, delta: ModelDelta) -> None:
        if isinstance(delta, TextDelta):
            await self._take_text(turn, reply, delta)
        elif isinstance(delta, CallDelta):
            if len(reply.calls) < MAX_CALLS_PER_REPLY:
                reply.calls.append(self._call(delta))
        elif isinstance(delta, ModelWaiting):
            message = reply.message
            self._events.publish(
                ReplyWaiting(user_id=message.user_id, conversation_id=message.conversation_id)
            )
        elif isinstance(delta, ModelFinished):
            turn.usage = delta.usage

    def _call(self, delta: CallDelta) -> ToolCallPart:
        # Providers repeat their ids from turn to turn; ours are never the same twice.
        call_id = CallId(new_id(self._clock.now()))
        return ToolCallPart(call_id=call_id, name=delta.name, arguments=delta.arguments)

    async def _take_text(self, turn: Turn, reply: _Reply, delta: TextDelta) -> None:
        if delta.reasoning:
            reply.reasoning += delta.text
        else:
            reply.text += delta.text
        self._events.publish(
            TextStreamed(
                user_id=reply.message.user_id,
                conversation_id=reply.message.conversation_id,
                message_id=reply.message.id,
                text=delta.text,
                reasoning=delta.reasoning,
            )
        )
        if self._clock.monotonic_s() - reply.saved_at_s >= CHECKPOINT_S:
            reply.saved_at_s = self._clock.monotonic_s()
            reply.is_on_disk = True
            await self._store.checkpoint(
                turn.state, reply.as_message(Completeness.STREAMING, tainted=turn.state.is_tainted)
            )

    async def _keep_partial(self, turn: Turn, reply: _Reply, how: Completeness) -> None:
        """What was said so far stays; calls that were not complete were never proposed."""
        reply.calls.clear()
        if reply.text.strip() or reply.reasoning.strip():
            message = reply.as_message(how, tainted=turn.state.is_tainted)
            await self._store.add_assistant_message(turn.state, message)

    async def _request(self, turn: Turn, *, allow_tools: bool) -> ModelRequest:
        state = turn.state
        system = self._prompts.system(turn.language, state.conversation.summary)
        room = (
            turn.model.context_tokens
            - context_window.reply_tokens(turn.model.context_tokens)
            - context_window.text_tokens(system)
        )
        tools = context_window.tools_that_fit(self._runner.tools(), room) if allow_tools else ()
        budget = room - context_window.tools_tokens(tools)
        fitted = context_window.fit(repair(state.messages), budget)
        if fitted.left_out:
            await self._summarise(turn, fitted.left_out)
        summary = turn.state.conversation.summary
        return ModelRequest(
            system=self._prompts.system(turn.language, summary),
            messages=(*fitted.kept, *((turn.held_back.note,) if turn.held_back else ())),
            tools=tools,
            user_id=state.conversation.user_id,
            now=self._clock.now(),
            zone=turn.zone,
            language=turn.language,
            allow_tools=allow_tools,
        )

    async def _summarise(self, turn: Turn, left_out: tuple[Message, ...]) -> None:
        """Let a summary stand for what no longer fits. Without one the turn goes on."""
        state = turn.state
        text = self._prompts.summary_request(state.conversation.summary, left_out)
        request = ModelRequest(
            system=self._prompts.summary_system(),
            messages=(self._store.compose(state, Role.USER, (TextPart(text=text),)),),
            tools=(),
            user_id=state.conversation.user_id,
            now=self._clock.now(),
            zone=turn.zone,
            language=turn.language,
            allow_tools=False,
            side=True,
        )
        summary = ""
        try:
            async with asyncio.timeout(SUMMARY_LIMIT_S):
                summary = await whole_answer(turn.model, request)
        except (TimeoutError, KnownError) as error:
            _log.info("no summary this time: %s", error)
        if summary:
            await self._store.set_summary(state, summary, left_out[-1])

    # ---- ending a round ----

    async def _keep(self, turn: Turn, reply: _Reply) -> list[JournalEntry]:
        tainted = turn.state.is_tainted
        message = reply.as_message(Completeness.COMPLETE, tainted=tainted)
        turn.seen_calls.update(canonical(call.name, call.arguments) for call in message.calls)
        return await self._store.add_assistant_message(turn.state, message)

    async def _answer(self, turn: Turn, reply: _Reply) -> TurnResult:
        """The last message of a turn is never empty and asks for nothing more."""
        reply.calls.clear()
        self._correct(turn, reply)
        if not reply.text.strip():
            reply.text = self._instead_of_an_answer(turn)
            await self._take_text(turn, reply, TextDelta(""))
        message = reply.as_message(Completeness.COMPLETE, tainted=turn.state.is_tainted)
        await self._store.add_assistant_message(turn.state, message)
        return TurnResult("answered", reply.text)

    def _instead_of_an_answer(self, turn: Turn) -> str:
        """The model said nothing: tell what was done, from the journal, or that nothing was."""
        receipts = [entry.receipt for entry in turn.entries if entry.receipt]
        if receipts:
            return "\n".join(receipts)
        return wording(turn.language).text("The model gave no answer. Try asking in other words.")

    # ---- the truth ----

    async def _hold_back(self, turn: Turn, reply: _Reply) -> bool:
        """Whether the answer claims what was not done; then it is asked for once more."""
        claims = truth_guard.unproven(reply.text, turn.done)
        if not claims or turn.held_back is not None:
            return False
        told = TextPart(text=truth_guard.facts(claims, turn.done))
        note = self._store.compose(turn.state, Role.SYSTEM, (told,))
        turn.held_back = HeldBack(reply.message, note)
        self._take_back(reply)
        if reply.is_on_disk:
            reply.text = reply.reasoning = ""
            await self._store.checkpoint(
                turn.state, reply.as_message(Completeness.STREAMING, tainted=turn.state.is_tainted)
            )
        return True

    def _correct(self, turn: Turn, reply: _Reply) -> None:
        """What is still claimed and was done neither now nor before is replaced by the truth."""
        claims = truth_guard.unproven(reply.text, turn.done_before)
        if not claims:
            return
        reply.text = truth_guard.corrected(reply.text, claims, wording(turn.language))
        self._take_back(reply)

    def _take_back(self, reply: _Reply) -> None:
        message = reply.message
        self._events.publish(
            TextTakenBack(
                user_id=message.user_id,
                conversation_id=message.conversation_id,
                message_id=message.id,
            )
        )

    # ---- tools ----

    async def _run_calls(self, turn: Turn, entries: list[JournalEntry]) -> bool:
        """Run what may run; False when a call waits for the user and the turn is suspended."""
        setting = CallSetting(turn.zone, turn.language, turn.state.is_tainted)
        open_entries = [entry for entry in entries if not entry.status.is_final]
        try:
            finished = await self._runner.run_all(open_entries, setting)
        except asyncio.CancelledError:
            await self._settle_stopped(turn, [entry.call_id for entry in open_entries])
            raise
        ended = {entry.call_id: entry for entry in finished}
        outcome = [ended.get(entry.call_id, entry) for entry in entries]
        turn.entries.extend(outcome)
        done = [entry for entry in outcome if entry.status.is_final]
        if done:
            await self._store.add_results(
                turn.state, [self._store.result_of(entry) for entry in done]
            )
        return len(done) == len(outcome)

    async def _settle_stopped(self, turn: Turn, call_ids: list[CallId]) -> None:
        """Stopped in the middle: each call gets the result it has, or "interrupted"."""
        entries = await self._store.settle_open_calls(turn.state, call_ids)
        turn.entries.extend(entries)
        await self._store.add_results(
            turn.state, [self._store.result_of(entry) for entry in entries]
        )
