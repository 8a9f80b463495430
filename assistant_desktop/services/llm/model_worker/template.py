"""A model's own chat template, rendered in a sandbox; ours where it has none. Pure."""

import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Template, TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

PLAIN = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
    "{%- endfor %}{{- '<|im_start|>assistant\\n' }}"
)
"""ChatML, the most common shape, for files without a template."""


_FAILURES = (
    *(TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError),
    RecursionError,
)
"""What a template can end with: it is code of whoever made the file."""


class _Generation(Extension):
    """`{% generation %}` marks what a model says itself, for training; here it changes nothing."""

    tags = {"generation"}  # noqa: RUF012 - as the library declares it

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """What stands between."""
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class ChatTemplate:
    """Renders messages to the text a model was trained on.

    strftime: the date in a form, for templates that tell it to the model. marks: what stands
    between messages. In what people and tools have written it is broken up, so that no web page can
    end its own message and begin one of the system's.
    """

    def __init__(
        self,
        source: str,
        begin: str,
        end: str,
        strftime: Callable[[str], str] = time.strftime,
        marks: Sequence[str] = (),
    ) -> None:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, _Generation]
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _raise
        environment.globals["strftime_now"] = strftime
        self.source = source
        self._begin, self._end = begin, end
        longest_first = sorted(marks, key=len, reverse=True)
        self._marks = re.compile("|".join(map(re.escape, longest_first))) if marks else None
        self._plain = environment.from_string(PLAIN)
        self._template = _compiled(environment, source) or self._plain

    def render(self, messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None) -> str:
        """The prompt. Messages that a template refuses are joined for it, then written plainly.

        Templates that can are told not to have the model think first: on a desktop's processor
        that is a minute before the first word.
        """
        readable = [self._harmless(_with_parsed_arguments(message)) for message in messages]
        tools = self._harmless(tools)
        for offered in (readable, _alternating(readable)):
            try:
                return self._template.render(
                    messages=offered,
                    tools=tools or None,
                    add_generation_prompt=True,
                    enable_thinking=False,
                    bos_token=self._begin,
                    eos_token=self._end,
                )
            except _FAILURES:
                continue
        plain = [
            {"role": _plain_role(one), "content": str(one.get("content") or "")} for one in readable
        ]
        return self._plain.render(messages=plain)

    def _harmless(self, value: Any) -> Any:
        """The same without a mark in any text of it."""
        if self._marks is None:
            return value
        if isinstance(value, str):
            return self._marks.sub(lambda mark: f"{mark[0][0]}\u200b{mark[0][1:]}", value)
        if isinstance(value, dict):
            return {key: self._harmless(one) for key, one in value.items()}
        return [self._harmless(one) for one in value] if isinstance(value, list) else value


def _compiled(environment: ImmutableSandboxedEnvironment, source: str) -> Template | None:
    """The template, None where it is empty or no Jinja that we know."""
    try:
        return environment.from_string(source) if source else None
    except TemplateError:
        return None


def _alternating(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours of one speaker as one message: some templates want the speakers to take turns."""
    joined: list[dict[str, Any]] = []
    for message in messages:
        last = joined[-1] if joined else {}
        same = last.get("role") == message.get("role") == "user"
        if same:
            joined[-1] = {**last, "content": f"{last['content']}\n\n{message['content']}"}
        else:
            joined.append(message)
    return joined


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
