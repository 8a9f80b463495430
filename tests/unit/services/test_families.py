"""Each family's way of writing calls gives the right parts, however the text is cut."""

import json
import random
from typing import Any

import pytest

from assistant_desktop.domain.ports import CallDelta, TextDelta
from assistant_desktop.services.llm.model_worker.families import (
    ENVELOPE,
    FAMILIES,
    CallParser,
    EnvelopeParser,
    family_of,
)

CALL = {"name": "add", "arguments": {"a": 1, "b": "два"}}
TWO = [("add", {"a": 1, "b": "два"}), ("now", {})]
J1 = json.dumps(CALL, ensure_ascii=False)
J2 = '{"name": "now", "arguments": {}}'

WRITTEN: dict[str, tuple[str, str]] = {  # what is written, the words in it
    "harmony": (
        (
            "<|channel|>commentary to=functions.add <|constrain|>json<|message|>"
            '{"a": 1, "b": "два"}<|call|>'
            "<|channel|>commentary to=functions.now <|constrain|>json<|message|>{}<|call|>"
        ),
        "",
    ),
    "qwen-xml": (
        (
            "Sure. <tool_call>\n<function=add>\n<parameter=a>\n1\n</parameter>\n"
            "<parameter=b>\nдва\n"
            "</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=now>\n</function>\n"
            "</tool_call>"
        ),
        "Sure. \n",
    ),
    "hermes": (
        f"Sure. <tool_call>\n{J1}\n</tool_call>\n<tool_call>\n{J2}\n</tool_call> Done.",
        "Sure. \n Done.",
    ),
    "mistral": (f"Sure. [TOOL_CALLS][{J1}, {J2}]", "Sure. "),
    "llama-python-tag": (
        (
            '<|python_tag|>{"name": "add", "parameters": {"a": 1, "b": "два"}}; '
            '{"name": "now", "parameters": {}}'
        ),
        "",
    ),
    "gemma": (
        (
            "<start_function_call>call:add{a:1,b:<escape>два<escape>}<end_function_call>"
            "<start_function_call>call:now{}<end_function_call>"
        ),
        "",
    ),
    "gigachat": (f"Хорошо. function call{J1}\n{J2}", "Хорошо. "),
}
NEWER_MISTRAL = '[TOOL_CALLS]add[CALL_ID]x1[ARGS]{"a": 1, "b": "два"}[TOOL_CALLS]now[ARGS]{}'


def read(family: Any, pieces: list[str]) -> tuple[str, str, list[tuple[str, Any]]]:
    parser = CallParser(family)
    deltas = [delta for piece in pieces for delta in parser.feed(piece)] + list(parser.end())
    texts = [d for d in deltas if isinstance(d, TextDelta)]
    return (
        "".join(d.text for d in texts if not d.reasoning),
        "".join(d.text for d in texts if d.reasoning),
        [(d.name, json.loads(d.arguments)) for d in deltas if isinstance(d, CallDelta)],
    )


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_calls_and_words_are_told_apart_wherever_the_text_is_cut(family):
    written, words = WRITTEN[family.name]
    assert read(family, [written]) == (words, "", TWO)
    assert read(family, list(written)) == (words, "", TWO)
    for cut in range(1, len(written)):
        assert read(family, [written[:cut], written[cut:]]) == (words, "", TWO)


def test_the_newer_mistral_form_is_read_too():
    mistral = next(family for family in FAMILIES if family.name == "mistral")
    for cut in range(len(NEWER_MISTRAL)):
        assert read(mistral, [NEWER_MISTRAL[:cut], NEWER_MISTRAL[cut:]]) == ("", "", TWO)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_reasoning_is_kept_apart(family):
    opens, closes = family.thinks
    written = f"{opens}hm, 2 < 3{closes}Answer."
    for cut in range(len(written)):
        text, thought, calls = read(family, [written[:cut], written[cut:]])
        assert (text, thought, calls) == ("Answer.", "hm, 2 < 3", [])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_text_without_calls_is_text_to_the_last_character(family):
    random.seed(family.name)
    alphabet = "<|>[]{}= tol_cahneужё\n"
    for _ in range(200):
        words = "".join(random.choice(alphabet) for _ in range(30))
        if family.opens in words or family.thinks[0] in words:
            continue
        assert read(family, list(words))[0] == words


def test_a_call_with_broken_json_is_passed_on_to_be_told():
    hermes = next(family for family in FAMILIES if family.name == "hermes")
    parser = CallParser(hermes)
    deltas = [*parser.feed('<tool_call>{"name": "add", "arguments": {"a": </tool_call>')]
    (call,) = [delta for delta in deltas if isinstance(delta, CallDelta)]
    assert call.name == "add"


def test_a_call_that_was_cut_off_at_the_end_is_not_lost():
    hermes = next(family for family in FAMILIES if family.name == "hermes")
    assert read(hermes, [f"<tool_call>{J1}"])[2] == [TWO[0]]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_template_names_its_family(family):
    assert family_of(f"{{% if tools %}}{family.sign}{{% endif %}}") in FAMILIES


def test_an_unknown_template_falls_back_to_the_envelope():
    assert family_of("{{ messages }}") is ENVELOPE
    assert family_of("{{ messages }}{{ tools }}") is ENVELOPE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f'{{"calls": [{J1}, {J2}]}}', TWO),
        ('{"answer": "Готово"}', "Готово"),
        ("plain words", "plain words"),
    ],
)
def test_the_envelope_is_read_at_its_end(written, expected):
    parser = EnvelopeParser()
    deltas = [delta for letter in written for delta in parser.feed(letter)] + list(parser.end())
    if isinstance(expected, str):
        assert [d.text for d in deltas if isinstance(d, TextDelta)] == [expected]
    else:
        calls = [(d.name, json.loads(d.arguments)) for d in deltas if isinstance(d, CallDelta)]
        assert calls == expected
