"""A model's own chat template, rendered in a sandbox; ours where it has none. Pure."""

import json
from typing import Any

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

PLAIN = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
    "{%- endfor %}{{- '<|im_start|>assistant\\n' }}"
)
"""ChatML, the most common shape, for files without a template."""


class ChatTemplate:
    """Renders messages to the text a model was trained on."""

    def __init__(self, source: str, begin: str, end: str) -> None:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _raise
        self.source = source
        self._begin, self._end = begin, end
        self._template = environment.from_string(source or PLAIN)
        self._plain = environment.from_string(PLAIN)

    def render(self, messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None) -> str:
        """The prompt. A template that fails on these messages gives way to the plain one."""
        readable = [_with_parsed_arguments(message) for message in messages]
        try:
            prompt: str = self._template.render(
                messages=readable,
                tools=tools or None,
                add_generation_prompt=True,
                bos_token=self._begin,
                eos_token=self._end,
            )
        except (TemplateError, TypeError, ValueError, KeyError):
            plain = [
                {"role": _plain_role(one), "content": str(one.get("content") or "")}
                for one in readable
            ]
            prompt = self._plain.render(messages=plain)
        return prompt


def _plain_role(message: dict[str, Any]) -> str:
    return "user" if message.get("role") == "tool" else str(message.get("role"))


def _with_parsed_arguments(message: dict[str, Any]) -> dict[str, Any]:
    """Templates want a call's arguments as an object, the wire carries them as text."""
    calls = message.get("tool_calls")
    if not calls:
        return {**message, "content": message.get("content") or ""}
    parsed = []
    for call in calls:
        function = dict(call.get("function") or {})
        try:
            function["arguments"] = json.loads(function.get("arguments") or "{}")
        except ValueError:
            function["arguments"] = {}
        parsed.append({**call, "function": function})
    return {**message, "content": message.get("content") or "", "tool_calls": parsed}


def _to_json(value: Any, indent: int | None = None, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _raise(message: str) -> None:
    raise TemplateError(message)
