"""Calls of Google's synchronous client: each in a thread, each with a limit for the whole of it.

Google's own timeout is per read: a server that drips a byte a second outlives it. A call that was
given up goes on alone in its thread and what it did is unknown.

Source: google-api-python-client, docs/thread_safety.md: httplib2.Http is not thread-safe, so each
call has one of its own.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from assistant_desktop.domain.errors import (
    KnownError,
    OutboundBlocked,
    ServiceNonsense,
    ServiceOff,
    ServiceRefused,
    ServiceResting,
    ServiceUnreachable,
    SignInNeeded,
)
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.outbound_guard import guard

T = TypeVar("T")
OWNER = "google"
LIMIT_S = 20.0
SOCKET_S = 15.0
API_HOST = "www.googleapis.com"
TOKEN_HOST = "oauth2.googleapis.com"  # noqa: S105 - a host
_LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"})
"""Source: Google Calendar API, "Handle API errors": these come with 403 as well as with 429."""
Api = Any
"""What googleapiclient builds from the discovery document: it has no types."""
Credentials = Any
"""google.oauth2.credentials.Credentials, whose methods have no types either."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an account may do: its tokens as google-auth writes them, and what they are for."""

    tokens: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a call brought; tokens where they were refreshed meanwhile."""

    value: Any
    tokens: str | None = None


class Calls:
    """Makes calls: breaker -> thread -> limit."""

    def __init__(self, ground: ServiceGround) -> None:
        self._ground = ground

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where calls really go; the breaker is that of the first."""
        bases = (self._ground.base(API_HOST), self._ground.base(TOKEN_HOST))
        return tuple(dict.fromkeys(urlsplit(base).hostname or "" for base in bases))

    async def run(self, access: Access, call: Callable[[Api], Any]) -> Answered:
        """Run one call of the Calendar API.

        Raises:
            SignInNeeded: the account must sign in again.
            ServiceRefused: Google said no; `status` says how.
            ServiceUnreachable: no answer in time; what a write did is then unknown.
        """
        bases = (self._ground.base(API_HOST), self._ground.base(TOKEN_HOST))
        made = partial(_call, access, call, bases)
        return await self._through_breaker(partial(_with_hosts, made, self.hosts))

    async def in_limit(self, call: Callable[[], T]) -> T:
        """Run something of Google's libraries that is no call of the API, such as signing in."""
        return await self._through_breaker(partial(_with_hosts, call, self.hosts))

    async def _through_breaker(self, call: Callable[[], T]) -> T:
        breakers = self._ground.breakers
        breaker = await breakers.of(self.hosts[0])
        if not breaker.admits():
            raise ServiceResting(
                "{host} failed several times and is not asked for now.",
                hint="To try at once: Settings, Services, Test connection.",
                retryable=True,
                host=API_HOST,
            )
        try:
            result = await _in_limit(call)
        except (ServiceUnreachable, ServiceRefused, ServiceNonsense) as error:
            if isinstance(error, ServiceRefused) and not error.retryable:
                breaker.succeeded()
            else:
                breaker.failed(error.after_s if isinstance(error, ServiceRefused) else None)
            await breakers.save(self.hosts[0])
            raise
        except BaseException:
            breaker.abandoned()
            raise
        breaker.succeeded()
        await breakers.save(self.hosts[0])
        return result

    async def wake(self) -> None:
        """The user wants to try at once."""
        breaker = await self._ground.breakers.of(self.hosts[0])
        if breaker.resting_until is not None:
            breaker.half_open()


async def _in_limit(call: Callable[[], T]) -> T:
    try:
        return await in_thread(OWNER, call, LIMIT_S)
    except TimeoutError:
        raise ServiceUnreachable(
            "Google timed out after {limit} s: whether it was done is unknown.",
            hint="Check the connection, then look at the calendar.",
            retryable=True,
            limit=f"{LIMIT_S:g}",
        ) from None


# ---- in a thread ----


