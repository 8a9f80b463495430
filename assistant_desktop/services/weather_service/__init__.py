"""Weather by Open-Meteo: now, by the hour, ten days, and the air. No account, no key."""

from typing import Literal

from pydantic import Field

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import Leaving, ServiceSpec, to_translate
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.weather_service.conditions import Conditions
from assistant_desktop.services.weather_service.forecast import Forecasts
from assistant_desktop.services.weather_service.own_weather import OwnWeather
from assistant_desktop.services.weather_service.tool import weather_tool
from assistant_desktop.wording import wording
from assistant_desktop.wording.weather_words import now_text

__all__ = [
    "Conditions",
    "Forecasts",
    "OwnWeather",
    "WeatherSettings",
    "forecasts",
    "own_weather",
    "service",
    "weather_conditions",
]

ID = "weather"
REFRESH_S = 900.0
FORECAST_HOST = "api.open-meteo.com"
PLACES_HOST = "geocoding-api.open-meteo.com"
AIR_HOST = "air-quality-api.open-meteo.com"


class WeatherSettings(DomainModel):
    """What the user can choose; the first place is the one that is meant when none is named."""

    model_config = DomainModel.model_config | {"extra": "ignore"}

    places: tuple[str, ...] = Field(
        default=(),
        title=to_translate("Your places"),
        description=to_translate(
            "Such as: Riga; Springfield, Illinois. The first is meant by default."
        ),
    )
    temperature: Literal["celsius", "fahrenheit"] = Field(
        default="celsius", title=to_translate("Temperature")
    )
    wind: Literal["m/s", "km/h", "mph"] = Field(default="m/s", title=to_translate("Wind"))
    air: bool = Field(default=True, title=to_translate("Quality of the air too"))


def forecasts(ground: ServiceGround) -> Forecasts:
    """What brings reports."""

    def chosen() -> WeatherSettings:
        fields = ground.settings.service(ID).fields
        try:
            return WeatherSettings.model_validate(fields)
        except ValueError:
            return WeatherSettings()  # of another version

    bases = (ground.base(PLACES_HOST), ground.base(FORECAST_HOST), ground.base(AIR_HOST))
    return Forecasts(ground.fetcher(ID), bases, chosen)


def own_weather(ground: ServiceGround) -> OwnWeather:
    """The weather at the user's own place, for who looks at it."""
    return OwnWeather(
        forecasts(ground), lambda: ground.settings.service(ID).enabled, ground, REFRESH_S
    )


def weather_conditions(ground: ServiceGround) -> Conditions:
    """Tells whether the weather that a reminder depends on is to be expected."""
    return Conditions(forecasts(ground), lambda: ground.settings.service(ID).enabled)


def service(ground: ServiceGround) -> ServiceSpec:
    """The service."""
    weather = forecasts(ground)

    async def probe(language: str) -> str:
        try:
            report = await weather.try_now(DEFAULT_USER, language)
        except BadInput:
            return wording(language).text("Open-Meteo answers. Name your place to see its weather.")
        words = wording(language)
        return words.text("Open-Meteo answers: {weather}", weather=now_text(words, report))

    return ServiceSpec(
        id=ID,
        title=to_translate("Weather"),
        probe=probe,
        settings=WeatherSettings,
        leaves=(
            Leaving(PLACES_HOST, to_translate("the names of places you ask about")),
            Leaving(FORECAST_HOST, to_translate("the coordinates of those places")),
            Leaving(AIR_HOST, to_translate("the same coordinates, for the quality of the air")),
        ),
        urls=tuple(ground.base(host) for host in (PLACES_HOST, FORECAST_HOST, AIR_HOST)),
        refresh_s=REFRESH_S,
        tools=(weather_tool(weather, ground.read_time),),
    )
