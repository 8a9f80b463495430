"""What stands inside a tool call, in each form that model families write. Pure.

What cannot be read is passed on under the name it seems to have: the model is told, never ignored.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant_desktop.domain.ports import CallDelta
from assistant_desktop.services.llm.model_worker.families import Form

UNKNOWN = "unknown"


def json_calls(body: str) -> Iterator[CallDelta]:
    """One object, a list of them, or several one after the other (with ; or nothing between)."""
    decoder, place, found = json.JSONDecoder(), 0, False
    body = body.strip()
    while place < len(body):
        start = re.compile(r"[\[{]").search(body, place)
        if start is None:
            break
        try:
            value, place = decoder.raw_decode(body, start.start())
        except (ValueError, RecursionError):
            break
        for one in value if isinstance(value, list) else [value]:
            call = call_of(one)
            if call is not None:
                found = True
                yield call
    if not found and body:
        yield CallDelta(_named_in(body), body)


def call_of(value: Any) -> CallDelta | None:
    """An object that names a tool, as a call; None for any other value."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    arguments = value.get("arguments", value.get("parameters", {}))
    text = arguments if isinstance(arguments, str) else _dumped(arguments)
    return CallDelta(value["name"], text)


def _named_in(body: str) -> str:
    match = re.search(r'"name"\s*:\s*"([^"]+)"', body)
    return match[1] if match else UNKNOWN


def _mistral_calls(body: str) -> Iterator[CallDelta]:
    """A JSON list, or name[ARGS]{...} with [CALL_ID] in between, one after the other."""
    if body.lstrip().startswith(("[", "{")):
        yield from json_calls(body)
        return
    for part in body.split("[TOOL_CALLS]"):
        name, mark, arguments = part.partition("[ARGS]")
        name = name.partition("[CALL_ID]")[0].strip()
        if mark and name:
            yield CallDelta(name, arguments.strip())
        elif part.strip():
            yield from json_calls(part)


def _xml_calls(body: str) -> Iterator[CallDelta]:
    """<function=NAME><parameter=KEY>value</parameter></function>."""
    found = re.findall(r"<function=([^>\s]+)>(.*?)(?:</function>|$)", body, re.DOTALL)
    for name, inner in found:
        pairs = re.findall(
            r"<parameter=([^>\s]+)>\n?(.*?)\n?(?:</parameter>|(?=<parameter=)|$)", inner, re.DOTALL
        )
        yield CallDelta(name, _dumped({key: _plain(value) for key, value in pairs}))
    if not found and body.strip():
        yield CallDelta(UNKNOWN, body.strip())


def _pair_calls(body: str) -> Iterator[CallDelta]:
    """NAME, then <arg_key>KEY</arg_key> <arg_value>value</arg_value> for each argument."""
    name = body.partition("<arg_key>")[0].strip()
    pairs = re.findall(
        r"<arg_key>(.*?)</arg_key>\s*<arg_value>(.*?)(?:</arg_value>|$)", body, re.DOTALL
    )
    yield CallDelta(name or UNKNOWN, _dumped({key.strip(): _plain(value) for key, value in pairs}))


def _python_calls(body: str) -> Iterator[CallDelta]:
    """[NAME(key='text', other=3), NAME()], constants only; nothing is run."""
    try:
        tree = ast.parse(body.strip(), mode="eval").body
        calls = tree.elts if isinstance(tree, ast.List) else [tree]
        found = [_python_call(one) for one in calls]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = []
    yield from found
    if not found and body.strip():
        match = re.match(r"\s*\[?\s*(\w+)\(", body)
        yield CallDelta(match[1] if match else UNKNOWN, body.strip())


def _python_call(node: ast.expr) -> CallDelta:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.args:
        raise ValueError("no call with named arguments")
    arguments = {word.arg or "": _constant(word.value) for word in node.keywords}
    return CallDelta(node.func.id, _dumped(arguments))


_JSON_WORDS = {"true": True, "false": False, "null": None}


def _constant(node: ast.expr) -> Any:
    if isinstance(node, ast.Name) and node.id in _JSON_WORDS:
        return _JSON_WORDS[node.id]
    return ast.literal_eval(node)


def _brace_calls(body: str) -> Iterator[CallDelta]:
    """call:NAME{key:<quote>text<quote>,key:3,key:[...]}, <quote> one of Gemma's two."""
    match = re.match(r"\s*call:([^{\s]+)(\{.*)$", body, re.DOTALL)
    if match is None:
        if body.strip():
            yield CallDelta(UNKNOWN, body.strip())
        return
    try:
        value, _ = _brace_value(match[2].strip(), 0)
    except (ValueError, RecursionError, IndexError):
        yield CallDelta(match[1], match[2])
    else:
        yield CallDelta(match[1], _dumped(value))


_QUOTES = ("<escape>", '<|"|>')


def _brace_value(text: str, place: int) -> tuple[Any, int]:
    """The value that begins at a place, and the place after it. Raises ValueError."""
    for quote in _QUOTES:
        if text.startswith(quote, place):
            end = text.index(quote, place + len(quote))
            return text[place + len(quote) : end], end + len(quote)
    if text[place] == "{":
        return _brace_object(text, place + 1)
    if text[place] == "[":
        return _brace_list(text, place + 1)
    mark = re.compile(r"[,}\]]|$").search(text, place)
    stop = mark.start() if mark else len(text)
    return _plain(text[place:stop].strip()), stop


def _brace_object(text: str, place: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while text[place] != "}":
        colon = text.index(":", place)
        key = text[place:colon]
        for quote in _QUOTES:
            key = key.replace(quote, "")
        found[key.strip()], place = _brace_value(text, colon + 1)
        place += text[place] == ","
    return found, place + 1


def _brace_list(text: str, place: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while text[place] != "]":
        value, place = _brace_value(text, place)
        found.append(value)
        place += text[place] == ","
    return found, place + 1


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


READERS: dict[Form, Callable[[str], Iterator[CallDelta]]] = {
    "json": json_calls,
    "mistral": _mistral_calls,
    "xml": _xml_calls,
    "pairs": _pair_calls,
    "pythonic": _python_calls,
    "braces": _brace_calls,
}
