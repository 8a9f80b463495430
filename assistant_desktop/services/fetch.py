"""One fetch: cache -> breaker -> retry -> limit. The only way of services to their hosts.

A fetch is a GET. It ends within its limit, whatever the other side does; what it brings is kept,
and kept values are told with their age when nothing newer can be had.

Source: RFC 9110 sections 10.2.3 (Retry-After) and 13 (conditional requests), RFC 5861 section 4
(stale-if-error).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from assistant_desktop.domain.errors import (
    BugError,
    KnownError,
    OutboundBlocked,
    ServiceError,
    ServiceOff,
    ServiceRefused,
    ServiceResting,
    ServiceUnreachable,
    StorageError,
)
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.service import ServiceHealth
from assistant_desktop.domain.service_ports import KeptResponse, ServiceStore
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.answers import Answer, read_answer
from assistant_desktop.services.breakers import OF_THE_MACHINE, Breakers
from assistant_desktop.services.http_client import Destination, HttpClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterable
    from contextlib import AbstractContextManager

    from assistant_desktop.services.circuit_breaker import CircuitBreaker

_log = logging.getLogger(__name__)

HEALTH_KEY = "health"
TRIES = 3
_LONGEST_REST_S = 3600.0
_LOAD_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch: for how long the last answer will do, and what is accepted."""

    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    fresh_for_s: float = 600.0
    kind: str = "application/json"
    also: tuple[str, ...] = ()
    """Other types that will do; "image/*" stands for all of a family."""
    most_bytes: int = 2_000_000

    @property
    def address(self) -> str:
        """The whole URL, which is also the key of what is kept."""
        return f"{self.url}?{urlencode(self.query)}" if self.query else self.url


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server said, and when. trouble: why nothing newer could be had."""

    body: bytes
    as_of: datetime
    trouble: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a server gave with its last answer, so that it need not send the same again."""

    etag: str | None = None
    last_modified: str | None = None


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait; tests wait less. limit_s: for the whole fetch, all tries included."""

    limit_s: float = 8.0
    first_pause_s: float = 0.3


class Fetcher:
    """Fetches for one service."""

    def __init__(
        self,
        http: HttpClient,
        store: ServiceStore,
        breakers: Breakers,
        clock: Clock,
        patience: Patience,
    ) -> None:
        self._http, self._store, self._breakers = http, store, breakers
        self._clock, self._patience = clock, patience
        self._running: dict[tuple[str, str], asyncio.Lock] = {}

    async def get(self, user_id: UserId, wanted: Wanted) -> Fetched:
        """What is kept and fresh, else what the server says, else what is kept.

        Raises:
            ServiceError: nothing could be had; says why and what to do.
        """
        key = (user_id, wanted.address)
        lock = self._running.setdefault(key, asyncio.Lock())
        try:
            async with lock:  # the second who asks for the same takes what the first brings
                return await self._get(user_id, wanted)
        finally:
            if not lock.locked():
                self._running.pop(key, None)

    async def _get(self, user_id: UserId, wanted: Wanted) -> Fetched:
        kept = await self._store.read(user_id, wanted.address)
        now = self._clock.now()
        if kept is not None and _is_fresh(kept, now):
            return Fetched(kept.body, kept.fetched_at)
        try:
            fresh = self._to_keep(await self._ask(wanted, kept), wanted, kept)
        except ServiceOff:
            raise
        except ServiceError as error:
            if kept is None:
                raise
            return Fetched(kept.body, kept.fetched_at, error)
        with suppress(StorageError):  # a full disk does not keep one from reading the weather
            await self._store.keep(user_id, wanted.address, fresh)
        return Fetched(fresh.body, fresh.fetched_at)

    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock.now()

    async def ask(self, wanted: Wanted, marks: Marks = NO_MARKS) -> Answer:
        """Ask the server now and keep nothing: for who keeps what came in a form of their own.

        Raises:
            ServiceError: nothing could be had; says why and what to do.
        """
        kept = KeptResponse(b"", self._clock.now(), None, marks.etag, marks.last_modified)
        return await self._ask(wanted, kept)

    async def try_now(self, wanted: Wanted) -> bytes:
        """Ask the server whatever is kept, even while its breaker is open. Raises ServiceError."""
        await self.wake(wanted.url)
        return (await self._ask(wanted, None)).body

    async def wake(self, url: str) -> None:
        """The user wants to try at once: a host that rests is asked all the same."""
        breaker = await self._breakers.of(Destination.of(url).host)
        if breaker.resting_until is not None:
            breaker.half_open()

    async def _ask(self, wanted: Wanted, kept: KeptResponse | None) -> Answer:
        """Through the breaker; how it went is counted and kept."""
        host = _host(wanted)
        breaker = await self._breakers.of(host)
        if not breaker.admits():
            raise self._resting(host, breaker)
        try:
            answer = await self._with_tries(wanted, kept)
        except ServiceError as error:
            if isinstance(error, ServiceRefused) and not error.retryable:
                breaker.succeeded()  # it is there; what we asked for was wrong
            elif isinstance(error, ServiceOff):
                breaker.abandoned()
            else:
                breaker.failed(_asked_rest_s(error))
            await self._note(host, error)
            raise
        except BaseException:
            breaker.abandoned()
            raise
        breaker.succeeded()
        await self._note(host, None)
        return answer

    def _resting(self, host: str, breaker: "CircuitBreaker") -> ServiceResting:
        until = breaker.resting_until or self._clock.now()
        return ServiceResting(
            "{host} failed several times and is not asked again until {time}.",
            hint="To try at once: Settings, Services, Test connection.",
            retryable=True,
            host=host,
            time=f"{until.astimezone(self._clock.zone()):%H:%M:%S}",
        )

    async def _with_tries(self, wanted: Wanted, kept: KeptResponse | None) -> Answer:
        """Up to three tries within one limit for all of them."""
        limit_s = self._patience.limit_s
        retry = await in_thread("http", _load_retries, _LOAD_LIMIT_S)
        pause_s = self._patience.first_pause_s
        try:
            async with asyncio.timeout(limit_s) as limit:

                def again(error: Exception) -> bool | float:
                    return _worth_another(error, limit.when())

                async for attempt in retry(
                    on=again,
                    attempts=TRIES,
                    timeout=limit_s,
                    wait_initial=pause_s,
                    wait_jitter=pause_s * 2,
                    wait_max=limit_s,
                ):
                    with attempt:
                        return await self._once(wanted, kept)
        except TimeoutError as error:
            raise ServiceUnreachable(
                "{host} gave no whole answer within {limit} s.",
                hint="Check the connection, then try again.",
                retryable=True,
                host=_host(wanted),
                limit=f"{limit_s:g}",
            ) from error
        raise BugError("a try either returns or raises")

    async def _once(self, wanted: Wanted, kept: KeptResponse | None) -> Answer:
        headers = {"accept": ", ".join((wanted.kind, *wanted.also))}
        if kept is not None and kept.etag:
            headers["if-none-match"] = kept.etag
        if kept is not None and kept.last_modified:
            headers["if-modified-since"] = kept.last_modified
        try:
            return await read_answer(
                self._http,
                wanted.address,
                headers,
                ((wanted.kind, *wanted.also), wanted.most_bytes),
            )
        except OutboundBlocked as error:
            raise ServiceOff(
                "{host} was not asked: it is not switched on.",
                hint="Switch it on in Settings, Services.",
                host=_host(wanted),
            ) from error

    def _to_keep(self, answer: Answer, wanted: Wanted, kept: KeptResponse | None) -> KeptResponse:
        now = self._clock.now()
        fresh_s = wanted.fresh_for_s if answer.max_age_s is None else answer.max_age_s
        until = now + timedelta(seconds=max(fresh_s, wanted.fresh_for_s))
        if answer.is_unchanged and kept is not None:
            return replace(kept, fetched_at=now, expires_at=until)
        return KeptResponse(answer.body, now, until, answer.etag, answer.last_modified)

    # ---- how it got on ----

    async def health(self) -> ServiceHealth:
        """When it last went well, and what stood in the way since."""
        kept = await self._store.read(OF_THE_MACHINE, HEALTH_KEY)
        try:
            return ServiceHealth() if kept is None else ServiceHealth.model_validate_json(kept.body)
        except ValueError:
            return ServiceHealth()

    async def _note(self, host: str, error: ServiceError | None) -> None:
        with suppress(StorageError):
            await self._write_note(host, error)

    async def _write_note(self, host: str, error: ServiceError | None) -> None:
        await self._breakers.save(host)
        before, now = await self.health(), self._clock.now()
        after = ServiceHealth(succeeded_at=now) if error is None else before.failed(error, now)
        body = after.model_dump_json().encode()
        await self._store.keep(OF_THE_MACHINE, HEALTH_KEY, KeptResponse(body, now))

    async def resting_until(self, urls: tuple[str, ...]) -> datetime | None:
        """Until when one of these hosts is left alone."""
        rests = [(await self._breakers.of(Destination.of(url).host)).resting_until for url in urls]
        return max((rest for rest in rests if rest is not None), default=None)


def _load_retries() -> "Callable[..., AsyncIterable[AbstractContextManager[object]]]":
    """What tries again: loaded at the first fetch, off the loop; we tell of retries ourselves."""
    import httpx  # noqa: F401 - else the first request would load it, on the loop
    import stamina
    from stamina.instrumentation import set_on_retry_hooks

    set_on_retry_hooks(())
    return stamina.retry_context


def _host(wanted: Wanted) -> str:
    return urlsplit(wanted.url).hostname or ""


def _is_fresh(kept: KeptResponse, now: datetime) -> bool:
    """A clock that was set back makes nothing fresh that is not."""
    return kept.expires_at is not None and kept.fetched_at <= now < kept.expires_at


def _worth_another(error: Exception, ends_at_s: float | None) -> bool | float:
    """Whether to try again, or after how many seconds the server wants us to."""
    if not isinstance(error, ServiceError) or not error.retryable:
        return False
    after_s = error.after_s if isinstance(error, ServiceRefused) else None
    if after_s is None:
        return True
    left_s = (ends_at_s or 0) - asyncio.get_running_loop().time()
    return after_s if after_s < left_s else False


def _asked_rest_s(error: ServiceError) -> float | None:
    """For how long the server asked to be left alone."""
    if isinstance(error, ServiceRefused) and error.after_s:
        return min(error.after_s, _LONGEST_REST_S)
    return None
