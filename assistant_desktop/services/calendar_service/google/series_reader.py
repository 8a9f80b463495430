"""One series as Google has it now: its master and every occurrence that differs from it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from assistant_desktop.domain.calendar_event import Calendar, CalendarEvent
from assistant_desktop.domain.errors import ServiceRefused
from assistant_desktop.services.calendar_service.google.account import Account
from assistant_desktop.services.calendar_service.google.calls import Api
from assistant_desktop.services.calendar_service.google.event_form import read_series, series_id

MOST_PAGES = 400
GONE_STATUSES = frozenset({404, 410})
_PAGE_SIZE = 250

Item = dict[str, Any]
Items = list[Item]


class SeriesReader:
    """Asks for single series. Raises ServiceError."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def item(self, calendar: Calendar, remote_id: str) -> Item | None:
        """One event or occurrence; None where it is gone."""
        ask = partial(_get, str(calendar.remote_id), remote_id)
        try:
            found: Item = await self._account.call(calendar.user_id, ask)
        except ServiceRefused as error:
            if error.status in GONE_STATUSES:
                return None
            raise
        return None if found.get("status") == "cancelled" else found

    async def whole(self, calendar: Calendar, group: str) -> Items | None:
        """The master and what differs from it; None where no master can be seen."""
        master = await self.item(calendar, group)
        if master is None or not master.get("recurrence"):
            return None if master is None else [master]
        ask = partial(_list_by_uid, str(calendar.remote_id), str(master.get("iCalUID") or ""))
        pages = await self._account.pages(calendar.user_id, ask, MOST_PAGES)
        listed = [one for page in pages for one in page["items"]]
        return [master, *(one for one in listed if one.get("recurringEventId") == group)]

    async def as_there(
        self, calendar: Calendar, known: Sequence[CalendarEvent], remote_id: str | None
    ) -> list[CalendarEvent]:
        """The events of a series that is known here, of which one has that id there."""
        if remote_id is None:
            return []
        found = await self.item(calendar, remote_id)
        master = next((one.remote_id for one in known if one.recurrence_id is None), None)
        group = master or (remote_id if found is None else series_id(found))
        items = await self.whole(calendar, group)
        if items is not None:
            return read_series(items, "UTC")
        # Single occurrences of a series whose master is not ours to see.
        loose = merged(known, [found] if found is not None else [], {remote_id})
        return [one for one in loose if one.recurrence_id is not None]


def merged(
    known: Sequence[CalendarEvent], items: Sequence[Item], told: set[str]
) -> list[CalendarEvent]:
    """What is known, with those that Google told of in place of what they were."""
    kept = [one for one in known if one.remote_id not in told]
    return [*kept, *read_series(items, "UTC")]


def _get(where: str, remote_id: str, api: Api) -> Any:
    return api.events().get(calendarId=where, eventId=remote_id).execute()


def _list_by_uid(where: str, uid: str, api: Api, page: str | None) -> Any:
    asked: dict[str, Any] = {
        "calendarId": where,
        "iCalUID": uid,
        "singleEvents": False,
        "showDeleted": True,
        "maxResults": _PAGE_SIZE,
        "pageToken": page,
    }
    return api.events().list(**asked).execute()
