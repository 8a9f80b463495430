"""What Open-Meteo is asked and what it answers, as domain models.

Source: https://open-meteo.com/en/docs, /geocoding-api and /air-quality-api. Times are Unix
seconds; those of days are the midnight of the place.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import ServiceNonsense
from assistant_desktop.domain.weather import (
    AirQuality,
    Place,
    WeatherDay,
    WeatherHour,
    WeatherReport,
)

DAYS = 10
_MOMENT = (
    "temperature_2m,apparent_temperature,relative_humidity_2m,precipitation,weather_code"
    ",wind_speed_10m"
)
_HOURLY = f"{_MOMENT},precipitation_probability"
_DAILY = (
    "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum"
    ",precipitation_probability_max,wind_speed_10m_max,sunrise,sunset"
)
_NOT_OF_A_NAME = re.compile(r"[^\w\s'’.,()-]|\d|_")
_LONGEST_NAME = 60


def places_query(name: str, language: str) -> dict[str, str]:
    """The query for places of a name."""
    return {"name": name, "count": "10", "language": language, "format": "json"}


def forecast_query(place: Place) -> dict[str, str]:
    """The query for the forecast of a place."""
    return {
        **_coordinates(place),
        "current": _MOMENT,
        "hourly": _HOURLY,
        "daily": _DAILY,
        "wind_speed_unit": "ms",
        "timeformat": "unixtime",
        "timezone": "auto",
        "forecast_days": str(DAYS),
    }


def air_query(place: Place) -> dict[str, str]:
    """The query for the air at a place."""
    return {**_coordinates(place), "current": "european_aqi,pm2_5,pm10", "timeformat": "unixtime"}


def _coordinates(place: Place) -> dict[str, str]:
    """To a hundredth of a degree, about a kilometre: closer is nobody's business."""
    return {"latitude": f"{place.latitude_deg:.2f}", "longitude": f"{place.longitude_deg:.2f}"}


def read_places(body: bytes) -> list[Place]:
    """The places of an answer, best first; none where the name is not known."""
    with _told_as_nonsense():
        return [
            Place(
                name=_name(one["name"]),
                region=_name(one.get("admin1") or ""),
                country=_name(one.get("country") or ""),
                latitude_deg=float(one["latitude"]),
                longitude_deg=float(one["longitude"]),
            )
            for one in _object(body).get("results", ())
        ]


def _name(text: object) -> str:
    """Letters only: a name from outside is put into sentences that models read."""
    return " ".join(_NOT_OF_A_NAME.sub("", str(text)).split())[:_LONGEST_NAME]


def read_forecast(body: bytes, place: Place, as_of: datetime) -> WeatherReport:
    """A forecast as a report, without the air."""
    with _told_as_nonsense():
        said = _object(body)
        zone = ZoneInfo(str(said["timezone"]))
        return WeatherReport(
            place=place,
            zone=zone.key,
            now=_hour(said["current"], zone),
            hours=tuple(_hour(row, zone) for row in _rows(said["hourly"])),
            days=tuple(_day(row, zone) for row in _rows(said["daily"])),
            as_of=as_of,
        )


def read_air(body: bytes) -> AirQuality:
    """The air of an answer."""
    with _told_as_nonsense():
        said = _object(body)["current"]
        return AirQuality(
            european_aqi=float(said["european_aqi"]),
            pm2_5_ugm3=_number(said.get("pm2_5")),
            pm10_ugm3=_number(said.get("pm10")),
        )


@contextmanager
def _told_as_nonsense() -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise ServiceNonsense(
            "What Open-Meteo answers is no forecast.", hint="Try again later."
        ) from error


def _object(body: bytes) -> dict[str, Any]:
    said = json.loads(body)
    if not isinstance(said, dict):
        raise TypeError("no object")
    return said


def _rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Columns of values as rows; those that have no temperature are left out."""
    names = tuple(name for name in columns if isinstance(columns[name], list))
    for values in zip(*(columns[name] for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        if None not in (row.get("temperature_2m", 0), row.get("temperature_2m_max", 0)):
            yield row


def _hour(row: dict[str, Any], zone: ZoneInfo) -> WeatherHour:
    return WeatherHour(
        at=_moment(row["time"], zone),
        temperature_c=float(row["temperature_2m"]),
        feels_c=_number(row.get("apparent_temperature")),
        precipitation_mm=_number(row.get("precipitation")) or 0.0,
        precipitation_chance_pct=_number(row.get("precipitation_probability")),
        wind_mps=_number(row.get("wind_speed_10m")) or 0.0,
        humidity_pct=_number(row.get("relative_humidity_2m")),
        code=int(row.get("weather_code") or 0),
    )


def _day(row: dict[str, Any], zone: ZoneInfo) -> WeatherDay:
    return WeatherDay(
        day=_moment(row["time"], zone).date(),
        low_c=float(row["temperature_2m_min"]),
        high_c=float(row["temperature_2m_max"]),
        precipitation_mm=_number(row.get("precipitation_sum")) or 0.0,
        precipitation_chance_pct=_number(row.get("precipitation_probability_max")),
        wind_mps=_number(row.get("wind_speed_10m_max")) or 0.0,
        code=int(row.get("weather_code") or 0),
        sunrise=_sun(row.get("sunrise"), zone),
        sunset=_sun(row.get("sunset"), zone),
    )


def _sun(value: Any, zone: ZoneInfo) -> datetime | None:
    """None where the sun does not rise or set that day: it is told as zero."""
    return _moment(value, zone) if value else None


def _moment(value: Any, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(int(value), UTC).astimezone(zone)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
