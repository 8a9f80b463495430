"""The services there are: their switches, tools, tests and how each got on."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assistant_desktop.domain.errors import NotFound, SecretStoreError, ServiceOff
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.service import (
    Leaving,
    ServiceEntry,
    ServiceField,
    ServiceHealth,
    ServiceRow,
    ServiceSpec,
)
from assistant_desktop.domain.tool import ToolSpec
from assistant_desktop.services.fetch import Fetcher
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.http_client import Destination
from assistant_desktop.wording import wording


class Catalogue:
    """A ServiceCatalogue and a ToolSource over what ALL_SERVICES made."""

    def __init__(self, specs: Sequence[ServiceSpec], ground: ServiceGround) -> None:
        self._specs = tuple(specs)
        self._ground = ground
        self._fetchers: dict[str, Fetcher] = {one.id: ground.fetcher(one.id) for one in specs}
        self._on: set[str] = set()
        self._allowed: dict[str, frozenset[str]] = {}

    @property
    def specs(self) -> Sequence[ServiceSpec]:
        """All of them, in the order of ALL_SERVICES."""
        return self._specs

    def apply(self) -> None:
        """Hosts of a service may be reached exactly while it is on and needs them."""
        for spec in self._specs:
            if self._is_on(spec):
                self._on.add(spec.id)
                self._allow(spec, frozenset(spec.all_urls))
            else:
                self._on.discard(spec.id)
                self._allow(spec, frozenset())

    def _allow(self, spec: ServiceSpec, urls: frozenset[str]) -> None:
        """These, and no others of before."""
        before = self._allowed.get(spec.id, frozenset())
        for url in urls - before:
            self._ground.http.allow(url)
        for url in before - urls:
            self._ground.http.forbid(url)
        self._allowed[spec.id] = urls

    def close(self) -> None:
        """Nothing may be reached any more."""
        for spec in self._specs:
            self._on.discard(spec.id)
            self._allow(spec, frozenset())

    def wake(self) -> None:
        """The machine or its network is back: what rested may be asked again."""
        self._ground.breakers.wake()

    def _is_on(self, spec: ServiceSpec) -> bool:
        return self._ground.settings.service(spec.id).enabled

    def _find(self, service_id: str) -> ServiceSpec:
        for spec in self._specs:
            if spec.id == service_id.strip().lower():
                return spec
        raise NotFound(
            "There is no service named {name}.",
            hint="There is: {known}.",
            name=service_id,
            known=", ".join(spec.id for spec in self._specs),
        )

    # ---- tools ----

    def tools(self) -> Mapping[str, ToolSpec]:
        """The tools of services that are on."""
        return {t.name: t for spec in self._specs if spec.id in self._on for t in spec.tools}

    def why_not(self, name: str, language: str) -> str | None:
        """How to switch on the service of a tool; None where no service has such a tool."""
        for spec in self._specs:
            if spec.id not in self._on and any(tool.name == name for tool in spec.tools):
                return wording(language).error(self._off(spec, language))
        return None

    def _off(self, spec: ServiceSpec, language: str) -> ServiceOff:
        return ServiceOff(
            "{service} is switched off: nothing was asked of the internet.",
            hint="Switch it on in Settings, Services, or with: services enable {id}",
            service=wording(language).text(spec.title),
            id=spec.id,
        )

    # ---- looking and testing ----

    async def rows(self, user_id: UserId) -> list[ServiceRow]:
        """How each stands, from what is kept."""
        return [await self._row(spec, user_id) for spec in self._specs]

    async def _row(self, spec: ServiceSpec, user_id: UserId) -> ServiceRow:
        fetcher = self._fetchers[spec.id]
        on = self._is_on(spec)
        return ServiceRow(
            id=spec.id,
            title=spec.title,
            enabled=on,
            leaves=(*spec.leaves, *_to_chosen(spec)),
            fields=fields_of(spec.settings, self._ground.settings.service(spec.id).fields),
            health=await fetcher.health() if on else ServiceHealth(),
            resting_until=await fetcher.resting_until(spec.all_urls) if on else None,
            is_signed_in=await _is_signed_in(spec, user_id) if on else None,
            guide=spec.account.guide if spec.account is not None else (),
            without_hosts=spec.without_hosts,
        )

    async def test(self, service_id: str, language: str) -> str:
        """Try the connection; what was found, in words. Raises KnownError."""
        spec = self._find(service_id)
        if spec.id not in self._on:
            raise self._off(spec, language)
        return await spec.probe(language)


async def _is_signed_in(spec: ServiceSpec, user_id: UserId) -> bool | None:
    if spec.account is None:
        return None
    try:
        return await spec.account.is_signed_in(user_id)
    except SecretStoreError:
        return False  # signing in will tell what is wrong with the keyring


def _to_chosen(spec: ServiceSpec) -> list[Leaving]:
    """What leaves to the hosts that the users named."""
    hosts = sorted({Destination.of(url).host for url in spec.chosen_urls()})
    return [Leaving(host, spec.chosen_what) for host in hosts]


def fields_of(model: type[BaseModel], values: Mapping[str, Any]) -> tuple[ServiceField, ...]:
    """A settings model as the fields of a form."""
    try:
        filled = model.model_validate(dict(values))
    except ValueError:
        filled = model()  # of another version
    return tuple(
        _field(name, info, getattr(filled, name)) for name, info in model.model_fields.items()
    )


def _field(name: str, info: FieldInfo, value: object) -> ServiceField:
    kind: Literal["switch", "choice", "list", "text", "entries"] = "text"
    choices: tuple[str, ...] = ()
    if info.annotation is bool:
        kind = "switch"
    elif get_origin(info.annotation) is Literal:
        kind, choices = "choice", tuple(str(one) for one in get_args(info.annotation))
    elif get_origin(info.annotation) is tuple:
        kind = "entries" if ServiceEntry in get_args(info.annotation) else "list"
    return ServiceField(name, info.title or name, info.description or "", kind, value, choices)
