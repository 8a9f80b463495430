"""Escalation policies: which channel speaks at which moment until the user answers.

Pure: a policy, a level and instants in, instants and channels out.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Annotated, Self

from pydantic import Field, model_validator

from assistant_desktop.domain.model import DomainModel

MIN_REPEAT_S = 5.0
MAX_STEP_S = 30 * 24 * 3600.0


class Channel(StrEnum):
    """A way to reach the user, from quiet to loud."""

    NOTIFICATION = "notification"
    WINDOW = "window"
    SOUND = "sound"
    ON_TOP = "on_top"
    PHONE = "phone"


class Step(DomainModel):
    """From `after_s` seconds past the due time on, `channels` speak too."""

    after_s: Annotated[float, Field(ge=0, le=MAX_STEP_S)]
    channels: tuple[Channel, ...]


class Policy(DomainModel):
    """A ladder of steps, then repeats every `repeat_s` until acknowledged.

    Each step is a level and each repeat is one. A repeat that the user stated (`stated_repeat`)
    nags from the start: between the steps too, while they join at their own times.
    """

    name: str = "custom"
    steps: tuple[Step, ...]
    repeat_s: Annotated[float, Field(ge=MIN_REPEAT_S, le=MAX_STEP_S)]
    stated_repeat: bool = False
    critical: bool = False

    @model_validator(mode="after")
    def _steps_rise(self) -> Self:
        delays = [step.after_s for step in self.steps]
        if not delays or delays[0] != 0 or delays != sorted(set(delays)):
            raise ValueError("steps start at 0 and each comes later than the one before")
        return self

    def delay_s(self, level: int) -> float:
        """Seconds from the due time to `level` (0 is the due time itself)."""
        first = 0
        for step, following in pairwise(self.steps):
            rungs = ceil((following.after_s - step.after_s) / self.repeat_s)
            rungs = rungs if self.stated_repeat else 1
            if level < first + rungs:
                return step.after_s + (level - first) * self.repeat_s
            first += rungs
        return self.steps[-1].after_s + (level - first) * self.repeat_s

    def channels(self, level: int) -> tuple[Channel, ...]:
        """Every channel that speaks at `level`, quiet ones first, without repeats."""
        delay_s = self.delay_s(level)
        reached = [step for step in self.steps if step.after_s <= delay_s]
        return tuple(dict.fromkeys(channel for step in reached for channel in step.channels))

    def with_repeat(self, repeat_s: float) -> "Policy":
        """The same ladder with the repeat that the user stated."""
        return Policy.model_validate(
            {**self.model_dump(), "repeat_s": repeat_s, "stated_repeat": True}
        )


def _ladder(name: str, steps: list[tuple[float, tuple[Channel, ...]]], repeat_s: float) -> Policy:
    return Policy(
        name=name,
        steps=tuple(Step(after_s=delay_s, channels=channels) for delay_s, channels in steps),
        repeat_s=repeat_s,
    )


_MINUTE_S = 60.0
GENTLE = _ladder(
    "gentle",
    [
        (0, (Channel.NOTIFICATION,)),
        (15 * _MINUTE_S, (Channel.NOTIFICATION,)),
        (30 * _MINUTE_S, (Channel.NOTIFICATION,)),
    ],
    60 * _MINUTE_S,
)
NORMAL = _ladder(
    "normal",
    [
        (0, (Channel.NOTIFICATION,)),
        (5 * _MINUTE_S, (Channel.WINDOW,)),
        (10 * _MINUTE_S, (Channel.SOUND,)),
    ],
    10 * _MINUTE_S,
)
INSISTENT = _ladder(
    "insistent",
    [
        (0, (Channel.WINDOW, Channel.SOUND)),
        (2 * _MINUTE_S, (Channel.ON_TOP,)),
        (10 * _MINUTE_S, (Channel.PHONE,)),
    ],
    5 * _MINUTE_S,
)
PRESETS = {policy.name: policy for policy in (GENTLE, NORMAL, INSISTENT)}


class QuietHours(DomainModel):
    """A daily span of local time in which only critical reminders speak. May cross midnight."""

    start: time
    end: time

    def covers(self, moment: time) -> bool:
        """True when local `moment` lies inside; an empty span covers nothing."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


def next_level_at(policy: Policy, level: int, due: datetime, now: datetime) -> datetime:
    """When the level after `level` is due, never in the past of `now`.

    After a long sleep the ladder goes on one step at a time, each step its own gap after
    `now`, so that nothing is skipped and nothing bursts.
    """
    planned = due + timedelta(seconds=policy.delay_s(level + 1))
    if planned > now:
        return planned
    gap_s = max(policy.delay_s(level + 1) - policy.delay_s(level), MIN_REPEAT_S)
    return now + timedelta(seconds=gap_s)
