"""The composition root: builds every object in order and closes them in reverse. Without Qt.

Order: database -> settings -> supervisor and events -> services (HTTP, secrets) -> reminders
-> memory -> tools -> engine -> turns -> what a crash left -> the facade.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant_desktop.core import left_open
from assistant_desktop.core.assistant import Assistant, Parts
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.embeddings import EmbedderMaker, Embeddings
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.model_library import ModelLibrary
from assistant_desktop.core.settings import EmbeddingChoice, SettingsStore
from assistant_desktop.core.storage.database import Database, open_database
from assistant_desktop.domain.ports import (
    ChatModel,
    Clock,
    Embedder,
    Notifier,
    SecretStore,
    SystemSchedule,
)
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services import outbound_guard
from assistant_desktop.services.ground import Elsewhere
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.downloads import Downloader
from assistant_desktop.services.llm.model_files import ModelFiles
from assistant_desktop.services.llm.model_library import library
from assistant_desktop.services.llm.model_worker.kept_states import KeptStates
from assistant_desktop.services.notify.silent import SilentNotifier
from assistant_desktop.services.os_schedule import schedule_of_this_system
from assistant_desktop.services.secrets import KeyringSecrets
from assistant_desktop.wiring.foundation import Foundation, build_foundation
from assistant_desktop.wiring.ground import build_ground
from assistant_desktop.wiring.models import ModelMakers
from assistant_desktop.wiring.reminders import (
    build_reminders,
    build_system_start,
    preparation,
)
from assistant_desktop.wiring.talk import build_talk
from assistant_desktop.wiring.world import World, build_world

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
    schedule: Callable[[Path], SystemSchedule] = schedule_of_this_system


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
    base = await build_foundation(database, options.clock, options.secrets, options.elsewhere)
    http, settings, events, supervisor = base.http, base.settings, base.events, base.supervisor
    clock, world = base.clock, await build_world(base)
    makers, brains = _brains(options, base, world)
    embeddings = _embeddings(database, settings, options.embedder or makers.embedder, events)
    system_start = build_system_start(base, options.schedule(options.data_dir))
    async with _closing(system_start, supervisor, brains, embeddings, world, http):
        scheduler, reminders = build_reminders(base, options.notifier, options.window, world.push)
        forgetter = Forgetter(database, brains.forget_state, supervisor, clock)
        memories = Memories(database, clock, events, forgetter)
        ground = build_ground(base, world, reminders, memories, embeddings, forgetter)
        scheduler.prepare = preparation(base, ground, world.conditions)
        talk = build_talk(base, world, ground, forgetter, options.brain or brains.current)
        await left_open.recover(talk.parts)
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
                learning=talk.learner,
                forgetter=forgetter,
                turns=talk.turns,
                journal=talk.parts.journal,
                settings=settings,
                brains=brains,
                models=ModelLibrary(_shelf(options, http), settings, brains, supervisor, events),
                secrets=options.secrets,
                ground=ground,
                history=talk.history,
                outside=world.outside,
                system_start=system_start,
            )
        )


class _Closes(Protocol):
    async def close(self) -> None: ...


@asynccontextmanager
async def _closing(*parts: _Closes) -> AsyncIterator[None]:
    """First the jobs, then what they used."""
    try:
        yield
    finally:
        for part in parts:
            await part.close()


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
