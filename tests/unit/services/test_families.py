"""Each family's way of writing calls gives the right parts, however the text is cut."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.domain.ports import CallDelta, TextDelta
from assistant_desktop.services.llm.model_worker.call_parser import EnvelopeParser, parser_for
from assistant_desktop.services.llm.model_worker.families import ENVELOPE, FAMILIES, family_of
from assistant_desktop.services.llm.model_worker.template import ChatTemplate

CALL = {"name": "add", "arguments": {"a": 1, "b": "два"}}
TWO = [("add", {"a": 1, "b": "два"}), ("now", {})]
J1 = json.dumps(CALL, ensure_ascii=False)
J2 = '{"name": "now", "arguments": {}}'
P1 = '{"name": "add", "parameters": {"a": 1, "b": "два"}}'
P2 = '{"name": "now", "parameters": {}}'
HEAD = "<|start|>assistant<|channel|>"

WRITTEN: dict[str, list[tuple[str, str]]] = {  # what is written, the words in it
    "harmony": [
        (
            (
                "<|channel|>commentary to=functions.add <|constrain|>json<|message|>"
                '{"a": 1, "b": "два"}<|call|>'
                "<|start|>assistant to=functions.now<|channel|>commentary json<|message|>{}<|call|>"
            ),
            "",
        ),
        (
            (
                "<|channel|>commentary<|message|>Sure.<|end|>"
                f"{HEAD}commentary to=functions.add <|constrain|>json<|message|>"
                '{"a": 1, "b": "два"}<|call|>'
                f"{HEAD}commentary to=functions.now json<|message|>{{}}<|end|>"
                f"{HEAD}final<|message|> Done."
            ),
            "Sure. Done.",
        ),
    ],
    "qwen-xml": [
        (
            (
                "Sure. <tool_call>\n<function=add>\n<parameter=a>\n1\n</parameter>\n"
                "<parameter=b>\nдва\n</parameter>\n</function>\n</tool_call>\n"
                "<tool_call>\n<function=now>\n</function>\n</tool_call>"
            ),
            "Sure. ",
        ),
    ],
    "glm": [
        (
            (
                "Sure.<tool_call>add\n<arg_key>a</arg_key>\n<arg_value>1</arg_value>\n"
                "<arg_key>b</arg_key>\n<arg_value>два</arg_value>\n</tool_call>"
                "<tool_call>now\n</tool_call>"
            ),
            "Sure.",
        ),
    ],
    "phi": [(f"Sure.<|tool_call|>{J1}<|/tool_call|><|tool_call|>{J2}<|/tool_call|>", "Sure.")],
    "lfm": [
        ("Sure.<|tool_call_start|>[add(a=1, b='два'), now()]<|tool_call_end|>!", "Sure.!"),
    ],
    "gemma": [
        (
            (
                'Sure.<|tool_call>call:add{a:1,b:<|"|>два<|"|>}<tool_call|>'
                "<|tool_call>call:now{}<tool_call|>"
            ),
            "Sure.",
        ),
    ],
    "function-gemma": [
        (
            (
                "<start_function_call>call:add{a:1,b:<escape>два<escape>}<end_function_call>"
                "<start_function_call>call:now{}<end_function_call>"
            ),
            "",
        ),
    ],
    "hermes": [
        (
            f"Sure. <tool_call>\n{J1}\n</tool_call>\n<tool_call>\n{J2}\n</tool_call> Done.",
            "Sure. Done.",
        ),
    ],
    "mistral": [
        (f"Sure. [TOOL_CALLS][{J1}, {J2}]", "Sure. "),
        ('[TOOL_CALLS]add[CALL_ID]x1[ARGS]{"a": 1, "b": "два"}[TOOL_CALLS]now[ARGS]{}', ""),
    ],
    "gigachat": [
        (
            (
                f"Хорошо.<|message_sep|>\n\nfunction call<|role_sep|>\n{J1}<|message_sep|>\n\n"
                f"function call<|role_sep|>\n{J2}"
            ),
            "Хорошо.",
        ),
    ],
    "llama": [
        (f"<|python_tag|>{P1}; {P2}", ""),
        (f"{P1}; {P2}", ""),
        (f"\n{P1}\n{P2}", ""),
    ],
    "llama-python-tag": [(f"<|python_tag|>{P1}; {P2}", "")],
}
ROWS = [(family, *row) for family in FAMILIES for row in WRITTEN[family.name]]


def read(family: Any, pieces: list[str], prompt: str = "") -> tuple[str, str, list[Any]]:
    parser = parser_for(family, prompt)
    deltas = [delta for piece in pieces for delta in parser.feed(piece)] + list(parser.end())
    texts = [d for d in deltas if isinstance(d, TextDelta)]
    return (
        "".join(d.text for d in texts if not d.reasoning),
        "".join(d.text for d in texts if d.reasoning),
        [(d.name, json.loads(d.arguments)) for d in deltas if isinstance(d, CallDelta)],
    )


def named(name: str) -> Any:
    return next(family for family in FAMILIES if family.name == name)


@pytest.mark.parametrize(("family", "written", "words"), ROWS)
def test_calls_and_words_are_told_apart_wherever_the_text_is_cut(family, written, words):
    assert read(family, [written]) == (words, "", TWO)
    assert read(family, list(written)) == (words, "", TWO)
    for cut in range(1, len(written)):
        assert read(family, [written[:cut], written[cut:]]) == (words, "", TWO)


THOUGHTS = [
    *((one, f"{one.thinks[0]}hm, 2 < 3{one.thinks[1]}Answer.") for one in FAMILIES if one.opens),
    (
        named("harmony"),
        f"<|channel|>analysis<|message|>hm, 2 < 3<|end|>{HEAD}final<|message|>Answer.<|return|>",
    ),
]


@pytest.mark.parametrize(("family", "written"), THOUGHTS)
def test_reasoning_is_kept_apart(family, written):
    for cut in range(len(written)):
        text, thought, calls = read(family, [written[:cut], written[cut:]])
        assert (text, thought, calls) == ("Answer.", "hm, 2 < 3", [])


def test_a_thought_that_the_prompt_began_is_a_thought():
    said = read(named("hermes"), ["hm</think>Answer."], "<|im_start|>assistant\n<think>\n")
    assert said == ("Answer.", "hm", [])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_text_without_calls_is_text_to_the_last_character(family):
    chance = random.Random(family.name)
    alphabet = "<|>[]= tol_cahneужё\n"
    for _ in range(200):
        words = "A" + "".join(chance.choice(alphabet) for _ in range(30))
        if family.opens and (family.opens in words or family.thinks[0] in words):
            continue
        assert read(family, list(words))[0] == words


def test_braces_that_are_no_call_are_words():
    assert read(named("llama"), list("{x} is a set"))[0] == "{x} is a set"


def test_nested_arguments_are_read():
    body = 'call:f{a:{b:[1,<|"|>x, }<|"|>],c:true},d:null}'
    _, _, calls = read(named("gemma"), [f"<|tool_call>{body}<tool_call|>"])
    assert calls == [("f", {"a": {"b": [1, "x, }"], "c": True}, "d": None})]
    _, _, calls = read(named("lfm"), ["<|tool_call_start|>[f(a={'b': [1, 'x)']}, c=true)]"])
    assert calls == [("f", {"a": {"b": [1, "x)"]}, "c": True})]


BROKEN = {
    "harmony": '<|channel|>commentary to=functions.add json<|message|>{"a": <|call|>',
    "qwen-xml": "<tool_call><function=add><parameter=a>1</tool_call>",
    "glm": "<tool_call>add\n<arg_key>a</arg_key><arg_value>1</tool_call>",
    "phi": '<|tool_call|>{"name": "add", "arguments": {"a": <|/tool_call|>',
    "lfm": "<|tool_call_start|>[add(a=1, b=<|tool_call_end|>",
    "gemma": '<|tool_call>call:add{a:<|"|>1<tool_call|>',
    "function-gemma": "<start_function_call>call:add{a:<escape>1<end_function_call>",
    "hermes": '<tool_call>{"name": "add", "arguments": {"a": </tool_call>',
    "mistral": '[TOOL_CALLS][{"name": "add", "arguments": {"a": ',
    "gigachat": 'function call<|role_sep|>\n{"name": "add", "arguments": {"a": <|message_sep|>',
    "llama": '{"name": "add", "parameters": {"a": ',
    "llama-python-tag": '<|python_tag|>{"name": "add", "parameters": {"a": ',
}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_broken_call_is_passed_on_under_its_name_to_be_told(family):
    written = BROKEN[family.name]
    for cut in range(len(written)):
        parser = parser_for(family)
        deltas = [*parser.feed(written[:cut]), *parser.feed(written[cut:]), *parser.end()]
        assert [d.name for d in deltas if isinstance(d, CallDelta)] == ["add"]


@given(text=st.text(alphabet="<|>[]{}()/_=:;,\"' \nacdefilmnoprstuvx10", max_size=60))
def test_no_text_breaks_a_parser(text):
    for family in FAMILIES:
        opened = family.opens or "<|channel|>commentary to=functions.f json<|message|>"
        for written in (text, opened + text, opened + text + family.closes):
            parser = parser_for(family)
            list(parser.feed(written))
            list(parser.end())


def test_a_call_that_was_cut_off_at_the_end_is_not_lost():
    assert read(named("hermes"), [f"<tool_call>{J1}"])[2] == [TWO[0]]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_template_names_its_family(family):
    assert family_of(f"{{% if tools %}}{family.sign}{{% endif %}}") is family


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


# ---- templates ----

USER = {"role": "user", "content": "hi"}


def rendered(source: str, *messages: dict[str, Any]) -> str:
    template = ChatTemplate(source, "<s>", "</s>", lambda form: f"today as {form}")
    return template.render(list(messages or (USER,)), None)


def test_a_template_may_ask_for_the_date_and_mark_what_the_model_says():
    assert rendered("{{ strftime_now('%Y-%m-%d') }}") == "today as %Y-%m-%d"
    marked = "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}"
    assert rendered(marked) == "hi"


def test_speakers_that_must_take_turns_are_joined():
    strict = (
        "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
        "{{ raise_exception('alternate') }}{% endif %}[{{ m.content }}]{% endfor %}"
    )
    assert rendered(strict, USER, {"role": "user", "content": "there"}) == "[hi\n\nthere]"


@pytest.mark.parametrize(
    "source", ["{% nonsense %}", "{{ raise_exception('no') }}", "{{ 1 / 0 }}", ""]
)
def test_a_template_that_fails_gives_way_to_the_plain_one(source):
    assert "<|im_start|>user\nhi<|im_end|>" in rendered(source)


def test_a_model_is_asked_not_to_think_first():
    assert rendered("{% if enable_thinking is false %}quick{% endif %}") == "quick"
