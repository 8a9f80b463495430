"""Which reminder or event is meant, and what a wish that it must not be missed becomes."""

from datetime import UTC, datetime

import pytest

from assistant_desktop.core.assistant import NewEvent, Saying
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import UserId

ME = UserId("me")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # the 23rd is a Monday, now 10:00


async def said(assistant, *lines: str) -> list[str]:
    return [(await assistant.ask(Saying(ME, line))).reply for line in lines]


async def texts(assistant) -> list[str]:
    return [view.reminder.text for view in await assistant.reminders.live(ME)]


async def events(assistant) -> list[tuple[datetime, datetime]]:
    agenda = await assistant.calendar.diary.agenda(ME, (at(23, 0), at(30, 0)))
    return [(one.start, one.end) for one in agenda.occurrences]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("remind me critically to take the insulin at 22:00", "even in quiet hours"),
        ("critical reminder to take the insulin at 22:00", "even in quiet hours"),
        ("напомни важное: укол в 22", "и в тихие часы"),
        ("критическое напоминание: укол в 22", "и в тихие часы"),
    ],
)
async def test_what_must_not_be_missed_comes_in_quiet_hours_and_says_so(start, line, told):
    async with start() as assistant:
        (reply,) = await said(assistant, line)
        (view,) = await assistant.reminders.live(ME)
        assert view.reminder.policy.critical
        assert view.reminder.text in ("take the insulin", "укол")
        assert told in reply


@pytest.mark.parametrize(
    ("make", "line"),
    [
        ("brief me every day at 8", "cancel the day at a glance"),
        ("brief me every day at 8", "cancel the briefing"),
        ("brief me every day at 8", "отмени утреннюю сводку"),
        ("давай сводку дня каждый день в 8", "отмени сводку"),
        ("давай сводку дня каждый день в 8", "stop the morning briefing"),
    ],
)
async def test_the_briefing_is_called_off_by_any_of_its_names(start, make, line):
    async with start() as assistant:
        await said(assistant, make, "remind me tomorrow at 9 to prepare the day")
        assert len(await texts(assistant)) == 2
        await said(assistant, line)
        assert await texts(assistant) == ["prepare the day"]


@pytest.mark.parametrize(
    ("make", "move"),
    [
        ("schedule lunch with Ann on Friday from 13 to 14", "move it to 15"),
        ("запланируй обед с Аней в пятницу с 13 до 14", "перенеси на 15"),
        ("schedule lunch with Ann on Friday from 13 to 14", "move it two hours later"),
    ],
)
async def test_it_is_the_event_that_was_just_made(start, make, move):
    async with start() as assistant:
        await said(assistant, "remind me to call Bob tomorrow at 9", make, move)
        assert await events(assistant) == [(at(27, 15), at(27, 16))]
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == at(24, 9)


@pytest.mark.parametrize(
    ("make", "line"),
    [
        ("schedule lunch with Ann on Friday from 13 to 14", "cancel it"),
        ("запланируй обед с Аней в пятницу с 13 до 14", "отмени"),
    ],
)
async def test_what_is_called_off_is_the_event_that_was_just_made(start, make, line):
    async with start() as assistant:
        await said(assistant, "remind me to call Bob tomorrow at 9", make, line)
        assert await events(assistant) == []
        assert await texts(assistant) == ["call Bob"]


@pytest.mark.parametrize(
    ("title", "line", "asked"),
    [
        ("dentist", "move the dentist to 15:00", "Which one do you mean?"),
        ("стоматолог", "перенеси стоматолога на 15:00", "Какое из них"),
        ("dentist", "cancel the dentist", "Which one do you mean?"),
    ],
)
async def test_of_two_events_of_one_name_it_is_asked_which(start, title, line, asked):
    async with start() as assistant:
        for day in (25, 26):
            wanted = NewEvent(title, at(day, 12), at(day, 13))
            await assistant.calendar.diary.create(ME, wanted)
        (reply,) = await said(assistant, line)
        assert reply.count(title) == 2
        assert asked in reply
        assert await events(assistant) == [(at(25, 12), at(25, 13)), (at(26, 12), at(26, 13))]


@pytest.mark.parametrize(
    ("make", "line", "named"),
    [
        (
            "remind me to call Ann tomorrow at 9",
            "change the reminder to call Ann to call Ann and Bob",
            "call Ann and Bob",
        ),
        (
            "напомни завтра в 9 позвонить Ане",
            "измени напоминание позвонить Ане на позвонить Ане и Боре",
            "позвонить Ане и Боре",
        ),
    ],
)
async def test_a_reminder_is_found_by_its_old_text_and_given_a_new_one(start, make, line, named):
    async with start() as assistant:
        await said(assistant, make, line)
        assert await texts(assistant) == [named]


@pytest.mark.parametrize(
    ("make", "line", "told"),
    [
        ("remind me on Friday at 9 to pay the rent", "done", "No reminder fires now"),
        ("напомни в пятницу в 9 заплатить за квартиру", "готово", "ни одно напоминание не"),
        ("remind me on Friday at 9 to pay the rent", "skip it", "No reminder fires now"),
        ("напомни в пятницу в 9 заплатить за квартиру", "пропусти", "ни одно напоминание не"),
    ],
)
async def test_what_is_days_ahead_does_not_end_without_being_named(start, make, line, told):
    async with start() as assistant:
        await said(assistant, make)
        named = await texts(assistant)
        (reply,) = await said(assistant, line)
        assert told in reply
        assert named[0] in reply
        assert await texts(assistant) == named


async def test_an_answer_without_a_name_is_refused_while_nothing_fires(start):
    async with start() as assistant:
        await said(assistant, "remind me on Friday at 9 to pay the rent")
        with pytest.raises(BadInput, match="No reminder fires now") as refused:
            await assistant.find_reminder(ME, None, "firing")
        assert "reminders ack" in refused.value.hint


async def test_what_was_just_put_off_is_what_is_done(start, clock):
    async with start() as assistant:
        await said(assistant, "remind me in 5 minutes to stretch")
        await said(assistant, "remind me on Friday at 9 to pay the rent")
        await clock.advance(5 * 60)
        await said(assistant, "snooze for 30 minutes")
        await clock.advance(10 * 60)
        await said(assistant, "done")
        assert await texts(assistant) == ["pay the rent"]


@pytest.mark.parametrize(
    ("make", "line", "told"),
    [
        ("remind me every day at 10:05 to stretch", "skip it", "Skipped this time: “stretch”."),
        ("напоминай каждый день в 10:05 делать зарядку", "пропусти", "На этот раз пропущено"),
    ],
)
async def test_one_time_is_skipped_and_the_next_stays(start, clock, make, line, told):
    async with start() as assistant:
        await said(assistant, make)
        await clock.advance(5 * 60)
        (reply,) = await said(assistant, line)
        assert told in reply
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.state == "scheduled"
        assert view.occurrence.due > clock.now()
        (ended,) = await assistant.reminders.ended(ME)
        assert ended.occurrence.state == "skipped"
        await said(assistant, "undo")
        (back,) = await assistant.reminders.live(ME)
        assert back.occurrence.state == "firing"
