"""What the columns of a table hold, found by their headers in English and Russian."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant_desktop.domain.health_files import OWN_COLUMNS
from assistant_desktop.domain.health_names import kind_of, unit_of
from assistant_desktop.domain.health_record import KINDS

Role = Literal["time", "date", "clock", "kind", "value", "second", "unit", "note", "source"]

_ROLES: dict[Role, str] = {
    "source": "source|device|источник|прибор|устройство",
    "time": "datetime|date time|date/time|date & time|timestamp|time stamp|measured at|recorded at"
    "|measurement time|when|start|start time|startdate|дата и время|дата/время|когда|время замера"
    "|дата измерения|время измерения|момент",
    "date": "date|day|дата|день",
    "clock": "time|hour|время|час",
    "kind": "kind|type|metric|measure|measurement|parameter|name|what|вид|тип|показатель|параметр"
    "|измерение|что",
    "value": "value|result|reading|amount|quantity|значение|результат|величина|показание",
    "second": "second value|value 2|value2|второе значение|значение 2",
    "unit": "unit|units|единица|единицы|ед|ед. изм.|ед.изм.|единица измерения|единицы измерения",
    "note": "note|notes|comment|comments|remark|tags|заметка|заметки|комментарий|примечание"
    "|примечания",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split("|")}
_UPPER_WORDS = (
    "systolic|sys|systolic pressure|systolic blood pressure|upper|верхнее|систолическое|сад"
    "|систолическое давление|верхнее давление|сист"
)
_LOWER_WORDS = (
    "diastolic|dia|diastolic pressure|diastolic blood pressure|lower|нижнее|диастолическое|дад"
    "|диастолическое давление|нижнее давление|диаст"
)
_UPPER, _LOWER = (frozenset(words.split("|")) for words in (_UPPER_WORDS, _LOWER_WORDS))
_WITH_UNIT = re.compile(r"^(?P<name>.+?)\s*(?:[(\[](?P<inside>[^)\]]+)[)\]]|,\s*(?P<after>[^,]+))$")


@dataclass(frozen=True, slots=True)
class Measured:
    """A column of one kind, in one unit where the header names it."""

    place: int
    kind: str
    unit: str = ""


@dataclass(slots=True)
class Columns:
    """Where things stand. measured: columns that are kinds of their own; upper and lower: of a
    blood pressure.
    """

    roles: dict[Role, int] = field(default_factory=dict)
    measured: list[Measured] = field(default_factory=list)
    upper: int | None = None
    lower: int | None = None
    is_own: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether there are moments and numbers."""
        timed = bool(self.roles.keys() & {"time", "date", "clock"})
        long = "kind" in self.roles and "value" in self.roles
        pair = self.upper is not None and self.lower is not None
        return timed and (long or bool(self.measured) or pair)


def columns_of(header: Sequence[str]) -> Columns:
    """What each column holds, as far as its header tells."""
    names = [" ".join(one.replace("_", " ").strip().lower().split()) for one in header]
    columns = Columns(is_own=tuple(one.strip().lower() for one in header) == OWN_COLUMNS)
    if columns.is_own:
        places = {name: place for place, name in enumerate(OWN_COLUMNS)}
        columns.roles = {
            "time": places["time"],
            "kind": places["kind"],
            "value": places["value"],
            "second": places["second_value"],
            "unit": places["unit"],
            "note": places["note"],
            "source": places["source"],
        }
        return columns
    for place, name in enumerate(names):
        _place(columns, place, name)
    # "Date" and "Time" belong together; "Time" alone is the whole moment.
    if "clock" in columns.roles and "date" not in columns.roles:
        columns.roles.setdefault("time", columns.roles.pop("clock"))
    return columns


def _place(columns: Columns, place: int, name: str) -> None:
    role = _ROLE_OF.get(name)
    if role is not None:
        columns.roles.setdefault(role, place)
        return
    found = _WITH_UNIT.match(name)
    bare = found["name"] if found else name
    said = (found["inside"] or found["after"]) if found else ""
    if bare in _UPPER:
        columns.upper = place
    elif bare in _LOWER:
        columns.lower = place
    elif kind_of(bare) in KINDS:
        columns.measured.append(Measured(place, kind_of(bare), unit_of(said) or ""))
    elif _ROLE_OF.get(bare) is not None:
        columns.roles.setdefault(_ROLE_OF[bare], place)
