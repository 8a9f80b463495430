"""What is moved in words keeps what was not said of its time; nothing arbitrary is deleted."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant_desktop.core.assistant import NewEvent, NewReminder, Saying
from assistant_desktop.domain.ids import UserId

ME = UserId("me")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # the 23rd is a Monday, now 10:00


async def said(assistant, line: str) -> str:
    return (await assistant.ask(Saying(ME, line))).reply


async def remind(assistant, clock, text: str, due: datetime) -> None:
    await assistant.reminders.create(NewReminder(ME, text, due, clock.zone()))


async def event(assistant, title: str, start: datetime, minutes: int = 60) -> None:
    wanted = NewEvent(title, start, start + timedelta(minutes=minutes))
    await assistant.calendar.diary.create(ME, wanted)


async def events(assistant) -> list[tuple[str, datetime, datetime]]:
    agenda = await assistant.calendar.diary.agenda(ME, (at(23, 0), at(30, 0) + timedelta(days=60)))
    return [(one.event.title, one.start, one.end) for one in agenda.occurrences]


async def dues(assistant) -> list[datetime]:
    return [one.occurrence.due for one in await assistant.reminders.live(ME)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("water the plants", "move the plants reminder to Wednesday"),
        ("water the plants", "move water the plants to Wednesday"),
        ("полить цветы", "перенеси цветы на среду"),
        ("полить цветы", "перенеси напоминание про цветы на среду"),
    ],
)
async def test_a_reminder_that_is_moved_to_a_day_keeps_its_hour(start, clock, text, line):
    async with start() as assistant:
        await remind(assistant, clock, text, at(24, 17, 30))
        await remind(assistant, clock, "call Ann", at(24, 12))
        await said(assistant, line)
        assert await dues(assistant) == [at(24, 12), at(25, 17, 30)]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("meeting with Bob", "move the meeting with Bob to Wednesday"),
        ("dentist", "move the dentist to Wednesday"),
        ("встреча с Бобом", "перенеси встречу с Бобом на среду"),
        ("стоматолог", "перенеси стоматолога на среду"),
    ],
)
async def test_an_event_that_is_moved_to_a_day_keeps_its_hour(start, title, line):
    async with start() as assistant:
        await event(assistant, title, at(24, 15), 90)
        await said(assistant, line)
        assert await events(assistant) == [(title, at(25, 15), at(25, 16, 30))]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("встреча", "перенеси встречу с 15 до 17"),
        ("встреча", "перенеси встречу с 15 на 17"),
        ("meeting", "move the meeting from 3pm to 5pm"),
        ("meeting", "move the meeting to 5pm"),
    ],
)
async def test_a_move_from_an_hour_to_another_keeps_the_day_and_the_length(start, title, line):
    async with start() as assistant:
        await event(assistant, title, at(26, 15), 90)
        await said(assistant, line)
        assert await events(assistant) == [(title, at(26, 17), at(26, 18, 30))]


async def test_a_reminder_is_found_by_its_hour_and_moved_on_its_day(start, clock):
    async with start() as assistant:
        await remind(assistant, clock, "stretch", at(26, 15))
        await said(assistant, "перенеси напоминание с 15 на 17")
        assert await dues(assistant) == [at(26, 17)]


@pytest.mark.parametrize("line", ["delete all my events", "удали все события"])
async def test_all_events_are_not_one_of_them(start, line):
    async with start() as assistant:
        await event(assistant, "dentist", at(26, 15))
        assert "Which one?" in await said(assistant, line) or "Что именно?" in await said(
            assistant, line
        )
        assert len(await events(assistant)) == 1


@pytest.mark.parametrize("line", ["delete all reminders", "удали все напоминания"])
async def test_all_reminders_are_not_one_of_them(start, clock, line):
    async with start() as assistant:
        await remind(assistant, clock, "stretch", at(26, 15))
        await said(assistant, line)
        assert len(await dues(assistant)) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("when is my next meeting", "The next event is “meeting with Bob”, Tue 22 Dec at 15:00"),
        (
            "когда следующая встреча",
            "Следующее событие — «meeting with Bob», вт 22 декабря в 15:00",
        ),
    ],
)
async def test_the_next_event_is_told_however_far_off_it_is(start, line, told):
    async with start() as assistant:
        await event(assistant, "meeting with Bob", at(22, 15) + timedelta(days=30))
        assert told in await said(assistant, line)
