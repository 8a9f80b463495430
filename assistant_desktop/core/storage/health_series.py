"""Readings as series: what there is, pages of it, and sums by spans of time. Always of one user."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.health import RECORD, record_of
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.health_series import ChartPoint, ReadingPlace, Series, SeriesKey
from assistant_desktop.domain.ids import UserId

_NAME = "CASE WHEN kind = 'symptom' THEN lower(note) ELSE '' END"
_OF_SERIES = f"user_id = ? AND kind = ? AND (? = '' OR {_NAME} = ?)"


def all_series(connection: Connection, user_id: UserId) -> list[Series]:
    """What there is, with the last reading of each."""
    rows = connection.execute(
        f"SELECT kind, {_NAME}, count(*) FROM health_records WHERE user_id = ? GROUP BY 1, 2",
        (user_id,),
    ).fetchall()
    made = []
    for kind, name, number in rows:
        key = SeriesKey(kind=str(kind), name=str(name))
        last = page(connection, user_id, key, None, 1)
        if last:
            made.append(Series(key=key, count=int(str(number)), unit=last[0].unit, latest=last[0]))
    return made


def page(
    connection: Connection, user_id: UserId, key: SeriesKey, place: ReadingPlace | None, limit: int
) -> list[HealthRecord]:
    """Readings newest first, after a place."""
    after: str = ""
    values: tuple[object, ...] = ()
    if place is not None:
        after, values = " AND (at, id) < (?, ?)", (to_ms(place.at), place.id)
    rows = connection.execute(
        f"SELECT {RECORD} FROM health_records WHERE {_OF_SERIES}{after}"
        " ORDER BY at DESC, id DESC LIMIT ?",
        (*_series(user_id, key), *values, limit),
    )
    return [record_of(row) for row in rows]


def count(connection: Connection, user_id: UserId, key: SeriesKey) -> int:
    """How many readings of a series there are."""
    values = _series(user_id, key)
    return int(
        connection.execute(f"SELECT count(*) FROM health_records WHERE {_OF_SERIES}", values).get
    )


def first_moment(connection: Connection, user_id: UserId, key: SeriesKey) -> datetime | None:
    """When the first reading of a series was made."""
    values = _series(user_id, key)
    found = connection.execute(f"SELECT min(at) FROM health_records WHERE {_OF_SERIES}", values).get
    return None if found is None else from_ms(int(found))


@dataclass(frozen=True, slots=True)
class Span:
    """Whole local days: from the midnight of the first to the midnight before `end`."""

    first: date
    end: date
    zone: ZoneInfo

    def midnight(self, day: date) -> datetime:
        """When a day begins."""
        return datetime.combine(day, time(), tzinfo=self.zone)


def readings(
    connection: Connection, user_id: UserId, key: SeriesKey, unit: str, span: Span
) -> list[ChartPoint]:
    """Each reading as a point of its own."""
    since, until = to_ms(span.midnight(span.first)), to_ms(span.midnight(span.end))
    rows = connection.execute(
        f"SELECT at, value, second_value, value, value, value, 1 FROM health_records"
        f" WHERE {_OF_SERIES} AND unit = ? AND at >= ? AND at < ? ORDER BY at, id",
        (*_series(user_id, key), unit, since, until),
    )
    return [_point(row[0], row) for row in rows]


def by_days(
    connection: Connection, user_id: UserId, key: SeriesKey, unit: str, span: Span
) -> list[ChartPoint]:
    """Average, bounds and sum of each local day that has readings."""
    made: list[ChartPoint] = []
    for since, until, width in _even_days(span):
        rows = connection.execute(
            "SELECT (at - ?) / ?, avg(value), avg(second_value), min(value), max(value),"
            f" sum(value), count(*) FROM health_records WHERE {_OF_SERIES}"
            " AND unit = ? AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1",
            (since, width, *_series(user_id, key), unit, since, until),
        )
        made += [_point(since + row[0] * width, row) for row in rows]
    return made


def _even_days(span: Span) -> Iterator[tuple[int, int, int]]:
    """Runs of days of the same length, in ms: from, to, the length of a day.

    A day on which the clocks change is a run of its own.
    """
    since, day = to_ms(span.midnight(span.first)), span.first
    run, width = since, 0
    while day < span.end:
        day += timedelta(days=1)
        until = to_ms(span.midnight(day))
        if width and until - since != width:
            yield run, since, width
            run = since
        width, since = until - since, until
    if width:
        yield run, since, width


def _point(at_ms: int, row: Sequence[Any]) -> ChartPoint:
    _, average, second, low, high, total, number = row
    return ChartPoint.model_construct(
        at=from_ms(at_ms),
        average=average,
        second=second,
        low=low,
        high=high,
        total=total,
        count=number,
    )


def _series(user_id: UserId, key: SeriesKey) -> tuple[str, str, str, str]:
    return (user_id, key.kind, key.name, key.name)
