"""The Protocols where core meets the services of the world outside. app.py ties them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarEvent,
    CalendarKind,
    CalendarReading,
    QueuedWrite,
)
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.reminder import Condition
from assistant_desktop.domain.service import ServiceChoice, ServiceRow, ServiceSpec
from assistant_desktop.domain.tool import ToolContext, ToolSpec
from assistant_desktop.domain.update import VersionState
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

    async def rows(self, user_id: UserId) -> list[ServiceRow]:
        """How each stands for a user. Asks no host."""
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


class Versions(Protocol):
    """Looks for newer versions of the product."""

    async def run(self) -> None:
        """Look once a day while it is switched on, for as long as the app runs."""
        ...

    async def look(self) -> VersionState:
        """Ask now. Raises ServiceError."""
        ...

    async def state(self) -> VersionState:
        """What is known; asks no host."""
        ...

    def hurry(self) -> None:
        """It was switched on, or the machine woke up: see whether it is time."""
        ...


class CalendarMirror(Protocol):
    """The copy here of calendars whose home is elsewhere. Raises StorageError.

    What comes from a home goes in without being sent back to it; what is changed here waits in
    line for the home.
    """

    async def calendars(self, kind: CalendarKind) -> list[Calendar]:
        """Every user's calendars of a kind."""
        ...

    async def users(self) -> list[UserId]:
        """Everybody who may have calendars."""
        ...

    async def load(self) -> None:
        """Know all addresses that are followed, so that their hosts may be reached."""
        ...

    def addresses(self) -> tuple[str, ...]:
        """Those of ics_url calendars, as of the last `load`."""
        ...

    async def keep(self, calendar: Calendar) -> None:
        """What is new of a calendar itself: its marks, how fresh it is, its trouble."""
        ...

    async def adopt(self, calendar: Calendar) -> None:
        """A calendar that was not here before; one that is stays as the user has it."""
        ...

    async def remove(self, calendar: Calendar) -> None:
        """It is gone, with its events and what waited to be sent."""
        ...

    async def events(self, calendar: Calendar, uids: Sequence[str]) -> list[CalendarEvent]:
        """The events of some series, as they are here."""
        ...

    async def remote_ids(self, calendar: Calendar) -> dict[str, str]:
        """What its home calls each series (or single event), by uid."""
        ...

    async def replace(self, calendar: Calendar, events: Sequence[CalendarEvent]) -> frozenset[str]:
        """Exactly these are in it now; but for what waits to be sent: the uids of that.

        Owners are filled in.
        """
        ...

    async def take_in(
        self, calendar: Calendar, events: Sequence[CalendarEvent], gone: Sequence[str]
    ) -> frozenset[str]:
        """Whole series that are new or different, and the uids of those that are gone.

        What waits to be sent stays as it is here: the uids of that are returned.
        """
        ...

    async def queued(self, calendar: Calendar) -> list[QueuedWrite]:
        """What its home has not got yet, oldest first."""
        ...

    async def settle(self, calendar: Calendar, number: int, stored: CalendarEvent | None) -> None:
        """The home has it; `stored`: as it is there now, with the marks it gave."""
        ...

    async def accept(
        self, calendar: Calendar, refused: QueuedWrite, there: Sequence[CalendarEvent]
    ) -> None:
        """The home does not take a change: the series is here as it is there."""
        ...

    async def put_off(self, calendar: Calendar, number: int, trouble: str) -> None:
        """The home could not be told: why."""
        ...


class CalendarFiles(Protocol):
    """Calendar files (iCalendar). Both ways block for up to seconds: for a thread."""

    def read(self, data: bytes) -> CalendarReading:
        """What a file holds and what of it was left out. Raises BadInput."""
        ...

    def write(self, name: str, events: Sequence[CalendarEvent], now: datetime) -> bytes:
        """A file that other programs read."""
        ...


class CalendarSource(Protocol):
    """Calendars that are read from addresses."""

    def checked(self, url: str) -> str:
        """The address as it will be asked. Raises BadInput."""
        ...

    async def hosts_changed(self) -> None:
        """Subscriptions came or went: only the hosts of those that are left may be reached."""
        ...

    async def refresh(self, calendar: Calendar, *, anew: bool = True) -> Calendar:
        """Read it now, unless what is kept is fresh and nobody asks for it anew.

        How it stands afterwards; a failure is noted in it. Raises ServiceError.
        """
        ...

    def watch(self, user_id: UserId) -> Callable[[], None]:
        """Keep the user's subscriptions fresh; call what is returned to stop."""
        ...

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        ...


class CalendarAccounts(Protocol):
    """Calendars of accounts that users signed in to."""

    async def run(self) -> None:
        """Keep them fresh, for as long as the app runs."""
        ...

    async def refresh(self, user_id: UserId) -> None:
        """Read a user's calendars now; failures are noted in them."""
        ...

    def hurry(self) -> None:
        """The machine woke up: look anew."""
        ...
