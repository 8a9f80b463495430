"""The whole core on a real file, with a clock that a test moves and a model that it writes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.core.settings import EmbeddingChoice
from assistant_desktop.domain.ports import ChatModel, Embedder
from tests.fakes.clock import FakeClock
from tests.fakes.google_desk import Desk
from tests.fakes.google_server import GoogleServer, google_server
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.secrets import MemorySecrets

Embedders = Callable[[EmbeddingChoice], Embedder | None]
Start = Callable[..., AbstractAsyncContextManager[Assistant]]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def notifier() -> RecordingNotifier:
    return RecordingNotifier()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(folder: Path, clock: FakeClock, notifier: RecordingNotifier) -> Start:
    """Start the product on the test's folder; a second start is a restart."""

    @asynccontextmanager
    async def started(
        model: ChatModel | None = None,
        *,
        scheduling: bool = True,
        embedder: Embedders = lambda _: None,
    ) -> AsyncIterator[Assistant]:
        options = BuildOptions(
            data_dir=folder,
            notifier=notifier,
            clock=clock,
            secrets=MemorySecrets(),
            brain=None if model is None else lambda: model,
            embedder=embedder,
        )
        async with build(options) as assistant:
            if scheduling:
                assistant.start_reminders()
                await clock.settle()
            yield assistant

    return started


@pytest.fixture
async def google(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GoogleServer]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # loopback is enough
    async with google_server() as playing:
        yield playing


@pytest.fixture
def desk(folder: Path, google: GoogleServer) -> Desk:
    return Desk(folder, google)
