"""Made-up weather and services for the pictures."""

from __future__ import annotations

import math
from datetime import timedelta

from assistant_desktop.domain.service import (
    Leaving,
    ServiceField,
    ServiceHealth,
    ServiceRow,
)
from assistant_desktop.domain.weather import (
    AirQuality,
    Place,
    WeatherDay,
    WeatherHour,
    WeatherReport,
)
from assistant_desktop.ui.shots_data import NOW, pick


def report(language: str, *, is_stale: bool = False) -> WeatherReport:
    """A wet day that turns to frost."""
    hours = tuple(
        WeatherHour(
            at=NOW.replace(minute=0) + timedelta(hours=number),
            temperature_c=3 + 4 * math.cos(number / 4),
            precipitation_mm=max(0.0, 3 * math.sin(number / 3)),
        )
        for number in range(30)
    )
    today = WeatherDay(
        day=NOW.date(), low_c=-1, high_c=7, code=63, precipitation_chance_pct=85, wind_mps=9
    )
    return WeatherReport(
        place=Place(name=pick(language, "Riga", "Рига"), latitude_deg=56.95, longitude_deg=24.11),
        zone="Europe/Riga",
        now=WeatherHour(at=NOW, temperature_c=7, feels_c=3, wind_mps=8, code=61),
        hours=hours,
        days=(today,),
        air=AirQuality(european_aqi=25),
        as_of=NOW - timedelta(hours=5 if is_stale else 0),
        is_stale=is_stale,
    )


def services(language: str) -> list[ServiceRow]:
    """The weather, resting after failures, and news."""
    places = ("Riga", "Berlin") if language == "en" else ("Рига", "Берлин")
    fields = (
        ServiceField(
            "places",
            "Your places",
            "Such as: Riga; Springfield, Illinois. The first is meant by default.",
            "list",
            places,
        ),
        ServiceField("wind", "Wind", "", "choice", "m/s", ("m/s", "km/h", "mph")),
        ServiceField("air", "Quality of the air too", "", "switch", value=True),
    )
    leaves = (
        Leaving("geocoding-api.open-meteo.com", "the names of places you ask about"),
        Leaving("api.open-meteo.com", "the coordinates of those places"),
    )
    health = ServiceHealth(succeeded_at=NOW - timedelta(hours=5), trouble="x")
    rests = NOW + timedelta(seconds=40)
    feeds = tuple(
        Leaving(host, "that somebody follows a feed there")
        for host in ("feeds.bbci.co.uk", "www.nasa.gov")
    )
    kept = ServiceField(
        "keep_days", "Keep stories for (days)", "", "choice", "30", ("7", "30", "90", "365")
    )
    told = "A picture may lie on any host: that host sees that somebody reads the story."
    pictures = ServiceField("pictures", "Show pictures", told, "switch", value=False)
    fresh = ServiceHealth(succeeded_at=NOW - timedelta(minutes=9))
    return [
        ServiceRow("weather", "Weather", True, leaves, fields, health, rests),
        ServiceRow("news", "News", True, feeds, (kept, pictures), fresh),
    ]
