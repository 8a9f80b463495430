"""Switching services on and off, setting and trying them."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from assistant_desktop.core.event_bus import EventBus
from assistant_desktop.core.settings import SettingsStore
from assistant_desktop.domain.errors import BadInput, NotFound, SecretStoreError
from assistant_desktop.domain.events import ServicesChanged
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.service import (
    OpenPage,
    SecretEntries,
    ServiceAccount,
    ServiceChoice,
    ServiceEntry,
    ServiceRow,
    ServiceSpec,
)
from assistant_desktop.domain.service_ports import ServiceCatalogue

_log = logging.getLogger(__name__)


class Switchboard:
    """What the window and the command line do with services; each change is on disk first."""

    def __init__(
        self, catalogue: ServiceCatalogue, settings: SettingsStore, events: EventBus
    ) -> None:
        self._catalogue, self._settings, self._events = catalogue, settings, events
        self._one_at_a_time = asyncio.Lock()
        catalogue.apply()

    async def rows(self, user_id: UserId = DEFAULT_USER) -> list[ServiceRow]:
        """How each stands for a user. Asks no host."""
        return await self._catalogue.rows(user_id)

    async def test(self, service_id: str, language: str) -> str:
        """Try the connection now; what was found, in words. Raises KnownError."""
        return await self._catalogue.test(service_id, language)

    async def switch(self, service_id: str, *, on: bool) -> None:
        """Switch a service on or off: its hosts, its tools. Raises BadInput where it cannot."""
        async with self._one_at_a_time:
            spec = self._find(service_id)
            if on and spec.cannot:
                raise BadInput(spec.cannot)
            await self._change(spec, {"enabled": on})

    async def set_fields(self, service_id: str, fields: Mapping[str, object]) -> None:
        """Set some fields of a service, the others stay. Raises BadInput."""
        async with self._one_at_a_time:  # else the second of two would undo the first
            await self._set_fields(self._find(service_id), fields)

    async def _set_fields(self, spec: ServiceSpec, fields: Mapping[str, object]) -> None:
        wanted: JsonObject = {**self._settings.service(spec.id).fields, **fields}
        settable = set(spec.settings.model_fields)
        if spec.entries is not None:
            settable.discard(spec.entries.field)  # only through add_entry and remove_entry
        wrong = set(fields) - settable
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

    async def add_entry(self, service_id: str, secret: str) -> ServiceEntry:
        """Give a service a secret, such as an address with a token; into the keyring.

        Raises:
            BadInput: the service takes none, or not this one.
            SecretStoreError: the keyring cannot be used; nothing is kept.
        """
        async with self._one_at_a_time:
            spec, takes = self._taking_entries(service_id)
            entry = await takes.keep(secrets.token_hex(4), secret)
            rows = [*([] if takes.is_one else self._entries(spec)), entry]
            await self._change(spec, {"fields": self._with_entries(spec, rows)})
            return entry

    async def remove_entry(self, service_id: str, entry_id: str) -> None:
        """Take a secret away: from the keyring first, then from the settings."""
        async with self._one_at_a_time:
            spec, takes = self._taking_entries(service_id)
            rows = self._entries(spec)
            found = next((one for one in rows if one.id == entry_id.strip()), None)
            if found is None:
                raise NotFound("There is no entry {name}.", name=entry_id)
            await takes.drop(found)
            left = [one for one in rows if one is not found]
            await self._change(spec, {"fields": self._with_entries(spec, left)})

    async def sign_in(
        self, user_id: UserId, service_id: str, open_page: OpenPage, language: str
    ) -> None:
        """Let a user sign in through the browser; minutes may pass. Raises KnownError."""
        spec, account = self._with_account(service_id)
        if not self._settings.service(spec.id).enabled:
            raise BadInput("Switch {service} on first.", service=spec.id)
        await account.sign_in(user_id, open_page, language)
        self._events.publish(ServicesChanged(user_id=DEFAULT_USER))

    async def sign_out(self, user_id: UserId, service_id: str) -> None:
        """Forget a user's account, and what was brought from there."""
        _, account = self._with_account(service_id)
        await account.sign_out(user_id)
        self._events.publish(ServicesChanged(user_id=DEFAULT_USER))

    async def forget_user(self, user_id: UserId) -> None:
        """A profile goes: no service stays signed in for it."""
        for spec in self._catalogue.specs:
            if spec.account is None:
                continue
            try:
                if await spec.account.is_signed_in(user_id):
                    await spec.account.sign_out(user_id)
            except SecretStoreError as error:
                # Where the service was never set up, nobody can have signed in.
                if self._settings.service(spec.id) != ServiceChoice():
                    _log.warning("the keyring may still hold an account of %s: %s", spec.id, error)

    def _with_account(self, service_id: str) -> tuple[ServiceSpec, ServiceAccount]:
        spec = self._find(service_id)
        if spec.account is None:
            raise BadInput("{service} needs no signing in.", service=spec.id)
        return spec, spec.account

    def _taking_entries(self, service_id: str) -> tuple[ServiceSpec, SecretEntries]:
        spec = self._find(service_id)
        if spec.entries is None:
            raise BadInput("{service} takes no addresses.", service=spec.id)
        return spec, spec.entries

    def _entries(self, spec: ServiceSpec) -> list[ServiceEntry]:
        if spec.entries is None:
            return []
        kept = self._settings.service(spec.id).fields.get(spec.entries.field, [])
        return [ServiceEntry.model_validate(one) for one in kept]

    def _with_entries(self, spec: ServiceSpec, rows: Sequence[ServiceEntry]) -> JsonObject:
        name = spec.entries.field if spec.entries is not None else ""
        told = [one.model_dump(mode="json") for one in rows]
        return {**self._settings.service(spec.id).fields, name: told}

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
