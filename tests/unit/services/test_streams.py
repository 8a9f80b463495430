"""Streams of other projects' servers give the same message however they are cut."""

import json
import random
from typing import Any

import pytest

from assistant_desktop.domain.errors import ModelRefused
from assistant_desktop.domain.ports import CallDelta, ModelFinished, TextDelta
from assistant_desktop.services.llm.chunks import ChunkReader
from assistant_desktop.services.llm.sse import EventStream
from tests import eval_corpora

SMALL = 8 * 1024


def corpus() -> list[dict[str, Any]]:
    path = eval_corpora.corpus("sse_fixtures.json")
    return [] if path is None else json.loads(path.read_text(encoding="utf-8"))


def read(pieces: list[bytes]) -> tuple[str, str, list[tuple[str, str]], str, Any]:
    """(text, reasoning, calls, finish reason, usage) of a body in pieces."""
    events, reader = EventStream(), ChunkReader()
    deltas = []
    for piece in pieces:
        for data in events.feed(piece):
            deltas += reader.read(data)
    for data in events.end():
        deltas += reader.read(data)
    deltas += reader.finish()
    words = [d for d in deltas if isinstance(d, TextDelta)]
    (finished,) = [d for d in deltas if isinstance(d, ModelFinished)]
    return (
        "".join(d.text for d in words if not d.reasoning),
        "".join(d.text for d in words if d.reasoning),
        [(d.name, d.arguments) for d in deltas if isinstance(d, CallDelta)],
        finished.reason,
        finished.usage,
    )


CORPUS = corpus()


@pytest.mark.skipif(not CORPUS, reason="ASSISTANT_EVAL_DIR names no corpora on this machine")
@pytest.mark.parametrize("row", CORPUS, ids=lambda row: row["name"])
def test_a_recorded_stream_gives_the_expected_message_however_it_is_cut(row):
    body, expected = row["body"].encode(), row["expected"]
    whole = read([body])
    text = expected["content"].get("0", "") or expected["refusal"] or ""
    assert whole[0] == text
    if expected["reasoning"] is not None:  # their reader knows no list of thinking parts
        assert whole[1] == expected["reasoning"]
    assert whole[2] == [(c["name"], c["arguments"]) for c in expected["tool_calls"]]
    if expected["finish_reason"].get("0"):
        assert whole[3] == expected["finish_reason"]["0"]
    if expected["usage"]:
        assert whole[4].prompt_tokens == expected["usage"]["prompt_tokens"]
    if len(body) <= SMALL:
        cuts = range(1, len(body))
    else:
        assert read([bytes([byte]) for byte in body]) == whole
        cuts = random.Random(row["name"]).sample(range(1, len(body)), 500)
    # Each cut at its own place; the state before the cut is the same for all later ones.
    for cut in cuts:
        assert read([body[:cut], body[cut:]]) == whole


def stream(*chunks: Any, ending: str = "\n\n", done: bool = True) -> bytes:
    lines = [f"data: {json.dumps(chunk, ensure_ascii=False)}{ending}" for chunk in chunks]
    return ("".join(lines) + ("data: [DONE]\n\n" if done else "")).encode()


def delta(**fields: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": fields}]}


def piece(arguments: str = "", **fields: Any) -> dict[str, Any]:
    name = fields.pop("name", None)
    function = {"arguments": arguments} | ({"name": name} if name else {})
    return delta(tool_calls=[fields | {"function": function}])


TWO = [("add", '{"a":1}'), ("add", '{"a":2}')]

FAULTS = {
    "new ids, all index 0": [
        piece('{"a"', index=0, id="x", name="add"),
        piece(":1}", index=0, id="x"),
        piece('{"a"', index=0, id="y", name="add"),
        piece(":2}", index=0, id="y"),
    ],
    "no index": [
        piece('{"a":1}', id="x", name="add"),
        piece('{"a":2}', id="y", name="add"),
    ],
    "no index, pieces without id": [
        piece('{"a"', id="x", name="add"),
        piece(":1}"),
        piece('{"a"', id="y", name="add"),
        piece(":2}"),
    ],
    "no id": [
        piece('{"a":1}', index=0, name="add"),
        piece('{"a":2}', index=1, name="add"),
    ],
    "neither index nor id, whole calls": [
        piece('{"a":1}', name="add"),
        piece('{"a":2}', name="add"),
    ],
    "index 0 for all and no ids": [
        piece('{"a":1}', index=0, name="add"),
        piece('{"a":2}', index=0, name="add"),
    ],
    "whole calls in one delta": [
        delta(
            tool_calls=[
                {"index": 0, "id": "x", "function": {"name": "add", "arguments": '{"a":1}'}},
                {"index": 1, "id": "y", "function": {"name": "add", "arguments": '{"a":2}'}},
            ]
        )
    ],
    "the name again in each delta": [
        piece('{"a"', index=0, id="x", name="add"),
        piece(":1}", index=0, id="x", name="add"),
        piece('{"a"', index=1, id="y", name="add"),
        piece(":2}", index=1, id="y", name="add"),
    ],
    "the name again, no ids": [
        piece('{"a"', index=0, name="add"),
        piece(":1}", index=0, name="add"),
        piece('{"a":2}', index=1, name="add"),
    ],
    "interleaved": [
        piece('{"a"', index=0, id="x", name="add"),
        piece('{"a"', index=1, id="y", name="add"),
        piece(":1}", index=0),
        piece(":2}", index=1),
    ],
    "arguments as an object": [
        delta(tool_calls=[{"index": 0, "id": "x", "function": {"name": "add", "arguments": {}}}]),
    ],
}


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "arguments as an object"])
def test_calls_are_gathered_whatever_the_server_does_with_index_and_id(fault):
    body = stream(*FAULTS[fault])
    assert read([body])[2] == TWO
    assert read([bytes([byte]) for byte in body])[2] == TWO


def test_arguments_sent_as_an_object_are_understood():
    assert read([stream(*FAULTS["arguments as an object"])])[2] == [("add", "{}")]


@pytest.mark.parametrize("ending", ["\n\n", "\r\n\r\n", "\r\r"])
def test_lines_may_end_as_they_like_and_utf8_may_be_cut_anywhere(ending):
    body = b": a comment" + ending.encode() + stream(delta(content="Привет 👋 ё"), ending=ending)
    for cut in range(1, len(body)):
        assert read([body[:cut], body[cut:]])[0] == "Привет 👋 ё"


def test_a_usage_chunk_without_choices_and_a_missing_done_are_fine():
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    body = stream(delta(content="hi"), {"choices": [], "usage": usage}, done=False).rstrip()
    text, _, _, _, counted = read([body])
    assert (text, counted.prompt_tokens, counted.completion_tokens) == ("hi", 3, 4)


def test_an_error_in_the_middle_of_a_stream_is_told():
    with pytest.raises(ModelRefused, match="out of memory"):
        read([stream(delta(content="hi"), {"error": {"message": "out of memory"}})])


@pytest.mark.parametrize(
    "junk", ["[]", "null", "3", '"x"', "{", '{"choices": 5}', '{"choices": [1]}']
)
def test_what_is_no_chunk_is_passed_over(junk):
    assert read([f"data: {junk}\n\n".encode() + stream(delta(content="ok"))])[0] == "ok"
