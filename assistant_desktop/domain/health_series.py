"""Readings as a page or a command shows them: series, points of a chart, plans of medicines."""

from datetime import date
from typing import Literal

from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import RecordId
from assistant_desktop.domain.model import AwareDatetime, DomainModel
from assistant_desktop.domain.reminder import Dose, OccurrenceState, ReminderView

Step = Literal["reading", "day", "week"]
"""What one point of a chart stands for."""


class SeriesKey(DomainModel):
    """Readings that belong in one line of a chart: symptoms are told apart by name."""

    kind: str
    name: str = ""


class Series(DomainModel):
    """One of the user's series: how many readings, the last one, what the last weeks were like.

    trend: averages of days (sums, of what adds up), oldest first.
    """

    key: SeriesKey
    count: int
    unit: str
    latest: HealthRecord | None = None
    trend: tuple[float, ...] = ()


class ChartPoint(DomainModel):
    """What one point of a chart stands for: its average, and for what adds up its sum."""

    at: AwareDatetime
    average: float
    second: float | None
    low: float
    high: float
    total: float
    count: int


class Chart(DomainModel):
    """The readings of a span of time, few enough to be drawn. usual: the moving average of seven
    days, of days that have readings.
    """

    key: SeriesKey
    unit: str
    step: Step
    points: tuple[ChartPoint, ...]
    usual: tuple[tuple[AwareDatetime, float], ...] = ()
    usual_second: tuple[tuple[AwareDatetime, float], ...] = ()


class ReadingPlace(DomainModel):
    """Where a page of readings goes on: after this one, in the order newest first."""

    at: AwareDatetime
    id: RecordId


class OwnKind(DomainModel):
    """A kind that the user made up, with its unit."""

    name: str
    unit: str


class Taken(DomainModel):
    """How many doses were due and how many were taken; skipped ones were due too."""

    due: int = 0
    taken: int = 0
    skipped: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None where none was due."""
        return self.taken / self.due if self.due else None


class DoseMoment(DomainModel):
    """One dose of a plan, and what became of it."""

    due: AwareDatetime
    state: OccurrenceState
    ended_at: AwareDatetime | None
    was_taken: bool


class DosePlan(DomainModel):
    """A medicine at its times: a reminder whose "done" writes the dose down."""

    view: ReminderView
    dose: Dose
    week: Taken
    month: Taken
    days: tuple[tuple[date, Taken], ...]
    last: tuple[DoseMoment, ...]
