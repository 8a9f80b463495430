"""Zones of calendar files: what programs call them, as the zones of this world.

A file names a zone as IANA does, as Windows does, with a prefix of its program, or by a name of
its own with the offsets spelled out (VTIMEZONE). Events are kept in an IANA zone: rules of clock
changes stay right when governments change them.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from icalendar import Timezone

_COMMON = (
    *("Europe/Berlin", "Europe/London", "Europe/Moscow", "Europe/Athens", "Europe/Lisbon"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Sao_Paulo", "Asia/Tokyo", "Asia/Shanghai", "Asia/Kolkata", "Asia/Dubai"),
    *("Australia/Sydney", "Pacific/Auckland", "Africa/Johannesburg"),
)
"""Tried first where offsets alone tell: several zones have the same."""
_SAMPLE_DAYS = ((1, 15), (3, 20), (4, 5), (7, 15), (10, 10), (10, 29), (11, 15))


class FileZones:
    """The zones of one file. unknown: names that mean nothing to us; told once each."""

    def __init__(self, definitions: Mapping[str, "Timezone"]) -> None:
        self._definitions = definitions
        self._known: dict[str, tzinfo | None] = {}
        self.unknown: set[str] = set()

    def of(self, name: str) -> tzinfo | None:
        """An IANA zone, else the file's own offsets, else None."""
        if name not in self._known:
            self._known[name] = self._find(name)
            if self._known[name] is None:
                self.unknown.add(name)
        return self._known[name]

    def _find(self, name: str) -> tzinfo | None:
        for candidate in _spellings(name):
            if (zone := _iana(candidate)) is not None:
                return zone
        definition = self._definitions.get(name)
        if definition is None:
            return None
        for key in ("X-LIC-LOCATION", "X-MICROSOFT-CDO-TZID"):
            if (zone := _iana(str(definition.get(key, "")))) is not None:
                return zone
        try:
            told = definition.to_tz(lookup_tzid=False)
            return _alike(told) or told
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
            return None  # offsets that cannot be


def _spellings(name: str) -> Iterator[str]:
    """As it stands, as Windows names it, and its last parts: "/mozilla.org/1/Europe/Berlin"."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    clean = name.strip().strip('"')
    yield clean
    yield WINDOWS_TO_OLSON.get(clean, "")
    parts = clean.split("/")
    for count in (3, 2):
        if len(parts) > count:
            yield "/".join(parts[-count:])


@lru_cache(maxsize=256)
def _iana(name: str) -> ZoneInfo | None:
    if name.upper() in {"UTC", "Z", "GMT", "ETC/UTC"}:
        return ZoneInfo("UTC")
    if name not in available_timezones():
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _alike(told: tzinfo) -> ZoneInfo | None:
    """The zone whose clocks show the same all through two recent years."""
    moments = [datetime(year, *day, 12) for year in (2024, 2025) for day in _SAMPLE_DAYS]  # noqa: DTZ001 - wall time
    offsets = [told.utcoffset(one) for one in moments]
    for name in (*_COMMON, *sorted(_places())):
        zone = _iana(name)
        if zone is not None and [zone.utcoffset(one) for one in moments] == offsets:
            return zone
    return None


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    continents = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/")
    return frozenset(name for name in available_timezones() if name.startswith(continents))


def key_of(zone: tzinfo) -> str:
    """The IANA name, empty for offsets that have none."""
    return zone.key if isinstance(zone, ZoneInfo) else "UTC" if zone is UTC else ""
