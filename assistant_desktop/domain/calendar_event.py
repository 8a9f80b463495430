"""A calendar event, wherever it was kept."""

from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class CalendarEvent(DomainModel):
    """One event. `end` is exclusive; an all-day event runs from midnight to midnight."""

    id: str
    user_id: UserId
    calendar: str
    title: str
    start: AwareDatetime
    end: AwareDatetime
    all_day: bool = False
    place: str = ""
    etag: str | None = None
