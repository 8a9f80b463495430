"""Google Calendar over a loopback server: signing in, syncing both ways, and what goes wrong."""

import asyncio
import json
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from assistant_desktop.core.assistant import Saying
from assistant_desktop.core.calendar.edits import EventPatch, NewEvent
from assistant_desktop.domain.calendar_event import CalendarKind
from assistant_desktop.domain.conversation import CallStatus
from assistant_desktop.domain.errors import (
    BadInput,
    ServiceError,
    ServiceOff,
    ServiceUnreachable,
    SignInFailed,
    SignInNeeded,
)
from assistant_desktop.domain.escalation import INSISTENT
from assistant_desktop.services.calendar_service.google import calls, sign_in
from tests.fakes import loopback_server as fake
from tests.fakes.google_desk import (
    ID,
    ME,
    OTHER,
    OWN,
    agenda,
    at,
    found,
    kept,
    own_calendar,
    times,
    troubles,
)
from tests.fakes.google_server import CLIENT_FILE, GoogleServer

Opened = list[str]


# ---- signing in ----


async def test_signing_in_brings_the_calendars_and_leaves_tokens_in_the_keyring_alone(desk):
    desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    desk.google.add("holidays", summary="Day off", start={"date": "2026-11-25"},
                    end={"date": "2026-11-26"})  # fmt: skip
    async with desk.signed_in() as assistant:
        assert await agenda(assistant) == [("Dentist", "24 10:00"), ("Day off", "25 00:00")]
        known = await assistant.calendar.diary.calendars(ME)
        rights = {one.name: one.is_read_only for one in known if one.kind is CalendarKind.GOOGLE}
        assert rights == {"Ann": False, "Holidays": True}
        assert await agenda(assistant, OTHER) == []
    (lasting,) = desk.google.refreshing
    assert any(lasting in one for one in desk.secrets.kept.values())
    kept = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert lasting.encode() not in kept
    assert b"GOCSPX" not in kept


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ({"error": "access_denied", "code": ""}, "permission was not given"),
        ({"error": "server_error", "code": ""}, "did not accept"),
        ({"code": "made-up"}, "did not accept"),
    ],
    ids=["denied consent", "another error", "a code nobody gave"],
)
async def test_an_answer_that_is_not_a_yes_signs_nobody_in(desk, instead, told):
    async with desk.started() as assistant:
        with pytest.raises(SignInFailed, match=told):
            await desk.sign_in(assistant, **instead)
        assert not any("google-tokens" in name for name in desk.secrets.kept)


async def test_an_answer_to_another_question_is_ignored_and_the_true_one_still_counts(desk):
    async with desk.started() as assistant:
        await assistant.services.add_entry(ID, CLIENT_FILE)
        await assistant.services.switch(ID, on=True)
        opened: asyncio.Queue[str] = asyncio.Queue()
        async with asyncio.TaskGroup() as both:
            running = both.create_task(
                kept(assistant.services.sign_in(ME, ID, opened.put_nowait, "en"))
            )
            async with asyncio.timeout(20):
                url = await opened.get()
            assert await desk.google.consent(url, state="somebody-elses", code="stolen") == 404
            assert not running.done()
            assert [one for one in desk.google.asked if "/token" in one] == []
            assert not any("google-tokens" in name for name in desk.secrets.kept)
            assert await desk.google.consent(url) == 200
        assert running.result() is None
        assert any("google-tokens" in name for name in desk.secrets.kept)


async def test_a_code_is_good_for_its_own_verifier_only(desk, monkeypatch):
    make = sign_in._make_flow

    def with_another_verifier(*said: Any) -> Any:
        flow, url, state = make(*said)
        flow.code_verifier = "x" * 64
        return flow, url, state

    monkeypatch.setattr(sign_in, "_make_flow", with_another_verifier)
    async with desk.started() as assistant:
        with pytest.raises(SignInFailed, match="invalid_grant"):
            await desk.sign_in(assistant)


async def test_a_code_that_was_used_before_is_refused(desk):
    async with desk.signed_in() as assistant:
        (code,) = desk.google.grants
        desk.secrets.kept = {k: v for k, v in desk.secrets.kept.items() if "tokens" not in k}
        with pytest.raises(SignInFailed, match="invalid_grant"):
            await desk.sign_in(assistant, code=code)
        assert not any("google-tokens" in name for name in desk.secrets.kept)


