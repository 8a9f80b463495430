"""Signing in to Google: the browser asks the user, a page on this machine hears the answer.

Source: RFC 8252 (OAuth 2.0 for native apps) sections 7.3 and 8.9, RFC 7636 (PKCE), and Google's
"OAuth 2.0 for desktop apps". The client is the user's own: its id and secret lie in the keyring.
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, ValidationError

from assistant_desktop.domain.errors import (
    BadInput,
    ServiceRefused,
    ServiceUnreachable,
    SignInFailed,
)
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.calendar_service.google.calls import (
    OWNER,
    SOCKET_S,
    TOKEN_HOST,
    Calls,
)
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.wording import Wording

ANSWER_LIMIT_S = 300.0
"""So long the browser's page may stay open."""
_LOAD_LIMIT_S = 30.0
_PAGE = "https://accounts.google.com/o/oauth2/v2/auth"
_LONGEST_REQUEST = 16_384

_BASE = "https://www.googleapis.com/auth/"
READING = (f"{_BASE}calendar.calendarlist.readonly", f"{_BASE}calendar.events.readonly")
WRITING = (f"{_BASE}calendar.calendarlist.readonly", f"{_BASE}calendar.events")
"""The least that does: events alone, and which calendars there are."""

OpenPage = Callable[[str], object]


class OAuthClient(DomainModel):
    """The user's own client of Google's, of the kind “Desktop app”."""

    client_id: str = Field(min_length=10, max_length=200, pattern=r"^[\w.-]+$")
    client_secret: str = Field(min_length=1, max_length=200)


def read_client(text: str) -> OAuthClient:
    """The client of a file that Google's console hands out, or of an id and a secret.

    Raises:
        BadInput: it is neither.
    """
    try:
        said = json.loads(text)
        return OAuthClient.model_validate(
            {name: said["installed"][name] for name in ("client_id", "client_secret")}
        )
    except (ValueError, KeyError, TypeError):
        pass
    parts = text.split()
    try:
        if len(parts) == 2:
            return OAuthClient(client_id=parts[0], client_secret=parts[1])
    except ValidationError:
        pass
    raise BadInput(
        "This is no client of Google's for desktop apps.",
        hint="Paste the whole content of the file client_secret_….json, or the id and the secret.",
    )


@dataclass(frozen=True, slots=True)
class _Redirect:
    """What the browser brought back."""

    state: str
    code: str
    error: str


class SignIn:
    """One sign-in at a time; nothing of it outlives `run` but what it returns."""

    def __init__(self, ground: ServiceGround, calls: Calls) -> None:
        self._ground, self._calls = ground, calls

    async def run(
        self, client: OAuthClient, scopes: Sequence[str], open_page: OpenPage, words: Wording
    ) -> str:
        """Let the user sign in; the account's tokens as google-auth writes them.

        Raises:
            SignInFailed: denied, given up, or an answer that does not belong to this sign-in.
            ServiceError: Google could not be reached.
        """
        token_url = f"{self._ground.base(TOKEN_HOST)}/token"
        async with _listening(words) as (port, awaited):
            make = partial(_make_flow, client, scopes, f"http://127.0.0.1:{port}", token_url)
            flow, url, awaited.state = await in_thread(OWNER, make, _LOAD_LIMIT_S)
            open_page(url)
            try:
                redirect = await asyncio.wait_for(awaited.answer, ANSWER_LIMIT_S)
            except TimeoutError:
                raise SignInFailed(
                    "Nobody signed in within {minutes} minutes.",
                    hint="Try again, and finish in the browser.",
                    minutes=round(ANSWER_LIMIT_S / 60),
                ) from None
        _check(redirect)
        try:
            return await self._calls.in_limit(partial(_exchange, flow, redirect.code, scopes))
        except ServiceRefused as error:
            raise SignInFailed("Google did not accept the sign-in.", hint="Try again.") from error


