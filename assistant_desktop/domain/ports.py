"""The Protocols where core and services meet. app.py ties them."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.events import Event
from assistant_desktop.domain.ids import OccurrenceId, UserId
from assistant_desktop.domain.model_library import (
    DownloadStep,
    InstalledFile,
    LibraryEntry,
    Machine,
    ModelFileInfo,
)
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import ToolSpec


class WakeSignal(Protocol):
    """What can end a wait early, such as an asyncio.Event."""

    async def wait(self) -> object:
        """Return once it is set."""
        ...

    def set(self) -> None:
        """Let whoever waits go on."""
        ...


class Clock(Protocol):
    """The time, in the two kinds there are, and waiting for it."""

    def now(self) -> datetime:
        """Wall clock, aware, in UTC. May jump."""
        ...

    def monotonic_s(self) -> float:
        """Seconds that only go forward; may stand still in suspend."""
        ...

    async def wait(self, wake: WakeSignal, delay_s: float) -> None:
        """Wait until `wake` is set, at most `delay_s` seconds of monotonic time."""
        ...

    def zone(self) -> ZoneInfo:
        """The system's time zone."""
        ...


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More words of the answer, or of the model's thinking when `reasoning`."""

    text: str
    reasoning: bool = False


@dataclass(frozen=True, slots=True)
class CallDelta:
    """One complete tool call; `arguments` is its JSON text, verbatim, maybe broken."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Token counts where the model tells them, -1 where it does not."""

    prompt_tokens: int = -1
    completion_tokens: int = -1
    cached_tokens: int = -1


@dataclass(frozen=True, slots=True)
class ModelFinished:
    """The last delta of every stream that came to its own end."""

    reason: str = "stop"
    usage: ModelUsage = field(default_factory=ModelUsage)


@dataclass(frozen=True, slots=True)
class ModelWaiting:
    """The model answers somebody else first; this request is in line."""


ModelDelta = TextDelta | CallDelta | ModelFinished | ModelWaiting


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request. The prompt is `system`, then `messages`, each with its own context.

    system: stable text. Nothing that was sent before changes from turn to turn, so that a
    server's cached prefix stays valid: what is new stands at the end. side: not the chat itself,
    but work beside it, such as a summary. output: the answer is to be JSON of this form; it must
    be validated all the same.
    """

    system: str
    messages: Sequence[Message]
    tools: Sequence[ToolSpec]
    user_id: UserId
    now: datetime
    zone: ZoneInfo
    language: str
    allow_tools: bool = True
    side: bool = False
    output: type[BaseModel] | None = None


class ChatModel(Protocol):
    """A brain. Raises ModelError; ends its stream with ModelFinished."""

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    @property
    def context_tokens(self) -> int:
        """How much it can read at once, in its tokens."""
        ...

    def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        """Answer one request, piece by piece. Closing the iterator cancels the request."""
        ...


@runtime_checkable
class ModelServer(Protocol):
    """A ChatModel that stands for a server with several models."""

    async def list_models(self) -> list[str]:
        """The names it can run. Raises ModelError."""
        ...


@runtime_checkable
class ClosableModel(Protocol):
    """A ChatModel that holds something: a process, memory."""

    async def close(self) -> None:
        """Give it back; the next request starts anew."""
        ...


@runtime_checkable
class MeasuringModel(Protocol):
    """A ChatModel that has to look before it can tell how much it reads at once."""

    async def measure(self) -> None:
        """Know `context_tokens` from now on. Raises KnownError where its file has gone."""
        ...


@runtime_checkable
class RetiringModel(Protocol):
    """A ChatModel that is not cut off in its answer when another one is chosen."""

    async def retire(self) -> None:
        """Give back what it holds as soon as nobody waits for an answer of it."""
        ...


@runtime_checkable
class RememberingModel(Protocol):
    """A ChatModel that keeps what it has read of a user's conversations."""

    async def forget_state(self, user_id: UserId) -> None:
        """Keep nothing of this user any more. Never raises."""
        ...


class ModelStates(Protocol):
    """What models have read, in files, whichever model it was."""

    async def forget(self, user_id: UserId) -> None:
        """Delete everything kept of a user. Raises StorageError."""
        ...

    async def forget_before(self, user_id: UserId, moment: datetime) -> None:
        """Delete what of a user was kept before a moment. Raises StorageError."""
        ...

    async def shrink(self, budget: int) -> None:
        """Delete what was used longest ago, until the rest has so many bytes at most."""
        ...

    async def bytes_kept(self) -> int:
        """The size of all that is kept."""
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors of one length. Raises ModelError."""

    @property
    def name(self) -> str:
        """Which model: vectors of different names are never compared."""
        ...

    def reads(self, text: str) -> bool:
        """Whether it knows the language of a text well enough to place it."""
        ...

    async def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """One vector for each text, in order. query: what is looked for, not what is kept."""
        ...

    async def close(self) -> None:
        """Give back what it holds; the next request starts anew."""
        ...


@dataclass(frozen=True, slots=True)
class Showing:
    """One reminder to show now. `silent`: do not disturb; only lists and counts show it.

    discreet: it is of a profile that is not at the screen; its words were left out.
    """

    view: ReminderView
    channels: tuple[Channel, ...]
    late_s: float
    again: bool = False
    silent: bool = False
    discreet: bool = False


class SystemSchedule(Protocol):
    """The system's scheduler: it starts the app where it is not running. Raises ServiceError."""

    async def plan(self, moment: datetime) -> None:
        """Start the app in time for `moment`, instead of whatever was planned."""
        ...

    async def remove(self) -> None:
        """Start it no more. Nothing planned is fine too."""
        ...

    async def found(self) -> datetime | None:
        """What the system itself has, to the minute: for which moment; None for nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was found out before a reminder fires. note: shown under its words."""

    fires: bool
    note: str = ""


class Notifier(Protocol):
    """Shows reminders. Never raises; says what was shown."""

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Show all that came at once, in one place; which the user can see or hear now."""
        ...

    async def withdraw(self, view: ReminderView) -> None:
        """Close every surface that shows this occurrence."""
        ...


class SecretStore(Protocol):
    """The system keyring. Raises SecretStoreError."""

    async def get(self, name: str) -> str | None:
        """The secret, or None when there is none of that name."""
        ...

    async def set(self, name: str, secret: str) -> None:
        """Store a secret, replacing an earlier one."""
        ...

    async def delete(self, name: str) -> None:
        """Remove a secret; nothing happens when there is none."""
        ...


class EventSink(Protocol):
    """Where facts are published."""

    def publish(self, event: Event) -> None:
        """Tell every listener, in order, without waiting for them."""
        ...


class ModelShelf(Protocol):
    """The models one can have here, and the folder of those that are. Raises KnownError."""

    @property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """The library."""
        ...

    async def machine(self) -> Machine:
        """What this computer has now."""
        ...

    async def files(self) -> dict[str, InstalledFile]:
        """What is there of each entry by its name, whole or in part."""
        ...

    async def fetch(
        self, entry: LibraryEntry, hub: str, tell: Callable[[DownloadStep], None]
    ) -> InstalledFile:
        """Bring a file, going on where it stopped. Cancelled, it keeps what has come."""
        ...

    async def discard(self, entry: LibraryEntry) -> None:
        """Delete what has come of a download."""
        ...

    async def remove(self, entry: LibraryEntry) -> None:
        """Delete a file."""
        ...

    async def describe(self, path: str) -> ModelFileInfo:
        """What a GGUF file says of itself."""
        ...
