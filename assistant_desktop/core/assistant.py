"""The facade: the only module of core that the window and the command line call."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant_desktop.core import doctor, text_input
from assistant_desktop.core.calendar.diary import Found as EventFound
from assistant_desktop.core.calendar.edits import EventPatch, NewEvent
from assistant_desktop.core.calendar.transfer import ImportPlan
from assistant_desktop.core.event_bus import EventBus, Listener
from assistant_desktop.core.finder import Finder
from assistant_desktop.core.forgotten_states import forget_late
from assistant_desktop.core.health.charting import Range
from assistant_desktop.core.health.plans import NewPlan
from assistant_desktop.core.health.transfer import ReadingsTaken, bad_rows_text, taken_text
from assistant_desktop.core.history import History, Revised
from assistant_desktop.core.importing import Imported, imported_text
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.embeddings import Embeddings
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.memory.learning import Learning
from assistant_desktop.core.memory.recall import Question, Recall
from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.model_library import ModelLibrary, ModelRow
from assistant_desktop.core.profiles import Profiles
from assistant_desktop.core.recovery import is_mended, newest_copy, restore_newest
from assistant_desktop.core.reminders.commands import Changed, NewReminder, ReminderCommands
from assistant_desktop.core.reminders.scheduler import Scheduler
from assistant_desktop.core.reminders.system_start import SystemStart
from assistant_desktop.core.settings import ModelChoice, Settings, SettingsStore
from assistant_desktop.core.skills import direct, spoken_time
from assistant_desktop.core.skills.create_reminder import policy_of
from assistant_desktop.core.skills.direct import NO_CHANGE, Ladder
from assistant_desktop.core.skills.events_direct import EventsDirect, Said
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_direct import HealthDirect
from assistant_desktop.core.skills.health_entry import Entry
from assistant_desktop.core.skills.which import It
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.switchboard import Switchboard
from assistant_desktop.core.text_input import clean
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.turn_words import language_of
from assistant_desktop.core.turns import RunningTurn, Saying, TurnReport, Turns
from assistant_desktop.core.when_line import Preview, preview, understand_line, warm_up, when_line
from assistant_desktop.domain.conversation import JournalEntry
from assistant_desktop.domain.events import Event, Trouble
from assistant_desktop.domain.ids import (
    DEFAULT_USER,
    CallId,
    ConversationId,
    MemoryId,
    ReminderId,
    UserId,
)
from assistant_desktop.domain.memory import Memory, RecallHit
from assistant_desktop.domain.news_ports import NewsDesk
from assistant_desktop.domain.ports import Clock, SecretStore
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.service_ports import Versions, WeatherSource
from assistant_desktop.domain.tool import ToolResult
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording, system_language, wording

__all__ = [
    "Assistant",
    "Changed",
    "Entry",
    "EventFound",
    "EventPatch",
    "ImportPlan",
    "Imported",
    "Ladder",
    "ModelChoice",
    "ModelRow",
    "NewEvent",
    "NewPlan",
    "NewReminder",
    "Outside",
    "Parts",
    "Preview",
    "Question",
    "Range",
    "ReadingsTaken",
    "Revised",
    "RunningTurn",
    "Said",
    "Saying",
    "Settings",
    "TurnReport",
    "bad_rows_text",
    "clean",
    "imported_text",
    "is_mended",
    "newest_copy",
    "policy_of",
    "preview",
    "restore_newest",
    "taken_text",
    "understand_line",
    "when_line",
]

BACKUP_LOOK_S = 60.0
FOLDER_LOOK_S = 10.0
WARM_UP_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Outside:
    """The world outside, as a user meets it; built in wiring."""

    services: Switchboard
    weather: WeatherSource
    news: NewsDesk
    versions: Versions


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the facade stands on; built in app.py."""

    database: Database
    clock: Clock
    events: EventBus
    supervisor: Supervisor
    scheduler: Scheduler
    system_start: SystemStart
    reminders: ReminderCommands
    memories: Memories
    recall: Recall
    embeddings: Embeddings
    learning: Learning
    forgetter: Forgetter
    turns: Turns
    journal: ToolJournal
    settings: SettingsStore
    brains: BrainSwitch
    models: ModelLibrary
    secrets: SecretStore
    ground: SkillGround
    history: History
    outside: Outside


