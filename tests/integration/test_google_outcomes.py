"""Google Calendar: whatever becomes of a change, both sides end up the same and nothing is lost."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from assistant_desktop.core.assistant import Assistant, Saying
from assistant_desktop.core.calendar.diary import Found
from assistant_desktop.core.calendar.edits import EventPatch, NewEvent
from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.errors import (
    BadInput,
    KnownError,
    ServiceError,
    ServiceRefused,
    ServiceUnreachable,
)
from assistant_desktop.domain.escalation import INSISTENT
from tests.fakes import loopback_server as fake
from tests.fakes.google_desk import (
    ID,
    ME,
    OTHER,
    OWN,
    agenda,
    at,
    found,
    own_calendar,
    times,
    troubles,
)
from tests.fakes.google_server import CLIENT_FILE, GoogleServer, Refusal

STANDUP = {"id": "st", "summary": "Standup", "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]}
DINNER = {"id": "din", "summary": "Dinner"}
THIRD = "st_20261125T070000Z"


def add_standup(google: GoogleServer) -> None:
    google.add(OWN, **STANDUP, **times(at(23, 9), at(23, 10)))


def add_dinner(google: GoogleServer, **more: Any) -> None:
    google.add(OWN, **DINNER, **times(at(24, 19), at(24, 20)), **more)


async def sync(assistant: Assistant) -> None:
    await assistant.services.test(ID, "en")


async def third(assistant: Assistant) -> Found:
    window = (at(23, 0), at(23, 0) + timedelta(days=14))
    every = await assistant.calendar.diary.choose(ME, window, list)
    return next(one for one in every if one.occurrence.original.day == 25)


def live(google: GoogleServer) -> dict[str, str]:
    return {key: one["summary"] for key, one in google.calendars[OWN].items()
            if one["status"] != "cancelled"}  # fmt: skip


async def pump(times_: int = 30) -> None:
    for _ in range(times_):
        await asyncio.sleep(0.01)


DAILY = [("Standup", f"{day} 09:00") for day in range(23, 28)]

# ---- one occurrence of a series ----


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "not sent yet"])
async def test_undoing_the_move_of_one_occurrence_leaves_the_series_as_it_was(desk, is_sent):
    add_standup(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        if not is_sent:
            desk.google.misbehaves = fake.fails
        await diary.change(await third(assistant), EventPatch(start=at(25, 15)))
        if is_sent:
            await sync(assistant)
        await diary.undo(ME)
        desk.google.misbehaves = None
        for _ in range(2):
            await sync(assistant)
        assert desk.google.calendars[OWN]["st"]["status"] == "confirmed"
        assert desk.google.calendars[OWN][THIRD]["start"]["dateTime"] == "2026-11-25T09:00:00"
        assert await agenda(assistant) == DAILY
    assert {name for _, name in desk.google.writes} == {THIRD}


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "not sent yet"])
async def test_deleting_an_occurrence_that_was_moved_deletes_that_one_alone(desk, is_sent):
    add_standup(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        if not is_sent:
            desk.google.misbehaves = fake.fails
        await diary.change(await third(assistant), EventPatch(start=at(25, 15)))
        if is_sent:
            await sync(assistant)
        await diary.delete(await third(assistant))
        desk.google.misbehaves = None
        for _ in range(2):
            await sync(assistant)
        there = desk.google.calendars[OWN]
        assert (there["st"]["status"], there[THIRD]["status"]) == ("confirmed", "cancelled")
        assert await agenda(assistant) == [one for one in DAILY if one[1] != "25 09:00"]


async def test_moving_all_of_a_series_moves_its_exceptions_along(desk):
    add_standup(desk.google)
    original = {"dateTime": at(25, 9).isoformat(), "timeZone": "Europe/Riga"}
    desk.google.add(OWN, id=THIRD, recurringEventId="st", iCalUID="st@google.com",
                    summary="Standup", originalStartTime=original,
                    **times(at(25, 13), at(25, 14)))  # fmt: skip
    async with desk.signed_in() as assistant:
        heard = troubles(assistant)
        first = await found(assistant, "Standup")
        await assistant.calendar.diary.change(first, EventPatch(start=at(23, 10)), "all")
        for _ in range(2):
            await sync(assistant)
        told = [when for _, when in await agenda(assistant)]
        assert told == ["23 10:00", "24 10:00", "25 13:00", "26 10:00", "27 10:00"]
    assert heard == []


# ---- making, deleting, undoing ----


async def test_undoing_a_creation_takes_it_out_of_google_too(desk):
    async with desk.signed_in() as assistant:
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        await diary.create(ME, NewEvent("Dinner", at(24, 19)), where)
        for _ in range(2):
            await sync(assistant)
        await diary.undo(ME)
        for _ in range(2):
            await sync(assistant)
        assert live(desk.google) == {}
        assert await agenda(assistant) == []


async def test_what_is_deleted_while_its_insert_is_on_its_way_is_deleted_there(desk):
    async with desk.signed_in() as assistant:
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        desk.google.lose_answers = 1  # Google has it, and nobody here knows
        await diary.create(ME, NewEvent("Dinner", at(24, 19)), where)
        for _ in range(400):
            if desk.google.writes:
                break
            await asyncio.sleep(0.01)
        await diary.delete(await found(assistant, "Dinner"))
        for _ in range(3):
            with suppress(ServiceUnreachable):
                await sync(assistant)
        assert live(desk.google) == {}
        assert await agenda(assistant) == []


async def test_a_change_that_google_has_can_still_be_taken_back(desk):
    add_dinner(desk.google, sequence=3)
    async with desk.signed_in() as assistant:
        await assistant.calendar.diary.change(
            await found(assistant, "Dinner"), EventPatch(title="Supper")
        )
        for _ in range(2):
            await sync(assistant)
        await assistant.calendar.diary.undo(ME)
        await sync(assistant)
        assert live(desk.google) == {"din": "Dinner"}


# ---- refusals ----


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded"])
async def test_a_limit_on_requests_loses_no_change(desk, reason):
    async with desk.signed_in() as assistant:
        insert = desk.google._insert

        def busy(where: str, said: dict[str, Any]) -> dict[str, Any]:
            raise Refusal(403, reason)

        desk.google._insert = busy
        where = await own_calendar(assistant)
        await assistant.calendar.diary.create(ME, NewEvent("Dinner", at(24, 19)), where)
        with pytest.raises(ServiceRefused):
            await sync(assistant)
        desk.google._insert = insert
        await sync(assistant)
        assert list(live(desk.google).values()) == ["Dinner"]


async def test_what_google_refuses_is_told_and_not_shown_as_if_it_were_so(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        heard = troubles(assistant)
        answer = desk.google._one

        def refuse(method: str, *rest: Any) -> Any:
            if method != "GET":
                raise Refusal(403, "forbiddenForNonOrganizer")
            return answer(method, *rest)

        desk.google._one = refuse
        patch = EventPatch(start=at(25, 15))
        await assistant.calendar.diary.change(await found(assistant, "Dinner"), patch)
        for _ in range(2):
            await sync(assistant)
        assert await agenda(assistant) == [("Dinner", "24 19:00")]
    assert len(heard) == 1


async def test_after_a_conflict_the_next_change_overwrites_nothing_of_theirs(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        heard = troubles(assistant)
        desk.google.misbehaves = fake.fails
        await diary.change(await found(assistant, "Dinner"), EventPatch(start=at(25, 19)))
        with pytest.raises(ServiceError):
            await sync(assistant)
        desk.google.misbehaves = None
        desk.google.change(OWN, "din", location="Office 5")
        await sync(assistant)
        await diary.change(await found(assistant, "Dinner"), EventPatch(title="Supper"))
        for _ in range(2):
            await sync(assistant)
        there = desk.google.calendars[OWN]["din"]
        assert (there["summary"], there["location"]) == ("Supper", "Office 5")
        assert (await found(assistant, "Supper")).series.first.place == "Office 5"
    assert len(heard) == 1


async def test_what_came_while_a_change_waited_is_not_passed_over(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        answer, patch = desk.google._one, EventPatch(title="Supper")

        def busy(method: str, *rest: Any) -> Any:
            if method == "PATCH":
                raise Refusal(503, "backendError")
            return answer(method, *rest)

        desk.google._one = busy
        desk.google.change(OWN, "din", location="Office 5")
        await assistant.calendar.diary.change(await found(assistant, "Dinner"), patch)
        with pytest.raises(ServiceRefused):
            await sync(assistant)
        desk.google._one = answer
        for _ in range(2):
            await sync(assistant)
        assert (await found(assistant, "Dinner")).series.first.place == "Office 5"


async def test_one_change_that_fails_keeps_neither_others_nor_news_back(desk):
    async with desk.signed_in() as assistant:
        where, diary = await own_calendar(assistant), assistant.calendar.diary
        insert = desk.google._insert

        def poisoned(calendar: str, said: dict[str, Any]) -> dict[str, Any]:
            if said["summary"] == "Bad":
                raise Refusal(500, "backendError")
            return insert(calendar, said)

        desk.google._insert = poisoned
        heard = troubles(assistant)
        await diary.create(ME, NewEvent("Bad", at(24, 12)), where)
        await diary.create(ME, NewEvent("Good", at(24, 14)), where)
        add_dinner(desk.google)
        for _ in range(6):
            with pytest.raises(ServiceRefused):
                await sync(assistant)
        assert sorted(live(desk.google).values()) == ["Dinner", "Good"]
        assert [title for title, _ in await agenda(assistant)] == ["Bad", "Good", "Dinner"]
    assert len(heard) == 1
    assert "it waits" in heard[0]


async def test_guests_that_somebody_invited_are_not_deleted_with_our_event(desk):
    async with desk.signed_in() as assistant:
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        await diary.create(ME, NewEvent("Dinner", at(24, 19)), where)
        await sync(assistant)
        (name,) = live(desk.google)
        desk.google.misbehaves = fake.fails
        await diary.delete(await found(assistant, "Dinner"))
        with pytest.raises(ServiceError):
            await sync(assistant)
        desk.google.misbehaves = None
        desk.google.change(OWN, name, attendees=[{"email": "bob@example.com"}])
        await sync(assistant)
        assert live(desk.google) == {name: "Dinner"}
        assert await agenda(assistant) == [("Dinner", "24 19:00")]


async def test_a_token_endpoint_that_is_down_asks_nobody_to_sign_in_again(desk):
    def down(said: dict[str, str]) -> Any:
        raise Refusal(503, "backend")

    async with desk.signed_in() as assistant:
        name = next(one for one in desk.secrets.kept if "tokens" in one)
        desk.secrets.kept[name] = desk.secrets.kept[name].replace('"expiry": "2', '"expiry": "1')
        desk.google.access.clear()
        desk.google._token = down
        with pytest.raises(ServiceUnreachable):
            await sync(assistant)


# ---- names ----


async def test_invitations_to_single_occurrences_stand_side_by_side(desk):
    for day, title in ((24, "A"), (25, "B")):
        original = {"dateTime": at(day, 9).isoformat()}
        desk.google.add(OWN, id=f"s_202611{day}T070000Z", recurringEventId="s", iCalUID="s@g",
                        summary=title, originalStartTime=original,
                        **times(at(day, 9), at(day, 10)))  # fmt: skip
    async with desk.signed_in() as assistant:
        assert await agenda(assistant) == [("A", "24 09:00"), ("B", "25 09:00")]
        desk.google.change(OWN, "s_20261125T070000Z", summary="B2")
        await sync(assistant)
        assert await agenda(assistant) == [("A", "24 09:00"), ("B2", "25 09:00")]
        desk.google.change(OWN, "s_20261124T070000Z", status="cancelled")
        await sync(assistant)
        assert await agenda(assistant) == [("B2", "25 09:00")]


async def test_both_halves_of_a_series_that_google_split_are_there(desk):
    mine = {"extendedProperties": {"private": {"assistantDesktopUid": "u1@assistant-desktop"}}}
    desk.google.add(OWN, id="a1", summary="Early", recurrence=["RRULE:FREQ=DAILY;COUNT=2"],
                    **times(at(23, 9), at(23, 10)), **mine)  # fmt: skip
    desk.google.add(OWN, id="a1_R20261125T070000", summary="Late",
                    recurrence=["RRULE:FREQ=DAILY;COUNT=2"],
                    **times(at(25, 11), at(25, 12)), **mine)  # fmt: skip
    async with desk.signed_in() as assistant:
        assert [title for title, _ in await agenda(assistant)] == ["Early"] * 2 + ["Late"] * 2


async def test_exceptions_of_a_series_come_however_google_pages(desk):
    desk.google.page_size = 1
    add_standup(desk.google)
    async with desk.signed_in() as assistant:
        for day in (24, 26):
            original = {"dateTime": at(day, 9).isoformat(), "timeZone": "Europe/Riga"}
            desk.google.add(OWN, id=f"st_202611{day}T070000Z", recurringEventId="st",
                            iCalUID="st@google.com", summary="Standup", status="cancelled",
                            originalStartTime=original)  # fmt: skip
        await sync(assistant)
        assert [when for _, when in await agenda(assistant)] == ["23 09:00", "25 09:00", "27 09:00"]


async def test_names_from_elsewhere_steer_no_terminal_and_turn_no_text_around(desk):
    desk.google.lists[0]["summary"] = "Ann\x1b[2J"
    desk.google.add(OWN, summary="Din\u202ener\x1b", **times(at(24, 19), at(24, 20)))
    async with desk.signed_in() as assistant:
        assert await agenda(assistant) == [("Dinner", "24 19:00")]
        names = {one.name for one in await assistant.calendar.diary.calendars(ME)}
        assert "Ann[2J" in names


# ---- by itself ----


async def test_an_event_moved_on_the_phone_arrives_and_moves_its_reminder(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        assistant.start_reminders()
        await assistant.calendar.reminders.remind(await found(assistant, "Dinner"), 30, INSISTENT)
        desk.google.change(OWN, "din", **times(at(24, 15), at(24, 16)))
        for _ in range(12):
            await desk.clock.advance(60)
            await pump(5)
        assert await agenda(assistant) == [("Dinner", "24 15:00")]
        await pump()
        assert [v.occurrence.due for v in await assistant.reminders.live(ME)] == [at(24, 14, 30)]


async def test_a_change_made_offline_is_sent_after_a_restart_and_for_every_profile(desk):
    async with desk.signed_in() as assistant:
        await desk.sign_in(assistant, OTHER)
        desk.google.misbehaves = fake.fails
        diary = assistant.calendar.diary
        for user in (ME, OTHER):
            where = next(o.id for o in await diary.calendars(user) if o.remote_id == OWN)
            await diary.create(user, NewEvent(f"Dinner of {user}", at(24, 19)), where)
        await pump()
    desk.google.misbehaves = None
    async with desk.started() as assistant:
        assistant.start_reminders()
        for _ in range(20):
            await desk.clock.advance(60)
            await pump(5)
        assert sorted(live(desk.google).values()) == [f"Dinner of {u}" for u in sorted((ME, OTHER))]


async def test_refreshing_the_calendars_reads_google_too(desk):
    async with desk.signed_in() as assistant:
        add_dinner(desk.google)
        await assistant.calendar.transfer.refresh(ME)
        assert await agenda(assistant) == [("Dinner", "24 19:00")]


# ---- not written ----


async def test_with_writing_switched_off_nothing_is_written_and_what_waits_is_told(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        desk.google.misbehaves = fake.fails
        await diary.change(await found(assistant, "Dinner"), EventPatch(title="Supper"))
        with pytest.raises(ServiceError):
            await sync(assistant)
        desk.google.misbehaves = None
        await assistant.services.set_fields(ID, {"write": False})
        await sync(assistant)
        (one,) = [one for one in await diary.calendars(ME) if one.remote_id == OWN]
        assert one.trouble is not None
        assert "Your changes wait" in one.trouble.message
        with pytest.raises(BadInput, match="only be read"):
            await diary.undo(ME)
    assert desk.google.writes == []


async def test_a_file_is_not_taken_into_a_calendar_whose_home_is_elsewhere(desk, tmp_path):
    async with desk.signed_in() as assistant:
        with pytest.raises(BadInput, match="its home is elsewhere"):
            await assistant.calendar.transfer.plan(
                ME, tmp_path / "x.ics", await own_calendar(assistant)
            )


async def test_a_calendar_missing_once_keeps_its_changes_and_signing_out_tells_of_them(desk):
    async with desk.signed_in() as assistant:
        where, heard = await own_calendar(assistant), troubles(assistant)
        desk.google.misbehaves = fake.fails
        await assistant.calendar.diary.create(ME, NewEvent("Dinner", at(24, 19)), where)
        await pump()
        desk.google.misbehaves = None
        lists, desk.google.lists = desk.google.lists, []
        await sync(assistant)
        desk.google.lists = lists
        assert await agenda(assistant) == [("Dinner", "24 19:00")]
        desk.google.misbehaves = fake.fails
        await assistant.services.sign_out(ME, ID)
    assert len(heard) == 1
    assert "“Dinner”" in heard[0]


# ---- by chat ----


async def test_undo_of_what_is_elsewhere_waits_for_a_yes(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        await assistant.calendar.diary.delete(await found(assistant, "Dinner"))
        await sync(assistant)
        report = await assistant.ask(Saying(ME, "undo"))
        (waiting,) = report.entries
        assert waiting.status is CallStatus.AWAITING_APPROVAL
        assert "“Dinner” is again tomorrow" in waiting.about
        assert "“Ann”" in waiting.about
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True)
        await running.finished
        assert await agenda(assistant) == [("Dinner", "24 19:00")]


async def test_a_yes_to_undo_takes_back_what_was_shown_and_nothing_that_came_since(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        dinner = await found(assistant, "Dinner")
        await diary.delete(dinner)
        await sync(assistant)
        (waiting,) = (await assistant.ask(Saying(ME, "undo"))).entries
        await diary.create(ME, NewEvent("Chess", at(25, 19)), dinner.calendar.id)
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True)
        await running.finished
        assert await agenda(assistant) == [("Dinner", "24 19:00"), ("Chess", "25 19:00")]


async def test_a_yes_to_deleting_or_moving_is_given_to_the_event_that_was_shown(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        where = (await found(assistant, "Dinner")).calendar.id
        asked = ("delete dinner from my calendar", "move dinner to Friday", "cancel dinner")
        waiting = [(await assistant.ask(Saying(ME, line))).entries[0] for line in asked]
        assert {one.status for one in waiting} == {CallStatus.AWAITING_APPROVAL}
        assert all("“Dinner”, tomorrow" in one.about for one in waiting)
        # The words would mean this one by now.
        await assistant.calendar.diary.create(ME, NewEvent("Dinner", at(23, 20)), where)
        running = await assistant.answer_approval(ME, waiting[0].call_id, yes=True)
        await running.finished
        assert await agenda(assistant) == [("Dinner", "23 20:00")]
        for one in waiting[1:]:
            running = await assistant.answer_approval(ME, one.call_id, yes=True)
            assert "There is no such event." in (await running.finished).reply
        assert await agenda(assistant) == [("Dinner", "23 20:00")]


async def test_a_yes_to_undo_the_making_of_a_reminder_spares_the_one_made_since(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        await assistant.ask(Saying(ME, "what's on my calendar tomorrow"))
        await assistant.ask(Saying(ME, "remind me to water the plants tomorrow at 9"))
        (waiting,) = (await assistant.ask(Saying(ME, "undo"))).entries
        assert waiting.status is CallStatus.AWAITING_APPROVAL
        assert "water the plants" in waiting.about
        await assistant.ask(Saying(ME, "remind me to call Ann tomorrow at 10"))
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True)
        await running.finished
        assert [one.reminder.text for one in await assistant.reminders.live(ME)] == ["call Ann"]


async def test_a_yes_to_undo_what_was_changed_again_says_so_and_does_nothing(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        diary = assistant.calendar.diary
        await diary.change(await found(assistant, "Dinner"), EventPatch(title="Supper"))
        await sync(assistant)
        (waiting,) = (await assistant.ask(Saying(ME, "undo"))).entries
        await diary.change(await found(assistant, "Supper"), EventPatch(start=at(25, 20)))
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True)
        report = await running.finished
        assert await agenda(assistant) == [("Supper", "25 20:00")]
        assert "It was changed again since." in report.reply


async def test_undo_takes_back_the_reminder_of_an_event_that_was_asked_for_last(desk):
    async with desk.started() as assistant:
        await assistant.ask(Saying(ME, "add dentist to my calendar tomorrow at 12"))
        await desk.clock.advance_alone(20)
        await assistant.ask(Saying(ME, "remind me 30 minutes before the dentist"))
        await assistant.ask(Saying(ME, "undo"))
        assert await assistant.reminders.live(ME) == []
        assert await agenda(assistant) == [("dentist", "24 12:00")]


async def test_a_failure_that_names_an_event_of_google_taints_the_turn(desk):
    for number in (1, 2):
        desk.google.add(OWN, summary=f"Dinner {number}", **times(at(24, 19), at(24, 20)))
    async with desk.signed_in() as assistant:
        await assistant.ask(Saying(ME, "delete the swimming from my calendar"))
        report = await assistant.ask(Saying(ME, "remember that I like tea"))
        assert [one.status for one in report.entries] == [CallStatus.AWAITING_APPROVAL]


async def test_a_reminder_of_an_event_of_google_taints_where_it_is_listed(desk):
    add_dinner(desk.google)
    async with desk.signed_in() as assistant:
        await assistant.calendar.reminders.remind(await found(assistant, "Dinner"), 30, INSISTENT)
        await assistant.ask(Saying(ME, "list my reminders"))
        report = await assistant.ask(Saying(ME, "remember that I like milk"))
        assert [one.status for one in report.entries] == [CallStatus.AWAITING_APPROVAL]


async def test_a_yes_for_good_to_cancelling_reminders_deletes_no_event_elsewhere(desk):
    for number in range(2):
        desk.google.add(OWN, summary=f"Dinner{number}", **times(at(24, 19), at(24, 20)))
    async with desk.signed_in() as assistant:
        report = await assistant.ask(Saying(ME, "cancel Dinner0"))
        (waiting,) = report.entries
        assert waiting.name == "cancel_reminder"
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True, always=True)
        await running.finished
        report = await assistant.ask(Saying(ME, "cancel Dinner1"))
        assert [one.status for one in report.entries] == [CallStatus.AWAITING_APPROVAL]


# ---- secrets ----


async def test_deleting_a_profile_takes_its_account_out_of_the_keyring(desk):
    async with desk.signed_in() as assistant:
        before = set(desk.secrets.kept)
        await desk.sign_in(assistant, OTHER)
        assert set(desk.secrets.kept) != before
        await assistant.profiles.delete(OTHER)
        assert set(desk.secrets.kept) == before


async def test_a_second_client_takes_the_place_of_the_first(desk):
    async with desk.started() as assistant:
        await assistant.services.add_entry(ID, CLIENT_FILE)
        await assistant.services.add_entry(ID, CLIENT_FILE.replace("1234567890", "9876543210"))
        (row,) = [one for one in await assistant.services.rows() if one.id == ID]
        (shown,) = [one.value for one in row.fields if one.kind == "entries"]
        assert len(shown) == 1
        with pytest.raises(KnownError):
            await assistant.services.remove_entry(ID, "the first")
