"""A circuit breaker: what fails again and again is left alone for a while.

closed -> (failures in a row reach the threshold) -> open -> (reset_s pass) -> half-open: one probe
goes through -> closed with its counters reset, or open anew. Time is the wall clock, because the
state outlives the process; a clock that was set back makes no rest longer.

Source: Nygard, Release It!, 2nd ed., chapter 5.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from assistant_desktop.domain.model import AwareDatetime, DomainModel


class State(StrEnum):
    """Whether calls go through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Kept(DomainModel):
    """What outlives the process."""

    failures: int = 0
    open_until: AwareDatetime | None = None
    rest_s: float = 0.0


class CircuitBreaker:
    """Ask `admits` before each call, and tell afterwards how it went. Not for threads."""

    def __init__(
        self, now: Callable[[], datetime], *, threshold: int = 5, reset_s: float = 60.0
    ) -> None:
        self._now, self._threshold = now, threshold
        self._reset = self._rest = timedelta(seconds=reset_s)
        self._until: datetime | None = None
        self._probing = False
        self.state = State.CLOSED
        self.failures = 0

    def admits(self) -> bool:
        """Whether a call may be made now; half-open, only the first: it is the probe."""
        if self.state is State.OPEN and self.resting_until is None:
            self.half_open()
        if self.state is not State.HALF_OPEN:
            return self.state is State.CLOSED
        free, self._probing = not self._probing, True
        return free

    @property
    def resting_until(self) -> datetime | None:
        """Until when no call is made."""
        if self.state is not State.OPEN or self._until is None:
            return None
        self._until = min(self._until, self._now() + self._rest)
        return self._until if self._until > self._now() else None

    def failed(self, rest_s: float | None = None) -> None:
        """The call failed. rest_s: the other side asked to be left alone for so long."""
        self.failures += 1
        self._probing = False
        full = self.failures >= self._threshold or self.state is State.HALF_OPEN
        if full or rest_s is not None:
            self.open(rest_s)

    def abandoned(self) -> None:
        """The call was given up before it had an outcome: another probe may go."""
        self._probing = False

    def open(self, rest_s: float | None = None) -> None:
        """Let nothing through for a while."""
        self._rest = self._reset if rest_s is None else timedelta(seconds=rest_s)
        self.state, self._until, self._probing = State.OPEN, self._now() + self._rest, False

    def half_open(self) -> None:
        """Let one probe through."""
        self.state, self._until, self._probing, self.failures = State.HALF_OPEN, None, False, 0

    def close(self) -> None:
        """Let everything through; also what a call does that went well."""
        self.state, self._until, self._probing, self.failures = State.CLOSED, None, False, 0

    succeeded = close

    def kept(self) -> Kept:
        """What to keep for the next process."""
        rest_s = self._rest.total_seconds()
        return Kept(failures=self.failures, open_until=self._until, rest_s=rest_s)

    def restore(self, kept: Kept) -> None:
        """Go on where another process stopped."""
        self.failures = kept.failures
        if kept.open_until is not None:
            self.open(kept.rest_s)
            self._until = kept.open_until
