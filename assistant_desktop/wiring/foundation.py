"""Builds what everything else stands on: settings, events, jobs, the HTTP client."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.settings import SettingsStore, load_settings
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.when import DayTimes
from assistant_desktop.domain.events import Trouble
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.ports import Clock, SecretStore
from assistant_desktop.services.ground import Elsewhere
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.wording import Wording, system_language, wording


@dataclass(frozen=True, slots=True)
class Foundation:
    """What everything else stands on."""

    database: Database
    http: HttpClient
    settings: SettingsStore
    clock: Clock
    events: EventBus
    supervisor: Supervisor
    secrets: SecretStore
    elsewhere: Elsewhere

    def words(self) -> Wording:
        """The words of the window."""
        chosen = self.settings.current.language
        return wording(system_language() if chosen == "system" else chosen)

    def day_times(self) -> DayTimes:
        """The user's hours."""
        return self.settings.current.day_hours.day_times()


async def build_foundation(
    database: Database, clock: Clock, secrets: SecretStore, elsewhere: Elsewhere
) -> Foundation:
    """The foundation over an open database."""
    base = Foundation(
        database=database,
        http=HttpClient(),
        settings=await load_settings(database),
        clock=clock,
        events=EventBus(),
        supervisor=Supervisor(),
        secrets=secrets,
        elsewhere=elsewhere,
    )
    database.on_low_space = _tell_low_space(base)
    return base


def _tell_low_space(base: Foundation) -> Callable[[bool], None]:
    """A full disk is told loudly, and so is its end."""
    loop = asyncio.get_running_loop()

    def publish(full: bool) -> None:  # noqa: FBT001 - the loop passes it so
        words = base.words()
        what = (
            words.text("The disk is full: only acknowledgements are written. Free some space.")
            if full
            else words.text("There is space again: everything is written.")
        )
        kind = "disk-full" if full else "disk-good"
        base.events.publish(Trouble(user_id=DEFAULT_USER, what=what, kind=kind))

    def tell(full: bool) -> None:  # noqa: FBT001 - the database calls it so
        loop.call_soon_threadsafe(publish, full)

    return tell
