"""The Protocols where core meets the services of the world outside. app.py ties them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.reminder import Condition
from assistant_desktop.domain.service import ServiceChoice, ServiceRow, ServiceSpec
from assistant_desktop.domain.tool import ToolContext, ToolSpec
from assistant_desktop.domain.weather import WeatherReport


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """What a server said, and when; `expires_at`: it need not be asked again before."""

    body: bytes
    fetched_at: datetime
    expires_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


class ServiceStore(Protocol):
    """What a service keeps on disk, apart for each user. Raises StorageError."""

    async def read(self, user_id: UserId, key: str) -> KeptResponse | None:
        """What was kept under a key."""
        ...

    async def keep(self, user_id: UserId, key: str, response: KeptResponse) -> None:
        """Keep it, in place of what was there."""
        ...


class SettingsView(Protocol):
    """The settings of services, to be read."""

    def service(self, service_id: str) -> ServiceChoice:
        """What the user chose; switched off where nothing was chosen."""
        ...


class TimeReader(Protocol):
    """Understands times in words for a service."""

    def __call__(self, words: str, context: ToolContext) -> tuple[datetime | None, datetime | None]:
        """The span that words or an ISO time name; no end: a moment. Raises ToolRetry."""
        ...


class ToolSource(Protocol):
    """Tools that come and go."""

    def tools(self) -> Mapping[str, ToolSpec]:
        """Those that can be called now, by name."""
        ...

    def why_not(self, name: str, language: str) -> str | None:
        """Why a tool that there could be is not there, and what to do; None for an unknown one."""
        ...


class ServiceCatalogue(Protocol):
    """The services there are, and how each stands."""

    @property
    def specs(self) -> Sequence[ServiceSpec]:
        """All of them, in a stable order."""
        ...

    async def rows(self) -> list[ServiceRow]:
        """How each stands. Asks no host."""
        ...

    async def test(self, service_id: str, language: str) -> str:
        """Try the connection now; what was found, in words. Raises KnownError."""
        ...

    def apply(self) -> None:
        """The settings were changed: only hosts of services that are on may be reached."""
        ...

    def wake(self) -> None:
        """The machine or its network is back: what rested may be asked again."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds, and why in a sentence of the user's language."""

    holds: bool
    why: str


class WeatherConditions(Protocol):
    """Tells whether the weather that a reminder depends on is to be expected."""

    async def holds(
        self, user_id: UserId, condition: Condition, due: datetime, language: str
    ) -> Verdict:
        """Look at the forecast of the user's own place.

        due: when the reminder is due, in its own zone; its day is the day that is meant.

        Raises:
            KnownError: it cannot be told; the message says why.
        """
        ...


WeatherListener = Callable[[WeatherReport | None, KnownError | None], None]
"""Hears a report, or why there is none; neither where the service is off or no place chosen."""


class WeatherSource(Protocol):
    """The weather at the user's own place, for who looks at it."""

    def watch(
        self, user_id: UserId, language: str, listener: WeatherListener
    ) -> Callable[[], None]:
        """Tell what is known, then what is new; call what is returned to stop."""
        ...

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        ...
