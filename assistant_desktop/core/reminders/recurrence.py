"""Recurrence: an RRULE in local wall time to instants.

The rule is expanded on naive local time; the zone is applied afterwards. A wall time that a
daylight-saving change leaves out is shifted forward by the gap, one that comes twice is taken
the first time. Source: RFC 5545, section 3.3.5 (form 3) and 3.3.10.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule as DateutilRule  # noqa: N812 - a class with a function's name
from dateutil.rrule import rruleset, rrulestr

from assistant_desktop.domain.errors import BadInput

MAX_RRULE_LENGTH = 500
_BAD_INTERVAL = re.compile(r"INTERVAL=(?!0*[1-9]\d*(?:;|$))", re.IGNORECASE)
_COARSE_PARTS = ("BYMONTH=", "BYMONTHDAY=", "BYYEARDAY=", "BYWEEKNO=", "BYSETPOS=", "BYEASTER=")


def to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of naive wall time `local` in `zone`, gaps and folds as above."""
    # fold=0 takes the offset before a change: for a gap that shifts the time forward, for a
    # fold that is the first of the two.
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The naive wall time of an instant in `zone`."""
    return moment.astimezone(zone).replace(tzinfo=None)


def check(text: str, start: datetime) -> None:
    """Make sure `text` is an RRULE value that has an occurrence.

    Raises:
        BadInput: it is not a rule, or it never happens.
    """
    if "\n" in text or "\r" in text or _BAD_INTERVAL.search(text):
        raise BadInput("“{rule}” is not a recurrence rule.", rule=text)
    if len(text) > MAX_RRULE_LENGTH:
        raise BadInput("The recurrence rule is too long.")
    if _is_too_fine(text):
        raise BadInput("A rule in hours or minutes cannot also name days of a month or year.")
    try:
        first = next(expand(text, start), None)
    except (ValueError, OverflowError) as error:
        raise BadInput("“{rule}” is not a recurrence rule.", rule=text) from error
    if first is None:
        raise BadInput("This recurrence never happens.")


def _is_too_fine(text: str) -> bool:
    """Rules that could search minute by minute through centuries and find nothing."""
    rule = text.upper()
    fine = any(f"FREQ={freq}" in rule for freq in ("HOURLY", "MINUTELY", "SECONDLY"))
    return fine and any(part in rule for part in _COARSE_PARTS)


def expand(text: str, start: datetime) -> Iterator[datetime]:
    """All naive local occurrences of RRULE `text` that begins at naive `start`, in order.

    Raises:
        BadInput: `text` is not an RFC 5545 recurrence rule.
    """
    yield from _rule(text, start)


def after(text: str, start: datetime, local: datetime) -> datetime | None:
    """The first naive local occurrence strictly after `local`, None when there is none."""
    found: datetime | None = _rule(text, start).after(local)
    return found


def count_between(text: str, start: datetime, first: datetime, last: datetime, cap: int) -> int:
    """How many occurrences lie in [first, last], at most `cap`."""
    count = 0
    for moment in _rule(text, start).xafter(first, inc=True):
        if moment > last or count == cap:
            break
        count += 1
    return count


def anchored(text: str) -> bool:
    """True when the rule counts from its very start (COUNT), so the start must not move."""
    return "COUNT=" in text.upper()


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH_WEEKDAY = re.compile(r"^([+-]?\d+)([A-Z]{2})$")


def moved(text: str, old: datetime, new: datetime) -> str:
    """The rule whose occurrence at wall time `old` is now at `new`: its days move along.

    What names several days or hours keeps those that were not moved.
    """
    parts = dict(
        part.partition("=")[::2] for part in text.upper().removeprefix("RRULE:").split(";")
    )
    changes = {
        "BYMINUTE": (str(old.minute), str(new.minute)),
        "BYHOUR": (str(old.hour), str(new.hour)),
        "BYMONTHDAY": (str(old.day), str(new.day)),
        "BYMONTH": (str(old.month), str(new.month)),
    }
    for name, (before, now) in changes.items():
        if name in parts:
            parts[name] = _replaced(parts[name], before, now)
    if "BYDAY" in parts:
        days = [_moved_day(day, old, new) for day in parts["BYDAY"].split(",")]
        parts["BYDAY"] = ",".join(dict.fromkeys(days))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _replaced(values: str, before: str, now: str) -> str:
    each = [now if value.lstrip("+0") == before else value for value in values.split(",")]
    return ",".join(dict.fromkeys(each))


def _moved_day(day: str, old: datetime, new: datetime) -> str:
    """A day such as TU or 1MO as it is after the move; one that was not moved stays."""
    weekday = _WEEKDAYS[new.weekday()]
    if day == _WEEKDAYS[old.weekday()]:
        return weekday
    match = _NTH_WEEKDAY.match(day)
    if match is None or match[2] != _WEEKDAYS[old.weekday()]:
        return day
    in_last_week = (new + timedelta(days=7)).month != new.month
    nth = -1 if match[1].startswith("-") and in_last_week else (new.day - 1) // 7 + 1
    return f"{nth}{weekday}"


def _rule(text: str, start: datetime) -> DateutilRule | rruleset:
    value = text.strip()
    value = value[6:] if value.upper().startswith("RRULE:") else value
    if "UNTIL=" in value.upper():
        value = _local_until(value)
    try:
        return rrulestr(value, dtstart=start, forceset=False)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadInput("“{rule}” is not a recurrence rule.", rule=text) from error


def _local_until(value: str) -> str:
    """UNTIL without its Z: the rule is expanded in naive time. A bare date takes that day in."""
    parts = []
    for part in value.split(";"):
        name, _, setting = part.partition("=")
        if name.upper() == "UNTIL":
            setting = setting.rstrip("Zz")
            setting = setting if "T" in setting.upper() else f"{setting}T235959"
        parts.append(f"{name}={setting}")
    return ";".join(parts)
