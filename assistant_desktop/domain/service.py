"""Services: what one tells about itself, what the user chose of it, how it stands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field

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


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One integration: all that its settings, allow-list, command and doctor row need.

    title, leaves and the titles of the settings' fields are English source texts. urls: where
    requests really go, which are the hosts' own addresses except in tests. chosen_urls: the
    addresses that the users named, as of now; chosen_what: what leaves to the hosts of those.
    """

    id: str
    title: str
    probe: Probe
    settings: type[BaseModel]
    leaves: tuple[Leaving, ...] = ()
    urls: tuple[str, ...] = ()
    chosen_urls: Callable[[], tuple[str, ...]] = tuple
    chosen_what: str = ""
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
    kind: Literal["switch", "choice", "list", "text"]
    value: object
    choices: tuple[str, ...] = ()


class ServiceHealth(DomainModel):
    """How a service got on: kept over restarts."""

    succeeded_at: AwareDatetime | None = None
    failed_at: AwareDatetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service as a person sees it. resting_until: its breaker is open so long."""

    id: str
    title: str
    enabled: bool
    leaves: tuple[Leaving, ...]
    fields: tuple[ServiceField, ...]
    health: ServiceHealth
    resting_until: AwareDatetime | None = None
