"""The weather at a place and hour."""

from assistant_desktop.domain.model import AwareDatetime, DomainModel


class WeatherHour(DomainModel):
    """One forecast hour; `code` is the WMO weather code."""

    place: str
    at: AwareDatetime
    temperature_c: float
    precipitation_mm: float
    wind_mps: float
    code: int
