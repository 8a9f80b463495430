"""Pushes to the phone by apprise: the last steps of an escalation.

A push never holds up the desktop: it runs beside, under a limit of its own. One that fails is told
in the window, never passed over. Addresses hold tokens, so they lie in the keyring; what the
settings know of each is a title and the hosts it goes to.
"""

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from pydantic import Field

from assistant_desktop.domain.errors import (
    BadInput,
    KnownError,
    SecretStoreError,
    ServiceError,
    ServiceResting,
    ServiceUnreachable,
    StorageError,
)
from assistant_desktop.domain.events import Trouble
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.service import (
    SecretEntries,
    ServiceEntry,
    ServiceHealth,
    ServiceSpec,
    to_translate,
)
from assistant_desktop.domain.service_ports import KeptResponse
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.breakers import OF_THE_MACHINE
from assistant_desktop.services.fetch import HEALTH_KEY
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.notify.desktop import APP_NAME, due_line
from assistant_desktop.services.outbound_guard import guard
from assistant_desktop.wording import Wording, wording

if TYPE_CHECKING:
    from apprise import NotifyBase

_log = logging.getLogger(__name__)

ID = "phone"
LIMIT_S = 20.0
_LOAD_LIMIT_S = 20.0
_LONGEST_ADDRESS = 2000
_LONGEST_TITLE = 120
_STATUS = re.compile(r"error=(\d{3})\b")
_HOST = re.compile(r"https?://([\w.-]+\.\w+)")


class PhoneSettings(DomainModel):
    """Where pushes go; the addresses themselves lie in the keyring."""

    model_config = DomainModel.model_config | {"extra": "ignore"}

    targets: tuple[ServiceEntry, ...] = Field(
        default=(),
        title=to_translate("Addresses"),
        description=to_translate(
            "An address as apprise writes it, such as ntfy://your-topic, tgram://token/chat,"
            " pover://user@token, mailto://name:password@example.org. Kept in the keyring."
        ),
    )


