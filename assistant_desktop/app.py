"""The composition root: builds every object in order and closes them in reverse. Without Qt.

Order: database -> settings -> supervisor and events -> services (HTTP, secrets) -> reminders
-> memory -> tools -> engine -> turns -> what a crash left -> the facade.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant_desktop.core.ai_engine import AiEngine
from assistant_desktop.core.assistant import Assistant, Parts
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.recall import Recall
from assistant_desktop.core.model_choice import SERVER_KEY, BrainSwitch
from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.reminders.scheduler import Scheduler
from assistant_desktop.core.settings import ModelChoice, SettingsStore, load_settings
from assistant_desktop.core.skills import build_tools
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.state import ConversationStore
from assistant_desktop.core.storage.database import Database, open_database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.tool_runner import ToolRunner
from assistant_desktop.core.turns import Turns
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.ports import ChatModel, Clock, Notifier, SecretStore
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.openai_compatible import OpenAiCompatible, ServerAddress
from assistant_desktop.services.notify.silent import SilentNotifier
from assistant_desktop.services.secrets import KeyringSecrets

OPEN_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a process decides about its own assistant.

    make_notifier: who shows reminders here; given the facade's parts it may need.
    """

    data_dir: Path
    notifier: Notifier = field(default_factory=SilentNotifier)
    clock: Clock = field(default_factory=SystemClock)
    secrets: SecretStore = field(default_factory=KeyringSecrets)
    brain: Callable[[], ChatModel] | None = None


@asynccontextmanager
async def build(options: BuildOptions) -> AsyncIterator[Assistant]:
    """Build the core, hand out its facade, close everything in reverse.

    Raises:
        StorageError: the data file cannot be used; the message says why.
    """
    folder = options.data_dir
    database = await in_thread("database", lambda: open_database(folder), OPEN_LIMIT_S)
    try:
        async with _core(options, database) as assistant:
            yield assistant
    finally:
        await in_thread("database", database.close, OPEN_LIMIT_S)


@asynccontextmanager
async def _core(options: BuildOptions, database: Database) -> AsyncIterator[Assistant]:
    supervisor, events, clock = Supervisor(), EventBus(), options.clock
    settings = await load_settings(database)
    http = HttpClient()
    try:
        scheduler = Scheduler(database, clock, options.notifier, events, supervisor)
        scheduler.quiet_hours = lambda: settings.current.quiet_hours
        reminders = ReminderCommands(database, clock, events, options.notifier, scheduler)
        memories, recall = Memories(database, clock, events), Recall(database)
        brains = BrainSwitch(settings, _brain_makers(options, http, settings), options.secrets)
        ground = SkillGround(reminders, memories, recall, _day_times(settings))
        tools = build_tools(ground)
        journal = ToolJournal(database, clock, events)
        runner = ToolRunner(tools, journal, clock, supervisor)
        store = ConversationStore(database, clock, events)
        engine = AiEngine(store, runner, Prompts(), clock, events)
        turns = Turns(
            database=database,
            clock=clock,
            events=events,
            supervisor=supervisor,
            store=store,
            engine=engine,
            runner=runner,
            journal=journal,
            tools=tools,
            model=options.brain or brains.current,
            offline_model=OfflineBrain(_day_times(settings)),
            recall=recall.as_facts,
        )
        await turns.recover()
        yield Assistant(
            Parts(
                database=database,
                clock=clock,
                events=events,
                supervisor=supervisor,
                scheduler=scheduler,
                reminders=reminders,
                memories=memories,
                recall=recall,
                turns=turns,
                journal=journal,
                settings=settings,
                brains=brains,
                secrets=options.secrets,
                ground=ground,
            )
        )
    finally:
        await supervisor.close()
        await http.close()


def _day_times(settings: SettingsStore) -> Callable[[], DayTimes]:
    return lambda: settings.current.day_hours.day_times()


def _brain_makers(
    options: BuildOptions, http: HttpClient, settings: SettingsStore
) -> dict[str, Callable[[ModelChoice], ChatModel]]:
    def offline(choice: ModelChoice) -> ChatModel:  # noqa: ARG001 - there is only one
        return OfflineBrain(_day_times(settings))

    def server(choice: ModelChoice) -> ChatModel:
        address = ServerAddress(
            base_url=choice.base_url,
            model=choice.model,
            context_tokens=choice.context_tokens,
            timeout_s=choice.request_timeout_s,
        )
        return OpenAiCompatible(http, address, lambda: options.secrets.get(SERVER_KEY))

    return {
        "offline": offline,
        "server": server,
    }
