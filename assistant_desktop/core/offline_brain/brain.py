"""The model-free brain as a ChatModel: the same tool loop, with rules in place of a model."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant_desktop.core.memory.facts import facts_in
from assistant_desktop.core.offline_brain.phrasebook import phrasebook
from assistant_desktop.core.offline_brain.request import iso
from assistant_desktop.core.offline_brain.understanding import after_calls, understand
from assistant_desktop.core.offline_brain.values import (
    NO_CONTEXT,
    Context,
    IntendedCall,
    Understanding,
)
from assistant_desktop.core.when import (
    DEFAULT_DAY_TIMES,
    DayTimes,
    Interval,
    Reference,
    find,
    languages,
)
from assistant_desktop.domain.conversation import CallStatus, Message, Role
from assistant_desktop.domain.ports import (
    CallDelta,
    ModelDelta,
    ModelFinished,
    ModelRequest,
    TextDelta,
)

_LOOK_BACK = 40  # messages; what was said before that is not what "it" means


class OfflineBrain:
    """Understands by rules, calls the same tools as a model, and never claims an effect itself.

    ``day_times`` is asked at each request, so that changed settings hold at once. ``why_not`` tells
    how a tool that is not offered can be had, by its name and the user's language.
    """

    def __init__(
        self,
        day_times: Callable[[], DayTimes] = lambda: DEFAULT_DAY_TIMES,
        why_not: Callable[[str, str], str | None] = lambda name, language: None,
    ) -> None:
        self._day_times, self._why_not = day_times, why_not

    @property
    def name(self) -> str:
        """What the user calls it."""
        return "offline"

    @property
    def context_tokens(self) -> int:
        """It reads the last messages only; there is no window to fill."""
        return 1_000_000

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        """The calls that the newest message asks for, or the results of those already made."""
        messages = [m for m in request.messages if m.role != Role.SYSTEM][-_LOOK_BACK:]
        asked = _last_from_user(messages)
        if asked is None:
            yield ModelFinished()
            return
        results = [part for m in messages[asked + 1 :] for part in m.results]
        if results:
            said = [part.receipt or part.content for part in results]
            yield TextDelta("\n".join(dict.fromkeys(text.strip() for text in said if text)))
            yield ModelFinished()
            return
        understood = understand(
            messages[asked].text,
            reference=self._reference(request),
            context=self._context(messages[:asked], request),
        )
        offered = {tool.name for tool in request.tools} if request.allow_tools else set()
        text, reference = messages[asked].text, self._reference(request)
        wanted = [_whole(c, text, reference) for c in understood.calls]
        calls = [call for call in wanted if call.name in offered]
        if calls:
            if len(calls) < len(understood.calls):
                yield TextDelta(self._unavailable(understood, offered))
            for call in calls:
                yield CallDelta(call.name, json.dumps(call.given, ensure_ascii=False))
            yield ModelFinished("tool_calls")
            return
        reply = understood.reply
        told = facts_in(messages[asked].text)
        if told and not understood.calls:
            which = "told_private" if any(fact.needs_a_yes for fact in told) else "told"
            reply = phrasebook(understood.language).replies[which]
        if understood.calls:
            # Understood, but nothing here can do it: said, never passed over.
            reply = self._unavailable(understood, offered)
        if reply:
            yield TextDelta(reply)
        yield ModelFinished()

    def _unavailable(self, understood: Understanding, offered: set[str]) -> str:
        """Why the rest cannot be done here, and what to switch on."""
        missing = [call.name for call in understood.calls if call.name not in offered]
        reasons = [self._why_not(name, understood.language) for name in dict.fromkeys(missing)]
        known = [reason for reason in reasons if reason]
        return " ".join(known) or phrasebook(understood.language).replies["unavailable"]

    def _reference(self, request: ModelRequest, now: datetime | None = None) -> Reference:
        return Reference(
            now=(now or request.now).astimezone(request.zone),
            zone=request.zone,
            language=request.language if request.language in languages.codes() else "auto",
            day_times=self._day_times(),
        )

    def _context(self, messages: Sequence[Message], request: ModelRequest) -> Context:
        """What "it" means: the reminder or event of the last call that went well."""
        context = NO_CONTEXT
        undos = {part.call_id for m in messages for part in m.calls if part.name == "undo"}
        for message in messages:
            failed = {p.call_id for m in messages for p in m.results if p.status != CallStatus.DONE}
            calls = [
                IntendedCall(part.name, arguments)
                for part in message.calls
                if part.call_id not in failed and (arguments := _arguments(part.arguments))
            ]
            context = after_calls(context, tuple(calls))
            for part in message.results:
                # After an undo "it" is what the tools know of, not what was taken back.
                taken_back = part.call_id in undos
                context = NO_CONTEXT if taken_back else _with_data(context, part.data)
        asked = _last_from_user(messages)
        context = replace(context, doubted=_doubted(messages[asked or 0 :]))
        if asked is not None and not any(m.calls for m in messages[asked:]):
            earlier = messages[asked]
            reference = self._reference(request, earlier.created_at)
            before = understand(earlier.text, reference=reference)
            if before.pending:
                return Context(pending=before.pending, wish=before.wish)
        return context


def _whole(call: IntendedCall, said: str, reference: Reference) -> IntendedCall:
    """The weather of a weekend is that of its days: its beginning alone would be one hour."""
    when = call.arguments.get("when")
    if call.name != "get_weather" or when is None:
        return call
    for match in find(said, reference):
        value = match.value
        if isinstance(value, Interval) and value.part is None and iso(value.start) == when:
            span = f"{when}/{iso(value.end)}" if value.end else when
            return IntendedCall(call.name, {**call.arguments, "when": span})
    return call


def _doubted(messages: Sequence[Message]) -> tuple[IntendedCall, ...]:
    """Readings of the last answer that were not kept."""
    failed = {p.call_id for m in messages for p in m.results if p.status == CallStatus.FAILED}
    return tuple(
        IntendedCall(part.name, _arguments(part.arguments))
        for message in messages
        for part in message.calls
        if part.name == "log_health" and part.call_id in failed
    )


def _last_from_user(messages: Sequence[Message]) -> int | None:
    for index in range(len(messages) - 1, -1, -1):
        if messages[index].role == Role.USER:
            return index
    return None


def _arguments(text: str) -> dict[str, Any]:
    try:
        arguments = json.loads(text)
    except ValueError:
        return {}
    return arguments if isinstance(arguments, dict) else {}


def _with_data(context: Context, data: dict[str, Any]) -> Context:
    """The context with the moment that a tool reports, which words of a model may hide."""
    title, start = data.get("title"), data.get("start")
    if isinstance(title, str) and isinstance(start, str):
        return after_calls(context, (IntendedCall("create_event", data),))
    text, due = data.get("text"), data.get("due")
    if not isinstance(text, str) or not isinstance(due, str):
        return context
    arguments = {"text": text, "due": due, "rrule": data.get("rrule")}
    return after_calls(context, (IntendedCall("create_reminder", arguments),))