class Phone:
    """Keeps addresses and pushes to them."""

    def __init__(self, ground: ServiceGround) -> None:
        self._ground = ground
        self._store = ground.store(ID)

    def targets(self) -> tuple[ServiceEntry, ...]:
        """Where pushes go."""
        fields = self._ground.settings.service(ID).fields
        try:
            return PhoneSettings.model_validate(fields).targets
        except ValueError:
            return ()  # of another version

    @property
    def _is_on(self) -> bool:
        return self._ground.settings.service(ID).enabled

    # ---- addresses ----

    async def keep(self, entry_id: str, text: str) -> ServiceEntry:
        """Put an address into the keyring; what may be shown of it.

        Raises:
            BadInput: it is no address that pushes can go to.
            SecretStoreError: the keyring cannot be used; nothing is kept.
        """
        address = text.strip()
        if not address or len(address) > _LONGEST_ADDRESS or "\n" in address:
            raise _no_address()
        title, hosts = await in_thread(ID, partial(_describe, address), _LOAD_LIMIT_S)
        await self._ground.secrets.set(_secret_name(entry_id), address)
        return ServiceEntry(id=entry_id, title=title, hosts=hosts)

    async def drop(self, entry: ServiceEntry) -> None:
        """Take it out of the keyring."""
        await self._ground.secrets.delete(_secret_name(entry.id))

    # ---- pushing ----

    def push(self, showings: Sequence[Showing]) -> None:
        """Push these beside everything else; returns at once."""
        if self._is_on and self.targets():
            self._ground.start_job("push-to-phone", self._push_all(showings))

    async def _push_all(self, showings: Sequence[Showing]) -> None:
        words = self._ground.words()
        for showing in showings:
            title = showing.view.reminder.text[:_LONGEST_TITLE]
            note = showing.view.occurrence.note
            lines = [title, due_line(showing, words), note]
            body = "\n".join(line for line in lines[1:] if line)
            problems = await self._send_everywhere(title, body)
            for entry, error in problems:
                self._tell(showing, entry, words.error(error), words)

    def _tell(self, showing: Showing, entry: ServiceEntry, reason: str, words: Wording) -> None:
        what = words.text(
            "The phone was not reached about “{text}” ({title}): {reason}",
            text=showing.view.reminder.text[:_LONGEST_TITLE],
            title=entry.title,
            reason=reason,
        )
        user_id = showing.view.reminder.user_id
        self._ground.events.publish(Trouble(user_id=user_id, what=what, kind="phone"))

    async def _send_everywhere(
        self, title: str, body: str
    ) -> list[tuple[ServiceEntry, KnownError]]:
        """To every address at once; those that failed."""
        targets = self.targets()
        found = await asyncio.gather(*(self._try(one, title, body) for one in targets))
        return [(one, error) for one, error in zip(targets, found, strict=True) if error]

    async def _try(self, entry: ServiceEntry, title: str, body: str) -> KnownError | None:
        try:
            await self._send(entry, title, body)
        except KnownError as error:
            _log.info("a push failed: %s", type(error).__name__)
            return error
        return None

    async def _send(self, entry: ServiceEntry, title: str, body: str) -> None:
        """Through the breaker; how it went is counted and kept. Raises KnownError."""
        host = entry.hosts[0] if entry.hosts else entry.id
        breaker = await self._ground.breakers.of(host)
        if not breaker.admits():
            raise ServiceResting(
                "{host} failed several times and is not asked for now.",
                hint="To try at once: Settings, Services, Test connection.",
                host=host,
            )
        try:
            await self._deliver(entry, title, body)
        except ServiceError as error:
            breaker.failed()
            await self._note(host, error)
            raise
        except BaseException:
            breaker.abandoned()
            raise
        breaker.succeeded()
        await self._note(host, None)

    async def _deliver(self, entry: ServiceEntry, title: str, body: str) -> None:
        address = await self._ground.secrets.get(_secret_name(entry.id))
        if address is None:
            raise SecretStoreError(
                "The address of {title} is no longer in the keyring.",
                hint="Remove it in Settings, Services, and add it again.",
                title=entry.title,
            )
        deliver = partial(_notify, address, entry.hosts, title, body)
        try:
            trouble = await in_thread(ID, deliver, LIMIT_S)
        except TimeoutError:
            raise ServiceUnreachable(
                "No answer within {limit} s: it may or may not have arrived.",
                hint="Check the connection.",
                limit=f"{LIMIT_S:g}",
            ) from None
        if trouble:
            raise ServiceUnreachable(
                "It was refused or not reached ({reason}).",
                hint="Check the address and the connection.",
                reason=trouble,
            )

    async def _note(self, host: str, error: ServiceError | None) -> None:
        now = self._ground.clock.now()
        health = ServiceHealth(succeeded_at=now)
        if error is not None:
            health = ServiceHealth().failed(error, now)
        body = health.model_dump_json().encode()
        with suppress(StorageError):
            await self._ground.breakers.save(host)
            await self._store.keep(OF_THE_MACHINE, HEALTH_KEY, KeptResponse(body, now))

    # ---- the service ----

    async def probe(self, language: str) -> str:
        """Send a test to every address. Raises KnownError."""
        words = wording(language)
        targets = self.targets()
        if not targets:
            raise BadInput(
                "No address was added.", hint="Add one in Settings, Services, or: services add"
            )
        for entry in targets:
            breaker = await self._ground.breakers.of(entry.hosts[0] if entry.hosts else entry.id)
            if breaker.resting_until is not None:
                breaker.half_open()
        body = words.text("This is a test: reminders that you do not answer come here.")
        problems = await self._send_everywhere(APP_NAME, body)
        if problems:
            told = "; ".join(f"{entry.title}: {words.error(error)}" for entry, error in problems)
            raise ServiceUnreachable("The phone was not reached. {problems}", problems=told)
        return words.text(
            "Sent to {titles}. Look at your phone.", titles=", ".join(one.title for one in targets)
        )


