"""Events from the sentence to the answer: made, moved, deleted, taken back, reminded of."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from assistant_desktop.cli.events import Events
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import EventPatch, NewEvent, Said, Saying
from assistant_desktop.domain.calendar_event import Calendar, CalendarEvent, CalendarKind
from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import CalendarId, EventId, UserId
from assistant_desktop.domain.reminder import OccurrenceState

ME, OTHER = UserId("me"), UserId("Sigurd")
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


async def said(assistant, *lines: str, user: UserId = ME) -> list[str]:
    return [(await assistant.ask(Saying(user, line))).reply for line in lines]


async def planned(assistant, days: int = 30, user: UserId = ME) -> list[str]:
    now = assistant.now()
    agenda = await assistant.calendar.diary.agenda(user, (now, now + timedelta(days=days)))
    return [f"{one.start:%d %H:%M}-{one.end:%H:%M} {one.event.title}" for one in agenda.occurrences]


async def make(assistant, title: str, start: datetime, **fields: object):
    return await assistant.calendar.diary.create(ME, NewEvent(title, start, **fields))


# ---- in words, with no model ----


@pytest.mark.parametrize(
    ("line", "receipt", "kept"),
    [
        ("schedule a meeting with Bob tomorrow from 10 to 11",
         "In your calendar: “meeting with Bob”, tomorrow, Tue 24 Nov at 10:00, until 11:00.",
         "24 10:00-11:00 meeting with Bob"),
        ("add dentist appointment on Friday at 15:00",
         "In your calendar: “dentist appointment”, Fri 27 Nov at 15:00, until 16:00.",
         "27 15:00-16:00 dentist appointment"),
        ("встреча с Олей в пятницу с 10 до 11",
         "В календаре: «встреча с Олей», пт 27 ноября в 10:00, до 11:00.",
         "27 10:00-11:00 встреча с Олей"),
        ("запиши в календарь: стоматолог завтра в 15:30",
         "В календаре: «стоматолог», завтра, вт 24 ноября в 15:30, до 16:30.",
         "24 15:30-16:30 стоматолог"),
    ],
)  # fmt: skip
async def test_an_event_is_kept_and_told_in_full(start, line, receipt, kept):
    async with start() as assistant:
        assert await said(assistant, line) == [receipt]
        assert await planned(assistant) == [kept]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["what's on my calendar tomorrow?"],
         ["1 event tomorrow, Tue 24 Nov:", "- 10:00–11:00 meeting with Bob",
          "Free: 09:00–10:00, 11:00–22:00."]),
        (["when am I free tomorrow?"], ["Free: 09:00–10:00, 11:00–22:00."]),
        (["am I busy on Friday afternoon?"],
         ["Nothing in the calendar Fri 27 Nov, 12:00–19:00: you are free."]),
        (["what's on today?"], ["Nothing in the calendar today, Mon 23 Nov: you are free."]),
        (["what's on this week"], ["1 event from", "Tue 24 Nov"]),
        (["когда я свободен завтра"],
         ["1 событие, завтра, вт 24 ноября:", "Свободно: 09:00–10:00, 11:00–22:00."]),
        (["что у меня в календаре в пятницу"],
         ["В календаре ничего нет (пт 27 ноября): вы свободны."]),
    ],
)  # fmt: skip
async def test_what_is_planned_and_when_one_is_free(start, lines, told):
    async with start() as assistant:
        await said(assistant, "schedule a meeting with Bob tomorrow from 10 to 11")
        reply = (await said(assistant, *lines))[-1]
        assert all(part in reply for part in told), reply


async def test_it_is_moved_renamed_deleted_and_each_taken_back(start):
    async with start() as assistant:
        await said(assistant, "add dentist appointment on Friday at 15:00")
        replies = await said(
            assistant, "move the dentist to Friday at 10", "undo", "delete the dentist appointment",
            "undo", "undo", "undo",
        )  # fmt: skip
        assert replies[0].startswith("Changed: “dentist appointment”, Fri 27 Nov at 10:00")
        assert "is again Fri 27 Nov at 15:00" in replies[1]
        assert replies[2].startswith("Deleted from the calendar")
        assert "is again" in replies[3]
        assert "is no longer in the calendar" in replies[4]
        assert replies[5] == "There is nothing to take back."
        assert await planned(assistant) == []


async def test_a_name_of_a_reminder_goes_before_that_of_an_event(start):
    async with start() as assistant:
        await said(
            assistant,
            "remind me to pay the dentist tomorrow at 9",
            "add dentist appointment on Friday at 15:00",
            "move the dentist to Friday at 10",
        )
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == datetime(2026, 11, 27, 10, tzinfo=UTC)
        assert await planned(assistant) == ["27 15:00-16:00 dentist appointment"]


async def test_of_several_it_asks_which_and_changes_nothing(start):
    async with start() as assistant:
        await make(assistant, "Meeting with Bob", TUESDAY + timedelta(hours=10))
        await make(assistant, "Meeting with Ann", TUESDAY + timedelta(hours=12))
        (reply,) = await said(assistant, "cancel the meeting")
        assert reply.startswith("Which one do you mean?")
        assert len(await planned(assistant)) == 2


async def test_what_overlaps_is_said(start):
    async with start() as assistant:
        await make(assistant, "Painter", TUESDAY + timedelta(hours=10))
        (reply,) = await said(assistant, "schedule a meeting with Bob tomorrow from 10 to 11")
        assert reply.endswith("At that time there is also “Painter”.")


async def test_reminders_of_the_day_are_told_with_its_events(start):
    async with start() as assistant:
        await make(assistant, "Painter", TUESDAY + timedelta(hours=10))
        reply = (await said(assistant, "remind me to call mom tomorrow at 9",
                            "what do I have tomorrow?"))[-1]  # fmt: skip
        assert "10:00–11:00 Painter" in reply
        assert "call mom" in reply


# ---- one of a series ----


async def standup(assistant) -> None:
    await make(
        assistant, "Standup", TUESDAY + timedelta(hours=9), rules=("FREQ=DAILY;COUNT=4",),
        end=TUESDAY + timedelta(hours=9, minutes=30),
    )  # fmt: skip


async def test_one_of_a_series_is_moved_and_deleted_and_the_others_stay(start):
    async with start() as assistant:
        await standup(assistant)
        said_ = Said(ME)
        await assistant.agenda.move(said_, "standup", None, "tomorrow at 11", None)
        assert [one[:8] for one in await planned(assistant)] == [
            "24 11:00", "25 09:00", "26 09:00", "27 09:00"
        ]  # fmt: skip
        result = await assistant.agenda.delete(said_, "standup")
        assert "The others of the series stay." in result.content
        assert [one[:8] for one in await planned(assistant)] == ["25 09:00", "26 09:00", "27 09:00"]
        await assistant.agenda.undo(said_)
        await assistant.agenda.undo(said_)
        assert [one[:8] for one in await planned(assistant)] == [
            "24 09:00", "25 09:00", "26 09:00", "27 09:00"
        ]  # fmt: skip


async def test_all_of_a_series_move_with_their_exceptions(start):
    async with start() as assistant:
        await standup(assistant)
        diary = assistant.calendar.diary
        window = (TUESDAY, TUESDAY + timedelta(days=7))
        second = (await diary.choose(ME, window, list))[1]
        await diary.delete(second)
        first = (await diary.choose(ME, window, list))[0]
        await diary.change(first, EventPatch(start=TUESDAY + timedelta(hours=14)), "all")
        assert [one[:8] for one in await planned(assistant)] == ["24 14:00", "26 14:00", "27 14:00"]
        await assistant.agenda.delete(Said(ME), "all standup")
        assert await planned(assistant) == []


async def test_undo_of_what_was_changed_again_is_refused(start):
    async with start() as assistant:
        made = await make(assistant, "Painter", TUESDAY + timedelta(hours=10))
        await assistant.agenda.move(Said(ME), "painter", "Plumber", None, None)
        with pytest.raises(BadInput, match="changed again since"):
            await assistant.calendar.diary.undo(ME, made.number)


async def test_two_who_change_the_same_at_once_do_not_both_win(start):
    async with start() as assistant:
        await make(assistant, "Painter", TUESDAY + timedelta(hours=10))
        diary = assistant.calendar.diary
        (found,) = await diary.choose(ME, (TUESDAY, TUESDAY + timedelta(days=1)), list)
        await diary.change(found, EventPatch(title="Plumber"))
        with pytest.raises(BadInput, match="changed meanwhile"):
            await diary.change(found, EventPatch(title="Roofer"))


# ---- reminders that follow ----


async def test_a_reminder_follows_its_event_wherever_it_goes(start, clock):
    async with start() as assistant:
        await make(assistant, "Dentist", TUESDAY + timedelta(hours=15))
        said_ = Said(ME)
        result = await assistant.agenda.remind(said_, "dentist", 30)
        assert "30 minutes before: tomorrow, Tue 24 Nov at 14:30" in result.content
        (view,) = await assistant.reminders.live(ME)
        assert view.reminder.policy.name == "insistent"
        moved = await assistant.agenda.move(said_, "dentist", None, "Friday at 10", None)
        assert "Its reminder comes Fri 27 Nov at 09:30." in moved.content
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
        gone = await assistant.agenda.delete(said_, "dentist")
        assert "Its reminder is gone too." in gone.content
        assert await assistant.reminders.live(ME) == []
        back = await assistant.agenda.undo(said_)
        assert "Its reminder comes" in back.content
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


async def test_a_recurring_event_reminds_by_its_own_rule_and_knows_its_exceptions(start, clock):
    async with start() as assistant:
        await make(assistant, "Standup", TUESDAY + timedelta(hours=9), rules=("FREQ=DAILY",))
        diary = assistant.calendar.diary
        await assistant.agenda.remind(Said(ME), "standup", 10)
        (view,) = await assistant.reminders.live(ME)
        assert view.reminder.rrule == "FREQ=DAILY"
        second = (await diary.choose(ME, (TUESDAY, TUESDAY + timedelta(days=4)), list))[1]
        await diary.delete(second)  # Wednesday's
        await clock.advance(23 * 3600)  # Tuesday, 09:00
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.state is OccurrenceState.FIRING
        await assistant.reminders.acknowledge(ME, view.occurrence.id)
        await clock.advance(1)
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == datetime(2026, 11, 26, 8, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "asked", "told"),
    [
        ("add dentist appointment on Friday at 15:00", "remind me 30 minutes before the dentist",
         "I'll remind you of “dentist appointment” 30 minutes before: Fri 27 Nov at 14:30."),
        ("встреча с Олей в пятницу с 10 до 11", "напомни за полчаса до встречи с Олей",
         "Напомню о событии «встреча с Олей» за 30 минут: пт 27 ноября в 09:30."),
    ],
)  # fmt: skip
async def test_one_asks_in_words_to_be_reminded_of_an_event(start, made, asked, told):
    async with start() as assistant:
        replies = await said(assistant, made, asked)
        assert replies[1].startswith(told)
        await said(assistant, "undo")
        assert await assistant.reminders.live(ME) == []


async def test_what_is_due_is_not_moved_on_by_a_change_of_another_day(start, clock):
    async with start(scheduling=False) as assistant:
        await make(assistant, "Standup", TUESDAY + timedelta(hours=9), rules=("FREQ=DAILY",))
        diary = assistant.calendar.diary
        await assistant.agenda.remind(Said(ME), "standup", 10)
        third = (await diary.choose(ME, (TUESDAY, TUESDAY + timedelta(days=4)), list))[2]
        await clock.advance_alone(23 * 3600)  # due for ten minutes, and nothing fired it yet
        await diary.delete(third)
        await assistant.calendar.reminders.look_over()
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == datetime(2026, 11, 24, 8, 50, tzinfo=UTC)


async def test_what_moved_while_nothing_ran_is_followed_at_the_start(start, clock):
    async with start() as assistant:
        await make(assistant, "Dentist", TUESDAY + timedelta(hours=15))
        await assistant.agenda.remind(Said(ME), "dentist", 30)
        (before,) = await assistant.reminders.live(ME)
        database = assistant._parts.database

        def elsewhere(connection):  # as another process would have it, killed before it followed
            body = connection.execute("SELECT body FROM calendar_events").get
            moved = body.replace("T15:00", "T17:00").replace("T16:00", "T18:00")
            connection.execute("UPDATE calendar_events SET body = ?", (moved,))

        await database.write(elsewhere)
    async with start() as assistant:
        await clock.advance(1)
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due == before.occurrence.due + timedelta(hours=2)


async def test_a_reminder_that_the_user_cancelled_stays_so(start, clock):
    async with start() as assistant:
        await make(assistant, "Dentist", TUESDAY + timedelta(hours=15))
        await assistant.agenda.remind(Said(ME), "dentist", 30)
        (view,) = await assistant.reminders.live(ME)
        await assistant.reminders.cancel(ME, view.occurrence.id)
        await assistant.agenda.move(Said(ME), "dentist", None, "Friday at 10", None)
        await clock.advance(1)
        assert await assistant.reminders.live(ME) == []


# ---- users, models, homes elsewhere ----


async def test_ones_events_are_nobody_elses(start):
    async with start() as assistant:
        await said(assistant, "schedule a meeting with Bob tomorrow from 10 to 11")
        assert await planned(assistant, user=OTHER) == []
        (reply,) = await said(assistant, "cancel the meeting with Bob", user=OTHER)
        assert reply == "There are no events in the calendar."
        diary = assistant.calendar.diary
        (found,) = await diary.choose(ME, (TUESDAY, TUESDAY + timedelta(days=1)), list)
        with pytest.raises(NotFound):
            await diary.find(OTHER, found.occurrence.key)
        with pytest.raises(NotFound):
            await diary.undo(OTHER, 1)
        assert len(await planned(assistant)) == 1


async def test_a_whole_day_from_a_bare_date(start):
    async with start() as assistant:
        result = await assistant.agenda.add(Said(ME), "Trip", "2026-12-24", "2026-12-26")
        assert "Thu 24 Dec to Sat 26 Dec, all day" in result.content
        (one,) = (await assistant.calendar.diary.agenda(
            ME, (TUESDAY, TUESDAY + timedelta(days=60)))).occurrences  # fmt: skip
        assert one.event.all_day
        assert (one.end - one.start).days == 3


async def test_a_change_of_a_calendar_that_lives_elsewhere_waits_in_line_for_its_home(start):
    async with start() as assistant:
        calendar = Calendar(
            id=CalendarId("g"), user_id=ME, name="Work", kind=CalendarKind.GOOGLE, remote_id="r"
        )
        diary = assistant.calendar.diary
        mirror = assistant.calendar.transfer._mirror
        await diary.keep_calendar(calendar)
        theirs = CalendarEvent(
            id=EventId("-"), user_id=ME, calendar_id=calendar.id, uid="u", title="Review",
            start=datetime(2026, 11, 24, 10), end=datetime(2026, 11, 24, 11),  # noqa: DTZ001
            zone="UTC", remote_id="r1", etag="e1",
        )  # fmt: skip
        await mirror.take_in(calendar, [theirs], ())
        assert await mirror.queued(calendar) == []  # what came from there is not sent back
        report = await assistant.ask(Saying(ME, "move the review meeting to tomorrow at 12"))
        assert report.outcome == "needs_approval"  # it would leave this machine
        assert await mirror.queued(calendar) == []
        answered = await assistant.answer_approval(ME, report.entries[0].call_id, yes=True)
        assert "Changed: “Review”" in (await answered.finished).reply
        (waiting,) = await mirror.queued(calendar)
        assert (waiting.remote_id, waiting.etag) == ("r1", "e1")
        assert waiting.event is not None
        assert waiting.event.start.hour == 12
        await mirror.put_off(calendar, waiting.number, "no network")
        assert (await mirror.queued(calendar))[0].tries == 1
        sent = waiting.event.model_copy(update={"etag": "e2"})
        await mirror.settle(calendar, waiting.number, sent)
        assert await mirror.queued(calendar) == []
        (found,) = await diary.choose(ME, (TUESDAY, TUESDAY + timedelta(days=1)), list)
        assert found.occurrence.event.etag == "e2"


async def test_ten_thousand_events_and_old_rules_are_looked_through_beside_the_clock(start):
    from tests.fakes.loopback_server import longest_stall_s

    async with start() as assistant:
        diary = assistant.calendar.diary
        own = (await diary.calendars(ME))[0]
        await diary.keep_calendar(own)
        events = []
        for number in range(10_000):
            begins = datetime(2020, 1, 1) + timedelta(hours=6 * number)  # noqa: DTZ001
            old = number % 20 == 0
            begins -= timedelta(days=18_263 if old else 0)
            events.append(
                CalendarEvent(
                    id=EventId("-"), user_id=ME, calendar_id=own.id, uid=str(number), title="x",
                    start=begins, end=begins + timedelta(hours=1),
                    zone="Europe/Berlin", rules=("FREQ=YEARLY",) if old else (),
                )
            )  # fmt: skip
        await assistant.calendar.transfer._mirror.take_in(own, events, ())
        week = (TUESDAY, TUESDAY + timedelta(days=7))
        await diary.agenda(ME, week)  # everything is loaded
        stall_s, agenda = await longest_stall_s(diary.agenda(ME, week))
        for _ in range(2):  # a busy machine stalls everybody: only what always does is ours
            if stall_s >= 0.05:
                stall_s = min(stall_s, (await longest_stall_s(diary.agenda(ME, week)))[0])
        assert stall_s < 0.05
        assert len(agenda.occurrences) > 5


async def test_a_model_may_make_change_and_remind_in_words(start):
    from assistant_desktop.domain.ports import CallDelta, TextDelta
    from tests.fakes.model import ScriptedModel

    def call(name: str, **arguments: object):
        return [CallDelta(name, json.dumps(arguments))]

    model = ScriptedModel(
        call("create_event", title="Lunch", start="tomorrow from 13 to 14"),
        call("remind_of_event", which="lunch", minutes_before=15),
        [TextDelta("Done.")],
    )
    async with start(model) as assistant:
        report = await assistant.ask(Saying(ME, "lunch"))
        assert [one.status for one in report.entries] == [CallStatus.DONE] * 2
        assert await planned(assistant) == ["24 13:00-14:00 Lunch"]
        await assistant.undo(ME, report.entries[1].call_id)
        assert await assistant.reminders.live(ME) == []
        await assistant.undo(ME, report.entries[0].call_id)
        assert await planned(assistant) == []


# ---- files and the verb ----


@pytest.fixture
def verb(tmp_path):
    """Runs `events ...`; its lines."""
    import argparse

    async def run(assistant, *words: str) -> list[str]:
        lines: list[str] = []
        terminal = Terminal(lines.append, lines.append, list, "en", tmp_path)
        parser = argparse.ArgumentParser()
        Events().arguments(parser)
        assert await Events().run(assistant, parser.parse_args(words), terminal) == 0
        return [line.rstrip("\n") for line in lines]

    return run


async def test_a_reminder_after_its_event_is_refused_in_plain_words(start, verb):
    async with start() as assistant:
        await verb(assistant, "add", "lunch with Ann tomorrow from 13 to 14")
        with pytest.raises(BadInput, match="before its event"):
            await verb(assistant, "remind", "lunch", "--before", "-5")


async def test_the_verb(start, verb, tmp_path):
    async with start() as assistant:
        (told,) = await verb(assistant, "add", "lunch with Ann tomorrow from 13 to 14")
        assert told.startswith("In your calendar: “lunch with Ann”")
        assert await verb(assistant, "list") == [
            "2026-11-24 13:00–14:00  lunch with Ann  [Personal]"
        ]
        (line,) = await verb(assistant, "list", "tomorrow", "--json")
        assert json.loads(line)["start"] == "2026-11-24T13:00:00+00:00"
        await verb(assistant, "move", "lunch", "--start", "tomorrow at 12")
        assert (await verb(assistant, "list"))[0].startswith("2026-11-24 12:00")
        await verb(assistant, "remind", "lunch", "--before", "5")
        assert (await verb(assistant, "export", "mine.ics"))[0].startswith("1 event written")
        await verb(assistant, "delete", "lunch")
        assert await verb(assistant, "list") == ["No events."]
        (plan,) = await verb(assistant, "import", "mine.ics", "--dry-run", "--json")
        assert json.loads(plan) == {
            "new": 1, "changed": 0, "same": 0, "unread": 0, "left_out": [], "taken_in": False
        }  # fmt: skip
        assert await verb(assistant, "list") == ["No events."]
        assert await verb(assistant, "import", "mine.ics") == [
            "Came in: 1 new, 0 changed, 0 as before."
        ]
        assert await verb(assistant, "import", "mine.ics") == [
            "Came in: 0 new, 0 changed, 1 as before."
        ]
        assert (await verb(assistant, "hide", "Personal"))[0].startswith("  Personal")
        assert await verb(assistant, "list") == ["No events."]
        await verb(assistant, "show", "Personal")
        assert len(await verb(assistant, "list")) == 1
        with pytest.raises(BadInput, match="no address"):
            await verb(assistant, "subscribe", "nonsense")
        with pytest.raises(BadInput, match="stays"):
            await verb(assistant, "unsubscribe", "Personal")
        with pytest.raises(BadInput, match="cannot be read"):
            await verb(assistant, "import", "nowhere.ics")


async def test_a_file_with_broken_parts_comes_in_and_says_what_was_left_out(start, verb, tmp_path):
    (tmp_path / "some.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261124T100000Z\nSUMMARY:good\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:bad\nEND:VEVENT\nBEGIN:VTODO\nUID:3\nEND:VTODO\nEND:VCALENDAR\n"
    )
    async with start() as assistant:
        lines = await verb(assistant, "import", "some.ics")
        assert lines == [
            "Came in: 1 new, 0 changed, 0 as before.",
            "Tasks: tasks and notes are not events",
            "bad: it has no start",
        ]


async def test_an_older_copy_of_a_file_does_not_undo_what_was_changed_here(start, verb, tmp_path):
    async with start() as assistant:
        await make(assistant, "Painter", TUESDAY + timedelta(hours=10))
        await verb(assistant, "export", "old.ics")
        await assistant.agenda.move(Said(ME), "painter", None, "tomorrow at 12", None)
        await verb(assistant, "import", "old.ics")
        assert await planned(assistant) == ["24 12:00-13:00 Painter"]
