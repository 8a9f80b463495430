"""From the JSON text a model wrote to validated arguments, or words it can learn from."""

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.tool import Effect, ToolRetry, ToolSpec

MAX_ARGUMENT_CHARACTERS = 200_000
_CLOSERS = {"{": "}", "[": "]"}


def parse_arguments(spec: ToolSpec, text: str) -> BaseModel:
    """Validate a call's arguments.

    A text that was cut off is closed leniently for tools that only read; a call that changes
    something must be whole.

    Raises:
        ToolRetry: the text is not JSON, or not what the tool takes; says where and what.
    """
    fields = _as_object(spec, clean(text))
    try:
        return spec.arguments.model_validate(fields)
    except ValidationError as error:
        raise ToolRetry(_explain(spec, error)) from error


def _as_object(spec: ToolSpec, text: str) -> dict[str, Any]:
    if len(text) > MAX_ARGUMENT_CHARACTERS:
        raise ToolRetry(f"The arguments of {spec.name} are too long.")
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        value = _closed(text) if spec.effect is Effect.READ else None
        if value is None:
            raise ToolRetry(
                f"The arguments of {spec.name} are not valid JSON: {error}. Send them again."
            ) from error
    if not isinstance(value, dict):
        raise ToolRetry(f"The arguments of {spec.name} must be a JSON object.")
    return value


def _closed(text: str) -> Any:
    """A JSON text that stops in the middle, closed where it stops; None when that is no help."""
    open_brackets: list[str] = []
    in_string = escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif in_string:
            escaped = character == "\\"
            in_string = character != '"'
        elif character == '"':
            in_string = True
        elif character in _CLOSERS:
            open_brackets.append(_CLOSERS[character])
        elif open_brackets and character == open_brackets[-1]:
            open_brackets.pop()
    closed = text.rstrip().rstrip(",") + ('"' if in_string else "")
    try:
        return json.loads(closed + "".join(reversed(open_brackets)))
    except (ValueError, RecursionError):
        return None


def _explain(spec: ToolSpec, error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(step) for step in problem['loc']) or 'arguments'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_context=False)[:5]
    ]
    known = ", ".join(spec.arguments.model_fields)
    return f"{spec.name} did not accept its arguments: {'; '.join(problems)}. It takes: {known}."


def canonical(name: str, arguments: str) -> str:
    """One spelling for calls that mean the same, to notice repeats."""
    try:
        return f"{name} {json.dumps(json.loads(arguments or '{}'), sort_keys=True)}"
    except (ValueError, RecursionError):
        return f"{name} {arguments}"
