"""Google Fit as Takeout gives it: one table of days, and one table for each day."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.health_files import FoundBatch, FoundReading
from assistant_desktop.services.health_service.archives import BROKEN, unreadable
from assistant_desktop.services.health_service.batches import Gathering

_LABEL = "Google Fit"
_DAY_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})\.csv$")
_SUMMED = {"step count": ("steps", "steps"), "move minutes count": ("exercise", "min")}
_AVERAGED = {
    "average weight (kg)": ("weight", "kg"),
    "average heart rate (bpm)": ("pulse", "bpm"),
}
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its name, its day where it is of one day, and how it is opened."""

    name: str
    day: date | None
    size: int
    open: Callable[[], IO[bytes]]


def files_in(folder: Path) -> list[Part]:
    """The tables of Google Fit in a folder. Blocks."""
    found = []
    for path in sorted(folder.rglob("*.csv")):
        opened = partial(_plain, path)
        with opened() as stream:
            kind = _kind_of(stream)
        if kind is not None:
            day = _day_of(path.name) if kind == "day" else None
            found.append(Part(path.name, day, path.stat().st_size, opened))
    return _days_first(found)


def files_of(archive_path: Path, members: Sequence[zipfile.ZipInfo]) -> list[Part]:
    """The tables of Google Fit in an archive. Blocks."""
    found = []
    with zipfile.ZipFile(archive_path) as archive:
        for member in sorted(members, key=lambda one: one.filename):
            with archive.open(member) as stream:
                kind = _kind_of(stream)
            if kind is not None:
                day = _day_of(member.filename) if kind == "day" else None
                opened = partial(_member, archive_path, member.filename)
                found.append(Part(member.filename, day, member.file_size, opened))
    return _days_first(found)


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


def _member(path: Path, name: str) -> IO[bytes]:
    return zipfile.ZipFile(path).open(name)


def _days_first(found: list[Part]) -> list[Part]:
    """The table of all days first: what it tells is not summed a second time."""
    return sorted(found, key=lambda one: (one.day is not None, one.name))


def _kind_of(stream: IO[bytes]) -> str | None:
    head = stream.readline(1 << 14).decode("utf-8-sig", "replace").lower()
    columns = {one.strip().strip('"') for one in head.split(",")}
    if not columns & (_SUMMED.keys() | _AVERAGED.keys()):
        return None
    if "start time" in columns:
        return "day"
    return "days" if "date" in columns else None


def _day_of(name: str) -> date | None:
    found = _DAY_FILE.search(name)
    return date.fromisoformat(found[1]) if found else None


def steps(parts: Sequence[Part], zone: ZoneInfo, now: datetime) -> Iterator[FoundBatch]:
    """All readings in batches. Blocks at every step."""
    reading = _Reading(zone, now, frozenset(one.day for one in parts if one.day is not None))
    total, done = max(sum(one.size for one in parts), 1), 0
    trouble: KnownError | None = None
    for part in parts:
        try:
            reading.take(part)
        except BROKEN:
            trouble = BadInput("{name} in the archive is damaged.", name=part.name)
        except OSError as error:
            trouble = unreadable(Path(part.name), error)
        done += part.size
        yield from reading.found.full(done / total)
    reading.finish()
    yield from reading.found.rest(trouble)


class _Reading:
    """What was read so far. detailed: days that have a table of their own."""

    def __init__(self, zone: ZoneInfo, now: datetime, detailed: frozenset[date]) -> None:
        self.found = Gathering(now)
        self._zone, self._today = zone, now.astimezone(zone).date()
        self._detailed = detailed
        self._sums: dict[tuple[date, str, str], float] = {}
        self._known: set[date] = set()

    def take(self, part: Part) -> None:
        """One table."""
        with part.open() as stream:
            text = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
            for row in self._rows(csv.DictReader(text)):
                plain = {(key or "").strip().lower(): value or "" for key, value in row.items()
                         if not isinstance(value, list)}  # fmt: skip
                if part.day is None:
                    self._day(plain)
                else:
                    self._quarter(part.day, plain)

    def _rows(self, reader: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows; one that cannot be read, such as with an endless cell, is counted."""
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error:
                self.found.bad("broken")

    def _day(self, row: dict[str, str]) -> None:
        """A row of the table of days."""
        try:
            day = date.fromisoformat(row.get("date", "").strip())
        except ValueError:
            self.found.bad("no-time")
            return
        self._known.add(day)
        self._add_up(day, row)
        if day not in self._detailed:
            at = _NOON if day < self._today else time()
            self._averages(row, datetime.combine(day, at, tzinfo=self._zone))

    def _quarter(self, day: date, row: dict[str, str]) -> None:
        """A quarter of an hour of one day."""
        try:
            begin = time.fromisoformat(row.get("start time", "").strip())
        except ValueError:
            self.found.bad("no-time")
            return
        at = datetime.combine(day, begin)
        self._averages(row, at if at.tzinfo else at.replace(tzinfo=self._zone))
        if day not in self._known:
            self._add_up(day, row)

    def _add_up(self, day: date, row: dict[str, str]) -> None:
        for column, (kind, unit) in _SUMMED.items():
            value = self._number(row.get(column, ""))
            if value is not None:
                key = (day, kind, unit)
                self._sums[key] = self._sums.get(key, 0.0) + value

    def _averages(self, row: dict[str, str], at: datetime) -> None:
        for column, (kind, unit) in _AVERAGED.items():
            value = self._number(row.get(column, ""))
            if value is not None:
                self.found.add(FoundReading(kind, round(value, 3), unit, at, source=_LABEL))

    def _number(self, text: str) -> float | None:
        if not text.strip():
            return None
        try:
            return float(text)
        except ValueError:
            self.found.bad("no-number")
            return None

    def finish(self) -> None:
        """The sums of days."""
        for (day, kind, unit), total in sorted(self._sums.items()):
            at = datetime.combine(day, time(), tzinfo=self._zone)
            self.found.add(FoundReading(kind, total, unit, at, source=_LABEL, day=day))
