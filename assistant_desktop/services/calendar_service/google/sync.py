"""Google's calendars kept beside ours: what was changed here is sent, what changed there is taken.

sign in -> the list of calendars -> for each: send what waits (etag by etag) -> ask what changed
since the sync token -> whole series into the mirror. A sync token that ran out (410) means all
anew.

Source: Google Calendar API v3, "Synchronize resources efficiently".
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from assistant_desktop.domain.calendar_event import (
    Calendar,
    CalendarEvent,
    CalendarKind,
    CalendarTrouble,
    readable,
)
from assistant_desktop.domain.errors import (
    ChangesWait,
    KnownError,
    ServiceError,
    ServiceOff,
    ServiceRefused,
)
from assistant_desktop.domain.events import Trouble
from assistant_desktop.domain.ids import CalendarId, UserId
from assistant_desktop.in_thread import in_thread, much_is_built
from assistant_desktop.services.calendar_service.google.account import Account
from assistant_desktop.services.calendar_service.google.calls import Api
from assistant_desktop.services.calendar_service.google.event_form import (
    read_series,
    series_id,
    uid_of,
)
from assistant_desktop.services.calendar_service.google.outbox import Outbox
from assistant_desktop.services.calendar_service.google.series_reader import (
    MOST_PAGES,
    SeriesReader,
)
from assistant_desktop.services.calendar_service.google.watch import AccountWatch
from assistant_desktop.services.ground import ServiceGround

ID = "google_calendar"
_PAGE_SIZE = 250
_GONE = 410
_READ_LIMIT_S = 30.0
_OWN_ROLES = frozenset({"owner", "writer"})

Items = list[dict[str, Any]]


class GoogleCalendars:
    """Keeps the mirror of Google's calendars, for each user who signed in."""

    def __init__(
        self, ground: ServiceGround, account: Account, may_write: Callable[[], bool]
    ) -> None:
        self._ground, self.account, self._may_write = ground, account, may_write
        self._mirror = ground.calendars
        self._outbox = Outbox(ground, account)
        self._locks: dict[UserId, asyncio.Lock] = {}
        self._reader = SeriesReader(account)
        self._watch = AccountWatch(
            ground.clock, self._mirror.users, self._sync_if_signed_in, self._waits
        )

    def _is_on(self) -> bool:
        return self._ground.settings.service(ID).enabled

    # ---- syncing ----

    async def sync(self, user_id: UserId) -> int:
        """Send and take what is new; how many calendars there are.

        A calendar that fails takes no other with it: its trouble is noted, the first one raised.

        Raises:
            SignInNeeded: the account must sign in (again).
            ServiceError: Google could not be asked.
        """
        async with self._locks.setdefault(user_id, asyncio.Lock()):
            if not self._is_on():
                raise _off()
            try:
                calendars = await self._calendars(user_id)
            except ServiceError as error:
                await self._note_all(user_id, error)
                raise
            outcomes = [await self._sync_one(one) for one in calendars]
            for trouble in outcomes:
                if trouble is not None:
                    raise trouble
            return len(calendars)

    async def _sync_one(self, calendar: Calendar) -> ServiceError | None:
        """Why it could not be synced whole; what cannot be sent keeps nothing from coming."""
        unsent = await self._send(calendar)
        try:
            await self._take(calendar, unsent)
        except ServiceError as error:
            await self._note(calendar, error)
            return error
        return None if isinstance(unsent, ChangesWait) else unsent

    async def _send(self, calendar: Calendar) -> ServiceError | None:
        if not calendar.is_read_only:
            return await self._outbox.send(calendar)
        waiting = await self._mirror.queued(calendar)
        return _write_is_off() if waiting else None

    async def _note(self, calendar: Calendar, error: ServiceError) -> None:
        trouble = CalendarTrouble.of(error)
        if trouble != calendar.trouble:
            await self._mirror.keep(calendar.model_copy(update={"trouble": trouble}))

    async def _note_all(self, user_id: UserId, error: ServiceError) -> None:
        for one in await self._known(user_id):
            await self._note(one, error)

    async def _known(self, user_id: UserId) -> list[Calendar]:
        known = await self._mirror.calendars(CalendarKind.GOOGLE)
        return [one for one in known if one.user_id == user_id]

    async def _calendars(self, user_id: UserId) -> list[Calendar]:
        """The calendars of the account: new ones adopted, those that are gone removed."""
        pages = await self.account.pages(user_id, _list_calendars, MOST_PAGES)
        items = [item for page in pages for item in page.get("items", ()) if "id" in item]
        listed = {str(item["id"]): item for item in items if not item.get("deleted")}
        known = {str(one.remote_id): one for one in await self._known(user_id)}
        for remote_id, one in known.items():
            if remote_id not in listed:
                await self._missed(one)
        for number, (remote_id, item) in enumerate(listed.items()):
            if remote_id not in known:
                await self._mirror.adopt(self._calendar(user_id, item, number))
        found = {str(one.remote_id): one for one in await self._known(user_id)}
        return [self._with_rights(found[key], listed[key]) for key in listed if key in found]

    async def _missed(self, calendar: Calendar) -> None:
        """A list may once be short: a calendar goes at the second time, and never with changes."""
        trouble = ServiceError("Google lists this calendar no more.")
        is_first = calendar.trouble != CalendarTrouble.of(trouble)
        if is_first or await self._mirror.queued(calendar):
            await self._note(calendar, trouble)
        else:
            await self._mirror.remove(calendar)

    def _calendar(self, user_id: UserId, item: Mapping[str, Any], number: int) -> Calendar:
        remote_id = str(item["id"])
        name = str(item.get("summaryOverride") or item.get("summary") or remote_id)
        digest = hashlib.sha256(f"{user_id}\n{remote_id}".encode()).hexdigest()[:24]
        calendar = Calendar(
            id=CalendarId(f"google-{digest}"),
            user_id=user_id,
            name=" ".join(readable(name).split())[:200] or "Google",
            kind=CalendarKind.GOOGLE,
            colour=number + 1,
            is_shown=item.get("selected", True) is not False,
            remote_id=remote_id,
        )
        return self._with_rights(calendar, item)

    def _with_rights(self, calendar: Calendar, item: Mapping[str, Any]) -> Calendar:
        writable = self._may_write() and item.get("accessRole") in _OWN_ROLES
        return calendar.model_copy(update={"is_read_only": not writable})

    # ---- taking ----

    async def _take(self, calendar: Calendar, unsent: ServiceError | None) -> None:
        try:
            pages = await self._ask(calendar, calendar.sync_token)
            is_whole = calendar.sync_token is None
        except ServiceRefused as error:
            if error.status != _GONE or calendar.sync_token is None:
                raise
            pages, is_whole = await self._ask(calendar, None), True
        items = [item for page in pages for item in page.get("items", ()) if "id" in item]
        zone = str(pages[-1].get("timeZone") or "UTC")
        if is_whole:
            waiting = await self._mirror.replace(calendar, await _read(_grouped(items), zone))
        else:
            waiting = await self._take_changes(calendar, items, zone)
        # What waits to be sent was passed over: it must be told again.
        token = calendar.sync_token if waiting else pages[-1].get("nextSyncToken")
        trouble = None if unsent is None else CalendarTrouble.of(unsent)
        now = self._ground.clock.now()
        marks = {"sync_token": token, "as_of": now, "trouble": trouble}
        await self._mirror.keep(calendar.model_copy(update=marks))

    async def _ask(self, calendar: Calendar, token: str | None) -> list[dict[str, Any]]:
        ask = partial(_list_events, str(calendar.remote_id), token)
        return await self.account.pages(calendar.user_id, ask, MOST_PAGES)

    async def _take_changes(self, calendar: Calendar, items: Items, zone: str) -> frozenset[str]:
        """Only what changed. Of a series the whole is asked for: a change names one part of it."""
        known = {remote: uid for uid, remote in (await self._mirror.remote_ids(calendar)).items()}
        gone: set[str] = set()
        groups: dict[str, Items] = {}
        loose: list[CalendarEvent] = []
        for group, some in _grouped(items).items():
            uid = known.get(group) or uid_of(some[0])
            is_single = not any(
                one.get("recurringEventId") or one.get("recurrence") for one in some
            )
            whole = some if is_single else await self._reader.whole(calendar, group)
            if whole is None and not any(str(one["id"]) == group for one in some):
                # No master can be seen: we know single occurrences of it, and these are news.
                before = await self._mirror.events(calendar, [uid])
                whole = [one for one in some if one.get("status") != "cancelled"]
                told = {str(one["id"]) for one in some}
                loose += [one for one in before if one.remote_id not in told]
            groups[group] = whole or []
            gone.add(uid)
        events = [*loose, *await _read(groups, zone)]
        return await self._mirror.take_in(
            calendar, events, sorted(gone - {one.uid for one in events})
        )

    # ---- watching ----

    async def run(self) -> None:
        """Keep the calendars of everybody who signed in fresh, for as long as the app runs."""
        await self._watch.run()

    async def refresh(self, user_id: UserId) -> None:
        """Read a user's calendars now. Failures are noted on the calendars."""
        with suppress(KnownError):
            await self._sync_if_signed_in(user_id)

    async def _sync_if_signed_in(self, user_id: UserId) -> bool:
        if not self._is_on() or not await self.account.is_signed_in(user_id):
            return False
        await self.sync(user_id)
        return True

    async def _waits(self, user_id: UserId) -> bool:
        for one in await self._known(user_id):
            if not one.is_read_only and await self._mirror.queued(one):
                return True
        return False

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew."""
        self._watch.hurry()

    async def flush(self, user_id: UserId) -> None:
        """Send what was just changed, if anything was. Failures are noted on the calendars."""
        if not self._is_on():
            return
        for one in await self._known(user_id):
            if any(write.tries == 0 for write in await self._mirror.queued(one)):
                await self.refresh(user_id)
                return

    async def sign_out(self, user_id: UserId) -> None:
        """Forget the account and the copies of its calendars; what was never sent is told."""
        async with self._locks.setdefault(user_id, asyncio.Lock()):
            known = await self._known(user_id)
            unsent = [write for one in known for write in await self._mirror.queued(one)]
            await self.account.sign_out(user_id)
            for one in known:
                await self._mirror.remove(one)
        if unsent:
            titles = {write.event.title if write.event else "…" for write in unsent}
            what = self._ground.words().text(
                "Signed out of Google with changes that had not been sent there: {titles}.",
                titles=", ".join(f"“{title}”" for title in sorted(titles)),
            )
            self._ground.events.publish(Trouble(user_id=user_id, what=what, kind="calendar"))


def _write_is_off() -> ChangesWait:
    return ChangesWait(
        "Your changes wait: changing events in Google is switched off.",
        hint="Switch it on in Settings, Services, Google Calendar, and sign in again.",
    )


def _off() -> ServiceOff:
    return ServiceOff(
        "Google Calendar is switched off: nothing was asked of the internet.",
        hint="Switch it on in Settings, Services, or with: services enable google_calendar",
    )


def _grouped(items: Sequence[dict[str, Any]]) -> dict[str, Items]:
    """Series by Google's id; a later page tells a newer state of the same item."""
    newest = {str(item["id"]): item for item in items}
    groups: dict[str, Items] = defaultdict(list)
    for item in newest.values():
        groups[series_id(item)].append(item)
    return dict(groups)


async def _read(groups: Mapping[str, Items], zone: str) -> list[CalendarEvent]:
    """Off the loop: a calendar may have thousands. What cannot be read is left out."""

    def run() -> list[CalendarEvent]:
        found: list[CalendarEvent] = []
        for some in groups.values():
            try:
                found += read_series(some, zone)
            except (ValueError, KeyError, TypeError, OverflowError):
                continue
        return found

    with much_is_built():
        return await in_thread("calendar", run, _READ_LIMIT_S)


# ---- calls of the API, made in a thread ----


def _list_calendars(api: Api, page: str | None) -> Any:
    return api.calendarList().list(maxResults=_PAGE_SIZE, pageToken=page).execute()


def _list_events(calendar_id: str, token: str | None, api: Api, page: str | None) -> Any:
    asked: dict[str, Any] = {
        "calendarId": calendar_id,
        "maxResults": _PAGE_SIZE,
        "singleEvents": False,
        "showDeleted": True,
        "pageToken": page,
    }
    if token is not None:
        asked["syncToken"] = token
    return api.events().list(**asked).execute()
