"""A brain on a server: every way it can fail is told, nothing is sent where it may not go."""

import asyncio
import time
from contextlib import aclosing

import pytest

from assistant_desktop.core.assistant import ModelChoice, Saying
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.skills.get_time import Arguments
from assistant_desktop.domain.conversation import (
    CallStatus,
    Completeness,
    ContextPart,
    Message,
    Role,
    TextPart,
    ToolCallPart,
)
from assistant_desktop.domain.errors import (
    BadInput,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
    OutboundBlocked,
)
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import ModelRequest, TextDelta
from assistant_desktop.domain.tool import ToolSpec
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress
from assistant_desktop.services.llm.wire import chat_body
from tests.fakes import model_server as play
from tests.fakes.model_server import model_server

ME = UserId("me")


def message(role: Role, *parts) -> Message:
    return Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        user_id=ME,
        role=role,
        parts=parts,
        created_at=SystemClock().now(),
    )


def request(*messages: Message, tools: tuple[ToolSpec, ...] = ()) -> ModelRequest:
    clock = SystemClock()
    said = messages or (message(Role.USER, TextPart(text="hi"), ContextPart(text="now")),)
    return ModelRequest("Be brief.", said, tools, ME, clock.now(), clock.zone(), "en")


@pytest.fixture
async def http():
    client = HttpClient()
    yield client
    await client.close()


def model(http: HttpClient, base_url: str, timeout_s: float = 5, key: str | None = None):
    async def kept_key() -> str | None:
        return key

    return OpenAiCompatible(http, ServerAddress(base_url, "m", 8000, timeout_s), kept_key)


async def text_of(brain: OpenAiCompatible) -> str:
    async with aclosing(brain.stream(request())) as deltas:
        return "".join([d.text async for d in deltas if isinstance(d, TextDelta)])


async def test_an_answer_is_streamed_with_the_key_and_the_stable_text_first(http):
    async with model_server(play.says("Hel", "lo")) as server:
        assert await text_of(model(http, server.base_url, key="sk-1")) == "Hello"
    (asked,) = server.asked
    assert asked.headers["authorization"] == "Bearer sk-1"
    assert asked.body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert asked.body["messages"][-1]["content"].endswith("[context: now]")


async def test_one_connection_serves_many_requests(http):
    async with model_server(play.says("ok")) as server:
        brain = model(http, server.base_url)
        for _ in range(10):
            await text_of(brain)
    assert (len(server.asked), server.connections) == (10, 1)


async def test_a_server_that_hangs_up_before_a_byte_is_asked_once_more(http):
    async with model_server(play.hangs_up, play.says("there")) as server:
        assert await text_of(model(http, server.base_url)) == "there"
    assert len(server.asked) == 2


async def test_a_server_that_breaks_off_after_words_is_not_asked_again(http):
    async with model_server(play.breaks_off_after("half")) as server:
        with pytest.raises(ModelUnreachable):
            await text_of(model(http, server.base_url))
    assert len(server.asked) == 1


async def test_a_silent_server_is_given_up_at_the_limit(http):
    async with model_server(play.hangs) as server:
        began = time.monotonic()
        with pytest.raises(ModelTimeout):
            await text_of(model(http, server.base_url, timeout_s=0.3))
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, '{"error": {"message": "bad key"}}', "bad key"),
        (404, '{"error": "no such model"}', "no such model"),
        (500, "<html>oops</html>", "oops"),
        (400, "", "400"),
    ],
)
async def test_a_refusal_is_told_with_its_reason(http, status, body, told):
    async with model_server(play.answers(status, body)) as server:
        with pytest.raises(ModelRefused, match=told) as caught:
            await text_of(model(http, server.base_url))
    assert caught.value.status == status


async def test_a_server_that_does_not_stream_is_understood(http):
    body = '{"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]}'
    async with model_server(play.answers(200, body)) as server:
        assert await text_of(model(http, server.base_url)) == "whole"


async def test_a_redirect_is_not_followed(http):
    redirect = play.answers(302, "", location="http://127.0.0.1:1/elsewhere")
    async with model_server(redirect) as server:
        with pytest.raises(ModelUnreachable):
            await text_of(model(http, server.base_url))


