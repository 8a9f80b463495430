"""Calendars and their events, wherever they are kept.

An event lives in local wall time with an IANA zone. A series is a master with a recurrence and
the overrides of single occurrences; they share a uid. An occurrence is one moment of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field, model_validator

from assistant_desktop.domain.errors import KnownError, ServiceError
from assistant_desktop.domain.ids import CalendarId, EventId, ReminderId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel

MOST_OCCURRENCES = 2_000
"""Of one question; what is cut off is told."""
LONGEST_TEXT = 8_000
LONGEST_TITLE = 1_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal, or turns the direction of what follows it."""


def readable(text: str) -> str:
    """Words from outside without what would change how other words are shown."""
    return _UNSEEN.sub("", text)


class CalendarKind(StrEnum):
    """Where a calendar has its home."""

    LOCAL = "local"
    ICS_URL = "ics_url"
    GOOGLE = "google"


class CalendarTrouble(DomainModel):
    """Why a calendar could not be read: an English source text and what goes into its braces."""

    message: str
    values: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, error: KnownError) -> "CalendarTrouble":
        """What an error says, without what to do."""
        return cls(message=error.message, values={k: str(v) for k, v in error.values.items()})

    def as_error(self) -> ServiceError:
        """To be told in any language."""
        error = ServiceError(self.message)
        error.values = {**self.values}
        return error


class Calendar(DomainModel):
    """One calendar of one user.

    colour: a place in the palette. url: where an ics_url calendar is read from. remote_id, etag
    and sync_token are its home's own marks. as_of: when its home was last read. trouble: why it
    could not be read since.
    """

    id: CalendarId
    user_id: UserId
    name: str = Field(min_length=1, max_length=200)
    kind: CalendarKind = CalendarKind.LOCAL
    colour: int = 0
    is_shown: bool = True
    is_read_only: bool = False
    url: str = ""
    remote_id: str | None = None
    etag: str | None = None
    sync_token: str | None = None
    as_of: AwareDatetime | None = None
    trouble: CalendarTrouble | None = None

    @property
    def is_remote(self) -> bool:
        """Whether its home is elsewhere: what it holds came from outside."""
        return self.kind is not CalendarKind.LOCAL

    @property
    def is_written_elsewhere(self) -> bool:
        """Whether a change of it leaves this machine; what can only be read is not changed."""
        return self.is_remote and not self.is_read_only


class EventStatus(StrEnum):
    """How sure an event is."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class CalendarEvent(DomainModel):
    """An event, a master of a series, or an override of one of its occurrences.

    start and end are naive wall time in `zone`, end exclusive; without a zone they are the wall
    time of wherever one is. An all-day event begins and ends at midnights and has no zone. rules
    are values of RRULE; extra_starts and left_out those of RDATE and EXDATE, in the same wall
    time. recurrence_id: the original start of the occurrence that this one overrides;
    and_following: it and those after it. alarms_min: minutes before the start.
    """

    id: EventId
    user_id: UserId
    calendar_id: CalendarId
    uid: str = Field(min_length=1, max_length=1000)
    title: str = Field(default="", max_length=LONGEST_TITLE)
    start: datetime
    end: datetime
    zone: str = ""
    all_day: bool = False
    rules: tuple[str, ...] = ()
    extra_starts: tuple[datetime, ...] = ()
    left_out: tuple[datetime, ...] = ()
    recurrence_id: datetime | None = None
    and_following: bool = False
    place: str = Field(default="", max_length=LONGEST_TEXT)
    description: str = Field(default="", max_length=LONGEST_TEXT)
    alarms_min: tuple[int, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    is_free: bool = False
    sequence: int = 0
    remote_id: str | None = None
    etag: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CalendarEvent":
        moments = (self.start, self.end, *self.extra_starts, *self.left_out)
        if any(one.tzinfo is not None for one in moments):
            raise ValueError("times of an event are wall time in its zone")
        if self.end < self.start:
            raise ValueError("the event ends before it begins")
        return self

    @property
    def length(self) -> timedelta:
        """By the clock on the wall: a day with a change of the clock does not move the end."""
        return self.end - self.start

    @property
    def recurs(self) -> bool:
        """Whether it is a master of several occurrences."""
        return self.recurrence_id is None and bool(self.rules or self.extra_starts)


@dataclass(frozen=True, slots=True)
class Series:
    """All events of one uid in one calendar: a master, the overrides by their original start."""

    master: CalendarEvent | None
    overrides: tuple[CalendarEvent, ...] = ()

    @property
    def all(self) -> tuple[CalendarEvent, ...]:
        """The master first."""
        return self.overrides if self.master is None else (self.master, *self.overrides)

    @property
    def first(self) -> CalendarEvent:
        """The master, else the first override."""
        return self.all[0]


@dataclass(frozen=True, slots=True)
class EventOccurrence:
    """One moment of an event. original: its start as the master's recurrence has it, wall time."""

    event: CalendarEvent
    start: datetime
    end: datetime
    original: datetime
    is_one_of_several: bool = False

    @property
    def key(self) -> str:
        """Names this occurrence among all of the user's."""
        return f"{self.event.calendar_id}/{self.event.uid}/{self.original:%Y%m%dT%H%M%S}"


@dataclass(frozen=True, slots=True)
class EventReminder:
    """A reminder that follows an event: so many minutes before each of its occurrences."""

    user_id: UserId
    calendar_id: CalendarId
    uid: str
    minutes_before: int
    reminder_id: ReminderId
    original: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies in a span of time, by start. is_cut: there is more than was looked at."""

    occurrences: tuple[EventOccurrence, ...] = ()
    calendars: Mapping[CalendarId, Calendar] = field(default_factory=dict)
    is_cut: bool = False

    def calendar_of(self, occurrence: EventOccurrence) -> Calendar:
        """The calendar that an occurrence is in."""
        return self.calendars[occurrence.event.calendar_id]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a calendar file that could not be taken in: what, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """What a calendar file holds: its events, without owner or calendar, and what was left out."""

    name: str = ""
    events: tuple[CalendarEvent, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread_count: int = 0


@dataclass(frozen=True, slots=True)
class QueuedWrite:
    """A change that the home of a calendar has not got yet, oldest first by number.

    event: as it shall be, None where it is deleted. etag: what it was made upon. tries: how often
    it was sent in vain, trouble what was said last.
    """

    number: int
    calendar_id: CalendarId
    uid: str
    recurrence_id: datetime | None
    event: CalendarEvent | None
    remote_id: str | None
    etag: str | None
    tries: int = 0
    trouble: str = ""
