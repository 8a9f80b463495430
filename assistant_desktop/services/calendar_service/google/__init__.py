"""Google Calendar: the user's own client, their account, and a copy of its calendars here."""

from functools import partial
from weakref import WeakKeyDictionary

from pydantic import Field

from assistant_desktop.domain.errors import SignInNeeded
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import (
    Leaving,
    OpenPage,
    SecretEntries,
    ServiceAccount,
    ServiceEntry,
    ServiceSpec,
    to_translate,
)
from assistant_desktop.domain.service_ports import CalendarMirror
from assistant_desktop.services.calendar_service.google.account import Account
from assistant_desktop.services.calendar_service.google.calls import API_HOST, TOKEN_HOST
from assistant_desktop.services.calendar_service.google.sync import ID, GoogleCalendars
from assistant_desktop.services.calendar_service.google.watch import REFRESH_S
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.wording import wording

__all__ = ["GoogleCalendars", "GoogleSettings", "google_calendars", "service"]


class GoogleSettings(DomainModel):
    """What the user can choose; the client itself lies in the keyring."""

    model_config = DomainModel.model_config | {"extra": "ignore"}

    client: tuple[ServiceEntry, ...] = Field(
        default=(),
        title=to_translate("Your Google client"),
        description=to_translate(
            "The whole content of the file client_secret_….json, or its id and its secret."
            " Kept in the keyring."
        ),
    )
    write: bool = Field(
        default=False,
        title=to_translate("Change events there too (sign in again after switching)"),
    )


_GUIDE = (
    to_translate(
        "Open console.cloud.google.com, make a project and enable the Calendar API in it."
    ),
    to_translate(
        "Under “OAuth consent screen” choose External and add your own address as a test user."
    ),
    to_translate(
        "Under “Credentials” make an OAuth client ID of the kind “Desktop app”; download its file."
    ),
    to_translate("Paste the content of that file below, then sign in."),
)


_made: WeakKeyDictionary[CalendarMirror, GoogleCalendars] = WeakKeyDictionary()
"""One for each mirror: two at work would send the same twice."""


def google_calendars(ground: ServiceGround) -> GoogleCalendars:
    """What keeps Google's calendars beside ours."""
    if ground.calendars not in _made:
        _made[ground.calendars] = _make(ground)
    return _made[ground.calendars]


def _make(ground: ServiceGround) -> GoogleCalendars:
    def may_write() -> bool:
        try:
            return GoogleSettings.model_validate(ground.settings.service(ID).fields).write
        except ValueError:
            return False  # of another version

    return GoogleCalendars(ground, Account(ground, may_write), may_write)


def service(ground: ServiceGround) -> ServiceSpec:
    """The service."""
    calendars = google_calendars(ground)
    account = calendars.account

    async def sign_in(user_id: UserId, open_page: OpenPage, language: str) -> None:
        await account.sign_in(user_id, open_page, wording(language))
        await calendars.sync(user_id)

    async def probe(language: str) -> str:
        await account.calls.wake()
        if not await account.is_signed_in(DEFAULT_USER):
            raise SignInNeeded(
                "Nobody has signed in to Google here.",
                hint="Sign in: Settings, Services, Google Calendar.",
            )
        count = await calendars.sync(DEFAULT_USER)
        return wording(language).count(
            "Google answers: {n} calendar.", "Google answers: {n} calendars.", count
        )

    return ServiceSpec(
        id=ID,
        title=to_translate("Google Calendar"),
        probe=probe,
        settings=GoogleSettings,
        leaves=(
            Leaving(TOKEN_HOST, to_translate("that you sign in")),
            Leaving(API_HOST, to_translate("what you ask of your calendars and change in them")),
        ),
        urls=tuple(ground.base(host) for host in (TOKEN_HOST, API_HOST)),
        entries=SecretEntries("client", account.keep_client, account.drop_client, is_one=True),
        account=ServiceAccount(
            sign_in=sign_in,
            sign_out=partial(GoogleCalendars.sign_out, calendars),
            is_signed_in=account.is_signed_in,
            guide=_GUIDE,
        ),
        refresh_s=REFRESH_S,
    )
