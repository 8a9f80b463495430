"""What a benchmark returns: figures, each with the goal that it is held against."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One measured number; `goal` is None where it is only worth knowing."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    # "most": the value must not exceed the goal; "least": it must not fall below.
    goal_is: Literal["most", "least"] = "most"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.goal_is == "most" else self.value >= self.goal

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "met": self.met}


@dataclass
class Report:
    """All figures of one benchmark, and rows of text where a number says too little."""

    figures: list[Figure] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)

    def add(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        most: float | None = None,
        least: float | None = None,
        note: str = "",
    ) -> None:
        """Add a figure, with a goal that it must not exceed (most) or fall below (least)."""
        goal = most if least is None else least
        self.figures.append(
            Figure(name, value, unit, goal, "most" if least is None else "least", note)
        )


@dataclass(frozen=True)
class Budget:
    """How long one benchmark may measure, and who it may compare with."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        return self.seconds - (time.monotonic() - self.started)

    @property
    def peers_python(self) -> str | None:
        """An interpreter that has the peer libraries, None where they are not installed."""
        return os.environ.get("ASSISTANT_PEERS_PYTHON")


def timings(
    work: Callable[[], object], budget: Budget, *, most: int, least: int = 3
) -> list[float]:
    """Seconds of each run: at least `least`, then as many as the budget allows, up to `most`."""
    taken: list[float] = []
    while len(taken) < least or (len(taken) < most and budget.left_s > median(taken)):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return taken


def machine() -> dict[str, object]:
    """What the figures were measured on: without it they mean nothing."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_1_min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }
