"""The weather at a place: now, by the hour, by the day; and the air."""

from datetime import date

from assistant_desktop.domain.model import AwareDatetime, DomainModel


class Place(DomainModel):
    """A place on the map. region and country tell it from others of its name."""

    name: str
    region: str = ""
    country: str = ""
    latitude_deg: float
    longitude_deg: float


class WeatherHour(DomainModel):
    """One hour, or this moment; `code` is the WMO weather code."""

    at: AwareDatetime
    temperature_c: float
    feels_c: float | None = None
    precipitation_mm: float = 0
    precipitation_chance_pct: float | None = None
    wind_mps: float = 0
    humidity_pct: float | None = None
    code: int = 0


class WeatherDay(DomainModel):
    """One day at the place, in its own calendar."""

    day: date
    low_c: float
    high_c: float
    precipitation_mm: float = 0
    precipitation_chance_pct: float | None = None
    wind_mps: float = 0
    code: int = 0
    sunrise: AwareDatetime | None = None
    sunset: AwareDatetime | None = None


class AirQuality(DomainModel):
    """The European index (0 good, above 100 extremely poor) and fine dust."""

    european_aqi: float
    pm2_5_ugm3: float | None = None
    pm10_ugm3: float | None = None


class WeatherUnits(DomainModel):
    """What the user reads temperatures and winds in."""

    fahrenheit: bool = False
    wind: str = "m/s"


class WeatherReport(DomainModel):
    """What is known of a place. is_stale: nothing newer could be had; `trouble` says why."""

    place: Place
    zone: str
    now: WeatherHour
    hours: tuple[WeatherHour, ...]
    days: tuple[WeatherDay, ...]
    air: AirQuality | None = None
    units: WeatherUnits = WeatherUnits()
    as_of: AwareDatetime
    is_stale: bool = False
    trouble: str = ""
