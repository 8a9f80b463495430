"""Moments as tables write them: ISO, day or month first, months in words, seconds since 1970."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_CLOCK = r"(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?"
_NUMBERS = re.compile(rf"(\d{{1,2}})[./-](\d{{1,2}})[./-](\d{{4}}|\d{{2}}){_CLOCK}$", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[./](\d{{1,2}})[./](\d{{1,2}}){_CLOCK}$", re.IGNORECASE)
_WORDS = re.compile(
    rf"(?:(\d{{1,2}})\.?\s+)?([a-zа-яё]{{3,}})\.?(?:\s+(\d{{1,2}}),?)?,?\s+(\d{{4}})(?:\s*г\.?)?{_CLOCK}$",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan янв", "feb фев", "mar мар", "apr апр", "may май мая", "jun июн"),
            *("jul июл", "aug авг", "sep сен", "oct окт", "nov ноя", "dec дек"),
        ),
        start=1,
    )
    for name in names.split()
}
_CENTURY_TURNS = 70


class TableTimes:
    """Reads the moments of one table; whether the day comes first is learned from its rows."""

    def __init__(self, zone: ZoneInfo, rows: Sequence[str], now: datetime) -> None:
        self._zone, self._now = zone, now.astimezone(zone)
        self._day_first = _is_day_first(rows)

    def read(self, text: str) -> datetime | None:
        """The moment; of a day alone its noon, of today now where noon is still to come."""
        text = " ".join(text.replace("\u202f", " ").split())
        try:
            return self._aware(text)
        except (ValueError, OverflowError):
            return None

    def _aware(self, text: str) -> datetime | None:
        if _SECONDS.match(text):
            number = float(text)
            return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
        naive = self._numbers(text) or self._in_words(text)
        is_day = ":" not in text
        if naive is None:
            naive = datetime.fromisoformat(text)
            is_day = len(text) <= len("2026-11-24")
            naive = naive.replace(hour=12) if is_day else naive
        moment = naive if naive.tzinfo else naive.replace(tzinfo=self._zone)
        if is_day and moment.date() == self._now.date():
            return min(moment, self._now)
        return moment

    def _numbers(self, text: str) -> datetime | None:
        found = _YEAR_FIRST.match(text)
        if found:
            return _moment((int(found[1]), int(found[2]), int(found[3])), found.groups()[3:])
        found = _NUMBERS.match(text)
        if found is None:
            return None
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if year < 100:
            year += 1900 if year >= _CENTURY_TURNS else 2000
        day, month = (first, second) if self._day_first else (second, first)
        return _moment((year, month, day), found.groups()[3:])

    def _in_words(self, text: str) -> datetime | None:
        found = _WORDS.match(text)
        if found is None:
            return None
        month = _MONTHS.get(found[2].lower()[:3])
        day = found[1] or found[3]
        if month is None or day is None:
            return None
        return _moment((int(found[4]), month, int(day)), found.groups()[4:])


def _moment(day: tuple[int, int, int], clock: Sequence[str | None]) -> datetime:
    hour_text, minute, second, half = clock
    if hour_text is None:
        return datetime(*day, 12)  # noqa: DTZ001 - the zone comes last
    hour = int(hour_text)
    if half:
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    return datetime(*day, hour, int(minute or 0), int(second or 0))  # noqa: DTZ001 - the same


def _is_day_first(rows: Sequence[str]) -> bool:
    """By the rows that can be read in one way only; without any, by how the rest is written."""
    votes = 0
    slashes = halves = False
    for text in rows:
        found = _NUMBERS.match(" ".join(text.split()))
        if found is None:
            continue
        votes += (int(found[1]) > 12) - (int(found[2]) > 12)
        slashes = slashes or "/" in text
        halves = halves or found[7] is not None
    if votes:
        return votes > 0
    return not (slashes and halves)
