"""What was changed here and Google has not got yet: sent in order, each write once.

A write bears a mark. When an answer is lost (a time-out says nothing of what was done), or an etag
no longer fits, the event there is looked at: with our mark it was done; changed by somebody else it
stays as it is there, and the user is told what was not sent.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from assistant_desktop.domain.calendar_event import Calendar, CalendarEvent, QueuedWrite
from assistant_desktop.domain.errors import ServiceError, ServiceRefused
from assistant_desktop.domain.events import Trouble
from assistant_desktop.services.calendar_service.google.account import Account
from assistant_desktop.services.calendar_service.google.calls import Api
from assistant_desktop.services.calendar_service.google.event_form import (
    body_of,
    fingerprint,
    fingerprint_of,
    instance_id,
    mark_of,
    new_id,
)
from assistant_desktop.services.ground import ServiceGround

_CONFLICT, _GONE_STATUSES, _CHANGED = 409, frozenset({404, 410}), 412

Item = Mapping[str, Any]


class Outbox:
    """Sends what waits of one calendar."""

    def __init__(self, ground: ServiceGround, account: Account) -> None:
        self._ground, self._account = ground, account
        self._mirror = ground.calendars

    async def send(self, calendar: Calendar) -> None:
        """Everything that waits, oldest first. Raises ServiceError: the rest waits on."""
        ids = await self._mirror.remote_ids(calendar)
        for write in await self._mirror.queued(calendar):
            try:
                done = await self._send_one(calendar, write, ids)
            except ServiceError as error:
                await self._mirror.put_off(calendar, write.number, error.user_message)
                if isinstance(error, ServiceRefused) and not error.retryable:
                    await self._give_up(calendar, write, error)
                    continue
                raise
            if done is not None and write.recurrence_id is None:
                ids[write.uid] = str(done["id"])
            await self._mirror.settle(calendar, write.number, _with_marks(write, done))

    async def _send_one(
        self, calendar: Calendar, write: QueuedWrite, ids: Mapping[str, str]
    ) -> Item | None:
        """What Google has now; None where the event is gone."""
        where = str(calendar.remote_id)
        event = write.event
        remote_id = write.remote_id or _instance(write, ids) or ids.get(write.uid)
        if event is None:
            if remote_id is not None:
                await self._delete(calendar, write, remote_id)
            return None
        body = body_of(event, _mark(write))
        if remote_id is None:
            created = {**body, "id": new_id(write.uid)}
            return await self._insert(calendar, write, created)
        patch = partial(_patch, where, remote_id, body, write.etag)
        try:
            return await self._call(calendar, patch)
        except ServiceRefused as error:
            if error.status not in {_CHANGED, *_GONE_STATUSES}:
                raise
            return await self._meet(calendar, write, remote_id, body)

    async def _insert(self, calendar: Calendar, write: QueuedWrite, body: Item) -> Item | None:
        where = str(calendar.remote_id)
        try:
            return await self._call(calendar, partial(_insert, where, body))
        except ServiceRefused as error:
            if error.status != _CONFLICT:
                raise
            # The answer to an earlier try was lost: it is there.
            return await self._meet(calendar, write, str(body["id"]), body)

    async def _delete(self, calendar: Calendar, write: QueuedWrite, remote_id: str) -> None:
        where = str(calendar.remote_id)
        try:
            await self._call(calendar, partial(_delete, where, remote_id, write.etag))
        except ServiceRefused as error:
            if error.status in _GONE_STATUSES:
                return  # gone already: that is what was wanted
            if error.status != _CHANGED:
                raise
            there = await self._look(calendar, remote_id)
            if there is not None and _is_ours(there):
                await self._call(calendar, partial(_delete, where, remote_id, there.get("etag")))
            elif there is not None:
                self._tell_conflict(calendar, write)

    async def _meet(
        self, calendar: Calendar, write: QueuedWrite, remote_id: str, body: Item
    ) -> Item | None:
        """The event there is not the one that the change was made upon."""
        there = await self._look(calendar, remote_id)
        if there is None and write.recurrence_id is not None:
            self._tell_conflict(calendar, write)
            return None
        if there is None:
            # Deleted there, wanted here: made anew, under a name that was never used.
            where, fresh = str(calendar.remote_id), new_id(f"{write.uid}/{write.number}")
            return await self._call(calendar, partial(_insert, where, {**body, "id": fresh}))
        if mark_of(there) == _mark(write) and _is_ours(there):
            return there  # done: only the answer was lost
        if _is_ours(there):
            # An earlier write of ours made it what it is: no one else's change is lost.
            where = str(calendar.remote_id)
            patch = partial(_patch, where, remote_id, body, there.get("etag"))
            return await self._call(calendar, patch)
        self._tell_conflict(calendar, write)
        return there

    async def _look(self, calendar: Calendar, remote_id: str) -> Item | None:
        try:
            found = await self._call(calendar, partial(_get, str(calendar.remote_id), remote_id))
        except ServiceRefused as error:
            if error.status in _GONE_STATUSES:
                return None
            raise
        return None if found is None or found.get("status") == "cancelled" else found

    async def _call(self, calendar: Calendar, what: Any) -> Item | None:
        found: Item | None = await self._account.call(calendar.user_id, what)
        return found

    async def _give_up(self, calendar: Calendar, write: QueuedWrite, error: ServiceError) -> None:
        """Google will never take this one: it must not hold up the others."""
        self._tell(calendar, write, error)
        await self._mirror.settle(calendar, write.number, None)

    def _tell(self, calendar: Calendar, write: QueuedWrite, error: ServiceError) -> None:
        words = self._ground.words()
        what = words.text(
            "Google did not take the change of “{title}”: {reason}",
            title=_title(write),
            reason=words.error(error),
        )
        self._publish(calendar, what)

    def _tell_conflict(self, calendar: Calendar, write: QueuedWrite) -> None:
        words = self._ground.words()
        what = words.text(
            "“{title}” was changed in Google meanwhile: it stays as it is there, your change of it"
            " was not sent.",
            title=_title(write),
        )
        self._publish(calendar, what)

    def _publish(self, calendar: Calendar, what: str) -> None:
        self._ground.events.publish(Trouble(user_id=calendar.user_id, what=what, kind="calendar"))


def _title(write: QueuedWrite) -> str:
    return write.event.title if write.event is not None else "…"


def _mark(write: QueuedWrite) -> str:
    """The number of the write, and what it wrote: others keep the mark when they change the event,
    but then it no longer fits.
    """
    content = "" if write.event is None else fingerprint(write.event)
    return f"{write.number}-{content}"


def _is_ours(there: Item) -> bool:
    """Whether a write of ours made it what it is, and nobody changed it since."""
    _, _, content = mark_of(there).partition("-")
    return bool(content) and content == fingerprint_of(there)


def _instance(write: QueuedWrite, ids: Mapping[str, str]) -> str | None:
    series = ids.get(write.uid)
    if write.recurrence_id is None or series is None or write.event is None:
        return None
    return instance_id(series, write.event, write.recurrence_id)


def _with_marks(write: QueuedWrite, done: Item | None) -> CalendarEvent | None:
    """The event as it was sent, with the marks that Google gave."""
    if done is None or write.event is None:
        return None
    etag = str(done.get("etag") or "") or None
    return write.event.model_copy(update={"remote_id": str(done["id"]), "etag": etag})


# ---- calls of the API, made in a thread ----


def _insert(where: str, body: Item, api: Api) -> Any:
    return api.events().insert(calendarId=where, body=dict(body)).execute()


def _patch(where: str, remote_id: str, body: Item, etag: str | None, api: Api) -> Any:
    request = api.events().patch(calendarId=where, eventId=remote_id, body=dict(body))
    if etag:
        request.headers["If-Match"] = etag
    return request.execute()


def _delete(where: str, remote_id: str, etag: str | None, api: Api) -> Any:
    request = api.events().delete(calendarId=where, eventId=remote_id)
    if etag:
        request.headers["If-Match"] = etag
    request.execute()


def _get(where: str, remote_id: str, api: Api) -> Any:
    return api.events().get(calendarId=where, eventId=remote_id).execute()
