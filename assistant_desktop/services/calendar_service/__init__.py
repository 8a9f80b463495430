"""Calendars of other places: files, and addresses that are read again and again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from assistant_desktop.domain.calendar_event import (
    CalendarEvent,
    CalendarKind,
    CalendarReading,
)
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import ServiceSpec, to_translate
from assistant_desktop.services.calendar_service.file_reading import read_calendar
from assistant_desktop.services.calendar_service.file_writing import write_calendar
from assistant_desktop.services.calendar_service.subscriptions import ID, REFRESH_S, Subscriptions
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.wording import wording

__all__ = ["IcsFiles", "IcsSettings", "Subscriptions", "service", "subscriptions"]


class IcsSettings(DomainModel):
    """What the user can choose."""

    model_config = DomainModel.model_config | {"extra": "ignore"}

    minutes: Literal["15", "60", "240", "1440"] = Field(
        default="60", title=to_translate("Look for changes every (minutes)")
    )


class IcsFiles:
    """The CalendarFiles."""

    def read(self, data: bytes) -> CalendarReading:
        """What a file holds and what of it was left out. Raises BadInput."""
        return read_calendar(data)

    def write(self, name: str, events: Sequence[CalendarEvent], now: datetime) -> bytes:
        """A file that other programs read."""
        return write_calendar(name, events, now)


def subscriptions(ground: ServiceGround) -> Subscriptions:
    """What reads the calendars that users follow."""

    def every() -> timedelta:
        try:
            chosen = IcsSettings.model_validate(ground.settings.service(ID).fields)
        except ValueError:
            chosen = IcsSettings()  # of another version
        return timedelta(minutes=int(chosen.minutes))

    return Subscriptions(ground, every)


def service(ground: ServiceGround) -> ServiceSpec:
    """The service. Its hosts are those of the calendars that are followed."""
    followed = subscriptions(ground)

    async def probe(language: str) -> str:
        words = wording(language)
        known = await ground.calendars.calendars(CalendarKind.ICS_URL)
        if not known:
            return words.text("No calendar is followed yet: add one on the Calendar page.")
        for one in known:
            await followed.refresh(one)
        return words.count("{n} calendar was read.", "{n} calendars were read.", len(known))

    return ServiceSpec(
        id=ID,
        title=to_translate("Calendars by address"),
        probe=probe,
        settings=IcsSettings,
        chosen_urls=ground.calendars.addresses,
        chosen_what=to_translate("that somebody follows a calendar there"),
        refresh_s=REFRESH_S,
    )
