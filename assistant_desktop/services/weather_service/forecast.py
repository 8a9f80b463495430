"""Reports of a place: found by its name, fetched, put together; kept ones where nothing is new."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from assistant_desktop.domain.errors import BadInput, NotFound, ServiceError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.weather import AirQuality, Place, WeatherReport, WeatherUnits
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.fetch import Fetcher, Wanted
from assistant_desktop.services.weather_service import open_meteo
from assistant_desktop.services.weather_service.place_names import same, spellings, split_region
from assistant_desktop.wording.weather_words import warm_up

if TYPE_CHECKING:
    from assistant_desktop.services.weather_service import WeatherSettings

_FORECAST_FRESH_S = 600.0
_AIR_FRESH_S = 3600.0
_PLACES_FRESH_S = 30 * 86400.0
_WARM_UP_LIMIT_S = 20.0


class Forecasts:
    """Asks three hosts: for places, forecasts and the air."""

    def __init__(
        self,
        fetcher: Fetcher,
        bases: tuple[str, str, str],
        chosen: "Callable[[], WeatherSettings]",
    ) -> None:
        self._fetcher = fetcher
        self._places_url = f"{bases[0]}/v1/search"
        self._forecast_url = f"{bases[1]}/v1/forecast"
        self._air_url = f"{bases[2]}/v1/air-quality"
        self._chosen = chosen
        self._warm: set[str] = set()

    async def report(self, user_id: UserId, place: str | None, language: str) -> WeatherReport:
        """The weather at a place, the user's first one where none is named.

        Raises:
            BadInput: no place is named and none is chosen.
            NotFound: there is no such place.
            ServiceError: nothing is known, not even from earlier.
        """
        if language not in self._warm:
            await in_thread("wording", partial(warm_up, language), _WARM_UP_LIMIT_S)
            self._warm.add(language)
        found = await self.find(user_id, self._meant(place), language)
        wanted = self._forecast_of(found)
        if not self._chosen().air:
            report, air = await self._forecast(user_id, wanted, found), None
        else:
            report, air = await asyncio.gather(
                self._forecast(user_id, wanted, found), self._air(user_id, found)
            )
        return report.model_copy(update={"air": air, "units": self._units()})

    async def try_now(self, user_id: UserId, language: str) -> WeatherReport:
        """A forecast that was asked for at this moment. Raises as `report` does."""
        await self._fetcher.wake(self._places_url)
        try:
            place = await self.find(user_id, self._meant(None), language)
        except BadInput:
            greenwich = Place(name="Greenwich", latitude_deg=51.48, longitude_deg=0.0)
            await self._fetcher.try_now(self._forecast_of(greenwich))
            raise
        body = await self._fetcher.try_now(self._forecast_of(place))
        report = open_meteo.read_forecast(body, place, self._fetcher.now())
        return report.model_copy(update={"units": self._units()})

    def _units(self) -> WeatherUnits:
        chosen = self._chosen()
        return WeatherUnits(fahrenheit=chosen.temperature == "fahrenheit", wind=chosen.wind)

    def _meant(self, place: str | None) -> str:
        """A place as it was chosen, when that is the one that was said."""
        own = [name for name in self._chosen().places if name.strip()]
        if place is None or not place.strip():
            if not own:
                raise BadInput(
                    "No place was named, and none is chosen.",
                    hint="Name one, or choose yours in Settings, Services, Weather.",
                )
            return own[0]
        said = split_region(place)[0]
        return next((name for name in own if same(said, split_region(name)[0])), place)

    async def find(self, user_id: UserId, text: str, language: str) -> Place:
        """The place that a name means."""
        name, region = split_region(text)
        for spelling in spellings(name):
            query = open_meteo.places_query(spelling, language)
            wanted = Wanted(self._places_url, query, fresh_for_s=_PLACES_FRESH_S)
            fetched = await self._fetcher.get(user_id, wanted)
            found = open_meteo.read_places(fetched.body)
            if region:
                there = region.casefold()
                found = [one for one in found if there in f"{one.region} {one.country}".casefold()]
            # The index also finds what only begins like a name: a case ending must not hit that.
            exact = [one for one in found if one.name.casefold() == spelling.casefold()]
            if exact or (found and not _is_cyrillic(name)):
                return (exact or found)[0]
        raise NotFound(
            "There is no place named {name} on the map.",
            hint="Give its name as on a map, with the country where it helps: Paris, Texas.",
            name=text,
        )

    def _forecast_of(self, place: Place) -> Wanted:
        query = open_meteo.forecast_query(place)
        return Wanted(self._forecast_url, query, fresh_for_s=_FORECAST_FRESH_S)

    async def _forecast(self, user_id: UserId, wanted: Wanted, place: Place) -> WeatherReport:
        fetched = await self._fetcher.get(user_id, wanted)
        report = open_meteo.read_forecast(fetched.body, place, fetched.as_of)
        if fetched.trouble is None:
            return report
        told = {"is_stale": True, "trouble": fetched.trouble.user_message}
        return report.model_copy(update=told)

    async def _air(self, user_id: UserId, place: Place) -> AirQuality | None:
        """Beside the weather: what is wrong with it does not stand in the weather's way."""
        wanted = Wanted(self._air_url, open_meteo.air_query(place), fresh_for_s=_AIR_FRESH_S)
        try:
            fetched = await self._fetcher.get(user_id, wanted)
            return None if fetched.trouble else open_meteo.read_air(fetched.body)
        except ServiceError:
            return None


def _is_cyrillic(text: str) -> bool:
    return any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
