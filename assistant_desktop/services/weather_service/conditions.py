"""Whether the weather that a reminder depends on is to be expected."""

from collections.abc import Callable
from datetime import datetime, timedelta

from assistant_desktop.domain.errors import ServiceNonsense, ServiceOff
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.reminder import Condition
from assistant_desktop.domain.service_ports import Verdict
from assistant_desktop.domain.weather import WeatherHour, WeatherReport
from assistant_desktop.services.weather_service.forecast import Forecasts
from assistant_desktop.wording import wording
from assistant_desktop.wording.condition_words import expected_text, not_expected_text

LIKELY_PCT = 50.0
LEAST_MM = 0.2
"""Less in an hour is no rain to speak of, where the forecast tells no chance."""
# Source: WMO code table 4677 as Open-Meteo uses it; drizzle, rain and showers, thunder; snow.
_WET = frozenset({51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 80, 81, 82, 95, 96, 99})
_SNOWY = frozenset({71, 73, 75, 77, 85, 86})


class Conditions:
    """A WeatherConditions over the forecast."""

    def __init__(self, forecasts: Forecasts, is_on: Callable[[], bool]) -> None:
        self._forecasts = forecasts
        self._is_on = is_on

    async def holds(
        self, user_id: UserId, condition: Condition, due: datetime, language: str
    ) -> Verdict:
        """Look at the hours from the due time to midnight, or at the whole of a later day."""
        if not self._is_on():
            raise ServiceOff("The weather is switched off.")
        report = await self._forecasts.report(user_id, None, language)
        words = wording(language)
        hours = _hours(report, condition, due)
        meeting = [hour for hour in hours if _meets(condition, hour)]
        found = max(meeting, key=_STRENGTH[condition.kind], default=None)
        if found is None:
            return Verdict(holds=False, why=not_expected_text(words, condition))
        at = found.at.astimezone(due.tzinfo)
        return Verdict(holds=True, why=expected_text(words, condition, found, report.units, at))


def _hours(report: WeatherReport, condition: Condition, due: datetime) -> list[WeatherHour]:
    """Raises ServiceNonsense: the forecast does not tell of that day."""
    midnight = due.replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight + timedelta(days=condition.days_after) if condition.days_after else due
    end = midnight + timedelta(days=condition.days_after + 1)
    # An hour's forecast holds until the next one.
    hours = [hour for hour in report.hours if start - timedelta(hours=1) < hour.at < end]
    if not hours:
        raise ServiceNonsense("The forecast does not tell of that day.")
    return hours


def _meets(condition: Condition, hour: WeatherHour) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "rain": lambda: _falls(hour) and hour.code not in _SNOWY,
        "snow": lambda: _falls(hour) and hour.code in _SNOWY,
        "precipitation": lambda: _falls(hour),
        "heat": lambda: hour.temperature_c >= condition.limit,
        "cold": lambda: hour.temperature_c <= condition.limit,
        "wind": lambda: hour.wind_mps >= condition.limit,
    }
    return tests[condition.kind]()


def _falls(hour: WeatherHour) -> bool:
    """Rain or snow that one would take an umbrella for."""
    if hour.precipitation_chance_pct is None:
        return hour.precipitation_mm >= LEAST_MM or hour.code in _WET | _SNOWY
    return hour.precipitation_chance_pct >= LIKELY_PCT


_STRENGTH: dict[str, Callable[[WeatherHour], float]] = {
    "rain": lambda hour: hour.precipitation_chance_pct or 0,
    "snow": lambda hour: hour.precipitation_chance_pct or 0,
    "precipitation": lambda hour: hour.precipitation_chance_pct or 0,
    "heat": lambda hour: hour.temperature_c,
    "cold": lambda hour: -hour.temperature_c,
    "wind": lambda hour: hour.wind_mps,
}
