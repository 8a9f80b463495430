"""What is said next completes or corrects what was said before."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant_desktop.core.offline_brain import Context, understand
from assistant_desktop.core.when import Reference

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN)
REFERENCE = Reference(NOW, BERLIN)
TOMORROW_AT_FIVE = Context(due=datetime(2026, 11, 25, 17, 0, tzinfo=BERLIN), named="call Ann")


def only_call(text, context):
    (call,) = understand(text, reference=REFERENCE, context=context).calls
    return call.name, {k: str(v)[:16] for k, v in call.arguments.items()}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("make it 6 instead", "2026-11-25T18:00"),
        ("no, at 6:30", "2026-11-25T18:30"),
        ("actually on Friday", "2026-11-27T17:00"),
        ("move it to Monday", "2026-11-30T17:00"),
        ("move it to 9 am", "2026-11-25T09:00"),
        ("change it to Friday at 8", "2026-11-27T08:00"),
        ("лучше в 6", "2026-11-25T18:00"),
        ("перенеси на пятницу", "2026-11-27T17:00"),
        ("перенеси на завтра", "2026-11-25T17:00"),
        ("нет, в 19:15", "2026-11-25T19:15"),
        ("давай в субботу в 10", "2026-11-28T10:00"),
        ("at 8 pm", "2026-11-25T20:00"),
        ("в понедельник", "2026-11-30T17:00"),
        ("make it tomorrow at 8", "2026-11-25T08:00"),
        ("today at 6 pm", "2026-11-24T18:00"),
        ("сегодня в 19", "2026-11-24T19:00"),
        ("not tomorrow, Saturday", "2026-11-28T17:00"),
        ("не завтра, а в субботу", "2026-11-28T17:00"),
    ],
)
def test_a_correction_keeps_what_it_does_not_say(text, due):
    assert only_call(text, TOMORROW_AT_FIVE) == ("update_reminder", {"due": due})


@pytest.mark.parametrize("text", ["not tomorrow", "не завтра", "yesterday", "вчера"])
def test_a_time_that_is_refused_or_over_moves_nothing(text):
    understood = understand(text, reference=REFERENCE, context=TOMORROW_AT_FIVE)
    assert understood.calls == ()
    assert understood.reply


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("and every day", "FREQ=DAILY"),
        ("make it every Monday", "FREQ=WEEKLY;BYDAY=MO"),
        ("и каждый день", "FREQ=DAILY"),
        ("по будням", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ],
)
def test_a_repetition_may_be_added_afterwards(text, rule):
    (call,) = understand(text, reference=REFERENCE, context=TOMORROW_AT_FIVE).calls
    assert (call.name, call.arguments) == ("update_reminder", {"rrule": rule})


def test_a_task_without_a_time_is_asked_for_it_and_then_made():
    asked = understand("remind me to buy milk", reference=REFERENCE)
    assert asked.calls == ()
    assert "buy milk" in (asked.reply or "")
    context = Context(pending=asked.pending)
    assert only_call("tomorrow at 6 pm", context) == (
        "create_reminder",
        {"text": "buy milk", "due": "2026-11-25T18:00"},
    )


def test_a_correction_of_an_event_moves_the_event():
    lunch = Context(
        due=datetime(2026, 11, 27, 12, 0, tzinfo=BERLIN), kind="event", named="lunch with Ann"
    )
    assert only_call("make it 1 pm", lunch) == (
        "update_event",
        {"which": "lunch with Ann", "start": "2026-11-27T13:00"},
    )


def test_within_one_message_later_requests_know_earlier_ones():
    text = "Remind me tomorrow at 9 to call Ann. And every weekday"
    calls = understand(text, reference=REFERENCE).calls
    assert [call.name for call in calls] == ["create_reminder", "update_reminder"]


@pytest.mark.parametrize("text", ["tomorrow at 5", "в пятницу", "6"])
def test_a_bare_time_means_nothing_by_itself(text):
    assert understand(text, reference=REFERENCE).calls == ()


def test_a_time_that_has_passed_is_not_taken():
    understood = understand("remind me yesterday to call Ann", reference=REFERENCE)
    assert understood.calls == ()
    assert "passed" in (understood.reply or "")


@pytest.mark.parametrize(
    ("asked", "then", "condition"),
    [
        ("remind me to call mum if it rains", "tomorrow at 5pm", {"kind": "rain"}),
        (
            "remind me to call mum unless it rains",
            "tomorrow at 5pm",
            {"kind": "rain", "unless": True},
        ),
        (
            "напомни позвонить маме, если не будет дождя",
            "завтра в 17:00",
            {"kind": "rain", "unless": True},
        ),
    ],
)
def test_a_condition_is_kept_while_the_time_is_asked_for(asked, then, condition):
    first = understand(asked, reference=REFERENCE)
    assert first.calls == ()
    context = Context(pending=first.pending, wish=first.wish)
    (call,) = understand(then, reference=REFERENCE, context=context).calls
    assert call.name == "create_reminder"
    assert call.arguments["condition"] == condition


def test_insisting_is_kept_while_the_time_is_asked_for():
    first = understand("remind me gently to call mum", reference=REFERENCE)
    context = Context(pending=first.pending, wish=first.wish)
    (call,) = understand("tomorrow at 5pm", reference=REFERENCE, context=context).calls
    assert call.arguments["policy"] == "gentle"


@pytest.mark.parametrize(
    "text",
    ["move the meeting to two hours later than planned", "move call to later in the day"],
)
def test_a_new_time_that_was_not_really_said_is_asked_for(text):
    understood = understand(text, reference=REFERENCE)
    assert understood.calls == ()
    assert understood.reply == "To what time should I move it?"


def test_it_is_moved_from_its_own_time():
    (call,) = understand(
        "move it one hour later", reference=REFERENCE, context=TOMORROW_AT_FIVE
    ).calls
    assert (call.name, call.arguments) == ("update_reminder", {"shift_minutes": 60})
