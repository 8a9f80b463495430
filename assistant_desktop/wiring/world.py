"""Builds the services of the world outside and ties them to settings, storage and time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant_desktop.core.assistant import Outside
from assistant_desktop.core.calendar.mirror import StoredMirror
from assistant_desktop.core.news_shelf import NewsShelf
from assistant_desktop.core.offered_tools import OfferedTools
from assistant_desktop.core.skills.spoken_time import read_range
from assistant_desktop.core.storage.service_store import CachedResponses
from assistant_desktop.core.switchboard import Switchboard
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.events import CalendarsChanged, Event, NewsChanged, ServicesChanged
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.service_ports import TimeReader, WeatherConditions
from assistant_desktop.domain.tool import ToolContext, ToolSpec
from assistant_desktop.services import ALL_SERVICES
from assistant_desktop.services.breakers import Breakers
from assistant_desktop.services.calendar_service import Subscriptions, subscriptions
from assistant_desktop.services.calendar_service.google import GoogleCalendars, google_calendars
from assistant_desktop.services.catalogue import Catalogue
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.news_service import news_desk
from assistant_desktop.services.notify.phone import Phone
from assistant_desktop.services.update_service import version_watch
from assistant_desktop.services.weather_service import own_weather, weather_conditions
from assistant_desktop.wiring.foundation import Foundation


@dataclass(frozen=True, slots=True)
class World:
    """What core gets of the world outside."""

    catalogue: Catalogue
    outside: Outside
    conditions: WeatherConditions
    push: Callable[[Sequence[Showing]], None]
    subscriptions: Subscriptions
    google: GoogleCalendars

    def offered(self, built_in: Mapping[str, ToolSpec]) -> OfferedTools:
        """The tools there are: these, and those of services that are on."""
        return OfferedTools(built_in, self.catalogue)

    async def close(self) -> None:
        """No host may be reached any more."""
        self.catalogue.close()


async def build_world(parts: Foundation) -> World:
    """Every service, each switched as the settings say."""

    def store(namespace: str) -> CachedResponses:
        return CachedResponses(parts.database, namespace)

    ground = ServiceGround(
        http=parts.http,
        store=store,
        breakers=Breakers(store("breakers"), parts.clock),
        settings=parts.settings,
        clock=parts.clock,
        read_time=_time_reader(parts.day_times),
        start_job=parts.supervisor.once,
        secrets=parts.secrets,
        words=parts.words,
        news=NewsShelf(parts.database, parts.clock),
        calendars=StoredMirror(parts.database, parts.clock, parts.events),
        events=parts.events,
        elsewhere=parts.elsewhere,
    )
    catalogue = Catalogue([make(ground) for make in ALL_SERVICES], ground)
    weather, news, followed = own_weather(ground), news_desk(ground), subscriptions(ground)
    followed.on_hosts = catalogue.apply
    mine, versions = google_calendars(ground), version_watch(ground)

    def heard(event: Event) -> None:
        if isinstance(event, ServicesChanged):
            weather.hurry()
            news.hurry()
            followed.hurry()
            mine.hurry()
            versions.hurry()
        elif isinstance(event, CalendarsChanged) and event.touched:
            parts.supervisor.once("google-outbox", mine.flush(event.user_id))
        elif isinstance(event, NewsChanged) and event.feeds:
            catalogue.apply()

    parts.events.subscribe(heard)
    board = Switchboard(catalogue, parts.settings, parts.events)
    await news.ready()
    await followed.hosts_changed()
    return World(
        catalogue=catalogue,
        outside=Outside(board, weather, news, versions),
        conditions=weather_conditions(ground),
        push=Phone(ground).push,
        subscriptions=followed,
        google=mine,
    )


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _time_reader(day_times: Callable[[], DayTimes]) -> TimeReader:
    def read(words: str, context: ToolContext) -> tuple[datetime | None, datetime | None]:
        first, last = (_iso(part) for part in (*words.split("/", 1), "")[:2])
        if first is not None and last is not None:  # an interval of ISO 8601
            return first, last
        return read_range(words, context, day_times())

    return read
