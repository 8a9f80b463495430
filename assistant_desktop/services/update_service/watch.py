"""Looks for a newer version: at most once a day, only while it is switched on.

The list is fetched whole and kept as it was signed; what is kept is checked again each time it is
read, so that nobody can slip in another one. Nothing is downloaded or installed.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from assistant_desktop import __version__
from assistant_desktop.domain.errors import KnownError, ServiceNonsense, ServiceOff, StorageError
from assistant_desktop.domain.events import NewVersionFound
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.domain.service_ports import KeptResponse, ServiceStore
from assistant_desktop.domain.update import (
    Kind,
    NewVersion,
    ReleaseInfo,
    UpdateManifest,
    VersionState,
    parts_of,
)
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.breakers import OF_THE_MACHINE
from assistant_desktop.services.fetch import Fetcher, Wanted
from assistant_desktop.services.update_service.signed_list import read_signed
from assistant_desktop.services.update_service.this_copy import (
    command_for,
    download_for,
    kind_of,
)

_log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(hours=24)
AGAIN_AFTER = timedelta(hours=4)
"""After a look that failed."""
FIRST_LOOK_S = 30.0
"""The start of the app has other things to do."""
_KEPT, _ASKED, _TRIED = "versions", "asked", "tried"
_MOST_BYTES = 256_000
_READ_LIMIT_S = 20.0
_ASK_LIMIT_S = 15.0


@dataclass(frozen=True, slots=True)
class WatchParts:
    """What the watch stands on. url: where the list is, "" where this copy knows no place."""

    info: ReleaseInfo
    url: str
    fetcher: Fetcher
    store: ServiceStore
    clock: Clock
    events: EventSink
    is_on: Callable[[], bool]
    language: Callable[[], str]


class VersionWatch:
    """`run` is kept alive by the supervisor; `look` asks now."""

    def __init__(self, parts: WatchParts) -> None:
        self._parts = parts
        self._wake = asyncio.Event()
        self._lock = asyncio.Lock()
        self._told = ""

    @property
    def kind(self) -> Kind:
        """How this copy came here."""
        return kind_of(self._parts.info, os.environ)

    def hurry(self) -> None:
        """It was switched on, or the machine woke up: see whether it is time."""
        self._wake.set()

    async def run(self) -> None:
        """For ever: tell what is known, look when a day has passed."""
        await self._parts.clock.wait(asyncio.Event(), FIRST_LOOK_S)
        while True:
            self._wake.clear()
            await self._step()
            pause = AGAIN_AFTER if self._parts.is_on() else LOOK_EVERY
            await self._parts.clock.wait(self._wake, pause.total_seconds())

    async def _step(self) -> None:
        if not self._parts.is_on() or not self._parts.url:
            return
        try:
            if await self._is_time():
                await self._look(even_if_resting=False)
            else:
                self._tell((await self.state()).found)
        except (KnownError, TimeoutError) as error:
            _log.info("newer versions cannot be looked for: %s", error)  # its row tells it too

    async def _is_time(self) -> bool:
        """A day after a server was asked and answered anything; hours after nobody was there."""
        now, store = self._parts.clock.now(), self._parts.store
        for key, pause in ((_ASKED, LOOK_EVERY), (_TRIED, AGAIN_AFTER)):
            kept = await store.read(OF_THE_MACHINE, key)
            if kept is not None and timedelta() <= now - kept.fetched_at < pause:
                return False
        return True

    async def look(self) -> VersionState:
        """Ask now, whenever it was asked before.

        Raises:
            ServiceOff: it is switched off; nothing was asked.
            ServiceError: no list could be had, or it is not to be believed.
        """
        return await self._look(even_if_resting=True)

    async def _look(self, *, even_if_resting: bool) -> VersionState:
        parts = self._parts
        if not parts.is_on():
            raise ServiceOff(
                "Looking for new versions is switched off: nothing was asked of the internet.",
                hint="Switch it on in Settings, Services, or with: services enable updates",
            )
        if not parts.url:
            raise ServiceNonsense(
                "This copy was built without a place where versions are listed.",
                hint="Get its next version where you got this one.",
            )
        async with self._lock:
            await self._note(_TRIED, b"")
            if even_if_resting:
                await parts.fetcher.wake(parts.url)
            answer = await parts.fetcher.ask(
                Wanted(
                    parts.url,
                    also=("application/octet-stream", "text/plain"),
                    most_bytes=_MOST_BYTES,
                )
            )
            await self._note(_ASKED, b"")
            manifest = await self._read(answer.body)
            await self._refuse_older(manifest)
            if not parts.is_on():
                return await self.state()  # it was switched off meanwhile
            await self._note(_KEPT, answer.body)
        state = await self.state()
        self._tell(state.found)
        return state

    async def _note(self, key: str, body: bytes) -> None:
        now = self._parts.clock.now()
        await self._parts.store.keep(OF_THE_MACHINE, key, KeptResponse(body, now))

    async def _refuse_older(self, manifest: UpdateManifest) -> None:
        """An old list that is sent again would hide a version that mends something."""
        kept = await self._kept()
        if kept is not None and _age_of(kept[0]) > _age_of(manifest):
            raise ServiceNonsense(
                "The list of versions of {host} is older than the one that is known:"
                " it was not used.",
                hint="Try again later.",
                host=urlsplit(self._parts.url).hostname or "",
            )

    async def state(self) -> VersionState:
        """What is known. Asks nobody but this computer."""
        parts, kept = self._parts, await self._kept()
        state = VersionState(
            version=__version__, kind=self.kind, is_on=parts.is_on(), can_look=bool(parts.url)
        )
        if kept is None:
            return state
        manifest, looked_at = kept
        found = None
        if parts_of(manifest.version) > parts_of(__version__):
            found = await in_thread(
                "versions", lambda: _new_version(manifest, state.kind, parts.language()),
                _ASK_LIMIT_S,
            )  # fmt: skip
        return state.model_copy(update={"looked_at": looked_at, "found": found})

    async def _kept(self) -> tuple[UpdateManifest, datetime] | None:
        try:
            kept = await self._parts.store.read(OF_THE_MACHINE, _KEPT)
            if kept is None:
                return None
            return await self._read(kept.body), kept.fetched_at
        except (ServiceNonsense, StorageError):
            return None  # it ran out, or was not ours

    async def _read(self, body: bytes) -> UpdateManifest:
        parts = self._parts
        host, now = urlsplit(parts.url).hostname or "", parts.clock.now()
        return await in_thread(
            "versions", lambda: read_signed(body, parts.info.keys, now, host), _READ_LIMIT_S
        )

    def _tell(self, found: NewVersion | None) -> None:
        if found is not None and found.version != self._told:
            self._told = found.version
            self._parts.events.publish(NewVersionFound(user_id=DEFAULT_USER, found=found))


def _age_of(manifest: UpdateManifest) -> tuple[tuple[int, ...], datetime]:
    """Of two lists of one version the one that holds longer was written later."""
    return parts_of(manifest.version), manifest.expires


def _new_version(manifest: UpdateManifest, kind: Kind, language: str) -> NewVersion:
    """Where nothing else brings it: the file that fits this computer, else the page of it."""
    notes = manifest.notes.get(language) or manifest.notes.get("en", ())
    made = NewVersion(
        version=manifest.version, released=manifest.released, notes=notes, url=manifest.page
    )
    file = download_for(manifest, kind)
    command = command_for(kind, file.url if file else "")
    if command:
        return made.model_copy(update={"command": command})
    if file is None:
        return made
    return made.model_copy(update={"url": file.url, "size": file.size, "sha256": file.sha256})
