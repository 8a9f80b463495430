"""A user's Google account: the client and the tokens in the keyring, and calls made with them."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from assistant_desktop.domain.errors import BadInput, ServiceNonsense, SignInNeeded
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.service import ServiceEntry
from assistant_desktop.services.calendar_service.google.calls import Access, Api, Calls
from assistant_desktop.services.calendar_service.google.sign_in import (
    READING,
    WRITING,
    OAuthClient,
    OpenPage,
    SignIn,
    read_client,
)
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.wording import Wording

_CLIENT = "google-client"


class Account:
    """Signs in and out, and makes calls; tokens that were refreshed go back into the keyring."""

    def __init__(self, ground: ServiceGround, may_write: Callable[[], bool]) -> None:
        self._ground = ground
        self._may_write = may_write
        self.calls = Calls(ground)
        self._sign_in = SignIn(ground, self.calls)

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is asked for: to read, and to write only where the user wants that."""
        return WRITING if self._may_write() else READING

    # ---- the user's own client ----

    async def keep_client(self, entry_id: str, text: str) -> ServiceEntry:
        """Put the client into the keyring; what may be shown of it. Raises BadInput."""
        client = read_client(text)
        await self._ground.secrets.set(_CLIENT, client.model_dump_json())
        return ServiceEntry(id=entry_id, title=f"{client.client_id[:12]}…")

    async def drop_client(self, entry: ServiceEntry) -> None:
        """Take it out of the keyring."""
        await self._ground.secrets.delete(_CLIENT)

    # ---- signing in and out ----

    async def sign_in(self, user_id: UserId, open_page: OpenPage, words: Wording) -> None:
        """Let the user sign in; the tokens are in the keyring when this returns.

        Raises:
            BadInput: there is no client yet.
            SignInFailed, ServiceError, SecretStoreError.
        """
        text = await self._ground.secrets.get(_CLIENT)
        if text is None:
            raise BadInput(
                "Google needs a client of your own first.",
                hint="Make one as the guide shows, and add it in Settings, Services.",
            )
        client = OAuthClient.model_validate_json(text)
        await self.calls.wake()
        tokens = await self._sign_in.run(client, self.scopes, open_page, words)
        await self._ground.secrets.set(_name(user_id), tokens)

    async def sign_out(self, user_id: UserId) -> None:
        """Forget the tokens."""
        await self._ground.secrets.delete(_name(user_id))

    async def is_signed_in(self, user_id: UserId) -> bool:
        """Whether there are tokens; whether they are still good, only Google knows."""
        return await self._ground.secrets.get(_name(user_id)) is not None

    # ---- calls ----

    async def call(self, user_id: UserId, what: Callable[[Api], Any]) -> Any:
        """One call of the Calendar API. Raises as `Calls.run` does."""
        name = _name(user_id)
        tokens = await self._ground.secrets.get(name)
        if tokens is None:
            raise SignInNeeded(
                "Nobody has signed in to Google here.",
                hint="Sign in: Settings, Services, Google Calendar.",
            )
        answered = await self.calls.run(Access(tokens, self.scopes), what)
        # Signed out meanwhile: what was refreshed must not sign in again.
        if answered.tokens is not None and await self._ground.secrets.get(name) == tokens:
            await self._ground.secrets.set(name, answered.tokens)
        return answered.value

    async def pages(
        self, user_id: UserId, ask: Callable[[Api, str | None], Any], most: int
    ) -> list[dict[str, Any]]:
        """Every page of a list, each a call with a limit of its own. Raises as `call` does."""
        found: list[dict[str, Any]] = []
        page: str | None = None
        for _ in range(most):
            answer = await self.call(user_id, partial(_ask_page, ask, page))
            found.append(answer)
            page = answer.get("nextPageToken")
            if page is None:
                break
        return found


def _ask_page(ask: Callable[[Api, str | None], Any], page: str | None, api: Api) -> Any:
    answer = ask(api, page)
    if not isinstance(answer, dict) or not isinstance(answer.get("items"), list):
        raise ServiceNonsense("What Google answered is no calendar.", hint="Try again.")
    return answer


def _name(user_id: UserId) -> str:
    """Names of users may hold what a keyring does not take."""
    return f"google-tokens-{hashlib.sha256(user_id.encode()).hexdigest()[:16]}"