async def test_less_than_was_asked_for_is_no_permission(desk):
    desk.google.scope = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
    async with desk.started() as assistant:
        with pytest.raises(SignInFailed, match="permission for calendars"):
            await desk.sign_in(assistant)


async def test_nobody_waits_for_ever_for_a_browser(desk, monkeypatch):
    monkeypatch.setattr(sign_in, "ANSWER_LIMIT_S", 0.2)
    async with desk.started() as assistant:
        await assistant.services.add_entry(ID, CLIENT_FILE)
        await assistant.services.switch(ID, on=True)
        with pytest.raises(SignInFailed, match="Nobody signed in"):
            await assistant.services.sign_in(ME, ID, lambda _: None, "en")


async def test_without_a_client_or_while_it_is_off_nothing_is_opened(desk):
    opened: Opened = []
    async with desk.started() as assistant:
        with pytest.raises(BadInput, match="on first"):
            await assistant.services.sign_in(ME, ID, opened.append, "en")
        await assistant.services.switch(ID, on=True)
        with pytest.raises(BadInput, match="client of your own"):
            await assistant.services.sign_in(ME, ID, opened.append, "en")
        with pytest.raises(BadInput, match="no client"):
            await assistant.services.add_entry(ID, '{"web": {}}')
    assert opened == []
    assert desk.google.asked == []


async def test_only_what_is_needed_is_asked_for(desk):
    async with desk.signed_in(write=False):
        (grant,) = desk.google.grants.values()
    assert grant.scope.split() == list(sign_in.READING)
    assert all("readonly" in one for one in grant.scope.split())


# ---- tokens ----


async def test_a_token_that_ran_out_is_refreshed_andkept(desk):
    async with desk.signed_in() as assistant:
        before = dict(desk.secrets.kept)
        name = next(one for one in before if "tokens" in one)
        old = json.loads(before[name])
        desk.google.access.clear()
        desk.secrets.kept[name] = json.dumps({**old, "expiry": "2020-01-01T00:00:00Z"})
        await assistant.services.test(ID, "en")
        new = json.loads(desk.secrets.kept[name])
    assert new["token"] != old["token"]
    assert new["refresh_token"] == old["refresh_token"]


@pytest.mark.parametrize("ran_out", [True, False], ids=["expired", "revoked"])
async def test_a_permission_that_is_gone_asks_to_sign_in_again_and_keeps_the_copy(desk, ran_out):
    desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        name = next(one for one in desk.secrets.kept if "tokens" in one)
        if ran_out:
            said = json.loads(desk.secrets.kept[name])
            desk.secrets.kept[name] = json.dumps({**said, "expiry": "2020-01-01T00:00:00Z"})
        desk.google.access.clear()
        desk.google.refreshing.clear()
        with pytest.raises(SignInNeeded, match="must sign in again"):
            await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Dentist", "24 10:00")]
        known = await assistant.calendar.diary.calendars(ME)
        assert {one.trouble is not None for one in known if one.is_remote} == {True}
        await desk.sign_in(assistant)
        known = await assistant.calendar.diary.calendars(ME)
        assert {one.trouble for one in known} == {None}


async def test_signing_out_forgets_the_account_and_its_calendars(desk):
    desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        await assistant.services.sign_out(ME, ID)
        assert await agenda(assistant) == []
        assert not any("tokens" in name for name in desk.secrets.kept)
        with pytest.raises(SignInNeeded):
            await assistant.services.test(ID, "en")


# ---- what comes from there ----


WEEKLY = {"summary": "Team", "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"]}


async def test_a_series_comes_with_its_changed_and_cancelled_occurrences(desk):
    master = desk.google.add(OWN, **WEEKLY, **times(at(24, 9), at(24, 10)))
    original = {"dateTime": "2026-12-01T09:00:00+02:00", "timeZone": "Europe/Riga"}
    desk.google.add(
        OWN,
        id=f"{master['id']}_20261201T070000Z",
        iCalUID=master["iCalUID"],
        recurringEventId=master["id"],
        originalStartTime=original,
        summary="Team, later",
        **times(at(24, 9) + timedelta(days=7, hours=3), at(24, 10) + timedelta(days=7, hours=3)),
    )
    async with desk.signed_in() as assistant:
        assert await agenda(assistant) == [("Team", "24 09:00"), ("Team, later", "01 12:00")]
        desk.google.change(OWN, f"{master['id']}_20261201T070000Z", status="cancelled")
        await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Team", "24 09:00")]


