"""The export of Apple Health, fed to expat in pieces: no tree, whatever its size.

Source: developer.apple.com, HealthKit data types; the DTD at the head of export.xml.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import BadInput, KnownError
from assistant_desktop.domain.health_files import FoundBatch, FoundReading
from assistant_desktop.domain.health_record import rule_of, scale_of
from assistant_desktop.services.health_service.archives import BROKEN, damaged, unreadable
from assistant_desktop.services.health_service.batches import Gathering
from assistant_desktop.services.health_service.nights import Nights

Source = tuple[Callable[[], IO[bytes]], int]
"""How a file is opened, and its size in bytes."""

_PIECE = 1 << 20
_LONGEST_NAME = 60
_QUANTITY, _CATEGORY = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
_EACH = {
    f"{_QUANTITY}BodyMass": "weight",
    f"{_QUANTITY}HeartRate": "pulse",
    f"{_QUANTITY}BloodGlucose": "glucose",
    f"{_QUANTITY}BodyTemperature": "temperature",
}
_SUMMED = {
    f"{_QUANTITY}StepCount": "steps",
    f"{_QUANTITY}DietaryWater": "water",
    f"{_QUANTITY}DietaryEnergyConsumed": "calories",
    f"{_QUANTITY}AppleExerciseTime": "exercise",
}
_UPPER, _LOWER = (f"{_QUANTITY}BloodPressure{end}" for end in ("Systolic", "Diastolic"))
_SLEEP = f"{_CATEGORY}SleepAnalysis"
_ASLEEP = "HKCategoryValueSleepAnalysisAsleep"
_UNITS = {
    "count/min": "bpm",
    "degC": "°C",
    "degF": "°F",
    "mL": "ml",
    "L": "l",
    "fl_oz_us": "oz",
    "Cal": "kcal",
    "count": "steps",
    "hr": "h",
}
# Source: NIST SP 811 (2008), appendix B: 1 kcal (thermochemical) = 4.184 kJ, 1 UK fluid ounce =
# 28.41306 ml, 1 US cup = 236.5882 ml.
_FACTORS = {
    ("weight", "g"): 0.001,
    ("calories", "kJ"): 1 / 4.184,
    ("water", "fl_oz_imp"): 28.41306,
    ("water", "cup_us"): 236.5882,
    ("water", "cup_imp"): 284.1306,
}


def is_one(head: bytes) -> bool:
    """Whether a file that begins so is an export of Apple Health."""
    text = head.replace(b"\x00", b"")
    return b"<HealthData" in text or b"<!DOCTYPE HealthData" in text


def steps(source: Source, path: Path, zone: ZoneInfo, now: datetime) -> Iterator[FoundBatch]:
    """All readings in batches. Blocks at every step."""
    opened, size = source
    reading = _Reading(zone, now)
    trouble: KnownError | None = None
    done = 0
    try:
        with opened() as stream:
            while piece := stream.read(_PIECE):
                reading.feed(piece)
                done += len(piece)
                yield from reading.found.full(done / max(size, 1) * 0.99)
            reading.feed(b"", last=True)
    except expat.ExpatError as error:
        trouble = BadInput(
            "{path} breaks off or is damaged in line {line}.",
            hint="What came before it was taken in. Export it again for the rest.",
            path=path.name,
            line=error.lineno,
        )
    except BROKEN:
        trouble = damaged(path)
    except BadInput as refused:
        trouble = refused
    except OSError as error:
        trouble = unreadable(path, error)
    if trouble is None:
        # Sums of a part of the file would not be those of whole days.
        reading.finish()
    yield from reading.found.rest(trouble)


class _Reading:
    """What was read so far."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self.found = Gathering(now)
        self._zone = zone
        self._inside = 0  # of a correlation, whose records stand in the file a second time
        self._sums: dict[tuple[str, str, str, str], float] = {}
        self._nights = Nights()
        self._halves: dict[tuple[str, str], dict[str, float]] = {}
        self._paired: set[tuple[str, str]] = set()
        self._labels: dict[str, str] = {}
        self._units: dict[tuple[str, str], Callable[[float], tuple[float, str]] | None] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.EntityDeclHandler = _refuse
        self._parser.ExternalEntityRefHandler = _refuse
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """The next bytes."""
        self._parser.Parse(piece, last)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Record":
            try:
                self._record(attributes)
            except KeyError:
                self.found.bad("broken")
        elif name == "Correlation":
            self._inside += 1

    def _ends(self, name: str) -> None:
        if name == "Correlation":
            self._inside -= 1

    def _record(self, record: dict[str, str]) -> None:
        what = record["type"]
        if what in {_UPPER, _LOWER}:
            self._half(what, record)
        elif self._inside:
            return
        elif (kind := _EACH.get(what)) is not None:
            self._single(kind, record)
        elif (kind := _SUMMED.get(what)) is not None:
            self._share(kind, record)
        elif what == _SLEEP:
            self._slept(record)
        else:
            self.found.other += 1

    def _single(self, kind: str, record: dict[str, str]) -> None:
        value, at = self._measured(kind, record), self._moment(record["startDate"])
        if value is not None and at is not None:
            label = self._label(record)
            self.found.add(FoundReading(kind, value[0], value[1], at, source=label))

    def _share(self, kind: str, record: dict[str, str]) -> None:
        value = self._measured(kind, record)
        day = record["startDate"][:10]
        if value is not None:
            key = (kind, day, value[1], self._label(record))
            self._sums[key] = self._sums.get(key, 0.0) + value[0]

    def _slept(self, record: dict[str, str]) -> None:
        if not record.get("value", "").startswith(_ASLEEP):
            return  # in bed, or awake
        begin, end = self._moment(record["startDate"]), self._moment(record["endDate"])
        if begin is not None and end is not None:
            self._nights.add(self._label(record), begin, end)

    def _half(self, what: str, record: dict[str, str]) -> None:
        """One of the two numbers of a blood pressure: they share source and moment."""
        value = self._measured("blood_pressure", record)
        key = (record["startDate"], self._label(record))
        if value is None or key in self._paired:
            return
        halves = self._halves.setdefault(key, {})
        halves[what] = value[0]
        if len(halves) < 2:
            return
        del self._halves[key]
        self._paired.add(key)
        at = self._moment(key[0])
        if at is not None:
            upper, lower = halves[_UPPER], halves[_LOWER]
            self.found.add(FoundReading("blood_pressure", upper, "mmHg", at, lower, source=key[1]))

    def _measured(self, kind: str, record: dict[str, str]) -> tuple[float, str] | None:
        """The value in the unit it is kept in."""
        try:
            value = float(record["value"])
        except ValueError:
            self.found.bad("no-number")
            return None
        key = (kind, record.get("unit", ""))
        if key not in self._units:
            self._units[key] = _conversion(*key)
        convert = self._units[key]
        if convert is None:
            self.found.bad("no-unit")
            return None
        return convert(value)

    def _moment(self, text: str) -> datetime | None:
        """A moment as Apple writes it: 2026-11-24 08:12:33 +0300."""
        try:
            at = datetime.fromisoformat(f"{text[:19]}{text[20:]}")
        except ValueError:
            self.found.bad("no-time")
            return None
        return at if at.tzinfo else at.replace(tzinfo=self._zone)

    def _label(self, record: dict[str, str]) -> str:
        name = record.get("sourceName", "")
        known = self._labels.get(name)
        if known is None:
            plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
            known = self._labels[name] = f"Apple Health: {plain}"[:_LONGEST_NAME]
        return known

    # ---- at the end ----

    def finish(self) -> None:
        """What can be told when all was read: days, nights, halves that were left alone."""
        best: dict[tuple[str, str, str], tuple[float, str]] = {}
        for (kind, day, unit, label), total in self._sums.items():
            # A phone and a watch count the same steps: the one that counted more is believed.
            key = (kind, day, unit)
            best[key] = max(best.get(key, (-1.0, "")), (total, label))
        for (kind, text, unit), (total, label) in sorted(best.items()):
            self._add_day(kind, text, unit, total, label)
        for ended_on, night in self._nights.longest():
            one = FoundReading("sleep", night.hours, "h", night.end, source=night.label)
            self.found.add(one._replace(day=ended_on))
        if self._halves:
            self.found.bad("one-number", len(self._halves))

    def _add_day(self, kind: str, text: str, unit: str, total: float, label: str) -> None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.found.bad("no-time")
            return
        value = round(total, rule_of(kind).digits)
        at = datetime.combine(day, time(), tzinfo=self._zone)
        self.found.add(FoundReading(kind, value, unit, at, source=label, day=day))


def _conversion(kind: str, unit: str) -> Callable[[float], tuple[float, str]] | None:
    """How values of a unit become those of the unit that is kept; None for one not known."""
    factor = _FACTORS.get((kind, unit))
    if factor is not None:
        kept = rule_of(kind).unit
        return lambda value: (value * factor, kept)
    ours = "mmol/L" if unit.startswith("mmol<") else _UNITS.get(unit, unit)
    scale = scale_of(kind, ours)
    if scale is None:
        return None
    return lambda value: (scale.into(value), scale.unit)


def _refuse(*_: Any) -> int:
    """An export declares no entities: what does wants to grow, or to read other files."""
    raise BadInput("This file is no export of Apple Health: it declares entities.")
