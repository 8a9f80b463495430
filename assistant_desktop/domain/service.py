"""Services: what one tells about itself, what the user chose of it, how it stands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel, JsonObject
from assistant_desktop.domain.tool import ToolSpec

Probe = Callable[[str], Awaitable[str]]
"""Try the connection; what was found, in a sentence of that language. Raises KnownError."""


def to_translate(source: str) -> str:
    """Mark a text that is put into the user's language where it is shown."""
    return source


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves this machine, and to which host; `what` is English source text."""

    host: str
    what: str


class ServiceEntry(DomainModel):
    """What may be shown of a secret that a service was given: an address with a token in it."""

    id: str
    title: str
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecretEntries:
    """Secrets that a service is given one by one; `field` of its settings lists what they are.

    keep: (new id, the secret) -> what may be shown of it, once it is in the keyring. drop: out of
    the keyring. Both raise KnownError. is_one: a second one takes the place of the first.
    """

    field: str
    keep: Callable[[str, str], Awaitable[ServiceEntry]]
    drop: Callable[[ServiceEntry], Awaitable[None]]
    is_one: bool = False


OpenPage = Callable[[str], object]
"""Shows an address in the user's browser."""


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """An account that each user signs in to. All raise KnownError.

    sign_in: through the browser; returns when it is done. guide: what to do before, step by step,
    English source texts.
    """

    sign_in: Callable[[UserId, OpenPage, str], Awaitable[None]]
    sign_out: Callable[[UserId], Awaitable[None]]
    is_signed_in: Callable[[UserId], Awaitable[bool]]
    guide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One integration: all that its settings, allow-list, command and doctor row need.

    title, leaves and the titles of the settings' fields are English source texts. urls: where
    requests really go, which are the hosts' own addresses except in tests. chosen_urls: the
    addresses that the users named, as of now; chosen_what: what leaves to the hosts of those.
    without_hosts: what is told while there is no host at all. cannot: why it cannot be switched
    on in this copy.
    """

    id: str
    title: str
    probe: Probe
    settings: type[BaseModel]
    leaves: tuple[Leaving, ...] = ()
    urls: tuple[str, ...] = ()
    chosen_urls: Callable[[], tuple[str, ...]] = tuple
    chosen_what: str = ""
    without_hosts: str = to_translate(
        "Nothing leaves your computer yet: only hosts that you name are asked."
    )
    cannot: str = ""
    entries: SecretEntries | None = None
    account: ServiceAccount | None = None
    refresh_s: float | None = None
    tools: tuple[ToolSpec, ...] = field(default=())

    @property
    def all_urls(self) -> tuple[str, ...]:
        """Everything it may reach while it is switched on."""
        return (*self.urls, *self.chosen_urls())


class ServiceChoice(DomainModel):
    """What the user chose of one service: whether it is on, and its fields."""

    enabled: bool = False
    fields: JsonObject = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceField:
    """One field of a service's settings, as a form shows it; texts are English source texts."""

    name: str
    title: str
    hint: str
    kind: Literal["switch", "choice", "list", "text", "entries"]
    value: object
    choices: tuple[str, ...] = ()


class ServiceHealth(DomainModel):
    """How a service got on: kept over restarts.

    trouble: an English source text, `values` what goes into its braces.
    """

    succeeded_at: AwareDatetime | None = None
    failed_at: AwareDatetime | None = None
    trouble: str = ""
    values: dict[str, str] = Field(default_factory=dict)

    def failed(self, error: KnownError, now: datetime) -> "ServiceHealth":
        """How it got on with this failure; what went well before stays known."""
        values = {name: str(value) for name, value in error.values.items()}
        return ServiceHealth(
            succeeded_at=self.succeeded_at, failed_at=now, trouble=error.message, values=values
        )

    def as_error(self) -> KnownError:
        """The trouble, to be told in any language."""
        error = KnownError(self.trouble)
        error.values = {**self.values}
        return error


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service as a person sees it. resting_until: its breaker is open so long.

    is_signed_in: None where there is nothing to sign in to. guide: what to do before that.
    """

    id: str
    title: str
    enabled: bool
    leaves: tuple[Leaving, ...]
    fields: tuple[ServiceField, ...]
    health: ServiceHealth
    resting_until: AwareDatetime | None = None
    is_signed_in: bool | None = None
    guide: tuple[str, ...] = ()
    without_hosts: str = ""
