"""A chart of the core as a drawing: which lines and bars, and each point in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant_desktop.domain.health_record import rule_of
from assistant_desktop.ui.dates import clock_text, day_text, short_day_text
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.widgets.health_chart import Drawing
from assistant_desktop.wording.health_words import value_text

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.domain.health_series import Chart, ChartPoint
    from assistant_desktop.domain.health_target import HealthTarget

_SPANS_DAYS = {"week": 7, "month": 31, "year": 366}
_HALF_DAY_S = 43_200.0


def drawing_of(
    chart: Chart, target: HealthTarget | None, within: str, now: datetime, title: str
) -> Drawing:
    """Lines of readings, or bars of days for what adds up."""
    bars = rule_of(chart.key.kind).adds_up
    # A bar stands in the middle of its day.
    shift = {"reading": 0.0, "day": _HALF_DAY_S, "week": 7 * _HALF_DAY_S}[chart.step]
    moments = tuple(one.at.timestamp() + shift for one in chart.points)
    first = tuple(one.total if bars else one.average for one in chart.points)
    lines = [first]
    seconds = [one.second for one in chart.points]
    if seconds and not bars and all(one is not None for one in seconds):
        lines.append(tuple(float(one or 0) for one in seconds))
    usual = [
        (tuple(at.timestamp() for at, _ in line), tuple(value for _, value in line))
        for line in (chart.usual, chart.usual_second)
        if len(line) > 1
    ]
    return Drawing(
        moments=moments,
        lines=tuple(lines),
        span=_span(moments, within, now),
        bars=bars,
        bar_s=86_400.0 * (7 if chart.step == "week" else 1),
        usual=tuple(usual),
        bands=_bands(chart, target),
        told=lambda place: _told(chart, chart.points[place], now),
        spoken=_spoken(chart, title),
        legend=_legend(chart, has_target=bool(_bands(chart, target))),
    )


def _span(moments: tuple[float, ...], within: str, now: datetime) -> tuple[float, float]:
    end = (now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).timestamp()
    days = _SPANS_DAYS.get(within)
    if days is not None:
        return end - days * 86_400, end
    return (min(moments) - 43_200 if moments else end - 31 * 86_400), end


def _bands(
    chart: Chart, target: HealthTarget | None
) -> tuple[tuple[float | None, float | None], ...]:
    if target is None or target.unit != chart.unit:
        return ()
    both = (target.band, target.second)
    return tuple((one.low, one.high) for one in both if not one.is_open)


def _told(chart: Chart, one: ChartPoint, now: datetime) -> str:
    """Tue 24 Nov 08:30: 131/84 mmHg."""
    at = one.at.astimezone(now.tzinfo)
    adds_up = rule_of(chart.key.kind).adds_up
    values = (one.total, None) if adds_up else (one.average, one.second)
    value = value_text(words(), chart.key.kind, chart.unit, values)
    day = day_text(at.date(), now.date())
    if chart.step == "reading":
        return f"{day} {clock_text(at)}: {value}"
    if chart.step == "week":
        last = short_day_text(at.date() + timedelta(days=6))
        return tr("{first} – {last}: {value} on average", first=day, last=last, value=value)
    return f"{day}: {value}"


def _legend(chart: Chart, *, has_target: bool) -> str:
    """What bars, lines and colours mean."""
    if not chart.points:
        return tr("No readings in this time.")
    sums = {"day": tr("Bars: days"), "week": tr("Bars: a day of each week on average")}
    lines = {
        "reading": tr("Thin line: readings"),
        "day": tr("Thin line: averages of days"),
        "week": tr("Thin line: averages of weeks"),
    }
    adds_up = rule_of(chart.key.kind).adds_up
    told = [sums[chart.step] if adds_up and chart.step != "reading" else lines[chart.step]]
    told.append(tr("thick line: average of 7 days"))
    if has_target:
        told.append(tr("green: your target"))
    return " · ".join(told)


def _spoken(chart: Chart, title: str) -> str:
    """What a screen reader says of the whole."""
    if not chart.points:
        return tr("Chart of {what}: no readings in this time", what=title)
    adds_up = rule_of(chart.key.kind).adds_up
    values = [one.total if adds_up else one.average for one in chart.points]
    low, high = (
        value_text(words(), chart.key.kind, chart.unit, (value, None))
        for value in (min(values), max(values))
    )
    return tr("Chart of {what}: from {low} to {high}", what=title, low=low, high=high)
