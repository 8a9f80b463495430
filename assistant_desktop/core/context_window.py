"""What of a history fits into a model's context. Pure.

Order of giving up: results of old tool calls first, then whole old exchanges (a summary
stands for them); a call is never parted from its result, nor a question from its answer.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant_desktop.domain.conversation import (
    Message,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from assistant_desktop.domain.tool import ToolSpec

KEPT_RESULTS = 3
CLEARED_TEXT = "[This old result was cleared to save room. Call the tool again if needed.]"
REPLY_TOKENS = 1024
_BYTES_PER_TOKEN = 3
_SCHEMA_BYTES_PER_TOKEN = 4
"""Schemas are plain ASCII with titles, which are not sent: less careful is still careful."""

_MESSAGE_TOKENS = 8
_SHORTEST_CUT_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """What fits, and what had to be left out in front of it (oldest first)."""

    kept: tuple[Message, ...]
    left_out: tuple[Message, ...]


def reply_tokens(context_tokens: int) -> int:
    """What is kept free for the reply: REPLY_TOKENS, of a small context a quarter."""
    return min(REPLY_TOKENS, context_tokens // 4)


def text_tokens(text: str) -> int:
    """A careful estimate: models read 3 to 4 bytes of English, 4 to 6 of Russian, as a token."""
    return len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN + 1


def message_tokens(message: Message) -> int:
    """Estimated tokens of one message."""
    return _MESSAGE_TOKENS + sum(_part_tokens(part) for part in message.parts)


def tools_tokens(tools: Sequence[ToolSpec]) -> int:
    """Estimated tokens of the tools' descriptions."""
    return sum(_tool_tokens(tool) for tool in tools)


def tools_that_fit(tools: Sequence[ToolSpec], context_tokens: int) -> tuple[ToolSpec, ...]:
    """Of tools in the order of their use, those that leave a small context room to talk.

    context_tokens: what is left of the context beside its instructions and the reply. At least
    a quarter of it stays for the talk itself: a request that does not fit has no answer at all.
    """
    room = context_tokens - context_tokens // 4
    kept: list[ToolSpec] = []
    for tool in tools:
        tokens = _tool_tokens(tool)
        if tokens <= room:
            kept.append(tool)
            room -= tokens
    return tuple(kept)


@lru_cache(maxsize=256)
def _tool_tokens(tool: ToolSpec) -> int:
    schema = json.dumps(tool.arguments.model_json_schema())
    return text_tokens(tool.description) + len(schema) // _SCHEMA_BYTES_PER_TOKEN


def fit(history: Sequence[Message], budget_tokens: int) -> Fitted:
    """Shorten a repaired history to about `budget_tokens`, the newest exchange always kept."""
    messages = list(history)
    if _total(messages) <= budget_tokens:
        return Fitted(tuple(messages), ())
    messages = _clear_old_results(messages, budget_tokens)
    start = _first_that_fits(messages, budget_tokens)
    kept, left_out = messages[start:], messages[:start]
    if _total(kept) > budget_tokens:
        kept = _clamp_long_parts(kept, budget_tokens)
    return Fitted(tuple(kept), tuple(left_out))


def _total(messages: Sequence[Message]) -> int:
    return sum(message_tokens(message) for message in messages)


def _part_tokens(part: Part) -> int:
    if isinstance(part, ToolCallPart):
        return text_tokens(part.name) + text_tokens(part.arguments)
    if isinstance(part, ToolResultPart):
        return text_tokens(part.content)
    return text_tokens(part.text)


def _clear_old_results(messages: list[Message], budget_tokens: int) -> list[Message]:
    holders = [index for index, message in enumerate(messages) if message.results]
    cleared = list(messages)
    for index in holders[:-KEPT_RESULTS]:
        if _total(cleared) <= budget_tokens:
            break
        cleared[index] = _with_parts(
            cleared[index], [_cleared(part) for part in cleared[index].parts]
        )
    return cleared


def _cleared(part: Part) -> Part:
    if not isinstance(part, ToolResultPart) or len(part.content) <= len(CLEARED_TEXT):
        return part
    return part.model_copy(update={"content": CLEARED_TEXT, "data": {}})


def _first_that_fits(messages: list[Message], budget_tokens: int) -> int:
    """Where the window begins: always at a user's message, so that no pair is split."""
    starts = [index for index, message in enumerate(messages) if message.role is Role.USER]
    if not starts:
        return 0
    best = starts[-1]
    for start in reversed(starts):
        if _total(messages[start:]) > budget_tokens:
            break
        best = start
    return best


def _clamp_long_parts(messages: list[Message], budget_tokens: int) -> list[Message]:
    """One exchange alone is too long: cut the middle out of its longest texts."""
    clamped = list(messages)
    while _total(clamped) > budget_tokens:
        index, part_index = max(
            ((i, j) for i, message in enumerate(clamped) for j in range(len(message.parts))),
            key=lambda place: _part_tokens(clamped[place[0]].parts[place[1]]),
        )
        part = clamped[index].parts[part_index]
        shorter = _halved(part)
        if shorter is None:
            break
        parts = list(clamped[index].parts)
        parts[part_index] = shorter
        clamped[index] = _with_parts(clamped[index], parts)
    return clamped


def _halved(part: Part) -> Part | None:
    if isinstance(part, ToolResultPart) and len(part.content) > _SHORTEST_CUT_TEXT:
        return part.model_copy(update={"content": _cut_middle(part.content), "data": {}})
    if isinstance(part, TextPart) and len(part.text) > _SHORTEST_CUT_TEXT:
        return part.model_copy(update={"text": _cut_middle(part.text)})
    return None


def _cut_middle(text: str) -> str:
    quarter = len(text) // 4
    return (
        f"{text[:quarter]}\n[… {len(text) - 2 * quarter} characters left out …]\n{text[-quarter:]}"
    )


def _with_parts(message: Message, parts: Sequence[Part]) -> Message:
    return message.model_copy(update={"parts": tuple(parts)})
