"""A reply never says that a thing was done which no call did."""

import pytest

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.conversation import Role
from assistant_desktop.domain.ids import UserId
from tests.fakes.model import ScriptedModel, call, text

ME = UserId("me")


async def test_a_claim_without_a_call_is_held_back_and_the_model_told(start):
    model = ScriptedModel(
        [text("Done: I've set a reminder "), text("for tomorrow at 9.")],
        [call("create_reminder", text="stretch", due="tomorrow at 9")],
        [text("I'll remind you tomorrow at 9.")],
    )
    async with start(model) as assistant:
        heard = []
        assistant.subscribe(heard.append)
        report = await assistant.ask(Saying(ME, "remind me to stretch tomorrow at 9"))
        assert report.reply == "I'll remind you tomorrow at 9."
        assert [entry.name for entry in report.entries] == ["create_reminder"]
        note = model.requests[1].messages[-1]
        assert "I've set a reminder" in note.text
        assert "create_reminder" in note.text
        kept = await assistant.history.messages(ME, report.conversation_id)
        assert all("Done: I've set" not in message.text for message in kept)
        assert any(type(event).__name__ == "TextTakenBack" for event in heard)
        # The note was for that one request; what a model reads later has no trace of it.
        assert all("held back" not in message.text for message in kept)


@pytest.mark.parametrize(
    ("said", "claim", "truth"),
    [
        ("remind me", "I've set a reminder for 9.", "I said that something was done here"),
        ("напомни", "Я поставил напоминание на 9.", "Здесь было сказано"),
    ],
)
async def test_a_model_that_insists_is_corrected_in_place(start, said, claim, truth):
    model = ScriptedModel([text(f"Sure. {claim}")], [text(f"Really. {claim} Bye")])
    async with start(model) as assistant:
        report = await assistant.ask(Saying(ME, said))
        assert truth in report.reply
        assert claim not in report.reply
        assert report.reply.startswith("Really. (")
        assert report.reply.endswith("Bye")
        kept = await assistant.history.messages(ME, report.conversation_id)
        assert [m.text for m in kept if m.role is Role.ASSISTANT] == [report.reply]


async def test_what_an_earlier_turn_did_may_be_said_again(start):
    model = ScriptedModel(
        [call("create_reminder", text="stretch", due="tomorrow at 9")],
        [text("I'll remind you tomorrow at 9.")],
        [text("Yes, I've set a reminder for tomorrow.")],
        [text("Yes, I've set a reminder for tomorrow.")],
    )
    async with start(model) as assistant:
        await assistant.ask(Saying(ME, "remind me to stretch tomorrow at 9"))
        report = await assistant.ask(Saying(ME, "did you set it?"))
        assert report.reply == "Yes, I've set a reminder for tomorrow."


async def test_a_call_that_failed_proves_nothing(start):
    model = ScriptedModel(
        [call("cancel_reminder", which="the dragon")],
        [text("I've cancelled the reminder.")],
        [text("I've cancelled the reminder.")],
    )
    async with start(model) as assistant:
        report = await assistant.ask(Saying(ME, "cancel the dragon"))
        assert "I've cancelled" not in report.reply
