"""What a user wants a reading to be: a band, or so much a day of what adds up."""

from typing import Annotated

from pydantic import Field, FiniteFloat

from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import DomainModel


class Band(DomainModel):
    """From low to high, both included; either may be open."""

    low: FiniteFloat | None = None
    high: FiniteFloat | None = None

    @property
    def is_open(self) -> bool:
        """Whether it says nothing at all."""
        return self.low is None and self.high is None

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


class HealthTarget(DomainModel):
    """The band of a kind, in the unit it is kept in.

    Of what adds up it is the sum of a day. second: the band of the lower blood pressure.
    """

    user_id: UserId
    kind: Annotated[str, Field(min_length=1, max_length=60)]
    unit: str
    band: Band
    second: Band = Band()

    @property
    def is_daily(self) -> bool:
        """Whether the sum of a day is meant."""
        return rule_of(self.kind).adds_up

    def is_met_by(self, value: float, second: float | None = None) -> bool:
        """Whether a reading, or the sum of a day, is as wanted."""
        return self.band.holds(value) and (second is None or self.second.holds(second))
