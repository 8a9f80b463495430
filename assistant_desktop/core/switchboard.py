"""Switching services on and off, setting and trying them."""

import asyncio
from collections.abc import Mapping

from pydantic import ValidationError

from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.settings import SettingsStore
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.events import ServicesChanged
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.service import ServiceChoice, ServiceRow, ServiceSpec
from assistant_desktop.domain.service_ports import ServiceCatalogue


class Switchboard:
    """What the window and the command line do with services; each change is on disk first."""

    def __init__(
        self, catalogue: ServiceCatalogue, settings: SettingsStore, events: EventBus
    ) -> None:
        self._catalogue, self._settings, self._events = catalogue, settings, events
        self._one_at_a_time = asyncio.Lock()
        catalogue.apply()

    async def rows(self) -> list[ServiceRow]:
        """How each stands. Asks no host."""
        return await self._catalogue.rows()

    async def test(self, service_id: str, language: str) -> str:
        """Try the connection now; what was found, in words. Raises KnownError."""
        return await self._catalogue.test(service_id, language)

    async def switch(self, service_id: str, *, on: bool) -> None:
        """Switch a service on or off: its hosts, its tools."""
        async with self._one_at_a_time:
            await self._change(self._find(service_id), {"enabled": on})

    async def set_fields(self, service_id: str, fields: Mapping[str, object]) -> None:
        """Set some fields of a service, the others stay. Raises BadInput."""
        async with self._one_at_a_time:  # else the second of two would undo the first
            await self._set_fields(self._find(service_id), fields)

    async def _set_fields(self, spec: ServiceSpec, fields: Mapping[str, object]) -> None:
        wanted: JsonObject = {**self._settings.service(spec.id).fields, **fields}
        wrong = set(fields) - set(spec.settings.model_fields)
        valid = None
        try:
            valid = spec.settings.model_validate(wanted)
        except ValidationError as error:
            wrong |= {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        if wrong or valid is None:
            raise BadInput(
                "{service} cannot be set so: {fields}.",
                hint="Its fields are: {known}.",
                service=spec.id,
                fields=", ".join(sorted(wrong)),
                known=", ".join(spec.settings.model_fields),
            )
        await self._change(spec, {"fields": valid.model_dump(mode="json")})

    async def _change(self, spec: ServiceSpec, update: JsonObject) -> None:
        services = dict(self._settings.current.services)
        before = services.get(spec.id, ServiceChoice())
        services[spec.id] = before.model_copy(update=update)
        await self._settings.change(services=services)
        self._catalogue.apply()
        self._events.publish(ServicesChanged(user_id=DEFAULT_USER))

    def wake(self) -> None:
        """The machine or its network is back."""
        self._catalogue.wake()

    def _find(self, service_id: str) -> ServiceSpec:
        for spec in self._catalogue.specs:
            if spec.id == service_id.strip().lower():
                return spec
        raise NotFound(
            "There is no service named {name}.",
            hint="There is: {known}.",
            name=service_id,
            known=", ".join(spec.id for spec in self._catalogue.specs),
        )
