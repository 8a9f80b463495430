"""Conversations as people have them with no model: "it", taking back, moving, asking again."""

from datetime import timedelta

import pytest

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.ids import UserId

ME = UserId("me")


async def said(assistant, *lines: str) -> list[str]:
    return [(await assistant.ask(Saying(ME, line))).reply for line in lines]


async def texts(assistant) -> list[str]:
    return [view.reminder.text for view in await assistant.reminders.live(ME)]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "remind me to call mom tomorrow at 9",
            "remind me tomorrow at 7pm to take the bins out",
            "snooze it for an hour",
        ),
        (
            "напомни завтра в 9 позвонить маме",
            "напомни завтра в 19:00 вынести мусор",
            "отложи на час",
        ),
    ],
)
async def test_it_is_what_was_spoken_of_last(start, lines):
    async with start() as assistant:
        await said(assistant, *lines)
        moved = [v for v in await assistant.reminders.live(ME) if v.occurrence.state == "snoozed"]
        assert [view.reminder.text for view in moved] in (["take the bins out"], ["вынести мусор"])


@pytest.mark.parametrize(
    ("make", "move", "back"),
    [
        ("I need to pay rent on the 1st of every month", "move the rent to the 2nd", "undo"),
        ("надо платить за квартиру 1 числа каждого месяца", "перенеси квартиру на 2 число",
         "верни как было"),
    ],
)  # fmt: skip
async def test_a_repeated_one_moves_as_a_whole_and_comes_back(start, make, move, back):
    async with start() as assistant:
        await said(assistant, make)
        (before,) = await assistant.reminders.live(ME)
        await said(assistant, move)
        (moved,) = await assistant.reminders.live(ME)
        assert moved.reminder.rrule == "FREQ=MONTHLY;BYMONTHDAY=2"
        assert moved.occurrence.rule_local.day == 2
        await said(assistant, back)
        (after,) = await assistant.reminders.live(ME)
        assert after.reminder.rrule == before.reminder.rrule
        assert after.occurrence.due == before.occurrence.due


async def test_two_that_are_called_the_same_are_told_apart_by_their_times(start):
    async with start() as assistant:
        replies = await said(
            assistant,
            "remind me to call Ann tomorrow at 9",
            "remind me to call Ann tomorrow at 11",
            "cancel the reminder to call Ann",
            "напомни позвонить Ане завтра в 9",
            "напомни позвонить Ане завтра в 11",
            "отмени напоминание позвонить Ане",
        )
        for reply in (replies[2], replies[5]):
            assert "09:00" in reply
            assert "11:00" in reply
        assert len(await texts(assistant)) == 4


@pytest.mark.parametrize(
    ("make", "move"),
    [
        ("remind me to water the plants every Saturday at 10", "move the plants to 11"),
        ("remind me to water the plants every Saturday at 10", "move it to 11:00"),
        ("напоминай поливать цветы каждую субботу в 10", "перенеси цветы на 11"),
    ],
)
async def test_an_hour_alone_leaves_a_repeated_one_its_day(start, make, move):
    async with start() as assistant:
        await said(assistant, make)
        (before,) = await assistant.reminders.live(ME)
        await said(assistant, "remind me to call Ann in 20 minutes", "undo", move)
        (moved,) = await assistant.reminders.live(ME)
        assert moved.reminder.rrule == before.reminder.rrule == "FREQ=WEEKLY;BYDAY=SA"
        assert moved.occurrence.due - before.occurrence.due == timedelta(hours=1)


@pytest.mark.parametrize(
    ("make", "move", "again"),
    [
        ("schedule lunch with Ann on Friday from 13 to 14", "move lunch to 14:00", "at 15:00"),
        ("Обед с Аней в пятницу с 13 до 14", "перенеси обед на 14:00", "в 15:00"),
    ],
)
async def test_an_hour_alone_leaves_an_event_its_day(start, make, move, again):
    async with start() as assistant:
        (made,) = await said(assistant, make)
        _, moved, moved_again = await said(assistant, "thanks", move, again)
        day = made.split(", ")[1].split(" at ")[0].split(" в ")[0]
        assert day in moved
        assert "14:00" in moved
        assert day in moved_again
        assert "15:00" in moved_again


async def test_undo_takes_back_what_was_made_and_says_when_there_is_nothing(start):
    async with start() as assistant:
        await said(assistant, "remind me to call mom tomorrow at 9", "undo")
        assert await texts(assistant) == []
        (reply,) = await said(assistant, "undo")
        assert reply == "There is nothing to take back."


async def test_without_a_calendar_what_is_planned_are_the_reminders(start):
    async with start() as assistant:
        replies = await said(
            assistant, "remind me to call mom tomorrow at 9", "what do I have tomorrow?"
        )
        assert "call mom" in replies[-1]


