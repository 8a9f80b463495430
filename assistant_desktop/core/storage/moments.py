"""Instants as the file keeps them: whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST_MS = -62_135_510_400_000  # 2 January of year 1: any zone can still show it
_LAST_MS = 253_402_214_400_000  # 31 December 9999, 00:00


@overload
def to_ms(moment: datetime) -> int: ...
@overload
def to_ms(moment: None) -> None: ...
def to_ms(moment: datetime | None) -> int | None:
    """Milliseconds since 1970 of an aware moment, exact also for years 1 to 9999."""
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


@overload
def from_ms(value: int) -> datetime: ...
@overload
def from_ms(value: None) -> None: ...
def from_ms(value: int | None) -> datetime | None:
    """The aware UTC moment of a stored number."""
    if value is None:
        return None
    # Saturating: one impossible number in a file must not keep all of it from being read.
    return _EPOCH + timedelta(milliseconds=min(max(value, _FIRST_MS), _LAST_MS))
