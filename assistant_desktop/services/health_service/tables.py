"""Tables: our own, and those of others as far as their headers tell what they hold."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.health_files import FoundBatch, FoundReading, unguarded
from assistant_desktop.domain.health_names import kind_of, unit_of
from assistant_desktop.domain.health_numbers import has_decimal_comma, is_doubtful, number_of
from assistant_desktop.domain.health_record import KINDS, rule_of, scale_of
from assistant_desktop.services.health_service.archives import BROKEN, damaged, unreadable
from assistant_desktop.services.health_service.batches import AT_A_TIME, Gathering
from assistant_desktop.services.health_service.table_columns import (
    Columns,
    Measured,
    Role,
    columns_of,
)
from assistant_desktop.services.health_service.table_times import TableTimes

Source = tuple[Callable[[], IO[bytes]], int]

_HEAD = 1 << 14
_LONGEST_LINE = 1 << 17
_LOOKED_AT = 500
_HEADER_WITHIN = 10
"""Some apps write lines about themselves before the header."""
_LONGEST_NAME, _LONGEST_NOTE = 60, 200
_NUMBER = re.compile(r"\s*([-+−]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)*)\s*(.*)$")
_PAIR = re.compile(r"\s*(\d{2,3})\s*[/\\-]\s*(\d{2,3})")
_BYTES_A_ROW = 60.0

Row = list[str]


def steps(source: Source, path: Path, zone: ZoneInfo, now: datetime) -> Iterator[FoundBatch]:
    """All readings in batches. Blocks at every step.

    Raises:
        BadInput: no header tells what the table holds.
    """
    opened, size = source
    found = Gathering(now)
    try:
        with opened() as stream:
            reader, decimal_comma = _reader(stream)
            rows = _rows(reader, found)
            columns = _header(rows, path)
            head = list(islice(rows, _LOOKED_AT))
            times = TableTimes(zone, [_moment_text(row, columns) for row in head], now)
            reading = _Reading(found, columns, times, decimal_comma=decimal_comma)
            for number, row in enumerate(chain(head, rows), start=1):
                reading.take(row)
                if number % AT_A_TIME == 0:
                    yield from found.full(min(number * _BYTES_A_ROW / max(size, 1), 0.99))
    except BROKEN:
        yield from found.rest(damaged(path))
        return
    except OSError as error:
        yield from found.rest(unreadable(path, error))
        return
    yield from found.rest()


def _reader(stream: IO[bytes]) -> tuple[Iterator[Row], bool]:
    """The rows as the file holds them, and whether their comma is that of decimals."""
    head = stream.read(_HEAD)
    code = _code_of(head)
    joined = io.BufferedReader(_Joined(head, stream))
    text = io.TextIOWrapper(joined, code, errors="replace", newline="")
    sample = head.decode(code, "replace")
    mark = _mark_of(sample)
    reader = csv.reader(iter(lambda: text.readline(_LONGEST_LINE), ""), delimiter=mark)
    # Columns are parted by semicolons where the comma is needed in numbers.
    return reader, mark == ";" or has_decimal_comma(sample)


def _rows(reader: Iterator[Row], found: Gathering) -> Iterator[Row]:
    """The rows; one that cannot be read is counted, and the next is tried."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            found.bad("broken")