def _check(redirect: _Redirect) -> None:
    """Raises SignInFailed where the answer is no yes."""
    if redirect.error == "access_denied":
        raise SignInFailed("The permission was not given.", hint="Nothing was changed.")
    if redirect.error or not redirect.code:
        raise SignInFailed("Google did not accept the sign-in.", hint="Try again.")


@dataclass(slots=True)
class _Awaited:
    """The answer to our question: any page that guesses the port may send another one."""

    answer: "asyncio.Future[_Redirect]"
    state: str = ""

    def is_ours(self, redirect: _Redirect | None) -> bool:
        """Whether it is the answer; nothing is before the question was asked."""
        if redirect is None or not self.state:
            return False
        return hmac.compare_digest(redirect.state.encode(), self.state.encode())


@asynccontextmanager
async def _listening(words: Wording) -> AsyncIterator[tuple[int, _Awaited]]:
    """A page on loopback that hears one redirect."""
    awaited = _Awaited(asyncio.get_running_loop().create_future())

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
            async with asyncio.timeout(10):
                head = await reader.readuntil(b"\r\n\r\n")
                redirect = _read_redirect(head)
                is_ours = awaited.is_ours(redirect)
                writer.write(_page(words, is_answer=is_ours))
                await writer.drain()
            if is_ours and redirect is not None and not awaited.answer.done():
                awaited.answer.set_result(redirect)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=_LONGEST_REQUEST)
    try:
        yield server.sockets[0].getsockname()[1], awaited
    finally:
        server.close()
        awaited.answer.cancel()


def _read_redirect(head: bytes) -> _Redirect | None:
    """None for what else a browser asks for, such as an icon."""
    method, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ", 2)
    query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
    if method != "GET" or "state" not in query:
        return None
    return _Redirect(query["state"], query.get("code", ""), query.get("error", ""))


def _page(words: Wording, *, is_answer: bool) -> bytes:
    if not is_answer:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    told = escape(words.text("You can close this page and go back to Assistant Desktop."))
    body = f'<!doctype html><meta charset="utf-8"><title>Assistant Desktop</title><p>{told}</p>'
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        f"Content-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n"
    )
    return f"{head}{body}".encode()


# ---- in a thread ----


def _make_flow(
    client: OAuthClient, scopes: Sequence[str], redirect: str, token_url: str
) -> tuple[Any, str, str]:
    """The flow with its secret verifier, the page to open, and the state it must come back with."""
    from google_auth_oauthlib.flow import Flow

    config = {"auth_uri": _PAGE, "token_uri": token_url, "redirect_uris": [redirect]}
    flow = Flow.from_client_config(
        {"installed": {**client.model_dump(), **config}},
        scopes=list(scopes),
        redirect_uri=redirect,
        autogenerate_code_verifier=True,
    )
    flow.oauth2session.trust_env = False  # a proxy would be a destination nobody switched on
    # Asked for anew each time: without it a second sign-in brings no refresh token.
    url, state = flow.authorization_url(access_type="offline", prompt="consent")
    return flow, str(url), str(state)


def _exchange(flow: Any, code: str, scopes: Sequence[str]) -> str:
    """The code for tokens; the verifier goes along."""
    from oauthlib.oauth2 import OAuth2Error

    try:
        token = flow.fetch_token(code=code, timeout=SOCKET_S)
    except Warning as changed:
        # So oauthlib tells that the user gave something else than was asked for.
        token = flow.oauth2session.token = getattr(changed, "token", {})
    except OAuth2Error as error:
        raise SignInFailed(
            "Google did not accept the sign-in ({reason}).", hint="Try again.", reason=error.error
        ) from error
    finally:
        flow.oauth2session.close()
    granted = token.get("scope") or ()
    granted = granted.split() if isinstance(granted, str) else granted
    if granted and not set(scopes) <= set(granted):
        raise SignInFailed(
            "The permission for calendars was not given.",
            hint="Sign in again and leave its boxes ticked.",
        )
    if not token.get("refresh_token"):
        raise ServiceUnreachable("Google sent no lasting permission.", hint="Try again.")
    return str(flow.credentials.to_json())