async def test_closing_the_stream_frees_the_server_at_once(http):
    async def endless(asked, writer):
        writer.write(play.head())
        while True:
            writer.write(play.chunk(play.delta(content="word ")))
            await writer.drain()
            await asyncio.sleep(0.005)

    async with model_server(endless) as server:
        began = 0.0
        async with aclosing(model(http, server.base_url).stream(request())) as deltas:
            async for _ in deltas:
                began = time.monotonic()
                break
        async with asyncio.timeout(0.5):
            await server.gone.wait()
        assert time.monotonic() - began < 0.2


async def test_nothing_is_sent_to_a_destination_that_was_not_switched_on():
    client = HttpClient()
    async with model_server(play.says("x")) as server:
        with pytest.raises(OutboundBlocked):
            async with client.stream("GET", f"{server.base_url}/models"):
                pass
    assert server.connections == 0
    await client.close()


async def test_models_are_listed(http):
    listing = '{"data": [{"id": "qwen"}, {"id": "llama"}, {}, 3]}'
    async with model_server(play.answers(200, listing)) as server:
        assert await model(http, server.base_url).list_models() == ["qwen", "llama"]


def test_broken_arguments_in_the_history_are_sent_as_valid_json():
    broken = ToolCallPart(call_id=CallId("c"), name="t", arguments='{"a": ')
    body = chat_body(request(message(Role.ASSISTANT, broken)), "m")
    function = body["messages"][1]["tool_calls"][0]["function"]
    assert function["arguments"] == '{"INVALID_JSON": "{\\"a\\": "}'


def test_tools_are_described_without_noise():
    async def run(arguments, context):
        raise AssertionError

    spec = ToolSpec(name="get_time", description="d", arguments=Arguments, run=run)
    body = chat_body(request(tools=(spec,)), "m")
    parameters = body["tools"][0]["function"]["parameters"]
    assert "title" not in parameters
    assert parameters["type"] == "object"


async def test_the_whole_product_on_a_server_five_calls_one_unknown_one_broken(start):
    """Real tools over real HTTP: all run, each has its result, and there is an answer."""
    made = play.calls(
        ("remember", '{"text": "the boat is blue"}'),
        ("create_reminder", '{"text": "paint", "due": "tomorrow at 9"}'),
        ("get_time", "{}"),
        ("no_such_tool", "{}"),
        ("create_reminder", '{"text": "cut o'),
    )
    async with model_server(made, play.says("All ", "set.")) as server, start() as assistant:
        await assistant.brains.use(ModelChoice(kind="server", base_url=server.base_url, model="m"))
        report = await assistant.ask(Saying(ME, "set things up"))
        assert (report.reply, report.rounds) == ("All set.", 2)
        assert [entry.status for entry in report.entries] == [
            CallStatus.DONE,
            CallStatus.DONE,
            CallStatus.DONE,
            CallStatus.FAILED,
            CallStatus.FAILED,
        ]
        results = [m for m in server.asked[1].body["messages"] if m["role"] == "tool"]
        assert len(results) == 5
        (live,) = await assistant.reminders.live(ME)
        assert live.reminder.text == "paint"


async def test_a_server_that_dies_in_the_middle_keeps_the_words_and_the_next_message_works(start):
    async with (
        model_server(play.breaks_off_after("Half a "), play.says("Whole.")) as server,
        start() as assistant,
    ):
        await assistant.brains.use(ModelChoice(kind="server", base_url=server.base_url, model="m"))
        failed = await assistant.ask(Saying(ME, "one"))
        assert failed.outcome == "failed"
        (conversation,) = await assistant.history.conversations(ME)
        kept = await assistant.history.messages(ME, conversation.id)
        assert (kept[-1].text, kept[-1].completeness) == ("Half a ", Completeness.CUT_OFF)
        assert (await assistant.ask(Saying(ME, "two"))).reply == "Whole."


@pytest.mark.parametrize("url", ["not a url", "ftp://x", "http://", "file:///etc/passwd"])
async def test_an_address_that_is_none_is_refused(start, url):
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.brains.use(ModelChoice(kind="server", base_url=url))
        assert assistant.settings.model.kind == "offline"