class Assistant:
    """What a user can do, whatever surface they do it on."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._scheduling = False
        self.reminders = parts.reminders
        self.memories = parts.memories
        self.history = parts.history
        self.brains = parts.brains
        self.services = parts.outside.services
        self.weather = parts.outside.weather
        self.news = parts.outside.news
        self.calendar = parts.ground.calendar
        self.agenda = EventsDirect(parts.ground, parts.clock)
        self.models = parts.models
        self.health = parts.ground.health
        self.readings = HealthDirect(parts.ground, parts.clock)
        self.profiles = Profiles(parts)
        self.finder = Finder(parts.settings, parts.embeddings, parts.models, parts.events)
        self.versions = parts.outside.versions
        self.system_start = parts.system_start

    # ---- the whole ----

    def start_reminders(self) -> None:
        """Let reminders fire in this process: at once what was missed, then what falls due."""
        if self._scheduling:
            return
        self._scheduling = True
        self._parts.supervisor.keep("scheduler", self._parts.scheduler.run)
        self._parts.supervisor.keep("system-start", self._parts.system_start.run)
        self._parts.supervisor.keep("daily-backup", self._keep_backups)
        self._parts.supervisor.keep("embeddings", self._parts.embeddings.run)
        self._parts.supervisor.keep("calendar-accounts", self.calendar.transfer.accounts.run)
        self._parts.supervisor.keep("learning", self._parts.learning.run)
        self._parts.supervisor.keep("versions", self._parts.outside.versions.run)
        self._parts.supervisor.once("forget-in-backups", self._parts.forgetter.finish())
        late = forget_late(self._parts.database, self.brains)
        self._parts.supervisor.once("forgotten-states", late)
        # A tenth of a second that the first message would else wait for, on the loop.
        self._parts.supervisor.once("warm-up", in_thread("warm-up", warm_up, WARM_UP_LIMIT_S))

    async def _keep_backups(self) -> None:
        """A copy a day, the first a minute after the start: never in the way of opening."""
        database, clock = self._parts.database, self._parts.clock
        while True:
            await clock.wait(asyncio.Event(), BACKUP_LOOK_S)
            now, folder = clock.now(), database.path.parent
            if await in_thread("backup", functools.partial(backup.is_due, folder, now), 10):
                await database.back_up(now)

    def _words(self) -> Wording:
        chosen = self.settings.language
        return wording(system_language() if chosen == "system" else chosen)

    def watch_folder(self, is_still_there: Callable[[], bool]) -> None:
        """Tell loudly, again and again, when the data folder was moved or deleted under us."""

        async def watch() -> None:
            while True:
                await self._parts.clock.wait(asyncio.Event(), FOLDER_LOOK_S)
                if not await in_thread("folder", is_still_there, FOLDER_LOOK_S):
                    what = self._words().text(
                        "The data folder was moved or deleted while the app ran: what you say now"
                        " is not kept. Quit, and start again."
                    )
                    self._parts.events.publish(
                        Trouble(user_id=DEFAULT_USER, what=what, kind="folder-gone")
                    )

        self._parts.supervisor.keep("watch-folder", watch)

    @property
    def is_scheduling(self) -> bool:
        """Whether reminders fire in this process."""
        return self._scheduling

    def wake(self) -> None:
        """The machine woke up or the clock changed: look at the plan again."""
        self._parts.scheduler.wake()
        self.services.wake()
        self.weather.hurry()
        self.calendar.transfer.source.hurry()
        self.calendar.transfer.accounts.hurry()
        self.news.hurry()
        self.versions.hurry()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every event, on the loop's thread; call what is returned to stop."""
        return self._parts.events.subscribe(listener)

    async def events(self) -> AsyncIterator[Event]:
        """Every event from now on."""
        queue, stop = self._parts.events.queue()
        try:
            while True:
                yield await queue.get()
        finally:
            stop()

    def now(self) -> datetime:
        """The time, UTC."""
        return self._parts.clock.now()

    def zone(self) -> ZoneInfo:
        """The user's zone."""
        return self._parts.clock.zone()

    # ---- talking ----

    async def send(self, saying: Saying) -> RunningTurn:
        """Say something; returns when it is on disk and is being answered."""
        return await self._parts.turns.send(saying)

    async def ask(self, saying: Saying) -> TurnReport:
        """Say something and wait for the whole turn."""
        running = await self._parts.turns.send(saying)
        return await running.finished

    async def stop(self, user_id: UserId, conversation_id: ConversationId) -> bool:
        """Stop the turn of a conversation."""
        return await self._parts.turns.stop(user_id, conversation_id)

    def is_answering(self, user_id: UserId, conversation_id: ConversationId) -> bool:
        """Whether a turn runs there."""
        return self._parts.turns.is_running(user_id, conversation_id)

    # ---- approvals and undo ----

    async def approvals(self, user_id: UserId = DEFAULT_USER) -> list[tuple[JournalEntry, str]]:
        """Calls that wait for the user's yes, oldest first, each with the reason."""
        return await self._parts.journal.waiting(user_id)

    async def answer_approval(
        self, user_id: UserId, call_id: CallId, *, yes: bool, always: bool = False
    ) -> RunningTurn:
        """Say yes or no to one call; `always` allows its tool for good."""
        return await self._parts.turns.answer(user_id, call_id, yes=yes, always=always)

    async def undo(self, user_id: UserId, call_id: CallId) -> ToolResult:
        """Take back what one call did."""
        return await self._parts.turns.undo(user_id, call_id)

    # ---- memory ----

    async def remember(self, user_id: UserId, text: str) -> Memory:
        """Keep a text."""
        return await self._parts.memories.remember(user_id, text)

    async def recall(self, user_id: UserId, question: Question) -> list[RecallHit]:
        """Find what answers a question."""
        return await self._parts.recall.retrieve(user_id, question)

    async def catch_up_embeddings(self) -> bool:
        """Embed every text that waits, now; False when the model failed."""
        return await self._parts.embeddings.catch_up()

    async def forget(self, user_id: UserId, memory_ids: list[MemoryId]) -> int:
        """Remove memories for good."""
        return await self._parts.memories.forget(user_id, memory_ids)

    # ---- settings, data, health ----

    async def remind(self, user_id: UserId, text: str) -> TurnReport:
        """Set the reminders that a sentence asks for; it need not begin with "remind me".

        Raises:
            BadInput: the sentence holds no time.
        """
        context = direct.context_for(user_id, self._parts.clock, language_of(text))
        request = direct.as_request(text_input.clean_message(text), context, self._parts.ground)
        return await self.ask(Saying(user_id, request, offline=True))

    async def find_reminder(
        self, user_id: UserId, which: str | None, it: It = "firing or touched", language: str = "en"
    ) -> ReminderView:
        """The reminder of an id or of words; without either what `it` is, such as what fires."""
        spoken = language_of(which) if which else language
        context = direct.context_for(user_id, self._parts.clock, spoken)
        return await direct.find_reminder(self._parts.ground, context, which, it)

    async def change_reminder(
        self,
        user_id: UserId,
        reminder_id: ReminderId,
        text: str,
        when: str,
        ladder: Ladder = NO_CHANGE,
    ) -> Changed:
        """Give a reminder another text, time in words, or way of insisting; empty ones stay.

        Raises:
            BadInput: the words name no time.
        """
        context = direct.context_for(user_id, self._parts.clock, language_of(when))
        change = direct.ladder_change(ladder, context, self._parts.ground)
        change = replace(change, text=text.strip() or None)
        if when.strip():
            spoken = direct.read_time(when, context, self._parts.ground)
            change = replace(change, due=spoken.moment, rrule=spoken.rrule)
        return await self._parts.reminders.update(user_id, reminder_id, change)

    def say_when(self, due: datetime, rrule: str | None, language: str) -> str:
        """A due time in words and in full: "tomorrow, Tue 24 Nov at 09:00, then monthly"."""
        context = direct.context_for(DEFAULT_USER, self._parts.clock, language)
        return spoken_time.say_due(due, rrule, context)

    def snooze_until(self, due: datetime, length: str | None, until: str | None) -> datetime:
        """When a snooze ends, from words; ten minutes by default, never earlier than `due`."""
        context = direct.context_for(DEFAULT_USER, self._parts.clock, "en")
        return direct.snooze_until(due, length, until, context, self._parts.ground)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._parts.settings.current

    async def change_settings(self, **fields: object) -> Settings:
        """Change some settings."""
        return await self._parts.settings.change(**fields)

    def on_settings(self, listener: Callable[[Settings], None]) -> None:
        """Hear of changed settings."""
        self._parts.settings.on_change(listener)

    @property
    def secrets(self) -> SecretStore:
        """The system keyring."""
        return self._parts.secrets

    async def back_up(self) -> Path:
        """Copy the data file now; where the copy is."""
        return await self._parts.database.back_up(self._parts.clock.now(), "by-hand")

    async def backups(self) -> list[Path]:
        """The copies there are, newest first."""
        folder = self._parts.database.path.parent
        return await in_thread("backup", lambda: backup.backups(folder), 10)

    async def diagnose(self, language: str = "en") -> list[doctor.Finding]:
        """How everything stands, in words of a language."""
        parts = self._parts
        rows, finding = await self.services.rows(), await parts.embeddings.status()
        ground = doctor.Ground(
            parts.database, parts.settings.current, parts.secrets, finding, tuple(rows)
        )
        return await doctor.diagnose(ground, wording(language))
