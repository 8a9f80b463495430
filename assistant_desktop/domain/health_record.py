"""One measured or noted thing about the user's health: its kinds, units and what can be true."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant_desktop.domain.ids import RecordId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class HealthRecord(DomainModel):
    """A value with its unit at a moment; `second_value` is the lower blood pressure."""

    id: RecordId
    user_id: UserId
    kind: str
    value: float
    second_value: float | None = None
    unit: str
    at: AwareDatetime
    note: str = ""
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Scale:
    """How a unit becomes the one that is kept: value * factor + offset."""

    unit: str
    factor: float = 1.0
    offset: float = 0.0

    def into(self, value: float) -> float:
        """A value of this unit in the unit that is kept."""
        return round(value * self.factor + self.offset, 6)

    def back(self, value: float) -> float:
        """A kept value in this unit."""
        return (value - self.offset) / self.factor


@dataclass(frozen=True, slots=True)
class KindRule:
    """What is known of a kind.

    scales: each unit it may be said in, with the one it is kept in. ranges: what a kept value
    may be; wide on purpose: what a person can read off a device, never what is healthy.
    second_range: the same of the lower blood pressure. adds_up: a sum says something.
    named: several things share the kind and are told apart by name. rated: an average of the
    values says something. same_within: two values of one moment that are no further apart are one,
    rounded in different units.
    """

    unit: str
    scales: Mapping[str, Scale] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    second_range: tuple[float, float] | None = None
    digits: int = 2
    adds_up: bool = False
    named: bool = False
    rated: bool = True
    same_within: float = 1e-6

    @property
    def is_free(self) -> bool:
        """Whether any unit may be given."""
        return not self.scales


TIMES = "times"
"""The unit of what was noted without a number."""

# Source: NIST SP 811 (2008), appendix B: 1 lb = 0.45359237 kg exactly, 1 mile = 1.609344 km
# exactly, 1 US fluid ounce = 29.57353 ml, t/°C = (t/°F - 32) / 1.8. A stone is 14 lb.
_KG_PER_LB = 0.45359237
_ML_PER_FLUID_OUNCE = 29.5735295625
_KM_PER_MILE = 1.609344
# Source: the molar mass of glucose, C6H12O6, is 180.156 g/mol: 1 mmol/L = 18.0156 mg/dL.
_MG_DL_PER_MMOL_L = 18.0156
# Source: convention; a metric cup is 250 ml, a common glass the same, a small bottle 500 ml.
_ML_PER_GLASS = 250.0
_ML_PER_BOTTLE = 500.0

_HOURS = {"h": Scale("h"), "min": Scale("h", 1 / 60)}
_DISTANCES = {"km": Scale("km"), "mi": Scale("km", _KM_PER_MILE), "m": Scale("km", 0.001)}
_LENGTHS = {"min": Scale("min"), "h": Scale("min", 60)}

KINDS: dict[str, KindRule] = {
    "weight": KindRule(
        "kg",
        {
            "kg": Scale("kg"),
            "lb": Scale("kg", _KG_PER_LB),
            "st": Scale("kg", 14 * _KG_PER_LB),
        },
        {"kg": (1, 500)},
        same_within=0.08,  # a tenth of a kilogram and a tenth of a pound, each halved
    ),
    "blood_pressure": KindRule(
        "mmHg", {"mmHg": Scale("mmHg")}, {"mmHg": (50, 300)}, (20, 200), digits=0
    ),
    "pulse": KindRule("bpm", {"bpm": Scale("bpm")}, {"bpm": (20, 300)}, digits=0),
    "glucose": KindRule(
        "mmol/L",
        {"mmol/L": Scale("mmol/L"), "mg/dL": Scale("mmol/L", 1 / _MG_DL_PER_MMOL_L)},
        {"mmol/L": (0.5, 60)},
        same_within=0.08,  # a tenth, and a whole mg/dL
    ),
    "temperature": KindRule(
        "°C",
        {"°C": Scale("°C"), "°F": Scale("°C", 5 / 9, -160 / 9)},
        {"°C": (25, 45)},
        same_within=0.08,  # tenths of both degrees
    ),
    "sleep": KindRule("h", _HOURS, {"h": (0, 24)}),
    "steps": KindRule(
        "steps", {"steps": Scale("steps")}, {"steps": (0, 200_000)}, digits=0, adds_up=True
    ),
    "water": KindRule(
        "ml",
        {
            "ml": Scale("ml"),
            "l": Scale("ml", 1000),
            "glass": Scale("ml", _ML_PER_GLASS),
            "cup": Scale("ml", _ML_PER_GLASS),
            "bottle": Scale("ml", _ML_PER_BOTTLE),
            "oz": Scale("ml", _ML_PER_FLUID_OUNCE),
        },
        {"ml": (1, 10_000)},
        digits=0,
        adds_up=True,
    ),
    "exercise": KindRule(
        "min", _LENGTHS | _DISTANCES, {"min": (0, 1440), "km": (0, 1000)}, adds_up=True
    ),
    "calories": KindRule(
        "kcal", {"kcal": Scale("kcal")}, {"kcal": (0, 20_000)}, digits=0, adds_up=True
    ),
    "mood": KindRule("/10", ranges={"/10": (0, 10)}, named=True),
    "symptom": KindRule("/10", ranges={"/10": (0, 10)}, named=True),
    "medication": KindRule(TIMES, ranges={}, digits=4, named=True, rated=False),
}
OWN_KIND = KindRule("", named=True)
_ANY = (-1e9, 1e9)
_ANY_DOSE = (0.0, 1e6)


def rule_of(kind: str) -> KindRule:
    """The rule of a kind; the user's own kinds share one that takes any unit."""
    return KINDS.get(kind, OWN_KIND)


def scale_of(kind: str, unit: str) -> Scale | None:
    """How a unit of a kind is kept; None when the kind is not measured in it."""
    rule = rule_of(kind)
    return Scale(unit) if rule.is_free else rule.scales.get(unit)


def span_of(kind: str, kept_unit: str) -> tuple[float, float]:
    """Between what a kept value of a kind lies, both ends included."""
    usual = _ANY_DOSE if kind == "medication" else _ANY
    return rule_of(kind).ranges.get(kept_unit, usual)


def is_plausible(kind: str, kept_unit: str, value: float, second: float | None = None) -> bool:
    """Whether a kept value can be true of a person."""
    low, high = span_of(kind, kept_unit)
    if not math.isfinite(value) or not low <= value <= high:
        return False
    lower = rule_of(kind).second_range
    if lower is None:
        return second is None
    return second is not None and lower[0] <= second <= lower[1] and second < value


def units_that_fit(kind: str, value: float) -> list[str]:
    """The units in which a number would be plausible for a kind."""
    return [
        unit
        for unit, scale in rule_of(kind).scales.items()
        if rule_of(kind).second_range is None and is_plausible(kind, scale.unit, scale.into(value))
    ]