def _with_hosts(call: Callable[[], T], hosts: tuple[str, ...]) -> T:
    """The guard knows hosts by name, these libraries connect to addresses: looked up first."""
    from google.auth.exceptions import RefreshError, TransportError
    from googleapiclient.errors import Error, HttpError

    try:
        for host in hosts:
            guard.learn(host)
        return call()
    except KnownError as error:
        raise _off() if isinstance(error, OutboundBlocked) else error from error
    except RefreshError as error:
        # Their token endpoint may just be down.
        raise (_unreachable(error) if error.retryable else _sign_in_needed()) from error
    except HttpError as error:
        raise _refused(error) from error
    except (TransportError, Error, OSError, ValueError) as error:
        if _is_blocked(error):
            raise _off() from error
        raise _unreachable(error) from error
    except Exception as error:
        # httplib2 and http.client have their own trees for one thing: no whole answer came.
        raise _unreachable(error) from error


def _call(access: Access, call: Callable[[Api], Any], bases: tuple[str, str]) -> Answered:
    from google_auth_httplib2 import AuthorizedHttp
    from googleapiclient.discovery import build

    from assistant_desktop.services.calendar_service.google.careful_http import CarefulHttp

    # It warns of each refusal; we raise them, and tell them in words of our own.
    logging.getLogger("googleapiclient.http").setLevel(logging.ERROR)
    credentials = credentials_of(access, f"{bases[1]}/token")
    had = credentials.token
    plain = CarefulHttp(SOCKET_S)
    http = AuthorizedHttp(credentials, http=plain)
    # To the host that is switched on, wherever the discovery document or a mutual-TLS set-up
    # points.
    api = build(
        "calendar",
        "v3",
        http=http,
        cache_discovery=False,
        static_discovery=True,
        client_options={"api_endpoint": f"{bases[0]}/calendar/v3/"},
    )
    try:
        refresh(credentials, plain)
        value = call(api)
    finally:
        api.close()
    return Answered(value, None if credentials.token == had else str(credentials.to_json()))


def credentials_of(access: Access, token_url: str) -> Credentials:
    """The account's tokens, ready to be used."""
    from google.oauth2 import credentials

    kind: Any = credentials.Credentials
    said = json.loads(access.tokens)
    expiry = datetime.fromisoformat(said["expiry"]) if said.get("expiry") else None
    return kind(
        said.get("token"),
        refresh_token=said.get("refresh_token"),
        token_uri=token_url,
        client_id=said.get("client_id"),
        client_secret=said.get("client_secret"),
        scopes=list(access.scopes),
        # google-auth wants UTC without saying so.
        expiry=expiry and expiry.astimezone(UTC).replace(tzinfo=None),
    )


def refresh(credentials: Credentials, http: Any) -> None:
    """Have a token that is good for now. Raises google.auth's RefreshError, TransportError."""
    from google_auth_httplib2 import Request

    if not credentials.valid:
        credentials.refresh(Request(http))


def _is_blocked(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OutboundBlocked) or any(
            isinstance(one, OutboundBlocked) for one in error.args
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def _off() -> ServiceOff:
    return ServiceOff(
        "Google was not asked: it is not switched on.",
        hint="Switch it on in Settings, Services.",
    )


def _sign_in_needed() -> SignInNeeded:
    return SignInNeeded(
        "Google says this account must sign in again.",
        hint="Sign in: Settings, Services, Google Calendar.",
    )


def _unreachable(error: Exception) -> ServiceUnreachable:
    return ServiceUnreachable(
        "Google could not be reached ({reason}).",
        hint="Check the connection, then try again.",
        retryable=True,
        reason=type(error).__name__,
    )


def _refused(error: Exception) -> KnownError:
    status = int(getattr(error, "status_code", 0) or 0)
    if status == 401:
        return _sign_in_needed()
    if 300 <= status < 400:
        return ServiceNonsense("Google's answer leads elsewhere.", hint="Try again later.")
    headers = getattr(error, "resp", {})
    after = str(headers.get("retry-after", "")) if hasattr(headers, "get") else ""
    return ServiceRefused(
        "Google answered with error {status}.",
        status=status,
        after_s=float(after) if after.isdigit() else None,
        hint="Try again later.",
        is_busy=status == 403 and bool(_LIMITS & _reasons(error)),
    )


def _reasons(error: Exception) -> frozenset[str]:
    try:
        said = json.loads(getattr(error, "content", b""))["error"]["errors"]
        return frozenset(str(one.get("reason")) for one in said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
