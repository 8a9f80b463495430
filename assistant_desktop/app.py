"""The composition root: builds every object in order and closes them in reverse. Without Qt.

Order: database -> settings -> supervisor and events -> services (HTTP, secrets) -> reminders
-> memory -> tools -> engine -> turns -> what a crash left -> the facade.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant_desktop.core import left_open
from assistant_desktop.core.ai_engine import AiEngine
from assistant_desktop.core.assistant import Assistant, Parts
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.history import History, HistoryParts
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.embeddings import EmbedderMaker, Embeddings
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.memory.learning import Learning
from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.model_library import ModelLibrary
from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.reminders.delivery import Delivery, Surface
from assistant_desktop.core.reminders.scheduler import Scheduler
from assistant_desktop.core.settings import EmbeddingChoice, SettingsStore, load_settings
from assistant_desktop.core.skills import build_tools
from assistant_desktop.core.skills.direct import DEFAULT_SNOOZE
from assistant_desktop.core.state import ConversationStore
from assistant_desktop.core.storage.database import Database, open_database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.tool_runner import ToolRunner
from assistant_desktop.core.turns import TurnParts, Turns
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.events import Trouble
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.ports import ChatModel, Clock, Embedder, Notifier, SecretStore
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import ToolSpec
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services import outbound_guard
from assistant_desktop.services.ground import Elsewhere
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.downloads import Downloader
from assistant_desktop.services.llm.model_files import ModelFiles
from assistant_desktop.services.llm.model_library import library
from assistant_desktop.services.llm.model_worker.kept_states import KeptStates
from assistant_desktop.services.notify.desktop import DesktopNotifications
from assistant_desktop.services.notify.silent import SilentNotifier
from assistant_desktop.services.secrets import KeyringSecrets
from assistant_desktop.wiring.ground import build_ground
from assistant_desktop.wiring.models import ModelMakers
from assistant_desktop.wiring.world import Foundation, World, build_world
from assistant_desktop.wording import Wording, system_language, wording

OPEN_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a process decides about its own assistant.

    notifier: who shows reminders here, whatever the channel. window: the window's surface; with
    it native notifications are used too. elsewhere: where tests have the services' hosts.
    """

    data_dir: Path
    notifier: Notifier = field(default_factory=SilentNotifier)
    window: Notifier | None = None
    clock: Clock = field(default_factory=SystemClock)
    secrets: SecretStore = field(default_factory=KeyringSecrets)
    brain: Callable[[], ChatModel] | None = None
    embedder: Callable[[EmbeddingChoice], Embedder | None] | None = None
    elsewhere: Elsewhere = field(default_factory=Elsewhere)


@asynccontextmanager
async def build(options: BuildOptions) -> AsyncIterator[Assistant]:
    """Build the core, hand out its facade, close everything in reverse.

    Raises:
        StorageError: the data file cannot be used; the message says why.
    """
    outbound_guard.install()
    folder = options.data_dir
    database = await in_thread("database", lambda: open_database(folder), OPEN_LIMIT_S)
    try:
        async with _core(options, database) as assistant:
            yield assistant
    finally:
        await in_thread("database", database.close, OPEN_LIMIT_S)


@asynccontextmanager
async def _core(options: BuildOptions, database: Database) -> AsyncIterator[Assistant]:
    base = await _foundation(options, database)
    http, settings, events, supervisor = base.http, base.settings, base.events, base.supervisor
    clock, prompts, world = base.clock, Prompts(), await build_world(base)
    makers, brains = _brains(options, base, world)
    embeddings = _embeddings(database, settings, options.embedder or makers.embedder, events)
    async with _closing(supervisor, brains, embeddings, world, http):
        scheduler, reminders = _reminders(options, database, settings, events, supervisor)
        forgetter = Forgetter(database, brains.forget_state, supervisor)
        memories = Memories(database, clock, events, forgetter)
        ground = build_ground(base, world, reminders, memories, embeddings)
        tools, journal = world.offered(build_tools(ground)), ToolJournal(database, clock, events)
        runner = ToolRunner(tools, journal, clock, supervisor, tools.why_not)
        store = ConversationStore(database, clock, events, _tainting(tools, world))
        model = options.brain or brains.current
        learner = _learner(base, memories, model)
        parts = TurnParts(
            database=database,
            clock=clock,
            events=events,
            supervisor=supervisor,
            store=store,
            engine=AiEngine(store, runner, prompts, clock, events),
            runner=runner,
            journal=journal,
            prompts=prompts,
            tools=tools,
            model=model,
            offline_model=OfflineBrain(base.day_times, tools.why_not),
            recall=ground.recall.as_facts,
            learn=learner.look_over,
        )
        turns = Turns(parts)
        await left_open.recover(parts)
        yield Assistant(
            Parts(
                database=database,
                clock=clock,
                events=events,
                supervisor=supervisor,
                scheduler=scheduler,
                reminders=reminders,
                memories=memories,
                recall=ground.recall,
                embeddings=embeddings,
                learning=learner,
                forgetter=forgetter,
                turns=turns,
                journal=journal,
                settings=settings,
                brains=brains,
                models=ModelLibrary(_shelf(options, http), settings, brains, supervisor, events),
                secrets=options.secrets,
                ground=ground,
                history=_history(parts, turns, forgetter, learner, settings),
                outside=world.outside,
            )
        )


def _reminders(
    options: BuildOptions,
    database: Database,
    settings: SettingsStore,
    events: EventBus,
    supervisor: Supervisor,
) -> tuple[Scheduler, ReminderCommands]:
    """What fires reminders and what answers them, with their surfaces."""
    notifier, desktop = _notifier(options, settings)
    scheduler = Scheduler(database, options.clock, notifier, events, supervisor)
    scheduler.quiet_hours = lambda: settings.current.quiet_hours
    reminders = ReminderCommands(database, options.clock, events, notifier, scheduler)
    _answer_from_notifications(desktop, reminders, supervisor, options.clock)
    return scheduler, reminders


