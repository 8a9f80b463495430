"""Readings as lines and bars, few enough to be drawn, and what the last weeks were like."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from assistant_desktop.core.storage import health_series as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.domain.health_series import Chart, ChartPoint, Series, SeriesKey, Step
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock

Range = Literal["week", "month", "year", "all"]
RANGE_DAYS: dict[Range, int] = {"week": 7, "month": 31, "year": 366}
USUAL_DAYS = 7
MOST_POINTS = 800
"""More cannot be told apart in a chart of a window's width."""
_TREND_DAYS = 30

Moments = tuple[tuple[datetime, float], ...]


class Charting:
    """Reads alone; everything is counted in the database, by the days of the user's zone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def series(self, user_id: UserId) -> list[Series]:
        """What the user has readings of, each with its last weeks."""
        span = self._span(_TREND_DAYS)

        def run(connection: Connection) -> list[Series]:
            return [
                one.model_copy(update={"trend": _trend(connection, user_id, one, span)})
                for one in rows.all_series(connection, user_id)
            ]

        return await self._database.read(run)

    async def day_total(self, user_id: UserId, kind: str, unit: str) -> float:
        """What there is of today of a kind that adds up."""
        span = self._span(1)
        key = SeriesKey(kind=kind)
        days = await self._database.read(lambda c: rows.by_days(c, user_id, key, unit, span))
        return sum(one.total for one in days)

    async def chart(self, user_id: UserId, key: SeriesKey, unit: str, within: Range) -> Chart:
        """The readings of the last week, month, year, or all of them."""

        def run(connection: Connection) -> Chart:
            span = self._span(RANGE_DAYS.get(within, 0))
            if within == "all":
                first = rows.first_moment(connection, user_id, key)
                known = span.first if first is None else first.astimezone(span.zone).date()
                span = rows.Span(min(known, span.first), span.end, span.zone)
            days = _days(connection, user_id, (key, unit), span)
            step, points = _fitting(connection, user_id, (key, unit), span, days)
            usual = () if rule_of(key.kind).adds_up else _usual(days, span.first, second=False)
            second = () if rule_of(key.kind).adds_up else _usual(days, span.first, second=True)
            if rule_of(key.kind).adds_up:
                usual = _usual_totals(days, span.first)
            if step == "week":
                usual, second = _one_a_week(usual), _one_a_week(second)
            return Chart(
                key=key, unit=unit, step=step, points=tuple(points),
                usual=usual, usual_second=second,
            )  # fmt: skip

        return await self._database.read(run)

    def _span(self, days: int) -> rows.Span:
        zone = self._clock.zone()
        end = self._clock.now().astimezone(zone).date() + timedelta(days=1)
        return rows.Span(end - timedelta(days=days), end, zone)


def _days(
    connection: Connection, user_id: UserId, of: tuple[SeriesKey, str], span: rows.Span
) -> list[ChartPoint]:
    """The days of a span, and the week before it: the average of its first day needs it."""
    earlier = rows.Span(span.first - timedelta(days=USUAL_DAYS), span.end, span.zone)
    return rows.by_days(connection, user_id, *of, earlier)


def _fitting(
    connection: Connection,
    user_id: UserId,
    of: tuple[SeriesKey, str],
    span: rows.Span,
    days: Sequence[ChartPoint],
) -> tuple[Step, list[ChartPoint]]:
    """The finest points that are not too many: readings, days, or weeks."""
    shown = [one for one in days if one.at >= span.midnight(span.first)]
    key, unit = of
    if not rule_of(key.kind).adds_up and sum(one.count for one in shown) <= MOST_POINTS:
        return "reading", rows.readings(connection, user_id, key, unit, span)
    if len(shown) <= MOST_POINTS:
        return "day", shown
    return "week", [
        _week(list(group)) for _, group in groupby(shown, lambda one: _monday(one, span))
    ]


def _monday(one: ChartPoint, span: rows.Span) -> date:
    day = one.at.astimezone(span.zone).date()
    return day - timedelta(days=day.weekday())


def _week(days: Sequence[ChartPoint]) -> ChartPoint:
    """Days as one: of what adds up, what a day of it had."""
    count = sum(one.count for one in days)
    seconds = [(one.second, one.count) for one in days if one.second is not None]
    return ChartPoint(
        at=days[0].at,
        average=sum(one.average * one.count for one in days) / count,
        second=sum(value * n for value, n in seconds) / sum(n for _, n in seconds)
        if seconds
        else None,
        low=min(one.low for one in days),
        high=max(one.high for one in days),
        total=sum(one.total for one in days) / len(days),
        count=count,
    )


def _usual(days: Sequence[ChartPoint], first: date, *, second: bool) -> Moments:
    """The moving average of seven days, at noon of each day that has readings."""
    valued = [
        (one.at, one.second if second else one.average)
        for one in days
        if not second or one.second is not None
    ]
    return _moving([(at, value) for at, value in valued if value is not None], first)


def _usual_totals(days: Sequence[ChartPoint], first: date) -> Moments:
    return _moving([(one.at, one.total) for one in days], first)


def _moving(valued: Sequence[tuple[datetime, float]], first: date) -> Moments:
    made: list[tuple[datetime, float]] = []
    begin = 0
    for place, (at, _) in enumerate(valued):
        while valued[begin][0] <= at - timedelta(days=USUAL_DAYS) + timedelta(hours=2):
            begin += 1
        some = [value for _, value in valued[begin : place + 1]]
        if (at + timedelta(hours=14)).date() >= first:
            made.append((at + timedelta(hours=12), sum(some) / len(some)))
    return tuple(made)


def _one_a_week(line: Moments) -> Moments:
    """As many as there are weeks: more would only be noise beside them."""
    weeks = groupby(line, lambda one: one[0].isocalendar()[:2])
    return tuple(list(some)[-1] for _, some in weeks)


def _trend(
    connection: Connection, user_id: UserId, one: Series, span: rows.Span
) -> tuple[float, ...]:
    days = rows.by_days(connection, user_id, one.key, one.unit, span)
    adds_up = rule_of(one.key.kind).adds_up
    return tuple(day.total if adds_up else day.average for day in days)