async def test_a_question_does_not_find_itself_nor_what_the_assistant_repeated(start):
    async with start() as assistant:
        replies = await said(
            assistant,
            "the boiler was repaired by Mr Petersen",
            "what did I say about the boiler?",
        )
        assert replies[-1].count("\n") == 0
        assert "Petersen" in replies[-1]


async def test_russian_is_quoted_the_russian_way(start):
    async with start() as assistant:
        replies = await said(
            assistant,
            "напомни завтра в 9 позвонить маме",
            "напомни завтра в 10 позвонить отцу",
            "перенеси позвонить на 11",
        )
        assert "«позвонить маме»" in replies[-1]
        assert "“" not in replies[-1]


async def test_what_was_told_by_the_way_is_answered_and_nothing_is_made_up(start, clock):
    async with start() as assistant:
        await said(assistant, "We moved to Tallinn.")
        assert "We moved to Tallinn." in (await said(assistant, "where do I live?"))[-1]
        assert "We moved to Tallinn." in (await said(assistant, "what do you know about me"))[-1]
        assert "Tallinn" in (await said(assistant, "что ты обо мне знаешь"))[-1]
        # A question that was asked before is no answer, nor is what merely comes nearest.
        for _ in range(2):
            assert (await said(assistant, "what is my mortgage rate"))[-1] == (
                "I remember nothing about that."
            )


async def test_a_receipt_of_forgetting_does_not_repeat_what_was_forgotten(start, clock):
    async with start() as assistant:
        await said(assistant, "remember that the code of the safe is 4711")
        reply = (await said(assistant, "forget the code of the safe"))[-1]
        assert reply.startswith("Forgotten for good: one memory. The message")
        assert "4711" not in reply


@pytest.mark.parametrize(
    ("make", "move", "hour", "back"),
    [
        ("remind me to take insulin tomorrow at 9", "move the insulin reminder one hour later",
         10, "undo"),
        ("remind me to take insulin tomorrow at 9", "move insulin an hour earlier", 8, "undo"),
        ("напомни завтра в 9 уколоть инсулин", "перенеси напоминание про инсулин на час позже",
         10, "верни как было"),
        ("remind me every day at 9 to take insulin", "move the insulin reminder one hour later",
         10, "undo"),
    ],
)  # fmt: skip
async def test_later_by_an_hour_is_counted_from_its_own_time(start, make, move, hour, back):
    async with start() as assistant:
        await said(assistant, make)
        (before,) = await assistant.reminders.live(ME)
        await said(assistant, move)
        (moved,) = await assistant.reminders.live(ME)
        assert moved.occurrence.rule_local == before.occurrence.rule_local.replace(hour=hour)
        assert moved.reminder.rrule == before.reminder.rrule
        await said(assistant, back)
        (after,) = await assistant.reminders.live(ME)
        assert after.occurrence.due == before.occurrence.due


async def test_a_condition_is_kept_while_the_time_is_asked_for(start):
    async with start() as assistant:
        await said(assistant, "remind me to call mom unless it rains", "tomorrow at 5pm")
        (made,) = await assistant.reminders.live(ME)
    assert made.reminder.condition is not None
    assert made.reminder.condition.unless


@pytest.mark.parametrize(
    ("make", "snooze"),
    [
        ("remind me to call mom in half an hour", "snooze mom for 15 minutes"),
        ("напомни через полчаса позвонить маме", "отложи маму на 15 минут"),
    ],
)
async def test_what_is_not_due_yet_comes_later_by_a_snooze_never_earlier(start, make, snooze):
    async with start() as assistant:
        await said(assistant, make)
        (before,) = await assistant.reminders.live(ME)
        await said(assistant, snooze)
        (after,) = await assistant.reminders.live(ME)
        assert after.occurrence.due - before.occurrence.due == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("make", "move"),
    [
        ("schedule the dentist on Thursday at 15:00", "move the dentist to Friday same time"),
        ("запланируй стоматолога в четверг в 15:00",
         "перенеси стоматолога на пятницу на то же время"),
    ],
)  # fmt: skip
async def test_the_same_time_of_another_day_is_the_same_time(start, clock, make, move):
    async with start() as assistant:
        await said(assistant, make)
        reply = (await said(assistant, move))[-1]
        assert "15:00" in reply


async def test_remind_me_again_in_a_while_is_counted_from_now(start):
    async with start() as assistant:
        await said(assistant, "напомни через полчаса проверить пирог", "напомни через 2 часа")
        (after,) = await assistant.reminders.live(ME)
        assert after.occurrence.due - assistant.now() == timedelta(hours=2)
