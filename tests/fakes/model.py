"""A ChatModel that says what a test wrote down."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from assistant_desktop.domain.ports import (
    CallDelta,
    ModelDelta,
    ModelFinished,
    ModelRequest,
    TextDelta,
)

Reply = Sequence[ModelDelta | Exception | float] | Callable[[ModelRequest], Sequence[ModelDelta]]


def call(name: str, **arguments: Any) -> CallDelta:
    """A whole call."""
    return CallDelta(name, json.dumps(arguments))


def text(words: str) -> TextDelta:
    """Some words."""
    return TextDelta(words)


class ScriptedModel:
    """Plays one reply a request; a number in a reply is a pause in seconds."""

    name = "scripted"

    def __init__(self, *replies: Reply, context_tokens: int = 100_000) -> None:
        self._replies = list(replies)
        self.context_tokens = context_tokens
        self.requests: list[ModelRequest] = []
        self.cancelled = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        self.requests.append(request)
        reply = self._replies.pop(0) if self._replies else [TextDelta("(nothing more written)")]
        try:
            for piece in reply(request) if callable(reply) else reply:
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, int | float):
                    await asyncio.sleep(piece)
                else:
                    yield piece
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise
        yield ModelFinished()
