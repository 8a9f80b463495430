"""get_weather: the weather at a place, now or then."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.domain.service_ports import TimeReader
from assistant_desktop.domain.tool import ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.domain.weather import WeatherReport
from assistant_desktop.services.weather_service.forecast import Forecasts
from assistant_desktop.wording import wording
from assistant_desktop.wording.weather_words import days_text, hour_text, now_text, stale_text

LIMIT_S = 20.0
_MOST_HOURS = 48
_DAY = timedelta(days=1)
_LONG_PAST = timedelta(days=3)


class Arguments(BaseModel):
    """Where and when; the user's own place and now by default."""

    model_config = ConfigDict(extra="forbid")
    place: str | None = Field(default=None, max_length=120, description="a town; absent: their own")
    when: str | None = Field(default=None, description='"tomorrow", "at 5 pm", or ISO 8601')


def weather_tool(forecasts: Forecasts, read_time: TimeReader) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        span = _span(wanted.when, context, read_time)
        report = await forecasts.report(context.user_id, wanted.place, context.language)
        said = _say(report, span, context)
        return ToolResult(said, data=_data(report, span))

    return ToolSpec(
        name="get_weather",
        description="The weather at a place: now, at an hour, or on days up to ten ahead.",
        arguments=Arguments,
        run=run,
        limit_s=LIMIT_S,
    )


def _span(
    when: str | None, context: ToolContext, read_time: TimeReader
) -> tuple[datetime, datetime] | None:
    """What is asked about, None for now; a moment is an instant, a midnight its whole day."""
    if when is None or not when.strip():
        return None
    start, end = read_time(when, context)
    if start is None:
        start = context.now
    local = start.astimezone(context.zone)
    if end is None:
        is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        end = start + _DAY if is_midnight else start
    if end <= context.now - _LONG_PAST:
        raise ToolFailed(
            wording(context.language).text("Only today and the days to come are in the forecast.")
        )
    if end <= context.now or start <= context.now < end <= start + timedelta(minutes=1):
        return None  # just past, or this very moment: what is now is nearest to it
    return start, end


def _say(
    report: WeatherReport, span: tuple[datetime, datetime] | None, context: ToolContext
) -> str:
    words, zone = wording(context.language), ZoneInfo(report.zone)
    today = context.now.astimezone(zone).date()
    if span is None:
        said = now_text(words, report, today)
    elif span[1] - span[0] < timedelta(hours=2):
        hour = min(report.hours, key=lambda one: abs(one.at - span[0]), default=None)
        if hour is None or abs(hour.at - span[0]) > timedelta(hours=2):
            raise ToolFailed(_too_far(report, context))
        said = hour_text(words, report, hour, today)
    else:
        first, last = _days(span, context)
        days = [one for one in report.days if first <= one.day <= last]
        if not days:
            raise ToolFailed(_too_far(report, context))
        said = days_text(words, report, days, today)
    between = "\n" if "\n" in said else " "
    return f"{said}{between}{stale_text(words, report, context.now.astimezone(context.zone))}"


def _days(span: tuple[datetime, datetime], context: ToolContext) -> tuple[date, date]:
    start, end = (moment.astimezone(context.zone) for moment in span)
    return start.date(), max(start, end - timedelta(seconds=1)).date()


def _too_far(report: WeatherReport, context: ToolContext) -> str:
    return wording(context.language).count(
        "The forecast covers the next {n} day only.",
        "The forecast covers the next {n} days only.",
        len(report.days),
    )


def _data(report: WeatherReport, span: tuple[datetime, datetime] | None) -> dict[str, object]:
    """The report as a structure, with the hours of two days: a card draws them."""
    start = span[0] if span else report.now.at
    first = start - timedelta(hours=1)
    hours = [one for one in report.hours if one.at >= first][:_MOST_HOURS]
    return report.model_copy(update={"hours": tuple(hours)}).model_dump(mode="json")