class _Joined(io.RawIOBase):
    """What was read already, then the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # any buffer, as io asks
        piece = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(piece) :] if self._head else b""
        view[: len(piece)] = piece
        return len(piece)


def _code_of(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: -4 if len(head) == _HEAD else None].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.reason == "unexpected end of data" else "cp1251"
    return "utf-8-sig"


def _mark_of(sample: str) -> str:
    """What stands between columns: the mark that stands most often in the lines."""
    lines = sample.splitlines()[:_HEADER_WITHIN]
    return max("\t;,|", key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _header(rows: Iterator[Row], path: Path) -> Columns:
    for row in islice(rows, _HEADER_WITHIN):
        columns = columns_of(row)
        if columns.is_usable:
            return columns
    raise BadInput(
        "The header of {path} does not tell what it holds.",
        hint="It needs a column with the date, and one for each kind such as “Weight (kg)”, or"
        " columns Kind, Value and Unit.",
        path=path.name,
    )


def _moment_text(row: Row, columns: Columns) -> str:
    parts = [_cell(row, columns.roles.get(role)) for role in ("time", "date", "clock")]
    whole = parts[0] or " ".join(part for part in parts[1:] if part)
    return whole.strip()


def _cell(row: Row, place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


class _Reading:
    """Rows, one after the other."""

    def __init__(
        self, found: Gathering, columns: Columns, times: TableTimes, *, decimal_comma: bool
    ) -> None:
        self._found, self._columns, self._times = found, columns, times
        self._decimal_comma = decimal_comma

    def take(self, row: Row) -> None:
        """What one row tells."""
        if not any(cell.strip() for cell in row):
            return
        at = self._times.read(_moment_text(row, self._columns))
        if at is None:
            self._found.bad("no-time")
            return
        note = self._role(row, "note")[:_LONGEST_NOTE]
        if "kind" in self._columns.roles and "value" in self._columns.roles:
            self._long(row, at, note)
            return
        self._pair(row, at, note)
        for column in self._columns.measured:
            self._wide(row, column, at, note)

    def _role(self, row: Row, role: Role) -> str:
        cell = _cell(row, self._columns.roles.get(role))
        return unguarded(cell) if self._columns.is_own else cell

    def _long(self, row: Row, at: datetime, note: str) -> None:
        said = self._role(row, "kind")
        kind = said if self._columns.is_own else kind_of(said)[:_LONGEST_NAME]
        if not kind:
            self._found.bad("no-kind")
            return
        unit, second = self._role(row, "unit"), self._role(row, "second")
        text = self._role(row, "value")
        if second and "/" not in text:
            text = f"{text}/{second}" if not self._columns.is_own else text
        if self._columns.is_own:
            source = self._role(row, "source")[:_LONGEST_NAME]
            known = source and not source.startswith("reminder:")  # of occurrences not here
            one = FoundReading(kind, 0.0, unit, at, note=note, source=source if known else "file")
            self._own(one, text, second)
        else:
            self._add(kind, text, unit, at, note)

    def _own(self, one: FoundReading, text: str, second: str) -> None:
        """Our own table holds what was kept, in the unit it was kept in."""
        try:
            value, lower = float(text), float(second) if second else None
        except ValueError:
            self._found.bad("no-number")
            return
        self._found.add(one._replace(value=value, second=lower), is_own=True)

    def _wide(self, row: Row, column: Measured, at: datetime, note: str) -> None:
        text = _cell(row, column.place)
        if text and text not in {"-", "—", "n/a", "N/A"}:
            self._add(column.kind, text, column.unit, at, note)

    def _pair(self, row: Row, at: datetime, note: str) -> None:
        upper, lower = (_cell(row, one) for one in (self._columns.upper, self._columns.lower))
        if upper and lower:
            self._add("blood_pressure", f"{_whole(upper)}/{_whole(lower)}", "mmHg", at, note)
        elif upper or lower:
            self._found.bad("one-number")

    def _add(self, kind: str, text: str, unit: str, at: datetime, note: str) -> None:
        second, value, rest = None, None, ""
        pair = _PAIR.match(text) if kind == "blood_pressure" else None
        if pair is not None:
            value, second = float(pair[1]), float(pair[2])
        elif (number := _NUMBER.match(text)) is not None:
            rest = number[2].strip()
            value = self._number(number[1], kind, unit or rest)
        if value is None:
            self._found.bad("no-number")
            return
        if kind == "blood_pressure" and second is None:
            self._found.bad("one-number")
            return
        said = unit or rest
        ours = (unit_of(said) or (said if rule_of(kind).is_free else "?")) if said else ""
        scale = scale_of(kind, ours or rule_of(kind).unit)
        if scale is None:
            self._found.bad("no-unit")
            return
        lower = None if second is None else scale.into(second)
        kept = scale.unit[:_LONGEST_NAME] if kind not in KINDS else scale.unit
        one = FoundReading(kind, scale.into(value), kept, at, lower, note, "file")
        self._found.add(one)

    def _number(self, text: str, kind: str, unit: str) -> float | None:
        """The value; None for a medicine whose comma can be both, for nobody is here to ask."""
        comma = self._decimal_comma
        if is_doubtful(text, kind, decimal_comma=comma):
            return None
        return number_of(text, kind, unit_of(unit) or unit, decimal_comma=comma)


def _whole(text: str) -> str:
    """A number of a blood pressure, without what a spreadsheet adds: "120.0"."""
    number = _NUMBER.match(text)
    value = number_of(number[1], "blood_pressure", "mmHg") if number else None
    return text if value is None else str(round(value))