def service(ground: ServiceGround) -> ServiceSpec:
    """The service."""
    phone = Phone(ground)
    return ServiceSpec(
        id=ID,
        title=to_translate("Your phone"),
        probe=phone.probe,
        settings=PhoneSettings,
        chosen_urls=lambda: tuple(
            f"https://{host}" for entry in phone.targets() for host in entry.hosts
        ),
        chosen_what=to_translate("the words of reminders that you leave unanswered"),
        entries=SecretEntries("targets", phone.keep, phone.drop),
    )


def _secret_name(entry_id: str) -> str:
    return f"phone-{entry_id}"


def _no_address() -> BadInput:
    return BadInput(
        "This is no address that a push can go to.",
        hint="Such as: ntfy://your-topic. All kinds: the list of services of apprise.",
    )


# ---- in a thread: apprise is slow to load and synchronous ----


def _plugin(address: str) -> "NotifyBase | None":
    import apprise

    # No files beside ours, and no lookups of its own.
    asset = apprise.AppriseAsset(app_id=APP_NAME, app_desc=APP_NAME, storage_mode="memory")
    found = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    return found or None


def _describe(address: str) -> tuple[str, tuple[str, ...]]:
    """What may be shown of an address, and which hosts it goes to. Raises BadInput."""
    with _quiet():
        plugin = _plugin(address)
    if plugin is None or not address.partition("://")[2].strip("/"):
        raise _no_address()
    hosts = _hosts_of(plugin)
    if not hosts:
        raise _no_address()
    return f"{plugin.service_name} · {hosts[0]}", hosts


def _hosts_of(plugin: "NotifyBase") -> tuple[str, ...]:
    """A mail server, the host that was named, or those that are built into the kind.

    Of many kinds the place of the host is taken by a token: then it is no host, and must not be
    told, looked up or let through. Kinds whose hosts cannot be told are refused.
    """
    mail = getattr(plugin, "smtp_host", None)
    if mail:
        return (str(mail).lower(),)
    values = [*vars(type(plugin)).items(), *vars(plugin).items()]
    urls = [v for name, v in values if isinstance(v, str) and name not in _PAGES]
    built_in = [found.group(1).lower() for url in urls if (found := _HOST.match(url))]
    host = str(getattr(plugin, "host", "") or "").lower()
    if _names_a_host(plugin) and (_is_host(host) or not built_in):
        return (host,) if host else ()
    return tuple(dict.fromkeys(built_in))


def _names_a_host(plugin: "NotifyBase") -> bool:
    """Whether its addresses have a place for a host, and this one uses it."""
    forms = [str(form) for form in getattr(plugin, "templates", ())]
    return any("{host}" in form for form in forms) and getattr(plugin, "mode", "") != "cloud"


def _is_host(host: str) -> bool:
    return "." in host or ":" in host or host == "localhost"


_PAGES = frozenset({"service_url", "setup_url"})
"""Where people read about a service; nothing is sent there."""


def _notify(address: str, hosts: Sequence[str], title: str, body: str) -> str:
    """Send; why it failed, empty when it did not. No token of the address is in it."""
    for host in hosts:
        with suppress(OSError):
            guard.learn(host)
    with _quiet() as said:
        plugin = _plugin(address)
        if plugin is None:
            return "apprise"
        try:
            if plugin.notify(body=body, title=title):
                return ""
        except Exception as error:  # noqa: BLE001 - each of its 130 kinds raises what it likes
            return type(error).__name__
    status = next((found.group(1) for line in said if (found := _STATUS.search(line))), "")
    return f"HTTP {status}" if status else str(plugin.service_name)


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """What apprise would log holds addresses: it is kept from every log, and handed out here."""
    said: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        said.append(record.getMessage())
        return False

    logger = logging.getLogger("apprise")
    logger.addFilter(keep)
    try:
        yield said
    finally:
        logger.removeFilter(keep)