async def test_only_changes_are_asked_for_and_deletions_come_too(desk):
    kept = desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    gone = desk.google.add(OWN, summary="Lunch", **times(at(24, 12), at(24, 13)))
    async with desk.signed_in() as assistant:
        desk.google.change(OWN, kept["id"], **times(at(25, 10), at(25, 11)))
        desk.google.change(OWN, gone["id"], status="cancelled")
        desk.google.asked.clear()
        await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Dentist", "25 10:00")]
    lists = [one for one in desk.google.asked if "/events?" in one]
    assert lists
    assert all("syncToken=s" in one for one in lists if "pageToken" not in one)


async def test_a_sync_token_that_ran_out_means_all_anew(desk):
    gone = desk.google.add(OWN, summary="Lunch", **times(at(24, 12), at(24, 13)))
    async with desk.signed_in() as assistant:
        del desk.google.calendars[OWN][gone["id"]]  # its deletion is forgotten there too
        desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
        desk.google.oldest_token = desk.google.changed + 1
        await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Dentist", "24 10:00")]


async def test_many_pages_come_whole_and_nonsense_costs_itself_only(desk):
    for number in range(9):
        start = at(24, 8) + timedelta(hours=number)
        desk.google.add(OWN, summary=f"n{number}", **times(start, start))
    desk.google.add(OWN, summary="broken", start={"dateTime": "never"}, end={})
    async with desk.signed_in() as assistant:
        assert [title for title, _ in await agenda(assistant)] == [f"n{n}" for n in range(9)]


# ---- what goes there ----


async def test_what_is_made_moved_and_deleted_here_happens_there(desk):
    async with desk.signed_in() as assistant:
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        await diary.create(ME, NewEvent(title="Lunch", start=at(24, 12), end=at(24, 13)), where)
        await assistant.services.test(ID, "en")
        (there,) = desk.google.calendars[OWN].values()
        assert (there["summary"], there["start"]["dateTime"]) == ("Lunch", "2026-11-24T12:00:00")
        patch = EventPatch(start=at(25, 12), end=at(25, 13))
        await diary.change(await found(assistant, "Lunch"), patch)
        await assistant.services.test(ID, "en")
        (there,) = desk.google.calendars[OWN].values()
        assert there["start"]["dateTime"] == "2026-11-25T12:00:00"
        await diary.delete(await found(assistant, "Lunch"))
        await assistant.services.test(ID, "en")
        (there,) = desk.google.calendars[OWN].values()
        assert there["status"] == "cancelled"
        await diary.undo(ME)
        await assistant.services.test(ID, "en")
        alive = [x for x in desk.google.calendars[OWN].values() if x["status"] != "cancelled"]
        assert [one["summary"] for one in alive] == ["Lunch"]
        assert await agenda(assistant) == [("Lunch", "25 12:00")]


async def test_one_occurrence_of_a_series_is_moved_there_alone(desk):
    master = desk.google.add(OWN, **WEEKLY, **times(at(24, 9), at(24, 10)))
    async with desk.signed_in() as assistant:
        patch = EventPatch(start=at(24, 15), end=at(24, 16))
        await assistant.calendar.diary.change(await found(assistant, "Team"), patch)
        await assistant.services.test(ID, "en")
        there = desk.google.calendars[OWN]
        one = there[f"{master['id']}_20261124T070000Z"]
        assert one["start"]["dateTime"] == "2026-11-24T15:00:00"
        assert there[master["id"]]["start"]["dateTime"] == "2026-11-24T09:00:00+02:00"
        assert await agenda(assistant) == [("Team", "24 15:00"), ("Team", "01 09:00")]


async def test_what_is_done_without_a_network_waits_over_a_restart(desk):
    async with desk.signed_in() as assistant:
        desk.google.misbehaves = fake.fails
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        await diary.create(ME, NewEvent(title="Lunch", start=at(24, 12), end=at(24, 13)), where)
        patch = EventPatch(title="Late lunch")
        await diary.change(await found(assistant, "Lunch"), patch)
        with pytest.raises(ServiceError):
            await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Late lunch", "24 12:00")]
    desk.google.misbehaves = None
    async with desk.started() as assistant:
        await assistant.services.test(ID, "en")
        (there,) = desk.google.calendars[OWN].values()
        assert there["summary"] == "Late lunch"
        assert await agenda(assistant) == [("Late lunch", "24 12:00")]


async def test_an_answer_that_was_lost_makes_nothing_twice(desk):
    async with desk.signed_in() as assistant:
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        heard = troubles(assistant)
        for lost in range(2):
            desk.google.lose_answers = 1
            if lost == 0:
                new = NewEvent(title="Lunch", start=at(24, 12), end=at(24, 13))
                await diary.create(ME, new, where)
            else:
                await diary.change(await found(assistant, "Lunch"), EventPatch(title="Brunch"))
            with suppress(ServiceUnreachable):  # what waits is also sent by itself
                await assistant.services.test(ID, "en")
            await assistant.services.test(ID, "en")
            assert desk.google.lose_answers == 0
        assert [one["summary"] for one in desk.google.calendars[OWN].values()] == ["Brunch"]
        assert await agenda(assistant) == [("Brunch", "24 12:00")]
    assert heard == []


async def test_what_somebody_changed_there_meanwhile_is_not_overwritten(desk):
    made = desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        heard = troubles(assistant)
        patch = EventPatch(start=at(25, 10), end=at(25, 11))
        desk.google.misbehaves = fake.fails
        await assistant.calendar.diary.change(await found(assistant, "Dentist"), patch)
        with pytest.raises(ServiceError):
            await assistant.services.test(ID, "en")
        desk.google.misbehaves = None
        desk.google.change(OWN, made["id"], summary="Dentist, Dr. Ozols")
        await assistant.services.test(ID, "en")
        await assistant.services.test(ID, "en")
        assert await agenda(assistant) == [("Dentist, Dr. Ozols", "24 10:00")]
    assert desk.google.writes == []
    assert len(heard) == 1
    assert "was not sent" in heard[0]


async def test_what_google_will_never_take_holds_up_nothing(desk):
    async with desk.signed_in() as assistant:
        heard = troubles(assistant)
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        desk.google.lists[0]["accessRole"] = "owner"
        await diary.create(ME, NewEvent(title="First", start=at(24, 12), end=at(24, 13)), where)
        insert = desk.google._insert

        def refuse_first(where: str, said: dict[str, Any]) -> dict[str, Any]:
            from tests.fakes.google_server import Refusal

            if said["summary"] == "First":
                raise Refusal(400, "invalid")
            return insert(where, said)

        desk.google._insert = refuse_first
        await diary.create(ME, NewEvent(title="Second", start=at(24, 14), end=at(24, 15)), where)
        await assistant.services.test(ID, "en")
        assert [one["summary"] for one in desk.google.calendars[OWN].values()] == ["Second"]
    assert len(heard) == 1
    assert "“First”" in heard[0]


# ---- a server that misbehaves ----


