"""What services stand on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant_desktop.domain.news_ports import NewsItems
from assistant_desktop.domain.ports import Clock, EventSink, SecretStore
from assistant_desktop.domain.service_ports import (
    CalendarMirror,
    ServiceStore,
    SettingsView,
    TimeReader,
)
from assistant_desktop.domain.update import ReleaseInfo
from assistant_desktop.services.breakers import Breakers
from assistant_desktop.services.fetch import Fetcher, Patience
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.refresher import StartJob
from assistant_desktop.wording import Wording


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where hosts really are and how patient we are; only tests say otherwise.

    urls: another base URL for a host, such as {"api.example.org": "http://127.0.0.1:8000"}.
    release: in place of what the builder of this copy wrote into it.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    release: ReleaseInfo | None = None


@dataclass(frozen=True, slots=True)
class ServiceGround:
    """The parts that a service may use. words: those of the window."""

    http: HttpClient
    store: Callable[[str], ServiceStore]
    breakers: Breakers
    settings: SettingsView
    clock: Clock
    read_time: TimeReader
    start_job: StartJob
    secrets: SecretStore
    news: NewsItems
    calendars: CalendarMirror
    events: EventSink
    words: Callable[[], Wording]
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    def base(self, host: str) -> str:
        """The base URL of a host."""
        return self.elsewhere.urls.get(host, f"https://{host}")

    def fetcher(self, service_id: str) -> Fetcher:
        """What fetches for a service and keeps what came under its name."""
        store = self.store(service_id)
        return Fetcher(self.http, store, self.breakers, self.clock, self.elsewhere.patience)
