"""Our messages and tools as an OpenAI-compatible request. Pure."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from assistant_desktop.domain.conversation import Message, Role, ToolCallPart
from assistant_desktop.domain.ports import ModelRequest
from assistant_desktop.domain.tool import ToolSpec


def chat_body(request: ModelRequest, model: str) -> dict[str, Any]:
    """The body of a streamed chat completion.

    The stable text and the tools come first; what was true at a message stands at its end and
    never changes, so that servers can reuse what they have already read.
    """
    body: dict[str, Any] = {
        "messages": [{"role": "system", "content": request.system}, *_messages(request)],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if model:
        body["model"] = model
    if request.tools and request.allow_tools:
        body["tools"] = [tool_schema(tool) for tool in request.tools]
    if request.output is not None:
        body["response_format"] = _output_form(request.output)
    return body


def _output_form(output: type[BaseModel]) -> dict[str, Any]:
    """Structured output as OpenAI-compatible servers take it."""
    schema = _without_titles(output.model_json_schema())
    described = {"name": output.__name__.lower(), "schema": schema, "strict": True}
    return {"type": "json_schema", "json_schema": described}


def _messages(request: ModelRequest) -> list[dict[str, Any]]:
    return [one for message in request.messages for one in _as_sent(message)]


def _as_sent(message: Message) -> list[dict[str, Any]]:
    if message.role is Role.TOOL:
        return [
            {"role": "tool", "tool_call_id": result.call_id, "content": result.content}
            for result in message.results
        ]
    if message.role is Role.ASSISTANT:
        return [_assistant(message)]
    if message.role is Role.EVENT:
        return [{"role": "user", "content": f"[event] {message.text}"}]
    if message.role is Role.SYSTEM:
        return [{"role": "user", "content": f"[note] {message.text}"}]
    context = message.context
    text = f"{message.text}\n\n[context: {context}]" if context else message.text
    return [{"role": "user", "content": text}]


def _assistant(message: Message) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": "assistant", "content": message.text}
    if message.calls:
        sent["tool_calls"] = [_call(call) for call in message.calls]
    return sent


def _call(call: ToolCallPart) -> dict[str, Any]:
    function = {"name": call.name or "unknown", "arguments": _valid_json(call.arguments)}
    return {"id": call.call_id, "type": "function", "function": function}


def _valid_json(arguments: str) -> str:
    """Providers refuse a history with broken JSON in it: what was cut off is wrapped."""
    try:
        value = json.loads(arguments or "{}")
    except (ValueError, RecursionError):
        return json.dumps({"INVALID_JSON": arguments})
    return (arguments or "{}") if isinstance(value, dict) else json.dumps({"value": value})


@lru_cache(maxsize=256)
def tool_schema(tool: ToolSpec) -> dict[str, Any]:
    """A tool as servers want it described."""
    schema = tool.arguments.model_json_schema()
    return {
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": _without_titles(schema),
        },
    }


def _without_titles(schema: Any) -> Any:
    """Titles that pydantic adds cost tokens and tell nothing."""
    if isinstance(schema, dict):
        return {
            key: _without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    if isinstance(schema, list):
        return [_without_titles(value) for value in schema]
    return schema


def names_of(listing: object) -> list[str]:
    """The model names of a `GET /models` answer."""
    data = listing.get("data") if isinstance(listing, dict) else None
    entries: Sequence[object] = data if isinstance(data, list) else ()
    return [str(entry["id"]) for entry in entries if isinstance(entry, dict) and entry.get("id")]
