"""What was changed here and Google has not got yet: sent in order, each write once.

A write bears a mark. When an answer is lost (a time-out says nothing of what was done), or an etag
no longer fits, the event there is looked at: with our mark it was done; changed by somebody else it
stays as it is there, is so here too, and the user is told what was not sent.
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
from assistant_desktop.services.calendar_service.google.series_reader import (
    GONE_STATUSES,
    SeriesReader,
)
from assistant_desktop.services.ground import ServiceGround

_CONFLICT, _CHANGED = 409, 412
_TOLD_AT = 5
"""So many times a write is tried before the user is told that it does not go through."""

Item = Mapping[str, Any]


class ChangedThere(Exception):
    """Somebody changed the event in Google meanwhile."""


class Outbox:
    """Sends what waits of one calendar."""

    def __init__(self, ground: ServiceGround, account: Account) -> None:
        self._ground, self._account = ground, account
        self._mirror = ground.calendars
        self._reader = SeriesReader(account)

    async def send(self, calendar: Calendar) -> ServiceError | None:
        """Everything that waits, oldest first; why some of it waits on, None where nothing does.

        A series that Google cannot take now holds up no other.
        """
        stuck: set[str] = set()
        trouble: ServiceError | None = None
        for write in await self._mirror.queued(calendar):
            if write.uid in stuck:
                continue
            try:
                await self._settle(calendar, write)
            except ServiceError as error:
                await self._put_off(calendar, write, error)
                if not isinstance(error, ServiceRefused):
                    return error  # nobody answers: nor will they for the others
                stuck.add(write.uid)
                trouble = trouble or error
        return trouble

    async def _settle(self, calendar: Calendar, write: QueuedWrite) -> None:
        known = await self._mirror.events(calendar, [write.uid])
        master = next((one for one in known if one.recurrence_id is None), None)
        target = _target(write, master)
        refused: ServiceRefused | None = None
        try:
            done = await self._send_one(calendar, write, target)
        except ChangedThere:
            pass
        except ServiceRefused as error:
            if error.retryable:
                raise
            refused = error
        else:
            await self._mirror.settle(calendar, write.number, _with_marks(write, done))
            return
        # What was refused must not be shown as if it were so.
        there = await self._reader.as_there(calendar, known, target)
        named = [one.model_copy(update={"uid": write.uid}) for one in there]
        await self._mirror.accept(calendar, write, named)
        if refused is None:
            self._tell_conflict(calendar, write)
        else:
            self._tell(calendar, write, refused)

    async def _send_one(
        self, calendar: Calendar, write: QueuedWrite, target: str | None
    ) -> Item | None:
        """What Google has now; None where the event is gone."""
        where = str(calendar.remote_id)
        event = write.event
        if event is None:
            if target is not None:
                await self._delete(calendar, write, target)
            return None
        body = body_of(event, _mark(write))
        if target is None:
            if write.recurrence_id is not None:
                raise ChangedThere  # an occurrence of a series that is not there any more
            return await self._insert(calendar, write, {**body, "id": new_id(write.uid)})
        patch = partial(_patch, where, target, body, write.etag)
        try:
            return await self._call(calendar, patch)
        except ServiceRefused as error:
            if error.status not in {_CHANGED, *GONE_STATUSES}:
                raise
            return await self._meet(calendar, write, target, body)

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
            if error.status in GONE_STATUSES:
                return  # gone already: that is what was wanted
            if error.status != _CHANGED:
                raise
            there = await self._reader.item(calendar, remote_id)
            if there is None:
                return
            if not _is_ours(there):
                raise ChangedThere from error
            await self._call(calendar, partial(_delete, where, remote_id, there.get("etag")))

    async def _meet(
        self, calendar: Calendar, write: QueuedWrite, remote_id: str, body: Item
    ) -> Item | None:
        """The event there is not the one that the change was made upon."""
        where = str(calendar.remote_id)
        there = await self._reader.item(calendar, remote_id)
        if there is None and write.recurrence_id is not None:
            raise ChangedThere
        if there is None:
            # Deleted there, wanted here: made anew, under a name that was never used.
            fresh = f"{new_id(write.uid)}{write.number}"
            return await self._call(calendar, partial(_insert, where, {**body, "id": fresh}))
        if mark_of(there) == _mark(write) and _is_as_written(there):
            return there  # done: only the answer was lost
        if not _is_ours(there):
            raise ChangedThere
        # An earlier write of ours made it what it is: no one else's change is lost.
        return await self._call(
            calendar, partial(_patch, where, remote_id, body, there.get("etag"))
        )

    async def _call(self, calendar: Calendar, what: Any) -> Item | None:
        found: Item | None = await self._account.call(calendar.user_id, what)
        return found

    async def _put_off(self, calendar: Calendar, write: QueuedWrite, error: ServiceError) -> None:
        await self._mirror.put_off(calendar, write.number, error.user_message)
        if write.tries + 1 == _TOLD_AT and isinstance(error, ServiceRefused):
            words = self._ground.words()
            what = words.text(
                "Google has not taken the change of “{title}” so far ({reason}): it waits, and is"
                " tried again.",
                title=_title(write),
                reason=words.error(error),
            )
            self._publish(calendar, what)

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


def _is_as_written(there: Item) -> bool:
    """Whether it says what the last write of ours wrote."""
    _, _, content = mark_of(there).partition("-")
    return bool(content) and content == fingerprint_of(there)


def _is_ours(there: Item) -> bool:
    """Whether a write of ours made it what it is, and nobody changed it since.

    Who is invited is not ours to write: an event with guests is never taken for ours alone.
    """
    return _is_as_written(there) and not there.get("attendees")


def _target(write: QueuedWrite, master: CalendarEvent | None) -> str | None:
    """What Google calls the event. A change of an occurrence never goes to its series."""
    if write.remote_id is not None:
        return write.remote_id
    series = master.remote_id if master is not None else None
    if write.recurrence_id is not None:
        if master is None:
            return None
        return instance_id(series or new_id(write.uid), master, write.recurrence_id)
    if series is None and write.event is None:
        return new_id(write.uid)  # it may be there by an insert whose answer was lost
    return series


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
