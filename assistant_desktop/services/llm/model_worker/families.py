"""How model families write tool calls and reasoning: a table, and one parser over it. Pure.

Source: the families' published chat templates, as llama.cpp keeps them under models/templates.
A family that is not here is asked for a JSON envelope under a grammar instead.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assistant_desktop.domain.ports import CallDelta, TextDelta

Form = Literal["json", "json_list", "name_then_json", "xml", "harmony", "braces"]


@dataclass(frozen=True, slots=True)
class Family:
    """One way of writing calls.

    sign: text that the model's own template has. opens, closes: around each call (closes empty:
    to the end). form: what stands between. thinks: around reasoning.
    """

    name: str
    sign: str
    opens: str
    closes: str
    form: Form
    thinks: tuple[str, str] = ("<think>", "</think>")


FAMILIES = (
    Family("harmony", "<|channel|>", "<|channel|>commentary to=functions.", "<|call|>", "harmony",
           ("<|channel|>analysis<|message|>", "<|end|>")),
    Family("qwen-xml", "<parameter=", "<tool_call>", "</tool_call>", "xml"),
    Family("hermes", "<tool_call>", "<tool_call>", "</tool_call>", "json"),
    Family("mistral", "[TOOL_CALLS]", "[TOOL_CALLS]", "", "json_list"),
    Family("llama-python-tag", "<|python_tag|>", "<|python_tag|>", "", "json"),
    Family("gemma", "<start_function_call>", "<start_function_call>", "<end_function_call>",
           "braces"),
    Family("gigachat", "function call", "function call", "", "json"),
)  # fmt: skip
"""In this order: the first whose sign the template has."""

ENVELOPE = Family("envelope", "", "", "", "json")


def family_of(template: str) -> Family:
    """The family a template belongs to, the envelope for one that knows no tools."""
    if "tools" not in template:
        return ENVELOPE
    return next((one for one in FAMILIES if one.sign in template), ENVELOPE)


class CallParser:
    """Text as it is written to words, reasoning and whole calls, however it is cut."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._text = ""
        self._inside: Literal["", "call", "thought"] = ""

    def feed(self, text: str) -> Iterator[TextDelta | CallDelta]:
        """What a piece of text completes."""
        self._text += text
        while True:
            before = (self._inside, self._text)
            yield from self._step()
            if before == (self._inside, self._text):
                return

    def end(self) -> Iterator[TextDelta | CallDelta]:
        """What stands there when the model has ended."""
        rest, self._text = self._text, ""
        if self._inside == "call":
            yield from self._calls(rest)
        elif rest:
            yield TextDelta(rest, reasoning=self._inside == "thought")
        self._inside = ""

    def _step(self) -> Iterator[TextDelta | CallDelta]:
        if self._inside == "call":
            yield from self._in_call()
        elif self._inside == "thought":
            yield from self._until(self._family.thinks[1], "", thinking=True)
        else:
            yield from self._outside()

    def _in_call(self) -> Iterator[TextDelta | CallDelta]:
        closes = self._family.closes
        place = self._text.find(closes) if closes else -1
        if place < 0:
            return
        body, self._text = self._text[:place], self._text[place + len(closes) :]
        self._inside = ""
        yield from self._calls(body)

    def _outside(self) -> Iterator[TextDelta | CallDelta]:
        marks = {self._family.opens: "call", self._family.thinks[0]: "thought"}
        found = [(self._text.find(mark), mark) for mark in marks if mark and mark in self._text]
        if not found:
            yield from self._say(_keep(self._text, [mark for mark in marks if mark]))
            return
        place, mark = min(found)
        yield from self._say(place)
        self._text = self._text[len(mark) :]
        self._inside = "call" if marks[mark] == "call" else "thought"

    def _until(self, mark: str, then: Literal[""], *, thinking: bool) -> Iterator[TextDelta]:
        place = self._text.find(mark)
        said = place if place >= 0 else _keep(self._text, [mark])
        if said:
            yield TextDelta(self._text[:said], reasoning=thinking)
        self._text = self._text[said:]
        if place >= 0:
            self._text = self._text[len(mark) :]
            self._inside = then

    def _say(self, length: int) -> Iterator[TextDelta]:
        said, self._text = self._text[:length], self._text[length:]
        if said:
            yield TextDelta(said)

    def _calls(self, body: str) -> Iterator[CallDelta]:
        yield from _READERS[self._family.form](body)


