"""Random lives of reminders: whatever happens in whatever order, the invariants hold."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant, NewReminder
from assistant_desktop.domain.escalation import GENTLE, INSISTENT, NORMAL
from assistant_desktop.domain.ids import OccurrenceId, UserId
from assistant_desktop.domain.reminder import OccurrenceState
from tests.fakes.clock import FakeClock
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.secrets import MemorySecrets

ME = UserId("me")
POLICIES = st.sampled_from([GENTLE, NORMAL, INSISTENT, INSISTENT.with_repeat(30)])
RULES = st.sampled_from([None, None, "FREQ=DAILY", "FREQ=HOURLY", "FREQ=DAILY;COUNT=2"])
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])


class ReminderMachine(RuleBasedStateMachine):
    """The real core on a real file, a clock that jumps, and restarts."""

    reminders = Bundle("reminders")

    @initialize(zone=ZONES)
    def begin(self, zone: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="ad-machine-"))
        self.clock, self.notifier = FakeClock(zone=zone), RecordingNotifier()
        self.seen = 0
        self.levels: dict[OccurrenceId, int] = {}
        self.ended: set[OccurrenceId] = set()
        self.stack = AsyncExitStack()
        self.assistant = self.do(self.start())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def start(self) -> Assistant:
        options = BuildOptions(
            self.folder, notifier=self.notifier, clock=self.clock, secrets=MemorySecrets()
        )
        assistant = await self.stack.enter_async_context(build(options))
        assistant.start_reminders()
        await self.clock.settle()
        return assistant

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.do(self.stack.aclose())
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- what can happen --------------------------------------------------------------------

    @rule(target=reminders, after_s=st.integers(1, 5000), rrule=RULES, policy=POLICIES)
    def create(self, after_s, rrule, policy):
        due = self.clock.now() + timedelta(seconds=after_s)
        wanted = NewReminder(ME, "x", due, self.clock.zone(), rrule=rrule, policy=policy)
        made = self.do(self.assistant.reminders.create(wanted))
        self.do(self.clock.settle())
        return made.after.reminder.id

    @rule(seconds=st.integers(1, 4000))
    def time_passes(self, seconds):
        self.do(self.clock.advance(seconds))

    @rule(seconds=st.sampled_from([-3600, -60, 3600, 86400]))
    def the_clock_is_set(self, seconds):
        self.do(self.clock.jump(seconds))

    @rule(away_s=st.integers(0, 200_000))
    def restart(self, away_s):
        self.do(self.stack.aclose())
        self.do(self.clock.advance_alone(away_s))
        self.stack = AsyncExitStack()
        self.assistant = self.do(self.start())

    @rule(which=reminders, answer=st.sampled_from(["acknowledge", "skip", "cancel"]))
    def answered(self, which, answer):
        changed = self.do(getattr(self.assistant.reminders, answer)(ME, which))
        self.look()  # what was shown before the answer was stored is no breach
        if changed.changed:
            self.ended.add(changed.after.occurrence.id)
        self.do(self.clock.settle())

    @rule(which=reminders, minutes=st.integers(1, 60))
    def snoozed(self, which, minutes):
        until = self.clock.now() + timedelta(minutes=minutes)
        changed = self.do(self.assistant.reminders.snooze(ME, which, until))
        self.look()
        if changed.changed:
            self.levels.pop(changed.after.occurrence.id, None)
        self.do(self.clock.settle())

    @rule(broken=st.booleans())
    def showing_breaks(self, broken):
        self.notifier.broken = broken

    # ---- what always holds ------------------------------------------------------------------

    def look(self) -> None:
        for showing in self.notifier.shown[self.seen :]:
            occurrence = showing.view.occurrence
            assert occurrence.id not in self.ended, "shown after it was answered"
            assert occurrence.level >= self.levels.get(occurrence.id, 0), "a level went down"
            self.levels[occurrence.id] = occurrence.level
        self.seen = len(self.notifier.shown)

    @invariant()
    def levels_never_go_down_and_nothing_answered_comes_back(self):
        if hasattr(self, "loop"):
            self.look()

    @invariant()
    def no_rule_has_two_live_occurrences(self):
        if not hasattr(self, "loop"):
            return
        live = self.do(self.assistant.reminders.live(ME))
        rules = [view.reminder.id for view in live]
        assert len(rules) == len(set(rules))

    @invariant()
    def nothing_that_is_due_is_without_a_firing_row(self):
        if not hasattr(self, "loop"):
            return
        for view in self.do(self.assistant.reminders.live(ME)):
            occurrence = view.occurrence
            if occurrence.due <= self.clock.now() - timedelta(seconds=30):
                assert occurrence.state is OccurrenceState.FIRING
                if not self.notifier.broken:
                    assert occurrence.next_at is not None
                    assert occurrence.next_at >= self.clock.now() - timedelta(seconds=30)


TestReminderMachine = ReminderMachine.TestCase
TestReminderMachine.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
