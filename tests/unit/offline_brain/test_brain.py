"""The brain behind the ChatModel port: calls first, then the results' own words, nothing else."""

import asyncio
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.domain.conversation import (
    CallStatus,
    Message,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import CallDelta, ModelFinished, ModelRequest, TextDelta
from assistant_desktop.domain.tool import ToolSpec

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 13, 20, tzinfo=UTC)


def message(role, *parts):
    return Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        user_id=UserId("me"),
        role=role,
        parts=parts,
        created_at=NOW,
    )


def said(text):
    return message(Role.USER, TextPart(text=text))


def called(name, arguments, call_id="1"):
    call = ToolCallPart(call_id=CallId(call_id), name=name, arguments=json.dumps(arguments))
    return message(Role.ASSISTANT, call)


def resulted(name, receipt, *, status=CallStatus.DONE, data=None, call_id="1"):
    result = ToolResultPart(
        call_id=CallId(call_id),
        name=name,
        status=status,
        content=receipt,
        receipt=receipt if status is CallStatus.DONE else "",
        data=data or {},
    )
    return message(Role.TOOL, result)


class NoArguments(BaseModel):
    pass


async def never_run(arguments, context):
    raise AssertionError


TOOLS = tuple(
    ToolSpec(name=name, description="", arguments=NoArguments, run=never_run)
    for name in ("create_reminder", "update_reminder", "cancel_reminder", "get_time")
)


def answer(*messages, language="en", allow_tools=True):
    request = ModelRequest(
        system="",
        messages=messages,
        tools=TOOLS,
        user_id=UserId("me"),
        now=NOW,
        zone=BERLIN,
        language=language,
        allow_tools=allow_tools,
    )

    async def collect():
        return [delta async for delta in OfflineBrain().stream(request)]

    return asyncio.run(collect())


def test_a_request_becomes_its_calls():
    deltas = answer(said("remind me to call mom at 5 and buy milk at 6"))
    calls = [delta for delta in deltas if isinstance(delta, CallDelta)]
    assert [call.name for call in calls] == ["create_reminder", "create_reminder"]
    assert json.loads(calls[1].arguments) == {
        "text": "buy milk",
        "due": "2026-11-24T18:00:00+01:00",
    }
    assert isinstance(deltas[-1], ModelFinished)


def test_results_are_told_in_their_own_words_and_nothing_is_added():
    deltas = answer(
        said("remind me to call mom at 5"),
        called("create_reminder", {"text": "call mom", "due": "2026-11-24T17:00:00+01:00"}),
        resulted("create_reminder", "I'll remind you: “call mom”, today at 17:00."),
    )
    assert deltas == [
        TextDelta("I'll remind you: “call mom”, today at 17:00."),
        ModelFinished(),
    ]


def test_a_failure_is_told_as_it_is():
    deltas = answer(
        said("cancel the gym reminder"),
        called("cancel_reminder", {"which": "gym"}),
        resulted("cancel_reminder", "No reminder is called “gym”.", status=CallStatus.FAILED),
    )
    assert deltas[0] == TextDelta("No reminder is called “gym”.")


def test_what_it_does_not_understand_it_says():
    (text, _) = answer(said("расскажи анекдот"), language="ru")
    assert isinstance(text, TextDelta)
    assert text.text.startswith("Этого я не понял")


def test_it_refers_to_the_reminder_made_before():
    deltas = answer(
        said("remind me to call mom tomorrow at 5"),
        called("create_reminder", {"text": "call mom", "due": "2026-11-25T17:00:00+01:00"}),
        resulted(
            "create_reminder", "ok", data={"text": "call mom", "due": "2026-11-25T17:00:00+01:00"}
        ),
        message(Role.ASSISTANT, TextPart(text="ok")),
        said("make it 6 instead"),
    )
    assert isinstance(deltas[0], CallDelta)
    assert json.loads(deltas[0].arguments) == {"due": "2026-11-25T18:00:00+01:00"}


def test_a_call_that_failed_is_not_what_it_means():
    deltas = answer(
        said("remind me to call mom tomorrow at 5"),
        called("create_reminder", {"text": "call mom", "due": "2026-11-25T17:00:00+01:00"}),
        resulted("create_reminder", "disk full", status=CallStatus.FAILED),
        message(Role.ASSISTANT, TextPart(text="disk full")),
        said("at 6 pm"),
    )
    assert isinstance(deltas[0], TextDelta)


def test_a_time_completes_the_task_it_was_asked_for():
    deltas = answer(
        said("напомни купить молоко"),
        message(Role.ASSISTANT, TextPart(text="Когда напомнить: «купить молоко»?")),
        said("завтра в 18:00"),
        language="ru",
    )
    assert isinstance(deltas[0], CallDelta)
    assert json.loads(deltas[0].arguments) == {
        "text": "купить молоко",
        "due": "2026-11-25T18:00:00+01:00",
    }


def test_what_this_installation_cannot_do_is_said_beside_what_it_does():
    deltas = answer(said("what time is it? And what's the weather in Rome?"))
    assert isinstance(deltas[0], TextDelta)
    assert [delta.name for delta in deltas if isinstance(delta, CallDelta)] == ["get_time"]


def test_without_tools_it_calls_none():
    deltas = answer(said("what time is it"), allow_tools=False)
    assert not any(isinstance(delta, CallDelta) for delta in deltas)


def test_broken_arguments_of_another_brain_are_passed_over():
    broken = ToolCallPart(call_id=CallId("1"), name="create_reminder", arguments='{"text": ')
    deltas = answer(
        said("hi"),
        message(Role.ASSISTANT, broken),
        resulted("create_reminder", "bad", status=CallStatus.FAILED),
        message(Role.ASSISTANT, TextPart(text="sorry")),
        said("remind me at 5 pm to rest"),
    )
    assert isinstance(deltas[0], CallDelta)
