"""The weather at the user's own place, kept fresh while somebody looks at it."""

from collections.abc import Callable

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.service_ports import WeatherListener
from assistant_desktop.domain.weather import WeatherReport
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.refresher import Refresher
from assistant_desktop.services.weather_service.forecast import Forecasts


class OwnWeather:
    """A WeatherSource: one refresher a user and language."""

    def __init__(
        self,
        forecasts: Forecasts,
        is_on: Callable[[], bool],
        ground: ServiceGround,
        every_s: float,
    ) -> None:
        self._forecasts, self._is_on = forecasts, is_on
        self._ground, self._every_s = ground, every_s
        self._refreshers: dict[tuple[UserId, str], Refresher[WeatherReport | None]] = {}

    def watch(
        self, user_id: UserId, language: str, listener: WeatherListener
    ) -> Callable[[], None]:
        """Tell what is known, then what is new; call what is returned to stop."""
        key = (user_id, language)
        if key not in self._refreshers:

            async def fetch() -> WeatherReport | None:
                return await self._fetch(user_id, language)

            self._refreshers[key] = Refresher(
                "weather",
                fetch,
                self._every_s,
                self._ground.clock,
                self._ground.start_job,
                lambda report: report.trouble if report is not None else "",
            )
        return self._refreshers[key].watch(listener)

    async def _fetch(self, user_id: UserId, language: str) -> WeatherReport | None:
        """None while the service is off or no place is chosen: nothing is asked then."""
        if not self._is_on():
            return None
        try:
            return await self._forecasts.report(user_id, None, language)
        except BadInput:
            return None

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        for refresher in self._refreshers.values():
            refresher.hurry()
