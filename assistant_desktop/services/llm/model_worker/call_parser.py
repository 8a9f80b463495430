"""Text as a model writes it, to words, reasoning and whole calls, however it is cut. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from assistant_desktop.domain.ports import CallDelta, TextDelta
from assistant_desktop.services.llm.model_worker.call_forms import READERS, call_of, json_calls
from assistant_desktop.services.llm.model_worker.families import Family

Delta = TextDelta | CallDelta


class Parser(Protocol):
    """Takes pieces of text, gives what they complete."""

    def feed(self, text: str) -> Iterator[Delta]:
        """What a piece of text completes."""
        ...

    def end(self) -> Iterator[Delta]:
        """What stands there when the model has ended."""
        ...


def parser_for(family: Family, prompt: str = "") -> Parser:
    """The parser of a family; a prompt that ends inside a thought is gone on from there."""
    if family.form == "harmony":
        return HarmonyParser()
    return CallParser(family, is_thinking=prompt.rstrip().endswith(family.thinks[0].rstrip()))


class CallParser:
    """For families that put marks around calls and thoughts."""

    def __init__(self, family: Family, *, is_thinking: bool = False) -> None:
        self._family = family
        self._text = ""
        self._inside: Literal["", "call", "thought", "bare"] = "thought" if is_thinking else ""
        self._has_said = False
        self._after_call = False

    def feed(self, text: str) -> Iterator[Delta]:
        """What a piece of text completes."""
        self._text += text
        while True:
            before = (self._inside, self._text)
            yield from self._step()
            if before == (self._inside, self._text):
                return

    def end(self) -> Iterator[Delta]:
        """What stands there when the model has ended."""
        rest, self._text = self._text, ""
        inside, self._inside = self._inside, ""
        if inside == "call" or (inside == "bare" and '"name"' in rest):
            yield from READERS[self._family.form](rest)
            return
        if not inside:
            rest = _without(rest, self._family.drops)
        if rest:
            yield TextDelta(rest, reasoning=inside == "thought")

    def _step(self) -> Iterator[Delta]:
        if self._inside == "call":
            yield from self._in_call()
        elif self._inside == "thought":
            yield from self._in_thought()
        elif not self._inside:
            yield from self._outside()

    def _in_call(self) -> Iterator[Delta]:
        closes = self._family.closes
        place = self._text.find(closes) if closes else -1
        if place < 0:
            return
        body, self._text = self._text[:place], self._text[place + len(closes) :]
        self._inside = ""
        self._after_call = True
        yield from READERS[self._family.form](body)

    def _in_thought(self) -> Iterator[Delta]:
        mark = self._family.thinks[1]
        place = self._text.find(mark)
        said = place if place >= 0 else _sayable(self._text, [mark])
        if said:
            yield TextDelta(self._text[:said], reasoning=True)
        self._text = self._text[said:]
        if place >= 0:
            self._text = self._text[len(mark) :]
            self._inside = ""

    def _outside(self) -> Iterator[Delta]:
        if self._family.bare and not self._has_said:
            begin = self._text.lstrip()[:1]
            if begin in {"", "{"}:
                self._inside = "bare" if begin else ""
                return
        if self._after_call:
            self._text = self._text.lstrip()
            self._after_call = not self._text
        family = self._family
        marks = [mark for mark in (family.opens, family.thinks[0], *family.drops) if mark]
        found = [(self._text.find(mark), -len(mark), mark) for mark in marks if mark in self._text]
        if not found:
            yield from self._say(_sayable(self._text, marks))
            return
        place, _, mark = min(found)
        if _may_grow(self._text[place:], mark, marks):
            yield from self._say(place)
            return
        yield from self._say(place)
        self._text = self._text[len(mark) :]
        if mark == family.opens:
            self._inside = "call"
        elif mark == family.thinks[0]:
            self._inside = "thought"

    def _say(self, length: int) -> Iterator[Delta]:
        said, self._text = self._text[:length], self._text[length:]
        if said:
            self._has_said = self._has_said or bool(said.strip())
            yield TextDelta(said)


class HarmonyParser:
    """For gpt-oss: messages with a head (channel, recipient) and a body.

    Source: the chat template of openai/gpt-oss-120b; analysis is thought, a recipient is a call.
    """

    _MESSAGE = "<|message|>"
    _ENDS = ("<|end|>", "<|call|>", "<|return|>", "<|start|>")

    def __init__(self) -> None:
        self._text = ""
        self._head: str | None = None

    def feed(self, text: str) -> Iterator[Delta]:
        """What a piece of text completes."""
        self._text += text
        while True:
            before = (self._head, self._text)
            yield from self._in_head() if self._head is None else self._in_body()
            if before == (self._head, self._text):
                return

    def end(self) -> Iterator[Delta]:
        """What stands there when the model has ended: its end marks are often not written out."""
        rest, self._text = self._text, ""
        if self._head is None:
            if rest.strip() and not rest.lstrip().startswith(("<|", "to=")):
                yield TextDelta(rest)
        elif rest or self._recipient:
            yield from self._body(rest)
        self._head = None

    def _in_head(self) -> Iterator[Delta]:
        place = self._text.find(self._MESSAGE)
        if place >= 0:
            self._head = self._text[:place]
            self._text = self._text[place + len(self._MESSAGE) :]
            return
        begin = self._text.lstrip()
        if begin and not any(_alike(begin, mark) for mark in ("<|", "to=", "assistant")):
            self._head = ""  # no head at all: plain words
        yield from ()

    def _in_body(self) -> Iterator[Delta]:
        found = [(self._text.find(mark), mark) for mark in self._ENDS if mark in self._text]
        if not found:
            if not self._recipient:
                said = _sayable(self._text, self._ENDS)
                yield from self._body(self._text[:said])
                self._text = self._text[said:]
            return
        place, mark = min(found)
        body, self._text = self._text[:place], self._text[place + len(mark) :]
        yield from self._body(body)
        self._head = None

    def _body(self, text: str) -> Iterator[Delta]:
        if self._recipient:
            yield CallDelta(self._recipient, text.strip())
        elif text:
            yield TextDelta(text, reasoning="<|channel|>analysis" in (self._head or ""))

    @property
    def _recipient(self) -> str:
        match = re.search(r"to=functions\.([^\s<]+)", self._head or "")
        return match[1] if match else ""


class EnvelopeParser:
    """The JSON envelope of `json_grammar.envelope`, read at its end."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, text: str) -> Iterator[Delta]:
        """Nothing until it is whole."""
        self._text += text
        yield from ()

    def end(self) -> Iterator[Delta]:
        """The calls, or the answer; what is no envelope is the answer itself."""
        try:
            value = json.loads(self._text)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and isinstance(value.get("calls"), list):
            yield from (call for one in value["calls"] if (call := call_of(one)) is not None)
        elif isinstance(value, dict) and isinstance(value.get("answer"), str):
            yield TextDelta(value["answer"])
        elif self._text.lstrip().startswith('{"calls"'):
            yield from json_calls(self._text.partition(":")[2])
        elif self._text.strip():
            yield TextDelta(self._text)


def _sayable(text: str, marks: Sequence[str]) -> int:
    """How much of `text` can be said: all but an end that may be the beginning of a mark."""
    longest = 0
    for mark in marks:
        for length in range(1, min(len(mark), len(text) + 1)):
            if text.endswith(mark[:length]):
                longest = max(longest, length)
    return len(text) - longest


def _may_grow(text: str, mark: str, marks: Sequence[str]) -> bool:
    """Whether what stands here may yet become a longer mark that begins with this one."""
    longer = [one for one in marks if one.startswith(mark) and len(one) > len(mark)]
    return any(one.startswith(text) for one in longer)


def _alike(text: str, mark: str) -> bool:
    return text.startswith(mark) or mark.startswith(text)


def _without(text: str, marks: Sequence[str]) -> str:
    for mark in marks:
        text = text.replace(mark, "")
    return text