def _history(
    parts: TurnParts,
    turns: Turns,
    forgetter: Forgetter,
    learner: Learning,
    settings: SettingsStore,
) -> History:
    return History(
        HistoryParts(
            database=parts.database,
            clock=parts.clock,
            events=parts.events,
            supervisor=parts.supervisor,
            turns=turns,
            forgetter=forgetter,
            learning=learner,
            words=lambda: _ui_wording(settings),
        )
    )


@asynccontextmanager
async def _closing(
    supervisor: Supervisor,
    brains: BrainSwitch,
    embeddings: Embeddings,
    world: World,
    http: HttpClient,
) -> AsyncIterator[None]:
    """First the jobs, then what they used."""
    try:
        yield
    finally:
        for part in (supervisor, brains, embeddings, world, http):
            await part.close()


async def _foundation(options: BuildOptions, database: Database) -> Foundation:
    """What everything else stands on."""
    events, settings = EventBus(), await load_settings(database)
    database.on_low_space = _tell_low_space(events, settings)
    return Foundation(
        database=database,
        http=HttpClient(),
        settings=settings,
        clock=options.clock,
        events=events,
        supervisor=Supervisor(),
        day_times=_day_times(settings),
        elsewhere=options.elsewhere,
    )


def _learner(base: Foundation, memories: Memories, model: Callable[[], ChatModel]) -> Learning:
    """Learns from what it hears."""
    learner = Learning(base.database, memories, base.settings, base.clock, model)
    base.events.subscribe(learner.heard)
    return learner


def _brains(
    options: BuildOptions, base: Foundation, world: World
) -> tuple[ModelMakers, BrainSwitch]:
    states = KeptStates(options.data_dir)
    makers = ModelMakers(
        secrets=options.secrets,
        http=base.http,
        settings=base.settings,
        supervisor=base.supervisor,
        states=states.folder,
        day_times=base.day_times,
        why_not=world.catalogue.why_not,
    )
    return makers, BrainSwitch(base.settings, makers.brains(), options.secrets, states)


def _tainting(tools: Mapping[str, ToolSpec], world: World) -> frozenset[str]:
    """Tools of services that are off count too: what they told earlier is still in histories."""
    theirs = [tool for spec in world.catalogue.specs for tool in spec.tools]
    return frozenset(tool.name for tool in (*tools.values(), *theirs) if tool.taints)


def _shelf(options: BuildOptions, http: HttpClient) -> ModelFiles:
    """Downloaded models lie in the data folder, beside the data file."""
    return ModelFiles(options.data_dir / "models", library(), Downloader(http))


def _embeddings(
    database: Database, settings: SettingsStore, make: EmbedderMaker, events: EventBus
) -> Embeddings:
    """Vectors for every text, made soon after each is stored."""
    embeddings = Embeddings(database, settings, make, events)
    events.subscribe(embeddings.heard)
    return embeddings


def _tell_low_space(events: EventBus, settings: SettingsStore) -> Callable[[bool], None]:
    """A full disk is told loudly, and so is its end."""
    loop = asyncio.get_running_loop()

    def publish(full: bool) -> None:  # noqa: FBT001 - the loop passes it so
        words = _ui_wording(settings)
        what = (
            words.text("The disk is full: only acknowledgements are written. Free some space.")
            if full
            else words.text("There is space again: everything is written.")
        )
        kind = "disk-full" if full else "disk-good"
        events.publish(Trouble(user_id=DEFAULT_USER, what=what, kind=kind))

    def tell(full: bool) -> None:  # noqa: FBT001 - the database calls it so
        loop.call_soon_threadsafe(publish, full)

    return tell


def _notifier(
    options: BuildOptions, settings: SettingsStore
) -> tuple[Notifier, DesktopNotifications]:
    """Native notifications and the window, or whatever this process shows reminders with."""
    desktop = DesktopNotifications(lambda: _ui_wording(settings))
    if options.window is None:
        return options.notifier, desktop
    window = frozenset({Channel.WINDOW, Channel.SOUND, Channel.ON_TOP})
    surfaces = (
        Surface(frozenset({Channel.NOTIFICATION}), desktop),
        Surface(window, options.window),
    )

    def announce(user_id: UserId) -> str:
        words = _ui_wording(settings)
        name = words.text("Main") if user_id == DEFAULT_USER else user_id
        return words.text("A reminder of the profile “{name}”", name=name)

    return Delivery(surfaces, lambda: UserId(settings.current.profile), announce), desktop


def _answer_from_notifications(
    desktop: DesktopNotifications,
    reminders: ReminderCommands,
    supervisor: Supervisor,
    clock: Clock,
) -> None:
    """A notification's buttons do what the window's do."""

    def done(view: ReminderView) -> None:
        job = reminders.acknowledge(view.reminder.user_id, view.occurrence.id)
        supervisor.once("done-from-notification", job)

    def snooze(view: ReminderView) -> None:
        until = clock.now() + DEFAULT_SNOOZE
        job = reminders.snooze(view.reminder.user_id, view.occurrence.id, until)
        supervisor.once("snooze-from-notification", job)

    desktop.on_done, desktop.on_snooze = done, snooze


def _ui_wording(settings: SettingsStore) -> Wording:
    chosen = settings.current.language
    return wording(system_language() if chosen == "system" else chosen)


def _day_times(settings: SettingsStore) -> Callable[[], DayTimes]:
    def day_times() -> DayTimes:
        return settings.current.day_hours.day_times()

    return day_times
