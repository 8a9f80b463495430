"""Repetition."""

from __future__ import annotations

from dataclasses import dataclass

from assistant_desktop.core.when.values import Recurrence, Reference


@dataclass(frozen=True, slots=True)
class Repeat:
    """x"""

    freq: str = "DAILY"


def recurrence_of(repeat: Repeat, reference: Reference) -> Recurrence | None:
    return None
