"""A reminder from its making to its end, over restarts, jumps and failures."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import NewReminder
from assistant_desktop.core.reminders.commands import RuleChange
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.escalation import GENTLE, INSISTENT, NORMAL, Channel, QuietHours
from assistant_desktop.domain.events import RemindersMissed
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.reminder import OccurrenceState, ReminderState
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import MemorySecrets

ME, OTHER = UserId("me"), UserId("other")


def reminder(clock: FakeClock, text: str = "stretch", after_s: float = 60, **fields) -> NewReminder:
    zone = fields.pop("zone", clock.zone())
    due = fields.pop("due", clock.now() + timedelta(seconds=after_s))
    return NewReminder(ME, text, due, zone, **fields)


async def test_a_reminder_fires_when_due_and_escalates_until_done(start, clock, notifier):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, policy=INSISTENT))
        await clock.advance(59)
        assert notifier.shown == []
        await clock.advance(1)
        assert notifier.levels == [("stretch", 0)]
        await clock.advance(120)
        await clock.advance(480)
        assert notifier.levels == [("stretch", 0), ("stretch", 1), ("stretch", 2)]
        assert Channel.PHONE in notifier.shown[-1].channels
        changed = await assistant.reminders.acknowledge(ME, made.after.occurrence.id)
        assert changed.changed
        assert changed.after.occurrence.state is OccurrenceState.DONE
        await clock.advance(3600)
        assert len(notifier.shown) == 3
        assert notifier.withdrawn == [made.after.occurrence.id]


async def test_a_stated_repeat_nags_from_the_start(start, clock, notifier):
    async with start() as assistant:
        await assistant.reminders.create(
            reminder(clock, after_s=2, policy=INSISTENT.with_repeat(10))
        )
        await clock.advance(2)
        for _ in range(3):
            await clock.advance(10)
        assert [level for _, level in notifier.levels] == [0, 1, 2, 3]


async def test_the_first_acknowledgement_wins_and_the_second_changes_nothing(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock))
        first = await assistant.reminders.acknowledge(ME, made.after.occurrence.id)
        second = await assistant.reminders.skip(ME, made.after.occurrence.id)
        assert (first.changed, second.changed) == (True, False)
        assert second.after.occurrence.state is OccurrenceState.DONE


async def test_a_restart_resumes_the_ladder_at_its_level(start, clock, notifier):
    async with start() as assistant:
        await assistant.reminders.create(reminder(clock, policy=INSISTENT))
        await clock.advance(60)
        await clock.advance(120)
    assert [level for _, level in notifier.levels] == [0, 1]
    async with start():
        assert [level for _, level in notifier.levels] == [0, 1, 1]
        assert notifier.shown[-1].again
        await clock.advance(480)
        assert [level for _, level in notifier.levels] == [0, 1, 1, 2]


async def test_what_was_missed_is_one_list_and_fires_once(start, clock, notifier):
    async with start(scheduling=False) as assistant:
        for number in range(5):
            await assistant.reminders.create(reminder(clock, f"thing {number}", 60 + number))
    await clock.advance_alone(7200)
    async with start(scheduling=False) as assistant:
        events = []
        assistant.subscribe(events.append)
        assistant.start_reminders()
        await clock.settle()
        missed = [event for event in events if isinstance(event, RemindersMissed)]
        assert [[v.reminder.text for v in one.views] for one in missed] == [
            [f"thing {number}" for number in range(5)]
        ]
        assert notifier.batches == [5]
        assert notifier.shown[0].late_s == pytest.approx(7200 - 60)
    async with start(scheduling=False) as assistant:
        events = []
        assistant.subscribe(events.append)
        assistant.start_reminders()
        await clock.settle()
        assert not [event for event in events if isinstance(event, RemindersMissed)]


async def test_a_recurring_rule_that_was_missed_often_fires_once_and_goes_on(
    start, clock, notifier
):
    async with start(scheduling=False) as assistant:
        await assistant.reminders.create(reminder(clock, rrule="FREQ=DAILY"))
    await clock.advance_alone(3 * 86400 + 3600)
    async with start() as assistant:
        assert notifier.levels == [("stretch", 0)]
        assert notifier.shown[0].view.occurrence.missed_count == 4
        (live,) = await assistant.reminders.live(ME)
        await assistant.reminders.acknowledge(ME, live.occurrence.id)
        (following,) = await assistant.reminders.live(ME)
        assert following.occurrence.due == datetime(2026, 11, 27, 10, 1, tzinfo=UTC)


async def test_a_reminder_that_may_not_be_late_lapses_and_is_told(start, clock, notifier):
    async with start(scheduling=False) as assistant:
        await assistant.reminders.create(reminder(clock, latest_s=600))
        await assistant.reminders.create(reminder(clock, "soon", latest_s=7200))
    await clock.advance_alone(3600)
    async with start() as assistant:
        assert notifier.levels == [("soon", 0)]
        (ended,) = await assistant.reminders.ended(ME)
        assert ended.occurrence.state is OccurrenceState.LAPSED
        assert ended.reminder.text == "stretch"


async def test_snooze_moves_the_occurrence_and_begins_the_ladder_anew(start, clock, notifier):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, policy=INSISTENT))
        await clock.advance(60)
        await clock.advance(120)
        until = clock.now() + timedelta(minutes=10)
        await assistant.reminders.snooze(ME, made.after.occurrence.id, until)
        await clock.advance(599)
        assert len(notifier.shown) == 2
        await clock.advance(1)
        assert notifier.levels[-1] == ("stretch", 0)


async def test_cancelling_ends_the_rule_and_undo_brings_it_back(start, clock, notifier):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, rrule="FREQ=DAILY"))
        changed = await assistant.reminders.cancel(ME, made.after.occurrence.id)
        assert changed.after.reminder.state is ReminderState.CANCELLED
        assert await assistant.reminders.live(ME) == []
        await assistant.reminders.undo(ME, changed.number)
        await clock.advance(60)
        assert notifier.levels == [("stretch", 0)]


async def test_undo_of_done_brings_the_occurrence_back_and_takes_the_next_away(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, rrule="FREQ=DAILY"))
        changed = await assistant.reminders.acknowledge(ME, made.after.occurrence.id)
        await assistant.reminders.undo(ME, changed.number)
        (live,) = await assistant.reminders.live(ME)
        assert live.occurrence.id == made.after.occurrence.id


async def test_a_showing_that_fails_is_tried_again_at_the_same_level(start, clock, notifier):
    async with start() as assistant:
        notifier.broken = True
        await assistant.reminders.create(reminder(clock, policy=GENTLE))
        await clock.advance(60)
        assert notifier.shown == []
        notifier.broken = False
        await clock.advance(31)
        assert notifier.levels == [("stretch", 0)]


async def test_a_clock_set_back_an_hour_neither_loses_nor_repeats(start, clock, notifier):
    async with start() as assistant:
        await assistant.reminders.create(reminder(clock, policy=INSISTENT.with_repeat(60)))
        await clock.advance(60)
        await clock.jump(-3600)
        assert [level for _, level in notifier.levels] == [0]
        await clock.advance(61)
        assert [level for _, level in notifier.levels] == [0, 1]


async def test_a_clock_set_forward_a_day_fires_within_thirty_seconds(start, clock, notifier):
    async with start() as assistant:
        await assistant.reminders.create(reminder(clock, after_s=7200))
        await clock.jump(86400)
        assert notifier.levels == [("stretch", 0)]


async def test_quiet_hours_hold_the_ladder_back_but_not_a_critical_reminder(start, clock, notifier):
    async with start() as assistant:
        await assistant.change_settings(
            quiet_hours=QuietHours.model_validate({"start": "10:00", "end": "12:00"})
        )
        await assistant.reminders.create(reminder(clock, "quiet", policy=INSISTENT))
        loud = INSISTENT.model_copy(update={"critical": True})
        await assistant.reminders.create(reminder(clock, "loud", policy=loud))
        await clock.advance(60)
        assert {(one.view.reminder.text, one.silent) for one in notifier.shown} == {
            ("quiet", True),
            ("loud", False),
        }
        await clock.advance(600)
        assert [text for text, _ in notifier.levels].count("quiet") == 1
        await clock.advance(2 * 3600)
        assert [text for text, _ in notifier.levels].count("quiet") == 2


async def test_a_wall_time_in_a_daylight_saving_gap_shifts_forward(start, folder, notifier):
    clock = FakeClock(datetime(2027, 3, 27, 12, 0, tzinfo=UTC), "Europe/Berlin")
    zone = ZoneInfo("Europe/Berlin")
    async with start(scheduling=False) as assistant:
        wanted = NewReminder(
            ME, "gap", datetime(2027, 3, 27, 2, 30, tzinfo=zone), zone, rrule="FREQ=DAILY"
        )
        made = await assistant.reminders.create(wanted)
        assert made.after.reminder.zone == clock.zone().key
        first = made.after.occurrence
        assert first.rule_local == datetime(2027, 3, 27, 2, 30, tzinfo=None)  # noqa: DTZ001 - wall time
        ended = await assistant.reminders.acknowledge(ME, first.id)
        assert ended.changed
        (following,) = await assistant.reminders.live(ME)
        # 02:30 does not exist on 28 March 2027 in Berlin: an hour later on the clock.
        assert following.occurrence.due == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


async def test_nobody_elses_reminder_can_be_seen_or_answered(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock))
        assert await assistant.reminders.live(OTHER) == []
        with pytest.raises(NotFound):
            await assistant.reminders.acknowledge(OTHER, made.after.occurrence.id)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_a_reminder_without_a_usable_text_is_refused(start, clock, text):
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.reminders.create(reminder(clock, text))


async def test_a_time_that_has_passed_is_refused(start, clock):
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.reminders.create(reminder(clock, after_s=-3600))


@pytest.mark.parametrize(
    "rrule", ["nonsense", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;BYMONTHDAY=31"]
)
async def test_a_rule_that_never_happens_is_refused(start, clock, rrule):
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.reminders.create(reminder(clock, rrule=rrule))


async def test_the_default_policy_is_normal(start, clock, notifier):
    async with start() as assistant:
        await assistant.reminders.create(reminder(clock))
        await clock.advance(60)
        assert notifier.shown[0].view.reminder.policy == NORMAL
        assert notifier.shown[0].channels == (Channel.NOTIFICATION,)


async def test_undo_of_done_shows_a_firing_reminder_again_at_its_level(start, clock, notifier):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, policy=INSISTENT))
        await clock.advance(60)
        await clock.advance(120)
        changed = await assistant.reminders.acknowledge(ME, made.after.occurrence.id)
        await assistant.reminders.undo(ME, changed.number)
        await clock.settle()
        assert [level for _, level in notifier.levels] == [0, 1, 1]


async def test_undo_takes_changes_back_in_order_and_never_past_a_later_one(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, rrule="FREQ=DAILY"))
        first = await assistant.reminders.skip(ME, made.after.reminder.id)
        second = await assistant.reminders.skip(ME, made.after.reminder.id)
        with pytest.raises(BadInput):
            await assistant.reminders.undo(ME, first.number)
        await assistant.reminders.undo(ME, second.number)
        await assistant.reminders.undo(ME, first.number)
        with pytest.raises(BadInput):
            await assistant.reminders.undo(ME, first.number)
        (live,) = await assistant.reminders.live(ME)
        assert live.occurrence.id == made.after.occurrence.id
        await assistant.reminders.undo(ME)  # the newest that stands: its making
        assert await assistant.reminders.live(ME) == []
        with pytest.raises(NotFound):
            await assistant.reminders.undo(ME)


async def test_a_snooze_that_was_followed_by_done_is_not_undone(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock))
        until = clock.now() + timedelta(hours=1)
        moved = await assistant.reminders.snooze(ME, made.after.reminder.id, until)
        await assistant.reminders.acknowledge(ME, made.after.reminder.id)
        with pytest.raises(BadInput):
            await assistant.reminders.undo(ME, moved.number)
        assert await assistant.reminders.live(ME) == []


async def test_a_new_recurrence_keeps_the_rules_own_time_not_the_snoozed_one(start, clock):
    async with start() as assistant:
        made = await assistant.reminders.create(reminder(clock, rrule="FREQ=DAILY"))
        until = clock.now() + timedelta(minutes=37)
        await assistant.reminders.snooze(ME, made.after.reminder.id, until)
        changed = await assistant.reminders.update(
            ME, made.after.reminder.id, RuleChange(rrule="FREQ=WEEKLY")
        )
        assert changed.after.reminder.start_local.time() == made.after.reminder.start_local.time()


async def test_quiet_hours_hold_over_a_restart(start, clock, notifier):
    async with start() as assistant:
        await assistant.change_settings(
            quiet_hours=QuietHours.model_validate({"start": "10:00", "end": "12:00"})
        )
        await assistant.reminders.create(reminder(clock, policy=INSISTENT))
        await clock.advance(60)
        await clock.advance(120)
    async with start():
        assert all(one.silent for one in notifier.shown)


async def test_the_hour_that_comes_twice_fires_nothing_again(start, notifier, folder):
    clock = FakeClock(datetime(2026, 10, 25, 1, 5, tzinfo=UTC), "Europe/Berlin")  # the second 02:05
    zone = ZoneInfo("Europe/Berlin")
    options = BuildOptions(folder, notifier=notifier, clock=clock, secrets=MemorySecrets())
    async with build(options) as assistant:
        wanted = NewReminder(ME, "x", clock.now(), zone, rrule="FREQ=MINUTELY;INTERVAL=10")
        made = await assistant.reminders.create(wanted)
        await assistant.reminders.acknowledge(ME, made.after.reminder.id)
        (live,) = await assistant.reminders.live(ME)
        assert live.occurrence.due > clock.now()


@pytest.mark.parametrize(
    "rrule", ["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY\nEXDATE:20260101"]
)
async def test_rules_that_would_never_move_or_hide_more_lines_are_refused(start, clock, rrule):
    async with start() as assistant:
        with pytest.raises(BadInput):
            await assistant.reminders.create(reminder(clock, rrule=rrule))
