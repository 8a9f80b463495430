"""Any history in, one out that every provider accepts. Pure, deterministic, idempotent.

What providers insist on: each tool call is answered exactly once, right after the message
that asked for it; no result without a call; no message without content. A crash, a stop or a
trimmed window can leave a history that breaks each of these.
"""

from collections.abc import Iterable, Sequence

from assistant_desktop.domain.conversation import (
    CallStatus,
    Message,
    Part,
    ReasoningPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from assistant_desktop.domain.ids import CallId, MessageId

INTERRUPTED_TEXT = "The call was interrupted before it had a result."


def repair(history: Sequence[Message]) -> tuple[Message, ...]:
    """Return `history` with every call paired to one result, in call order.

    A missing result is made up as "interrupted"; a result nobody asked for and a second
    result of one call are left out; a call that repeats an earlier call's id is left out.
    Text is never lost. Empty messages go.
    """
    results = _first_results(history)
    repaired: list[Message] = []
    seen: set[CallId] = set()
    for message in history:
        if message.role is Role.TOOL:
            continue  # each result is put behind its call instead
        kept = _without_repeats(message, seen)
        if not _has_content(kept):
            continue
        repaired.append(kept)
        if kept.calls:
            repaired.append(_results_for(kept, results))
    return tuple(repaired)


def _first_results(history: Iterable[Message]) -> dict[CallId, ToolResultPart]:
    results: dict[CallId, ToolResultPart] = {}
    for message in history:
        for result in message.results:
            results.setdefault(result.call_id, result)
    return results


def _without_repeats(message: Message, seen: set[CallId]) -> Message:
    """The message with its first-time calls only; results and calls live where they belong."""
    parts: list[Part] = []
    for part in message.parts:
        if isinstance(part, ToolResultPart):
            continue
        if isinstance(part, ToolCallPart):
            if part.call_id in seen or message.role is not Role.ASSISTANT:
                continue
            seen.add(part.call_id)
        parts.append(part)
    if len(parts) == len(message.parts):
        return message
    return message.model_copy(update={"parts": tuple(parts)})


def _has_content(message: Message) -> bool:
    return any(
        isinstance(part, ToolCallPart)
        or (isinstance(part, TextPart) and part.text.strip())
        or (isinstance(part, ReasoningPart) and part.text.strip() and bool(message.calls))
        for part in message.parts
    )


def _results_for(message: Message, results: dict[CallId, ToolResultPart]) -> Message:
    parts = tuple(results.get(call.call_id) or _interrupted(call) for call in message.calls)
    return Message.model_construct(
        id=MessageId(f"{message.id}/results"),
        conversation_id=message.conversation_id,
        user_id=message.user_id,
        role=Role.TOOL,
        parts=parts,
        created_at=message.created_at,
        completeness=message.completeness,
        tainted=message.tainted or any(part.tainted for part in parts),
    )


def _interrupted(call: ToolCallPart) -> ToolResultPart:
    return ToolResultPart(
        call_id=call.call_id,
        name=call.name,
        status=CallStatus.INTERRUPTED,
        content=INTERRUPTED_TEXT,
    )