def _keep(text: str, marks: list[str]) -> int:
    """How much of `text` can be said: all but an end that may be the beginning of a mark."""
    longest = 0
    for mark in marks:
        for length in range(1, min(len(mark), len(text) + 1)):
            if text.endswith(mark[:length]):
                longest = max(longest, length)
    return len(text) - longest


# ---- what stands inside ----------------------------------------------------------------------


def _json_calls(body: str) -> Iterator[CallDelta]:
    """One object, a list of them, or several one after the other (with ; or nothing between)."""
    decoder, place, found = json.JSONDecoder(), 0, False
    body = body.strip()
    while place < len(body):
        start = re.compile(r"[\[{]").search(body, place)
        if start is None:
            break
        try:
            value, place = decoder.raw_decode(body, start.start())
        except ValueError:
            break
        for one in value if isinstance(value, list) else [value]:
            call = _call(one)
            if call is not None:
                found = True
                yield call
    if not found and body:
        yield CallDelta(_named_in(body), body)  # broken: told to the model, never passed over


def _call(value: Any) -> CallDelta | None:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    arguments = value.get("arguments", value.get("parameters", {}))
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return CallDelta(value["name"], text)


def _named_in(body: str) -> str:
    match = re.search(r'"name"\s*:\s*"([^"]+)"', body)
    return match[1] if match else "unknown"


def _mistral_calls(body: str) -> Iterator[CallDelta]:
    """A JSON list, or name[ARGS]{...} with [CALL_ID] in between, one after the other."""
    if body.lstrip().startswith(("[", "{")):
        yield from _json_calls(body)
        return
    for part in body.split("[TOOL_CALLS]"):
        name, mark, arguments = part.partition("[ARGS]")
        name = name.partition("[CALL_ID]")[0].strip()
        if mark and name:
            yield CallDelta(name, arguments.strip())
        elif part.strip():
            yield from _json_calls(part)


def _xml_calls(body: str) -> Iterator[CallDelta]:
    """<function=NAME><parameter=KEY>value</parameter></function>."""
    for name, inner in re.findall(r"<function=([^>\s]+)>(.*?)(?:</function>|$)", body, re.DOTALL):
        pairs = re.findall(
            r"<parameter=([^>\s]+)>\n?(.*?)\n?(?:</parameter>|(?=<parameter=)|$)", inner, re.DOTALL
        )
        arguments = {key: _plain(value) for key, value in pairs}
        yield CallDelta(name, json.dumps(arguments, ensure_ascii=False))


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _harmony_calls(body: str) -> Iterator[CallDelta]:
    """NAME <|constrain|>json<|message|>{...}."""
    head, mark, arguments = body.partition("<|message|>")
    name = re.split(r"[\s<]", head.strip(), maxsplit=1)[0]
    if mark and name:
        yield CallDelta(name, arguments.strip())


def _brace_calls(body: str) -> Iterator[CallDelta]:
    """call:NAME{key:<escape>text<escape>,key:3}."""
    match = re.match(r"\s*call:([^{\s]+)\{(.*)\}\s*$", body, re.DOTALL)
    if match is None:
        return
    pairs = re.findall(r"([^:,{}\s]+):(<escape>.*?<escape>|[^,]*)", match[2], re.DOTALL)
    arguments = {
        key: value.removeprefix("<escape>").removesuffix("<escape>")
        if value.startswith("<escape>")
        else _plain(value)
        for key, value in pairs
    }
    yield CallDelta(match[1], json.dumps(arguments, ensure_ascii=False))


_READERS = {
    "json": _json_calls,
    "json_list": _mistral_calls,
    "name_then_json": _mistral_calls,
    "xml": _xml_calls,
    "harmony": _harmony_calls,
    "braces": _brace_calls,
}


class EnvelopeParser:
    """The JSON envelope of `json_grammar.envelope`, read at its end."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, text: str) -> Iterator[TextDelta | CallDelta]:
        """Nothing until it is whole."""
        self._text += text
        yield from ()

    def end(self) -> Iterator[TextDelta | CallDelta]:
        """The calls, or the answer; what is no envelope is the answer itself."""
        try:
            value = json.loads(self._text)
        except ValueError:
            value = None
        if isinstance(value, dict) and isinstance(value.get("calls"), list):
            for one in value["calls"]:
                call = _call(one)
                if call is not None:
                    yield call
        elif isinstance(value, dict) and isinstance(value.get("answer"), str):
            yield TextDelta(value["answer"])
        elif self._text.strip():
            yield TextDelta(self._text)