@pytest.mark.parametrize("how", [fake.hangs, fake.drips], ids=["hangs", "a byte at a time"])
async def test_a_call_that_never_ends_delays_no_chat_and_no_quitting(desk, monkeypatch, how):
    # Far from what a busy machine takes by itself: a loop that waited for the call would show.
    monkeypatch.setattr(calls, "LIMIT_S", 3.0)
    async with desk.signed_in() as assistant:
        desk.google.misbehaves = how

        async def chat() -> float:
            before_s = time.perf_counter()
            report = await assistant.ask(Saying(ME, "what time is it"))
            assert report.error is None
            return time.perf_counter() - before_s

        async def both() -> tuple[object, float]:
            test = asyncio.ensure_future(kept(assistant.services.test(ID, "en")))  # noqa: TID251
            await asyncio.sleep(0.1)
            took_s = await chat()
            assert not test.done()
            return await test, took_s

        stall_s, (error, took_s) = await fake.longest_stall_s(both())
        assert isinstance(error, ServiceUnreachable)
        assert "timed out" in str(error)
        assert "unknown" in str(error)
        assert took_s < 2
        assert stall_s < 0.5
        waiting = asyncio.ensure_future(kept(assistant.services.test(ID, "en")))  # noqa: TID251
        await asyncio.sleep(0.2)
        quit_at_s = time.perf_counter()
    assert time.perf_counter() - quit_at_s < 3
    waiting.cancel()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (fake.fails, "error 500"),
        (fake.is_asked_too_often, "error 429"),
        (fake.breaks_off, "could not be reached"),
        (fake.talks_nonsense, "no calendar"),
        (fake.leads_inside, "leads elsewhere"),
        (fake.floods, "far more than a calendar"),
        (fake.announces_a_flood, "far more than a calendar"),
    ],
    ids=["500", "429", "truncated", "nonsense", "redirect inside", "100 MB", "100 MB announced"],
)
async def test_each_way_of_failing_is_told_and_the_breaker_opens_and_closes(desk, how, told):
    desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        desk.google.misbehaves = how
        for _ in range(5):
            with pytest.raises(ServiceError, match=told):
                await assistant.services.test(ID, "en")
        (row,) = [one for one in await assistant.services.rows() if one.id == ID]
        assert row.resting_until is not None
        assert await agenda(assistant) == [("Dentist", "24 10:00")]
        desk.google.misbehaves = None
        assert "2 calendars" in await assistant.services.test(ID, "en")
        (row,) = [one for one in await assistant.services.rows() if one.id == ID]
        assert row.resting_until is None


async def test_a_certificate_nobody_vouches_for_is_not_trusted(desk, tmp_path):
    async with desk.signed_in():
        pass
    secured = GoogleServer()
    async with fake.playing(secured, fake.own_certificate(tmp_path)):
        desk.google = secured
        async with desk.started() as assistant:
            with pytest.raises(ServiceUnreachable, match="SSL"):
                await assistant.services.test(ID, "en")
    assert secured.asked == []


async def test_switched_off_nothing_is_asked(desk):
    async with desk.signed_in() as assistant:
        await assistant.services.switch(ID, on=False)
        desk.google.asked.clear()
        with pytest.raises(ServiceOff):
            await assistant.services.test(ID, "en")
        diary, where = assistant.calendar.diary, await own_calendar(assistant)
        await diary.create(ME, NewEvent(title="Lunch", start=at(24, 12), end=at(24, 13)), where)
    assert desk.google.asked == []


# ---- by chat ----


async def test_a_change_in_google_waits_for_a_yes_and_runs_once(desk):
    desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        report = await assistant.ask(Saying(ME, "delete the dentist from my calendar"))
        (waiting,) = report.entries
        assert waiting.status is CallStatus.AWAITING_APPROVAL
        assert report.outcome == "needs_approval"
        await assistant.services.test(ID, "en")
        assert desk.google.writes == []
        running = await assistant.answer_approval(ME, waiting.call_id, yes=True)
        (done,) = (await running.finished).entries
        assert done.status is CallStatus.DONE
        assert "Deleted from the calendar: “Dentist”" in done.receipt
        await assistant.services.test(ID, "en")
        await assistant.services.test(ID, "en")
        assert [what for what, _ in desk.google.writes] == ["delete"]
        report = await assistant.ask(Saying(ME, "add lunch with Ann to my calendar at 12 tomorrow"))
        assert [one.status for one in report.entries] == [CallStatus.DONE]  # the own one asks not


async def test_an_event_of_google_becomes_a_reminder_that_follows_it(desk, clock):
    made = desk.google.add(OWN, summary="Dentist", **times(at(24, 10), at(24, 11)))
    async with desk.signed_in() as assistant:
        found_one = await found(assistant, "Dentist")
        await assistant.calendar.reminders.remind(found_one, 30, INSISTENT)
        (waiting,) = await assistant.reminders.live(ME)
        assert waiting.occurrence.due == at(24, 9, 30)
        desk.google.change(OWN, made["id"], **times(at(25, 10), at(25, 11)))
        await assistant.services.test(ID, "en")
        async with asyncio.timeout(5):
            while True:
                (waiting,) = await assistant.reminders.live(ME)
                if waiting.occurrence.due == at(25, 9, 30):
                    break
                await asyncio.sleep(0.01)
