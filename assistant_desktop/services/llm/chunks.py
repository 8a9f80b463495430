"""What an OpenAI-compatible server streams, as our deltas. Pure.

Source: OpenAI API reference, "Chat completion chunk object"; what servers do beyond it is
noted where it is handled.
"""

import json
from collections.abc import Iterator
from typing import Any

from assistant_desktop.domain.errors import ModelRefused
from assistant_desktop.domain.ports import (
    CallDelta,
    ModelDelta,
    ModelFinished,
    ModelUsage,
    TextDelta,
)
from assistant_desktop.services.llm.call_deltas import CallDeltas


class ChunkReader:
    """Feed it the data of each event, then `finish`."""

    def __init__(self) -> None:
        self.calls = CallDeltas()
        self.usage = ModelUsage()
        self.reason = ""
        self.done = False
        self._pairs = _SurrogatePairs()

    def read(self, data: str) -> Iterator[ModelDelta]:
        """The text that one event brings. What is no chunk is passed over.

        Raises:
            ModelRefused: the server reports an error in the middle of its stream.
        """
        if data.strip() == "[DONE]":
            self.done = True
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            return
        if not isinstance(chunk, dict):
            return
        _raise_if_error(chunk)
        self._read_usage(chunk.get("usage"))
        choices = chunk.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            if isinstance(choice, dict) and choice.get("index") in (0, None):
                yield from self._read_choice(choice)

    def _read_choice(self, choice: dict[str, Any]) -> Iterator[ModelDelta]:
        delta = choice.get("delta")
        if isinstance(delta, dict):
            yield from self._read_delta(delta)
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.reason = reason

    def read_whole(self, body: object) -> Iterator[ModelDelta]:
        """A reply that came in one piece because the server does not stream.

        Raises:
            ModelRefused: it is an error.
        """
        if not isinstance(body, dict):
            return
        _raise_if_error(body)
        self._read_usage(body.get("usage"))
        choices = body.get("choices")
        if isinstance(choices, list) and choices and isinstance(choices[0], dict):
            message = choices[0].get("message")
            if isinstance(message, dict):
                yield from self._read_delta(message)
            self.reason = str(choices[0].get("finish_reason") or "stop")
        self.done = True

    def _read_delta(self, delta: dict[str, Any]) -> Iterator[ModelDelta]:
        # DeepSeek and llama.cpp name it reasoning_content, Groq and OpenRouter reasoning.
        thinking = delta.get("reasoning_content") or delta.get("reasoning")
        if isinstance(thinking, str) and thinking:
            yield TextDelta(_whole(thinking), reasoning=True)
        for said in _content(delta.get("content")):
            text = self._pairs.add(said.text, thinking=said.reasoning)
            if text:
                yield TextDelta(text, reasoning=said.reasoning)
        refusal = delta.get("refusal")
        if isinstance(refusal, str) and refusal:
            yield TextDelta(_whole(refusal))
        self.calls.add(delta.get("tool_calls"))

    def _read_usage(self, usage: object) -> None:
        if not isinstance(usage, dict):
            return
        details = usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, dict) else None
        self.usage = ModelUsage(
            _count(usage.get("prompt_tokens")),
            _count(usage.get("completion_tokens")),
            _count(cached),
        )

    def finish(self) -> Iterator[ModelDelta]:
        """The calls that were gathered, then the end."""
        for call in self.calls.calls:
            yield CallDelta(_whole(call.name), _whole(call.arguments))
        yield ModelFinished(self.reason or "stop", self.usage)

    @property
    def is_whole(self) -> bool:
        """Whether the stream came to its own end: [DONE] may be missing, a reason may not."""
        return self.done or bool(self.reason)


class _SurrogatePairs:
    """Joins characters that a server cut into two deltas; halves without the other are replaced."""

    def __init__(self) -> None:
        self._half = {False: "", True: ""}

    def add(self, text: str, *, thinking: bool) -> str:
        text = self._half[thinking] + text
        held = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        self._half[thinking] = held
        return _whole(text[: len(text) - len(held)])


def _whole(text: str) -> str:
    """Text that can be kept and sent: pairs joined, lone halves replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _content(content: object) -> Iterator[TextDelta]:
    if isinstance(content, str):
        if content:
            yield TextDelta(content)
        return
    # Mistral sends a list of parts, thinking among them.
    for part in content if isinstance(content, list) else ():
        if not isinstance(part, dict):
            continue
        thinking = part.get("type") == "thinking"
        inner = part.get("thinking") if thinking else part.get("text")
        for text in _texts(inner):
            yield TextDelta(text, reasoning=thinking)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    for part in value if isinstance(value, list) else ():
        if isinstance(part, dict) and isinstance(part.get("text"), str) and part["text"]:
            yield part["text"]


def _count(value: object) -> int:
    return value if isinstance(value, int) else -1


def _raise_if_error(chunk: dict[str, Any]) -> None:
    error = chunk.get("error")
    if not error:
        return
    message = error.get("message") if isinstance(error, dict) else error
    code = error.get("code") if isinstance(error, dict) else None
    raise ModelRefused(
        "The model server reports an error: {reason}",
        status=code if isinstance(code, int) else 500,
        reason=str(message)[:300],
    )
