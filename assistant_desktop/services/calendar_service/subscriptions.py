"""Calendars that are read from addresses: asked now and then, kept in the mirror.

Source: the webcal scheme is https by another name; it was never registered, and all use it so.
"""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarKind,
    CalendarReading,
    CalendarTrouble,
)
from assistant_desktop.domain.errors import (
    BadInput,
    KnownError,
    ServiceError,
    ServiceNonsense,
    ServiceOff,
)
from assistant_desktop.domain.ids import CalendarId, UserId
from assistant_desktop.in_thread import in_thread, much_is_built
from assistant_desktop.services.answers import Answer
from assistant_desktop.services.calendar_service.file_reading import read_calendar
from assistant_desktop.services.fetch import Marks, Wanted
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.refresher import Refresher

ID = "ics"
REFRESH_S = 900.0
MOST_BYTES = 10_000_000
_READ_LIMIT_S = 60.0
_LONGEST = 2000
_SCHEME = re.compile(r"(webcals?|https?)://", re.IGNORECASE)
_TYPES = ("text/plain", "application/octet-stream", "application/ics", "text/x-vcalendar")


def address_of(text: str) -> str:
    """The address as it will be asked; without a scheme it is https.

    Raises:
        BadInput: it is no address of a calendar.
    """
    said = "".join(text.split())
    found = _SCHEME.match(said)
    if found is None and "://" in said:
        raise _no_address(text)
    scheme = "http" if found is not None and found[1].lower() == "http" else "https"
    try:
        parts = urlsplit(f"{scheme}://{said[found.end() if found else 0 :]}")
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise _no_address(text) from error
    known = "." in host or ":" in host or host == "localhost"
    if not known or parts.username or len(said) > _LONGEST:
        raise _no_address(text)
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, f"{host}{port}", parts.path or "/", parts.query, ""))


def _no_address(said: str) -> BadInput:
    return BadInput(
        "{address} is no address of a calendar.",
        hint="Such as https://example.org/calendar.ics or webcal://example.org/calendar.ics",
        address=said.strip()[:200] or "…",
    )


class Subscriptions:
    """A CalendarSource. on_hosts: told when other hosts than before are followed."""

    def __init__(self, ground: ServiceGround, every: Callable[[], timedelta]) -> None:
        self._ground, self._every = ground, every
        self._mirror, self._fetcher = ground.calendars, ground.fetcher(ID)
        self._refreshers: dict[UserId, Refresher[tuple[Calendar, ...]]] = {}
        self._running: dict[CalendarId, asyncio.Lock] = {}
        self.on_hosts: Callable[[], object] = lambda: None

    def checked(self, url: str) -> str:
        """The address as it will be asked. Raises BadInput."""
        return address_of(url)

    async def hosts_changed(self) -> None:
        """Subscriptions came or went: only the hosts of those that are left may be reached."""
        await self._mirror.load()
        self.on_hosts()

    def _is_on(self) -> bool:
        return self._ground.settings.service(ID).enabled

    # ---- reading ----

    async def refresh(self, calendar: Calendar, *, anew: bool = True) -> Calendar:
        """Read it now, unless what is kept is fresh and nobody asks for it anew."""
        lock = self._running.setdefault(calendar.id, asyncio.Lock())
        async with lock:
            now = self._ground.clock.now()
            latest = await self._latest(calendar)
            if not anew and self._is_fresh(latest, now):
                return latest
            return await self._refresh(latest, now, anew=anew)

    async def _latest(self, calendar: Calendar) -> Calendar:
        known = await self._mirror.calendars(CalendarKind.ICS_URL)
        return next((one for one in known if one.id == calendar.id), calendar)

    def _is_fresh(self, calendar: Calendar, now: datetime) -> bool:
        as_of = calendar.as_of
        return as_of is not None and calendar.trouble is None and now - as_of < self._every()

    async def _refresh(self, calendar: Calendar, now: datetime, *, anew: bool) -> Calendar:
        try:
            if not self._is_on():
                raise _off()
            if anew:
                await self._fetcher.wake(calendar.url)
            answer = await self._ask(calendar)
            reading = None if answer.is_unchanged else await _read(answer, calendar)
        except ServiceError as error:
            trouble = CalendarTrouble.of(error)
            if trouble != calendar.trouble:
                await self._mirror.keep(calendar.model_copy(update={"trouble": trouble}))
            raise
        fresh = {"as_of": now, "trouble": None}
        if reading is None:
            kept = calendar.model_copy(update=fresh)
        else:
            await self._mirror.replace(calendar, reading.events)
            marks = {"etag": answer.etag, "sync_token": answer.last_modified}
            name = {"name": reading.name or calendar.name}
            kept = calendar.model_copy(update={**fresh, **marks, **name})
        await self._mirror.keep(kept)
        return kept

    async def _ask(self, calendar: Calendar) -> Answer:
        wanted = Wanted(calendar.url, kind="text/calendar", also=_TYPES, most_bytes=MOST_BYTES)
        return await self._fetcher.ask(wanted, Marks(calendar.etag, calendar.sync_token))

    # ---- watching ----

    def watch(self, user_id: UserId) -> Callable[[], None]:
        """Keep the user's subscriptions fresh; call what is returned to stop."""
        if user_id not in self._refreshers:
            self._refreshers[user_id] = Refresher(
                "calendars",
                partial(self._refresh_all, user_id),
                REFRESH_S,
                self._ground.clock,
                self._ground.start_job,
                _troubles,
            )
        return self._refreshers[user_id].watch(lambda _value, _error: None)

    async def _refresh_all(self, user_id: UserId) -> tuple[Calendar, ...]:
        """Each by itself: one that fails takes no other with it; it says so itself."""
        known = await self._mirror.calendars(CalendarKind.ICS_URL)
        mine = [one for one in known if one.user_id == user_id]
        if not self._is_on():
            return ()
        found = []
        for one in mine:
            try:
                found.append(await self.refresh(one, anew=False))
            except KnownError:
                found.append(await self._latest(one))
        return tuple(found)

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        for refresher in self._refreshers.values():
            refresher.hurry()


def _troubles(calendars: tuple[Calendar, ...]) -> str:
    troubles = [one.trouble.as_error().user_message for one in calendars if one.trouble]
    return "; ".join(troubles[:3])


def _off() -> ServiceOff:
    return ServiceOff(
        "Calendars by address are switched off: nothing was asked of the internet.",
        hint="Switch them on in Settings, Services, or with: services enable ics",
    )


async def _read(answer: Answer, calendar: Calendar) -> CalendarReading:
    """What came, as events. Raises ServiceNonsense."""
    host = urlsplit(calendar.url).hostname or ""
    try:
        with much_is_built():
            reading = await in_thread(
                "calendar-file", partial(read_calendar, answer.body), _READ_LIMIT_S
            )
    except BadInput as error:
        raise ServiceNonsense(
            "What {host} sent is not a calendar.", hint="Check the address.", host=host
        ) from error
    except TimeoutError as error:
        raise ServiceNonsense(
            "The calendar of {host} is too large to be read.", host=host
        ) from error
    if not reading.events and reading.unread_count:
        raise ServiceNonsense("Nothing of what {host} sent can be read.", host=host)
    return reading
